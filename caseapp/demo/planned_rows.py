"""Somebody in the cracks where a day was agreed and went by: of a measure, and of a plan."""

from datetime import timedelta
from uuid import UUID

from sqlalchemy import select

from caseapp.demo.bulk import table_of
from caseapp.demo.desk import Desk
from caseapp.kernel.identifiers import new_id
from caseapp.model.case_words import Part, TrackKind
from caseapp.model.measures import Measure, MeasureKind
from caseapp.model.plan_words import Domain, DomainSet
from caseapp.model.plans import Plan, PlanAction, PlanGoal

DAY = timedelta(days=1)


def action_passed(desk: Desk, case_id: UUID) -> None:
    """Somebody would do something for a goal of the plan, and the day went by."""
    key_id, by = desk.key_of(case_id), desk.holder(case_id, Part.DIRECTOR)
    made = {"case_id": case_id, "from_number": 1}
    plans = table_of(Plan)
    if desk.ask(select(plans.c.id).where(plans.c.case_id == case_id).limit(1)).first() is None:
        at = desk.now - 40 * DAY
        desk.add(
            Plan, case_id=case_id, number=1, domain_set=DomainSet.ZRM_13, made_at=at,
            made_by_id=by, changed_at=at, confirmed_at=at, confirmed_by_id=by,
        )  # fmt: skip
    goal_id = new_id()
    desk.add(
        PlanGoal, key_id, id=goal_id, origin_id=goal_id, track=TrackKind.CARE,
        domain=Domain.FINANCES, text_text="De post is op orde, en niemand belt meer om geld.",
        **made,
    )  # fmt: skip
    day = desk.today - 4 * DAY
    desk.add(
        PlanAction, key_id, goal_id=goal_id, track=TrackKind.CARE, planned_on=day, due_on=day,
        owner_id=desk.holder(case_id, Part.OWNER), made_at=desk.now - 30 * DAY, made_by_id=by,
        text_text="De schuldhulp bellen voor een eerste gesprek.", **made,
    )  # fmt: skip


def measure_due(desk: Desk, case_id: UUID) -> None:
    """A measure was prepared, and on the day to decide about it nobody did."""
    director = desk.holder(case_id, Part.DIRECTOR)
    desk.add(
        Measure, desk.key_of(case_id), case_id=case_id, kind=MeasureKind.WARNING, extensions=0,
        next_on=desk.today - 3 * DAY, prepared_by_id=director, prepared_at=desk.now - 20 * DAY,
        ground_text="Drie meldingen van buren in twee weken.",
    )  # fmt: skip
