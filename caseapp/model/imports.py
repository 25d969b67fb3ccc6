"""Lists that came in: the mapping of their columns, each run, and what became of each row."""

from __future__ import annotations

from datetime import datetime
from enum import StrEnum
from uuid import UUID

from sqlalchemy import ForeignKey, LargeBinary, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from caseapp.model.base import Base, Identified, OfMunicipality, one_of
from caseapp.model.sealed import MEGABYTE, DataKey, Opens, Sealed, SealedTexts


class ColumnMapping(Identified, OfMunicipality, Base):
    """Which column of a municipality's own list is what, remembered by the list's heading."""

    __tablename__ = "column_mappings"
    __table_args__ = (UniqueConstraint("municipality_id", "signature"), {"sqlite_strict": True})

    signature: Mapped[str] = mapped_column(String(64))
    mapping: Mapped[str] = mapped_column(String(8000))
    saved_at: Mapped[datetime]


class ImportState(StrEnum):
    """How far an import is."""

    UPLOADED = "uploaded"
    DONE = "done"
    DISCARDED = "discarded"


class ImportRun(SealedTexts, Identified, OfMunicipality, Base):
    """One file that was offered: sealed while it is looked at, gone when it is done."""

    __tablename__ = "import_runs"

    user_id: Mapped[UUID] = mapped_column(ForeignKey("users.id"), index=True)
    key_id: Mapped[UUID] = mapped_column(ForeignKey("data_keys.id"))
    file_sealed: Mapped[bytes | None] = mapped_column(Sealed())
    file_text = Opens("file_sealed", length=40 * MEGABYTE)
    """The file in base 64; emptied when the run ends."""
    file_name_sealed: Mapped[bytes | None] = mapped_column(Sealed())
    file_name = Opens("file_name_sealed", length=255)
    choices_sealed: Mapped[bytes | None] = mapped_column(Sealed())
    choices = Opens("choices_sealed", length=4 * MEGABYTE)
    """Mapping and decisions about possible duplicates, in JSON."""
    report_sealed: Mapped[bytes | None] = mapped_column(Sealed())
    report = Opens("report_sealed", length=20 * MEGABYTE)
    """What came in, what did not and why, in JSON."""
    state: Mapped[ImportState] = mapped_column(one_of(ImportState), default=ImportState.UPLOADED)
    started_at: Mapped[datetime]
    done_at: Mapped[datetime | None]

    key: Mapped[DataKey] = relationship(lazy="joined", innerjoin=True)


class ImportedRow(Identified, OfMunicipality, Base):
    """That a row of some list came in as a case, so that the same row never comes in twice."""

    __tablename__ = "imported_rows"
    __table_args__ = (UniqueConstraint("municipality_id", "fingerprint"), {"sqlite_strict": True})

    run_id: Mapped[UUID] = mapped_column(ForeignKey("import_runs.id"), index=True)
    fingerprint: Mapped[bytes] = mapped_column(LargeBinary)
    case_id: Mapped[UUID] = mapped_column(ForeignKey("cases.id"))
