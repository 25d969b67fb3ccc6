"""Keeping the findings: what the rules say now, beside what was written down before.

A finding is written down once and ends once. One whose day lies ahead and that is mended before it
goes away without a trace; one that was a crack stays, as history.
"""

from collections.abc import Iterable, Sequence
from datetime import datetime
from operator import attrgetter
from typing import Any, cast
from uuid import UUID

from sqlalchemy import ColumnElement, Select, Table, bindparam, delete, select, update

from caseapp import settings
from caseapp.extensions import db
from caseapp.kernel import clock
from caseapp.kernel.identifiers import new_id
from caseapp.model import bulk
from caseapp.model.among import among
from caseapp.model.case_words import CaseState, TrackState
from caseapp.model.cases import Case, Track
from caseapp.model.closures import Watch
from caseapp.model.escalation import Flag
from caseapp.model.watchdog import OF_PRIVACY, OF_TEAMS, Finding, FindingKind
from caseapp.watchdog import gathering, rules
from caseapp.watchdog.asking import rows
from caseapp.watchdog.found import Found, Key
from caseapp.watchdog.office import office_of
from caseapp.watchdog.staff import teams_of

UNSYNCHRONISED = {"synchronize_session": False}
TABLE = cast("Table", Finding.__table__)
COMPARED = (
    "case_id",
    "track",
    "team_id",
    "second_team_id",
    "user_id",
    "last_on",
    "number",
    "until",
)
AS_FOUND = attrgetter(*COMPARED)
AT_ONCE = 2_000
"""Cases of which facts are gathered together: some tens of thousands of rows in memory, no more."""


def written_down(scope: ColumnElement[bool]) -> Select[Any]:
    """Select the findings of a municipality that run, within a scope."""
    columns = [TABLE.c.id, TABLE.c.subject_id, TABLE.c.kind, TABLE.c.since]
    return select(*columns, *(TABLE.c[name] for name in COMPARED)).where(
        TABLE.c.municipality_id == bindparam("where"), TABLE.c.ended_at.is_(None), scope
    )


OF_CASES = written_down(among(TABLE.c.case_id, "ids"))
OF_ALL_TEAMS = written_down(TABLE.c.kind.in_(OF_TEAMS))
OF_THE_OFFICE = written_down(TABLE.c.kind.in_(OF_PRIVACY))
UNSTAFFED = select(TABLE.c.subject_id).where(
    TABLE.c.municipality_id == bindparam("where"),
    TABLE.c.ended_at.is_(None),
    TABLE.c.kind == FindingKind.QUEUE_WITHOUT_STAFF,
)


def examine_cases(municipality_id: UUID, case_ids: Iterable[UUID]) -> None:
    """Look again at these cases, in the caller's transaction."""
    ids, now = sorted(set(case_ids)), clock.now()
    terms = settings.terms_of(municipality_id)
    for first in range(0, len(ids), AT_ONCE):
        part = ids[first : first + AT_ONCE]
        facts = gathering.facts_of(municipality_id, part, terms, now)
        found = [one for case in facts for one in rules.of_case(case, terms)]
        keep(municipality_id, OF_CASES, found, now, ids=part)


def examine_teams(municipality_id: UUID) -> set[UUID]:
    """Look again at all teams; gives those in whose queue nobody worked, or nobody does any more.

    What waits with them must be looked at too.
    """
    before = _unstaffed(municipality_id)
    found = [
        one for team in teams_of(municipality_id, clock.today()) for one in rules.of_team(team)
    ]
    keep(municipality_id, OF_ALL_TEAMS, found, clock.now())
    return before ^ _unstaffed(municipality_id)


def _unstaffed(municipality_id: UUID) -> set[UUID]:
    return set(db.session.scalars(UNSTAFFED, {"where": municipality_id}))


