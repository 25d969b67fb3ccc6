"""What was sent in: receipts of forms, so that sending twice does it once."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import ForeignKey, LargeBinary, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from caseapp.model.base import Base, Identified


class FormReceipt(Identified, Base):
    """That a rendered form was handled, and where its sender was sent on to."""

    __tablename__ = "form_receipts"
    __table_args__ = (UniqueConstraint("user_id", "key_hash"), {"sqlite_strict": True})

    user_id: Mapped[UUID] = mapped_column(ForeignKey("users.id"))
    key_hash: Mapped[bytes] = mapped_column(LargeBinary)
    location: Mapped[str] = mapped_column(String(300))
    at: Mapped[datetime]
