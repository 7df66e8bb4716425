import pytest
from shop_catalog.catalog import Catalog
from shop_catalog.pricing import PricingUnavailable
from shop_catalog.settings import Settings


class FixedPricing:
    """Quotes the unit price times the quantity, and remembers the calls."""

    def __init__(self):
        self.calls = 0

    def quotes(self, units, quantity):
        self.calls += 1
        return [{"unit": unit, "quantity": quantity, "gross": unit * quantity} for unit in units]


class NoPricing:
    def quotes(self, units, quantity):
        raise PricingUnavailable("pricing is not reachable")


@pytest.fixture
def pricing():
    return FixedPricing()


@pytest.fixture
def catalog(pricing):
    return Catalog.load(Settings(greeting="Hello", currency="CHF"), pricing)


def test_every_product_has_a_price_from_a_single_call(catalog, pricing):
    status, body = catalog.answer("/products?quantity=3")
    assert status == 200
    assert len(body["products"]) >= 5
    for product in body["products"]:
        assert product["price"]["currency"] == "CHF"
        assert product["price"]["gross"] == 3 * product["price"]["unit"]
    assert pricing.calls == 1


def test_a_product_is_found_by_its_id(catalog):
    status, product = catalog.answer("/products/sencha")
    assert (status, product["name"]) == (200, "Sencha Kagoshima")
    assert product["price"]["quantity"] == 1


@pytest.mark.parametrize("target", ["/", "/nothing", "/products/nothing", "/products/a/b"])
def test_what_is_not_there_is_404(catalog, target):
    assert catalog.answer(target)[0] == 404


@pytest.mark.parametrize("quantity", ["0", "-1", "10001", "", "two", "1.5", "²", "9" * 5000])
def test_a_bad_quantity_is_400_and_says_what_is_wanted(catalog, quantity):
    status, body = catalog.answer(f"/products?quantity={quantity}")
    assert status == 400
    assert "1 to 10000" in body["error"]


def test_without_pricing_the_products_are_502_and_the_health_is_good():
    catalog = Catalog.load(Settings(), NoPricing())
    status, body = catalog.answer("/products")
    assert status == 502
    assert "pricing is not reachable" in body["error"]
    assert catalog.answer("/health")[0] == 200


def test_the_shop_tells_what_its_environment_says(catalog):
    assert catalog.answer("/shop") == (200, {"greeting": "Hello", "currency": "CHF"})


def test_the_version_is_told(catalog):
    assert catalog.answer("/version")[1]["version"] == "development"
