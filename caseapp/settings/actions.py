"""Choosing a number, with the reason; and the days on which a municipality is closed."""

from datetime import date
from typing import Any

from caseapp import accesslog, policy
from caseapp.accesslog import Event
from caseapp.extensions import db
from caseapp.kernel import clock, deadlines
from caseapp.kernel.actor import Actor
from caseapp.kernel.errors import RuleBroken
from caseapp.model.settings import ClosingDay, Setting
from caseapp.policy import Permission
from caseapp.settings.catalogue import CATALOGUE
from caseapp.settings.keeping import keep_number
from caseapp.settings.queries import closing_day


def choose_number(
    actor: Actor, office: Any, *, name: str, scope: str, number: int, reason: str
) -> Setting:
    """Let another number hold in the municipality from now on.

    Raises RuleBroken for a number outside its bounds, for cases it cannot be set apart for, and
    without a reason.
    """
    policy.require(actor, Permission.SETTINGS_ARRANGE, office)
    known = CATALOGUE.get(name)
    if known is None or not known.may_have(scope):
        raise RuleBroken("setting-unknown")
    if not known.allows(number):
        raise RuleBroken("setting-out-of-bounds", "number")
    if not reason.strip():
        raise RuleBroken("setting-without-reason", "reason")
    setting = keep_number(
        office, name=name, scope=scope, number=number, reason=reason, set_by_id=actor.user_id
    )
    accesslog.record(
        actor, Event.SETTING_CHANGED, office, name=name, scope=scope or "all", number=str(number)
    )
    return setting


def close_on(actor: Actor, office: Any, *, day: date, name: str) -> ClosingDay:
    """Say that the municipality is closed on a day: terms that begin from now on pass it over.

    A term that runs already keeps its end: people were told of it. Raises RuleBroken for a day that
    is past, on which no term runs anyway, or that was closed before, and for one without a name.
    """
    policy.require(actor, Permission.SETTINGS_ARRANGE, office)
    if day < clock.today():
        raise RuleBroken("closing-day-past", "day")
    if not deadlines.is_working_day(day):
        raise RuleBroken("closing-day-free-anyway", "day")
    if closing_day(office.id, day) is not None:
        raise RuleBroken("closing-day-known", "day")
    if not name.strip():
        raise RuleBroken("closing-day-without-name", "name")
    closed = ClosingDay(
        municipality_id=office.id,
        day=day,
        name=name.strip(),
        set_at=clock.now(),
        set_by_id=actor.user_id,
    )
    db.session.add(closed)
    accesslog.record(actor, Event.CLOSING_DAY_SET, office, day=day.isoformat())
    return closed


def open_on(actor: Actor, office: Any, *, day: date) -> None:
    """Say that the municipality is open after all on a day that lies ahead; twice is as once.

    Raises RuleBroken for a day that is past: terms were counted by it.
    """
    policy.require(actor, Permission.SETTINGS_ARRANGE, office)
    if day < clock.today():
        raise RuleBroken("closing-day-past", "day")
    closed = closing_day(office.id, day)
    if closed is not None:
        db.session.delete(closed)
        accesslog.record(actor, Event.CLOSING_DAY_LIFTED, office, day=day.isoformat())
