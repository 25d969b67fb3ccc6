"""What a calendar program reads under a secret address: on which days somebody is taken."""

from datetime import timedelta

from flask import Blueprint, Response, url_for
from flask_babel import force_locale, gettext

from caseapp import accesslog, calendars
from caseapp.accesslog import Event
from caseapp.calendars import OwnDate, OwnMeeting
from caseapp.kernel import clock, icalendar
from caseapp.kernel.errors import NotFound
from caseapp.kernel.icalendar import AllDay, Appointment
from caseapp.policy import Permission
from caseapp.web import origin, sealing
from caseapp.web.guard import public

bp = Blueprint("calendars", __name__)
A_MINUTE = 6
"""As often as one address is answered in a minute; calendars ask a few times an hour."""
USUALLY = timedelta(hours=1)
"""How long a meeting is taken to last: it says when it begins, and nobody knows its end before."""
REFRESH = timedelta(minutes=30)


@bp.get("/calendar/<secret>.ics")
@public
def show(secret: str) -> Response:
    """Give the days of whoever has this address; who cannot sign in any more has none.

    Not there, ended and never made look the same. Nobody is signed in: the secret says who it is,
    and the log that it was fetched.
    """
    found = calendars.presented(secret)
    if found is None:
        raise NotFound
    feed, actor = found
    origin.open_page(actor)
    if accesslog.calls_since_a_minute(feed, Event.CALENDAR_FETCHED) >= A_MINUTE:
        return Response(status=429, headers={"Retry-After": "60"}, mimetype="text/plain")
    sealing.refuse_when_late(actor, Permission.WORKLIST_READ, None)
    accesslog.open_view(
        actor,
        Event.CALENDAR_FETCHED,
        feed,
        permission=str(Permission.MESSAGES_OWN),
        relation=None,
        purpose=None,
    )
    with force_locale(actor.language):
        days = [_day(one) for one in calendars.dates_of(actor)]
        tables = [_meeting(one) for one in calendars.meetings_of(actor)]
        text = icalendar.written(
            [*days, *tables], name=gettext("Samenhang"), at=clock.now(), refresh=REFRESH
        )
    return Response(text, mimetype="text/calendar")


def _day(one: OwnDate) -> AllDay:
    """Say that somebody is taken, of which case, and where to look; nothing of what it is."""
    busy = gettext("Bezet")
    return AllDay(
        uid=f"{one.noun_id.hex}@samenhang",
        first_on=one.first_on,
        last_on=one.last_on,
        summary=f"{busy} – {one.reference}" if one.reference else busy,
        url=url_for("work.index", _external=True),
    )


def _meeting(one: OwnMeeting) -> Appointment:
    """Say that somebody sits at a table, and where to look; not which, and not about whom."""
    return Appointment(
        uid=f"{one.meeting_id.hex}@samenhang",
        begins=one.begins,
        lasts=USUALLY,
        summary=gettext("Overleg"),
        url=url_for("meetings.show", meeting_id=one.meeting_id, _external=True),
    )
