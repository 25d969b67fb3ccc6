"""What the screens of meetings have in common: what a meeting is called, and what may be chosen."""

from dataclasses import dataclass
from typing import Any

from flask_babel import gettext as _

from caseapp import meetings, policy
from caseapp.kernel.actor import Actor
from caseapp.meetings import items
from caseapp.model.accounts import User
from caseapp.model.meeting_words import MeetingKind
from caseapp.model.meetings import AgendaItem, Invitation, Meeting
from caseapp.web import wording
from caseapp.web.wording import short_day


@dataclass(frozen=True, slots=True)
class Line:
    """A case on an agenda, and whether what must be reached is for this reader."""

    item: AgendaItem
    knows: bool


def name(meeting: Meeting) -> str:
    """Say what a meeting is called: its kind, or the name the municipality gave it."""
    own = meeting.own_kind
    said = own.name if own is not None else str(wording.label(meeting.kind))
    return said[:1].upper() + said[1:]


def title(meeting: Meeting) -> str:
    """Say what a meeting is called and when it is: to choose it from a list."""
    said = _(
        "%(name)s, %(day)s om %(time)s",
        name=name(meeting),
        day=short_day(meeting.on_day),
        time=meeting.begins,
    )
    return str(said)


def of(actor: Actor, meeting: Meeting) -> dict[str, Any]:
    """Give a meeting with its agenda, as far as this person may read it."""
    found = items.on_agenda(actor, meeting)
    return {
        "meeting": meeting,
        "name": name(meeting),
        "lines": [Line(one, _knows(actor, one)) for one in found],
        "may_keep": policy.allows(actor, policy.Permission.MEETING_KEEP, meeting),
    }


def _knows(actor: Actor, item: AgendaItem) -> bool:
    """Tell whether somebody works on it: who looks by office opens it first, and says why."""
    return item.is_for(actor.user_id) or policy.relation(actor, item.case) is not None


def offered(actor: Actor) -> list[tuple[str, str]]:
    """Give the meetings a case can come on the agenda of."""
    found = meetings.to_come(actor.municipality_id)
    return [(one.id.hex, title(one)) for one in found]


def kinds(actor: Actor) -> list[tuple[str, str]]:
    """Give the kinds of meetings there are to choose from, one's own after the usual ones."""
    usual = [(one.value, wording.label(one)) for one in MeetingKind if one is not MeetingKind.OWN]
    own = meetings.own_kinds(actor.municipality_id)
    return [*usual, *((one.id.hex, one.name) for one in own)]


def guest(one: Invitation) -> str:
    """Say who is asked to the table, and for whom they work."""
    if one.user is not None:
        return colleague(one.user)
    return f"{one.name}, {one.organisation.name}" if one.organisation is not None else one.name


def colleague(user: User) -> str:
    """Say who a colleague is, what they do, and for whom they work if elsewhere."""
    words = [user.name, user.function, user.elsewhere.name if user.elsewhere else ""]
    return ", ".join(word for word in words if word)
