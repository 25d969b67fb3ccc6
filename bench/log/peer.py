"""Asks the Django peer for the pages it is told on stdin, inside one process.

Started by `bench.log.added` with the Python of the peer, in its folder. Each line is an address;
each answer the milliseconds on the wall, of this process and of its database connection.
"""

import os
import sys
import time
from http.cookies import SimpleCookie
from pathlib import Path

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "site_.settings")
sys.path.insert(0, str(Path.cwd()))

import django
from django.db import connection
from django.test import Client

GOOD = 200


def spent(pid: int) -> float:
    """Give the CPU milliseconds a process used so far."""
    return int(Path(f"/proc/{pid}/schedstat").read_text().split()[0]) / 1e6


def main() -> None:
    """Answer line by line."""
    django.setup()
    browser = Client(SERVER_NAME="127.0.0.1")
    browser.cookies = SimpleCookie(Path("cookie.txt").read_text().strip())
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_backend_pid()")
        backend = cursor.fetchone()[0]
    for line in sys.stdin:
        wall, own, base = time.perf_counter(), time.process_time(), spent(backend)
        answer = browser.get(line.strip())
        took = (
            1000 * (time.perf_counter() - wall),
            1000 * (time.process_time() - own),
            spent(backend) - base,
        )
        if answer.status_code != GOOD:
            sys.exit(f"{line.strip()}: {answer.status_code}")
        print(*took, flush=True)


if __name__ == "__main__":
    main()
