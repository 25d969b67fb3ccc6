"""Which rows of a list belong together: one case, one or more people."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from typing import Final

from caseapp.flows.case_import.messages import Message, say
from caseapp.flows.case_import.proposals import (
    CASE_VALUES,
    NOTES,
    CaseValues,
    ParsedRow,
    Problem,
    ProposedCase,
    ProposedPerson,
    Remark,
    SubjectKind,
)

TELLS_APART: Final = ("phenomenon", "title", "phase", "care_owner", "safety_owner", "director")
"""Values of which two different ones at one address mean two cases."""


@dataclass(slots=True)
class _Group:
    """The rows of one case, the first of which says what kind it is."""

    rows: list[ParsedRow]
    remarks: list[Remark] = field(default_factory=list)

    @property
    def first(self) -> ParsedRow:
        return self.rows[0]


class Grouper:
    """Takes rows one by one, in the order of the list, and gives the cases at the end."""

    def __init__(self) -> None:
        self._groups: list[_Group] = []
        self._by_reference: dict[str, _Group] = {}
        self._by_address: dict[str, _Group] = {}
        self._seen: dict[str, int] = {}
        self._last: tuple[int, _Group] | None = None

    def add(self, row: ParsedRow) -> Problem | None:
        """Put a row with the rows it belongs to; a Problem when it repeats another row."""
        above = self._continued(row)
        if above:
            row = replace(row, fingerprint=_beneath(above.first.fingerprint, row.fingerprint))
        if row.fingerprint in self._seen:
            message = say("row-repeated", row=self._seen[row.fingerprint])
            return Problem(row.number, "", message.code, message, "")
        self._seen[row.fingerprint] = row.number
        self._last = row.number, self._join(row, above)
        return None

    def _continued(self, row: ParsedRow) -> _Group | None:
        """Find the case of the row above, if this row only adds a person to it."""
        if self._last is None or self._last[0] != row.number - 1:
            return None
        group = self._last[1]
        adds_person = bool(row.people) and row.address is None and row.values.says_nothing
        return group if adds_person and group.first.values.reference else None

    def _join(self, row: ParsedRow, above: _Group | None) -> _Group:
        """Join the row to its case, or begin a new one."""
        reference = (row.values.reference or "").casefold()
        place = row.address.key if row.address else ""
        if above:
            return _joined(above, row, "why-continuation")
        if reference in self._by_reference:
            return _joined(self._by_reference[reference], row, "why-same-reference")
        neighbour = self._by_address.get(place)
        if neighbour and not reference and _may_share(neighbour.first, row):
            return _joined(neighbour, row, "why-same-address")
        group = _Group([row])
        if neighbour:
            group.remarks.append(_about(row, say("address-elsewhere", row=neighbour.first.number)))
        self._groups.append(group)
        if reference:
            self._by_reference[reference] = group
        if place:
            self._by_address.setdefault(place, group)
        return group

    def cases(self) -> Iterable[ProposedCase]:
        """Give the cases in the order of their first rows, and tell who returns in which."""
        known: dict[tuple[str, ...], ProposedPerson] = {}
        for group in self._groups:
            case = _case(group)
            yield _with_doubles_told(case, known)
            for person in case.subjects:
                for identity in person.identities():
                    known.setdefault(identity, person)


def _beneath(above: str, own: str) -> str:
    """Give a row that only names a person a fingerprint that says under which case it stands."""
    return hashlib.sha256(f"{above}{own}".encode()).hexdigest()


def _about(row: ParsedRow, message: Message) -> Remark:
    """Make a remark on a row as a whole."""
    return Remark(row.number, "", message, "")


def _may_share(first: ParsedRow, row: ParsedRow) -> bool:
    """Tell whether two rows at one address can be one case: nothing in them contradicts that."""
    if first.values.reference:
        return False
    pairs = ((getattr(first.values, name), getattr(row.values, name)) for name in TELLS_APART)
    return all(one is None or other is None or one == other for one, other in pairs)


def _joined(group: _Group, row: ParsedRow, why: str) -> _Group:
    """Add a row to a case and say so; strangers at another address are pointed out."""
    first = group.first
    message = say("row-joined", row=first.number, why=str(say(why)))
    group.remarks.append(_about(row, message))
    if why == "why-same-reference" and _unlike(first, row):
        group.remarks.append(_about(row, say("group-unlike", row=first.number)))
    group.rows.append(row)
    return group


def _unlike(first: ParsedRow, row: ParsedRow) -> bool:
    """Tell whether two rows share neither a surname nor an address."""
    surnames = {person.name.surname.casefold() for person in first.people}
    others = {person.name.surname.casefold() for person in row.people}
    if not surnames or not others or surnames & others:
        return False
    one, other = (each.address.key if each.address else "" for each in (first, row))
    return bool(one and other) and one != other


def _case(group: _Group) -> ProposedCase:
    """Make one case of its rows: the first value counts, notes are put under each other."""
    rows = group.rows
    remarks = [*group.remarks]
    values, differing = _values(rows)
    remarks += differing
    subjects = _subjects(rows)
    household = next((row.household_name for row in rows if row.household_name), "")
    return ProposedCase(
        row_numbers=tuple(row.number for row in rows),
        fingerprints=tuple(row.fingerprint for row in rows),
        subject_kind=_kind(subjects, household),
        subjects=subjects,
        household_name=household,
        address=next((row.address for row in rows if row.address), None),
        values=values,
        remarks=(*(remark for row in rows for remark in row.remarks), *remarks),
    )


def _values(rows: list[ParsedRow]) -> tuple[CaseValues, list[Remark]]:
    """Bring the values of several rows together; say where they differ."""
    first = rows[0].values
    remarks: list[Remark] = []
    for row in rows[1:]:
        changes: dict[str, object] = {}
        for name in CASE_VALUES:
            old, new = getattr(first, name), getattr(row.values, name)
            if new is None or new == old:
                continue
            if old is None:
                changes[name] = new
            elif name in NOTES:
                changes[name] = old if new in old.split("\n") else f"{old}\n{new}"
            else:
                remarks.append(_about(row, say("value-differs", row=row.number)))
        first = replace(first, **changes)  # type: ignore[arg-type]
    return first, remarks


def _subjects(rows: list[ParsedRow]) -> tuple[ProposedPerson, ...]:
    """Give the people of the rows, each once."""
    subjects: list[ProposedPerson] = []
    places: dict[tuple[str, ...], int] = {}
    for person in (person for row in rows for person in row.people):
        keys = [*person.identities(), ("written", person.name.written.casefold())]
        place = next((places[key] for key in keys if key in places), None)
        if place is not None and subjects[place].may_be(person):
            subjects[place] = completed(subjects[place], person)
        else:
            place = len(subjects)
            subjects.append(person)
        for key in keys:
            places.setdefault(key, place)
    return tuple(subjects)


def completed(person: ProposedPerson, again: ProposedPerson) -> ProposedPerson:
    """Fill what one row left open from another row about the same person."""
    return replace(
        person,
        birth_date=person.birth_date or again.birth_date,
        bsn=person.bsn or again.bsn,
        address=person.address or again.address,
        phone=person.phone or again.phone,
        second_phone=person.second_phone or again.second_phone,
        email=person.email or again.email,
    )


def _kind(subjects: tuple[ProposedPerson, ...], household_name: str) -> SubjectKind:
    """Say what the case turns around."""
    places = {person.address.key for person in subjects if person.address and person.address.key}
    if len(places) > 1:
        return "group"
    if household_name or len(subjects) > 1:
        return "household"
    return "person" if subjects else "address"


def _with_doubles_told(
    case: ProposedCase, known: Mapping[tuple[str, ...], ProposedPerson]
) -> ProposedCase:
    """Point out the people of this case who are also in an earlier one."""
    subjects: list[ProposedPerson] = []
    remarks = list(case.remarks)
    for person in case.subjects:
        met = (known[key] for key in person.identities() if key in known)
        earlier = next((one.row_number for one in met if one.may_be(person)), None)
        subjects.append(person if earlier is None else replace(person, same_as_row=earlier))
        if earlier is not None:
            message = say("person-elsewhere", row=earlier)
            remarks.append(Remark(person.row_number, "", message, ""))
    if len(remarks) == len(case.remarks):
        return case
    return replace(case, subjects=tuple(subjects), remarks=tuple(remarks))
