"""Putting looks to the reviewers: what stands out each day, and a sample of each week.

The sample is drawn by the root of a head that was signed after the week ended: nobody could know
it while there was something to hide, nobody chooses, and anybody can draw it again.
"""

import json
from collections.abc import Iterable, Iterator
from datetime import date, datetime, timedelta
from typing import Any
from uuid import UUID

from sqlalchemy import select

from caseapp import accesslog
from caseapp.accesslog import Event
from caseapp.extensions import db
from caseapp.kernel import clock, deadlines
from caseapp.model.organisations import Municipality
from caseapp.model.reviews import Review, ReviewDraw, ReviewKind, ReviewSetting
from caseapp.model.sealed import DataKey
from caseapp.reviews.collecting import Gathered, gather, midnight
from caseapp.reviews.history import History
from caseapp.reviews.parameters import Parameters
from caseapp.reviews.queries import parameters_of
from caseapp.reviews.rules import Hit, Rule, evaluate, score
from caseapp.reviews.sampling import Opening, Scored, drawn, openings

ALERT_DAYS, QUEUE_DAYS = 3, 5
"""Working days within which a verdict falls: on what is urgent, and on the rest."""
FACTS_LENGTH = 4000


def set_number(municipality: Municipality, *, name: str, number: int) -> None:
    """Set one number for a municipality, by command: who may log in there decides on it."""
    known = db.session.scalar(
        select(ReviewSetting).where(
            ReviewSetting.municipality_id == municipality.id, ReviewSetting.name == name
        )
    )
    setting = known or ReviewSetting(municipality_id=municipality.id, name=name)
    setting.number, setting.set_at = number, clock.now()
    db.session.add(setting)
    accesslog.record_by_command(
        Event.REVIEW_NUMBER_SET, municipality, name=name, number=str(number)
    )


def draw(municipality: Municipality, *, first: date, last: date) -> int:
    """Put what stood out in these days, and the samples of their weeks, to the reviewers.

    A day or week that was drawn before is passed over. Gives how many reviews it made.
    """
    parameters = parameters_of(municipality.id)
    done = _drawn(municipality.id)
    gathered = gather(municipality.id, first, last, parameters)
    made = 0
    scored: Scored = {}
    for day in _days(first, last):
        histories = list(gathered.histories(day))
        found = list(_standing_out(histories, parameters, scored))
        if (ReviewKind.ALERT, day) not in done:
            made += _put(municipality.id, day, histories, found)
        if day.isoweekday() == 7 and (ReviewKind.SAMPLE, day) not in done:  # noqa: PLR2004 - Sunday
            made += _sample(municipality.id, gathered, day, parameters, scored)
    accesslog.record_by_command(
        Event.REVIEWS_DRAWN,
        municipality,
        first=first.isoformat(),
        last=last.isoformat(),
        reviews=str(made),
    )
    return made


def _days(first: date, last: date) -> Iterator[date]:
    while first <= last:
        yield first
        first += timedelta(days=1)


def _drawn(municipality_id: UUID) -> set[tuple[ReviewKind, date]]:
    query = select(ReviewDraw.kind, ReviewDraw.day).where(
        ReviewDraw.municipality_id == municipality_id
    )
    return {(row.kind, row.day) for row in db.session.execute(query)}


Found = tuple[History, UUID | None, list[tuple[Rule, Hit]], int]


def _standing_out(
    histories: Iterable[History], parameters: Parameters, scored: Scored
) -> Iterator[Found]:
    """Give what is to be reviewed; what scores less only makes a sample likelier."""
    for history in histories:
        for subject, hits in evaluate(history, parameters).items():
            total = score(hits)
            if subject is not None and total >= parameters.sample_from:
                scored[history.colleague.id, subject, history.day] = total
            if total >= parameters.queue_from:
                yield history, subject, hits, total


def _put(
    municipality_id: UUID,
    day: date,
    histories: list[History],
    found: list[Found],
) -> int:
    now, alert_from = clock.now(), parameters_of(municipality_id).alert_from
    waiting, made = _waiting(municipality_id), 0
    for history, subject, hits, total in found:
        about = subject or history.colleague.id
        known = waiting.get((history.colleague.id, about))
        if known is not None:
            _add_day(known, day, hits, total)
            continue
        days = ALERT_DAYS if total >= alert_from else QUEUE_DAYS
        opening = Opening(history.colleague.id, about, _kind(history, subject), day)
        review = _review(
            municipality_id,
            _kind_of_review(hits),
            opening,
            now,
            due_on=deadlines.working_days_after(clock.today(), days),
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


def _review(
    municipality_id: UUID, kind: ReviewKind, opening: Opening, now: datetime, **facts: Any
) -> Review:
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


def _sample(
    municipality_id: UUID,
    gathered: Gathered,
    sunday: date,
    parameters: Parameters,
    scored: Scored,
) -> int:
    """Draw the sample of the week that ends here, if a head was signed since."""
    head = accesslog.newest_head(municipality_id)
    if head is None or head.signed_at < midnight(sunday + timedelta(days=1)):
        return 0
    week = list(openings(gathered, sunday))
    wanted = max(parameters.sample_least, len(week) * parameters.sample_per_thousand // 1000)
    now, made = clock.now(), 0
    seed = f"{head.origin} {head.size} {head.root.hex()}"
    for opening in drawn(week, head.root, wanted, scored):
        if _is_reviewed(municipality_id, opening):
            continue
        db.session.add(
            _review(
                municipality_id,
                ReviewKind.SAMPLE,
                opening,
                now,
                due_on=deadlines.working_days_after(clock.today(), QUEUE_DAYS),
                score=scored.get(opening.key, 0),
                drawn_from=seed[:200],
            )
        )
        made += 1
    db.session.add(
        ReviewDraw(
            municipality_id=municipality_id,
            kind=ReviewKind.SAMPLE,
            day=sunday,
            drawn_at=now,
            looks=len(week),
            reviews=made,
            seed=seed[:200],
        )
    )
    db.session.flush()
    return made


def _is_reviewed(municipality_id: UUID, opening: Opening) -> bool:
    query = select(Review.id).where(
        Review.municipality_id == municipality_id,
        Review.user_id == opening.user_id,
        Review.subject_id == opening.subject_id,
        Review.day == opening.day,
    )
    return db.session.scalar(query.limit(1)) is not None
