"""What a customer does: looks around, picks a tea, takes more of it because it gets cheaper."""

import pytest
from shop import get, get_ok


def price_of(tea, quantity):
    return get_ok("storefront", f"/api/products/{tea}?quantity={quantity}")["price"]


def test_the_list_and_the_tea_name_the_same_price():
    for product in get_ok("storefront", "/api/products?quantity=10")["products"]:
        assert price_of(product["id"], 10) == product["price"]


@pytest.mark.parametrize("quantity, discount", [(1, 0), (9, 0), (10, 5), (50, 10), (100, 15)])
def test_more_packs_are_cheaper(quantity, discount):
    price = price_of("darjeeling", quantity)
    assert price["discount_percent"] == discount
    assert price["net"] == (price["unit"] * quantity * (100 - discount) + 50) // 100
    assert price["gross"] == price["net"] + price["tax"]


def test_the_tax_is_the_one_that_pricing_was_told():
    quotes = get_ok("pricing", "/quotes?item=10000x1")
    assert quotes["quotes"][0]["tax"] == quotes["tax_basis_points"]


@pytest.mark.parametrize(
    "path, status",
    [
        ("/api/products?quantity=0", 400),
        ("/api/products?quantity=many", 400),
        ("/api/products/coffee", 404),
        ("/api/orders", 404),
    ],
)
def test_a_mistake_is_answered_with_a_reason(path, status):
    answered, content = get("storefront", path)
    assert answered == status
    assert content["error"]
