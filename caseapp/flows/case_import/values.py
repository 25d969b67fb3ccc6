"""Reads one row of a list: every cell by the use that was chosen for its column."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterable
from dataclasses import replace
from datetime import date
from functools import partial
from typing import Final, TypeVar

from caseapp.flows.case_import import addresses, contacts, names, words
from caseapp.flows.case_import.columns import ColumnChoice
from caseapp.flows.case_import.dates import NOTHING, Purpose, parse_date
from caseapp.flows.case_import.headings import Field
from caseapp.flows.case_import.messages import Message, Parsed, masked, refuse, say
from caseapp.flows.case_import.name_parts import PersonName
from caseapp.flows.case_import.proposals import (
    CaseValues,
    ParsedRow,
    Problem,
    ProposedPerson,
    Remark,
)
from caseapp.flows.case_import.tables import Row, Sheet

T = TypeVar("T")

LONGEST_TITLE: Final = 200
LONGEST_WORD: Final = 120
LONGEST_NOTE: Final = 20_000
NOWHERE: Final = addresses.Address()
NO_PEOPLE: Final[tuple[PersonName, ...]] = ()


def parse_text(limit: int, text: str) -> Parsed[str]:
    """Take a text as it is, within a limit."""
    if text.lower() in NOTHING:
        return Parsed(None)
    return Parsed(text) if len(text) <= limit else refuse("text-too-long", limit=limit)


class Fingerprints:
    """Gives each row 64 hex digits for what it says, wherever it stands in the list.

    The order of the columns, capitals and line breaks make no difference; columns that are not
    used do not count. They are made of personal data: key them (HMAC) before they are stored.
    """

    def __init__(self, choice: ColumnChoice) -> None:
        used = ((field.value, place) for place, field in enumerate(choice.targets) if field)
        self._used = sorted(used)

    def of(self, row: Row) -> str:
        """Give the fingerprint of one row."""
        cells = row.cells
        said = [f"{name}={cells[place]}" for name, place in self._used if cells[place]]
        text = "\x1f".join(("row-1", *said)).casefold().replace("\n", " ")
        return hashlib.sha256(text.encode()).hexdigest()


class RowReader:
    """Reads the rows of one sheet with one choice of columns, on one day."""

    def __init__(self, sheet: Sheet, choice: ColumnChoice, today: date) -> None:
        self._columns = sheet.columns
        self._fingerprints = Fingerprints(choice)
        self._places = {field: i for i, field in enumerate(choice.targets) if field}
        dated = partial(parse_date, today=today, starts_in_1904=sheet.starts_in_1904)
        self._birth = partial(dated, purpose=Purpose.BIRTH)
        self._past = partial(dated, purpose=Purpose.PAST)
        self._next = partial(dated, purpose=Purpose.NEXT)
        self._remarks: list[Remark] = []
        self._row = Row(0, ())

    def read(self, row: Row) -> ParsedRow | Problem:
        """Read one row; a Problem when it names nobody and no place."""
        self._row = row
        self._remarks = []
        found = self._names()
        address = self._address()
        if not found and not (address and (address.key or address.street)):
            return self._problem()
        household = next((name for name in found if name.is_household), None)
        people = [name for name in found if not name.is_household]
        return ParsedRow(
            number=row.number,
            fingerprint=self._fingerprints.of(row),
            people=self._people(people, address),
            household_name=household.written if household else "",
            address=address,
            values=self._values(),
            remarks=tuple(self._remarks),
        )

    def _cell(self, field: Field) -> str:
        place = self._places.get(field)
        return "" if place is None else self._row.cells[place]

    def _take(self, field: Field, parse: Callable[[str], Parsed[T]]) -> T | None:
        """Read the cell of a field; what is remarked about it goes on the list."""
        place = self._places.get(field)
        if place is None or not (cell := self._row.cells[place]):
            return None
        return self._note(field, cell, parse(cell))

    def _note(self, field: Field, cell: str, parsed: Parsed[T]) -> T | None:
        """Put remarks and refusal on the list and give the value."""
        if parsed.remarks:
            self._remark(field, cell, parsed.remarks)
        if parsed.refused:
            self._remark(field, cell, (parsed.refused,), is_loss=True)
        return parsed.value

    def _remark(
        self, field: Field, cell: str, messages: Iterable[Message], *, is_loss: bool = False
    ) -> None:
        place = self._places.get(field)
        column = self._columns[place] if place is not None else ""
        for message in messages:
            self._remarks.append(Remark(self._row.number, column, message, masked(cell), is_loss))

    def _problem(self) -> Problem:
        """Say why this row is of no use: the first loss in it, or that it names nobody."""
        about = {self._columns[place] for place in self._places.values()}
        lost = next((r for r in self._remarks if r.is_loss and r.column in about), None)
        message = lost.message if lost else say("row-without-subject")
        column, shown = (lost.column, lost.shown) if lost else ("", "")
        return Problem(self._row.number, column, message.code, message, shown)

    def _names(self) -> tuple[PersonName, ...]:
        """Read the people of this row, from one cell or from four."""
        name = PersonName(
            surname=self._cell(Field.SURNAME),
            prefix=self._cell(Field.PREFIX),
            first_names=self._cell(Field.FIRST_NAMES),
            initials=self._cell(Field.INITIALS),
        )
        if name.surname.lower() in NOTHING:
            return self._whole_names(name)
        joined = self._note(Field.SURNAME, name.surname, names.joined_name(name))
        return (joined,) if joined else NO_PEOPLE

    def _whole_names(self, parts: PersonName) -> tuple[PersonName, ...]:
        """Read the cell with the whole name; parts without a surname are of no use."""
        whole = self._take(Field.FULL_NAME, names.parse_people) or NO_PEOPLE
        given = f"{parts.first_names}{parts.initials}{parts.prefix}"
        if not whole and given:
            self._remark(Field.SURNAME, given, (say("name-without-surname"),), is_loss=True)
        return whole

    def _address(self) -> addresses.Address | None:
        """Read the address of this row, from one cell, from five, or from a mix of both."""
        whole = self._take(Field.ADDRESS, addresses.parse_address) or NOWHERE
        number, addition = self._take(Field.HOUSE_NUMBER, addresses.parse_house_number) or (
            whole.house_number,
            whole.addition,
        )
        parts = addresses.Address(
            street=self._plain(Field.STREET) or whole.street,
            house_number=number,
            addition=self._plain(Field.ADDITION) or addition,
            postcode=self._take(Field.POSTCODE, addresses.parse_postcode) or whole.postcode,
            city=self._plain(Field.CITY) or whole.city,
        )
        if parts == whole:
            return parts if parts != NOWHERE else None
        field = Field.STREET if Field.STREET in self._places else Field.ADDRESS
        return self._note(field, parts.street, addresses.check_address(parts))

    def _plain(self, field: Field) -> str:
        """Give a cell as it is, or nothing when it says that there is nothing."""
        cell = self._cell(field)
        return "" if cell.lower() in NOTHING else cell

    def _people(
        self, found: list[PersonName], address: addresses.Address | None
    ) -> tuple[ProposedPerson, ...]:
        """Make the persons of this row; what identifies or reaches one belongs to the first."""
        if not found:
            return ()
        first = ProposedPerson(
            row_number=self._row.number,
            name=found[0],
            birth_date=self._take(Field.BIRTH_DATE, self._birth),
            bsn=self._take(Field.BSN, contacts.parse_bsn),
            address=address,
            phone=self._take(Field.PHONE, contacts.parse_phone),
            second_phone=self._take(Field.SECOND_PHONE, contacts.parse_phone),
            email=self._take(Field.EMAIL, contacts.parse_email),
        )
        others = (ProposedPerson(self._row.number, name, address=address) for name in found[1:])
        return (first, *others)

    def _values(self) -> CaseValues:
        """Read what the row says about the case itself."""
        word = partial(parse_text, LONGEST_WORD)
        note = partial(parse_text, LONGEST_NOTE)
        place = self._places.get(Field.STATE)
        heading = self._columns[place] if place is not None else ""
        values = CaseValues(
            reference=self._take(Field.REFERENCE, word),
            previous_reference=self._take(Field.PREVIOUS_REFERENCE, word),
            phenomenon=self._take(Field.PHENOMENON, words.parse_phenomenon),
            title=self._take(Field.TITLE, note),
            care_owner=self._take(Field.CARE_OWNER, contacts.parse_colleague),
            safety_owner=self._take(Field.SAFETY_OWNER, contacts.parse_colleague),
            director=self._take(Field.DIRECTOR, contacts.parse_colleague),
            team=self._take(Field.TEAM, word),
            phase=self._take(Field.PHASE, words.parse_phase),
            state=self._take(Field.STATE, lambda cell: words.parse_state(cell, heading)),
            started_on=self._take(Field.STARTED_ON, self._past),
            last_contact_on=self._take(Field.LAST_CONTACT_ON, self._past),
            next_on=self._take(Field.NEXT_ON, self._next),
            care_notes=self._take(Field.CARE_NOTES, note),
            safety_notes=self._take(Field.SAFETY_NOTES, note),
            shared_notes=self._take(Field.SHARED_NOTES, note),
        )
        return self._with_short_title(values)

    def _with_short_title(self, values: CaseValues) -> CaseValues:
        """Cut a title that is too long; the whole text goes to the notes both tracks can read."""
        title = values.title
        if title is None or (len(title) <= LONGEST_TITLE and "\n" not in title):
            return values
        self._remark(Field.TITLE, title, (say("title-shortened"),))
        notes = "\n".join(part for part in (title, values.shared_notes) if part)
        short = " ".join(title.split())
        if len(short) > LONGEST_TITLE:
            short = f"{short[: LONGEST_TITLE - 1].rstrip()}…"
        return replace(values, title=short, shared_notes=notes)
