"""What is asked about the plan of a case: its versions, its goals, and who does what next."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from sqlalchemy import ColumnElement, and_, exists, or_, select, true
from sqlalchemy.orm import aliased, joinedload

from caseapp import cases, policy
from caseapp.extensions import db
from caseapp.kernel import clock
from caseapp.kernel.actor import Actor
from caseapp.model.accounts import User
from caseapp.model.case_words import TrackKind
from caseapp.model.cases import Case
from caseapp.model.plans import Plan, PlanAction, PlanGoal
from caseapp.plans.bearing import Place, holder
from caseapp.plans.placing import of_person, placed, within
from caseapp.policy import Permission

PEOPLE = (joinedload(Plan.made_by), joinedload(Plan.confirmed_by))


def versions(case: Case) -> Sequence[Plan]:
    """Give every version of the plan of a case, the last first."""
    query = select(Plan).where(Plan.case_id == case.id).options(*PEOPLE)
    return db.session.scalars(query.order_by(Plan.number.desc())).all()


def version(case: Case, number: int) -> Plan | None:
    """Give one version of the plan of a case."""
    return next((one for one in versions(case) if one.number == number), None)


def active(case: Case) -> Plan | None:
    """Give the version that holds."""
    return next((one for one in versions(case) if one.is_active), None)


def draft(case: Case) -> Plan | None:
    """Give the version that is being written."""
    return next((one for one in versions(case) if one.is_draft), None)


def readable(actor: Actor, case: Case) -> frozenset[TrackKind]:
    """Give the tracks of which somebody may read what is in the plan."""
    return frozenset(
        track.kind for track in case.tracks if policy.allows(actor, Permission.TRACK_VIEW, track)
    )


def goals(
    actor: Actor, case: Case, number: int, *, person: UUID | None = None
) -> Sequence[PlanGoal]:
    """Give the goals of a version that somebody may read, in the order of the areas of life.

    With `person`, only those that go along on the copy of that one of the people it is about.
    """
    query = select(PlanGoal).where(
        PlanGoal.case_id == case.id,
        of_person(PlanGoal, person),
        within(PlanGoal.track, readable(actor, case)),
        PlanGoal.from_number <= number,
        or_(PlanGoal.until_number.is_(None), PlanGoal.until_number > number),
    )
    return db.session.scalars(
        query.order_by(PlanGoal.domain, PlanGoal.own_domain_id, PlanGoal.id)
    ).all()


def goal(goal_id: UUID) -> PlanGoal | None:
    """Give one goal with its case; raises Hidden for one that the database itself keeps back."""
    found: PlanGoal | None = placed(PlanGoal, goal_id)
    return found


@dataclass(frozen=True, slots=True)
class Planned:
    """An action as it stands: whose it is today, and whether its day passed."""

    action: PlanAction
    holder: User | None
    late: bool

    @property
    def due_on(self) -> date:
        """Before when it has to be done."""
        return self.action.due_on


@dataclass(frozen=True, slots=True)
class Standing:
    """The actions of a case that somebody may read: what has to be done, and what was."""

    open: Sequence[Planned]
    ended: Sequence[PlanAction]
    decided: Sequence[Planned]
    """Those of the open that a meeting decided on, beside the goals."""
    of_goal: Mapping[UUID, Sequence[Planned]]

    @property
    def late(self) -> int:
        """How many should have been done."""
        return sum(one.late for one in self.open)


def standing(actor: Actor, case: Case, *, person: UUID | None = None) -> Standing:
    """Give the actions of a case that somebody may read, the first due first.

    With `person`, only those that go along on the copy of that one of the people it is about.
    """
    query = (
        select(PlanAction)
        .where(
            PlanAction.case_id == case.id,
            within(PlanAction.track, readable(actor, case)),
            _goes_along(person),
        )
        .options(joinedload(PlanAction.ended_by))
        .order_by(PlanAction.due_on, PlanAction.id)
    )
    found = db.session.scalars(query).all()
    people: dict[UUID | None, User] = {one.user_id: one.user for one in case.involvements}
    known, today = places(case) if found else [], clock.today()
    running = [
        Planned(
            one,
            people.get(holder(one.owner_id, one.track, known)),
            late=case.is_open and one.due_on < today,
        )
        for one in found
        if one.is_open
    ]
    by_goal: dict[UUID, list[Planned]] = {}
    for one in running:
        if one.action.goal_id is not None:
            by_goal.setdefault(one.action.goal_id, []).append(one)
    return Standing(
        open=running,
        ended=[one for one in found if not one.is_open],
        decided=[one for one in running if one.action.goal_id is None],
        of_goal=by_goal,
    )


def _goes_along(person: UUID | None) -> ColumnElement[bool]:
    """Ask for what is of all and what is theirs; of an action nobody spoke of, what its goal is.

    But not what is under a goal of all: it may be what one of the others does for it.
    """
    if person is None:
        return true()
    under = aliased(PlanGoal)
    theirs = exists().where(
        under.case_id == PlanAction.case_id,
        under.origin_id == PlanAction.goal_id,
        under.resident_id == person,
        under.until_number.is_(None),
    )
    unsaid = and_(PlanAction.resident_id.is_(None), PlanAction.of_all.is_(False))
    return or_(of_person(PlanAction, person), and_(unsaid, theirs))


def places(case: Case) -> list[Place]:
    """Give who has a part in a case today and can still do something."""
    return [Place(one.user_id, one.part, one.track) for one in cases.at_work(case)]
