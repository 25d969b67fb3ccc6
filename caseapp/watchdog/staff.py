"""Who of the colleagues can still do anything, and which queues somebody works in."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from sqlalchemy import bindparam, select

from caseapp.kernel.actor import WORKING_ROLES, Role
from caseapp.model.accounts import RoleGrant, TeamMembership, User
from caseapp.model.among import among
from caseapp.model.organisations import Team, TeamKind
from caseapp.watchdog import standing_in
from caseapp.watchdog.absences import first_of
from caseapp.watchdog.asking import rows
from caseapp.watchdog.facts import Gap, TeamFacts, Worker
from caseapp.watchdog.standing_in import StandIns

QUEUES = frozenset({TeamKind.CARE, TeamKind.SAFETY, TeamKind.INTAKE})


def working_people() -> Any:
    """Ask for who may sign in and does casework."""
    return (
        select(RoleGrant.user_id)
        .join(User, User.id == RoleGrant.user_id)
        .where(RoleGrant.role.in_(WORKING_ROLES), RoleGrant.ended_at.is_(None))
        .where(User.deactivated_at.is_(None))
    )


STAFFED = (
    select(TeamMembership.team_id)
    .where(among(TeamMembership.team_id, "ids"))
    .where(TeamMembership.user_id.in_(working_people()))
    .distinct()
)
MEMBERS = select(TeamMembership.user_id, TeamMembership.team_id).where(
    among(TeamMembership.user_id, "ids")
)
WORKING = working_people().where(among(RoleGrant.user_id, "ids"))
PEOPLE = select(User.id, User.deactivated_at).where(among(User.id, "ids"))
LEADS = select(RoleGrant.user_id).where(
    RoleGrant.role == Role.TEAM_LEAD, RoleGrant.ended_at.is_(None)
)
LEADING = LEADS.where(among(RoleGrant.user_id, "ids"))
IN_TEAMS = select(
    TeamMembership.team_id,
    TeamMembership.user_id,
    (TeamMembership.is_lead & TeamMembership.user_id.in_(LEADS)).label("leads"),
).where(
    TeamMembership.municipality_id == bindparam("where"),
    TeamMembership.user_id.in_(working_people()),
)
TEAMS = select(Team.id, Team.kind).where(
    Team.municipality_id == bindparam("where"), Team.closed_at.is_(None)
)


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
        staffed = frozenset(row.team_id for row in rows(STAFFED, ids=list(team_ids)))
        return cls(_workers(people), staffed, stand_ins_of(people, today))


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


def _workers(ids: list[UUID]) -> dict[UUID, Worker]:
    if not ids:
        return {}
    teams: dict[UUID, set[UUID]] = defaultdict(set)
    for row in rows(MEMBERS, ids=ids):
        teams[row.user_id].add(row.team_id)
    working = {row.user_id for row in rows(WORKING, ids=ids)}
    return {
        row.id: Worker(row.id, row.id in working, row.deactivated_at, frozenset(teams[row.id]))
        for row in rows(PEOPLE, ids=ids)
    }


def teams_of(municipality_id: UUID, today: date) -> list[TeamFacts]:
    """Give every team of a municipality: whether it is led, and whether it is staffed."""
    members: dict[UUID, list[Any]] = defaultdict(list)
    leading: dict[UUID, list[UUID]] = defaultdict(list)
    for row in rows(IN_TEAMS, where=municipality_id):
        members[row.team_id].append(row.user_id)
        if row.leads:
            leading[row.team_id].append(row.user_id)
    away = _Leads.of(leading.values(), today)
    return [
        TeamFacts(
            row.id,
            bool(leading[row.id]),
            bool(members[row.id]),
            row.kind in QUEUES,
            away.gap(leading[row.id]),
        )
        for row in rows(TEAMS, where=municipality_id)
    ]


@dataclass(frozen=True, slots=True)
class _Leads:
    """The leaves of who leads a team, and which of those who stand in are team leads too."""

    stand_ins: StandIns
    leads: frozenset[UUID]

    @classmethod
    def of(cls, leading: Iterable[Iterable[UUID]], today: date) -> "_Leads":
        stand_ins = stand_ins_of({one for some in leading for one in some}, today)
        asked = list(stand_ins.workers)
        found = rows(LEADING, ids=asked) if asked else ()
        return cls(stand_ins, frozenset(row.user_id for row in found))

    def gap(self, leading: Sequence[UUID]) -> Gap | None:
        """Give the first days on which none of these is here, and no team lead stands in."""
        days = [self.stand_ins.uncovered(one, self._leads) for one in leading]
        return first_of(set.intersection(*days), self.stand_ins.today) if days else None

    def _leads(self, substitute: UUID, day: date) -> bool:
        return substitute in self.leads and self.stand_ins.is_here(substitute, day)
