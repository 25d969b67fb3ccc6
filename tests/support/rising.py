"""Going up the ladder as somebody fills it in, whole: a test changes what it is about."""

from datetime import timedelta

from caseapp.escalation.duties import Heard, Post
from caseapp.escalation.ladder import Rise
from caseapp.kernel import clock
from caseapp.model.escalation import Duty, Party, Trigger


def rise(to, start=1, **changes):
    facts = {
        "triggers": [Trigger.STAGNATION],
        "reason": "Het loopt uit de hand.",
        "tried": "Drie gesprekken thuis.",
        "conditions": "Een maand zonder meldingen.",
        "review_on": clock.today() + timedelta(days=14),
        "posts": {duty: Post("Gemeente", "M. de Vries, regisseur") for duty in Duty},
        "heard": {party: Heard(clock.today()) for party in Party},
    }
    return Rise(start=start, to=to, **{**facts, **changes})
