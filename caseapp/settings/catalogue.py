"""The catalogue: every number the work goes by, with its bounds and its usual value."""

from collections.abc import Mapping
from dataclasses import dataclass, field

ALL = ""
"""The scope of a number that holds for every case that has none of its own."""


def of_phase(phase: int) -> str:
    """Give the scope of the cases in one phase."""
    return f"phase:{phase}"


def of_phenomenon(phenomenon: str) -> str:
    """Give the scope of the cases about one phenomenon."""
    return f"phenomenon:{phenomenon}"


@dataclass(frozen=True, slots=True)
class Number:
    """One number: between which values it may be set, and what it usually is."""

    name: str
    usual: int
    least: int
    most: int
    by_phase: tuple[int, int, int, int] | None = None
    """What it usually is in each phase of the ladder, where that differs."""

    def allows(self, number: int) -> bool:
        """Tell whether it may be set to this."""
        return self.least <= number <= self.most

    def may_have(self, scope: str) -> bool:
        """Tell whether it can be set for these cases apart."""
        return scope == ALL or self.by_phase is not None


CONTACT_DAYS = Number("contact-days", 42, 1, 730, by_phase=(90, 42, 14, 7))
STAGNATION_DAYS = Number("stagnation-days", 60, 1, 730, by_phase=(120, 60, 21, 10))
DIRECTOR_FROM = Number("director-from-phase", 2, 1, 4)
QUEUE_DAYS = Number("queue-days", 3, 0, 60)
RETURN_DAYS = Number("return-days", 365, 30, 1825)
REPEAT_FLAGS = Number("repeat-flags", 3, 2, 20)
REPEAT_DAYS = Number("repeat-days", 90, 7, 730)
ADULT_DAYS = Number("adult-days", 183, 30, 730)
RETURN_AHEAD_DAYS = Number("return-ahead-days", 56, 1, 365)
RETURN_SEEN_DAYS = Number("return-seen-days", 2, 0, 30)
HANDOVER_DAYS = Number("handover-days", 5, 1, 30)
AGREE_DAYS = Number("agree-days", 28, 1, 90)
WATCH_DAYS = Number("watch-days", 183, 14, 366)
ATTEMPTS = Number("attempts", 3, 1, 20)
UNREACHED_DAYS = Number("unreached-days", 7, 1, 60)
TRIAGE_DAYS = Number("triage-days", 5, 1, 30)
ACCEPT_DAYS = Number("accept-days", 2, 1, 30)
STAY_DAYS = Number("stay-days", 183, 7, 1825, by_phase=(1825, 183, 92, 28))
DESCENT_DAYS = Number("descent-days", 5, 1, 30)
EVALUATION_DAYS = Number("evaluation-days", 28, 1, 183)
SIGNAL_NUMBER = Number("signal-number", 3, 2, 20)
SIGNAL_WINDOW = Number("signal-window", 90, 7, 730)
FLAG_OWNER_HOURS = Number("flag-owner-hours", 8, 1, 80)
FLAG_DIRECTOR_HOURS = Number("flag-director-hours", 4, 1, 80)
FLAG_PROCESS_HOURS = Number("flag-process-hours", 4, 1, 80)
FLAG_LEAD_HOURS = Number("flag-lead-hours", 4, 1, 80)
FLAG_CALL_HOURS = Number("flag-call-hours", 2, 1, 80)

FLAG_HOURS = (
    FLAG_OWNER_HOURS,
    FLAG_DIRECTOR_HOURS,
    FLAG_PROCESS_HOURS,
    FLAG_LEAD_HOURS,
    FLAG_CALL_HOURS,
)
"""How many working hours a flag waits on each rung of the ladder of people, the lowest first."""
BAN_MONTHS = Number("ban-months", 3, 1, 3)
"""Art. 172a Gemeentewet: at most three months at a time."""
BAN_EXTENSIONS = Number("ban-extensions", 3, 0, 3)
"""Art. 172a Gemeentewet: at most three times longer."""
HOUSE_BAN_DAYS = Number("house-ban-days", 10, 1, 28)
"""Art. 2 Wet tijdelijk huisverbod: ten days."""
HOUSE_BAN_CEILING = Number("house-ban-ceiling", 28, 1, 28)
"""Art. 9 Wet tijdelijk huisverbod: at most four weeks from its start."""
VIEWS_DAYS = Number("views-days", 14, 1, 56)
CHECK_DAYS = Number("check-days", 28, 1, 92)

SHARE_NOTICE_DAYS = Number("share-notice-days", 5, 1, 30)
POLICE_SEARCH_MONTHS = Number("police-search-months", 12, 1, 12)
"""Art. 8 Wpg: in the first year it is processed, after that only by a targeted search."""
POLICE_STORE_MONTHS = Number("police-store-months", 60, 12, 60)
"""Art. 8 Wpg: at most five years."""
POLICE_DESTROY_MONTHS = Number("police-destroy-months", 120, 60, 120)
"""Art. 14 Wpg: five more years stored, and then destroyed."""

COVER = (
    CONTACT_DAYS,
    STAGNATION_DAYS,
    DIRECTOR_FROM,
    QUEUE_DAYS,
    RETURN_DAYS,
    REPEAT_FLAGS,
    REPEAT_DAYS,
    ADULT_DAYS,
    RETURN_AHEAD_DAYS,
    RETURN_SEEN_DAYS,
    HANDOVER_DAYS,
    AGREE_DAYS,
    WATCH_DAYS,
    ATTEMPTS,
    UNREACHED_DAYS,
    TRIAGE_DAYS,
    ACCEPT_DAYS,
    STAY_DAYS,
    DESCENT_DAYS,
    EVALUATION_DAYS,
    SIGNAL_NUMBER,
    SIGNAL_WINDOW,
    SHARE_NOTICE_DAYS,
    *FLAG_HOURS,
)
"""The numbers that say when somebody threatens to fall between the cracks."""
MEASURES = (BAN_MONTHS, BAN_EXTENSIONS, HOUSE_BAN_DAYS, HOUSE_BAN_CEILING, VIEWS_DAYS, CHECK_DAYS)
"""The terms of measures: where a law says them, it is their highest value."""
POLICE = (POLICE_SEARCH_MONTHS, POLICE_STORE_MONTHS, POLICE_DESTROY_MONTHS)
"""When police data goes a stage further: the law says the highest value."""
CATALOGUE = {number.name: number for number in (*COVER, *MEASURES, *POLICE)}


@dataclass(frozen=True, slots=True)
class Terms:
    """The numbers of one municipality: what it set, and else what is usual."""

    chosen: Mapping[tuple[str, str], int] = field(default_factory=dict)

    def __call__(self, number: Number, phase: int | None = None, phenomenon: str = "") -> int:
        """Give what holds for a case: of its phenomenon, else of its phase, else of all."""
        scopes = [of_phenomenon(phenomenon)] if phenomenon else []
        scopes += [of_phase(phase)] if phase is not None else []
        for scope in [*scopes, ALL]:
            if (number.name, scope) in self.chosen:
                return self.chosen[number.name, scope]
        if phase is not None and number.by_phase is not None:
            return number.by_phase[phase - 1]
        return number.usual
