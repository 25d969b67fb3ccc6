"""Compares page 1 of the log with page 10,000 of it, in one interleaved run.

    python -m bench.depth

Runs in the environment of one filled, fictitious instance. Both pages are asked of the application
itself, in turn; what is told is the time on the wall and of this process, median and fastest.
"""

import statistics
import time
from datetime import datetime

from flask.testing import FlaskClient
from sqlalchemy import select

from bench.visitor import app, cookie, holder
from caseapp.extensions import db
from caseapp.kernel import paging
from caseapp.kernel.actor import Role
from caseapp.model import lock
from caseapp.model.accesslog import AccessEntry
from caseapp.model.accounts import User

PAGE = 10_000
ROUNDS = 25


def deep_mark(officer: User) -> str:
    """Give the mark that stands at the end of page 9,999."""
    newest = (
        select(AccessEntry.at, AccessEntry.seq)
        .where(AccessEntry.municipality_id == officer.municipality_id)
        .order_by(AccessEntry.at.desc(), AccessEntry.seq.desc())
    )
    at, seq = db.session.execute(newest.offset((PAGE - 1) * paging.PAGE_SIZE).limit(1)).one()
    moment: datetime = at
    return paging.encode(["after", moment.isoformat(), str(seq)])


def ask(browser: FlaskClient, path: str, carried: str) -> tuple[float, float]:
    """Give the milliseconds a page took: on the wall, and of this process."""
    wall, own = time.perf_counter(), time.process_time()
    answer = browser.get(path, headers={"Cookie": carried, "Host": "127.0.0.1"})
    if answer.status_code != 200:  # noqa: PLR2004 - the one good answer
        raise SystemExit(f"{path}: {answer.status}")
    return 1000 * (time.perf_counter() - wall), 1000 * (time.process_time() - own)


def main() -> None:
    """Ask for both pages in turn and print what they cost."""
    with app.app_context(), lock.speaking(db.session(), lock.Speaker(voice=lock.Voice.BUILDER)):
        officer = db.session.get_one(User, holder(Role.PRIVACY_OFFICER))
        carried, mark = cookie(officer.id), deep_mark(officer)
        db.session.commit()
    browser = app.test_client(use_cookies=False)
    pages = {1: "/log/period", PAGE: f"/log/period?mark={mark}"}
    took: dict[int, list[tuple[float, float]]] = {number: [] for number in pages}
    for _ in range(ROUNDS):
        for number, path in pages.items():
            took[number].append(ask(browser, path, carried))
    for number, times in took.items():
        for name, values in zip(("wall", "CPU"), zip(*times[3:], strict=True), strict=True):
            middle, least = statistics.median(values), min(values)
            print(f"page {number}, {name}: median {middle:.1f} ms, fastest {least:.1f} ms")


if __name__ == "__main__":
    main()
