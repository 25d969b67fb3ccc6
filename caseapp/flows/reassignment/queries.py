"""What is asked to hand everything over: each thing that is open, and who could take it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import joinedload, selectinload

from caseapp import accounts, cases, holdings, leaves, policy, signals
from caseapp.extensions import db
from caseapp.holdings import Holding, HoldingKind
from caseapp.kernel.actor import Actor
from caseapp.model.accounts import User
from caseapp.model.cases import Case, Involvement
from caseapp.model.closures import Watch
from caseapp.model.organisations import Team
from caseapp.model.signals import Signal
from caseapp.policy import Permission
from caseapp.policy.trades import fits


@dataclass(frozen=True, slots=True)
class Line:
    """One thing that is open: a track somebody owns, a case they direct or watch, or a signal."""

    holding: Holding
    about: Case | Signal


@dataclass(frozen=True, slots=True)
class Successors:
    """Who could take what somebody holds: colleagues who can sign in, and staffed teams."""

    people: Mapping[UUID, User]
    teams: Mapping[UUID, Team]

    def people_for(self, one: Holding) -> list[User]:
        """Give who could own a track by their trade, direct a case, or has a signal's team."""
        people = [who for who in self.people.values() if fits(who.roles, one.track)]
        if one.kind is HoldingKind.SIGNAL:
            return [w for w in people if any(m.team_id == one.team_id for m in w.memberships)]
        return people

    def teams_for(self, one: Holding) -> list[Team]:
        """Give in whose queue it can wait: a signal in that of its team, a direction in none."""
        if one.kind is HoldingKind.SIGNAL:
            return [team for team in self.teams.values() if team.id == one.team_id]
        if one.kind is not HoldingKind.TRACK or one.track is None:
            return []
        return [team for team in self.teams.values() if team.kind.value == one.track.value]


BY_THEMSELVES = frozenset({HoldingKind.WATCH, HoldingKind.SIGNAL})
"""What is handed over by itself: the law asks about it, and not about its case."""
AT_ONCE = frozenset({HoldingKind.SIGNAL})
"""What nobody is asked to accept, also where it is one's own: it is the other's at once."""


def successors(user: User) -> Successors:
    """Give who could take over from somebody."""
    found = leaves.candidates(user.municipality_id)
    accounts.know_teams(found)
    known = cases.staffed(accounts.teams(user.municipality_id), but=user)
    return Successors(
        {one.id: one for one in found if one.id != user.id}, {one.id: one for one in known}
    )


def lines(actor: Actor, user: User) -> tuple[Sequence[Line], list[Holding]]:
    """Give what this person may hand over of what somebody holds, and what they may not.

    Of oneself it is offered; who leads the team of a case says who has it from now on.
    """
    own = actor.user_id == user.id
    permission = Permission.HANDOVER_OFFER if own else Permission.CASE_DIRECT
    held = holdings.held_by(user.id)
    ids = {one.case_id for one in held if one.case_id is not None}
    query = select(Case).where(Case.id.in_(ids)).options(
        selectinload(Case.tracks), selectinload(Case.involvements).joinedload(Involvement.user)
    )  # fmt: skip
    found = db.session.scalars(policy.visible(actor, permission, query)).all() if ids else []
    known: dict[UUID, Case | Signal] = {one.id: one for one in found}
    watches = [one.id for one in held if one.kind is HoldingKind.WATCH]
    known |= _watched(actor, watches, own=own)
    reported = [one.id for one in held if one.kind is HoldingKind.SIGNAL]
    known |= {one.id: one for one in signals.handled_of(actor, reported)}
    mine, others = [], []
    for one in held:
        about = known.get(one.id if one.kind in BY_THEMSELVES else one.case_id or one.id)
        if about is not None and one.can_be_handed_over:
            mine.append(Line(one, about))
        else:
            others.append(one)
    return mine, others


def _watched(actor: Actor, ids: Sequence[UUID], *, own: bool) -> dict[UUID, Case]:
    """Give, by watch, the closed cases somebody keeps an eye on and this person may arrange."""
    if not ids:
        return {}
    query = select(Watch).where(Watch.id.in_(ids)).options(joinedload(Watch.case))
    permission = Permission.WATCH_DECIDE if own else Permission.WATCH_GIVE
    found = db.session.scalars(policy.visible(actor, permission, query))
    return {one.id: one.case for one in found}
