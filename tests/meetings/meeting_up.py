"""Ways to have a meeting with a case on it, for tests that are about something else."""

from datetime import timedelta

from caseapp import accesslog, meetings
from caseapp.extensions import db
from caseapp.kernel import clock
from caseapp.meetings import Planned, items
from caseapp.meetings.agenda import Conclusion
from caseapp.model.meeting_words import ItemOutcome, MeetingKind, Need
from caseapp.model.shares import ShareGround
from caseapp.plans import action_items
from tests.support.cast import actor_for

DAY = timedelta(days=1)


def kept():
    """Keep what the test did itself: no look of anybody."""
    accesslog.logbook(db.session()).seen.clear()
    db.session.commit()


def planned(chair, days=0, **changes):
    facts = {
        "on_day": clock.today() + days * DAY,
        "begins": "09:30",
        "place": "Zaal 2",
        "cut_off_on": None,
        "chair": chair,
        **changes,
    }
    return Planned(**facts)


def called(town, who, days=0, *, kind=MeetingKind.MULTIDISCIPLINARY, own_kind=None, **changes):
    chair = changes.pop("chair", who)
    made = meetings.call_meeting(
        actor_for(who),
        town.municipality,
        kind=kind,
        own_kind=own_kind,
        planned=planned(chair, days, **changes),
    )
    kept()
    return made


def tabled(who, case, meeting, track=None, purpose="Wie regelt de woning?"):
    made = items.table_case(actor_for(who), case, meeting=meeting, track=track, purpose=purpose)
    kept()
    return made


def asked(who, item, user=None, organisation=None, **changes):
    facts = {
        "user": user,
        "organisation": organisation,
        "name": "J. de Boer, wijkagent" if organisation is not None else "",
        "ground": ShareGround.PUBLIC_TASK,
        "need": Need.QUESTION,
        "why": "Kent de straat.",
        **changes,
    }
    made = items.ask_to_table(actor_for(who), item, **facts)
    kept()
    return made


def decided(who, item, **changes):
    facts = {
        "text": "De verhuurder bellen.",
        "due_on": clock.today() + 7 * DAY,
        "owner": None,
        **changes,
    }
    made = action_items.decide(actor_for(who), item, **facts)
    kept()
    return made


def concluded(who, item, outcome=ItemOutcome.DECIDED, to=None, **said):
    found = items.conclude(actor_for(who), item, said=Conclusion(outcome, **said), to=to)
    kept()
    return found
