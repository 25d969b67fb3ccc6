"""What the import proposes: cases with their people, each with what was remarked on the way."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field, fields
from datetime import date
from typing import Literal, NamedTuple

from caseapp.flows.case_import.addresses import Address
from caseapp.flows.case_import.contacts import Colleague
from caseapp.flows.case_import.messages import Message
from caseapp.flows.case_import.name_parts import PersonName
from caseapp.flows.case_import.tables import Skipped

SubjectKind = Literal["person", "household", "group", "address"]


class Remark(NamedTuple):
    """Something to know about a cell that came in; with `is_loss` the cell itself did not."""

    row_number: int
    column: str
    message: Message
    shown: str
    """The cell with its letters and digits masked."""
    is_loss: bool = False


class Problem(NamedTuple):
    """Why a row cannot come in at all."""

    row_number: int
    column: str
    code: str
    message: Message
    shown: str
    """The cell with its letters and digits masked."""


@dataclass(frozen=True, slots=True)
class ProposedPerson:
    """A person around whom a case turns, as far as the list tells."""

    row_number: int
    name: PersonName
    birth_date: date | None = None
    bsn: str | None = None
    address: Address | None = None
    phone: str | None = None
    second_phone: str | None = None
    email: str | None = None
    same_as_row: int | None = None
    """An earlier row, in another case, that names the same person."""

    def identities(self) -> Iterator[tuple[str, ...]]:
        """Give each key by which two rows name the same person: BSN; name and birth date."""
        if self.bsn:
            yield ("bsn", self.bsn)
        first = self.name.first_names or self.name.initials
        if self.birth_date and self.name.surname and first:
            surname = self.name.surname.casefold()
            yield ("name", surname, first[0].casefold(), self.birth_date.isoformat())

    def may_be(self, other: ProposedPerson) -> bool:
        """Tell whether nothing says that another with the same key is somebody else.

        Twins share a surname, a birth date and often an initial: two different first names are
        two people.
        """
        if self.bsn and other.bsn:
            return self.bsn == other.bsn
        if self.birth_date and other.birth_date and self.birth_date != other.birth_date:
            return False
        mine, theirs = self.name.first_names.split(), other.name.first_names.split()
        return not mine or not theirs or mine[0].casefold() == theirs[0].casefold()


@dataclass(frozen=True, slots=True)
class CaseValues:
    """What a row says about the case itself; None where it says nothing."""

    reference: str | None = None
    previous_reference: str | None = None
    phenomenon: str | None = None
    title: str | None = None
    care_owner: Colleague | None = None
    safety_owner: Colleague | None = None
    director: Colleague | None = None
    team: str | None = None
    phase: int | None = None
    state: str | None = None
    started_on: date | None = None
    last_contact_on: date | None = None
    next_on: date | None = None
    care_notes: str | None = None
    safety_notes: str | None = None
    shared_notes: str | None = None

    @property
    def says_nothing(self) -> bool:
        """Tell whether nothing at all is known, not even a note."""
        return all(getattr(self, name) is None for name in CASE_VALUES)


CASE_VALUES = tuple(each.name for each in fields(CaseValues))
NOTES = frozenset(("care_notes", "safety_notes", "shared_notes"))


@dataclass(frozen=True, slots=True)
class ParsedRow:
    """One row of the list, read cell by cell."""

    number: int
    fingerprint: str
    people: tuple[ProposedPerson, ...]
    household_name: str
    address: Address | None
    values: CaseValues
    remarks: tuple[Remark, ...] = ()


@dataclass(frozen=True, slots=True)
class ProposedCase:
    """One case to be: who it is about, where, what is known, and from which rows."""

    row_numbers: tuple[int, ...]
    fingerprints: tuple[str, ...]
    subject_kind: SubjectKind
    subjects: tuple[ProposedPerson, ...]
    household_name: str
    address: Address | None
    values: CaseValues
    remarks: tuple[Remark, ...] = ()


@dataclass(slots=True)
class ImportPlan:
    """Everything that would happen if this list came in now."""

    sheet_name: str
    rows_read: int = 0
    cases: list[ProposedCase] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)
    skipped: tuple[Skipped, ...] = ()
    remarks: tuple[Message, ...] = ()

    @property
    def rows_used(self) -> int:
        """Count the rows that became (part of) a case; with the problems it makes `rows_read`."""
        return sum(len(case.row_numbers) for case in self.cases)
