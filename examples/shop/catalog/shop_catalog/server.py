"""Carries the catalog over HTTP, each request in a thread of its own."""

import json
import logging
import socketserver
import sys
from http import HTTPStatus
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

from .catalog import Catalog

log = logging.getLogger("catalog")


class CatalogServer(ThreadingHTTPServer):
    daemon_threads = True  # a client that never hangs up must not keep the process alive
    request_queue_size = 128

    def __init__(self, port: int, catalog: Catalog):
        self.catalog = catalog
        super().__init__(("", port), Handler)

    def server_bind(self):
        # Not HTTPServer's: that one asks DNS for this machine's full name, which can take long.
        socketserver.TCPServer.server_bind(self)
        self.server_name, self.server_port = "", self.server_address[1]

    def handle_error(self, request, client_address):
        error = sys.exc_info()[1]
        if isinstance(error, (ConnectionError, TimeoutError)):
            log.debug("a client went away: %s", error)
        else:
            log.exception("a request failed")


class Handler(BaseHTTPRequestHandler):
    """Answers in HTTP/1.0, one request a connection: no idle one is left to wait for at the end."""

    timeout = 5  # seconds that a client may be silent
    server_version = "shop-catalog"
    sys_version = ""

    def do_GET(self):
        try:
            status, body = self.server.catalog.answer(self.path)
        except Exception:  # the last resort: the client gets an answer, the log the reason
            log.exception("GET %r failed", self.path)
            status, body = 500, {"error": "the catalog failed; its log has the reason"}
        if status >= 500:
            log.error("GET %r: %s", self.path, body["error"])
        self._send(status, body)

    do_HEAD = do_GET

    def do_POST(self):
        self._send(405, {"error": "only GET is understood"}, {"Allow": "GET, HEAD"})

    do_PUT = do_PATCH = do_DELETE = do_POST

    def send_error(self, code, message=None, explain=None):
        """What the standard library refuses by itself is refused in JSON too."""
        self.command = self.command or "?"
        self.path = getattr(self, "path", "?")
        self._send(code, {"error": message or HTTPStatus(code).phrase})

    def _send(self, status: int, body: dict, headers: dict = {}):
        content = (json.dumps(body, ensure_ascii=False) + "\n").encode("utf-8")
        self.send_response(status)
        self.send_header("Content-Type", "application/json; charset=utf-8")
        self.send_header("Content-Length", str(len(content)))
        self.send_header("Cache-Control", "no-store")
        for name, value in headers.items():
            self.send_header(name, value)
        self.end_headers()
        if self.command != "HEAD":
            self.wfile.write(content)

    def log_request(self, code="-", size="-"):
        level = logging.DEBUG if self.path == "/health" else logging.INFO
        log.log(level, "%s %r %s", self.command, self.path, int(code))

    def log_message(self, format, *arguments):
        log.warning(format, *arguments)
