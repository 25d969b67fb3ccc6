"""What is asked about reviews: the queue, one's own questions, and the figures."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from statistics import median
from uuid import UUID

from sqlalchemy import ColumnElement, func, select
from sqlalchemy.orm import joinedload, selectinload

from caseapp import accesslog, policy, settings
from caseapp.extensions import db
from caseapp.kernel import clock
from caseapp.kernel.actor import Actor
from caseapp.model.accesslog import AccessEntry
from caseapp.model.reviews import Review, ReviewDraw, ReviewKind, Verdict
from caseapp.policy import Permission
from caseapp.reviews.parameters import NUMBERS, Parameters, with_settings
from caseapp.reviews.weeks import A_DAY, days_of, ends_week, monday_of

MOST = 100
OPEN = Review.verdict.is_(None) | (Review.verdict == Verdict.UNCLEAR)


def review(review_id: UUID) -> Review | None:
    """Give one review."""
    query = select(Review).where(Review.id == review_id)
    return db.session.scalar(query.options(joinedload(Review.user), joinedload(Review.breach)))


def queue(actor: Actor) -> Sequence[Review]:
    """Give what waits for a verdict, the gravest of the most urgent first."""
    return _listed(actor, Permission.REVIEW_VIEW, OPEN)


def waiting(actor: Actor) -> int:
    """Count what waits for a verdict: as long as the queue, which is capped."""
    ids = select(Review.id).where(OPEN).limit(MOST)
    return len(db.session.scalars(policy.visible(actor, Permission.REVIEW_VIEW, ids)).all())


def overdue(municipality_id: UUID) -> int:
    """Count the emergencies on which no verdict fell in time: these climb to the CISO."""
    late = select(func.count()).where(
        Review.municipality_id == municipality_id,
        Review.kind == ReviewKind.EMERGENCY,
        Review.verdict.is_(None),
        Review.due_on < clock.today(),
    )
    return int(db.session.scalar(late) or 0)


def to_reread(actor: Actor) -> Sequence[Review]:
    """Give what waits to be judged a second time by this person."""
    waiting = Review.reread.is_(True) & Review.second.is_(None) & Review.verdict.is_not(None)
    return _listed(actor, Permission.REVIEW_REREAD, waiting)


def breaches(actor: Actor) -> Sequence[Review]:
    """Give the reviews with a breach that is not closed."""
    found = _listed(actor, Permission.REVIEW_VIEW, Review.verdict == Verdict.UNLAWFUL)
    return [one for one in found if one.breach is not None and one.breach.closed_at is None]


def _listed(actor: Actor, permission: Permission, which: ColumnElement[bool]) -> Sequence[Review]:
    query = (
        select(Review)
        .where(which)
        .options(joinedload(Review.user), selectinload(Review.breach))
        .order_by(Review.due_on, Review.score.desc(), Review.id)
        .limit(MOST)
    )
    return db.session.scalars(policy.visible(actor, permission, query)).all()


def asked_of(actor: Actor) -> Sequence[Review]:
    """Give what this person was asked about their own looks and did not answer yet."""
    query = (
        select(Review)
        .where(Review.answered_at.is_(None), OPEN)
        .order_by(Review.answer_by, Review.id)
    )
    return db.session.scalars(policy.visible(actor, Permission.REVIEW_ANSWER, query)).all()


@dataclass(frozen=True, slots=True)
class Figures:
    """How the reviewing went in a period."""

    looks: int
    put: int
    judged: int
    overdue: int
    unlawful: int
    unclear: int
    median_days: float | None
    reread: int
    agreed: int
    by_kind: dict[ReviewKind, tuple[int, int, int]]
    """Of each kind: put, judged, and found unlawful."""

    @property
    def coverage(self) -> int:
        """Give the percentage of what was put to reviewers on which a verdict fell."""
        return round(100 * self.judged / self.put) if self.put else 100

    @property
    def agreement(self) -> int | None:
        """Give the percentage of second readings that agree with the first."""
        return round(100 * self.agreed / self.reread) if self.reread else None


def figures(municipality_id: UUID, first: date, last: date) -> Figures:
    """Give the figures over what was opened for review from the first day through the last."""
    since, until = clock.midnight(first), clock.midnight(date.fromordinal(last.toordinal() + 1))
    rows = db.session.scalars(
        select(Review).where(
            Review.municipality_id == municipality_id,
            Review.opened_at >= since,
            Review.opened_at < until,
        )
    ).all()
    looks = db.session.scalar(
        select(func.coalesce(func.sum(ReviewDraw.looks), 0)).where(
            ReviewDraw.municipality_id == municipality_id,
            ReviewDraw.kind == ReviewKind.ALERT,
            ReviewDraw.day >= first,
            ReviewDraw.day <= last,
        )
    )
    judged = [row for row in rows if row.verdict is not None]
    took = [_days(row.opened_at, row.verdict_at) for row in judged if row.verdict_at]
    second = [row for row in judged if row.second is not None]
    return Figures(
        looks=int(looks or 0),
        put=len(rows),
        judged=len(judged),
        overdue=sum(_is_late(row) for row in rows),
        unlawful=sum(row.verdict is Verdict.UNLAWFUL for row in judged),
        unclear=sum(row.verdict is Verdict.UNCLEAR for row in judged),
        median_days=median(took) if took else None,
        reread=len(second),
        agreed=sum(row.second is row.verdict for row in second),
        by_kind={kind: _of_kind([row for row in rows if row.kind is kind]) for kind in ReviewKind},
    )


def _of_kind(rows: list[Review]) -> tuple[int, int, int]:
    judged = [row for row in rows if row.verdict is not None]
    return len(rows), len(judged), sum(row.verdict is Verdict.UNLAWFUL for row in judged)


def _is_late(row: Review) -> bool:
    if row.verdict_at is None:
        return row.due_on < clock.today()
    return clock.local(row.verdict_at).date() > row.due_on


def _days(opened: datetime, judged: datetime) -> int:
    return (clock.local(judged).date() - clock.local(opened).date()).days


def parameters_of(municipality_id: UUID) -> Parameters:
    """Give the numbers this municipality goes by."""
    chosen = settings.chosen(municipality_id, NUMBERS)
    return with_settings({name: number for (name, _scope), number in chosen.items()})


def undrawn_since(municipality_id: UUID) -> date | None:
    """Give the first day that was not drawn from, or whose week had no sample and can have one.

    Nothing when all up to yesterday was drawn, or nobody ever looked.
    """
    first = _begun_on(municipality_id)
    if first is None:
        return None
    last = clock.today() - A_DAY
    nights = _drawn(municipality_id, ReviewKind.ALERT)
    sundays = _drawn(municipality_id, ReviewKind.SAMPLE)
    missed = [day for day in days_of(first, last) if day not in nights]
    sealed = _sealed_through(municipality_id, last)
    weeks = [day for day in days_of(first, sealed) if ends_week(day) and day not in sundays]
    begins = [*missed[:1], *(max(first, monday_of(sunday)) for sunday in weeks[:1])]
    return min(begins, default=None)


def weeks_without_sample(municipality_id: UUID, first: date, last: date) -> list[date]:
    """Give the last days of the weeks that are over in these days and had no sample drawn."""
    begun = _begun_on(municipality_id)
    if begun is None:
        return []
    sampled = _drawn(municipality_id, ReviewKind.SAMPLE)
    over = min(last, clock.today() - A_DAY)
    return [
        day for day in days_of(max(first, begun), over) if ends_week(day) and day not in sampled
    ]


def _sealed_through(municipality_id: UUID, last: date) -> date:
    """Give the last day that ended before the newest head was signed: only then may be drawn."""
    head = accesslog.newest_head(municipality_id)
    if head is None:
        return date.min
    return min(last, clock.local(head.signed_at).date() - A_DAY)


def _begun_on(municipality_id: UUID) -> date | None:
    """Give the day of the first entry of the log: before it there is nothing to draw from."""
    at = db.session.scalar(
        select(func.min(AccessEntry.at)).where(
            AccessEntry.municipality_id == municipality_id, AccessEntry.user_id.is_not(None)
        )
    )
    return clock.local(at).date() if at is not None else None


def _drawn(municipality_id: UUID, kind: ReviewKind) -> set[date]:
    query = select(ReviewDraw.day).where(
        ReviewDraw.municipality_id == municipality_id, ReviewDraw.kind == kind
    )
    return set(db.session.scalars(query))
