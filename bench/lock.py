"""Compares pages with the locks of rows on and off, in one interleaved run.

    python -m bench.lock postgresql://OWNER@HOST/DATABASE

Runs in the environment of one filled, fictitious instance, with the DATABASE_URL of the role of
the application: a superuser would measure no lock. The owner takes the locks off and puts them on
again, in turn; what is told is the median time of this process and of its database connection.
"""

import statistics
import sys
import time
from collections import defaultdict
from pathlib import Path

from flask.testing import FlaskClient
from sqlalchemy import Engine, create_engine, select, text

from bench.visitor import app, case_visits, cookie, holder
from caseapp import accesslog
from caseapp.extensions import db
from caseapp.kernel.actor import Role
from caseapp.model import lock, lock_policies
from config import _driver

ROUNDS, TIMES = 8, 25
WARM = 5
"""So many pages at the beginning of a turn, while the plans are made anew, do not count."""
GOOD = 200


def turn(owner: Engine, state: str) -> None:
    """Put the locks on, or take them off."""
    word = {"on": "ENABLE", "off": "DISABLE"}[state]
    with owner.begin() as connection:
        for table in lock_policies.locked():
            connection.execute(text(f"ALTER TABLE {table} {word} ROW LEVEL SECURITY"))


def spent(pid: int) -> float:
    """Give the CPU milliseconds a process used so far."""
    return int(Path(f"/proc/{pid}/schedstat").read_text().split()[0]) / 1e6


def ask(browser: FlaskClient, path: str, carried: str, backend: int) -> tuple[float, float, float]:
    """Give the milliseconds a page took: on the wall, of this process and of its database."""
    wall, own, base = time.perf_counter(), time.process_time(), spent(backend)
    answer = browser.get(path, headers={"Cookie": carried, "Host": "127.0.0.1"})
    if answer.status_code != GOOD:
        raise SystemExit(f"{path}: {answer.status}")
    return (
        1000 * (time.perf_counter() - wall),
        1000 * (time.process_time() - own),
        spent(backend) - base,
    )


def main() -> None:
    """Ask for a case and for the list of cases, and print what each costs."""
    owner = create_engine(_driver(sys.argv[1]))
    with app.app_context(), lock.speaking(db.session(), lock.Speaker(voice=lock.Voice.BUILDER)):
        path, carried = next(iter(case_visits()))
        worker = cookie(holder(Role.SOCIAL_WORKER))
        db.session.flush()
        accesslog.logbook(db.session()).clear()
        db.session.commit()
        backend = db.session.scalar(select(text("pg_backend_pid()")))
        db.session.rollback()
    pages = {"case": (path, carried), "list": ("/cases", worker)}
    browser = app.test_client(use_cookies=False)
    took = defaultdict(list)
    for number in range(ROUNDS):
        for state in ("on", "off")[:: 1 if number % 2 else -1]:
            turn(owner, state)
            for name, asked in pages.items():
                times = [ask(browser, *asked, backend) for _ in range(WARM + TIMES)]
                took[name, state] += times[WARM:]
    turn(owner, "on")
    for name in pages:
        for kind, place in (("wall", 0), ("application", 1), ("database", 2)):
            on, off = (
                statistics.median(times[place] for times in took[name, state])
                for state in ("on", "off")
            )
            print(f"{name}, {kind}: {on:.2f} ms with, {off:.2f} without: {on / off:.2f} times")


if __name__ == "__main__":
    main()
