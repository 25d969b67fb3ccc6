"""What stands in the rows of a whole world, as the plain facts the oracle judges by.

Read column by column, without a rule of the application: where a rule misreads a row, this does not
misread it with it.
"""

from typing import Any
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from caseapp.kernel import clock
from caseapp.model.accounts import User
from caseapp.model.acquaintances import Acquaintance, Departure
from caseapp.model.approvals import Approval
from caseapp.model.cases import Case, Track
from caseapp.model.closures import Watch
from caseapp.model.descents import Descent
from caseapp.model.emergencies import EmergencyAccess
from caseapp.model.escalation import Acknowledgement, Flag
from caseapp.model.handovers import Handover
from caseapp.model.journal import Step
from caseapp.model.leaves import Leave
from caseapp.model.measurements import Measurement
from caseapp.model.measures import CareOffer, Measure
from caseapp.model.meetings import AgendaItem, Meeting
from caseapp.model.organisations import Municipality
from caseapp.model.plans import PlanAction, PlanGoal
from caseapp.model.residents import HouseholdMember, Resident
from caseapp.model.reviews import Review
from caseapp.model.shares import Share
from caseapp.model.signals import Signal
from caseapp.model.watchdog import Finding
from tests.support.oracle import (
    CASEWORK,
    Alarm,
    Asking,
    Away,
    Crack,
    Descending,
    Dossier,
    Dweller,
    Entry,
    Filed,
    Guarded,
    Hurry,
    Lane,
    Leaving,
    Looks,
    Offered,
    Oracle,
    Own,
    Part,
    Person,
    Planned,
    Reported,
    Shared,
    Sitting,
    Tabled,
    Town,
)

DECIDERS = {
    "shield-case": ("team-lead", "privacy-officer"),
    "unshield-case": ("team-lead", "privacy-officer"),
    "lift-acquaintance": ("team-lead", "privacy-officer"),
    "open-emergency": ("team-lead", "process-director"),
    "release-answer": ("privacy-officer", "data-protection-officer"),
    "destroy-log": ("data-protection-officer", "ciso"),
    "adopt-ladder": ("process-director", "functional-administrator"),
    "destroy-police-data": ("data-protection-officer",),
}
"""Who is the second person, from docs/permissions.md."""
ABOUT_TEAMS = ("signal-nobodys", "team-without-lead", "queue-without-staff")
ABOUT_ACCESS = (
    "emergency-unjudged",
    "breach-unreported",
    "approval-undecided",
    "request-unanswered",
)


def _roles(row: User) -> frozenset[str]:
    return frozenset(str(one.role) for one in row.grants if one.ended_at is None)


