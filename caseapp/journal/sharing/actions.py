"""Deciding that the other side may read a part of a step, and taking that back."""

from datetime import date
from typing import cast

from caseapp import accesslog, cases, policy
from caseapp.accesslog import Event
from caseapp.extensions import db
from caseapp.journal.sharing.excerpts import objections_to
from caseapp.kernel import clock
from caseapp.kernel.actor import Actor
from caseapp.kernel.errors import RuleBroken
from caseapp.model.case_words import TrackKind
from caseapp.model.content import ContentClass
from caseapp.model.journal import Step
from caseapp.model.shares import Share, ShareGround
from caseapp.policy import Permission


def share_excerpt(
    actor: Actor,
    step: Step,
    *,
    excerpt: str,
    purpose: str,
    content: ContentClass,
    ground: ShareGround,
    until_on: date | None,
) -> Share:
    """Copy a part of a step to the strip until a day; raises RuleBroken for what forbids it.

    Only the words of the step itself. Words of a step with police data are police data,
    and police data goes by the police act, and by nothing else; what is on the strip is no step, so
    that sharing it on is a decision anew, of who has the step.
    """
    policy.require(actor, Permission.STEP_SHARE, step)
    cases.lock(step.case)
    for objection in objections_to(
        body=step.body,
        step_content=step.content,
        at_hand_until=step.searched_from,
        excerpt=excerpt,
        purpose=purpose,
        content=content,
        ground=ground,
        until_on=until_on,
        today=clock.today(),
    ):
        raise objection
    share = Share(
        municipality_id=step.municipality_id,
        case_id=step.case_id,
        case=step.case,
        step_id=step.id,
        from_track=cast("TrackKind", step.track),  # the policy refuses the strip
        content=content,
        ground=ground,
        excerpt=excerpt,
        purpose=purpose,
        until_on=cast("date", until_on),  # objected to above
        shared_at=clock.now(),
        shared_by_id=actor.user_id,
    )
    db.session.add(share)
    accesslog.record(
        actor, Event.SHARE_DECIDED, share, track=share.from_track, content=content, ground=ground
    )
    return share


def withdraw_share(actor: Actor, share: Share) -> Share:
    """Take it off the strip at once. Raises RuleBroken when that was done before."""
    policy.require(actor, Permission.SHARE_WITHDRAW, share)
    cases.lock(share.case)
    db.session.refresh(share, ["withdrawn_at", "withdrawn_by_id"])
    if share.withdrawn_at is not None:
        raise RuleBroken("share-withdrawn-before")
    share.withdrawn_at, share.withdrawn_by_id = clock.now(), actor.user_id
    accesslog.record(actor, Event.SHARE_WITHDRAWN, share)
    return share
