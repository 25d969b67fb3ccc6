"""Facts about flags, and who may do what with one: whoever it reached sees it, and answers it.

Whom it reached by their office, as nobody answered before, reads the flag and nothing else of the
case: no right on the case follows from it. That holds in a shielded case too, for a flag that
nobody answers must reach somebody.
"""

from collections.abc import Collection
from uuid import UUID

from sqlalchemy import ColumnElement, select

from caseapp.model.escalation import Acknowledgement, Flag, Rung
from caseapp.policy.doors import opened_in_emergency
from caseapp.policy.permissions import Permission as P  # noqa: N817 - the law is read often
from caseapp.policy.predicates import Predicate
from caseapp.policy.relations import case_is_open, via_case
from caseapp.policy.terms import casework, oversees, steers_case, works

OFFICES = (Rung.PROCESS_DIRECTOR, Rung.TEAM_LEAD, Rung.ON_CALL)
"""Rungs on which somebody is reached who may have no part in the case."""


def _reached(people: Collection[UUID], *rungs: Rung) -> ColumnElement[bool]:
    reached = select(Acknowledgement.flag_id).where(
        Acknowledgement.user_id.in_(people), Acknowledgement.rung.in_(rungs)
    )
    return Flag.id.in_(reached.correlate(None))


flag_reached_them_by_office = Predicate(
    "the flag climbed to them, or they are on call",
    lambda actor, flag: any(
        one.user_id == actor.user_id and one.rung in OFFICES for one in flag.acknowledgements
    ),
    lambda actor: _reached([actor.user_id], *OFFICES),
)

flag_reached_them = Predicate(
    "the flag reached them, or a colleague on leave for whom they stand in",
    lambda actor, flag: any(
        one.user_id in {actor.user_id, *actor.stands_in_for} and one.rung is not None
        for one in flag.acknowledgements
    ),
    lambda actor: _reached([actor.user_id, *actor.stands_in_for], *Rung),
)

was_told_of_flag = Predicate(
    "is the one who was told of the flag",
    lambda actor, ack: ack.user_id == actor.user_id,
    lambda actor: Acknowledgement.user_id == actor.user_id,
)

flag_is_open = Predicate(
    "the flag still waits for an answer",
    lambda _actor, flag: flag.answered_at is None,
    lambda _actor: Flag.answered_at.is_(None),
)

OF_FLAG: dict[P, Predicate] = {
    P.FLAG_VIEW: (
        via_case(Flag, oversees | casework & opened_in_emergency)
        | casework & flag_reached_them_by_office
    ),
    P.FLAG_ANSWER: (
        (
            via_case(Flag, steers_case)
            | via_case(Flag, works) & flag_reached_them
            | casework & flag_reached_them_by_office
        )
        & via_case(Flag, case_is_open)
        & flag_is_open
    ),
}
