"""Which column of a list is what: a guess with its reason, to be confirmed and remembered."""

from __future__ import annotations

import hashlib
from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Final

from caseapp.flows.case_import.addresses import POSTCODE
from caseapp.flows.case_import.contacts import EMAIL, parse_bsn
from caseapp.flows.case_import.headings import LIKELY, SURE, Field, recognise, tidy_heading
from caseapp.flows.case_import.messages import Message, say
from caseapp.flows.case_import.tables import Sheet

SAMPLE: Final = 60
MOSTLY: Final = 0.6
BARE_NUMBER: Final = frozenset(("nr", "nummer", "no", "number"))
SAYS: Final[tuple[tuple[Field, Callable[[str], bool]], ...]] = (
    (Field.EMAIL, lambda cell: EMAIL.fullmatch(cell) is not None),
    (Field.POSTCODE, lambda cell: POSTCODE.fullmatch(cell) is not None),
    (Field.BSN, lambda cell: parse_bsn(cell).value is not None),
)
"""Contents that tell by themselves what a column is, whatever its heading."""


@dataclass(frozen=True, slots=True)
class Guess:
    """What one column probably is; `field` is None when it had better be left out."""

    index: int
    heading: str
    field: Field | None
    confidence: float
    reason: Message


@dataclass(frozen=True, slots=True)
class ColumnChoice:
    """What each column of a list is used for, in the order of the columns."""

    targets: tuple[Field | None, ...]

    @classmethod
    def of_guesses(cls, guesses: Sequence[Guess]) -> ColumnChoice:
        """Take over all guesses, to be confirmed by a person."""
        return cls(tuple(guess.field for guess in guesses))

    @classmethod
    def remembered(cls, columns: Sequence[str], saved: Mapping[str, str]) -> ColumnChoice:
        """Bring back what was saved for these headings; what is no longer known is left out."""
        known = {field.value: field for field in Field}
        return cls(tuple(known.get(saved.get(key, "")) for key in heading_keys(columns)))

    def to_remember(self, columns: Sequence[str]) -> dict[str, str]:
        """Give what to save: the key of each heading in use -> its field."""
        pairs = zip(heading_keys(columns), self.targets, strict=True)
        return {key: field.value for key, field in pairs if field}

    def column_of(self, field: Field) -> int | None:
        """Give the position of the column with this use."""
        return self.targets.index(field) if field in self.targets else None


def heading_keys(columns: Sequence[str]) -> tuple[str, ...]:
    """Give each column a key of its own: its bare heading, numbered when it returns."""
    seen: Counter[str] = Counter()
    keys: list[str] = []
    for index, column in enumerate(columns, start=1):
        key = tidy_heading(column) or f"column {index}"
        seen[key] += 1
        keys.append(key if seen[key] == 1 else f"{key} #{seen[key]}")
    return tuple(keys)


def header_signature(columns: Sequence[str]) -> str:
    """Give a fingerprint (64 hex digits) of the headings, whatever their order and spelling."""
    names = "\n".join(sorted(filter(None, map(tidy_heading, columns))))
    return hashlib.sha256(names.encode()).hexdigest()


def guess_columns(sheet: Sheet) -> tuple[Guess, ...]:
    """Say for each column what it probably is, how sure that is, and why; no use twice."""
    samples = [row.cells for row in sheet.rows[:SAMPLE]]
    guesses = [
        _guess(index, heading, [cells[index] for cells in samples if cells[index]])
        for index, heading in enumerate(sheet.columns)
    ]
    return _without_doubles(_by_neighbours(_by_neighbours(guesses)))


def _guess(index: int, heading: str, cells: Sequence[str]) -> Guess:
    """Guess one column by its heading, or else by what is in it."""
    found = recognise(heading)
    if found and not (found.confidence < LIKELY and _by_content(cells)):
        reason = found.reason
        confidence = found.confidence
        if found.field is Field.SHARED_NOTES and "gedeeld" not in heading.casefold():
            reason, confidence = say("heading-notes"), 0.4
        return Guess(index, heading, found.field, confidence, reason)
    field = _by_content(cells)
    if field:
        return Guess(index, heading, field, 0.75, say("content-looks-like"))
    return Guess(index, heading, None, 0.0, say("heading-unknown"))


