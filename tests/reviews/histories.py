"""Making histories for the rules: a few words for a day in the log."""

from datetime import UTC, datetime, timedelta
from itertools import count
from uuid import UUID

from caseapp.reviews.history import Colleague, History, Known, Look

WEDNESDAY = datetime(2026, 3, 4, 9, 0, tzinfo=UTC)  # ten o'clock in the Netherlands
ME = UUID(int=1)
_entries = count(1)


def person(number):
    return UUID(int=1000 + number)


def case(number):
    return UUID(int=5000 + number)


def look(who=1, *, days=0, hours=0, minutes=0, event="case:shown", relation="worker", **facts):
    """One look: at whom, how long before or after Wednesday ten o'clock, and what it was."""
    facts.setdefault("resident_id", person(who) if who is not None else None)
    return Look(
        at=WEDNESDAY + timedelta(days=days, hours=hours, minutes=minutes),
        event=event,
        relation=relation,
        entry=facts.pop("entry", next(_entries)),
        **facts,
    )


def bare(who=1, **facts):
    """A look without any relation."""
    facts.setdefault("purpose", "complaint")
    return look(who, relation=None, **facts)


def listed(who=1, event="cases:listed", **facts):
    return look(who, event=event, **facts)


def refused(who=1, **facts):
    return look(who, event="access:refused", refused=True, relation=None, **facts)


def history(*looks, known=None, **colleague):
    colleague.setdefault("roles", frozenset({"social-worker"}))
    today = tuple(one for one in looks if one.day == WEDNESDAY.date())
    before = tuple(one for one in looks if one.day < WEDNESDAY.date())
    return History(Colleague(ME, **colleague), WEDNESDAY.date(), today, before, known or Known())
