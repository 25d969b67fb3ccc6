"""What is done for a resident who asks, and for what may not be told yet."""

from datetime import date, timedelta
from typing import Any
from uuid import UUID

from caseapp import accesslog, approvals, policy
from caseapp.accesslog import Event
from caseapp.extensions import db
from caseapp.kernel import clock
from caseapp.kernel.actor import Actor
from caseapp.kernel.errors import RuleBroken
from caseapp.model.approvals import Approval, ApprovalKind
from caseapp.model.privacy import (
    LONGEST_ANSWER,
    ConfidentialGround,
    Confidentiality,
    ConfidentialScope,
    Release,
    ResidentAnswer,
)
from caseapp.model.residents import Resident
from caseapp.policy import Permission
from caseapp.privacy.answering import digest_of

A_DAY = timedelta(days=1)
LONGEST = timedelta(days=366)
"""How long something may be kept back by one decision."""
TO_READ = timedelta(days=7)
"""How long a second person has at least to read an answer; else until the day the law gives."""


def prepare_answer(
    actor: Actor,
    resident: Resident,
    *,
    asked_on: date,
    first_on: date,
    last_on: date,
    content: str,
    involves_safety: bool,
) -> ResidentAnswer:
    """Keep what a resident is going to be told, word for word, until somebody releases it.

    The term of the law runs from the day on which the resident asked. Raises RuleBroken for a day
    that did not come yet, and for a period that is not over.
    """
    policy.require(actor, Permission.ANSWER_PREPARE, resident)
    if asked_on > clock.today():
        raise RuleBroken("answer-asked-ahead", "asked")
    _refuse_period(first_on, last_on)
    if len(content) > LONGEST_ANSWER:
        raise RuleBroken("answer-too-large")
    answer = ResidentAnswer(
        municipality_id=resident.municipality_id,
        resident=resident,
        asked_on=asked_on,
        first_on=first_on,
        last_on=last_on,
        content=content,
        digest=digest_of(content),
        involves_safety=involves_safety,
        prepared_by_id=actor.user_id,
        prepared_at=clock.now(),
    )
    db.session.add(answer)
    accesslog.record(actor, Event.ANSWER_PREPARED, answer, sha256=answer.digest.hex()[:16])
    return answer


def release_answer(actor: Actor, answer: ResidentAnswer, *, content: str) -> Release | Approval:
    """Say that an answer may go to the resident, exactly as it was prepared.

    `content` is what would be told now: where it is no longer the same, somebody makes it anew.
    Where the safety side looked it takes two: the first asks, the second releases what was asked.
    """
    policy.require(actor, Permission.ANSWER_RELEASE, answer)
    if answer.release is not None:
        raise RuleBroken("answer-released-before")
    if digest_of(content) != answer.digest or digest_of(answer.content) != answer.digest:
        raise RuleBroken("answer-outdated")
    asked = approvals.waiting_about(answer, ApprovalKind.RELEASE_ANSWER)
    if answer.involves_safety and (asked is None or asked.requested_by_id == actor.user_id):
        return _asked_of_another(actor, answer)
    release = Release(
        municipality_id=answer.municipality_id,
        answer=answer,
        digest=answer.digest,
        released_by_id=actor.user_id,
        released_at=clock.now(),
    )
    db.session.add(release)
    accesslog.record(actor, Event.ANSWER_RELEASED, answer, sha256=answer.digest.hex())
    if asked is not None:  # after it, so that the line about the resident is one of an answer
        approvals.decide(actor, asked, shown=_whole(answer), granted=True)
    return release


def _asked_of_another(actor: Actor, answer: ResidentAnswer) -> Approval:
    """Ask a colleague; the line about the resident is of an answer, and no answer tells of it."""
    accesslog.record(actor, Event.ANSWER_SHOWN, answer)
    return approvals.request(
        actor,
        answer,
        permission=Permission.ANSWER_RELEASE,
        asked_of=answer,
        kind=ApprovalKind.RELEASE_ANSWER,
        payload=_document(answer),
        reason="",
        term=max(clock.midnight(answer.answer_by + A_DAY) - clock.now(), TO_READ),
    )


def _document(answer: ResidentAnswer) -> dict[str, str]:
    """Give what two people agree to: this answer, to the byte."""
    return {"answer": answer.id.hex, "sha256": answer.digest.hex()}


def _whole(answer: ResidentAnswer) -> str:
    """Give the hash of what the second person has before them."""
    text = approvals.written(_document(answer))
    return approvals.hashed(ApprovalKind.RELEASE_ANSWER, answer.id, text).hex()


def keep_confidential(
    actor: Actor,
    municipality: Any,
    *,
    case_id: UUID | None = None,
    resident_id: UUID | None = None,
    scope: ConfidentialScope,
    ground: ConfidentialGround,
    decision: str,
    since: date,
    until: date,
) -> Confidentiality:
    """Keep looks at a resident or in a case from being told, until a day that is known now."""
    policy.require(actor, Permission.CONFIDENTIALITY_KEEP, municipality)
    if until <= clock.today():
        raise RuleBroken("confidential-past", "until")
    if until <= since:
        raise RuleBroken("ends-before-start", "until")
    if until > clock.today() + LONGEST:
        raise RuleBroken("confidential-too-long", "until")
    row = Confidentiality(
        municipality_id=municipality.id,
        case_id=case_id,
        resident_id=resident_id,
        scope=scope,
        ground=ground,
        decision=decision,
        since=since,
        until=until,
        decided_by_id=actor.user_id,
        decided_at=clock.now(),
    )
    db.session.add(row)
    accesslog.record(
        actor,
        Event.CONFIDENTIALITY_REGISTERED,
        row,
        scope=scope,
        ground=ground,
        since=since.isoformat(),
        until=until.isoformat(),
    )
    return row


def end_confidentiality(actor: Actor, row: Confidentiality) -> None:
    """Let what was kept back be told from now on."""
    policy.require(actor, Permission.CONFIDENTIALITY_END, row)
    if row.ended_at is not None or row.until <= clock.today():
        raise RuleBroken("confidential-ended-before")
    row.ended_by_id, row.ended_at = actor.user_id, clock.now()
    accesslog.record(actor, Event.CONFIDENTIALITY_ENDED, row)


def _refuse_period(first_on: date, last_on: date) -> None:
    """A day that is not over yet could be told differently a minute later."""
    if last_on < first_on:
        raise RuleBroken("ends-before-start", "last")
    if last_on >= clock.today():
        raise RuleBroken("answer-day-not-over", "last")
