"""Who fits a place on a case, and how room is made for them."""

from sqlalchemy import select

from caseapp.cases.making import involve
from caseapp.extensions import db
from caseapp.kernel import clock
from caseapp.kernel.actor import Role
from caseapp.kernel.errors import RuleBroken
from caseapp.model.accounts import User
from caseapp.model.cases import Case, Part, TrackKind

TRACK_OF_ROLE = {Role.SOCIAL_WORKER: TrackKind.CARE, Role.SAFETY_ADVISER: TrackKind.SAFETY}


def lock(case: Case) -> None:
    """Hold the case until the end of the transaction: who comes second sees what the first did."""
    db.session.execute(
        select(Case.id).where(Case.id == case.id).with_for_update(),
        execution_options={"unseen": "position"},
    )
    db.session.expire(case, ["involvements"])


def refuse_unfit(case: Case, user: User, part: Part, track: TrackKind | None) -> None:
    """Raise RuleBroken for who cannot sign in, works elsewhere or has the other track's trade."""
    if user.municipality_id != case.municipality_id or not user.is_active:
        raise RuleBroken("colleague-unavailable", "user")
    if (part in (Part.OWNER, Part.MEMBER)) != (track is not None):
        raise RuleBroken("part-needs-track", "track")
    partner = Role.CHAIN_PARTNER in user.roles
    if partner != (part is Part.PARTNER):
        raise RuleBroken("part-of-partner", "user")
    trades = {TRACK_OF_ROLE[role] for role in user.roles if role in TRACK_OF_ROLE}
    if track is not None and trades and track not in trades:
        raise RuleBroken("other-trade", "user")


def make_room(case: Case, part: Part, track: TrackKind | None) -> None:
    """The one who held the place steps back: a director leaves, an owner stays involved."""
    if part not in (Part.DIRECTOR, Part.OWNER):
        return
    for held in case.involvements:
        if held.is_active and held.part is part and held.track is track:
            held.ended_at = clock.now()
            if part is Part.OWNER:
                db.session.flush()
                involve(case, held.user_id, Part.MEMBER, track)
                return
