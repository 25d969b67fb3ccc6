"""What should have been spoken about, written a second time: at a table, and looking back.

From the text of the promise, not from the product. Of what stands on an agenda something is
concluded on its day; of an escalation that came down from the highest phase it is written down
what was learned, within so many days.
"""

from datetime import timedelta
from zoneinfo import ZoneInfo

from tests.watchdog.books import as_day, as_id, as_moment

TO_LOOK_BACK = timedelta(days=28)
HERE = ZoneInfo("Europe/Amsterdam")


def unspoken(books):
    """Give (kind, id) of what a table left open, and of the cases on which nobody looked back."""
    running = {as_id(one["id"]) for one in books.cases if one["state"] != "closed"}
    days = {as_id(one["id"]): as_day(one["on_day"]) for one in books.meetings}
    looked_back = {as_id(one["change_id"]) for one in books.evaluations}
    found = set()
    for item in books.agenda_items:
        is_open = item["outcome"] is None and as_id(item["case_id"]) in running
        if is_open and days[as_id(item["meeting_id"])] < books.today:
            found.add(("item-undecided", as_id(item["id"])))
    for change in books.phase_changes:
        waits = change["asks_evaluation"] and as_id(change["id"]) not in looked_back
        came_down = as_moment(change["changed_at"]).astimezone(HERE).date()
        is_late = came_down + TO_LOOK_BACK < books.today
        if waits and is_late and as_id(change["case_id"]) in running:
            found.add(("evaluation-due", as_id(change["case_id"])))
    return found
