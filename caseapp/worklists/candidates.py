"""What may come on somebody's list: positions only, so that nothing is seen that is not shown."""

from collections.abc import Callable, Iterator
from datetime import date
from typing import Any

from sqlalchemy import ColumnElement, Select, exists, func, or_, select, union
from sqlalchemy.orm import aliased

from caseapp import policy
from caseapp.extensions import db
from caseapp.kernel import clock
from caseapp.kernel.actor import Actor, Role
from caseapp.model.acquaintances import Departure
from caseapp.model.cases import Case, CaseState, Involvement, Part, Phase, Track, TrackState
from caseapp.model.emergencies import EmergencyAccess
from caseapp.model.escalation import Acknowledgement, Flag, PhaseChange
from caseapp.policy import Permission
from caseapp.worklists.urgency import SOON, Candidate, Reason, reason_of_date

MOST = 500
"""As many of each kind as are ever weighed; a longer list is worked through from its top."""
LONG_AGO = date(1900, 1, 1)


def _rows(actor: Actor, permission: Permission, query: Any) -> list[Any]:
    seen = policy.visible(actor, permission, query).limit(MOST)
    return list(db.session.execute(seen.execution_options(unseen="position")))


def _owns(actor: Actor) -> ColumnElement[bool]:
    """The actor owns a track."""
    return exists().where(
        Involvement.case_id == Track.case_id,
        Involvement.user_id == actor.user_id,
        Involvement.part == Part.OWNER,
        Involvement.ended_at.is_(None),
        Involvement.track == Track.kind,
    )


def _is_owned() -> ColumnElement[bool]:
    return exists().where(
        Involvement.case_id == Track.case_id,
        Involvement.part == Part.OWNER,
        Involvement.track == Track.kind,
        Involvement.ended_at.is_(None),
    )


def _running(*columns: Any) -> Select[Any]:
    return (
        select(*columns)
        .join(Case, Case.id == Track.case_id)
        .where(Track.state == TrackState.NEEDED, Case.state != CaseState.CLOSED)
        .order_by(func.coalesce(Track.next_on, LONG_AGO), Track.id)
    )


def own_tracks(actor: Actor) -> Iterator[Candidate]:
    """Give the tracks this person owns with a date that passed, comes soon, or is missing."""
    today = clock.today()
    query = _running(Track.id, Track.next_on).where(
        _owns(actor),
        or_(Track.next_on.is_(None), Track.next_on <= today + SOON),
    )
    for track_id, next_on in _rows(actor, Permission.TRACK_VIEW, query):
        reason = reason_of_date(next_on, today)
        if reason is not None:
            yield Candidate(reason, track_id, until=next_on)


def watched_tracks(actor: Actor) -> Iterator[Candidate]:
    """Give the tracks of a led team or directed case with no owner, or whose owner is late."""
    today = clock.today()
    owned, directed = _is_owned(), aliased(Involvement)
    led = select(Track.id).where(Track.team_id.in_(actor.led_team_ids)).correlate(None)
    directing = (
        select(Track.id)
        .join(directed, directed.case_id == Track.case_id)
        .where(
            directed.user_id == actor.user_id,
            directed.part == Part.DIRECTOR,
            directed.ended_at.is_(None),
        )
        .correlate(None)
    )
    late = or_(Track.next_on.is_(None), Track.next_on < today)
    query = _running(Track.id, Track.next_on, Track.created_at, owned).where(
        Track.id.in_(union(led, directing)),
        ~_owns(actor),
        or_(~owned, late),
    )
    for track_id, next_on, created_at, has_owner in _rows(actor, Permission.TRACK_ARRANGE, query):
        if has_owner:
            yield Candidate(Reason.TEAM_DATE, track_id, until=next_on)
        else:
            yield Candidate(Reason.TEAM_UNOWNED, track_id, since=created_at)


def queue(actor: Actor) -> Iterator[Candidate]:
    """Give the tracks that wait for somebody of the own team to take them."""
    query = select(Track.id, Track.created_at).order_by(Track.created_at, Track.id)
    for track_id, created_at in _rows(actor, Permission.TRACK_TAKE, query):
        yield Candidate(Reason.QUEUE, track_id, since=created_at)


