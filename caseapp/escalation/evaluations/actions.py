"""Writing down what was learned of an escalation."""

from caseapp import accesslog, policy
from caseapp.accesslog import Event
from caseapp.escalation import deciding
from caseapp.escalation.evaluations.queries import asked_of
from caseapp.extensions import db
from caseapp.kernel import clock
from caseapp.kernel.actor import Actor
from caseapp.kernel.errors import RuleBroken
from caseapp.model.cases import Case
from caseapp.model.evaluations import Evaluation
from caseapp.policy import Permission

FIELDS = ("happened", "helped", "otherwise", "with_whom")


def write(actor: Actor, case: Case, **said: str) -> Evaluation:
    """Write down what was learned of the escalation that waits longest for it.

    `said` has `happened`, `helped`, `otherwise` and `with_whom`, none of them empty. Of two who
    write at once one wins. Raises RuleBroken for what is empty, and when nothing waits for one.
    """
    policy.require(actor, Permission.CASE_CHANGE_PHASE, case)
    deciding.hold(case)
    change_id = asked_of(case)
    if change_id is None:
        raise RuleBroken("evaluation-of-nothing")
    for field in FIELDS:
        if not said.get(field, "").strip():
            raise RuleBroken("evaluation-empty", field)
    made = Evaluation(
        municipality_id=case.municipality_id,
        case_id=case.id,
        case=case,
        change_id=change_id,
        made_at=clock.now(),
        made_by_id=actor.user_id,
        **said,
    )
    db.session.add(made)
    db.session.flush()
    accesslog.record(actor, Event.ESCALATION_EVALUATED, made)
    return made
