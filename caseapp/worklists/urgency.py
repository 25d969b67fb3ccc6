"""Which work comes first, and why it is on somebody's list."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from enum import StrEnum
from uuid import UUID

from caseapp.kernel import clock

SOON = timedelta(days=7)
FIRST = datetime.min.replace(tzinfo=UTC)


class Horizon(StrEnum):
    """When it wants attention: the headings of the list, in their order."""

    NOW = "now"
    TODAY = "today"
    WAITING = "waiting"
    SOON = "soon"
    WATCHED = "watched"


class Reason(StrEnum):
    """Why something is on the list, the most urgent first."""

    FLAG_TO_ANSWER = "flag-to-answer"
    FLAG_TO_KNOW = "flag-to-know"
    EMERGENCY = "emergency"
    DEPARTURE = "departure"
    HANDOVER_TO_ANSWER = "handover-to-answer"
    HANDOVER_BACK = "handover-back"
    DESCENT_TO_ANSWER = "descent-to-answer"
    WATCH_DUE = "watch-due"
    STOP_TO_CONFIRM = "stop-to-confirm"
    DATE_MISSING = "date-missing"
    DATE_PASSED = "date-passed"
    ACTION_PASSED = "action-passed"
    ITEM_UNDECIDED = "item-undecided"
    NO_CONTACT = "no-contact"
    UNREACHED = "unreached"
    STAGNATION = "stagnation"
    REVIEW_MISSING = "review-missing"
    REVIEW_PASSED = "review-passed"
    PHASE_TO_DECIDE = "phase-to-decide"
    EVALUATION_DUE = "evaluation-due"
    MEASURE_DUE = "measure-due"
    SIGNAL_PASSED = "signal-passed"
    SIGNAL_TO_ACCEPT = "signal-to-accept"
    DATE_TODAY = "date-today"
    ACTION_TODAY = "action-today"
    ITEM_TODAY = "item-today"
    LINE_TO_CONFIRM = "line-to-confirm"
    SIGNAL_TODAY = "signal-today"
    SIGNAL_WAITS = "signal-waits"
    AT_INTAKE = "at-intake"
    TEAM_UNOWNED = "team-unowned"
    QUEUE = "queue"
    TEAM_DATE = "team-date"
    DATE_SOON = "date-soon"
    ACTION_SOON = "action-soon"
    SHARE_ENDING = "share-ending"
    WATCH_RUNS = "watch-runs"

    @property
    def horizon(self) -> Horizon:
        """The heading it comes under."""
        return _HORIZONS.get(self, Horizon.NOW)


_HORIZONS = {
    Reason.DATE_TODAY: Horizon.TODAY,
    Reason.ACTION_TODAY: Horizon.TODAY,
    Reason.ITEM_TODAY: Horizon.TODAY,
    Reason.LINE_TO_CONFIRM: Horizon.TODAY,
    Reason.SIGNAL_TODAY: Horizon.TODAY,
    Reason.SIGNAL_WAITS: Horizon.WAITING,
    Reason.AT_INTAKE: Horizon.WAITING,
    Reason.TEAM_UNOWNED: Horizon.WAITING,
    Reason.QUEUE: Horizon.WAITING,
    Reason.TEAM_DATE: Horizon.WAITING,
    Reason.DATE_SOON: Horizon.SOON,
    Reason.ACTION_SOON: Horizon.SOON,
    Reason.SHARE_ENDING: Horizon.SOON,
    Reason.WATCH_RUNS: Horizon.WATCHED,
}
_HORIZON_RANK = {horizon: rank for rank, horizon in enumerate(Horizon)}
_REASON_RANK = {reason: rank for rank, reason in enumerate(Reason)}


@dataclass(frozen=True, slots=True)
class Candidate:
    """Something that may come on the list: its reason, and until or since when."""

    reason: Reason
    noun_id: UUID
    until: date | datetime | None = None
    since: date | datetime | None = None
    for_id: UUID | None = None
    """The colleague on leave whose it is, where somebody stands in."""

    def days(self, today: date) -> int:
        """Give how many days lie between today and its date; 0 where it has none."""
        moment = self.until or self.since
        if moment is None:
            return 0
        day = clock.local(moment).date() if isinstance(moment, datetime) else moment
        return abs((today - day).days)


def rank(one: Candidate) -> tuple[int, int, datetime, UUID]:
    """Give the place of a candidate: its heading, its reason, then the oldest date."""
    return (
        _HORIZON_RANK[one.reason.horizon],
        _REASON_RANK[one.reason],
        _moment(one.until or one.since),
        one.noun_id,
    )


def ordered(candidates: Iterable[Candidate]) -> list[Candidate]:
    """Put what is on the list in order; what is there for two reasons is there for the first."""
    first: dict[UUID, Candidate] = {}
    for one in sorted(candidates, key=rank):
        first.setdefault(one.noun_id, one)
    return list(first.values())


def reason_of_date(next_on: date | None, today: date) -> Reason | None:
    """Say why a track with this next date is on its owner's list; None when it is not yet."""
    if next_on is None:
        return Reason.DATE_MISSING
    if next_on < today:
        return Reason.DATE_PASSED
    if next_on == today:
        return Reason.DATE_TODAY
    return Reason.DATE_SOON if next_on <= today + SOON else None


def _moment(value: date | datetime | None) -> datetime:
    if value is None:
        return FIRST
    if isinstance(value, datetime):
        return value
    return clock.midnight(value)
