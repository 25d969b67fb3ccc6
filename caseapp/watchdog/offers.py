"""Facts about offers to hand over: who was to answer, before when, and the lead of which team."""

from collections import defaultdict
from collections.abc import Sequence
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, func, or_, select

from caseapp.model.accounts import TeamMembership
from caseapp.model.among import among
from caseapp.model.handovers import Handover, HandoverEnd, HandoverOf
from caseapp.watchdog.asking import rows
from caseapp.watchdog.facts import OfferFacts


def offers_to_answer() -> ColumnElement[bool]:
    """Ask for the offers that wait, and those that came back and nobody read yet."""
    returned = (Handover.end == HandoverEnd.RETURNED) & Handover.seen_at.is_(None)
    return or_(Handover.ended_at.is_(None), returned)


OWN_TEAM = (
    select(TeamMembership.team_id)
    .where(TeamMembership.user_id == Handover.to_user_id)
    .order_by(TeamMembership.team_id)
    .limit(1)
    .scalar_subquery()
)
OFFERS: Any = (
    select(Handover.case_id, Handover.id, Handover.answer_by, Handover.from_id, Handover.of)
    .add_columns(func.coalesce(Handover.to_team_id, OWN_TEAM).label("team_id"))
    .where(among(Handover.case_id, "ids"), offers_to_answer())
    .order_by(Handover.offered_at)
)


def of(ids: Sequence[UUID]) -> dict[UUID, list[OfferFacts]]:
    """Give the offers on these cases that wait, and those that came back and nobody read yet."""
    found: dict[UUID, list[OfferFacts]] = defaultdict(list)
    for row in rows(OFFERS, ids=ids):
        offer = OfferFacts(
            row.id,
            row.answer_by,
            row.from_id,
            row.of.track,
            row.team_id,
            row.of is HandoverOf.WATCH,
        )
        found[row.case_id].append(offer)
    return found
