"""Measures what a page costs inside one process, without a server in between.

    python -m bench.inside [--pages 200] [--profile case]

Runs in the environment of one filled, fictitious instance, on SQLite or on a PostgreSQL on this
machine; `flask demo --scale 8` is enough. A page counts once all of them were asked for before.
Told are the median milliseconds of CPU of this process and of its connection, and how many
statements a page runs.
"""

import argparse
import cProfile
import pstats
import statistics
import sys
import time
from collections.abc import Callable
from itertools import cycle, islice
from pathlib import Path

from flask.testing import FlaskClient
from sqlalchemy import event, select, text

from bench.visitor import app, case_visits, cookie, holder
from caseapp import accesslog
from caseapp.extensions import db
from caseapp.kernel.actor import Role
from caseapp.model import lock

WARM = 30
GOOD = 200
VISITS = 20
"""So many cases are asked for in turn, each as its director sees it."""
Visit = tuple[str, str]


def visits() -> tuple[dict[str, list[Visit]], int | None]:
    """Give what is asked of each page, and the process of the connection on PostgreSQL."""
    with app.app_context(), lock.speaking(db.session(), lock.Speaker(voice=lock.Voice.BUILDER)):
        cases = list(islice(case_visits(), VISITS))
        lists = [("/cases", cookie(holder(Role.SOCIAL_WORKER)))]
        db.session.flush()
        accesslog.logbook(db.session()).clear()
        db.session.commit()
        backend = None
        if db.engine.dialect.name == "postgresql":
            backend = db.session.scalar(select(text("pg_backend_pid()")))
            db.session.rollback()
    return {"case": cases, "list": lists}, backend


def spent(pid: int | None) -> float:
    """Give the CPU milliseconds a process used so far."""
    return int(Path(f"/proc/{pid}/schedstat").read_text().split()[0]) / 1e6 if pid else 0.0


def ask(browser: FlaskClient, visit: Visit) -> None:
    """Ask for one page, and stop when it is not the page."""
    answer = browser.get(visit[0], headers={"Cookie": visit[1], "Host": "127.0.0.1"})
    if answer.status_code != GOOD:
        sys.exit(f"{visit[0]}: {answer.status}")


def counted(asks: Callable[[], None]) -> int:
    """Count the statements of one page."""
    found: list[str] = []

    def note(_connection: object, _cursor: object, sql: str, *_rest: object) -> None:
        found.append(sql)

    with app.app_context():
        engine = db.engine
    event.listen(engine, "before_cursor_execute", note)
    asks()
    event.remove(engine, "before_cursor_execute", note)
    return len(found)


def main() -> None:
    """Ask for the pages in turn, and print what each costs."""
    asked = argparse.ArgumentParser(description=__doc__)
    asked.add_argument("--pages", type=int, default=200)
    asked.add_argument("--profile", choices=("case", "list"))
    chosen = asked.parse_args()
    pages, backend = visits()
    browser = app.test_client(use_cookies=False)
    for name, found in pages.items():
        turn = cycle(found)
        for _ in range(WARM):
            ask(browser, next(turn))
        if chosen.profile == name:
            profile = cProfile.Profile(time.process_time)
            profile.enable()
            for _ in range(chosen.pages):
                ask(browser, next(turn))
            profile.disable()
            pstats.Stats(profile).sort_stats("tottime").print_stats(50)
        own, base = [], []
        for _ in range(chosen.pages):
            began, before = time.process_time(), spent(backend)
            ask(browser, next(turn))
            own.append(1000 * (time.process_time() - began))
            base.append(spent(backend) - before)
        many = counted(lambda turn=turn: ask(browser, next(turn)))  # type: ignore[misc]
        print(
            f"{name}: {statistics.median(own):.2f} ms of this process ({min(own):.2f} at least), "
            f"{statistics.median(base):.2f} of its connection, {many} statements"
        )


if __name__ == "__main__":
    main()
