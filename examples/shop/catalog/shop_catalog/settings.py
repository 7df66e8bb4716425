"""What the environment says; everything has a default, so that a bare start works."""

from dataclasses import dataclass
from typing import Mapping
from urllib.parse import urlsplit

LOG_LEVELS = ("DEBUG", "INFO", "WARNING", "ERROR")


class SettingsError(Exception):
    """A variable has a value that cannot be used. The message names both."""


@dataclass(frozen=True)
class Settings:
    port: int = 8080
    greeting: str = "Welcome"
    currency: str = "EUR"
    log_level: str = "INFO"
    pricing_url: str = "http://pricing:8090"
    pricing_timeout: float = 2.0
    """Seconds; nobody looks at an empty shop for longer."""

    @classmethod
    def from_environment(cls, environment: Mapping[str, str]) -> "Settings":
        level = environment.get("LOG_LEVEL", cls.log_level).upper()
        if level not in LOG_LEVELS:
            raise SettingsError(f"LOG_LEVEL is {level!r}: expected one of {', '.join(LOG_LEVELS)}")
        url = environment.get("PRICING_URL", cls.pricing_url)
        if not is_plain_http(url):
            raise SettingsError(f"PRICING_URL is {url!r}: expected http://host:port")
        return cls(
            port=number(environment, "PORT", cls.port, 1, 65535),
            greeting=environment.get("GREETING", cls.greeting),
            currency=environment.get("CURRENCY", cls.currency),
            log_level=level,
            pricing_url=url,
            pricing_timeout=number(environment, "PRICING_TIMEOUT_MS", 2000, 1, 60000) / 1000,
        )


def is_plain_http(url: str) -> bool:
    try:
        parts = urlsplit(url)
        return parts.scheme == "http" and bool(parts.hostname) and parts.port != 0
    except ValueError:
        return False


def number(environment: Mapping[str, str], name: str, default: int, low: int, high: int) -> int:
    text = environment.get(name, str(default))
    if not (text.isascii() and text.isdigit() and low <= int(text) <= high):
        raise SettingsError(f"{name} is {text!r}: expected a number from {low} to {high}")
    return int(text)
