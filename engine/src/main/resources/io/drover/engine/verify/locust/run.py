"""Runs a load test: Locust's master and its workers. When one of them dies, so do the others.

    run.py              as settings.json beside it says
    run.py worker HOST  a worker, of a master that another machine's run.py runs

settings.json: {"master": words, "worker": words, "local_workers": count, "elsewhere": whether the
workers are on other machines}. How it ended stands in end.json, {"reason": text}, where it did not
end well. Standard output gets the rows of Locust's history as they come, each after "drover-locust ".
"""

import collections
import http.server
import importlib.util
import json
import os
import re
import shutil
import signal
import socket
import subprocess
import sys
import tarfile
import threading
import time
import urllib.error
import urllib.request

FOLDER = os.path.dirname(os.path.abspath(__file__))
WORKSPACE = os.path.dirname(FOLDER)
HISTORY = os.path.join(FOLDER, "report", "locust_stats_history.csv")
TOKEN = os.environ.pop("DROVER_LOCUST_TOKEN", "")
MASTER_PORT = 5557
FILES_PORT = 5558
STEP = 0.2  # seconds
TO_END = 5
TO_HEAL = 10
TO_MISS_THE_MASTER = 15
PREFIX = "drover-locust "

MISSING = re.compile(r"Worker (\S+) (?:\(index \d+\) )?failed to send heartbeat")
HEALED = re.compile(r"Worker (\S+) (?:\(index \d+\) )?self-healed")
ENDING = re.compile(r"run-time limit reached|Shutting down|Got SIGTERM")
TOTAL = re.compile(r"\d+,\d+,[^,]*,Aggregated,")


def python():
    """The Python that has Locust: this one, or the one that the program locust is for."""
    program = shutil.which("locust")
    if importlib.util.find_spec("locust") is None and program is not None:
        with open(program, errors="replace") as file:
            words = file.readline().removeprefix("#!").split()
        if words and "python" in words[0]:
            return words[0]
    return sys.executable


class Ended(Exception):
    """The test cannot go on; says why."""


class Child:
    """A process of Locust, whose output is handed on line by line."""

    def __init__(self, name, words):
        self.name = name
        self.last_lines = collections.deque(maxlen=60)
        self.missing = {}  # worker to the time it was missed
        self.ending = False
        self.process = subprocess.Popen(
            [python(), "-B", *words],
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
            errors="replace",
        )
        self.reader = threading.Thread(target=self.read, daemon=True)
        self.reader.start()

    def read(self):
        for line in self.process.stdout:
            line = line.rstrip("\n")
            self.last_lines.append(line)
            self.note(line)
            say(line if self.name == "master" else f"[{self.name}] {line}")

    def note(self, line):
        if missing := MISSING.search(line):
            self.missing[missing.group(1)] = time.monotonic()
        if healed := HEALED.search(line):
            self.missing.pop(healed.group(1), None)
        if ENDING.search(line):
            self.ending = True

    def status(self):
        return self.process.poll()

    def how_it_ended(self):
        status = self.process.returncode
        if status < 0:
            return f"was killed by signal {-status}"
        return f"ended with status {status}"

    def said_last(self):
        """What it said last, all of it."""
        self.reader.join(TO_END)
        return [line for line in self.last_lines if line.strip()]


def say(line):
    try:
        print(line, flush=True)
    except OSError:
        # Nobody listens any more: what was started must not go on for them.
        os.kill(os.getpid(), signal.SIGTERM)


def why(child):
    """Why Locust did not do its work, in one line."""
    lines = child.said_last()
    begin = max((i for i, line in enumerate(lines) if line.startswith("Traceback (")), default=None)
    if child.process.returncode > 0 and begin is not None:
        trace = lines[begin:]
        end = next((line for line in trace[1:] if re.match(r"[A-Za-z_][\w.]*(:|$)", line)), trace[-1])
        places = re.findall(r'File "([^"]+)", line (\d+)', "\n".join(trace))
        own = [(file, line) for file, line in places if os.path.abspath(file).startswith(WORKSPACE + os.sep)]
        where = [f"{os.path.relpath(file, WORKSPACE)}, line {line}" for file, line in own
                 if not os.path.abspath(file).startswith(FOLDER + os.sep)]
        return f"the locustfile has an error: {end}" + (f" ({where[-1]})" if where else "")
    errors = [line.partition("/ERROR/")[2].partition(": ")[2] for line in lines if "/ERROR/" in line]
    if child.process.returncode > 0 and errors:
        return f"Locust's {child.name} gave up: {errors[-1]}"
    if child.process.returncode > 0 and lines:
        return f"Locust's {child.name} {child.how_it_ended()}: {lines[-1].strip()}"
    return f"Locust's {child.name} {child.how_it_ended()}"


