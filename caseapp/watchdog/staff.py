"""Who of the colleagues can still do anything, and which queues somebody works in."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from sqlalchemy import select

from caseapp.extensions import db
from caseapp.kernel.actor import WORKING_ROLES, Role
from caseapp.model.accounts import RoleGrant, TeamMembership, User
from caseapp.model.among import among
from caseapp.model.organisations import Team, TeamKind
from caseapp.watchdog import standing_in
from caseapp.watchdog.absences import first_of
from caseapp.watchdog.facts import Gap, TeamFacts, Worker
from caseapp.watchdog.standing_in import StandIns

QUEUES = frozenset({TeamKind.CARE, TeamKind.SAFETY, TeamKind.INTAKE})


@dataclass(frozen=True, slots=True)
class Staff:
    """The colleagues on some cases, and which of some teams are staffed."""

    workers: dict[UUID, Worker]
    staffed: frozenset[UUID]
    stand_ins: StandIns

    @classmethod
    def of(cls, user_ids: Iterable[UUID], team_ids: Iterable[UUID], today: date) -> "Staff":
        """Look these up."""
        people = list(user_ids)
        workers = _workers(people)
        query = (
            select(TeamMembership.team_id)
            .where(among(TeamMembership.team_id, team_ids))
            .where(TeamMembership.user_id.in_(working_people()))
            .distinct()
        )
        return cls(workers, frozenset(db.session.scalars(query)), stand_ins_of(people, today))


def stand_ins_of(people: Iterable[UUID], today: date) -> StandIns:
    """Look up who of these is on leave, and what is to be known of who stands in for them."""
    stays = standing_in.stays_of(people, today)
    asked = {stay.substitute_id for mine in stays.values() for stay in mine}
    ids = [one for one in asked if one is not None]
    if not ids:
        return StandIns(today, stays)
    return StandIns(
        today,
        {**standing_in.stays_of(ids, today), **stays},
        _workers(ids),
        standing_in.trades_of(ids),
        standing_in.kept_from(ids),
    )


def working_people() -> Any:
    """Ask for who may sign in and does casework."""
    return (
        select(RoleGrant.user_id)
        .join(User, User.id == RoleGrant.user_id)
        .where(RoleGrant.role.in_(WORKING_ROLES), RoleGrant.ended_at.is_(None))
        .where(User.deactivated_at.is_(None))
    )


def _workers(ids: list[UUID]) -> dict[UUID, Worker]:
    if not ids:
        return {}
    teams: dict[UUID, set[UUID]] = defaultdict(set)
    members = select(TeamMembership.user_id, TeamMembership.team_id)
    for row in db.session.execute(members.where(among(TeamMembership.user_id, ids))).all():
        teams[row.user_id].add(row.team_id)
    working = set(db.session.scalars(working_people().where(among(RoleGrant.user_id, ids))))
    query = select(User.id, User.deactivated_at).where(among(User.id, ids))
    return {
        row.id: Worker(row.id, row.id in working, row.deactivated_at, frozenset(teams[row.id]))
        for row in db.session.execute(query).all()
    }


def teams_of(municipality_id: UUID, today: date) -> list[TeamFacts]:
    """Give every team of a municipality: whether it is led, and whether it is staffed."""
    members: dict[UUID, list[Any]] = defaultdict(list)
    leading: dict[UUID, list[UUID]] = defaultdict(list)
    leads = select(RoleGrant.user_id).where(
        RoleGrant.role == Role.TEAM_LEAD, RoleGrant.ended_at.is_(None)
    )
    query = select(
        TeamMembership.team_id,
        TeamMembership.user_id,
        (TeamMembership.is_lead & TeamMembership.user_id.in_(leads)).label("leads"),
    ).where(
        TeamMembership.municipality_id == municipality_id,
        TeamMembership.user_id.in_(working_people()),
    )
    for row in db.session.execute(query):
        members[row.team_id].append(row.user_id)
        if row.leads:
            leading[row.team_id].append(row.user_id)
    away = _Leads.of(leading.values(), today)
    known = select(Team.id, Team.kind).where(
        Team.municipality_id == municipality_id, Team.closed_at.is_(None)
    )
    return [
        TeamFacts(
            row.id,
            bool(leading[row.id]),
            bool(members[row.id]),
            row.kind in QUEUES,
            away.gap(leading[row.id]),
        )
        for row in db.session.execute(known)
    ]


@dataclass(frozen=True, slots=True)
class _Leads:
    """The leaves of who leads a team, and which of those who stand in are team leads too."""

    stand_ins: StandIns
    leads: frozenset[UUID]

    @classmethod
    def of(cls, leading: Iterable[Iterable[UUID]], today: date) -> "_Leads":
        stand_ins = stand_ins_of({one for some in leading for one in some}, today)
        holders = select(RoleGrant.user_id).where(
            RoleGrant.role == Role.TEAM_LEAD,
            RoleGrant.ended_at.is_(None),
            RoleGrant.user_id.in_(list(stand_ins.workers)),
        )
        found = db.session.scalars(holders) if stand_ins.workers else ()
        return cls(stand_ins, frozenset(found))

    def gap(self, leading: Sequence[UUID]) -> Gap | None:
        """Give the first days on which none of these is here, and no team lead stands in."""
        days = [self.stand_ins.uncovered(one, self._leads) for one in leading]
        return first_of(set.intersection(*days), self.stand_ins.today) if days else None

    def _leads(self, substitute: UUID, day: date) -> bool:
        return substitute in self.leads and self.stand_ins.is_here(substitute, day)
