"""Measures how long a municipality's own list takes to come in, on a database of its own.

    python -m bench.case_import [rows] [--sqlite]

Makes a migrated database, offers the list, looks at it and brings it in, each as one transaction;
then offers it again with other notes, when everybody on it is known, and once more unchanged.
"""

import argparse
import csv
import io
import os
import resource
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

from sqlalchemy import select

from caseapp import accesslog
from caseapp.accesslog import Event
from caseapp.extensions import db
from caseapp.flows import case_import
from caseapp.kernel.actor import Actor, Role
from caseapp.model.imports import ImportRun
from caseapp.policy import Permission
from tests.flows.case_import.make_long_list import many_rows
from tests.support import applications, postgresql
from tests.support.cast import Town, actor_for


@contextmanager
def told(what: str) -> Iterator[None]:
    """Print how long something took."""
    start, busy = time.perf_counter(), time.process_time()
    yield
    spent = time.process_time() - busy
    memory = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024
    print(
        f"{what:<26} {time.perf_counter() - start:7.1f} s ({spent:5.1f} s here)   peak {memory} MB",
        flush=True,
    )


def offer(actor: Actor, town: Town, data: bytes) -> ImportRun:
    """Offer a list and keep it."""
    accesslog.book_of(actor)
    run = case_import.offer_list(actor, town.municipality, file_name="lijst.csv", data=data)
    db.session.commit()
    return run


def bring(actor: Actor, town: Town, run: ImportRun) -> Any:
    """Bring a list in, as the screen does."""
    accesslog.open_view(
        actor,
        Event.LIST_SHOWN,
        run,
        permission=Permission.LIST_HANDLE,
        relation=None,
        purpose=None,
    )
    teams = {"care_team": town.care_team, "safety_team": town.safety_team}
    report = case_import.import_list(actor, run, **teams, rest="same")
    db.session.commit()
    return report


def long_list(rows: int) -> bytes:
    """Make the list; there are only some 9,000 numbers that are never given out, so each once."""
    lines = many_rows(rows)
    place, seen = lines[0].index("BSN"), set()
    for line in lines[1:]:
        if line[place] in seen:
            line[place] = ""
        seen.add(line[place])
    text = io.StringIO(newline="")
    csv.writer(text, delimiter=";").writerows(lines)
    return text.getvalue().encode()


def measure(rows: int) -> None:
    """Bring a long list in three times."""
    town = Town()
    for name in ("Noor Bakker", "Tess Wissink"):
        town.person(Role.SOCIAL_WORKER, name=name)
    actor = actor_for(town.person(Role.INTAKE))
    data = long_list(rows)
    lists: tuple[tuple[str, Callable[[], bytes]], ...] = (
        ("new", lambda: data),
        ("everybody known", lambda: data.replace(b"D-", b"E-")),
        ("unchanged", lambda: data),
    )
    for name, made in lists:
        with told(f"{name}: offer"):
            run = offer(actor, town, made())
        identity = run.id
        with told(f"{name}: look"):
            case_import.preview(run)
            db.session.rollback()
        with told(f"{name}: bring in"):
            report = bring(actor, town, run)
        print(f"   {report.cases} cases, {report.new_people} new people, "
              f"{report.known_people} known, {report.rows_before} rows before")  # fmt: skip
        left = select(ImportRun.file_sealed).where(ImportRun.id == identity)
        assert db.session.scalar(left) is None
        db.session.rollback()


def main() -> None:
    """Measure on PostgreSQL, or on SQLite when asked."""
    parser = argparse.ArgumentParser()
    parser.add_argument("rows", nargs="?", type=int, default=20_000)
    parser.add_argument("--sqlite", action="store_true")
    asked = parser.parse_args()
    postgresql.begin_run()
    try:
        app = applications.application("sqlite" if asked.sqlite else "postgresql", "bench")
        print(f"{asked.rows} rows on {app.config['SQLALCHEMY_DATABASE_URI'].split(':')[0]}, "
              f"{os.cpu_count()} processors")  # fmt: skip
        with app.app_context():
            measure(asked.rows)
            db.session.remove()
            db.engine.dispose()
    finally:
        postgresql.end_run()


if __name__ == "__main__":
    main()
