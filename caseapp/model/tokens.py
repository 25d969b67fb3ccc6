"""Keys with which another system, such as a resident portal, asks something of this one."""

from __future__ import annotations

from datetime import datetime
from enum import StrEnum
from uuid import UUID

from sqlalchemy import ForeignKey, LargeBinary, String
from sqlalchemy.orm import Mapped, mapped_column, relationship

from caseapp.model.accounts import User
from caseapp.model.base import Base, Identified, OfMunicipality, one_of


class ApiScope(StrEnum):
    """What a token may ask for, in the words of VNG Verwerkingenlogging."""

    READ_NORMAL = "read:normal"
    READ_CONFIDENTIAL = "read:confidential"
    """Besides: what was confidential and no longer is."""


class ApiToken(Identified, OfMunicipality, Base):
    """That a system may call until a day. The token itself is stored nowhere, only its hash."""

    __tablename__ = "api_tokens"

    name: Mapped[str] = mapped_column(String(120))
    """Which system it is for."""
    token_hash: Mapped[bytes] = mapped_column(LargeBinary, unique=True)
    scope: Mapped[ApiScope] = mapped_column(one_of(ApiScope))
    owner_id: Mapped[UUID] = mapped_column(ForeignKey("users.id"))
    """Who answers for it; when they leave, it works no longer."""
    made_at: Mapped[datetime]
    until: Mapped[datetime]
    ended_at: Mapped[datetime | None]

    owner: Mapped[User] = relationship(lazy="joined", innerjoin=True)

    def holds_at(self, moment: datetime) -> bool:
        """Tell whether it opens anything at that moment."""
        return self.ended_at is None and moment < self.until and self.owner.is_active
