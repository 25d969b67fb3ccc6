"""What is chosen on the screens of signals, and what people read for it."""

from enum import StrEnum

from flask_babel import lazy_gettext as _l

from caseapp.model.case_words import TrackKind
from caseapp.model.signals import SignalEnd, Urgency


class Readers(StrEnum):
    """Which side may read a signal."""

    BOTH = "both"
    CARE = "care"
    SAFETY = "safety"

    @property
    def side(self) -> TrackKind | None:
        """The one side that may; None for both."""
        return None if self is Readers.BOTH else TrackKind(self.value)


class Decision(StrEnum):
    """What can be decided of a signal, beside forwarding it."""

    NEW_CASE = "new-case"
    JOINED = "joined"
    PASSED_ON = "passed-on"
    NO_ACTION = "no-action"


SIGNAL_TEXTS = (
    (Urgency.TODAY, _l("vandaag")),
    (Urgency.SOON, _l("de volgende werkdag")),
    (Urgency.USUAL, _l("binnen de gewone termijn")),
    (Readers.BOTH, _l("zorg en veiligheid")),
    (Readers.CARE, _l("alleen zorg")),
    (Readers.SAFETY, _l("alleen veiligheid")),
    (SignalEnd.NEW_CASE, _l("werd een casus")),
    (SignalEnd.JOINED, _l("hoort bij een casus die loopt")),
    (SignalEnd.PASSED_ON, _l("aangenomen door een ander buiten dit systeem")),
    (SignalEnd.NO_ACTION, _l("er wordt niets mee gedaan")),
    (Decision.NEW_CASE, _l("Er komt een casus")),
    (Decision.JOINED, _l("Het hoort bij een casus die loopt")),
    (Decision.PASSED_ON, _l("Een partner heeft het aangenomen")),
    (Decision.NO_ACTION, _l("Er wordt niets mee gedaan")),
)
