"""Is everything up, and does it hang together? Reads only: safe in production."""

import os

import pytest
from shop import get_ok

SERVICES = ["catalog", "pricing", "storefront"]


@pytest.mark.parametrize("service", SERVICES)
def test_a_service_is_well_and_tells_its_version(service):
    assert get_ok(service, "/health") == {"status": "ok"}
    version = get_ok(service, "/version")
    assert version["service"] == service
    assert version["version"] not in ("", "development")


def test_the_first_page_is_served():
    assert "Fine teas" in get_ok("storefront", "/")


def test_the_shop_greets_as_this_environment_is_told_to():
    assert get_ok("storefront", "/api/shop")["greeting"] == os.environ["EXPECTED_GREETING"]


def test_every_tea_has_a_price():
    products = get_ok("storefront", "/api/products")["products"]
    assert len(products) >= 5
    for product in products:
        assert product["price"]["gross"] > 0, product["id"]
