"""The balance of a case: what was offered of care beside what was imposed for safety.

Days and answers only, which both tracks may know; which help and which measure it is stands on the
track it belongs to. A person weighs it: nothing here says what is right.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from caseapp.model.measures import CareAnswer


@dataclass(frozen=True, slots=True)
class Offered:
    """That help was offered, on which day, and what was said to it."""

    on_day: date
    answer: CareAnswer | None = None
    answered_on: date | None = None


@dataclass(frozen=True, slots=True)
class Imposed:
    """That a measure runs or is being prepared, and until when it holds."""

    decided_on: date | None = None
    until_on: date | None = None


@dataclass(frozen=True, slots=True)
class Balance:
    """Both sides, the last first."""

    offers: Sequence[Offered] = ()
    measures: Sequence[Imposed] = ()

    @property
    def lacks_care(self) -> bool:
        """Tell whether something is imposed or prepared, and no help was offered."""
        return bool(self.measures) and not self.offers

    def offered_by(self, day: date | None) -> bool:
        """Tell whether help was offered on or before a day."""
        return any(day is None or one.on_day <= day for one in self.offers)
