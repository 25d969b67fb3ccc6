"""The municipality's own templates of letters, and that a letter was made from one."""

from __future__ import annotations

import base64
from datetime import datetime
from uuid import UUID

from sqlalchemy import CheckConstraint, ForeignKey, Index, String, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from caseapp.model.accounts import User
from caseapp.model.base import Base, Identified, OfMunicipality
from caseapp.model.cases import Case
from caseapp.model.papers import RECIPIENT_LENGTH
from caseapp.model.sealed import MEGABYTE, DataKey, Opens, Sealed, SealedTexts

TEMPLATE_NAME_LENGTH = 80
IN_USE = text("retired_at IS NULL")


class LetterTemplate(SealedTexts, Identified, OfMunicipality, Base):
    """A Word document with fields. Another file is another template, which takes over the name."""

    __tablename__ = "letter_templates"
    __table_args__ = (
        Index(
            "uq_letter_templates_name_in_use",
            "municipality_id",
            "name",
            unique=True,
            sqlite_where=IN_USE,
            postgresql_where=IN_USE,
        ),
        CheckConstraint("(retired_at IS NULL) = (retired_by_id IS NULL)", name="retired_by"),
        {"sqlite_strict": True},
    )

    name: Mapped[str] = mapped_column(String(TEMPLATE_NAME_LENGTH))
    key_id: Mapped[UUID] = mapped_column(ForeignKey("data_keys.id"))
    file_sealed: Mapped[bytes | None] = mapped_column(Sealed())
    file_text = Opens("file_sealed", length=4 * MEGABYTE)
    """The file in base 64."""
    added_at: Mapped[datetime]
    added_by_id: Mapped[UUID] = mapped_column(ForeignKey("users.id"))
    retired_at: Mapped[datetime | None]
    retired_by_id: Mapped[UUID | None] = mapped_column(ForeignKey("users.id"))

    key: Mapped[DataKey] = relationship(lazy="joined", innerjoin=True)
    added_by: Mapped[User] = relationship(foreign_keys=[added_by_id])

    @property
    def file(self) -> bytes:
        """The document itself."""
        return base64.b64decode(self.file_text)

    @property
    def is_in_use(self) -> bool:
        """Tell whether letters are made of it."""
        return self.retired_at is None


class Letter(SealedTexts, Identified, OfMunicipality, Base):
    """That a letter was made to somebody a case is about, from which template, when and by whom.

    The database refuses to change or remove it. What it said is kept nowhere.
    """

    __tablename__ = "letters"
    about = ("case", "case_id")
    __table_args__ = (
        UniqueConstraint("case_id", "number"),
        CheckConstraint("number >= 1", name="counts_from_one"),
        {"sqlite_strict": True},
    )

    case_id: Mapped[UUID] = mapped_column(ForeignKey("cases.id"))
    number: Mapped[int]
    template_id: Mapped[UUID] = mapped_column(ForeignKey("letter_templates.id"))
    recipient_sealed: Mapped[bytes | None] = mapped_column(Sealed())
    recipient = Opens("recipient_sealed", length=4 * RECIPIENT_LENGTH)
    """The resident as they were called then."""
    made_at: Mapped[datetime]
    made_by_id: Mapped[UUID] = mapped_column(ForeignKey("users.id"))

    case: Mapped[Case] = relationship()
    template: Mapped[LetterTemplate] = relationship()
    made_by: Mapped[User] = relationship()

    @property
    def key(self) -> DataKey:
        """Its texts are sealed with the key of the case."""
        return self.case.key