class Facts:
    """The facts of every row, by its id, and of everybody who works here."""

    def __init__(self, session: Session) -> None:
        self.session = session
        running = {row.case_id: row.watcher_id for row in self._rows(Watch) if row.ended_at is None}
        led = self._led_teams()
        self.cases = {row.id: _dossier(row, running.get(row.id), led) for row in self._rows(Case)}
        self.people = {row.id: self._person(row) for row in self._rows(User)}
        self.homes: dict[UUID, set[UUID]] = {}
        for row in self._rows(HouseholdMember):
            if row.ended_on is None:
                self.homes.setdefault(row.household_id, set()).add(row.resident_id)
        self.told = {kind: {row.id: tell(row) for row in self._rows(kind)} for kind, tell in {
            Municipality: lambda row: Town(row.id),
            User: lambda row: self.people[row.id],
            Case: lambda row: self.cases[row.id],
            Track: self._lane,
            Step: self._entry,
            Flag: self._alarm,
            Share: self._shared,
            Acknowledgement: lambda row: Own(row.id, row.municipality_id, row.user_id),
            Acquaintance: lambda row: Own(row.id, row.municipality_id, row.user_id),
            Resident: self._dweller,
            Approval: _asking,
            EmergencyAccess: self._hurry,
            Departure: self._leaving,
            Review: _looks,
            Finding: self._crack,
            Handover: self._offered,
            Descent: self._descending,
            Measure: self._measure,
            CareOffer: self._care,
            Meeting: self._sitting,
            AgendaItem: self._tabled,
            PlanGoal: self._planned,
            PlanAction: self._planned,
            Measurement: self._planned,
            Leave: self._away,
            Watch: self._guarded,
            Signal: self._reported,
        }.items()}  # fmt: skip

    @property
    def oracle(self) -> Oracle:
        return Oracle(list(self.cases.values()), signals=list(self.told[Signal].values()))

    def _rows(self, kind: Any) -> Any:
        return self.session.scalars(select(kind)).all()

    def _person(self, row: User) -> Person:
        said = select(Acquaintance).where(Acquaintance.user_id == row.id)
        known = {one.resident_id for one in self.session.scalars(said) if one.lifted_at is None}
        opened = select(EmergencyAccess).where(EmergencyAccess.user_id == row.id)
        running = [
            one
            for one in self.session.scalars(opened)
            if one.ended_at is None and one.until > clock.now()
        ]
        return Person(
            row.id,
            row.municipality_id,
            _roles(row),
            frozenset(one.team_id for one in row.memberships),
            self._led(row),
            frozenset(known),
            frozenset(one.case_id for one in running),
            frozenset(one.case_id for one in running if one.tracks_opened_at is not None),
            frozenset(one.user_id for one in self._leaves_of_others(row)),
        )

    def _led_teams(self) -> frozenset[UUID]:
        """Give the teams that a team lead who can sign in leads."""
        return frozenset(
            one.team_id
            for row in self._rows(User)
            if row.deactivated_at is None and "team-lead" in _roles(row)
            for one in row.memberships
            if one.is_lead
        )

    def _led(self, row: User) -> frozenset[UUID]:
        """Give the teams somebody leads, or a team lead leads for whom they as one stand in."""
        people = [row]
        if "team-lead" in _roles(row):
            away = [one.user for one in self._leaves_of_others(row)]
            people += [one for one in away if "team-lead" in _roles(one)]
        return frozenset(m.team_id for one in people for m in one.memberships if m.is_lead)

    def _leaves_of_others(self, row: User) -> list[Leave]:
        """Give the leaves of today in which this person said to stand in."""
        today = clock.today()
        return [
            one
            for one in self.session.scalars(select(Leave).where(Leave.substitute_id == row.id))
            if one.accepted_at is not None and one.ended_at is None
            if one.first_on <= today <= one.last_on
        ]

    def _lane(self, row: Track) -> Lane:
        return self.cases[row.case_id].lane(row.kind.value)

    def _entry(self, row: Step) -> Entry:
        track = row.track.value if row.track is not None else None
        case = self.cases[row.case_id]
        stage = row.stage(clock.today()).value
        return Entry(row.id, row.municipality_id, case, track, row.author_id, stage)

    def _alarm(self, row: Flag) -> Alarm:
        answered = row.answered_at is not None
        reached = frozenset(
            (one.user_id, one.rung.value) for one in row.acknowledgements if one.rung is not None
        )
        return Alarm(row.id, row.municipality_id, self.cases[row.case_id], answered, reached)

    def _shared(self, row: Share) -> Shared:
        case, runs = self.cases[row.case_id], row.runs(clock.today())
        return Shared(row.id, row.municipality_id, case, row.from_track.value, runs)

    def _dweller(self, row: Resident) -> Dweller:
        homes = [home for home in self.homes.values() if row.id in home]
        others = frozenset().union(*homes) - {row.id}
        return Dweller(row.id, row.municipality_id, row.registered_by_id, others)

    def _hurry(self, row: EmergencyAccess) -> Hurry:
        return Hurry(row.id, row.municipality_id, row.user_id, self.cases[row.case_id])

    def _leaving(self, row: Departure) -> Leaving:
        return Leaving(row.id, row.municipality_id, self.cases[row.case_id])

    def _offered(self, row: Handover) -> Offered:
        to = self.people.get(row.to_user_id)
        return Offered(
            row.id,
            row.municipality_id,
            self.cases[row.case_id],
            row.from_id,
            row.to_user_id,
            row.to_team_id,
            to.teams if to is not None else frozenset(),
            row.ended_at is None,
            str(row.of) == "watch",
        )

    def _descending(self, row: Descent) -> Descending:
        said = (row.agreed_at is not None, row.accepted_at is not None)
        case = self.cases[row.case_id]
        where = (row.id, row.municipality_id, case)
        return Descending(*where, row.requested_by_id, row.receiver_id, *said, row.is_waiting)

    def _measure(self, row: Measure) -> Filed:
        runs = row.ended_on is None
        return Filed(row.id, row.municipality_id, self.cases[row.case_id], runs)

    def _care(self, row: CareOffer) -> Filed:
        return Filed(row.id, row.municipality_id, self.cases[row.case_id])

    def _planned(self, row: Any) -> Planned:
        track = row.track.value if row.track is not None else None
        return Planned(row.id, row.municipality_id, self.cases[row.case_id], track)

    def _sitting(self, row: Meeting) -> Sitting:
        items = self.session.scalars(select(AgendaItem).where(AgendaItem.meeting_id == row.id))
        asked = frozenset().union(*(_asked(one) for one in items))
        return Sitting(row.id, row.municipality_id, row.chair_id, asked)

    def _tabled(self, row: AgendaItem) -> Tabled:
        case = self.cases[row.case_id]
        track = row.track.value if row.track is not None else None
        where = (row.id, row.municipality_id, case, track)
        return Tabled(*where, row.meeting.chair_id, _asked(row))

    def _away(self, row: Leave) -> Away:
        teams = self.people[row.user_id].teams
        return Away(row.id, row.municipality_id, row.user_id, row.substitute_id, teams)

    def _guarded(self, row: Watch) -> Guarded:
        runs = row.ended_at is None
        return Guarded(row.id, row.municipality_id, self.cases[row.case_id], runs)

    def _reported(self, row: Signal) -> Reported:
        return Reported(
            row.id,
            row.municipality_id,
            row.resident_id,
            row.team_id,
            row.user_id,
            row.to_team_id,
            row.recorded_by_id,
            row.side.value if row.side is not None else None,
            row.ended_at is None,
            self.cases.get(row.case_id),
        )

    def _crack(self, row: Finding) -> Crack:
        about = "case"
        if row.kind.value in ABOUT_TEAMS:
            about = "team"
        elif row.kind.value in ABOUT_ACCESS:
            about = "access"
        elif row.kind.value.startswith("signal"):
            about = "signal"
        case = self.cases.get(row.case_id)
        teams = frozenset({row.team_id, row.second_team_id} - {None})
        return Crack(row.id, row.municipality_id, about, case, teams, row.user_id)


