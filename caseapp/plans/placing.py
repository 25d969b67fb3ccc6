"""Where something in a plan stands: on a track or for both, of whom, by which right, and when."""

from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, or_, select, true

from caseapp.extensions import db
from caseapp.kernel.errors import Hidden
from caseapp.model import lock
from caseapp.model.case_words import TrackKind
from caseapp.model.cases import Case, CaseSubject
from caseapp.model.plans import Plan
from caseapp.policy import Permission


def right_to_write(case: Case, track: TrackKind | None) -> tuple[Permission, Any]:
    """Give what must be allowed, and of what, to write on a track or for both."""
    if track is None:
        return Permission.PLAN_KEEP, case
    return Permission.TRACK_WRITE, case.track(track)


def within(column: Any, kinds: frozenset[TrackKind]) -> ColumnElement[bool]:
    """Ask for what is for both, or on one of these tracks."""
    return or_(column.is_(None), column.in_(kinds))


def people_of(case: Case) -> frozenset[UUID]:
    """Give whom a case is about, as it stands now."""
    query = select(CaseSubject.resident_id).where(CaseSubject.case_id == case.id)
    return frozenset(db.session.scalars(query, execution_options={"unseen": "policy"}))


def of_person(noun: Any, person: UUID | None) -> ColumnElement[bool]:
    """Ask for what goes along on the copy of one person; for everything where it is nobody's."""
    if person is None:
        return true()
    return or_(noun.of_all, noun.resident_id == person)


def held(case: Case, *which: Any) -> Plan | None:
    """Give one version as it stands now, and hold it: who comes second sees what the first did."""
    query = select(Plan).where(Plan.case_id == case.id, *which).with_for_update(of=Plan)
    return db.session.scalar(query.execution_options(populate_existing=True))


def placed(noun: Any, identity: UUID) -> Any:
    """Give a goal or an action; raises Hidden for what the database itself keeps back."""
    found = db.session.get(noun, identity)
    if found is None:
        query = select(noun.id, noun.case_id).where(noun.id == identity)
        with lock.aloud(db.session(), lock.Voice.UNSEEN):
            row = db.session.execute(query, execution_options={"unseen": "log"}).one_or_none()
        if row is not None:
            raise Hidden(noun.__tablename__, row.id, row.case_id)
    return found