def flags_to_answer(actor: Actor) -> Iterator[Candidate]:
    """Give the flags this person may answer that nobody answered yet."""
    query = select(Flag.id, Flag.answer_by, Flag.raised_at).order_by(Flag.answer_by, Flag.id)
    for flag_id, answer_by, raised_at in _rows(actor, Permission.FLAG_ANSWER, query):
        yield Candidate(Reason.FLAG_TO_ANSWER, flag_id, until=answer_by, since=raised_at)


def flags_to_know(actor: Actor) -> Iterator[Candidate]:
    """Give the flags this person was told of and did not say they know of."""
    query = (
        select(Flag.id, Flag.answer_by, Flag.raised_at)
        .join(Acknowledgement, Acknowledgement.flag_id == Flag.id)
        .where(Acknowledgement.user_id == actor.user_id, Acknowledgement.acknowledged_at.is_(None))
        .order_by(Flag.answer_by, Flag.id)
    )
    for flag_id, answer_by, raised_at in _rows(actor, Permission.FLAG_VIEW, query):
        yield Candidate(Reason.FLAG_TO_KNOW, flag_id, until=answer_by, since=raised_at)


def intake(actor: Actor) -> Iterator[Candidate]:
    """Give the cases that wait at intake, for whoever works there."""
    if not actor.has(Role.INTAKE):
        return
    query = (
        select(Case.id, Case.opened_at)
        .where(Case.state == CaseState.INTAKE)
        .order_by(Case.opened_at, Case.id)
    )
    for case_id, opened_at in _rows(actor, Permission.CASE_VIEW, query):
        yield Candidate(Reason.AT_INTAKE, case_id, since=opened_at)


def reviews(actor: Actor) -> Iterator[Candidate]:
    """Give the escalated cases this person may move whose day to look again came, or is missing."""
    review_on = (
        select(PhaseChange.review_on)
        .where(PhaseChange.case_id == Case.id)
        .order_by(PhaseChange.changed_at.desc(), PhaseChange.id)
        .limit(1)
        .scalar_subquery()
    )
    due = func.coalesce(review_on, LONG_AGO)
    query = (
        select(Case.id, review_on)
        .where(Case.phase >= Phase.TWO, due <= clock.today())
        .order_by(due, Case.id)
    )
    for case_id, day in _rows(actor, Permission.CASE_CHANGE_PHASE, query):
        reason = Reason.REVIEW_PASSED if day else Reason.REVIEW_MISSING
        yield Candidate(reason, case_id, until=day)


def opened_in_emergency(actor: Actor) -> Iterator[Candidate]:
    """Give the emergency accesses to cases this person steers that nobody explained yet."""
    query = (
        select(EmergencyAccess.id, EmergencyAccess.opened_at)
        .where(EmergencyAccess.explained_at.is_(None), EmergencyAccess.user_id != actor.user_id)
        .order_by(EmergencyAccess.opened_at, EmergencyAccess.id)
    )
    for access_id, opened_at in _rows(actor, Permission.EMERGENCY_EXPLAIN, query):
        yield Candidate(Reason.EMERGENCY, access_id, since=opened_at)


def departures(actor: Actor) -> Iterator[Candidate]:
    """Give who left a case this person steers, for as long as nobody saw to their place."""
    query = (
        select(Departure.id, Departure.left_at)
        .where(Departure.seen_at.is_(None))
        .order_by(Departure.left_at, Departure.id)
    )
    for departure_id, left_at in _rows(actor, Permission.DEPARTURE_SEE, query):
        yield Candidate(Reason.DEPARTURE, departure_id, since=left_at)


KINDS: tuple[Callable[[Actor], Iterator[Candidate]], ...] = (
    flags_to_answer,
    flags_to_know,
    opened_in_emergency,
    departures,
    own_tracks,
    reviews,
    intake,
    watched_tracks,
    queue,
)
