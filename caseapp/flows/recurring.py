"""What comes back by the clock, for every municipality in turn: done by the worker or by a command.

Each may be done twice without harm: what was done is passed over, and what was half done goes on.
"""

from collections import Counter
from collections.abc import Iterator, Sequence
from datetime import date, timedelta

from sqlalchemy import select

from caseapp import escalation, handovers, retention, reviews, watchdog
from caseapp.extensions import db
from caseapp.flows import sweeping
from caseapp.kernel import clock
from caseapp.model import lock
from caseapp.model.organisations import Municipality
from caseapp.model.schedule import Duty
from caseapp.model.watchdog import CoverStatement

AT_ONCE = 500
"""Rows of each kind in a transaction of the sweep, so that nobody waits for it."""


def municipalities() -> list[Municipality]:
    """Give all municipalities, by name."""
    return list(db.session.scalars(select(Municipality).order_by(Municipality.name)))


def schedule() -> Sequence[Duty]:
    """Give what comes back by the clock: when it is due, and how it went."""
    return db.session.scalars(select(Duty).order_by(Duty.next_at, Duty.name)).all()


def look() -> Iterator[tuple[Municipality, int]]:
    """Let back what nobody took, let flags climb, look at everything; tell whose it became."""
    for municipality in municipalities():
        yield municipality, _look(municipality)


def _look(municipality: Municipality) -> int:
    with lock.in_office(db.session(), municipality.id):
        handovers.return_unanswered(municipality)
        escalation.climb_unanswered(municipality)
        db.session.commit()
        examined = watchdog.examine(municipality.id)
        watchdog.tell_of_findings(municipality)
        db.session.commit()
    return examined


def state() -> Iterator[tuple[Municipality, CoverStatement]]:
    """Look at everything again, and state for each municipality what is covered."""
    for municipality, _examined in look():
        with lock.in_office(db.session(), municipality.id):
            stated = watchdog.state(municipality)
            db.session.commit()
        yield municipality, stated


def draw(first: date | None = None) -> Iterator[tuple[Municipality, int]]:
    """Put what stood out to the reviewers, up to yesterday and from where it stopped."""
    last = clock.today() - timedelta(days=1)
    for municipality in municipalities():
        with lock.in_office(db.session(), municipality.id):
            begin = first or reviews.undrawn_since(municipality.id) or last
            made = reviews.draw(municipality, first=begin, last=last)
            db.session.commit()
        yield municipality, made


def sweep() -> Counter[str]:
    """Forget everything that has had its time; gives how many went of each kind."""
    total: Counter[str] = Counter()
    while True:
        swept = sweeping.sweep(limit=AT_ONCE)
        db.session.commit()
        total.update(swept)
        if max(swept.values()) < AT_ONCE:
            return total


def end_months() -> int:
    """Take out the months of the log that two people agreed on and whose day came."""
    with lock.aloud(db.session(), lock.Voice.NIGHT):
        gone = retention.destroy_due()
        db.session.commit()
    return gone
