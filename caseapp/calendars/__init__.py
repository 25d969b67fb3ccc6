"""Own dates in one's own calendar: "bezet", a reference and a link, under a secret address."""

from caseapp.calendars.actions import end_feed, make_feed
from caseapp.calendars.dates import LAST_DAYS, OwnDate, OwnMeeting, dates_of, meetings_of
from caseapp.calendars.queries import feed_of, presented

__all__ = [
    "LAST_DAYS",
    "OwnDate",
    "OwnMeeting",
    "dates_of",
    "end_feed",
    "feed_of",
    "make_feed",
    "meetings_of",
    "presented",
]
