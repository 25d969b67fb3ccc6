"""What is asked about addresses of calendars: one's own, and whose a secret is."""

from uuid import UUID

from sqlalchemy import select

from caseapp import accounts
from caseapp.extensions import db
from caseapp.kernel import bearing
from caseapp.kernel.actor import Actor
from caseapp.model import lock
from caseapp.model.calendars import CalendarFeed


def feed_of(user_id: UUID) -> CalendarFeed | None:
    """Give the address of somebody that works, if they have one."""
    return db.session.scalar(
        select(CalendarFeed).where(CalendarFeed.user_id == user_id, CalendarFeed.ended_at.is_(None))
    )


def presented(secret: str) -> tuple[CalendarFeed, Actor] | None:
    """Give whose secret this is, as they act today; None for whom it opens nothing.

    From here on it is that person who asks the database for rows, or nobody.
    """
    if bearing.SHAPE.fullmatch(secret) is None:
        return None
    with lock.aloud(db.session(), lock.Voice.DOOR):
        feed = db.session.scalar(
            select(CalendarFeed).where(
                CalendarFeed.secret_hash == bearing.digest(secret), CalendarFeed.ended_at.is_(None)
            )
        )
    person = accounts.reachable(feed.user_id) if feed is not None else None
    return (feed, person.actor) if feed is not None and person is not None else None
