"""The register of processing activities as the log knows it: on which ground, and how it is told.

The grounds are what a municipality starts from; its own register (AVG article 30) has the last
word, so that every text that leaves names the article and a reader can look it up.
"""

from dataclasses import dataclass
from enum import StrEnum
from uuid import UUID

from caseapp.accesslog.aims import Activity
from caseapp.accesslog.events import Event
from caseapp.accesslog.facts import FACTS


class Ground(StrEnum):
    """An article of law that a processing rests on."""

    PUBLIC_TASK = "avg-6-1-e"
    LEGAL_DUTY = "avg-6-1-c"
    SUPPORT = "wmo2015-5-1-1"
    YOUTH = "jeugdwet-7-4-0"
    PUBLIC_ORDER = "gemeentewet-172"
    INQUIRY = "wmo2015-2-3-2"
    CITIZEN_NUMBER = "wabb-10"
    ACCOUNTABILITY = "avg-5-2"
    SECURITY = "avg-32"
    RIGHT_OF_ACCESS = "avg-15"


class Disclosure(StrEnum):
    """What the resident is told of a processing."""

    TOLD = "told"
    """At once, and always."""
    UNLESS_CONFIDENTIAL = "unless-confidential"
    """At once, unless the register of confidential processing covers it: then when that ends."""


@dataclass(frozen=True, slots=True)
class Registered:
    """One line of the register of processing activities."""

    id: UUID
    """By which other logs know the activity (VNG: verwerkingsactiviteitId)."""
    grounds: tuple[Ground, ...]
    disclosure: Disclosure


ACTIVITIES: dict[Activity, Registered] = {
    Activity.CASEWORK: Registered(
        UUID("6f0c1a52-8a53-4a0e-9d3b-0a6c5a1f7e01"),
        (Ground.PUBLIC_TASK, Ground.SUPPORT, Ground.YOUTH, Ground.PUBLIC_ORDER),
        Disclosure.UNLESS_CONFIDENTIAL,
    ),
    Activity.INTAKE: Registered(
        UUID("6f0c1a52-8a53-4a0e-9d3b-0a6c5a1f7e02"),
        (Ground.PUBLIC_TASK, Ground.INQUIRY),
        Disclosure.UNLESS_CONFIDENTIAL,
    ),
    Activity.OVERSIGHT: Registered(
        UUID("6f0c1a52-8a53-4a0e-9d3b-0a6c5a1f7e03"),
        (Ground.LEGAL_DUTY, Ground.ACCOUNTABILITY, Ground.SECURITY),
        Disclosure.TOLD,
    ),
    Activity.OPERATION: Registered(
        UUID("6f0c1a52-8a53-4a0e-9d3b-0a6c5a1f7e04"),
        (Ground.LEGAL_DUTY, Ground.SECURITY),
        Disclosure.TOLD,
    ),
}

OF_EVENT: dict[Event, tuple[Ground, ...]] = {
    Event.BSN_REVEALED: (Ground.PUBLIC_TASK, Ground.CITIZEN_NUMBER),
    Event.PROCESSINGS_SERVED: (Ground.LEGAL_DUTY, Ground.RIGHT_OF_ACCESS),
}
"""Events that rest on another article than the rest of their activity."""


def activity_of(event: str) -> Activity:
    """Give the activity an event falls under; what is no longer known was casework."""
    return FACTS[Event(event)].activity if event in set(Event) else Activity.CASEWORK


def grounds_of(event: str) -> tuple[Ground, ...]:
    """Give the articles that an event rests on."""
    known = OF_EVENT.get(Event(event)) if event in set(Event) else None
    return known or ACTIVITIES[activity_of(event)].grounds


class DataKind(StrEnum):
    """What kind of data of somebody was used, as coarse as a resident and a norm want to know."""

    LISTED = "listed"
    CASE = "case"
    WORK = "work"
    WARNING = "warning"
    PERSON = "person"
    HOUSEHOLD = "household"
    CITIZEN_NUMBER = "citizen-number"
    FORM = "form"
    LOG = "log"
    OTHER = "other"


_KINDS_OF_EVENT: dict[Event, DataKind] = {
    Event.BSN_REVEALED: DataKind.CITIZEN_NUMBER,
    Event.RELATION_REGISTERED: DataKind.HOUSEHOLD,
}
_KINDS_OF_SUBJECT = {
    "worklist": DataKind.LISTED,
    "cases": DataKind.LISTED,
    "briefing": DataKind.LISTED,
    "residents": DataKind.LISTED,
    "search": DataKind.LISTED,
    "import": DataKind.LISTED,
    "case": DataKind.CASE,
    "purpose": DataKind.CASE,
    "emergency": DataKind.CASE,
    "track": DataKind.CASE,
    "step": DataKind.WORK,
    "safety-line": DataKind.WORK,
    "police-data": DataKind.WORK,
    "share": DataKind.WORK,
    "paper": DataKind.WORK,
    "letter": DataKind.WORK,
    "flag": DataKind.WARNING,
    "resident": DataKind.PERSON,
    "household": DataKind.HOUSEHOLD,
    "form": DataKind.FORM,
    "draft": DataKind.FORM,
    "log": DataKind.LOG,
    "processings": DataKind.LOG,
}


def kind_of(event: str) -> DataKind:
    """Give the kind of data that an event shows or changes, by what the event is about."""
    known = _KINDS_OF_EVENT.get(Event(event)) if event in set(Event) else None
    return known or _KINDS_OF_SUBJECT.get(event.partition(":")[0], DataKind.OTHER)
