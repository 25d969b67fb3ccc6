"""Facts about handing over: who may offer what they hold, and who may answer an offer."""

from sqlalchemy import ColumnElement, or_, select

from caseapp.kernel.actor import Actor, Role
from caseapp.model.accounts import TeamMembership
from caseapp.model.case_words import Part
from caseapp.model.handovers import Handover, HandoverOf
from caseapp.policy.predicates import Predicate, has_role
from caseapp.policy.relations import involved, is_involved

holds_part = Predicate(
    "directs the case or owns one of its tracks",
    lambda actor, case: is_involved(actor, case, Part.DIRECTOR, Part.OWNER),
    lambda actor: involved(actor, Part.DIRECTOR, Part.OWNER),
)

offered_handover = Predicate(
    "offered it themselves",
    lambda actor, handover: handover.from_id == actor.user_id,
    lambda actor: Handover.from_id == actor.user_id,
)

was_offered_handover = Predicate(
    "it was offered to them or to their team",
    lambda actor, handover: (
        handover.from_id != actor.user_id and handover.is_for(actor.user_id, actor.team_ids)
    ),
    lambda actor: (
        (Handover.from_id != actor.user_id)
        & or_(Handover.to_user_id == actor.user_id, Handover.to_team_id.in_(actor.team_ids))
    ),
)

is_of_watch = Predicate(
    "it is of a watch",
    lambda _actor, handover: handover.of is HandoverOf.WATCH,
    lambda _actor: Handover.of == HandoverOf.WATCH,
)

handover_waits = Predicate(
    "it waits for an answer",
    lambda _actor, handover: handover.ended_at is None,
    lambda _actor: Handover.ended_at.is_(None),
)


def _led(actor: Actor) -> ColumnElement[bool]:
    members = select(TeamMembership.user_id).where(TeamMembership.team_id.in_(actor.led_team_ids))
    return or_(
        Handover.to_team_id.in_(actor.led_team_ids),
        Handover.to_user_id.in_(members.correlate(None)),
    )


def _leads(actor: Actor, handover: Handover) -> bool:
    members = handover.to_user.memberships if handover.to_user is not None else []
    return not actor.led_team_ids.isdisjoint(
        {handover.to_team_id, *(member.team_id for member in members)}
    )


leads_receiver = has_role(Role.TEAM_LEAD) & Predicate(
    "leads the team it was offered to, or a team of the colleague it was offered to", _leads, _led
)
