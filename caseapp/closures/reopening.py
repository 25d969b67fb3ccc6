"""What becomes of a case when it is reopened: who has it again, and how it was closed before."""

from collections.abc import Mapping
from datetime import date

from sqlalchemy import select

from caseapp import accounts, cases
from caseapp.extensions import db
from caseapp.kernel import clock
from caseapp.kernel.errors import RuleBroken
from caseapp.model.case_words import Part, TrackKind, TrackState
from caseapp.model.cases import Case
from caseapp.model.closures import Closure, ClosureReason
from caseapp.model.organisations import Team


def hold_queues(case: Case, tracks: Mapping[TrackKind, Team | None]) -> None:
    """Hold the teams with which a track would wait: they do not empty meanwhile."""
    chosen = [team or case.track(kind).team for kind, team in tracks.items()]
    accounts.hold_teams(*(team.id for team in chosen if team is not None))


def let_go(case: Case) -> None:
    """Who directed it or owned a track and cannot work any more has it no longer."""
    parts = (Part.DIRECTOR, Part.OWNER)
    responsible = [one for one in case.involvements if one.part in parts and one.is_active]
    accounts.hold(*(one.user for one in responsible))
    for held in responsible:
        db.session.refresh(held.user, ["deactivated_at"])
        if not cases.can_work(held.user):
            held.ended_at = clock.now()


def run_again(case: Case, kind: TrackKind, team: Team | None, next_on: date) -> None:
    """Let a track go on with who owned it, or with a team; raises RuleBroken with neither."""
    track = case.track(kind)
    if team is not None:
        if team.municipality_id != case.municipality_id or team.kind.value != kind.value:
            raise RuleBroken("queue-of-another-trade", f"{kind.value}_team")
        track.team = team
    if track.owner is None and (track.team is None or not cases.is_staffed(track.team)):
        raise RuleBroken("reopening-nobodys", f"{kind.value}_team")
    track.state, track.next_on, track.is_agreed = TrackState.NEEDED, next_on, False
    track.said_by_id, track.confirmed_at, track.confirmed_by_id = None, None, None


def standing(case: Case) -> Closure:
    """Give how it was closed; of a case that was closed before this was kept, that it was."""
    query = select(Closure).where(Closure.case_id == case.id, Closure.reopened_at.is_(None))
    known = db.session.scalar(query)
    if known is not None:
        return known
    made = Closure(
        municipality_id=case.municipality_id,
        case=case,
        case_id=case.id,
        closed_at=case.closed_at,
        reason=ClosureReason.OTHER,
    )
    db.session.add(made)
    return made