def examine_office(municipality_id: UUID) -> None:
    """Look again at what waits on the desk of those who watch over access."""
    now = clock.now()
    found = list(rules.of_office(office_of(municipality_id, now)))
    keep(municipality_id, OF_THE_OFFICE, found, now)


def to_examine(municipality_id: UUID) -> Sequence[UUID]:
    """Give the cases that are open, those closed with something open or watched, and those told of.

    It begins at the cases, not at who works on them: a case that nobody has is in it.
    """
    mine = Case.municipality_id == municipality_id
    running = select(Case.id).where(mine, Case.state != CaseState.CLOSED)
    dated = (
        select(Track.case_id)
        .join(Case, Case.id == Track.case_id)
        .where(mine, Case.state == CaseState.CLOSED)
        .where(Track.state == TrackState.NEEDED, Track.next_on.is_not(None))
    )
    flagged = select(Flag.case_id).where(
        Flag.municipality_id == municipality_id, Flag.answered_at.is_(None)
    )
    watched = select(Watch.case_id).where(
        Watch.municipality_id == municipality_id, Watch.ended_at.is_(None)
    )
    told = select(Finding.case_id).where(
        Finding.municipality_id == municipality_id,
        Finding.ended_at.is_(None),
        Finding.case_id.is_not(None),
    )
    found: set[UUID] = set()
    for query in (running, dated, flagged, watched, told):
        found.update(row[0] for row in rows(query))
    return sorted(found)


def keep(
    municipality_id: UUID, written: Select[Any], found: list[Found], now: datetime, **given: Any
) -> None:
    """Bring what is written down within a scope in line with what the rules say."""
    wanted: dict[Key, Found] = {one.key: one for one in found}
    over, on, fresh = [], [], []
    for row in db.session.execute(written, {"where": municipality_id, **given}).all():
        one = wanted.pop((row.subject_id, row.kind), None)
        if one is not None and not _begins_anew(row, one, now):
            on.append((row, one))
            continue
        over.append(row)
        fresh += [one] if one is not None else []
    _end(over, now)
    _mend(on)
    fresh += wanted.values()
    _begin(municipality_id, sorted(fresh, key=attrgetter("key")), now)


def _begins_anew(row: Any, wanted: Found, now: datetime) -> bool:
    """Tell whether what was a crack was mended until another day, on which it will be one again."""
    return wanted.since is not None and bool(row.since <= now < wanted.since)


def _end(gone: list[Any], now: datetime) -> None:
    never = [row.id for row in gone if row.since > now]
    over = [row.id for row in gone if row.since <= now]
    if never:
        db.session.execute(
            delete(Finding).where(among(Finding.id, never)), execution_options=UNSYNCHRONISED
        )
    if over:
        db.session.execute(
            update(Finding).where(among(Finding.id, over)).values(ended_at=now),
            execution_options=UNSYNCHRONISED,
        )


def _mend(pairs: list[tuple[Any, Found]]) -> None:
    """Put right what changed of a finding that goes on."""
    changed = []
    for row, one in pairs:
        since = one.since or row.since
        if (since, *AS_FOUND(one)) != (row.since, *AS_FOUND(row)):
            changed.append(one.row() | {"since": since, "known_id": row.id})
    if changed:
        names = [*COMPARED, "since"]
        statement = (
            update(TABLE)
            .where(TABLE.c.id == bindparam("known_id"))
            .values({name: bindparam(name) for name in names})
        )
        db.session.connection().execute(statement, changed)


def _begin(municipality_id: UUID, fresh: list[Found], now: datetime) -> None:
    """Write down what is new; what another transaction wrote down first stays as it is."""
    if not fresh:
        return
    rows = [
        one.row()
        | {
            "id": new_id(),
            "municipality_id": municipality_id,
            "kind": one.kind,
            "subject_id": one.subject_id,
            "since": one.since or now,
            "found_at": now,
            "ended_at": None,
        }
        for one in fresh
    ]
    bulk.write(db.session(), Finding, rows, unless_there=True)
