"""The plans of the world: of the main case of each town, on both tracks and for both."""

from datetime import timedelta
from typing import Any

from caseapp.extensions import db
from caseapp.kernel import clock
from caseapp.model.case_words import TrackKind
from caseapp.model.domains import OwnDomain, OwnDomainSet
from caseapp.model.measurements import Measurement
from caseapp.model.plan_words import ActionEnd, Domain, DomainSet, SeenBy
from caseapp.model.plans import Plan, PlanAction, PlanGoal
from tests.support.oracle import Planned

DAY = timedelta(days=1)


def plan_main(maker: Any, who: dict[str, Any]) -> None:
    """A version holds, the next is being written; each track has a goal and actions of its own."""
    label = maker.label("main")
    case, fact = maker.world.things["case"][label], maker.world.facts["case", label]
    for number in (1, 2):
        _write_version(maker, case, fact, who["director"], number)
    for track in (None, *TrackKind):
        where = f"{label} {track.value if track else 'strip'}"
        kind = track.value if track else None
        goal = PlanGoal(
            municipality_id=maker.town.id,
            case=case,
            case_id=case.id,
            track=track,
            domain=Domain.HOUSING,
            from_number=1,
        )
        goal.origin_id = goal.id
        goal.text = maker.world.hide("step-text", f"goal {where}", fact, kind)
        db.session.add(goal)
        db.session.flush()
        maker.note("goal", where, goal, Planned(goal.id, maker.town.id, fact, kind))
        for state in ("open", "ended"):
            _add_action(maker, case, fact, goal, who["carer"], state)
        _add_measurements(maker, case, fact, who["carer"], track)
    _add_own_set(maker, who["admin"])
    db.session.commit()


def _write_version(maker: Any, case: Any, fact: Any, author: Any, number: int) -> None:
    holds = number == 1
    plan = Plan(
        municipality_id=maker.town.id,
        case=case,
        case_id=case.id,
        number=number,
        domain_set=DomainSet.ZRM_13,
        made_at=clock.now(),
        made_by_id=author.id,
        changed_at=clock.now(),
        confirmed_at=clock.now() if holds else None,
        confirmed_by_id=author.id if holds else None,
    )
    for text in ("own_words", "signs", "safety", "to_call"):
        label = f"{text} {number} {maker.label('main')}"
        setattr(plan, text, maker.world.hide("case-text", label, fact))
    db.session.add(plan)
    db.session.flush()


def _add_action(maker: Any, case: Any, fact: Any, goal: Any, author: Any, state: str) -> None:
    kind = goal.track.value if goal.track else None
    where = f"{maker.label('main')} {kind or 'strip'} {state}"
    ended = state == "ended"
    action = PlanAction(
        municipality_id=maker.town.id,
        case=case,
        case_id=case.id,
        goal_id=goal.id,
        track=goal.track,
        planned_on=clock.today() + DAY,
        due_on=clock.today() + DAY,
        from_number=1,
        made_at=clock.now(),
        made_by_id=author.id,
        end=ActionEnd.DONE if ended else None,
        ended_at=clock.now() if ended else None,
        ended_by_id=author.id if ended else None,
    )
    action.text = maker.world.hide("step-text", f"action {where}", fact, kind)
    if ended:
        action.outcome = maker.world.hide("step-text", f"outcome {where}", fact, kind)
    db.session.add(action)
    db.session.flush()
    maker.note("action", where, action, Planned(action.id, maker.town.id, fact, kind))


def _add_measurements(maker: Any, case: Any, fact: Any, author: Any, track: Any) -> None:
    """Have one that counts, and one that was withdrawn."""
    kind = track.value if track else None
    for state, days in (("counting", 3), ("withdrawn", 9)):
        where = f"{maker.label('main')} {kind or 'strip'} {state}"
        made = Measurement(
            municipality_id=maker.town.id,
            case=case,
            case_id=case.id,
            track=track,
            domain=Domain.HOUSING,
            score=2,
            seen_by=SeenBy.PROFESSIONAL,
            measured_on=clock.today() - days * DAY,
            made_at=clock.now(),
            made_by_id=author.id,
        )
        made.evidence = maker.world.hide("step-text", f"evidence {where}", fact, kind)
        if state == "withdrawn":
            made.reason = maker.world.hide("step-text", f"withdrawal {where}", fact, kind)
            made.withdrawn_at, made.withdrawn_by_id = clock.now(), author.id
        db.session.add(made)
        db.session.flush()
        maker.note("measurement", where, made, Planned(made.id, maker.town.id, fact, kind))


def _add_own_set(maker: Any, admin: Any) -> None:
    """Have a set of the town's own, by which no plan goes yet."""
    made = OwnDomainSet(
        municipality_id=maker.town.id, name="Wijk", made_at=clock.now(), made_by_id=admin.id
    )
    made.domains = [OwnDomain(municipality_id=maker.town.id, position=0, name="Buren")]
    db.session.add(made)
    db.session.flush()
    maker.note("own_set", maker.label("wijk"), made, maker.place)