def _by_content(cells: Sequence[str]) -> Field | None:
    """Say what a column is when most of its cells can be nothing else."""
    for field, says in SAYS:
        if cells and sum(map(says, cells)) > len(cells) * MOSTLY:
            return field
    return None


def _by_neighbours(guesses: list[Guess]) -> list[Guess]:
    """Settle headings that depend on the columns beside them: "Nr" after "Straat", "Naam"."""
    fields = {guess.field for guess in guesses}
    settled: list[Guess] = []
    for guess in guesses:
        before = settled[-1].field if settled else None
        field = _beside(guess, before, fields)
        reason = say("heading-beside")
        beside = replace(guess, field=field, confidence=0.85, reason=reason)
        settled.append(guess if field is guess.field else beside)
    return settled


def _beside(guess: Guess, before: Field | None, fields: set[Field | None]) -> Field | None:
    """Say what a column is, given the column before it and what else there is."""
    if before in {Field.STREET, Field.ADDRESS} and tidy_heading(guess.heading) in BARE_NUMBER:
        return Field.HOUSE_NUMBER
    parts = {Field.FIRST_NAMES, Field.INITIALS, Field.PREFIX}
    if guess.field in {Field.SURNAME, Field.FULL_NAME}:
        return _name(guess, has_parts=bool(parts & fields), fields=fields)
    if guess.field is Field.ADDRESS and Field.STREET not in fields:
        beside = {Field.HOUSE_NUMBER, Field.ADDITION} & fields
        return Field.STREET if beside else Field.ADDRESS
    return guess.field


def _name(guess: Guess, *, has_parts: bool, fields: set[Field | None]) -> Field | None:
    """Say whether a column holds whole names or surnames: beside first names, surnames.

    "Naam (achternaam, voorl.)" only explains how the whole name is written.
    """
    if guess.field is Field.FULL_NAME and has_parts and Field.SURNAME not in fields:
        return Field.SURNAME
    if guess.field is Field.SURNAME and guess.confidence < SURE and not has_parts:
        return Field.FULL_NAME
    return guess.field


def _without_doubles(guesses: list[Guess]) -> tuple[Guess, ...]:
    """Keep for each use the column that fits best, the first of equals."""
    best: dict[Field, Guess] = {}
    for guess in guesses:
        if guess.field and (
            guess.field not in best or guess.confidence > best[guess.field].confidence
        ):
            best[guess.field] = guess
    return tuple(
        guess
        if guess.field is None or best[guess.field] is guess
        else replace(guess, field=None, confidence=0.0, reason=say("heading-taken"))
        for guess in guesses
    )


NEEDED: Final = frozenset((Field.FULL_NAME, Field.SURNAME, Field.ADDRESS, Field.STREET))
NAME_PARTS: Final = frozenset((Field.PREFIX, Field.FIRST_NAMES, Field.INITIALS))


def check_choice(columns: Sequence[str], choice: ColumnChoice) -> tuple[Message, ...]:
    """Say what is wrong with a choice of columns; nothing when the list can be read with it."""
    if len(choice.targets) != len(columns):
        return (say("mapping-wrong-size"),)
    chosen = {field for field in choice.targets if field}
    wrong = [*_doubles(choice)]
    if not chosen & NEEDED and not {Field.POSTCODE, Field.HOUSE_NUMBER} <= chosen:
        wrong.append(say("mapping-needs-name"))
    if chosen & NAME_PARTS and Field.SURNAME not in chosen:
        wrong.append(say("mapping-part-without-surname"))
    if Field.HOUSE_NUMBER in chosen and not chosen & {Field.STREET, Field.POSTCODE}:
        wrong.append(say("mapping-number-without-street"))
    return tuple(wrong)


def _doubles(choice: ColumnChoice) -> list[Message]:
    """Name every use that was chosen for a second column."""
    wrong: list[Message] = []
    first: dict[Field, int] = {}
    for number, field in enumerate(choice.targets, start=1):
        if field in first:
            wrong.append(say("mapping-twice", field=field.value, first=first[field], second=number))
        elif field:
            first[field] = number
    return wrong
