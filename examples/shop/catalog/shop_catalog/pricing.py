"""The client of the pricing service."""

import http.client
import json
from typing import Sequence
from urllib.parse import urlencode, urlsplit


class PricingUnavailable(Exception):
    """The pricing service gave no answer that can be used."""


class PricingClient:
    """Asks for quotes over plain HTTP, past any proxy that the environment may name."""

    def __init__(self, url: str, timeout: float):
        parts = urlsplit(url)
        self._host = parts.hostname
        self._port = parts.port or 80
        self._timeout = timeout

    def quotes(self, units: Sequence[int], quantity: int) -> list[dict]:
        """Returns a quote for each unit price, in cents and in the same order: one call for all."""
        if not units:
            return []
        query = urlencode([("item", f"{unit}x{quantity}") for unit in units])
        status, body = self._get(f"/quotes?{query}")
        if status != 200:
            raise PricingUnavailable(f"pricing answered {status}")
        try:
            quotes = json.loads(body)["quotes"]
            complete = len(quotes) == len(units)
        except (ValueError, KeyError, TypeError) as error:
            raise PricingUnavailable("pricing sent what is not a list of quotes") from error
        if not complete:
            raise PricingUnavailable(f"pricing sent {len(quotes)} quotes for {len(units)} products")
        return quotes

    def _get(self, target: str) -> tuple[int, bytes]:
        connection = http.client.HTTPConnection(self._host, self._port, timeout=self._timeout)
        try:
            connection.request("GET", target)
            response = connection.getresponse()
            return response.status, response.read()
        except TimeoutError as error:
            raise PricingUnavailable(f"pricing gave no answer in {self._timeout:g} s") from error
        except (OSError, http.client.HTTPException) as error:
            raise PricingUnavailable("pricing is not reachable") from error
        finally:
            connection.close()