def watch(master, workers):
    """Returns when the master is done; raises Ended as soon as that cannot come to anything."""
    try:
        while master.status() is None:
            for worker in workers:
                if worker.status() not in (None, 0) and not master.ending:
                    # An error of the locustfile ends all of them, and the master says it best.
                    wait(master, TO_END)
                    if master.status() in (None, 0) or worker.status() < 0:
                        raise Ended(lost(worker))
            for name, since in list(master.missing.items()):
                if time.monotonic() - since > TO_HEAL and not master.ending:
                    raise Ended(silent(name))
            time.sleep(STEP)
        if master.status() != 0:
            raise Ended(why(master))
        dead = [worker for worker in workers if (worker.status() or 0) < 0]
        if dead:
            raise Ended(lost(dead[0]))
        master.said_last()
        if master.missing:
            raise Ended(silent(next(iter(master.missing))))
    finally:
        for child in [master, *workers]:
            end(child)


def lost(worker):
    return f"{why(worker)}; without it the load was not the one that was asked for"


def silent(name):
    return (f"Locust's worker {name.rpartition('_')[0] or name} fell silent; "
            "without it the load was not the one that was asked for")


def wait(child, seconds):
    try:
        child.process.wait(seconds)
    except subprocess.TimeoutExpired:
        pass


def end(child):
    if child.status() is None:
        child.process.terminate()
        wait(child, TO_END)
    if child.status() is None:
        child.process.kill()
        child.process.wait()


def follow_history(over):
    """Hands on the rows of Locust's history until it is over."""
    while not os.path.exists(HISTORY):
        if over.wait(STEP):
            return
    half = ""
    last = False
    with open(HISTORY, newline="") as history:
        while not last:
            last = over.wait(STEP)
            *lines, half = (half + history.read()).split("\n")
            for line in lines:
                if line.startswith("Timestamp,") or TOTAL.match(line):
                    say(PREFIX + line.strip())


def free_port():
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


def serve_files():
    """Lets workers on other machines have the workspace."""
    archive = os.path.join(os.environ.get("TMPDIR", "/tmp"), "drover-locust.tar")
    with tarfile.open(archive, "w") as tar:
        tar.add(WORKSPACE, arcname=".")

    class Handler(http.server.BaseHTTPRequestHandler):
        def do_GET(self):
            if self.path != f"/{TOKEN}/files" and self.path != f"/{TOKEN}/alive":
                self.send_error(404)
                return
            self.send_response(200)
            if self.path.endswith("files"):
                self.send_header("Content-Length", str(os.path.getsize(archive)))
                self.end_headers()
                with open(archive, "rb") as file:
                    shutil.copyfileobj(file, self.wfile)
            else:
                self.end_headers()

        def log_message(self, *_):
            pass

    server = http.server.ThreadingHTTPServer(("", FILES_PORT), Handler)
    threading.Thread(target=server.serve_forever, daemon=True).start()


def run(settings):
    if settings["elsewhere"]:
        serve_files()
        host, port = "*", MASTER_PORT
    else:
        host, port = "127.0.0.1", free_port()
    bind = ["--master-bind-host", host, "--master-bind-port", str(port)]
    over = threading.Event()
    follower = threading.Thread(target=follow_history, args=[over], daemon=True)
    follower.start()
    master = Child("master", settings["master"] + bind)
    workers = []
    try:
        for number in range(1, settings["local_workers"] + 1):
            address = ["--master-host", "127.0.0.1", "--master-port", str(port)]
            workers.append(Child(f"worker {number}", settings["worker"] + address))
        watch(master, workers)
    finally:
        for child in [master, *workers]:
            end(child)
        over.set()
        follower.join(TO_END)


def is_there(host):
    try:
        url = f"http://{f'[{host}]' if ':' in host else host}:{FILES_PORT}/{TOKEN}/alive"
        opener = urllib.request.build_opener(urllib.request.ProxyHandler({}))
        with opener.open(url, timeout=3):
            return True
    except (OSError, urllib.error.URLError):
        return False


def work_for(host, settings):
    """A worker that goes when its master has gone: Locust's own would try for ever."""
    address = ["--master-host", host, "--master-port", str(MASTER_PORT)]
    worker = Child("worker", settings["worker"] + address)
    seen = time.monotonic()
    try:
        while worker.status() is None:
            if is_there(host):
                seen = time.monotonic()
            elif time.monotonic() - seen > TO_MISS_THE_MASTER:
                raise Ended("Locust's master is gone")
            wait(worker, 1)
        if worker.status() != 0:
            raise Ended(why(worker))
    finally:
        end(worker)


def main():
    # Whoever asks us to end, asks for all of it.
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(143))
    with open(os.path.join(FOLDER, "settings.json")) as file:
        settings = json.load(file)
    try:
        if sys.argv[1:2] == ["worker"]:
            work_for(sys.argv[2], settings)
        else:
            run(settings)
    except Ended as reason:
        with open(os.path.join(FOLDER, "end.json"), "w") as file:
            json.dump({"reason": str(reason)}, file)
        say(str(reason))
        sys.exit(1)


if __name__ == "__main__":
    main()
