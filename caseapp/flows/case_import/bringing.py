"""Making residents, cases and steps of what a list proposes."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import date, datetime, time, timedelta
from typing import Any
from uuid import UUID

from caseapp.extensions import db
from caseapp.flows.case_import.colleagues import Colleagues
from caseapp.flows.case_import.meeting import keyed
from caseapp.flows.case_import.proposals import CaseValues, ProposedCase, ProposedPerson
from caseapp.flows.case_import.queries import Preview, fingerprint_of
from caseapp.flows.case_import.reporting import Report
from caseapp.flows.case_import.rows import Rows
from caseapp.kernel import clock
from caseapp.kernel.actor import Actor
from caseapp.kernel.identifiers import new_reference
from caseapp.model.bulk import FreshKey
from caseapp.model.case_words import CaseState, Phenomenon, SubjectKind, TrackKind
from caseapp.model.imports import ImportRun
from caseapp.model.organisations import Municipality, Team
from caseapp.residents import SearchRows

USUAL_TERM = 5
"""Working days to the next date of a case without one: nothing comes in that nobody looks at."""

AT_ONCE = 500
"""Cases that are written together, so that a long list does not fill the memory."""

SATURDAY = 5
CLOSED = "Afgesloten in de eigen lijst."


@dataclass
class Bringer:
    """One list on its way in, in the caller's transaction."""

    actor: Actor
    run: ImportRun
    seen: Preview
    care_team: Team
    safety_team: Team
    taken: Mapping[str, UUID]
    """Who was taken for somebody registered: by the key of a person, the resident."""
    brought: list[tuple[UUID | None, UUID | None]] = field(default_factory=list)
    """The residents that came in or were found, with their case: about whom the log entry is."""

    def __post_init__(self) -> None:
        self._town = self.run.municipality_id
        self._now, self._today = clock.now(), clock.today()
        self._prefix = db.session.get_one(Municipality, self._town).prefix
        self._rows = Rows(self._town, self._now)
        self._found_by = SearchRows(self._town)
        self._made: dict[str, UUID] = {}
        self._colleagues = Colleagues.of(self._town)
        self._teams = {
            TrackKind.CARE: self.care_team.id,
            TrackKind.SAFETY: self.safety_team.id,
        }
        self._report = Report.of(self.seen)

    def bring(self) -> Report:
        """Make everything and give the report: what came in, what did not and why, and who."""
        db.session.flush()
        for start in range(0, len(self.seen.new_cases), AT_ONCE):
            for proposed in self.seen.new_cases[start : start + AT_ONCE]:
                self._case(proposed)
            self._rows.write(db.session())
        self._found_by.write(db.session())
        return self._report

    def _case(self, proposed: ProposedCase) -> None:
        values = proposed.values
        state = CaseState(values.state) if values.state else CaseState.ACTIVE
        closed = state is CaseState.CLOSED
        next_on = None if closed else values.next_on or working_day_after(self._today, USUAL_TERM)
        started = self._started(values)
        reference = new_reference(self._prefix)
        case_id, key = self._rows.case(
            reference=reference,
            opened_by_id=self.actor.user_id,
            opened_at=started,
            phenomenon=Phenomenon(values.phenomenon or "other"),
            subject_kind=SubjectKind(proposed.subject_kind),
            state=state,
            closed_at=self._now if closed else None,
            phase=int(values.phase or 1),
            next_on=next_on,
            texts={
                "title": (values.title or proposed.household_name)[:200],
                "summary": _own_numbers(values),
                "address": proposed.address.written if proposed.address else "",
            },
        )
        for kind, team_id in self._teams.items():
            because = CLOSED if closed else ""
            self._rows.track(
                case_id, key, kind, team_id=team_id, next_on=next_on, done_because=because
            )
        people = [self._person(one, person, case_id) for one, person in keyed(proposed)]
        self._rows.subjects(case_id, people)
        for user, part, track in self._colleagues.places(values):
            self._rows.involvement(case_id, user.id, part, track)
        self._notes(case_id, key, values, started)
        self._remember(case_id, reference, proposed, people)

    def _started(self, values: CaseValues) -> datetime:
        if values.started_on is None:
            return self._now
        return datetime.combine(values.started_on, time(9), tzinfo=clock.AMSTERDAM)

    def _person(self, key: str, person: ProposedPerson, case_id: UUID) -> UUID:
        first = self.seen.meeting.first_mention[key]
        if first not in self._made:
            known = self.taken.get(first)
            self._made[first] = known or self._registered(first, person)
            self._report.count(is_known=known is not None)
        self.brought.append((self._made[first], case_id))
        return self._made[first]

    def _registered(self, key: str, person: ProposedPerson) -> UUID:
        whole = self.seen.meeting.people[key]
        double = self.seen.meeting.known.get(key)
        if double is not None and double.has_their_bsn:
            self._report.lost_bsn(person)
            whole = replace(whole, bsn=None)
        facts = facts_of(whole)
        resident_id = self._rows.resident(self.actor.user_id, facts)
        self._found_by.add(resident_id, facts)
        return resident_id

    def _notes(self, case_id: UUID, key: FreshKey, values: CaseValues, started: datetime) -> None:
        happened = values.last_contact_on or clock.local(started).date()
        for body, track in (
            (values.care_notes, TrackKind.CARE),
            (values.safety_notes, TrackKind.SAFETY),
            (values.shared_notes, None),
        ):
            if body:
                self._rows.note(
                    case_id,
                    key,
                    track,
                    author_id=self.actor.user_id,
                    happened_on=min(happened, self._today),
                    body=body,
                )

    def _remember(
        self, case_id: UUID, reference: str, proposed: ProposedCase, people: list[UUID]
    ) -> None:
        for fingerprint in dict.fromkeys(proposed.fingerprints):
            hashed = fingerprint_of(self._town, fingerprint)
            self._rows.imported(self.run.id, case_id, hashed)
        if not people:
            self.brought.append((None, case_id))
        self._report.came_in(proposed, case_id, reference, people)


def facts_of(person: ProposedPerson) -> dict[str, Any]:
    """Give what a list knows of a person, under its names on `Resident`."""
    name, address = person.name, person.address
    return {
        "surname": name.surname,
        "prefix": name.prefix[:40],
        "first_names": name.first_names or name.call_name,
        "initials": name.initials[:40],
        "birth_date": person.birth_date,
        "bsn": person.bsn or "",
        "street": address.street if address else "",
        "house_number": address.number_written if address else "",
        "postcode": address.postcode if address else "",
        "city": address.city if address else "",
        "phone": " / ".join(one for one in (person.phone, person.second_phone) if one),
        "email": person.email or "",
    }


def working_day_after(day: date, count: int) -> date:
    """Give the day that is so many working days later; weekends do not count."""
    while count:
        day += timedelta(days=1)
        count -= day.weekday() < SATURDAY
    return day


def _own_numbers(values: CaseValues) -> str:
    """Keep the numbers people know a case by; both tracks may read them."""
    numbers = (
        ("Nummer in de eigen lijst", values.reference),
        ("Vorig nummer", values.previous_reference),
    )
    return "\n".join(f"{label}: {number}" for label, number in numbers if number)
