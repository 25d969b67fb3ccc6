"""Why somebody without a relation to a case or person looks at it: asked once, holds for a day."""

from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import select

from caseapp import policy
from caseapp.accesslog.aims import Purpose
from caseapp.accesslog.events import Event
from caseapp.accesslog.record import record
from caseapp.extensions import db
from caseapp.kernel import clock
from caseapp.kernel.actor import Actor
from caseapp.model.accesslog import StatedPurpose
from caseapp.model.forgetting import forget
from caseapp.policy import Permission


def stated(actor: Actor, subject: Any) -> str | None:
    """Give the purpose this person stated for this subject today; None if none was."""
    return db.session.scalar(
        select(StatedPurpose.purpose)
        .where(
            StatedPurpose.user_id == actor.user_id,
            StatedPurpose.subject_id == subject.id,
            StatedPurpose.until > clock.now(),
        )
        .order_by(StatedPurpose.stated_at.desc())
        .limit(1)
    )


def state_purpose(actor: Actor, subject: Any, *, purpose: Purpose) -> StatedPurpose:
    """Write down why somebody is going to look; holds until midnight in the Netherlands."""
    policy.require(actor, Permission.PURPOSE_STATE, subject)
    kind = Permission.CASE_VIEW if subject.__tablename__ == "cases" else Permission.RESIDENT_VIEW
    policy.require(actor, kind, subject)
    statement = StatedPurpose(
        municipality_id=actor.municipality_id,
        user_id=actor.user_id,
        subject_kind=subject.__tablename__,
        subject_id=subject.id,
        purpose=str(purpose),
        stated_at=clock.now(),
        until=_midnight(),
    )
    db.session.add(statement)
    record(actor, Event.PURPOSE_STATED, subject, purpose=str(purpose))
    return statement


def forget_past_purposes(limit: int) -> int:
    """Forget purposes whose day is over: each stands in the entries it was stated for."""
    return forget(db.session(), StatedPurpose, StatedPurpose.until <= clock.now(), limit=limit)


def _midnight() -> datetime:
    return clock.midnight(clock.today() + timedelta(days=1))
