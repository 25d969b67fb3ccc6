"""Two people for what one may not do alone: asked by one, decided by another."""

from __future__ import annotations

from datetime import datetime
from enum import StrEnum
from uuid import UUID

from sqlalchemy import CheckConstraint, ForeignKey, Index, LargeBinary, String
from sqlalchemy.orm import Mapped, mapped_column, relationship

from caseapp.model.accounts import User
from caseapp.model.base import Base, Identified, OfMunicipality, Versioned, one_of
from caseapp.model.sealed import DataKey, Opens, Sealed, SealedTexts

REASON_LENGTH = 2000


class ApprovalKind(StrEnum):
    """What a second person is asked to agree with."""

    SHIELD_CASE = "shield-case"
    UNSHIELD_CASE = "unshield-case"
    LIFT_ACQUAINTANCE = "lift-acquaintance"
    OPEN_EMERGENCY = "open-emergency"
    RELEASE_ANSWER = "release-answer"
    DESTROY_LOG = "destroy-log"
    ADOPT_LADDER = "adopt-ladder"
    DESTROY_POLICE_DATA = "destroy-police-data"


class Approval(SealedTexts, Identified, OfMunicipality, Versioned, Base):
    """That somebody asked a colleague to agree, and what came of it.

    Bound to the exact payload: the hash of the codes and ids that will be carried out. The
    database refuses that somebody decides on what they asked for themselves.
    """

    __tablename__ = "approvals"
    __table_args__ = (
        Index("ix_approvals_waiting", "municipality_id", "decided_at", "until"),
        CheckConstraint("decided_by_id <> requested_by_id", name="two_people"),
        CheckConstraint("(decided_at IS NULL) = (granted IS NULL)", name="decision_has_moment"),
        {"sqlite_strict": True},
    )

    kind: Mapped[ApprovalKind] = mapped_column(one_of(ApprovalKind))
    subject_kind: Mapped[str] = mapped_column(String(40))
    subject_id: Mapped[UUID]
    payload: Mapped[str] = mapped_column(String(2000))
    """Codes and ids as canonical JSON: never a name or a text."""
    payload_hash: Mapped[bytes] = mapped_column(LargeBinary)
    key_id: Mapped[UUID] = mapped_column(ForeignKey("data_keys.id"))
    reason_sealed: Mapped[bytes | None] = mapped_column(Sealed())
    reason = Opens("reason_sealed", length=REASON_LENGTH)
    """Why it is asked, for the one who decides."""
    requested_by_id: Mapped[UUID] = mapped_column(ForeignKey("users.id"))
    requested_at: Mapped[datetime]
    until: Mapped[datetime]
    decided_by_id: Mapped[UUID | None] = mapped_column(ForeignKey("users.id"))
    decided_at: Mapped[datetime | None]
    granted: Mapped[bool | None]

    key: Mapped[DataKey] = relationship(lazy="joined", innerjoin=True)
    requested_by: Mapped[User] = relationship(foreign_keys=[requested_by_id])
    decided_by: Mapped[User | None] = relationship(foreign_keys=[decided_by_id])

    def is_open(self, moment: datetime) -> bool:
        """Tell whether it still waits for a decision at that moment."""
        return self.decided_at is None and moment < self.until
