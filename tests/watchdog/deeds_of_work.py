"""What happens by itself: time passes, and the worker goes its rounds or falls over in one."""

from unittest.mock import patch

from caseapp import escalation, handovers
from caseapp.extensions import db
from caseapp.flows import recurring
from caseapp.model import lock
from caseapp.model.schedule import DutyName
from caseapp.watchdog import rounds
from caseapp.worker import calling
from tests.support import bound_role

MOMENTS = [
    (recurring.handovers, "return_unanswered"),
    (recurring.escalation, "climb_unanswered"),
    (rounds, "examine_cases"),
    (rounds, "examine_teams"),
    (rounds, "examine_signals"),
    (recurring.watchdog, "tell_of_findings"),
]
"""Where the round of the worker is broken off, in the order in which it comes by."""


class Fallen(Exception):
    """The worker fell over."""


class DeedsOfWork:
    """Each deed picks what it does by two numbers; what cannot be done does not happen."""

    def waits(self, number, other):
        self.hands.pass_by(days=number % 40, hours=other % 24)

    def rounds(self, _number, _other):
        handovers.return_unanswered(self.town.municipality)
        escalation.climb_unanswered(self.town.municipality)

    def crashes(self, number, other):
        """The worker falls over in a round, and another goes the next; nothing is lost by it."""
        where, what = MOMENTS[number % len(MOMENTS)]
        before = other % 2
        real = getattr(where, what)

        def falls(*given, **named):
            if not before:
                real(*given, **named)
            raise Fallen

        with patch.object(recurring, "municipalities", self._only_here):
            with patch.object(where, what, falls):
                assert calling._do(DutyName.WATCHDOG) == Fallen.__name__
            _fall_silent()
            if other % 3:
                assert calling._do(DutyName.WATCHDOG) == ""

    def _only_here(self):
        return [db.session.merge(self.town.municipality)]


def _fall_silent():
    """Nobody speaks any more: all of a test is one transaction, so what was said may come back."""
    connection = db.session.connection()
    if connection.dialect.name == "postgresql":
        connection.exec_driver_sql(bound_role.LEAVE)
        lock.say(connection, lock.NOBODY)
    db.session.commit()
