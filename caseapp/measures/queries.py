"""What is asked about measures: those of a case, one with its chain, and the balance of a case."""

from collections import defaultdict
from collections.abc import Sequence
from uuid import UUID

from sqlalchemy import bindparam, select
from sqlalchemy.orm import joinedload, selectinload

from caseapp import policy
from caseapp.extensions import db
from caseapp.kernel.actor import Actor
from caseapp.measures.balance import Balance, Imposed, Offered
from caseapp.model.cases import Case, Involvement
from caseapp.model.measures import CareOffer, Measure, MeasureStage
from caseapp.policy import Permission

WITH_CASE = (
    selectinload(Case.tracks),
    selectinload(Case.involvements).joinedload(Involvement.user),
    selectinload(Case.subjects),
)
OFFERS = (
    select(CareOffer.case_id, CareOffer.offered_on, CareOffer.answer, CareOffer.answered_on)
    .where(CareOffer.case_id.in_(bindparam("case_ids", expanding=True)))
    .order_by(CareOffer.offered_on.desc(), CareOffer.id)
    .execution_options(shows={"case": "case_id"})
)
RUNNING = (
    select(Measure.case_id, Measure.decided_on, Measure.until_on)
    .where(Measure.case_id.in_(bindparam("case_ids", expanding=True)))
    .where(Measure.ended_on.is_(None))
    .order_by(Measure.prepared_at.desc(), Measure.id)
    .execution_options(shows={"case": "case_id"})
)
"""Days and answers, never which measure or which help: that is for who may read the track."""


def measure(measure_id: UUID) -> Measure | None:
    """Give one measure with the steps of its chain, and the case it is in."""
    return db.session.scalar(
        select(Measure)
        .where(Measure.id == measure_id)
        .options(
            joinedload(Measure.case).options(*WITH_CASE),
            joinedload(Measure.resident),
            joinedload(Measure.prepared_by),
            selectinload(Measure.stages).joinedload(MeasureStage.recorded_by),
        )
    )


def care_offer(offer_id: UUID) -> CareOffer | None:
    """Give one offer of care, and the case it is in."""
    return db.session.scalar(
        select(CareOffer)
        .where(CareOffer.id == offer_id)
        .options(joinedload(CareOffer.case).options(*WITH_CASE), joinedload(CareOffer.offered_by))
    )


def measures_of(actor: Actor, case: Case) -> Sequence[Measure]:
    """Give the measures of a case that this person may read: those that run first."""
    query = (
        select(Measure)
        .where(Measure.case_id == case.id)
        .options(joinedload(Measure.resident))
        .order_by(Measure.ended_on.is_not(None), Measure.next_on, Measure.ended_on.desc())
    )
    return db.session.scalars(policy.visible(actor, Permission.MEASURE_VIEW, query)).all()


def care_offers_of(actor: Actor, case: Case) -> Sequence[CareOffer]:
    """Give the care that was offered in a case, for who may read it: the last first."""
    query = (
        select(CareOffer)
        .where(CareOffer.case_id == case.id)
        .options(joinedload(CareOffer.offered_by))
        .order_by(CareOffer.offered_on.desc(), CareOffer.id)
    )
    return db.session.scalars(policy.visible(actor, Permission.CARE_OFFER_VIEW, query)).all()


def balance_of(case: Case) -> Balance:
    """Give both sides of a case, for everybody who may open it."""
    return balances_of([case.id])[case.id]


def balances_of(case_ids: Sequence[UUID]) -> dict[UUID, Balance]:
    """Give both sides of each of these cases, which somebody may open or is briefed on."""
    offers: dict[UUID, list[Offered]] = defaultdict(list)
    for row in db.session.execute(OFFERS, {"case_ids": case_ids}):
        offers[row.case_id].append(Offered(row.offered_on, row.answer, row.answered_on))
    running: dict[UUID, list[Imposed]] = defaultdict(list)
    for one in db.session.execute(RUNNING, {"case_ids": case_ids}):
        running[one.case_id].append(Imposed(one.decided_on, one.until_on))
    return {one: Balance(offers[one], running[one]) for one in case_ids}
