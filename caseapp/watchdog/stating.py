"""The statement of a night: what is open, how much of it is covered, and the list of what is not.

Its hash goes into the access log. That is sealed and signed by a process that only seals: from then
on nobody can say that the list of that night was another one, and an outsider can check it.
"""

import hashlib
import json
import zlib
from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any
from uuid import UUID

from sqlalchemy import Select, func, or_, select

from caseapp import accesslog
from caseapp.accesslog import Event
from caseapp.extensions import db
from caseapp.kernel import clock
from caseapp.model import lock
from caseapp.model.case_words import CaseState, TrackState
from caseapp.model.cases import Case, Track
from caseapp.model.closures import Watch
from caseapp.model.escalation import Flag
from caseapp.model.handovers import Handover, HandoverOf
from caseapp.model.organisations import Municipality
from caseapp.model.plans import PlanAction
from caseapp.model.signals import Signal
from caseapp.model.watchdog import CoverStatement, Finding, FindingKind
from caseapp.watchdog.asking import rows
from caseapp.watchdog.offers import offers_to_answer
from caseapp.watchdog.queries import night_before, running

UNCOVERING = [kind for kind in FindingKind if kind.uncovers]


def state(municipality: Municipality, *, day: date | None = None) -> CoverStatement:
    """State how it is now, for a day that was not stated yet; a second time gives the first."""
    day = day or clock.today()
    known = _of(municipality.id, day)
    if known is not None:
        return known
    now = clock.now()
    listed, opened = _uncovered(municipality.id), _open(municipality.id)
    before = night_before(municipality.id, day)
    earlier = set(subjects(before)) if before is not None else set()
    uncovered = {line["subject"] for line in listed}
    told = written(day, opened, listed)
    statement = CoverStatement(
        municipality_id=municipality.id,
        day=day,
        stated_at=now,
        open_count=opened,
        covered_count=opened - len(uncovered),
        uncovered_count=len(uncovered),
        new_count=len(uncovered - earlier),
        mended_count=len(earlier - uncovered),
        content=packed(told),
        digest=hashlib.sha256(told).digest(),
    )
    db.session.add(statement)
    accesslog.record_by_command(
        Event.COVER_STATED,
        statement,
        day=day.isoformat(),
        open=str(opened),
        uncovered=str(len(uncovered)),
        sha256=statement.digest.hex(),
    )
    return statement


def lines(statement: CoverStatement) -> list[dict[str, Any]]:
    """Give the list of a statement, as it was then."""
    found: list[dict[str, Any]] = json.loads(content(statement))["uncovered"]
    return found


def content(statement: CoverStatement) -> bytes:
    """Give the list byte for byte as it was hashed, for whoever checks it; nobody is named in it.

    What is no list any more is none: the log still tells that there was another.
    """
    try:
        return zlib.decompress(statement.content)
    except zlib.error:
        return json.dumps({"uncovered": []}).encode()


def subjects(statement: CoverStatement) -> list[str]:
    """Give the ids of what was not covered."""
    return [line["subject"] for line in lines(statement)]


def unaltered(statements: Sequence[CoverStatement]) -> set[UUID]:
    """Give which of these statements of one municipality are still what the log says they were.

    What stands beside the list proves nothing: who changed one changed both. The log is sealed.
    """
    made = {one.id: one.stated_at for one in statements}
    offices = {one.municipality_id for one in statements}
    told = [accesslog.details_of(office, Event.COVER_STATED, made) for office in offices]
    logged = {one: details.get("sha256") for found in told for one, details in found.items()}
    return {one.id for one in statements if _digest(one) == logged.get(one.id)}


def _digest(statement: CoverStatement) -> str:
    return hashlib.sha256(content(statement)).hexdigest()


def _of(municipality_id: UUID, day: date) -> CoverStatement | None:
    return db.session.scalar(
        select(CoverStatement).where(
            CoverStatement.municipality_id == municipality_id, CoverStatement.day == day
        )
    )


def _open(municipality_id: UUID) -> int:
    """Count what is open: cases and all in them, watches and signals; not workers."""
    case_is_open = (Case.municipality_id == municipality_id) & (Case.state != CaseState.CLOSED)
    cases: Select[Any] = select(func.count(Case.id)).where(case_is_open)
    tracks = (
        select(func.count(Track.id))
        .join(Case, Case.id == Track.case_id)
        .where(case_is_open, Track.state == TrackState.NEEDED)
    )
    flags = (
        select(func.count(Flag.id))
        .join(Case, Case.id == Flag.case_id)
        .where(case_is_open, Flag.answered_at.is_(None))
    )
    of_watch = Handover.of == HandoverOf.WATCH
    running = select(Watch.id).where(Watch.case_id == Case.id, Watch.ended_at.is_(None))
    is_watched = (Case.municipality_id == municipality_id) & running.exists()
    offers = (
        select(func.count(Handover.id))
        .join(Case, Case.id == Handover.case_id)
        .where(or_(case_is_open & ~of_watch, is_watched & of_watch), offers_to_answer())
    )
    actions = (
        select(func.count(PlanAction.id))
        .join(Case, Case.id == PlanAction.case_id)
        .where(case_is_open, PlanAction.ended_at.is_(None))
    )
    watches = select(func.count(Watch.id)).where(
        Watch.municipality_id == municipality_id, Watch.ended_at.is_(None)
    )
    reported = select(func.count(Signal.id)).where(
        Signal.municipality_id == municipality_id, Signal.ended_at.is_(None)
    )
    counted = (cases, tracks, flags, offers, actions, watches, reported)
    with lock.aloud(db.session(), lock.Voice.UNSEEN):
        return sum(int(rows(query)[0][0]) for query in counted)


def _uncovered(municipality_id: UUID) -> list[Mapping[str, Any]]:
    """Give what is not covered, in an order that is always the same."""
    query = (
        select(Finding.subject_id, Finding.kind, Finding.case_id, Finding.since)
        .where(Finding.municipality_id == municipality_id, Finding.kind.in_(UNCOVERING))
        .where(running(clock.now()))
    )
    found = [
        {
            "subject": row.subject_id.hex,
            "kind": str(row.kind),
            "case": row.case_id.hex if row.case_id is not None else "",
            "since": clock.local(row.since).date().isoformat(),
        }
        for row in db.session.execute(query)
    ]
    return sorted(found, key=lambda line: (line["subject"], line["kind"]))


def packed(content: bytes) -> bytes:
    """Make the list small enough to keep one of each night."""
    return zlib.compress(content)


def written(day: date, opened: int, listed: list[Mapping[str, Any]]) -> bytes:
    """Write the list down in one way only, so that its hash says something."""
    told = {"day": day.isoformat(), "open": opened, "uncovered": listed}
    return json.dumps(told, sort_keys=True, separators=(",", ":")).encode()
