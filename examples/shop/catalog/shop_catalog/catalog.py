"""What the API answers, apart from how it is carried."""

import json
from pathlib import Path
from typing import Protocol, Sequence
from urllib.parse import parse_qs, unquote, urlsplit

from .pricing import PricingUnavailable
from .settings import Settings

MAX_QUANTITY = 10_000
HERE = Path(__file__).parent


class Pricing(Protocol):
    def quotes(self, units: Sequence[int], quantity: int) -> list[dict]: ...


class BadRequest(Exception):
    """The request cannot be understood; the message is for its sender."""


class Catalog:
    def __init__(self, settings: Settings, pricing: Pricing, products: list[dict], version: str):
        self._settings = settings
        self._pricing = pricing
        self._products = products
        self._version = version

    @classmethod
    def load(cls, settings: Settings, pricing: Pricing) -> "Catalog":
        """Reads the products and the version that the package was built with."""
        products = json.loads((HERE / "products.json").read_text(encoding="utf-8"))
        version = HERE / "VERSION"
        return cls(settings, pricing, products, read_version(version))

    def answer(self, target: str) -> tuple[int, dict]:
        """Returns the status and the JSON for a GET of the target (path and query)."""
        url = urlsplit(target)
        path = [unquote(part) for part in url.path.split("/") if part]
        try:
            if path == ["health"]:
                return 200, {"status": "ok"}
            if path == ["version"]:
                return 200, {"service": "catalog", "version": self._version}
            if path == ["shop"]:
                return 200, {
                    "greeting": self._settings.greeting,
                    "currency": self._settings.currency,
                }
            if path == ["products"]:
                return 200, {"products": self._priced(self._products, quantity_in(url.query))}
            if len(path) == 2 and path[0] == "products":
                return self._product(path[1], quantity_in(url.query))
            return 404, {"error": "there is nothing here"}
        except BadRequest as error:
            return 400, {"error": str(error)}
        except PricingUnavailable as error:
            return 502, {"error": f"no prices at the moment: {error}"}

    def _product(self, identifier: str, quantity: int) -> tuple[int, dict]:
        for product in self._products:
            if product["id"] == identifier:
                return 200, self._priced([product], quantity)[0]
        return 404, {"error": f"no product {identifier!r}"}

    def _priced(self, products: list[dict], quantity: int) -> list[dict]:
        quotes = self._pricing.quotes([product["unit"] for product in products], quantity)
        return [
            {
                **{key: value for key, value in product.items() if key != "unit"},
                "price": {"currency": self._settings.currency, **quote},
            }
            for product, quote in zip(products, quotes)
        ]


def quantity_in(query: str) -> int:
    values = parse_qs(query, keep_blank_values=True).get("quantity", ["1"])
    text = values[0]
    # Five digits are enough for MAX_QUANTITY; int() need not look at a thousand of them.
    plain = len(values) == 1 and text.isascii() and text.isdigit() and len(text) <= 5
    if not plain or not 1 <= int(text) <= MAX_QUANTITY:
        raise BadRequest(f"quantity: expected a number from 1 to {MAX_QUANTITY}")
    return int(text)


def read_version(file: Path) -> str:
    return file.read_text(encoding="utf-8").strip() if file.exists() else "development"
