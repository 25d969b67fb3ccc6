"""Measures what the log adds to a page: with and without it in turn, beside the Django peer.

    python -m bench.log.added [--pairs 300] [--django FOLDER --django-python PYTHON]

Runs in the environment of one filled, fictitious instance on PostgreSQL. Asked are a case of one
resident and forty steps, and a list of fifty cases; of the peer a case of forty notes, with the
entry of django-auditlog and without. Every pair is the same page twice, the other way round every
second time, and the peers take turns within a pair. Told is the median of the differences. Without
the log nothing is written and nobody's key is asked for; that the witness notes each row, some
microseconds, is in both. PGOPTIONS and BENCH_DB, PGHOST and PGPORT of the environment are the
peer's too: let both wait for the disk in the same way.
"""

import argparse
import gc
import statistics
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from itertools import cycle
from pathlib import Path
from typing import Any
from unittest import mock

from flask.testing import FlaskClient
from sqlalchemy import func, select, text

from bench.log.questions import Waiting, measured
from bench.visitor import app, case_visits, cookie, holder
from caseapp import accesslog
from caseapp.accesslog.logbook import Logbook
from caseapp.extensions import db
from caseapp.kernel.actor import Role
from caseapp.model import lock
from caseapp.model.cases import Case, CaseSubject

HERE = Path(__file__).parent
WARM = 20
THEIRS = range(1, 10_001, 13)
"""Cases of the peer with forty notes."""
KINDS = ("on the wall", "CPU here", "CPU of the database")
Times = tuple[float, ...]
Ask = Callable[[bool], Times]
"""Asks for the next page, with the log or without, and gives what it took."""


def of_one(visits: Iterator[tuple[str, str]]) -> Iterator[tuple[str, str]]:
    """Keep the cases about one resident."""
    many = func.count(CaseSubject.resident_id)
    query = (
        select(Case.reference)
        .join(CaseSubject, CaseSubject.case_id == Case.id)
        .group_by(Case.reference)
        .having(many == 1)
    )
    known = set(db.session.scalars(query.execution_options(unseen="count")))
    return (visit for visit in visits if visit[0].removeprefix("/cases/") in known)


def ours() -> dict[str, Ask]:
    """Give how our own pages are asked for."""
    with app.app_context(), lock.speaking(db.session(), lock.Speaker(voice=lock.Voice.BUILDER)):
        pages = {
            "a case of one resident": list(of_one(iter(case_visits()))),
            "a list of fifty cases": [("/cases", cookie(holder(Role.PROCESS_DIRECTOR)))],
        }
        db.session.flush()
        accesslog.logbook(db.session()).clear()
        db.session.commit()
        backend = db.session.scalar(select(text("pg_backend_pid()")))
        db.session.rollback()
        waiting = Waiting(db.engine)
    browser = app.test_client(use_cookies=False)
    return {name: asking(browser, found, backend, waiting) for name, found in pages.items()}


def asking(
    browser: FlaskClient, found: list[tuple[str, str]], backend: int, waiting: Waiting
) -> Ask:
    """Give how a page is asked for; each is asked for with and without before the next."""
    turn = cycle([visit for visit in found for _ in range(2)])

    def ask(with_log: bool) -> Times:  # noqa: FBT001 - that is what is measured
        path, carried = next(turn)
        if with_log:
            return measured(browser, path, carried, backend, waiting)[:3]
        with mock.patch.object(Logbook, "write", lambda book, _session: book.clear()):
            return measured(browser, path, carried, backend, waiting)[:3]

    return ask


@contextmanager
def theirs(folder: Path, python: str) -> Iterator[Ask]:
    """Give how the page of the peer is asked for."""
    command = [python, str(HERE / "peer.py")]
    peer: Any = subprocess.Popen(
        command, cwd=folder, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    )
    turn = cycle([number for number in THEIRS for _ in range(2)])

    def ask(with_log: bool) -> Times:  # noqa: FBT001 - that is what is measured
        peer.stdin.write(f"/cases{'' if with_log else '_nolog'}/{next(turn)}/\n")
        peer.stdin.flush()
        told = tuple(map(float, peer.stdout.readline().split()))
        return told or sys.exit("the peer stopped")

    try:
        yield ask
    finally:
        peer.stdin.close()
        peer.wait()


def compare(asks: dict[str, Ask], pairs: int) -> None:
    """Ask in turn, and print what the log adds to each page."""
    found: dict[str, list[tuple[Times, Times]]] = {name: [] for name in asks}
    for number in range(WARM + pairs):
        for name, ask in asks.items():
            order = (True, False) if number % 2 else (False, True)
            took = {with_log: ask(with_log) for with_log in order}
            if number >= WARM:
                found[name].append((took[True], took[False]))
    for name, pairs_of in found.items():
        told(name, pairs_of)


def told(name: str, found: list[tuple[Times, Times]]) -> None:
    """Print the middle page with and without, and the middle difference."""
    for place, kind in enumerate(KINDS):
        on, off = ([pair[side][place] for pair in found] for side in (0, 1))
        added = statistics.median(a - b for a, b in zip(on, off, strict=True))
        print(
            f"{name}, {kind}: {statistics.median(on):.2f} ms with, {statistics.median(off):.2f} "
            f"without, {added:.2f} added"
        )
    cpu = [(sum(on[1:]), sum(off[1:])) for on, off in found]
    print(f"{name}, CPU together: {statistics.median(a - b for a, b in cpu):.2f} ms added\n")


def main() -> None:
    """Measure our pages, beside those of the peer where it is there."""
    asked = argparse.ArgumentParser(description=__doc__)
    asked.add_argument("--pairs", type=int, default=300)
    asked.add_argument("--django", type=Path)
    asked.add_argument("--django-python", default="python3")
    chosen = asked.parse_args()
    gc.set_threshold(10_000, 10, 10)  # as deploy/gunicorn.conf.py does
    if chosen.django is None:
        print("NOT MEASURED: the Django peer; give --django and --django-python.")
        compare(ours(), chosen.pairs)
        return
    with theirs(chosen.django, chosen.django_python) as ask:
        compare({"Django, a case": ask, **ours()}, chosen.pairs)


if __name__ == "__main__":
    main()
