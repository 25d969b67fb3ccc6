"""What each piece of recurring work is."""

from collections.abc import Callable

from caseapp.flows import recurring
from caseapp.model.schedule import DutyName
from caseapp.worker import digests


def _each_of_state() -> None:
    for _municipality, _stated in recurring.state():
        pass


def _each_of_look() -> None:
    for _municipality, _examined in recurring.look():
        pass


def _each_of_draw() -> None:
    for _municipality, _made in recurring.draw():
        pass


DUTIES: dict[DutyName, Callable[[], object]] = {
    DutyName.WATCHDOG: _each_of_look,
    DutyName.REVIEWS: _each_of_draw,
    DutyName.STATEMENT: _each_of_state,
    DutyName.SWEEP: recurring.sweep,
    DutyName.LOG_END: recurring.end_months,
    DutyName.DIGEST: digests.write_all,
}
