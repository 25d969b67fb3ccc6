"""What goes between the sides of a case: what the other has to agree with, or to know of."""

from collections.abc import Iterator

from sqlalchemy import exists, or_, select
from sqlalchemy.orm import aliased

from caseapp import settings
from caseapp.kernel import clock, deadlines
from caseapp.kernel.actor import Actor
from caseapp.model.case_words import Part, TrackKind, TrackState
from caseapp.model.cases import Involvement, Track
from caseapp.model.safety_lines import SafetyLine
from caseapp.model.shares import Share
from caseapp.policy import Permission
from caseapp.worklists.of_tracks import stops_to_confirm
from caseapp.worklists.positions import mine, rows_of
from caseapp.worklists.urgency import Candidate, Reason


def between_sides(actor: Actor) -> Iterator[Candidate]:
    """Give what the other side said and has to be confirmed, and what it will not read any more."""
    yield from stops_to_confirm(actor)
    yield from _lines_to_confirm(actor)
    yield from _shares_ending(actor)


def _lines_to_confirm(actor: Actor) -> Iterator[Candidate]:
    """Give the safety lines that nobody agreed with yet for a track this person owns."""
    newer = aliased(SafetyLine)
    last = ~exists().where(newer.case_id == SafetyLine.case_id, newer.number > SafetyLine.number)
    agreed = ((TrackKind.CARE, SafetyLine.care_at), (TrackKind.SAFETY, SafetyLine.safety_at))
    query = (
        select(SafetyLine.id, SafetyLine.set_at)
        .join(Track, Track.case_id == SafetyLine.case_id)
        .where(
            last,
            Track.state == TrackState.NEEDED,
            or_(*((Track.kind == kind) & at.is_(None) for kind, at in agreed)),
        )
        .order_by(SafetyLine.set_at, SafetyLine.id)
    )
    for row in rows_of(actor, Permission.SAFETY_LINE_CONFIRM, query):
        yield Candidate(Reason.LINE_TO_CONFIRM, row.id, since=row.set_at)


def _shares_ending(actor: Actor) -> Iterator[Candidate]:
    """Give what this person shared, or reads as who owns the other track, and ends within a term.

    Not what was shared anew for longer.
    """
    days = settings.terms_of(actor.municipality_id)(settings.SHARE_NOTICE_DAYS)
    closed = settings.closed_days(actor.municipality_id)
    last = deadlines.working_days_after(clock.today(), days, closed)
    anew = aliased(Share)
    other_owner = exists().where(
        Involvement.case_id == Share.case_id,
        Involvement.user_id.in_(mine(actor)),
        Involvement.ended_at.is_(None),
        Involvement.part == Part.OWNER,
        Involvement.track != Share.from_track,
    )
    query = (
        select(Share.id, Share.until_on)
        .where(
            Share.until_on <= last,
            or_(Share.shared_by_id.in_(mine(actor)), other_owner),
            ~exists().where(
                anew.step_id == Share.step_id,
                anew.until_on > Share.until_on,
                anew.withdrawn_at.is_(None),
            ),
        )
        .order_by(Share.until_on, Share.id)
    )
    for row in rows_of(actor, Permission.SHARE_VIEW, query):
        yield Candidate(Reason.SHARE_ENDING, row.id, until=row.until_on)
