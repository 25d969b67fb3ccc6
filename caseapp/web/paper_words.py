"""What every paper of a case says, as the template of the paper takes it: texts and nothing else.

A paper is Dutch, whoever makes it. The preview shows the same texts, so that what was read is what
is printed.
"""

import hashlib
import json
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from typing import Any

from flask import g
from flask_babel import force_locale

from caseapp import measures
from caseapp.cases import safety_line
from caseapp.escalation import duties
from caseapp.journal.sharing.excerpts import is_taken_from
from caseapp.kernel import clock
from caseapp.kernel.actor import Actor
from caseapp.kernel.errors import RuleBroken
from caseapp.meetings import items
from caseapp.model.case_words import Part
from caseapp.model.cases import Case, Involvement
from caseapp.model.escalation import Duty, PhaseChange
from caseapp.papers.addressing import Address
from caseapp.web import strip_page, wording
from caseapp.web.wording import day, label

Words = dict[str, Any]
BALANCE_LINES = 4


@contextmanager
def in_dutch() -> Iterator[None]:
    """Say labels and days in Dutch, whatever language the reader chose."""
    reader = wording.language()
    g.language = "nl"
    try:
        with force_locale("nl"):
            yield
    finally:
        g.language = reader


def fingerprint(words: Any) -> str:
    """Give by what a paper or a letter is known to be the one that was previewed."""
    return hashlib.sha256(json.dumps(words, sort_keys=True).encode()).hexdigest()


def paper(
    case: Case,
    address: Address,
    *,
    number: int,
    title: str,
    parts: Iterable[Words],
    one_page: bool = False,
) -> Words:
    """Give a whole paper: what it is, the mark that stands on every page, and its parts."""
    addressee = ", ".join(filter(None, (address.recipient, address.function, address.organisation)))
    today = day(clock.today())
    return {
        "title": title,
        "number": number,
        "one_page": one_page,
        "size": 10.5,
        "mark": f"Exemplaar {number}, voor {addressee}",
        "made": f"{today} · casus {case.reference}",
        "intro": [
            f"Gemeente {g.signed_in.office.name}. Gemaakt op {today} door {maker()}.",
            "Vertrouwelijk: alleen voor wie onderaan staat. Geef het niet door.",
        ],
        "parts": [one for one in [*parts, _what_for(address)] if one["texts"] or one["rows"]],
    }


def part(
    title: str,
    *texts: str,
    columns: Sequence[str] = (),
    rows: Iterable[Sequence[str]] = (),
) -> Words:
    """Give one part under its heading; a text of several lines is several paragraphs."""
    return {
        "title": title,
        "texts": [line for text in texts for line in lines(text)],
        "columns": [str(one) for one in columns],
        "rows": [[str(cell) for cell in row] for row in rows],
    }


def lines(text: str) -> list[str]:
    """Give the lines of a text that hold something."""
    return [line.strip() for line in str(text).splitlines() if line.strip()]


def maker() -> str:
    """Give who makes the paper, with what they are hired for."""
    return ", ".join(filter(None, (g.signed_in.actor.name, g.signed_in.function)))


def _what_for(address: Address) -> Words:
    return part(
        "Waarvoor dit stuk is",
        f"Doel: {address.purpose}",
        f"Grondslag: {label(address.ground)}. Het gaat {label(address.reach)}.",
    )


def phase(case: Case) -> Words:
    """Give which phase the case is in, and since when."""
    days = (clock.today() - case.phase_since).days
    lasted = "1 dag" if days == 1 else f"{days} dagen"
    return part("Fase", f"{label(case.phase)}, sinds {day(case.phase_since)} ({lasted}).")


def balance(case: Case) -> Words:
    """Give what was offered of care beside what was imposed for safety: days and answers only."""
    sides = measures.balance_of(case)
    care = [
        f"{day(one.on_day)}, "
        + (f"{label(one.answer)} op {day(one.answered_on)}" if one.answer else "nog geen antwoord")
        for one in sides.offers
    ]
    safety = [
        f"besloten op {day(one.decided_on)}"
        + (f", tot en met {day(one.until_on)}" if one.until_on else "")
        if one.decided_on
        else "in voorbereiding"
        for one in sides.measures
    ]
    weigh = ["Let op: er loopt een maatregel, en er is geen zorg aangeboden."]
    return part(
        "Balans tussen zorg en veiligheid",
        *_few("Zorg aangeboden", care, "Er is geen zorg aangeboden."),
        *_few("Maatregel", safety, "Er loopt geen maatregel."),
        *(weigh if sides.lacks_care else []),
    )


def _few(name: str, told: Sequence[str], none: str) -> list[str]:
    if not told:
        return [none]
    shown = [f"{name}: {one}." for one in told[:BALANCE_LINES]]
    more = len(told) - BALANCE_LINES
    return [*shown, *([f"{name}: en nog {more} keer daarvoor."] if more > 0 else [])]


def agreed(actor: Actor, case: Case) -> Words:
    """Give what both sides agreed to do when it becomes unsafe, and when they meet."""
    line = safety_line.line_of(case)
    joint = strip_page.joint_day(items.of_case(actor, case))
    return part(
        "Afgesproken veiligheidslijn",
        line.body if line is not None else "Daarover is nog niets afgesproken.",
        " ".join(strip_page.told(line)) if line is not None else "",
        f"Beide sporen overleggen op {day(joint)}." if joint else "Er is geen overlegdag.",
    )


def responsible(case: Case, history: Sequence[PhaseChange]) -> Words:
    """Give who directs the case, who owns each track, and who has the four responsibilities."""
    rows = [
        (_part_of(one), one.user.name, one.user.function or "")
        for one in sorted(case.involvements, key=lambda one: (one.part, one.track or ""))
        if one.is_active and one.part in (Part.DIRECTOR, Part.OWNER)
    ]
    said = duties.read_posts(next((one.duties for one in history if one.duties), ""))
    posts = [
        (label(duty), said[duty].person, said[duty].organisation) for duty in Duty if duty in said
    ]
    return part(
        "Wie waarvoor verantwoordelijk is",
        columns=("Wat", "Wie", "Functie of organisatie"),
        rows=[*rows, *posts],
    )


def _part_of(one: Involvement) -> str:
    return f"Eigenaar {label(one.track)}" if one.track is not None else "Casusregisseur"


def last_reason(history: Sequence[PhaseChange]) -> str:
    """Give why the case is in its phase, in the words of the last decision that says so."""
    return next((one.reason for one in history if one.reason), "")


def last_tried(history: Sequence[PhaseChange]) -> str:
    """Give what was tried, in the words of the last decision about the phase that says so."""
    return next((one.tried for one in history if one.tried), "")


def begin_of(text: str, length: int) -> str:
    """Give as much of a text as fits, in whole words."""
    if len(text) <= length:
        return text
    return text[: length + 1].rpartition(" ")[0] or text[:length]


def other_words(history: Sequence[PhaseChange], *, why: str, tried: str) -> list[RuleBroken]:
    """Give what is not in the words of the decisions about the phase, which both tracks read."""
    known = {
        "why": (why, "\n".join(one.reason for one in history)),
        "tried": (tried, "\n".join(one.tried for one in history)),
    }
    return [
        RuleBroken("paper-other-words", field)
        for field, (said, source) in known.items()
        if not is_taken_from(said, source)
    ]
