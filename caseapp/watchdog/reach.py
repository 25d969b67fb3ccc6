"""Who can open a signal: who has it, its team, or behind a shield who directs the case."""

from collections import defaultdict
from collections.abc import Collection, Iterable
from dataclasses import dataclass, field
from datetime import date
from typing import Any
from uuid import UUID

from sqlalchemy import select

from caseapp.accounts import doors
from caseapp.kernel.actor import Role
from caseapp.model.accounts import TeamMembership, User
from caseapp.model.among import among
from caseapp.model.case_words import Part
from caseapp.model.cases import Case, CaseSubject, Involvement
from caseapp.model.signals import Signal
from caseapp.policy.trades import fits
from caseapp.watchdog.asking import rows
from caseapp.watchdog.staff import WORKING, stand_ins_of
from caseapp.watchdog.standing_in import StandIns, for_whom, trades_of

MEMBERS = select(TeamMembership.team_id, TeamMembership.user_id).where(
    among(TeamMembership.team_id, "ids")
)
WITH_DOORS = select(User.id).where(among(User.id, "ids"), doors.closes_doors())
BESIDE = (
    select(Signal.municipality_id, Signal.id)
    .join(CaseSubject, CaseSubject.resident_id == Signal.resident_id)
    .where(among(CaseSubject.case_id, "ids"), Signal.ended_at.is_(None))
    .distinct()
)
HELD = select(Signal.municipality_id, Signal.id).where(
    among(Signal.user_id, "ids"), Signal.ended_at.is_(None)
)


@dataclass(slots=True)
class Reach:
    """Who does casework around some signals, and who is kept away from what."""

    working: frozenset[UUID]
    members: dict[UUID, set[UUID]]
    directors: dict[UUID, set[UUID]]
    """By resident of a shielded case: who directs one, also where that is nobody."""
    with_doors: frozenset[UUID]
    trades: dict[UUID, set[Role]]
    """Of who has one: what is for the other side alone is not there for them by team."""
    stand_ins: StandIns
    _kept: dict[UUID, frozenset[UUID]] = field(default_factory=dict)

    @classmethod
    def of(cls, signals: Collection[Any], today: date) -> "Reach":
        """Look these up for rows of signals."""
        directors = _directors({one.resident_id for one in signals} - {None})
        members = _members({one.team_id for one in signals})
        people = {one.user_id for one in signals} - {None}
        stand_ins = stand_ins_of(people.union(*directors.values()), today)
        people = people.union(*directors.values(), *members.values(), stand_ins.workers)
        asked = rows(WORKING, ids=list(people)) if people else []
        kept = rows(WITH_DOORS, ids=list(people)) if people else []
        return cls(
            frozenset(row[0] for row in asked),
            members,
            directors,
            frozenset(row[0] for row in kept),
            trades_of(people) if people else {},
            stand_ins,
        )

    def holder(self, signal: Any) -> UUID | None:
        """Give who has it, can open it and is here; behind a shield else who directs the case.

        Who is on leave has it by whoever stands in for them.
        """
        near = self.directors.get(signal.resident_id, set())
        people = [*([signal.user_id] if signal.user_id is not None else []), *sorted(near)]
        return next((one for one in people if self._has(one, signal)), None)

    def _has(self, user_id: UUID, signal: Any) -> bool:
        shielded = signal.resident_id in self.directors
        others = self.stand_ins.here_for(user_id, signal.side, shielded=shielded)
        here = others is None or any(self._can(one, signal) for one in others)
        return here and self._can(user_id, signal)

    def team_can(self, signal: Any) -> bool:
        """Tell whether anybody of its team can open it."""
        if signal.resident_id in self.directors:
            return False
        free_first = sorted(self.members.get(signal.team_id, ()), key=self.with_doors.__contains__)
        return any(
            fits(self.trades.get(one, ()), signal.side) and self._can(one, signal)
            for one in free_first
        )

    def _can(self, user_id: UUID, signal: Any) -> bool:
        if user_id not in self.working:
            return False
        if user_id not in self.with_doors:
            return True
        if user_id not in self._kept:
            self._kept[user_id] = doors.kept_from(user_id)
        return (signal.resident_id or signal.id) not in self._kept[user_id]


def beside(case_ids: Iterable[UUID]) -> list[tuple[UUID, UUID]]:
    """Give the open signals about the people of these cases: a shield may lie over them."""
    ids = list(case_ids)
    return [(row[0], row[1]) for row in rows(BESIDE, ids=ids)] if ids else []


def held_by(user_ids: Collection[UUID]) -> list[tuple[UUID, UUID]]:
    """Give the open signals of these, and of whoever they stand in for: they may be away now."""
    people = {*user_ids, *(away for one in user_ids for away in for_whom(one))}
    return [(row[0], row[1]) for row in rows(HELD, ids=list(people))] if people else []


def _members(team_ids: set[UUID]) -> dict[UUID, set[UUID]]:
    found: dict[UUID, set[UUID]] = defaultdict(set)
    for row in rows(MEMBERS, ids=list(team_ids)) if team_ids else ():
        found[row.team_id].add(row.user_id)
    return dict(found)


def _directors(resident_ids: set[UUID]) -> dict[UUID, set[UUID]]:
    if not resident_ids:
        return {}
    query = (
        select(CaseSubject.resident_id, Involvement.user_id)
        .join(Case, Case.id == CaseSubject.case_id)
        .outerjoin(
            Involvement,
            (Involvement.case_id == Case.id)
            & (Involvement.part == Part.DIRECTOR)
            & Involvement.ended_at.is_(None),
        )
        .where(CaseSubject.resident_id.in_(resident_ids), Case.is_shielded)
    )
    found: dict[UUID, set[UUID]] = defaultdict(set)
    for row in rows(query):
        found[row.resident_id].update([row.user_id] if row.user_id is not None else [])
    return dict(found)
