"""The timeline of a case as its page shows it: each step in the words a reader finds."""

from collections.abc import Sequence
from typing import NamedTuple
from uuid import UUID

from flask import url_for

from caseapp.journal import Told
from caseapp.kernel import clock
from caseapp.model.case_words import TrackKind
from caseapp.model.content import USUAL, ContentClass
from caseapp.model.journal import ListedStep, Nature, Outcome, Source, StepKind
from caseapp.web.wording import Words, short_day, words
from caseapp.web.wording import gettext as _

ICONS = {
    StepKind.PHONE_CALL: "phone",
    StepKind.HOME_VISIT: "home",
    StepKind.OFFICE_VISIT: "building-community",
    StepKind.MESSAGE: "mail",
    StepKind.ATTEMPT: "phone",
    StepKind.CONSULTATION: "users-group",
    StepKind.AGREEMENT: "check",
    StepKind.OBSERVATION: "eye",
    StepKind.REPORT_RECEIVED: "message-2",
    StepKind.DECISION: "gavel",
    StepKind.OTHER: "note",
}
ANY_STEP = UUID("5" * 32)
"""Stands in the address of a step, which is worked out once a page and not for every step."""
PLAIN = frozenset({Source.OWN, Source.RESIDENT, Outcome.NONE, Outcome.REACHED, Nature.FACT, USUAL})
"""What goes without saying, so that what is said stands out."""


class Line(NamedTuple):
    """One step on the timeline, or an earlier text of it; the template takes it apart at once."""

    place: str
    place_icon: str
    place_name: str
    title: str
    rest: str
    day: str
    iso: str
    icon: str
    kind: str
    author: str
    month: str = ""
    """The month, where it is another than that of the step above."""
    identity: str = ""
    href: str = ""
    notes: tuple[tuple[str, str], ...] = ()
    corrected: str = ""
    replaced: bool = False
    police: str = ""
    """The mark of police data."""


def of(told: Sequence[Told]) -> list[Line]:
    """Give the lines of a timeline, newest first, each earlier text under the one that replaced it.

    All steps are of one case.
    """
    lines, above, say = [], "", words()
    address = url_for("steps.show", step_id=ANY_STEP) if told else ""
    for entry in told:
        now = say.month(entry.step.happened_on)
        lines.append(_line(say, entry.step, now if now != above else "", address))
        lines += [_earlier(say, step, entry.step) for step in entry.earlier]
        above = now
    return lines


def _line(say: Words, step: ListedStep, first_of: str, address: str) -> Line:
    title, rest = step.parted
    identity = step.id.hex
    return Line(
        *_place(say, step.track),
        title,
        rest,
        say.short_weekday(step.happened_on),
        step.happened_on.isoformat(),
        ICONS[step.kind],
        say.label(step.kind),
        step.author,
        first_of,
        identity,
        address.replace(ANY_STEP.hex, identity),
        _notes(say, step),
        _correction(step) if step.corrects_id is not None else "",
        police=_police(say, step),
    )


def _earlier(say: Words, step: ListedStep, last: ListedStep) -> Line:
    title, rest = step.parted
    return Line(
        *_place(say, last.track),
        title,
        rest,
        say.short_weekday(step.happened_on),
        step.happened_on.isoformat(),
        ICONS[step.kind],
        say.gettext("Eerdere tekst"),
        step.author,
        replaced=True,
        police=_police(say, step),
    )


def _place(say: Words, track: TrackKind | None) -> tuple[str, str, str]:
    """Give where a step stands: for the style, with its icon and its name."""
    if track is TrackKind.CARE:
        return "care", "heart-handshake", say.gettext("Zorg")
    if track is TrackKind.SAFETY:
        return "safety", "shield-half", say.gettext("Veiligheid")
    return "shared", "users-group", say.gettext("Zorg en veiligheid")


def _notes(say: Words, step: ListedStep) -> tuple[tuple[str, str], ...]:
    said = (
        ("message-2", step.nature),
        ("building-community", step.source),
        ("check", step.outcome),
        ("flag", step.end_result),
        ("lock", None if step.content is ContentClass.POLICE else step.content),
    )
    return tuple(
        (icon, say.label(what)) for icon, what in said if what is not None and what not in PLAIN
    )


def _police(say: Words, step: ListedStep) -> str:
    return say.label(step.content) if step.content is ContentClass.POLICE else ""


def _correction(step: ListedStep) -> str:
    day = short_day(clock.local(step.created_at).date())
    return _("Verbeterd op %(day)s: %(reason)s", day=day, reason=step.reason)
