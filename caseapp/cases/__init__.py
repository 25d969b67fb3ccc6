"""Cases as a whole: opening them, who works on them, their two tracks."""

from caseapp.cases.actions import (
    arrange_track,
    ask_shield,
    open_case,
    set_shield,
    staff_case,
    take_track,
)
from caseapp.cases.making import involve, new_case
from caseapp.cases.queries import (
    ORDERS,
    Filter,
    by_reference,
    case,
    count,
    following,
    page,
    previous_to,
    track,
)
from caseapp.cases.staffing import lock

__all__ = [
    "ORDERS",
    "Filter",
    "arrange_track",
    "ask_shield",
    "by_reference",
    "case",
    "count",
    "following",
    "involve",
    "lock",
    "new_case",
    "open_case",
    "page",
    "previous_to",
    "set_shield",
    "staff_case",
    "take_track",
    "track",
]
