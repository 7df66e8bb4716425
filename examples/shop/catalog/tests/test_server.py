"""The catalog over real sockets, with a stand-in for pricing."""

import http.client
import json
import os
import signal
import socket
import subprocess
import sys
import threading
import time
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import pytest
from shop_catalog.catalog import Catalog
from shop_catalog.pricing import PricingClient
from shop_catalog.server import CatalogServer
from shop_catalog.settings import Settings


@contextmanager
def running(server):
    thread = threading.Thread(target=server.serve_forever, args=(0.02,), daemon=True)
    thread.start()
    try:
        yield server.server_address[1]
    finally:
        server.shutdown()
        server.server_close()


@contextmanager
def pricing_that_sends(body, status=200, delay=0.0):
    class Pricing(BaseHTTPRequestHandler):
        def do_GET(self):
            time.sleep(delay)
            self.send_response(status)
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, *arguments):
            pass

        def handle_one_request(self):
            try:
                super().handle_one_request()
            except ConnectionError:
                pass

    with running(ThreadingHTTPServer(("127.0.0.1", 0), Pricing)) as port:
        yield port


@contextmanager
def catalog_asking(pricing_port, timeout=2.0):
    pricing = PricingClient(f"http://127.0.0.1:{pricing_port}", timeout)
    with running(CatalogServer(0, Catalog.load(Settings(), pricing))) as port:
        yield port


def request(port, target, method="GET"):
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=5)
    connection.request(method, target)
    response = connection.getresponse()
    content = response.read()
    connection.close()
    return response.status, json.loads(content) if content else None


def free_port():
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        return listener.getsockname()[1]


def test_a_price_comes_through():
    with pricing_that_sends(b'{"quotes": [{"gross": 1416}]}') as pricing:
        with catalog_asking(pricing) as port:
            status, product = request(port, "/products/sencha")
    assert (status, product["price"]["gross"]) == (200, 1416)


@pytest.mark.parametrize(
    "body, status, reason",
    [
        (b"", 503, "503"),
        (b"<html>", 200, "not a list of quotes"),
        (b"[]", 200, "not a list of quotes"),
        (b'{"quotes": []}', 200, "0 quotes for 1"),
    ],
)
def test_a_bad_answer_from_pricing_is_502(body, status, reason):
    with pricing_that_sends(body, status) as pricing, catalog_asking(pricing) as port:
        answered, error = request(port, "/products/sencha")
    assert answered == 502
    assert reason in error["error"]


def test_a_slow_pricing_service_is_502_in_time():
    with pricing_that_sends(b"{}", delay=1.0) as pricing, catalog_asking(pricing, 0.1) as port:
        began = time.monotonic()
        status, error = request(port, "/products")
        assert time.monotonic() - began < 0.9
    assert status == 502
    assert "no answer in 0.1 s" in error["error"]


def test_pricing_that_is_away_is_502():
    with catalog_asking(free_port()) as port:
        status, error = request(port, "/products")
    assert (status, error["error"]) == (
        502,
        "no prices at the moment: pricing is not reachable",
    )


def test_a_silent_client_does_not_hold_up_the_others():
    with catalog_asking(free_port()) as port:
        with socket.create_connection(("127.0.0.1", port)):
            assert request(port, "/health")[0] == 200


def test_only_reading_is_allowed():
    with catalog_asking(free_port()) as port:
        assert request(port, "/products", "DELETE")[0] == 405
        assert request(port, "/health", "HEAD") == (200, None)


@pytest.mark.parametrize("line", [b'GET "/ /"', b"BREW /products HTTP/1.1", b"GET / HTTP/9.9"])
def test_what_is_not_http_is_refused_in_json(line):
    with catalog_asking(free_port()) as port:
        with socket.create_connection(("127.0.0.1", port), timeout=5) as client:
            client.sendall(line + b"\r\n\r\n")
            answer = b"".join(iter(lambda: client.recv(4096), b""))
    assert json.loads(answer.split(b"\r\n\r\n")[-1])["error"]


def test_the_process_stops_at_sigterm():
    port = free_port()
    process = subprocess.Popen(
        [sys.executable, "-B", "-m", "shop_catalog"],
        env={**os.environ, "PORT": str(port)},
        stdout=subprocess.PIPE,
        text=True,
    )
    try:
        assert "listening" in process.stdout.readline()
        assert request(port, "/health")[0] == 200
        process.send_signal(signal.SIGTERM)
        assert process.wait(timeout=2) == 0
    finally:
        process.kill()
        process.stdout.close()
