"""What is asked about settings: which numbers hold, what held before, and which days are closed."""

from collections.abc import Mapping, Sequence
from datetime import date, timedelta
from uuid import UUID

from sqlalchemy import bindparam, or_, select
from sqlalchemy.orm import joinedload

from caseapp.extensions import db
from caseapp.kernel import clock
from caseapp.model.settings import ClosingDay, Setting
from caseapp.settings.catalogue import Terms

MOST_CHANGES = 50
CHOSEN = select(Setting.name, Setting.scope, Setting.number).where(
    Setting.municipality_id == bindparam("municipality_id"), Setting.ended_at.is_(None)
)


def chosen(municipality_id: UUID, prefix: str = "") -> Mapping[tuple[str, str], int]:
    """Give the numbers a municipality set, by name and scope; of one family, by its prefix."""
    found = db.session.execute(CHOSEN, {"municipality_id": municipality_id})
    return {
        (row.name.removeprefix(prefix), row.scope): row.number
        for row in found
        if row.name.startswith(prefix)
    }


def terms_of(municipality_id: UUID) -> Terms:
    """Give the terms that hold in a municipality."""
    return Terms(chosen(municipality_id))


def terms_on(municipality_id: UUID, day: date) -> Terms:
    """Give the terms that held when a day ended: what was decided then is held against those.

    Before the first time a number was set, what is usual held.
    """
    end = clock.midnight(day + timedelta(days=1))
    query = select(Setting.name, Setting.scope, Setting.number).where(
        Setting.municipality_id == municipality_id,
        Setting.set_at < end,
        or_(Setting.ended_at.is_(None), Setting.ended_at >= end),
    )
    found = db.session.execute(query)
    return Terms({(row.name, row.scope): row.number for row in found})


def changes(municipality_id: UUID, prefix: str = "") -> Sequence[Setting]:
    """Give what was set and why, the last first."""
    query = (
        select(Setting)
        .where(Setting.municipality_id == municipality_id)
        .where(Setting.name.startswith(prefix, autoescape=True))
        .options(joinedload(Setting.set_by))
        .order_by(Setting.set_at.desc(), Setting.id)
        .limit(MOST_CHANGES)
    )
    return db.session.scalars(query).all()


def closing_days(municipality_id: UUID, since: date) -> Sequence[ClosingDay]:
    """Give the days from this one on that a municipality is closed, the first one first."""
    query = (
        select(ClosingDay)
        .where(ClosingDay.municipality_id == municipality_id, ClosingDay.day >= since)
        .options(joinedload(ClosingDay.set_by))
        .order_by(ClosingDay.day)
    )
    return db.session.scalars(query).all()


def closing_day(municipality_id: UUID, day: date) -> ClosingDay | None:
    """Give what was written down of a day; None where the municipality is open as always."""
    return db.session.scalar(
        select(ClosingDay).where(
            ClosingDay.municipality_id == municipality_id, ClosingDay.day == day
        )
    )


def closed_days(municipality_id: UUID) -> frozenset[date]:
    """Give the days on which the terms of a municipality stand still, beside those of the law."""
    query = select(ClosingDay.day).where(ClosingDay.municipality_id == municipality_id)
    return frozenset(db.session.scalars(query))
