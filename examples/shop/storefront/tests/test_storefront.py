"""The pages and the configuration, served by a real nginx in front of a stand-in catalog."""

import http.client
import json
import os
import shutil
import socket
import subprocess
import tempfile
import threading
import time
from contextlib import contextmanager
from html.parser import HTMLParser
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from urllib.parse import urljoin, urlsplit

import pytest

SOURCE = Path(__file__).parent.parent
NGINX = shutil.which("nginx", path=os.environ["PATH"] + ":/usr/sbin")
PAGES = sorted(page.name for page in (SOURCE / "html").glob("*.html"))


class StandInCatalog(BaseHTTPRequestHandler):
    """Answers with the target that it was asked for."""

    def do_GET(self):
        self.send_response(404 if self.path == "/products/none" else 200)
        self.send_header("Content-Type", "application/json")
        self.end_headers()
        self.wfile.write(json.dumps({"target": self.path}).encode())

    def log_message(self, *arguments):
        pass


@contextmanager
def stand_in_catalog():
    server = ThreadingHTTPServer(("127.0.0.1", 0), StandInCatalog)
    threading.Thread(target=server.serve_forever, args=(0.02,), daemon=True).start()
    try:
        yield server.server_address[1]
    finally:
        server.shutdown()
        server.server_close()


def free_port():
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        return listener.getsockname()[1]


class Storefront:
    """A copy of the storefront in a folder of its own, on a free port of this machine."""

    def __init__(self, folder: Path, catalog_port: int):
        self.port = free_port()
        self.log = folder / "access.log"
        self._folder = folder
        shutil.copytree(SOURCE / "html", folder / "html")
        (folder / "html" / "version.json").write_text('{"version": "1.2.3"}')
        (folder / "catalog.conf").write_text(
            (SOURCE / "catalog.conf")
            .read_text()
            .replace("catalog:8080", f"127.0.0.1:{catalog_port}")
        )
        (folder / "nginx.conf").write_text(
            (SOURCE / "nginx.conf")
            .read_text()
            .replace("listen 8000;", f"listen 127.0.0.1:{self.port};")
            .replace("/dev/stdout", str(self.log))
            .replace("/tmp/", f"{folder}/")
        )

    def nginx(self, *arguments):
        command = [NGINX, "-e", "stderr", "-p", f"{self._folder}/", "-c", "nginx.conf", *arguments]
        # As root, nginx would have its workers run as somebody who may not read this folder.
        return command + ["-g", "user root;"] if os.geteuid() == 0 else command

    @contextmanager
    def running(self):
        process = subprocess.Popen(["sh", SOURCE / "start", *self.nginx()])
        self.end = process.terminate
        try:
            self._wait()
            yield self
        finally:
            process.terminate()
            assert process.wait(timeout=3) == 0

    def _wait(self):
        for _ in range(100):
            try:
                socket.create_connection(("127.0.0.1", self.port), timeout=1).close()
                return
            except ConnectionRefusedError:
                time.sleep(0.05)
        raise AssertionError("nginx did not start")

    def get(self, target):
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=5)
        connection.request("GET", target)
        response = connection.getresponse()
        content = response.read().decode()
        connection.close()
        return response, content


@contextmanager
def folder_here():
    # In the workspace, not in /tmp: a build writes nowhere else.
    (SOURCE / "build").mkdir(exist_ok=True)
    with tempfile.TemporaryDirectory(dir=SOURCE / "build") as name:
        yield Path(name)


@pytest.fixture(scope="module")
def storefront():
    with folder_here() as folder, stand_in_catalog() as catalog_port:
        with Storefront(folder, catalog_port).running() as storefront:
            yield storefront


class Links(HTMLParser):
    def __init__(self, page):
        super().__init__()
        self.found = []
        self.feed(page)

    def handle_starttag(self, tag, attributes):
        self.found += [value for name, value in attributes if name in ("href", "src")]


def test_what_was_asked_before_the_end_is_answered():
    with folder_here() as folder, Storefront(folder, 9).running() as storefront:
        with socket.create_connection(("127.0.0.1", storefront.port), timeout=3) as connection:
            connection.sendall(b"GET /health HTTP/1.1\r\nHost: ")
            time.sleep(0.3)
            storefront.end()
            time.sleep(0.3)
            connection.sendall(b"shop\r\n\r\n")
            answer = connection.recv(1000)
    assert answer.startswith(b"HTTP/1.1 200 OK")
    assert b"Connection: close" in answer


def test_nginx_accepts_the_configuration():
    with folder_here() as folder:
        checked = subprocess.run(
            Storefront(folder, 9).nginx("-t"), capture_output=True, text=True, check=False
        )
    assert checked.returncode == 0, checked.stderr
    assert "[warn]" not in checked.stderr


@pytest.mark.parametrize("page", PAGES)
def test_every_link_of_a_page_leads_somewhere(storefront, page):
    _, content = storefront.get(f"/{page}")
    links = Links(content).found
    assert links
    for link in links:
        target = urljoin(f"/{page}", link)
        assert not urlsplit(target).netloc, f"{link} leaves the shop"
        response, _ = storefront.get(target)
        assert response.status == 200, f"{page} links to {link}"


def test_the_first_page_is_served_with_its_protection(storefront):
    response, content = storefront.get("/")
    assert response.status == 200
    assert "<h1>Fine teas</h1>" in content
    assert response.headers["Content-Type"] == "text/html; charset=utf-8"
    assert response.headers["X-Content-Type-Options"] == "nosniff"
    assert "default-src 'self'" in response.headers["Content-Security-Policy"]
    assert response.headers["Server"] == "nginx"


def test_the_script_finds_the_elements_that_it_names():
    page = (SOURCE / "html" / "index.html").read_text()
    script = (SOURCE / "html" / "app.js").read_text()
    names = {part.split('"')[0] for part in script.split('byId("')[1:]}
    assert names
    for name in names:
        assert f'id="{name}"' in page


def test_an_unknown_page_is_404_with_a_way_back(storefront):
    response, content = storefront.get("/nothing/at/all")
    assert response.status == 404
    assert 'href="/index.html"' in content


def test_health_and_version_are_told(storefront):
    assert json.loads(storefront.get("/health")[1]) == {"status": "ok"}
    response, content = storefront.get("/version")
    assert json.loads(content) == {"version": "1.2.3"}
    assert response.headers["Content-Type"].startswith("application/json")


def test_the_api_is_the_catalogs(storefront):
    response, content = storefront.get("/api/products?quantity=10")
    assert (response.status, json.loads(content)) == (200, {"target": "/products?quantity=10"})
    assert storefront.get("/api/products/none")[0].status == 404


def test_requests_are_logged_but_health_checks_are_not(storefront):
    storefront.get("/about.html")
    storefront.get("/health")
    log = storefront.log.read_text()
    assert "GET /about.html 200" in log
    assert "/health" not in log


def test_without_the_catalog_the_pages_are_there_and_the_api_says_so():
    with folder_here() as folder, Storefront(folder, free_port()).running() as storefront:
        assert storefront.get("/")[0].status == 200
        response, content = storefront.get("/api/products")
    assert response.status == 502
    assert json.loads(content) == {"error": "the catalog does not answer"}
