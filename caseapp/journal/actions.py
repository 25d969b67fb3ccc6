"""What is written in the journal: steps, corrections, and drafts of what is still being written."""

from datetime import date, timedelta
from typing import Any

from sqlalchemy import select

from caseapp import accesslog, cases, policy, settings
from caseapp.accesslog import Event
from caseapp.extensions import db
from caseapp.journal.keeping import keep_typed, let_go
from caseapp.journal.police.ageing import days_of
from caseapp.journal.police.raising import make_police_data
from caseapp.kernel import clock
from caseapp.kernel.actor import Actor
from caseapp.kernel.errors import RuleBroken
from caseapp.model.case_words import TrackState
from caseapp.model.cases import Case, Track
from caseapp.model.content import USUAL, ContentClass
from caseapp.model.journal import Draft, EndResult, Nature, Outcome, Source, Step, StepKind
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
    content: ContentClass = USUAL,
    next_on: date | None = None,
    end_result: EndResult | None = None,
    stop_reason: str = "",
) -> Step:
    """Write down, on one track, what was done; with what comes next, or why the track stops.

    Who was not reached is tried again on a date, or the attempts have an end result. Where that
    leaves somebody of whom nobody knows how they are, the track goes on: a date to decide is set,
    and the lead is told. Every other end result stops the track, with the reason.

    Raises RuleBroken for an attempt on a track that goes on with neither, for an end result where
    somebody was reached, for a stop without a reason, for a stop with a date, and for either on a
    track that stopped before.
    """
    policy.require(actor, Permission.TRACK_WRITE, track)
    goes_on = track.state is TrackState.NEEDED
    given_up = end_result is not None and end_result.leaves_somebody
    stops = goes_on and (bool(stop_reason.strip()) or (end_result is not None and not given_up))
    _refuse_loose_end(
        track, outcome, next_on=next_on, end_result=end_result, stop_reason=stop_reason
    )
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
        content=content,
        end_result=end_result,
    )
    if goes_on and given_up and next_on is None:
        next_on = _day_to_decide(track)
    if stops:
        cases.arrange_track(actor, track, state=TrackState.DONE, reason=stop_reason, next_on=None)
    elif next_on is not None:
        track.next_on = next_on
        track.case.next_on = track.case.earliest_next_on()
    accesslog.record(actor, Event.STEP_LOGGED, step, track=track.kind)
    return step


def _refuse_loose_end(
    track: Track,
    outcome: Outcome,
    *,
    next_on: date | None,
    end_result: EndResult | None,
    stop_reason: str,
) -> None:
    """Raise RuleBroken for an attempt after which nothing follows, and for a stop that is none."""
    in_vain, reason = outcome is Outcome.NOT_REACHED, bool(stop_reason.strip())
    if end_result is not None and not in_vain:
        raise RuleBroken("end-result-of-contact", "end_result")
    if track.state is not TrackState.NEEDED:
        _refuse_planning_on_stopped(next_on, reason=reason)
        return
    if reason and next_on is not None:
        raise RuleBroken("stop-with-date", "stop_reason")
    if end_result is None:
        if in_vain and next_on is None and not reason:
            raise RuleBroken("attempt-without-next", "next_on")
    elif end_result.leaves_somebody and reason:
        raise RuleBroken("stop-of-unreached", "stop_reason")
    elif not end_result.leaves_somebody and not reason:
        raise RuleBroken("track-without-reason", "stop_reason")


def _refuse_planning_on_stopped(next_on: date | None, *, reason: bool) -> None:
    """Raise RuleBroken: nothing can be planned on a track that stopped, nor can it stop again."""
    if next_on is not None:
        raise RuleBroken("track-stopped-before", "next_on")
    if reason:
        raise RuleBroken("track-stopped-before", "stop_reason")


def _day_to_decide(track: Track) -> date:
    """Give the day before which is decided what to do about somebody whom nobody reaches."""
    days = settings.terms_of(track.municipality_id)(settings.UNREACHED_DAYS)
    return clock.today() + timedelta(days=days)


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
    content: ContentClass = USUAL,
) -> Step:
    """Write down, on the shared strip, what both tracks may read.

    Raises RuleBroken for police data: that comes on the strip by a decision to share it.
    """
    policy.require(actor, Permission.STRIP_WRITE, case)
    if content is ContentClass.POLICE:
        raise RuleBroken("police-data-on-strip", "content")
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
        content=content,
    )
    accesslog.record(actor, Event.STEP_LOGGED, step, track="strip")
    return step


def correct_step(
    actor: Actor, step: Step, *, body: str, reason: str, content: ContentClass | None = None
) -> Step:
    """Put a corrected text beside a step; the first text stays, with why it was corrected.

    It is of the same class, or of one of which the law asks more; what turns out to be police data
    is that in its first text too. Raises RuleBroken for a class of which the law asks less, for
    police data on the strip, or of which words are there on another ground, and when the step was
    corrected before: then the correction is what to correct.
    """
    policy.require(actor, Permission.STEP_CORRECT, step)
    content = step.content if content is None else content
    if content.weight < step.content.weight:
        raise RuleBroken("class-lowered", "content")
    if content is ContentClass.POLICE and step.track is None:
        raise RuleBroken("police-data-on-strip", "content")
    known = select(Step.id).where(Step.corrects_id == step.id)
    if db.session.scalar(known.execution_options(unseen="position")) is not None:
        raise RuleBroken("step-corrected-before")
    if content is ContentClass.POLICE and step.content is not content:
        make_police_data(step)
    correction = Step(
        municipality_id=step.municipality_id,
        case=step.case,
        track=step.track,
        author_id=actor.user_id,
        kind=step.kind,
        outcome=step.outcome,
        source=step.source,
        nature=step.nature,
        content=content,
        happened_on=step.happened_on,
        corrects_id=step.id,
        body=body,
        reason=reason,
        searched_from=step.searched_from,
        restricted_from=step.restricted_from,
        destroy_from=step.destroy_from,
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
    terms = settings.terms_of(case.municipality_id)
    step = Step(
        municipality_id=case.municipality_id,
        case=case,
        author_id=actor.user_id,
        body=body,
        **facts,
        **days_of(facts["content"], facts["happened_on"], terms),
    )
    db.session.add(step)
    return step
