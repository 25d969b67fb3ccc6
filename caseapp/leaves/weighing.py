"""Whether somebody can go: what would be left without anybody, and who can stand in for it."""

from collections.abc import Sequence
from datetime import date
from uuid import UUID

from sqlalchemy import select

from caseapp import holdings
from caseapp.accounts import doors
from caseapp.extensions import db
from caseapp.holdings import Holding, HoldingKind
from caseapp.kernel.actor import WORKING_ROLES
from caseapp.model.accounts import User
from caseapp.model.leaves import Leave
from caseapp.policy.trades import fits


def open_without(user: User, first_on: date, last_on: date, *, stood_in_for: bool) -> list[Holding]:
    """Give what nobody would see to in these days.

    With a substitute only what no substitute may do: a shielded case, an offer somebody waits for
    an answer to, and standing in for another, or chairing a meeting, in the same days.
    """
    return [
        one
        for one in holdings.held_by(user.id)
        if _matters(one, first_on, last_on) and not (stood_in_for and one.can_be_stood_in_for)
    ]


def _matters(one: Holding, first_on: date, last_on: date) -> bool:
    if one.kind not in holdings.OF_WORK or one.kind is HoldingKind.SIGNAL:
        return False  # a signal is on the list of the whole team
    if one.first_on is None or one.last_on is None:
        return True  # work of one's own has no days
    return one.first_on <= last_on and one.last_on >= first_on


def unfit_for(user: User, substitute: User) -> bool:
    """Tell whether somebody cannot do what a colleague holds.

    Who cannot sign in, works elsewhere, does no casework, has the other track's trade only, or is
    kept away from one of the cases.
    """
    if substitute.municipality_id != user.municipality_id or not substitute.is_active:
        return True
    if substitute.roles.isdisjoint(WORKING_ROLES):
        return True
    held = [one for one in holdings.held_by(user.id) if one.can_be_stood_in_for]
    if not all(fits(substitute.roles, one.track) for one in held):
        return True
    kept = doors.kept_from(substitute.id)
    return any(one.case_id in kept for one in held)


def away(
    user_id: UUID, first_on: date, last_on: date, *, but: Sequence[UUID | None] = ()
) -> list[Leave]:
    """Give the leaves of somebody that hold or wait and fall in these days."""
    query = select(Leave).where(
        Leave.user_id == user_id,
        Leave.ended_at.is_(None),
        Leave.first_on <= last_on,
        Leave.last_on >= first_on,
    )
    return [one for one in db.session.scalars(query) if one.id not in but]
