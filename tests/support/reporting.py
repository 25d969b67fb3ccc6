"""What is reported in tests of signals: nuisance at a corner, for intake, unless said otherwise."""

from typing import Any

from caseapp import signals
from caseapp.extensions import db
from caseapp.kernel import clock
from caseapp.model.accounts import User
from caseapp.model.case_words import Phenomenon
from caseapp.model.journal import Source
from caseapp.model.signals import Signal, Urgency
from tests.support.cast import Town, actor_for

USUAL = {
    "phenomenon": Phenomenon.NUISANCE,
    "source": Source.NEIGHBOUR,
    "urgency": Urgency.USUAL,
    "body": "Er wordt elke nacht geschreeuwd.",
    "place": "Hoek van de Dorpsstraat",
}


def report(town: Town, who: User, **facts: Any) -> Signal:
    """Record a signal and commit it."""
    known = {"team": town.intake_team, "received_on": clock.today(), **USUAL, **facts}
    made = signals.record_signal(actor_for(who), town.municipality, **known)
    db.session.commit()
    return made
