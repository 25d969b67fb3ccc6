"""Looks again at a case in the transaction that changes it: what is mended is off the list at once.

Whatever way a row is changed, it passes the session; nobody has to remember to tell the watchdog.
"""

from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any
from uuid import UUID

from sqlalchemy import event, inspect, select
from sqlalchemy.orm import Session

from caseapp.extensions import db
from caseapp.model.accounts import RoleGrant, TeamMembership, User
from caseapp.model.acquaintances import Acquaintance, ColleagueMark
from caseapp.model.among import among
from caseapp.model.approvals import Approval
from caseapp.model.case_words import CaseState
from caseapp.model.cases import Case, CaseSubject, Involvement, Track
from caseapp.model.closures import Watch
from caseapp.model.descents import Descent
from caseapp.model.escalation import Flag, PhaseChange
from caseapp.model.evaluations import Evaluation
from caseapp.model.handovers import Handover
from caseapp.model.journal import Step
from caseapp.model.leaves import Leave
from caseapp.model.measures import Measure
from caseapp.model.meetings import AgendaItem, Meeting
from caseapp.model.organisations import Team
from caseapp.model.plans import PlanAction
from caseapp.model.privacy import Release, ResidentAnswer
from caseapp.model.reviews import Breach, Review
from caseapp.model.signals import Signal
from caseapp.watchdog import about, keeping, reach, signals, standing_in, tabled
from caseapp.watchdog.asking import rows

KEPT = "watchdog"
OF_CASES = (
    Track,
    Involvement,
    CaseSubject,
    Flag,
    PhaseChange,
    Descent,
    Evaluation,
    Measure,
    Step,
    Handover,
    Watch,
    PlanAction,
    AgendaItem,
)
OF_PEOPLE = (Leave, Acquaintance, ColleagueMark)
OF_OFFICES = (Review, Breach, Approval, ResidentAnswer, Release)
ROUNDS = 3
"""Looking may itself bring out what was not yet written; never more often than this."""
WORKED_ON = select(Involvement.case_id).where(
    among(Involvement.user_id, "ids"), Involvement.ended_at.is_(None)
)
WATCHED = select(Watch.case_id).where(among(Watch.watcher_id, "ids"), Watch.ended_at.is_(None))
WITH_TEAMS = (
    select(Track.case_id)
    .join(Case, Case.id == Track.case_id)
    .where(among(Track.team_id, "ids"), Case.state != CaseState.CLOSED)
)


@dataclass(slots=True)
class Touched:
    """What a transaction changed, by municipality."""

    cases: set[tuple[UUID, UUID]] = field(default_factory=set)
    people: set[tuple[UUID, UUID]] = field(default_factory=set)
    teams: set[tuple[UUID, UUID]] = field(default_factory=set)
    staffs: set[UUID] = field(default_factory=set)
    movers: set[UUID] = field(default_factory=set)
    """Who can do other work since now: what waits with their teams may have nobody else."""
    queues: set[UUID] = field(default_factory=set)
    """Teams that somebody came to, or went from."""
    offices: set[UUID] = field(default_factory=set)
    signals: set[tuple[UUID, UUID]] = field(default_factory=set)
    known: set[UUID] = field(default_factory=set)
    """Residents, and cases, that somebody is kept from since now, or is not any more."""
    marks: set[bytes] = field(default_factory=set)
    """By which somebody is recognised as a resident, or is not any more."""
    leaves: set[UUID] = field(default_factory=set)
    """Where somebody is away, or is not any more: they may lead a team."""
    meetings: set[tuple[UUID, UUID]] = field(default_factory=set)
    """That were moved, or are another's to chair."""
    readers: set[UUID] = field(default_factory=set)
    """Where it changed what somebody is kept from: they may have had a signal."""

    def note(self, row: Any) -> None:
        """Remember what a changed row is about."""
        where: Any = getattr(row, "municipality_id", None)
        if isinstance(row, Case):
            self.cases.add((where, row.id))
        elif isinstance(row, Signal):
            self.signals.add((where, row.id))
        elif isinstance(row, OF_CASES):
            self.cases.add((where, row.case_id))
        elif isinstance(row, Meeting):
            self.meetings.add((where, row.id))
        elif isinstance(row, OF_OFFICES):
            self.offices.add(where)
        else:
            self._note_staff(where, row)

    def _note_staff(self, where: Any, row: Any) -> None:
        if isinstance(row, RoleGrant | TeamMembership):
            self.people.add((where, row.user_id))
            self.staffs.add(where)
            self.movers.add(row.user_id)
            if isinstance(row, TeamMembership):
                self.queues.add(row.team_id)
        elif isinstance(row, OF_PEOPLE):
            self.people.add((where, row.user_id))
            self._note_kept(where, row)
        elif isinstance(row, User) and _was_ended(row):
            self.people.add((where, row.id))
            self.staffs.add(where)
            self.movers.add(row.id)
        elif isinstance(row, Team):
            self.staffs.add(where)

    def _note_kept(self, where: Any, row: Any) -> None:
        if isinstance(row, Acquaintance):
            self.known.update(one for one in (row.resident_id, row.case_id) if one)
        elif isinstance(row, ColleagueMark):
            self.marks.add(row.mark)
        (self.leaves if isinstance(row, Leave) else self.readers).add(where)


