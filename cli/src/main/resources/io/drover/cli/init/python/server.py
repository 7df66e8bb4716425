"""A small web server, with nothing but Python's standard library: python3 server.py"""

import os
import signal
import sys
import threading
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

VERSION_FILE = Path(__file__).with_name("VERSION")  # package.sh writes it


def answer(path: str) -> tuple[int, str]:
    """The status and the text for a path."""
    if path == "/":
        return 200, os.environ.get("GREETING", "Hello")
    if path == "/health":
        return 200, "ok"
    if path == "/version":
        return 200, VERSION_FILE.read_text().strip() if VERSION_FILE.exists() else "development"
    return 404, "there is nothing here"


class Handler(BaseHTTPRequestHandler):
    def do_GET(self):
        status, text = answer(self.path)
        body = (text + "\n").encode()
        self.send_response(status)
        self.send_header("Content-Type", "text/plain; charset=utf-8")
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_request(self, code="-", size="-"):
        if self.path != "/health":
            super().log_request(code, size)


def main() -> None:
    server = ThreadingHTTPServer(("", int(os.environ.get("PORT", "8080"))), Handler)

    # shutdown() waits for the loop that this handler interrupts, so it needs another thread.
    def stop(signum, frame):
        threading.Thread(target=server.shutdown, daemon=True).start()

    signal.signal(signal.SIGTERM, stop)
    signal.signal(signal.SIGINT, stop)
    print(f"listening on port {server.server_port}", file=sys.stderr, flush=True)
    server.serve_forever(poll_interval=0.1)


if __name__ == "__main__":
    main()
