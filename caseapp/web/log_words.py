"""The log in words: by which right somebody looked, and what a line says in one sentence."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from itertools import groupby
from typing import Any

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l

from caseapp.accesslog import FACTS, Event, Look, Purpose
from caseapp.kernel import clock
from caseapp.kernel.errors import KeyDestroyed
from caseapp.model.residents import Resident
from caseapp.web import labels

RIGHTS = {
    "director": _l("als casusregisseur"),
    "worker": _l("als betrokken medewerker"),
    "watcher": _l("als wie de waakvlam heeft"),
    "substitute": _l("als vervanger van een collega met verlof"),
    "partner": _l("als ketenpartner"),
    "queue": _l("uit de wachtrij van het eigen team"),
    "intake": _l("voor de intake"),
    "signal": _l("vanwege een signaal"),
    "emergency": _l("met noodtoegang"),
    "registrar": _l("als degene die de inwoner inschreef"),
}
"""What somebody was to the case or person, in the words of `policy.part_of_work.RELATIONS`."""


def right(relation: str | None, purpose: str | None, event: str = "") -> str:
    """Say by which right it was: what somebody was to the case, or what they said they sought."""
    if relation:
        return str(RIGHTS.get(relation, relation))
    if not purpose or (event in set(Event) and purpose == FACTS[Event(event)].purpose):
        return ""
    sought = purpose_of(purpose)
    return str(_("zonder eigen rol in de casus, met als doel: %(purpose)s", purpose=sought))


def purpose_of(code: str | None) -> str:
    """Give the words for a purpose."""
    return labels.of(Purpose(code)) if code in set(Purpose) else code or ""


def deed(event: str) -> str:
    """Give what was done, as the rest of a sentence that begins with a name."""
    return labels.of(Event(event)) if event in set(Event) else event


def roles_of(look: Look) -> str:
    """Give what the colleague was called at the time: the function, else the roles."""
    if look.who is None:
        return ""
    return look.who.function or ", ".join(labels.of(role) for role in look.roles)


@dataclass(frozen=True, slots=True)
class Line:
    """One look in words; who was seen only where the page may name people."""

    look: Look
    who: str
    function: str
    deed: str
    right: str
    person: str | None = None

    @property
    def time(self) -> str:
        """The time of day in the Netherlands."""
        return f"{clock.local(self.look.at):%H:%M}"


@dataclass(frozen=True, slots=True)
class Day:
    """The lines of one day."""

    day: date
    lines: list[Line]


def lines_of(looks: Iterable[Look], people: dict[Any, Resident] | None = None) -> list[Line]:
    """Put looks into words; `people` are the residents the page may name."""
    return [
        Line(
            look=look,
            who=look.who.name if look.who is not None else _("onbekende bezoeker"),
            function=roles_of(look),
            deed=deed(look.entry.event),
            right=right(look.entry.relation, look.entry.purpose, look.entry.event),
            person=face(people.get(look.resident_id)) if people and look.resident_id else None,
        )
        for look in looks
    ]


def by_day(lines: Iterable[Line]) -> list[Day]:
    """Gather lines, which come newest first, under their days on the Dutch calendar."""
    return [
        Day(day, list(found))
        for day, found in groupby(lines, key=lambda line: clock.local(line.look.at).date())
    ]


def face(resident: Resident | None) -> str:
    """Say who a resident is, as the log does: name and year of birth, and nothing else."""
    if resident is None:
        return str(_("een inwoner die niet meer geregistreerd is"))
    try:
        name, born = resident.name, resident.birth_date
    except KeyDestroyed:
        return str(_("een inwoner wiens gegevens vernietigd zijn"))
    return f"{name} ({born.year})" if born is not None else name
