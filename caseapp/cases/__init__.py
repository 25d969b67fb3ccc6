"""Cases as a whole: opening them, who works on them, their two tracks."""

from caseapp.cases.actions import (
    ask_shield,
    expect_return,
    open_case,
    queue_track,
    set_shield,
    staff_case,
    take_track,
)
from caseapp.cases.arranging import arrange_track, confirm_stop, contest_stop
from caseapp.cases.belongings import Belongings
from caseapp.cases.lines import ListedCase
from caseapp.cases.listing import ORDERS, Filter
from caseapp.cases.making import involve, new_case
from caseapp.cases.queries import (
    among,
    belongings,
    by_reference,
    case,
    count,
    following,
    page,
    previous_to,
    track,
)
from caseapp.cases.staffing import (
    at_work,
    can_work,
    is_staffed,
    left_waiting,
    lock,
    make_room,
    open_actions,
    open_items,
    people_on,
    refuse_unfit,
    staffed,
)

__all__ = [
    "ORDERS",
    "Belongings",
    "Filter",
    "ListedCase",
    "among",
    "arrange_track",
    "ask_shield",
    "at_work",
    "belongings",
    "by_reference",
    "can_work",
    "case",
    "confirm_stop",
    "contest_stop",
    "count",
    "expect_return",
    "following",
    "involve",
    "is_staffed",
    "left_waiting",
    "lock",
    "make_room",
    "new_case",
    "open_actions",
    "open_case",
    "open_items",
    "page",
    "people_on",
    "previous_to",
    "queue_track",
    "refuse_unfit",
    "set_shield",
    "staff_case",
    "staffed",
    "take_track",
    "track",
]
