"""The product catalog of the example shop: a JSON API on Python's standard library."""
