"""What is written in the journal: steps, corrections, and drafts of what is still being written."""

from datetime import date
from typing import Any

from sqlalchemy import select

from caseapp import accesslog, policy
from caseapp.accesslog import Event
from caseapp.extensions import db
from caseapp.journal.keeping import keep_typed, let_go
from caseapp.kernel import clock
from caseapp.kernel.actor import Actor
from caseapp.kernel.errors import RuleBroken
from caseapp.model.cases import Case, Track
from caseapp.model.journal import Draft, Nature, Outcome, Source, Step, StepKind
from caseapp.policy import Permission


def log_step(
    actor: Actor,
    track: Track,
    *,
    kind: StepKind,
    happened_on: date,
    body: str,
    outcome: Outcome = Outcome.NONE,
    source: Source = Source.OWN,
    nature: Nature = Nature.FACT,
    next_on: date | None = None,
) -> Step:
    """Write down, on one track, what was done; with the date on which something happens next."""
    policy.require(actor, Permission.TRACK_WRITE, track)
    step = _written(
        actor,
        track.case,
        track=track.kind,
        kind=kind,
        happened_on=happened_on,
        body=body,
        outcome=outcome,
        source=source,
        nature=nature,
    )
    if next_on is not None:
        track.next_on = next_on
        track.case.next_on = track.case.earliest_next_on()
    accesslog.record(actor, Event.STEP_LOGGED, step, track=track.kind)
    return step


def log_on_strip(
    actor: Actor,
    case: Case,
    *,
    kind: StepKind,
    happened_on: date,
    body: str,
    outcome: Outcome = Outcome.NONE,
    source: Source = Source.OWN,
    nature: Nature = Nature.FACT,
) -> Step:
    """Write down, on the shared strip, what both tracks may read."""
    policy.require(actor, Permission.STRIP_WRITE, case)
    step = _written(
        actor,
        case,
        track=None,
        kind=kind,
        happened_on=happened_on,
        body=body,
        outcome=outcome,
        source=source,
        nature=nature,
    )
    accesslog.record(actor, Event.STEP_LOGGED, step, track="strip")
    return step


def correct_step(actor: Actor, step: Step, *, body: str, reason: str) -> Step:
    """Put a corrected text beside a step; the first text stays, with why it was corrected.

    Raises RuleBroken when the step was corrected before: then the correction is what to correct.
    """
    policy.require(actor, Permission.STEP_CORRECT, step)
    known = select(Step.id).where(Step.corrects_id == step.id)
    if db.session.scalar(known.execution_options(unseen="position")) is not None:
        raise RuleBroken("step-corrected-before")
    correction = Step(
        municipality_id=step.municipality_id,
        case=step.case,
        track=step.track,
        author_id=actor.user_id,
        kind=step.kind,
        outcome=step.outcome,
        source=step.source,
        nature=step.nature,
        happened_on=step.happened_on,
        corrects_id=step.id,
        body=body,
        reason=reason,
    )
    db.session.add(correction)
    accesslog.record(actor, Event.STEP_CORRECTED, correction)
    return correction


def save_draft(actor: Actor, municipality: Any, *, path: str, fields: str) -> Draft:
    """Keep what somebody is still writing, in place of what was kept before."""
    policy.require(actor, Permission.DRAFT_KEEP, municipality)
    draft = keep_typed(actor, path=path, fields=fields)
    accesslog.record(actor, Event.DRAFT_SAVED, draft)
    return draft


def discard_draft(actor: Actor, municipality: Any, *, path: str) -> None:
    """Throw away what was being written."""
    policy.require(actor, Permission.DRAFT_KEEP, municipality)
    let_go(actor, path)
    accesslog.record(actor, Event.DRAFT_DISCARDED, municipality)


def _written(actor: Actor, case: Case, *, body: str, **facts: Any) -> Step:
    if facts["happened_on"] > clock.today():
        raise RuleBroken("step-in-future", "happened_on")
    step = Step(
        municipality_id=case.municipality_id,
        case=case,
        author_id=actor.user_id,
        body=body,
        **facts,
    )
    db.session.add(step)
    return step