def _was_ended(user: User) -> bool:
    """Tell whether it changed that somebody can sign in."""
    return bool(inspect(user).attrs.deactivated_at.history.has_changes())


@event.listens_for(Session, "after_flush")
def _remember(session: Session, _context: Any) -> None:
    touched = session.info.setdefault(KEPT, Touched())
    for row in (*session.new, *session.dirty, *session.deleted):
        touched.note(row)


@event.listens_for(Session, "after_rollback")
def _forget(session: Session) -> None:
    session.info.pop(KEPT, None)


@event.listens_for(Session, "before_commit")
def _look(session: Session) -> None:
    for _round in range(ROUNDS):
        session.flush()
        touched = session.info.pop(KEPT, None)
        if touched is None or session is not db.session():
            return
        _examine(touched)


def _examine(touched: Touched) -> None:
    few = about.waiting_for_few(touched.movers, touched.queues)
    wanted = _by_office({*touched.cases, *few, *about.kept(touched.known, touched.marks)})
    for where, user_id in touched.people:
        wanted.setdefault(where, set()).update(_cases_of(user_id))
    for where, meeting_ids in _by_office(touched.meetings).items():
        wanted.setdefault(where, set()).update(tabled.cases_of(meeting_ids))
    for where in touched.staffs | touched.leaves:
        wanted.setdefault(where, set()).update(_waiting(keeping.examine_teams(where)))
    _examine_signals(touched)
    for where in touched.offices:
        keeping.examine_office(where)
    for where, case_ids in wanted.items():
        keeping.examine_cases(where, case_ids)


def _examine_signals(touched: Touched) -> None:
    for where in touched.staffs | touched.readers:
        signals.examine_signals(where)
    beside = reach.beside({case_id for _where, case_id in touched.cases})
    theirs = reach.held_by({user_id for _where, user_id in touched.people})
    for where, signal_ids in _by_office({*touched.signals, *beside, *theirs}).items():
        signals.examine_signals(where, signal_ids)


def _by_office(touched: Iterable[tuple[UUID, UUID]]) -> dict[UUID, set[UUID]]:
    found: dict[UUID, set[UUID]] = {}
    for where, one in touched:
        found.setdefault(where, set()).add(one)
    return found


def _cases_of(user_id: UUID) -> set[UUID]:
    """Give the cases somebody works on, and those of whoever they stand in for."""
    people = {user_id, *standing_in.for_whom(user_id)}
    found = {row[0] for one in (WORKED_ON, WATCHED) for row in rows(one, ids=list(people))}
    return found | tabled.chaired_by({user_id})


def _waiting(team_ids: set[UUID]) -> set[UUID]:
    """Give the cases that wait with teams in which, since now, somebody works or nobody does."""
    if not team_ids:
        return set()
    return {row[0] for row in rows(WITH_TEAMS, ids=list(team_ids))}
