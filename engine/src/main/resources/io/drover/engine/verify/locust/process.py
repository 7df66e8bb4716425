"""Locust, as master or as worker, with what it needs to be driven by a program.

- Debian's package does not know its own version, and a master refuses workers without one.
- Workers report every second in place of every three, CSV files are written out every second in
  place of every ten, and once more when the master has heard the last of its workers, which by
  itself it does not do.
"""

import csv
import os

import locust.main
import locust.runners
import locust.stats
from locust import events

locust.runners.__version__ = locust.runners.__version__ or "2"
locust.runners.WORKER_REPORT_INTERVAL = 1.0
locust.stats.CSV_STATS_FLUSH_INTERVAL_SEC = 0.5


def write_last_figures(environment, **_):
    prefix = environment.parsed_options.csv_prefix
    if not prefix:
        return
    figures = locust.stats.StatsCSV(environment, locust.stats.PERCENTILES_TO_REPORT)
    for name, write in [
        ("_stats.csv", figures.requests_csv),
        ("_failures.csv", figures.failures_csv),
        ("_exceptions.csv", figures.exceptions_csv),
    ]:
        # Locust still has the file open: it is replaced, so that nothing is written over it.
        with open(prefix + name + ".last", "w", newline="") as file:
            write(csv.writer(file))
        os.replace(prefix + name + ".last", prefix + name)


# Listeners are called in reverse: this one when the master has stopped its workers.
events.quitting.add_listener(write_last_figures)

if __name__ == "__main__":
    locust.main.main()
