"""Starts the catalog: python3 -m shop_catalog."""

import logging
import os
import signal
import sys
import threading
import time

from .catalog import Catalog
from .pricing import PricingClient
from .server import CatalogServer
from .settings import Settings, SettingsError

DRAIN_SECONDS = 1.0


def main() -> int:
    try:
        settings = Settings.from_environment(os.environ)
    except SettingsError as error:
        print(f"shop-catalog: {error}", file=sys.stderr)
        return 2

    logging.basicConfig(
        stream=sys.stdout, level=settings.log_level, format="%(levelname)s %(message)s"
    )
    pricing = PricingClient(settings.pricing_url, settings.pricing_timeout)
    server = CatalogServer(settings.port, Catalog.load(settings, pricing))

    # The first process of a container gets no default action for SIGTERM: without a handler of
    # its own it would be killed when the grace period is over. The server stops from another
    # thread, because shutdown() waits for the loop that this handler interrupts.
    def stop(signum, frame):
        threading.Thread(target=server.shutdown, daemon=True).start()

    signal.signal(signal.SIGTERM, stop)
    signal.signal(signal.SIGINT, stop)

    logging.info("listening on port %d", server.server_port)
    server.serve_forever(poll_interval=0.1)
    server.server_close()
    drain()
    logging.info("stopped")
    return 0


def drain() -> None:
    """Lets the requests under way finish, for DRAIN_SECONDS at most."""
    deadline = time.monotonic() + DRAIN_SECONDS
    for thread in threading.enumerate():
        if thread is not threading.current_thread():
            thread.join(max(0.0, deadline - time.monotonic()))


if __name__ == "__main__":
    sys.exit(main())
