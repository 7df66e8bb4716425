"""Begins a worker on another machine than the master: gets the files that the master has, and works."""

import io
import os
import sys
import tarfile
import time
import urllib.request

MASTER = os.environ["DROVER_MASTER"]
URL = f"http://{f'[{MASTER}]' if ':' in MASTER else MASTER}:5558/{os.environ['DROVER_LOCUST_TOKEN']}/files"
PATIENCE = 60  # seconds

opener = urllib.request.build_opener(urllib.request.ProxyHandler({}))
end = time.monotonic() + PATIENCE
while True:
    try:
        with opener.open(URL, timeout=30) as answer:
            files = answer.read()
        break
    except OSError as error:
        if time.monotonic() > end:
            sys.exit(f"the test's files cannot be had from its master: {error}")
        time.sleep(0.1)
with tarfile.open(fileobj=io.BytesIO(files)) as tar:
    tar.extractall(".")
os.execvp(sys.executable, [sys.executable, "-B", ".drover-locust/run.py", "worker", MASTER])
