"""Putting what stood out on one day to the reviewers: once for a colleague and whom it is about."""

import json
from datetime import date, datetime
from typing import Any
from uuid import UUID

from sqlalchemy import select

from caseapp import settings
from caseapp.extensions import db
from caseapp.kernel import clock, deadlines
from caseapp.model.reviews import Review, ReviewDraw, ReviewKind
from caseapp.model.sealed import DataKey
from caseapp.reviews.history import History
from caseapp.reviews.queries import parameters_of
from caseapp.reviews.rules import Hit, Rule
from caseapp.reviews.sampling import Opening

ALERT_DAYS, QUEUE_DAYS = 3, 5
"""Working days within which a verdict falls: on what is urgent, and on the rest."""
FACTS_LENGTH = 4000

Found = tuple[History, UUID | None, list[tuple[Rule, Hit]], int]


def put(
    municipality_id: UUID,
    day: date,
    histories: list[History],
    found: list[Found],
) -> int:
    """Put what stood out on a day to the reviewers, and note that the day was drawn from."""
    now, alert_from = clock.now(), parameters_of(municipality_id).alert_from
    closed = settings.closed_days(municipality_id)
    waiting, made = _waiting(municipality_id), 0
    for history, subject, hits, total in found:
        about = subject or history.colleague.id
        known = waiting.get((history.colleague.id, about))
        if known is not None:
            _add_day(known, day, hits, total)
            continue
        days = ALERT_DAYS if total >= alert_from else QUEUE_DAYS
        opening = Opening(history.colleague.id, about, _kind(history, subject), day)
        review = new_review(
            municipality_id,
            _kind_of_review(hits),
            opening,
            now,
            due_on=deadlines.working_days_after(clock.today(), days, closed),
            score=total,
            facts=_written(hits),
        )
        db.session.add(review)
        made += 1
        waiting[history.colleague.id, about] = review
    opened = sum(len(history.opened_people()) for history in histories)
    db.session.add(
        ReviewDraw(
            municipality_id=municipality_id,
            kind=ReviewKind.ALERT,
            day=day,
            drawn_at=now,
            looks=opened,
            reviews=made,
        )
    )
    db.session.flush()
    return made


def _waiting(municipality_id: UUID) -> dict[tuple[UUID, UUID], Review]:
    """Give what stood out before and nobody judged yet: the same again is the same question."""
    query = select(Review).where(
        Review.municipality_id == municipality_id,
        Review.kind.in_((ReviewKind.ALERT, ReviewKind.SHIELDED)),
        Review.verdict.is_(None),
    )
    return {(one.user_id, one.subject_id): one for one in db.session.scalars(query)}


def _add_day(review: Review, day: date, hits: list[tuple[Rule, Hit]], total: int) -> None:
    """Add a day to a review: its newest facts of each rule, and its gravest score."""
    told = {one["rule"]: one for one in json.loads(review.facts or "[]")}
    told |= {one["rule"]: one for one in json.loads(_written(hits))}
    review.facts = json.dumps(list(told.values()), separators=(",", ":"))
    review.day, review.days = day, review.days + 1
    review.score = max(review.score, total)


def _kind_of_review(hits: list[tuple[Rule, Hit]]) -> ReviewKind:
    only_shielded = [rule for rule, _ in hits] == [Rule.SHIELDED_CASE]
    return ReviewKind.SHIELDED if only_shielded else ReviewKind.ALERT


def _kind(history: History, subject: UUID | None) -> str:
    if subject is None:
        return "users"
    residents = {look.resident_id for look in history.today}
    return "residents" if subject in residents or _is_resident(history, subject) else "cases"


def _is_resident(history: History, subject: UUID) -> bool:
    return not any(look.case_id == subject for look in history.today)


def new_review(
    municipality_id: UUID, kind: ReviewKind, opening: Opening, now: datetime, **facts: Any
) -> Review:
    """Make a review of one opening, with a key of its own."""
    return Review(
        municipality_id=municipality_id,
        kind=kind,
        user_id=opening.user_id,
        subject_kind=opening.kind,
        subject_id=opening.subject_id,
        day=opening.day,
        opened_at=now,
        key=DataKey.draw(municipality_id),
        **facts,
    )


def _written(hits: list[tuple[Rule, Hit]]) -> str:
    told = [{"rule": str(rule), "facts": dict(one.facts)} for rule, one in hits]
    while len(text := json.dumps(told, separators=(",", ":"))) > FACTS_LENGTH:
        told.pop()
    return text
