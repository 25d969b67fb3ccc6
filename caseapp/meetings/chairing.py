"""Who can chair a meeting: somebody who can work, and who reads every track spoken about alone."""

from uuid import UUID

from sqlalchemy import select

from caseapp import accounts
from caseapp.accounts import doors
from caseapp.extensions import db
from caseapp.kernel.actor import WORKING_ROLES
from caseapp.kernel.errors import RuleBroken
from caseapp.model import lock
from caseapp.model.accounts import User
from caseapp.model.case_words import Part, TrackKind
from caseapp.model.cases import Involvement
from caseapp.model.meetings import AgendaItem, Meeting

WORKING_PARTS = (Part.DIRECTOR, Part.OWNER, Part.MEMBER)


def refuse_unfit_chair(municipality_id: UUID, chair: User, meeting: Meeting | None = None) -> None:
    """Raise RuleBroken for who cannot sign in, is kept from a case on it, or is off its track.

    Their account is held until the end: their access does not end meanwhile.
    """
    accounts.hold(chair)
    db.session.refresh(chair, ["deactivated_at"])
    if chair.municipality_id != municipality_id or not can_chair(chair):
        raise RuleBroken("chair-unavailable", "chair")
    if meeting is None:
        return
    query = select(AgendaItem.case_id, AgendaItem.track).where(
        AgendaItem.meeting_id == meeting.id, AgendaItem.outcome.is_(None)
    )
    with lock.aloud(db.session(), lock.Voice.UNSEEN):
        items = db.session.execute(query, execution_options={"unseen": "position"}).all()
    for case_id, track in items:
        refuse_off_track(case_id, track, chair)


def can_chair(user: User) -> bool:
    """Tell whether somebody can sign in and does casework for the municipality."""
    return user.is_active and not user.roles.isdisjoint(WORKING_ROLES)


def refuse_off_track(case_id: UUID, track: TrackKind | None, chair: User) -> None:
    """Raise RuleBroken for a chair who left, or could not read what is spoken about.

    Kept from the case: of that nothing is said but that they cannot chair. Off the track: who
    speaks about the care alone, or the safety alone, has no chair from the other side.
    """
    if not can_chair(chair) or case_id in doors.kept_from(chair.id):
        raise RuleBroken("chair-unavailable", "chair")
    if track is None:
        return
    works = select(Involvement.id).where(
        Involvement.case_id == case_id,
        Involvement.user_id == chair.id,
        Involvement.ended_at.is_(None),
        Involvement.part.in_(WORKING_PARTS),
        (Involvement.part == Part.DIRECTOR) | (Involvement.track == track),
    )
    if db.session.scalar(works.limit(1)) is None:
        raise RuleBroken("chair-off-track", "chair")
