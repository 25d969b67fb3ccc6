"""The measures of the world, and the care that was offered beside them, each on its own track."""

from datetime import timedelta
from typing import Any

from caseapp.extensions import db
from caseapp.kernel import clock
from caseapp.model.measures import (
    CareAnswer,
    CareKind,
    CareOffer,
    Measure,
    MeasureEnd,
    MeasureKind,
    MeasureStage,
    Stage,
)
from tests.support.oracle import Filed

SAID = ("said", "proportionality", "subsidiarity", "household", "hurry", "without_care")


def impose_measures(maker: Any, who: dict[str, Any]) -> None:
    """The main case has a ban that runs and one that is over; in two cases care was offered."""
    _impose(maker, who["adviser"], "main", runs=True)
    _impose(maker, who["director"], "high", runs=False)
    _offer(maker, who["carer"], "main", CareAnswer.REFUSED)
    _offer(maker, who["director"], "high", None)


def _impose(maker: Any, author: Any, name: str, *, runs: bool) -> None:
    label, today, now = maker.label(name), clock.today(), clock.now()
    case, fact = maker.world.things["case"][label], maker.world.facts["case", label]
    row = Measure(
        municipality_id=maker.town.id,
        case=case,
        case_id=case.id,
        kind=MeasureKind.AREA_BAN,
        stage=Stage.DECISION if runs else Stage.END,
        decided_on=today,
        from_on=today,
        until_on=today + timedelta(days=60),
        next_on=today + timedelta(days=14) if runs else None,
        ended_on=None if runs else today,
        end=None if runs else MeasureEnd.WITHDRAWN,
        prepared_by_id=author.id,
        prepared_at=now,
    )
    row.ground = maker.world.hide("step-text", f"measure ground {label}", fact, "safety")
    step = MeasureStage(
        municipality_id=maker.town.id,
        measure=row,
        measure_id=row.id,
        case=case,
        case_id=case.id,
        number=0,
        stage=Stage.DECISION,
        on_day=today,
        from_on=today,
        until_on=today + timedelta(days=60),
        recorded_by_id=author.id,
        recorded_at=now,
    )
    for one in SAID:
        text = maker.world.hide("step-text", f"measure {one} {label}", fact, "safety")
        setattr(step, one, text)
    db.session.add_all([row, step])
    db.session.commit()
    maker.note("measure", label, row, Filed(row.id, maker.town.id, fact, runs))


def _offer(maker: Any, author: Any, name: str, answer: CareAnswer | None) -> None:
    label, today = maker.label(name), clock.today()
    case, fact = maker.world.things["case"][label], maker.world.facts["case", label]
    row = CareOffer(
        municipality_id=maker.town.id,
        case=case,
        case_id=case.id,
        kind=CareKind.ADDICTION,
        offered_on=today,
        answer=answer,
        answered_on=today if answer else None,
        offered_by_id=author.id,
        recorded_at=clock.now(),
    )
    row.note = maker.world.hide("step-text", f"care offer {label}", fact, "care")
    db.session.add(row)
    db.session.commit()
    maker.note("care_offer", label, row, Filed(row.id, maker.town.id, fact))
