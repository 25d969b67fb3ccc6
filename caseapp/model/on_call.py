"""Who is on call for flags that nobody answered: people of the municipality, in their order."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from sqlalchemy import CheckConstraint, ForeignKey, Index, text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from caseapp.model.accounts import User
from caseapp.model.base import Base, Identified, OfMunicipality

PLACES = 6
"""As many as can be on the list."""
KEPT = text("ended_at IS NULL")


class OnCallPlace(Identified, OfMunicipality, Base):
    """That a colleague has a place on the on-call list, from when until when, and who said so.

    The database allows one person a place, and one place a person.
    """

    __tablename__ = "on_call_places"
    __table_args__ = (
        Index(
            "uq_on_call_places_place",
            "municipality_id",
            "place",
            unique=True,
            sqlite_where=KEPT,
            postgresql_where=KEPT,
        ),
        Index(
            "uq_on_call_places_user",
            "user_id",
            unique=True,
            sqlite_where=KEPT,
            postgresql_where=KEPT,
        ),
        CheckConstraint(f"place BETWEEN 1 AND {PLACES}", name="place_on_list"),
        {"sqlite_strict": True},
    )

    user_id: Mapped[UUID] = mapped_column(ForeignKey("users.id"))
    place: Mapped[int]
    """Who is first is reached first."""
    put_at: Mapped[datetime]
    put_by_id: Mapped[UUID] = mapped_column(ForeignKey("users.id"))
    ended_at: Mapped[datetime | None]

    user: Mapped[User] = relationship(foreign_keys=[user_id])
    put_by: Mapped[User] = relationship(foreign_keys=[put_by_id])
