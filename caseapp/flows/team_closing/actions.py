"""Closing a team in one transaction, with its people and all that waits there or comes to it."""

from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, select, update

from caseapp import accesslog, accounts, cases, holdings, policy, watchdog
from caseapp.accesslog import Event
from caseapp.extensions import db
from caseapp.kernel import clock
from caseapp.kernel.actor import Actor
from caseapp.kernel.errors import RuleBroken
from caseapp.model.accounts import TeamMembership
from caseapp.model.case_words import CaseState, TrackKind
from caseapp.model.cases import Case, Track
from caseapp.model.handovers import Handover
from caseapp.model.organisations import Team
from caseapp.model.signals import Signal
from caseapp.policy import Permission


def close_team(actor: Actor, team: Team, *, successor: Team | None = None) -> int:
    """Close a team; its people and its work are with the successor from then on.

    Owners keep their tracks, and what waited for anybody waits there. Gives how many tracks that
    are needed, signals and offers moved. Raises RuleBroken while work would be left behind, for a
    successor that does other work or is closed, for one in which nobody could take what waits, and
    when somebody closed the team before.
    """
    policy.require(actor, Permission.TEAMS_ARRANGE, team)
    _hold(team, *([successor] if successor is not None else []))
    if team.closed_at is not None:
        raise RuleBroken("team-closed-before")
    moved, touched = 0, _cases_of(team)
    if successor is not None:
        if successor.closed_at is not None or not _does_the_same(team, successor):
            raise RuleBroken("team-of-other-work", "successor")
        moved = _move_work(team, successor)
    elif holdings.has_work(team.id):
        raise RuleBroken("team-needs-successor", "successor")
    _move_people(team, successor)
    team.closed_at = clock.now()
    db.session.flush()
    if successor is not None:
        _refuse_unstaffed(successor)
    watchdog.examine_cases(team.municipality_id, touched)
    watchdog.examine_signals(team.municipality_id)
    accesslog.record(actor, Event.TEAM_CLOSED, team, number=str(moved))
    return moved


def _hold(*teams: Team) -> None:
    """Hold the teams, as who leaves one does: nothing comes to wait there meanwhile."""
    accounts.hold_teams(*(one.id for one in teams), leaves=True)
    for one in teams:
        db.session.refresh(one, ["closed_at", "kind", "version"])


def _does_the_same(team: Team, successor: Team) -> bool:
    here = team.municipality_id == successor.municipality_id
    return here and team.kind is successor.kind and team.id != successor.id


def _refuse_unstaffed(team: Team) -> None:
    """Raise RuleBroken where nobody could take what waits, or may not read what is for one side."""
    signals = select(Signal.side).where(Signal.team_id == team.id, Signal.ended_at.is_(None))
    sides: set[TrackKind | None] = set(
        db.session.scalars(signals.distinct().execution_options(unseen="position"))
    )
    if holdings.has_work(team.id):
        sides.add(None)
    if not all(cases.is_staffed(team, side=side) for side in sides):
        raise RuleBroken("queue-without-staff", "successor")


def _cases_of(team: Team) -> list[UUID]:
    """Give the cases of which a track is with the team, or comes to it: cover is looked at anew."""
    tracks = select(Track.case_id).where(Track.team_id == team.id)
    offers = select(Handover.case_id).where(
        Handover.to_team_id == team.id, Handover.ended_at.is_(None)
    )
    held = select(Case.id).where(Case.id.in_(tracks.union(offers)), Case.state != CaseState.CLOSED)
    return list(db.session.scalars(held.execution_options(unseen="position")))


def _move_work(team: Team, successor: Team) -> int:
    """Move all that is with the team or comes to it; gives how much that is.

    Positions alone: whoever closes a team is shown nothing of whom it is about.
    """
    number = holdings.work_of(team.id).total()
    running = select(Case.id).where(Case.state != CaseState.CLOSED)
    of_signal = Signal.ended_at.is_(None)
    to = successor.id
    _set(Track, Track.team_id == team.id, Track.case_id.in_(running), team_id=to)
    _set(Handover, Handover.to_team_id == team.id, Handover.ended_at.is_(None), to_team_id=to)
    _set(Signal, of_signal, Signal.team_id == team.id, team_id=to)
    _set(Signal, of_signal, Signal.to_team_id == team.id, to_team_id=to)
    # What came from the successor itself is there again.
    back = Signal.to_team_id == Signal.team_id
    _set(Signal, of_signal, back, to_team_id=None, answer_by=None)
    return number


def _set(noun: Any, *which: ColumnElement[bool], **values: Any) -> None:
    db.session.execute(
        update(noun).where(*which).values(version=noun.version + 1, **values),
        execution_options={"synchronize_session": False},
    )


def _move_people(team: Team, successor: Team | None) -> None:
    """Let who works in the team work in the successor; who led it leads there if nobody does."""
    there: dict[Any, TeamMembership] = {}
    if successor is not None:
        query = select(TeamMembership).where(TeamMembership.team_id == successor.id)
        there = {one.user_id: one for one in db.session.scalars(query)}
    led = any(one.is_lead for one in there.values())
    query = select(TeamMembership).where(TeamMembership.team_id == team.id)
    for one in db.session.scalars(query).all():
        known = there.get(one.user_id)
        leads = one.is_lead and not led
        if successor is None or known is not None:
            db.session.delete(one)
        else:
            one.team_id, one.is_lead = successor.id, leads
        if known is not None and leads:
            known.is_lead = True
