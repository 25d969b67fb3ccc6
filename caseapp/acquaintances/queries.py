"""What is asked about whom a colleague knows, and who left a case because of it."""

from collections.abc import Sequence
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import joinedload

from caseapp.extensions import db
from caseapp.kernel.actor import Actor
from caseapp.model.acquaintances import Acquaintance, ColleagueMark, Departure


def acquaintances_of(actor: Actor) -> Sequence[Acquaintance]:
    """Give what this person declared and what was not lifted: moments, and no names."""
    return db.session.scalars(
        select(Acquaintance)
        .where(Acquaintance.user_id == actor.user_id, Acquaintance.lifted_at.is_(None))
        .order_by(Acquaintance.declared_at.desc(), Acquaintance.id)
    ).all()


def acquaintance(acquaintance_id: UUID) -> Acquaintance | None:
    """Give one declaration."""
    return db.session.get(Acquaintance, acquaintance_id)


def departure(departure_id: UUID) -> Departure | None:
    """Give one notice that a colleague left a case."""
    return db.session.scalar(
        select(Departure)
        .where(Departure.id == departure_id)
        .options(joinedload(Departure.case), joinedload(Departure.user))
    )


def own_marks(actor: Actor) -> Sequence[ColleagueMark]:
    """Give the marks of this person: of each kind and since when, and nothing readable."""
    return db.session.scalars(
        select(ColleagueMark)
        .where(ColleagueMark.user_id == actor.user_id)
        .order_by(ColleagueMark.kind, ColleagueMark.id)
    ).all()
