"""Facts and rules about coming down the ladder: who may agree, receive, refuse and take it back."""

from caseapp.model.descents import Descent
from caseapp.policy.doors import case_is_not_shielded
from caseapp.policy.permissions import Permission as P  # noqa: N817 - the law is read often
from caseapp.policy.predicates import Predicate
from caseapp.policy.relations import case_is_open, via_case
from caseapp.policy.terms import casework, directs, oversees, oversees_escalation

proposed_descent = Predicate(
    "proposed it themselves",
    lambda actor, descent: descent.requested_by_id == actor.user_id,
    lambda actor: Descent.requested_by_id == actor.user_id,
)

another_proposed = Predicate(
    "somebody else proposed it",
    lambda actor, descent: descent.requested_by_id != actor.user_id,
    lambda actor: Descent.requested_by_id != actor.user_id,
)

receives_descent = Predicate(
    "would receive the case",
    lambda actor, descent: descent.receiver_id == actor.user_id,
    lambda actor: Descent.receiver_id == actor.user_id,
)

descent_waits = Predicate(
    "it waits for an answer",
    lambda _actor, descent: descent.ended_at is None,
    lambda _actor: Descent.ended_at.is_(None),
)

descent_is_not_agreed = Predicate(
    "no second person agreed yet",
    lambda _actor, descent: descent.agreed_at is None,
    lambda _actor: Descent.agreed_at.is_(None),
)

descent_is_not_accepted = Predicate(
    "the receiver did not accept yet",
    lambda _actor, descent: descent.accepted_at is None,
    lambda _actor: Descent.accepted_at.is_(None),
)

_runs = descent_waits & via_case(Descent, case_is_open)
_second = (
    via_case(Descent, directs | oversees_escalation & case_is_not_shielded)
    & another_proposed
    & descent_is_not_agreed
)
_receiver = casework & receives_descent & descent_is_not_accepted

OF_DESCENT: dict[P, Predicate] = {
    P.DESCENT_VIEW: via_case(Descent, oversees) | casework & (receives_descent | proposed_descent),
    P.DESCENT_AGREE: _second & _runs,
    P.DESCENT_ACCEPT: _receiver & _runs,
    P.DESCENT_ANSWER: (_second | _receiver) & _runs,
    P.DESCENT_WITHDRAW: casework & proposed_descent & descent_waits,
}
