"""Asks the log what its reviewers ask, as pages, of random residents and colleagues.

    python -m bench.log.questions [--pages 200]

Runs in the environment of one fictitious instance that `bench.log.fill` filled, with the
DATABASE_URL of the role of the application. Who looked at this resident in the last year; what did
this colleague see in one month. Told are the 50th and 95th percentile of a page on the wall, of the
CPU of this process and of its database connection, and of the statements about the log as this
process waited for them. A page counts once a dozen were asked for before; nobody is asked twice.
"""

import argparse
import gc
import json
import random
import statistics
import sys
import time
from collections.abc import Iterable, Iterator
from datetime import date, timedelta
from pathlib import Path
from typing import Any

from flask.testing import FlaskClient
from sqlalchemy import Engine, event, func, select

from bench.visitor import app, cookie, holder
from caseapp import accesslog
from caseapp.extensions import db
from caseapp.kernel import clock
from caseapp.kernel.actor import Role
from caseapp.model import lock
from caseapp.model.accesslog import AccessEntry
from caseapp.model.accounts import User
from caseapp.model.residents import Resident

GOOD, WARM, PLANS = 200, 12, 5
Plan = tuple[float, float, str]
"""Milliseconds of running and of planning, and the statement."""
OF_THE_LOG = ("access_entries", "processings")


def asked(first: date, last: date) -> str:
    """Give a period as the form writes it."""
    ends = (("first", first), ("last", last))
    return "&".join(
        f"{name}-{part}={getattr(day, part)}"
        for name, day in ends
        for part in ("day", "month", "year")
    )


def paths(kind: str, keys: Iterable[Any], first: date, last: date) -> list[str]:
    """Give the addresses of one kind of question, in a random order."""
    found = [f"/log/{kind}/{key.hex}?{asked(first, last)}" for key in keys]
    random.Random(7).shuffle(found)
    return found


def visits() -> tuple[dict[str, list[str]], str, int, int]:
    """Give what is asked, the cookie it is asked with, the connection's process, and the size."""
    with app.app_context(), lock.speaking(db.session(), lock.Speaker(voice=lock.Voice.BUILDER)):
        officer = db.session.get_one(User, holder(Role.PRIVACY_OFFICER))
        town, carried = officer.municipality_id, cookie(officer.id)
        people = select(Resident.id).where(Resident.municipality_id == town)
        staff = select(User.id).where(User.municipality_id == town)
        ends = clock.today().replace(day=1) - timedelta(days=1)
        year, month = ends - timedelta(days=364), ends.replace(day=1)
        residents = db.session.scalars(people.execution_options(unseen="count")).all()
        found = {
            "resident, a year": paths("residents", residents, year, ends),
            "colleague, a month": paths("colleagues", db.session.scalars(staff), month, ends),
        }
        size = db.session.scalar(select(func.max(AccessEntry.seq)))
        db.session.flush()
        accesslog.logbook(db.session()).clear()
        db.session.commit()
        backend = db.session.scalar(select(func.pg_backend_pid()))
        db.session.rollback()
    return found, carried, backend, size


def spent(pid: int) -> float:
    """Give the CPU milliseconds a process used so far."""
    return int(Path(f"/proc/{pid}/schedstat").read_text().split()[0]) / 1e6


class Waiting:
    """How long this process waited for statements about the log, and which they were."""

    def __init__(self, engine: Engine) -> None:
        """Listen to every statement."""
        self.took, self.began = 0.0, 0.0
        self.statements: list[tuple[str, Any]] = []
        event.listen(engine, "before_cursor_execute", self._begin)
        event.listen(engine, "after_cursor_execute", self._end)

    def _begin(self, *_told: Any) -> None:
        self.began = time.perf_counter()

    def _end(self, _conn: Any, _cursor: Any, said: str, values: Any, *_rest: Any) -> None:
        if said.startswith("SELECT") and any(table in said for table in OF_THE_LOG):
            self.took += 1000 * (time.perf_counter() - self.began)
            self.statements.append((said, values))

    def clear(self) -> None:
        """Begin another page."""
        self.took = 0.0
        self.statements.clear()


def measured(
    browser: FlaskClient, path: str, carried: str, backend: int, waiting: Waiting
) -> tuple[float, ...]:
    """Ask for one page, and give what it took."""
    waiting.clear()
    wall, own, base = time.perf_counter(), time.process_time(), spent(backend)
    answer = browser.get(path, headers={"Cookie": carried, "Host": "127.0.0.1"})
    if answer.status_code != GOOD:
        sys.exit(f"{path}: {answer.status}")
    return (
        1000 * (time.perf_counter() - wall),
        1000 * (time.process_time() - own),
        spent(backend) - base,
        waiting.took,
    )


def explained(engine: Engine, statements: list[tuple[str, Any]]) -> Iterator[Plan]:
    """Run statements again, and give how long the database says each took, with its text."""
    with engine.connect() as connection:
        for said, values in statements:
            asked = f"EXPLAIN (ANALYZE, BUFFERS, FORMAT JSON) {said}"
            plan = connection.exec_driver_sql(asked, values).scalar_one()
            told = (plan if isinstance(plan, list) else json.loads(plan))[0]
            yield told["Execution Time"], told["Planning Time"], said
        connection.rollback()


def told(name: str, times: list[tuple[float, ...]]) -> None:
    """Print the percentiles."""
    kinds = ("page", "CPU here", "CPU database", "waited for the log")
    for kind, values in zip(kinds, zip(*times, strict=True), strict=True):
        cuts = statistics.quantiles(values, n=20)
        print(f"{name}, {kind}: p50 {cuts[9]:.1f} ms, p95 {cuts[18]:.1f} ms ({len(values)})")


def main() -> None:
    """Ask for the pages in turn, and print what each costs."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--pages", type=int, default=200)
    parser.add_argument("--slowest", action="store_true", help="print the slowest statements")
    chosen = parser.parse_args()
    gc.set_threshold(10_000, 10, 10)  # as deploy/gunicorn.conf.py does
    found, carried, backend, size = visits()
    with app.app_context():
        engine = db.engine
    waiting, browser = Waiting(engine), app.test_client(use_cookies=False)
    print(f"{size} entries")
    for name, every in found.items():
        asked_for = every[: WARM + chosen.pages]
        times, plans = [], list[Plan]()
        for number, path in enumerate(asked_for):
            one = measured(browser, path, carried, backend, waiting)
            if number >= WARM:
                times.append(one)
            if number >= len(asked_for) - PLANS:
                plans += explained(engine, list(waiting.statements))
        told(name, times)
        run, planned = (sum(plan[at] for plan in plans) / PLANS for at in (0, 1))
        print(
            f"{name}, the statements about the log again, as the database tells: "
            f"{run:.2f} ms a page, and {planned:.2f} to plan them anew\n"
        )
        if chosen.slowest:
            for took, plan, said in sorted(plans, reverse=True)[:3]:
                print(f"  {took:.2f} + {plan:.2f} ms: {said}\n")


if __name__ == "__main__":
    main()
