"""Making the address of one's own calendar, which is shown once, making it anew, and ending it."""

from typing import Any

from sqlalchemy import update

from caseapp import accesslog, policy
from caseapp.accesslog import Event
from caseapp.extensions import db
from caseapp.kernel import bearing, clock
from caseapp.kernel.actor import Actor
from caseapp.model.calendars import CalendarFeed
from caseapp.policy import Permission


def make_feed(actor: Actor, municipality: Any) -> str:
    """Give oneself a new secret; the one before it opens nothing from now on."""
    policy.require(actor, Permission.MESSAGES_OWN, municipality)
    _end(actor)
    secret = bearing.new_secret()
    made = CalendarFeed(
        municipality_id=actor.municipality_id,
        user_id=actor.user_id,
        secret_hash=bearing.digest(secret),
        made_at=clock.now(),
    )
    db.session.add(made)
    db.session.flush()
    accesslog.record(actor, Event.CALENDAR_MADE, made)
    return secret


def end_feed(actor: Actor, municipality: Any) -> None:
    """Let one's own secret open nothing any more."""
    policy.require(actor, Permission.MESSAGES_OWN, municipality)
    _end(actor)
    accesslog.record(actor, Event.CALENDAR_ENDED, municipality)


def _end(actor: Actor) -> None:
    running = (CalendarFeed.user_id == actor.user_id) & CalendarFeed.ended_at.is_(None)
    db.session.execute(update(CalendarFeed).where(running).values(ended_at=clock.now()))
