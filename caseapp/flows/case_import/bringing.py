"""Making residents, cases and steps of what a list proposes."""

from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from typing import Any
from uuid import UUID

from caseapp import accounts, cases, residents
from caseapp.cases.staffing import refuse_unfit
from caseapp.extensions import db
from caseapp.flows.case_import.contacts import Colleague
from caseapp.flows.case_import.proposals import CaseValues, ProposedCase, ProposedPerson
from caseapp.flows.case_import.queries import Preview, fingerprint_of
from caseapp.kernel import clock
from caseapp.kernel.actor import Actor
from caseapp.kernel.errors import RuleBroken
from caseapp.kernel.identifiers import new_reference
from caseapp.model.accounts import User
from caseapp.model.cases import (
    Case,
    CaseState,
    CaseSubject,
    Part,
    Phenomenon,
    SubjectKind,
    TrackKind,
)
from caseapp.model.imports import ImportedRow, ImportRun
from caseapp.model.journal import Source, Step, StepKind
from caseapp.model.organisations import Municipality, Team
from caseapp.residents import SearchRows

USUAL_TERM = timedelta(days=7)
"""The next date of a case for which the list gives none: nothing comes in without one."""
LISTED = 5_000
"""Lines of a report that are kept of each kind."""


@dataclass
class Bringer:
    """One list on its way in; nothing is written before all of it is made."""

    actor: Actor
    run: ImportRun
    seen: Preview
    care_team: Team
    safety_team: Team
    someone_else: frozenset[int]
    brought: list[tuple[UUID | None, UUID | None]] = field(default_factory=list)
    """The residents that came in or were found, with their case: about whom the log entry is."""

    def __post_init__(self) -> None:
        self._town = self.run.municipality_id
        self._prefix = db.session.get_one(Municipality, self._town).prefix
        self._rows = SearchRows(self._town)
        self._made: dict[int, UUID] = {}
        self._imported: list[ImportedRow] = []
        self._colleagues = _colleagues(self._town)
        self._lines: list[dict[str, Any]] = []
        self._new = self._known = self._before = 0

    def bring(self) -> dict[str, Any]:
        """Make everything and give the report: what came in, what did not and why, and who."""
        for proposed in self.seen.plan.cases:
            if self.seen.before.intersection(proposed.fingerprints):
                self._before += len(proposed.row_numbers)
            else:
                self._case(proposed)
        db.session.flush()
        db.session.add_all(self._imported)
        self._rows.write(db.session())
        plan = self.seen.plan
        return {
            "cases": len(self._lines),
            "new_people": self._new,
            "known_people": self._known,
            "rows_before": self._before,
            "lines": self._lines[:LISTED],
            "problems": [
                [one.row_number, one.column, one.message.text, dict(one.message.values), one.shown]
                for one in plan.problems[:LISTED]
            ],
            "people": [[one and one.hex, two and two.hex] for one, two in self.brought[:LISTED]],
        }

    def _case(self, proposed: ProposedCase) -> None:
        values, started = proposed.values, _started(proposed.values)
        state = CaseState(values.state) if values.state else CaseState.ACTIVE
        next_on = None
        if state is not CaseState.CLOSED:
            next_on = values.next_on or clock.today() + USUAL_TERM
        case = cases.new_case(
            municipality_id=self._town,
            reference=new_reference(self._prefix),
            opened_by_id=self.actor.user_id,
            opened_at=started,
            phenomenon=Phenomenon(values.phenomenon or "other"),
            subject_kind=SubjectKind(proposed.subject_kind),
            title=(values.title or proposed.household_name)[:200],
            address=proposed.address.written if proposed.address else "",
            state=state,
            closed_at=clock.now() if state is CaseState.CLOSED else None,
            phase=int(values.phase or 1),
            next_on=next_on,
        )
        for track, team in zip(case.tracks, (self.care_team, self.safety_team), strict=True):
            track.team_id, track.next_on = team.id, next_on
        people = [self._person(person, case) for person in proposed.subjects]
        for resident_id in dict.fromkeys(people):
            case.subjects.append(CaseSubject(municipality_id=self._town, resident_id=resident_id))
        db.session.add(case)
        self._staff(case, values)
        self._notes(case, values, started)
        self._remember(case, proposed)

    def _person(self, person: ProposedPerson, case: Case) -> UUID:
        resident_id = self._made.get(person.same_as_row or 0) or self._found(person)
        if resident_id is None:
            facts = _facts(person)
            resident = residents.new_resident(
                self._town, registered_by_id=self.actor.user_id, **facts
            )
            db.session.add(resident)
            resident_id = resident.id
            self._rows.add(resident_id, facts)
            self._new += 1
        else:
            self._known += 1
        self._made[person.row_number] = resident_id
        self.brought.append((resident_id, case.id))
        return resident_id

    def _found(self, person: ProposedPerson) -> UUID | None:
        known = self.seen.known.get(person.row_number)
        if known is None or person.row_number in self.someone_else:
            return None
        return known[0]

    def _staff(self, case: Case, values: CaseValues) -> None:
        for colleague, part, kind in (
            (values.care_owner, Part.OWNER, TrackKind.CARE),
            (values.safety_owner, Part.OWNER, TrackKind.SAFETY),
            (values.director, Part.DIRECTOR, None),
        ):
            user = self._colleague(colleague)
            if user is None:
                continue
            try:
                refuse_unfit(case, user, part, kind)
            except RuleBroken:
                continue
            cases.involve(case, user.id, part, kind)

    def _colleague(self, colleague: Colleague | None) -> User | None:
        if colleague is None:
            return None
        by_mail = self._colleagues.get((colleague.email or "").casefold())
        return by_mail or self._colleagues.get((colleague.name or "").casefold())

    def _notes(self, case: Case, values: CaseValues, started: datetime) -> None:
        happened = values.last_contact_on or clock.local(started).date()
        for text, track in (
            (values.care_notes, TrackKind.CARE),
            (values.safety_notes, TrackKind.SAFETY),
            (values.shared_notes, None),
        ):
            if text:
                db.session.add(
                    Step(
                        municipality_id=self._town,
                        case=case,
                        track=track,
                        author_id=self.actor.user_id,
                        kind=StepKind.OTHER,
                        source=Source.OTHER,
                        happened_on=min(happened, clock.today()),
                        body=text,
                    )
                )

    def _remember(self, case: Case, proposed: ProposedCase) -> None:
        for fingerprint in dict.fromkeys(proposed.fingerprints):
            self._imported.append(
                ImportedRow(
                    municipality_id=self._town,
                    run_id=self.run.id,
                    fingerprint=fingerprint_of(self._town, fingerprint),
                    case_id=case.id,
                )
            )
        if not proposed.subjects:
            self.brought.append((None, case.id))
        names = ", ".join(person.name.written for person in proposed.subjects)
        self._lines.append(
            {
                "rows": list(proposed.row_numbers),
                "reference": case.reference,
                "who": names or proposed.household_name or case.address,
            }
        )


def _facts(person: ProposedPerson) -> dict[str, Any]:
    name, address = person.name, person.address
    return {
        "surname": name.surname,
        "prefix": name.prefix,
        "first_names": name.first_names,
        "initials": name.initials,
        "birth_date": person.birth_date,
        "bsn": person.bsn or "",
        "street": address.street if address else "",
        "house_number": address.number_written if address else "",
        "postcode": address.postcode if address else "",
        "city": address.city if address else "",
        "phone": person.phone or "",
        "email": person.email or "",
    }


def _started(values: CaseValues) -> datetime:
    day: date | None = values.started_on
    if day is None:
        return clock.now()
    return datetime.combine(day, time(9), tzinfo=clock.AMSTERDAM)


def _colleagues(municipality_id: UUID) -> dict[str, User]:
    """Know colleagues by address, and by a name that only one of them bears."""
    active = [user for user in accounts.colleagues(municipality_id) if user.is_active]
    names = [user.name.casefold() for user in active]
    by_name = {
        user.name.casefold(): user for user in active if names.count(user.name.casefold()) == 1
    }
    return by_name | {user.email: user for user in active}
