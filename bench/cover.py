"""Measures what nobody may fall through: the two lists of it, and the statement of a night.

    python -m bench.cover [--examine 1] [--pages 8] [--people 20]

Runs in the environment of one fictitious instance on PostgreSQL, made large by `bench.cover_rows`,
with the DATABASE_URL of the role of the application. `--examine` lets the watchdog look at
everything and makes the statement of the night, so many times. Then *Mijn werk* and *Wal en schip*
are asked for as social workers, team leads, process directors and those who stand in for a
colleague: the busiest of each, so many people so many times. Told are milliseconds on the wall, and
of CPU: of this process and of its connection together.
"""

import argparse
import statistics
import sys
import time
from collections.abc import Sequence
from datetime import timedelta
from uuid import UUID

from flask.testing import FlaskClient
from sqlalchemy import delete, func, insert, select, text

from bench.inside import counted, spent
from bench.visitor import app, cookie
from caseapp import accesslog, watchdog
from caseapp.extensions import db
from caseapp.flows import recurring
from caseapp.kernel import clock
from caseapp.kernel.actor import Role
from caseapp.kernel.identifiers import new_id
from caseapp.model import lock
from caseapp.model.accounts import RoleGrant, TeamMembership, User
from caseapp.model.case_words import CaseState
from caseapp.model.cases import Case, Involvement
from caseapp.model.leaves import Leave
from caseapp.model.organisations import Municipality, Team
from caseapp.model.watchdog import CoverStatement, Finding

GOOD = 200
FOUND = {"mijn werk": "/", "wal en schip": "/watchdog"}
HOLIDAY = timedelta(days=5)
Person = tuple[UUID, str]


def home() -> UUID:
    """Give the largest municipality."""
    largest = select(Case.municipality_id).group_by(Case.municipality_id)
    query = largest.order_by(func.count().desc()).limit(1).execution_options(unseen="count")
    return db.session.scalars(query).one()


def holders(office: UUID, role: Role, number: int) -> Sequence[UUID]:
    """Give colleagues with a role; of team leads those who lead one, of workers the busiest."""
    query = (
        select(User.id)
        .join(RoleGrant, (RoleGrant.user_id == User.id) & RoleGrant.ended_at.is_(None))
        .where(RoleGrant.role == role, User.municipality_id == office)
        .where(User.deactivated_at.is_(None))
    )
    if role is Role.TEAM_LEAD:
        led = select(TeamMembership.user_id).where(TeamMembership.is_lead)
        query = query.where(User.id.in_(led))
    load = (
        select(func.count(Involvement.id))
        .where(Involvement.user_id == User.id, Involvement.ended_at.is_(None))
        .scalar_subquery()
    )
    ordered = query.order_by(load.desc(), User.id).limit(number)
    return db.session.scalars(ordered.execution_options(unseen="count")).all()


def stand_ins(office: UUID, workers: Sequence[UUID]) -> Sequence[UUID]:
    """Let every second of these stand in for the one before; the days are put down once."""
    today, now = clock.today(), clock.now()
    standing: list[UUID] = []
    for away, here in zip(workers[::2], workers[1::2], strict=False):
        mine = (Leave.user_id.in_((away, here)), Leave.last_on >= today)
        db.session.execute(delete(Leave).where(*mine))
        days = {"first_on": today, "last_on": today + HOLIDAY, "asked_at": now, "version": 1}
        people = {"user_id": away, "substitute_id": here, "asked_by_id": away}
        row = {"id": new_id(), "municipality_id": office, "accepted_at": now, **days, **people}
        db.session.execute(insert(Leave).values(row))
        standing.append(here)
    return standing


def visitors(number: int) -> tuple[dict[str, list[str]], int]:
    """Give the cookies of those who ask, by what they do; and the process of the connection."""
    with app.app_context(), lock.speaking(db.session(), lock.Speaker(voice=lock.Voice.BUILDER)):
        office = home()
        workers = holders(office, Role.SOCIAL_WORKER, 3 * number)
        people = {
            "social worker": workers[:number],
            "team lead": holders(office, Role.TEAM_LEAD, number),
            "process director": holders(office, Role.PROCESS_DIRECTOR, number),
            "stand-in": stand_ins(office, workers[number:]),
        }
        carried = {who: [cookie(one) for one in found] for who, found in people.items()}
        db.session.flush()
        accesslog.logbook(db.session()).clear()
        db.session.commit()
        backend = db.session.scalar(select(text("pg_backend_pid()")))
        tell_size(office)
        db.session.rollback()
    return carried, int(backend or 0)


