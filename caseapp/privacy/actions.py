"""What is done for a resident who asks, and for what may not be told yet."""

from datetime import date, timedelta
from typing import Any
from uuid import UUID

from caseapp import accesslog, policy
from caseapp.accesslog import Event
from caseapp.extensions import db
from caseapp.kernel import clock
from caseapp.kernel.actor import Actor
from caseapp.kernel.errors import RuleBroken
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

LONGEST = timedelta(days=366)
"""How long something may be kept back by one decision."""


def prepare_answer(
    actor: Actor,
    resident: Resident,
    *,
    first_on: date,
    last_on: date,
    content: str,
    involves_safety: bool,
) -> ResidentAnswer:
    """Keep what a resident is going to be told, word for word, until somebody releases it."""
    policy.require(actor, Permission.ANSWER_PREPARE, resident)
    _refuse_period(first_on, last_on)
    if len(content) > LONGEST_ANSWER:
        raise RuleBroken("answer-too-large")
    answer = ResidentAnswer(
        municipality_id=resident.municipality_id,
        resident=resident,
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


def release_answer(actor: Actor, answer: ResidentAnswer, *, content: str) -> Release:
    """Say that an answer may go to the resident, exactly as it was prepared.

    `content` is what would be told now: where it is no longer the same, somebody makes it anew.
    Where the safety side looked, another person releases it than prepared it.
    """
    policy.require(actor, Permission.ANSWER_RELEASE, answer)
    if answer.release is not None:
        raise RuleBroken("answer-released-before")
    if answer.involves_safety and answer.prepared_by_id == actor.user_id:
        raise RuleBroken("answer-needs-another")
    if digest_of(content) != answer.digest or digest_of(answer.content) != answer.digest:
        raise RuleBroken("answer-outdated")
    release = Release(
        municipality_id=answer.municipality_id,
        answer=answer,
        digest=answer.digest,
        released_by_id=actor.user_id,
        released_at=clock.now(),
    )
    db.session.add(release)
    accesslog.record(actor, Event.ANSWER_RELEASED, answer, sha256=answer.digest.hex())
    return release


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