def _dossier(row: Case, watcher: UUID | None, led: frozenset[UUID]) -> Dossier:
    directors = [
        one.user
        for one in row.involvements
        if one.ended_at is None and one.part.value == "director"
    ]
    return Dossier(
        row.id,
        row.municipality_id,
        row.reference,
        row.state.value,
        row.phase,
        tuple(one.resident_id for one in row.subjects),
        tuple(
            Part(
                one.user_id,
                one.part.value,
                one.track.value if one.track is not None else None,
                one.ended_at is None,
            )
            for one in row.involvements
        ),
        {one.kind.value: (one.team_id, one.state.value) for one in row.tracks},
        row.is_shielded,
        watcher,
        not any(one.deactivated_at is None and _roles(one) & CASEWORK for one in directors),
        not any(one.team_id in led for one in row.tracks),
        {
            one.kind.value: one.said_by_id
            for one in row.tracks
            if one.state.value == "not-needed" and one.said_by_id and one.confirmed_at is None
        },
    )


def _asked(row: AgendaItem) -> frozenset[UUID]:
    """Who sits at the table for it: until it is over who was asked, then who was there."""
    going = (
        one
        for one in row.invitations
        if one.withdrawn_at is None and (row.outcome is None or one.presence == "present")
    )
    return frozenset(one.user_id for one in going if one.user_id is not None)


def _asking(row: Approval) -> Asking:
    deciders = frozenset(DECIDERS[row.kind.value])
    return Asking(row.id, row.municipality_id, row.requested_by_id, deciders, row.subject_id)


def _looks(row: Review) -> Looks:
    asked = row.asked_at is not None
    return Looks(row.id, row.municipality_id, row.user_id, asked, row.verdict_by_id)