def tell_size(office: UUID) -> None:
    """Print how much there is."""
    asked = {
        "open cases": select(func.count(Case.id)).where(
            Case.municipality_id == office, Case.state != CaseState.CLOSED
        ),
        "colleagues": select(func.count(User.id)).where(User.municipality_id == office),
        "teams": select(func.count(Team.id)).where(Team.municipality_id == office),
        "findings": select(func.count(Finding.id)).where(Finding.ended_at.is_(None)),
        "running": select(func.count(Finding.id)).where(watchdog.running(clock.now())),
    }
    told = {
        name: db.session.scalar(query.execution_options(unseen="count"))
        for name, query in asked.items()
    }
    print(", ".join(f"{number} {name}" for name, number in told.items()), flush=True)


def ask(browser: FlaskClient, path: str, carried: str, backend: int) -> tuple[float, float, float]:
    """Give the milliseconds a page took: on the wall, of this process and of its connection."""
    wall, own, base = time.perf_counter(), time.process_time(), spent(backend)
    answer = browser.get(path, headers={"Cookie": carried, "Host": "127.0.0.1"})
    if answer.status_code != GOOD:
        sys.exit(f"{path}: {answer.status}")
    return (
        1000 * (time.perf_counter() - wall),
        1000 * (time.process_time() - own),
        spent(backend) - base,
    )


def p95(values: Sequence[float]) -> float:
    """Give what 95 of 100 stay under."""
    return sorted(values)[min(len(values) - 1, int(len(values) * 0.95))]


def pages(people: int, times: int) -> None:
    """Ask for both pages as everybody, and print what they took."""
    carried, backend = visitors(people)
    browser = app.test_client(use_cookies=False)
    for name, path in FOUND.items():
        for who, cookies in carried.items():
            if path != "/" and who in ("social worker", "stand-in"):
                continue
            for one in cookies[:3]:
                ask(browser, path, one, backend)
            took = [ask(browser, path, one, backend) for _ in range(times) for one in cookies]
            many = counted(lambda: ask(browser, path, cookies[0], backend) and None)  # noqa: B023 - asked at once
            wall, cpu = [one[0] for one in took], [one[1] + one[2] for one in took]
            base = [one[2] for one in took]
            print(
                f"{name}, {who}: wall {statistics.median(wall):.0f} / p95 {p95(wall):.0f} ms, "
                f"CPU {statistics.median(cpu):.0f} / p95 {p95(cpu):.0f} ms "
                f"(of the database {statistics.median(base):.0f} / {p95(base):.0f}), "
                f"{len(cookies)} people, {many} statements",
                flush=True,
            )


def night() -> None:
    """Look at everything and state the night, and print what each took of the clock and of CPU."""
    with app.app_context(), lock.speaking(db.session(), lock.Speaker(voice=lock.Voice.BUILDER)):
        office = db.session.get_one(Municipality, home())
    with app.app_context(), lock.in_office(db.session(), office.id):
        office = db.session.get_one(Municipality, office.id)
        today = CoverStatement.day == clock.today()
        db.session.execute(delete(CoverStatement).where(today))
        db.session.commit()
        backend = int(db.session.scalar(select(text("pg_backend_pid()"))) or 0)
        for work in (recurring._look, lambda one: watchdog.state(one) and db.session.commit()):  # noqa: SLF001 - the night in its two parts
            began, own, base = time.monotonic(), time.process_time(), spent(backend)
            given = work(office)
            print(
                f"{'examined ' + str(given) if given else 'stated'}: "
                f"{time.monotonic() - began:.1f} s, CPU {time.process_time() - own:.1f} s of "
                f"this process and {(spent(backend) - base) / 1000:.1f} of the database",
                flush=True,
            )


def main() -> None:
    """Measure what was asked for."""
    asked = argparse.ArgumentParser(description=__doc__)
    asked.add_argument("--examine", type=int, default=0, help="so many nights first")
    asked.add_argument("--pages", type=int, default=8)
    asked.add_argument("--people", type=int, default=20)
    chosen = asked.parse_args()
    for _ in range(chosen.examine):
        night()
    if chosen.pages:
        pages(chosen.people, chosen.pages)


if __name__ == "__main__":
    main()
