"""The people who work here: their roles, their teams, and how they are signed in."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from sqlalchemy import ForeignKey, Index, LargeBinary, String, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from caseapp.kernel.actor import Role
from caseapp.model.base import Base, Dated, Identified, OfMunicipality, Versioned, one_of
from caseapp.model.organisations import Organisation, OrganisationKind, Team


class User(Identified, OfMunicipality, Versioned, Dated, Base):
    """A colleague with an account."""

    __tablename__ = "users"

    name: Mapped[str] = mapped_column(String(160))
    email: Mapped[str] = mapped_column(String(254), unique=True)
    function: Mapped[str] = mapped_column(String(120), default="")
    """What the person is called at work; residents see this, not the name."""
    password_hash: Mapped[str | None] = mapped_column(String(300))
    language: Mapped[str] = mapped_column(String(5), default="nl")
    organisation_id: Mapped[UUID | None] = mapped_column(ForeignKey("organisations.id"))
    deactivated_at: Mapped[datetime | None]

    organisation: Mapped[Organisation | None] = relationship()
    grants: Mapped[list[RoleGrant]] = relationship(
        back_populates="user",
        order_by="RoleGrant.granted_at",
        foreign_keys="RoleGrant.user_id",
    )
    memberships: Mapped[list[TeamMembership]] = relationship(back_populates="user")

    @property
    def is_active(self) -> bool:
        """Tell whether the person may sign in."""
        return self.deactivated_at is None

    @property
    def elsewhere(self) -> Organisation | None:
        """The organisation a chain partner works for; None for who works for the municipality."""
        here = self.organisation is None or self.organisation.kind is OrganisationKind.MUNICIPALITY
        return None if here else self.organisation

    @property
    def roles(self) -> frozenset[Role]:
        """The roles held today."""
        return frozenset(grant.role for grant in self.grants if grant.ended_at is None)


class RoleGrant(Identified, OfMunicipality, Base):
    """That a person holds a role: since when, until when, given by whom."""

    __tablename__ = "role_grants"
    __table_args__ = (
        Index(
            "uq_role_grants_one_active",
            "user_id",
            "role",
            unique=True,
            sqlite_where=text("ended_at IS NULL"),
            postgresql_where=text("ended_at IS NULL"),
        ),
        {"sqlite_strict": True},
    )

    user_id: Mapped[UUID] = mapped_column(ForeignKey("users.id"))
    role: Mapped[Role] = mapped_column(one_of(Role))
    granted_at: Mapped[datetime]
    granted_by_id: Mapped[UUID | None] = mapped_column(ForeignKey("users.id"))
    ended_at: Mapped[datetime | None]

    user: Mapped[User] = relationship(back_populates="grants", foreign_keys=[user_id])


class TeamMembership(Identified, OfMunicipality, Base):
    """That a person works in a team, and whether they lead it."""

    __tablename__ = "team_memberships"
    __table_args__ = (UniqueConstraint("user_id", "team_id"), {"sqlite_strict": True})

    user_id: Mapped[UUID] = mapped_column(ForeignKey("users.id"))
    team_id: Mapped[UUID] = mapped_column(ForeignKey("teams.id"), index=True)
    is_lead: Mapped[bool] = mapped_column(default=False)

    user: Mapped[User] = relationship(back_populates="memberships")
    team: Mapped[Team] = relationship()


class UserSession(Identified, OfMunicipality, Base):
    """That a person is signed in. The token itself is stored nowhere, only its hash."""

    __tablename__ = "user_sessions"

    token_hash: Mapped[bytes] = mapped_column(LargeBinary, unique=True)
    user_id: Mapped[UUID] = mapped_column(ForeignKey("users.id"), index=True)
    started_at: Mapped[datetime]
    seen_at: Mapped[datetime]
    ended_at: Mapped[datetime | None]

    user: Mapped[User] = relationship()


class SignInAttempt(Identified, Base):
    """A failed attempt to sign in, counted per account and per address; survives a restart.

    Both are keyed hashes: the table tells nobody who tried.
    """

    __tablename__ = "sign_in_attempts"
    __table_args__ = (
        Index("ix_sign_in_attempts_key_at", "key_hash", "at"),
        {"sqlite_strict": True},
    )

    key_hash: Mapped[bytes] = mapped_column(LargeBinary)
    at: Mapped[datetime]
