"""What is asked about closing: what is in the way, how it went, and who keeps an eye on it."""

from collections.abc import Sequence
from uuid import UUID

from sqlalchemy import bindparam, select
from sqlalchemy.orm import joinedload, selectinload

from caseapp import accounts, cases
from caseapp.closures.obstacles import Obstacle, TrackStand, obstacles
from caseapp.extensions import db
from caseapp.kernel.actor import WORKING_ROLES
from caseapp.model.accounts import User
from caseapp.model.case_words import TrackKind
from caseapp.model.cases import Case, Involvement
from caseapp.model.closures import Closure, Watch
from caseapp.model.escalation import Flag, PhaseChange
from caseapp.model.evaluations import Evaluation
from caseapp.model.handovers import Handover
from caseapp.model.measures import Measure
from caseapp.model.organisations import Team

HEAD = (
    joinedload(Watch.case).options(
        selectinload(Case.tracks),
        selectinload(Case.involvements).joinedload(Involvement.user),
        selectinload(Case.subjects),
    ),
    joinedload(Watch.watcher),
)

CLOSURES_OF_CASE = (
    select(Closure)
    .where(Closure.case_id == bindparam("case_id"))
    .options(joinedload(Closure.closed_by), joinedload(Closure.reopened_by))
    .order_by(Closure.closed_at.desc(), Closure.id)
)


def obstacles_of(case: Case) -> list[Obstacle]:
    """Give everything that stands in the way of closing a case."""
    flags = select(Flag.id).where(Flag.case_id == case.id, Flag.answered_at.is_(None))
    offers = select(Handover.id).where(Handover.case_id == case.id, Handover.ended_at.is_(None))
    running = select(Measure.id).where(Measure.case_id == case.id, Measure.ended_on.is_(None))
    learned = (
        select(PhaseChange.id)
        .outerjoin(Evaluation, Evaluation.change_id == PhaseChange.id)
        .where(PhaseChange.case_id == case.id, PhaseChange.asks_evaluation, Evaluation.id.is_(None))
        .limit(1)
    )
    stands = [
        TrackStand(
            track.kind,
            track.state,
            track.next_on,
            has_people=bool(cases.people_on(track)),
            is_agreed=track.is_agreed,
            awaits_other=track.awaits_other,
        )
        for track in sorted(case.tracks, key=lambda track: track.kind)
    ]
    unseen = {"unseen": "policy"}
    return list(
        obstacles(
            stands,
            phase=case.phase,
            flags=db.session.scalars(flags.order_by(Flag.id), execution_options=unseen).all(),
            offers=db.session.scalars(offers.order_by(Handover.id), execution_options=unseen).all(),
            measures=db.session.scalars(
                running.order_by(Measure.id), execution_options=unseen
            ).all(),
            actions=cases.open_actions(case),
            items=cases.open_items(case),
            unevaluated=db.session.scalar(learned, execution_options=unseen) is not None,
        )
    )


def closures_of(case: Case) -> Sequence[Closure]:
    """Give how a case was closed and reopened, the last first."""
    return db.session.scalars(CLOSURES_OF_CASE, {"case_id": case.id}).all()


def watch(watch_id: UUID) -> Watch | None:
    """Give one watch, with the case it is over."""
    return db.session.scalar(select(Watch).where(Watch.id == watch_id).options(*HEAD))


def running_watch_of(case: Case) -> Watch | None:
    """Give the watch that runs over a case; only a closed case has one."""
    if case.is_open:
        return None
    query = select(Watch).where(Watch.case_id == case.id, Watch.ended_at.is_(None))
    return db.session.scalar(query.options(joinedload(Watch.watcher)))


def last_watch_of(case: Case) -> Watch | None:
    """Give the watch that began when a closed case was closed, whether it runs or not."""
    since = Watch.started_at >= case.closed_at
    query = select(Watch).where(Watch.case_id == case.id, since)
    people = (joinedload(Watch.watcher), joinedload(Watch.ended_by))
    return db.session.scalar(query.options(*people).order_by(Watch.started_at.desc()).limit(1))


def watchers_for(municipality_id: UUID) -> Sequence[User]:
    """Give who may keep an eye on a case: who can sign in and does casework, by name."""
    return accounts.active_holders(municipality_id, *WORKING_ROLES)


def queues_for(municipality_id: UUID, kind: TrackKind) -> list[Team]:
    """Give the teams of a trade in which somebody works, by name."""
    known = accounts.teams(municipality_id)
    return cases.staffed([one for one in known if one.kind.value == kind.value])
