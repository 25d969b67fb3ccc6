"""Reviewing: asking a colleague, giving a verdict, reading it a second time, mending a breach."""

import secrets
from datetime import datetime, timedelta
from typing import Any

from caseapp import accesslog, notifications, policy, settings
from caseapp.accesslog import Event
from caseapp.extensions import db
from caseapp.kernel import clock, deadlines
from caseapp.kernel.actor import Actor
from caseapp.kernel.errors import RuleBroken
from caseapp.model.messages import MessageKind
from caseapp.model.reviews import Answer, Breach, Review, Verdict
from caseapp.policy import Permission
from caseapp.reviews.queries import parameters_of

DAYS_TO_ANSWER = 5
REPORT_WITHIN = timedelta(hours=72)
"""AVG article 33: a breach is reported within 72 hours of the moment it became known."""
STEPS = (
    "officer_told_at",
    "risk_weighed_at",
    "supervisor_told_at",
    "resident_told_at",
    "measures_taken_at",
)
JUDGED = ("verdict", "verdict_at", "verdict_by_id", "reread", "second", "second_at", "version")
PERCENT = 100


def ask(actor: Actor, review: Review) -> None:
    """Ask the colleague to explain a look; asking twice keeps the first moment.

    Raises RuleBroken when a verdict fell already.
    """
    policy.require(actor, Permission.REVIEW_JUDGE, review)
    if review.verdict is not None:
        raise RuleBroken("review-judged-before")
    if review.asked_at is None:
        review.asked_at, review.asked_by_id = clock.now(), actor.user_id
        closed = settings.closed_days(review.municipality_id)
        review.answer_by = deadlines.working_days_after(clock.today(), DAYS_TO_ANSWER, closed)
        notifications.tell(MessageKind.REVIEW_QUESTION, review, to=[review.user_id])
    accesslog.record(actor, Event.REVIEW_ASKED, review)


def answer(actor: Actor, review: Review, *, answer: Answer, text: str) -> None:
    """Explain one's own look. Raises RuleBroken when it was explained or judged before."""
    policy.require(actor, Permission.REVIEW_ANSWER, review)
    if review.answered_at is not None or review.verdict is not None:
        raise RuleBroken("review-answered-before")
    review.answer, review.answer_text, review.answered_at = answer, text, clock.now()
    accesslog.record(actor, Event.REVIEW_ANSWERED, review, answer=answer)


def judge(actor: Actor, review: Review, *, verdict: Verdict, text: str) -> None:
    """Give the verdict; unlawful access begins the checklist of a breach with its clock.

    An unclear one may become clear later. A part is judged a second time by somebody else.
    Raises RuleBroken when somebody judged before, or an unlawful look has no explanation.
    """
    policy.require(actor, Permission.REVIEW_JUDGE, review)
    db.session.refresh(review, JUDGED, with_for_update=True)
    if review.verdict not in (None, Verdict.UNCLEAR):
        raise RuleBroken("review-judged-before")
    if verdict is not Verdict.LAWFUL and not text.strip():
        raise RuleBroken("review-without-reason", "text")
    now = clock.now()
    review.verdict, review.verdict_text = verdict, text
    review.verdict_by_id, review.verdict_at = actor.user_id, now
    chance = parameters_of(review.municipality_id).reread_percent
    review.reread = review.reread or secrets.randbelow(PERCENT) < chance
    if verdict is Verdict.UNLAWFUL and review.breach is None:
        db.session.add(
            Breach(
                municipality_id=review.municipality_id,
                review_id=review.id,
                known_at=now,
                report_by=now + REPORT_WITHIN,
            )
        )
    accesslog.record(actor, Event.REVIEW_JUDGED, review, verdict=verdict)


def reread(actor: Actor, review: Review, *, verdict: Verdict) -> None:
    """Judge a second time, without seeing the first. Raises RuleBroken when that was done."""
    policy.require(actor, Permission.REVIEW_REREAD, review)
    db.session.refresh(review, JUDGED, with_for_update=True)
    if not review.reread or review.second is not None:
        raise RuleBroken("review-judged-before")
    review.second, review.second_by_id, review.second_at = verdict, actor.user_id, clock.now()
    accesslog.record(actor, Event.REVIEW_REREAD, review, verdict=verdict)


def handle_breach(
    actor: Actor,
    review: Review,
    *,
    done: frozenset[str],
    supervisor_not_needed: bool,
    resident_not_needed: bool,
) -> None:
    """Tick off what was done about a breach; what was ticked keeps its first moment.

    Closes by itself when everything is done or found not to be needed. Raises RuleBroken when
    there is no breach.
    """
    policy.require(actor, Permission.REVIEW_JUDGE, review)
    breach = review.breach
    if breach is None:
        raise RuleBroken("review-without-breach")
    now = clock.now()
    for step in STEPS:
        before: datetime | None = getattr(breach, step)
        setattr(breach, step, (before or now) if step in done else None)
    breach.supervisor_not_needed = supervisor_not_needed
    breach.resident_not_needed = resident_not_needed
    breach.closed_at = (breach.closed_at or now) if _is_handled(breach) else None
    accesslog.record(actor, Event.BREACH_HANDLED, review, done=",".join(sorted(done)))


def _is_handled(breach: Any) -> bool:
    """Tell whether nothing remains to be done about a breach."""
    supervisor = breach.supervisor_told_at or breach.supervisor_not_needed
    resident = breach.resident_told_at or breach.resident_not_needed
    own = breach.officer_told_at and breach.risk_weighed_at and breach.measures_taken_at
    return bool(supervisor and resident and own)
