"""Customers who look around: most read the list of teas, some pick one and ask what more of it costs."""

import random

from locust import HttpUser, between, task


class Customer(HttpUser):
    wait_time = between(0.5, 1.5)  # seconds between two things that a customer does

    def on_start(self):
        self.teas = [tea["id"] for tea in self.client.get("/api/products").json()["products"]]

    @task(3)
    def look_around(self):
        self.client.get("/")
        self.client.get("/api/products")

    @task
    def pick_a_tea(self):
        tea, packs = random.choice(self.teas), random.choice([1, 10, 50])
        # One name for all teas, so that they are counted together.
        self.client.get(f"/api/products/{tea}?quantity={packs}", name="/api/products/TEA")
