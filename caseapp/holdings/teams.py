"""Which teams would be left without a lead, or with work that nobody takes, if somebody went."""

from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping, Sequence
from typing import Any
from uuid import UUID

from sqlalchemy import null, or_, select

from caseapp.holdings.asking import rows
from caseapp.holdings.kinds import Holding, HoldingKind
from caseapp.kernel.actor import WORKING_ROLES, Role
from caseapp.model.accounts import RoleGrant, TeamMembership, User
from caseapp.model.case_words import CaseState, Part, TrackKind, TrackState
from caseapp.model.cases import Case, Involvement, Track
from caseapp.model.handovers import Handover
from caseapp.model.signals import Signal
from caseapp.policy.trades import fits


def left_to(user_id: UUID) -> Iterator[Holding]:
    """Give the teams that nobody else leads, and those in whose queue nobody else works."""
    query = (
        select(TeamMembership.team_id, TeamMembership.user_id, TeamMembership.is_lead)
        .add_columns(RoleGrant.role)
        .join(User, User.id == TeamMembership.user_id)
        .join(RoleGrant, RoleGrant.user_id == User.id)
        .where(
            TeamMembership.team_id.in_(
                select(TeamMembership.team_id).where(TeamMembership.user_id == user_id)
            ),
            User.deactivated_at.is_(None),
            RoleGrant.ended_at.is_(None),
        )
    )
    known = rows(query)
    leads = {(row.team_id, row.user_id) for row in known if _leads(row)}
    for team_id in sorted({team for team, who in leads if who == user_id}):
        if not any(team == team_id and who != user_id for team, who in leads):
            yield Holding(HoldingKind.LEAD, team_id, team_id=team_id)
    staff = _staff(known)
    waiting = _waiting([team for team in staff if user_id in staff[team]], user_id)
    left = {team for team, side in waiting if _takes_alone(user_id, staff[team], side)}
    for team_id in sorted(left):
        yield Holding(HoldingKind.QUEUE, team_id, team_id=team_id)


def _staff(known: Sequence[Any]) -> dict[UUID, dict[UUID, set[Role]]]:
    """Give, by team, who works there and with which roles."""
    found: dict[UUID, dict[UUID, set[Role]]] = defaultdict(lambda: defaultdict(set))
    for row in known:
        if row.role in WORKING_ROLES:
            found[row.team_id][row.user_id].add(row.role)
    return found


def _takes_alone(user_id: UUID, staff: Mapping[UUID, set[Role]], side: TrackKind | None) -> bool:
    """Tell whether of a team this person only can take what waits, and is for one side or both."""
    return {one for one, roles in staff.items() if fits(roles, side)} == {user_id}


def work_of(team_id: UUID) -> Counter[HoldingKind]:
    """Count the tracks that are needed and the open signals with a team, and what comes to it."""
    tracks = (
        select(Track.id)
        .join(Case, Case.id == Track.case_id)
        .where(
            Track.team_id == team_id,
            Track.state == TrackState.NEEDED,
            Case.state != CaseState.CLOSED,
        )
    )
    reported = (
        select(Signal.id)
        .where(Signal.ended_at.is_(None))
        .where(or_(Signal.team_id == team_id, Signal.to_team_id == team_id))
    )
    offers = select(Handover.id).where(Handover.to_team_id == team_id, Handover.ended_at.is_(None))
    counted = {
        HoldingKind.TRACK: tracks,
        HoldingKind.SIGNAL: reported,
        HoldingKind.OFFER: offers,
    }
    return Counter({kind: len(rows(query)) for kind, query in counted.items()})


def has_work(team_id: UUID) -> bool:
    """Tell whether any of that is with a team."""
    return work_of(team_id).total() > 0


def _leads(row: tuple[UUID, UUID, bool, Role]) -> bool:
    _team, _user, is_lead, role = row
    return is_lead and role is Role.TEAM_LEAD


def _waiting(team_ids: list[UUID], user_id: UUID) -> set[tuple[UUID, TrackKind | None]]:
    """Give where anything waits, or would once this person went, and the side it is for alone.

    A track, an offer, or a signal: one that they have themselves falls back to the queue.
    """
    if not team_ids:
        return set()
    owned = (
        select(Involvement.id)
        .where(
            Involvement.case_id == Track.case_id,
            Involvement.track == Track.kind,
            Involvement.part == Part.OWNER,
            Involvement.ended_at.is_(None),
        )
        .exists()
    )
    tracks = (
        select(Track.team_id, null())
        .join(Case, Case.id == Track.case_id)
        .where(
            Track.team_id.in_(team_ids),
            Track.state == TrackState.NEEDED,
            Case.state != CaseState.CLOSED,
            ~owned,
        )
        .distinct()
    )
    offers = select(Handover.to_team_id, null()).where(
        Handover.to_team_id.in_(team_ids), Handover.ended_at.is_(None)
    )
    falls_back = or_(Signal.user_id.is_(None), Signal.user_id == user_id)
    reported = select(Signal.team_id, Signal.side).where(
        Signal.team_id.in_(team_ids), Signal.ended_at.is_(None), falls_back
    )
    coming = select(Signal.to_team_id, Signal.side).where(Signal.to_team_id.in_(team_ids))
    return {(row[0], row[1]) for query in (tracks, offers, reported, coming) for row in rows(query)}
