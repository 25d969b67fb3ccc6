"""The access log: who did or saw what, about whom. Rows are added, never changed."""

from datetime import datetime
from enum import StrEnum
from uuid import UUID

from sqlalchemy import ForeignKey, Index, LargeBinary, Sequence, String, text
from sqlalchemy.orm import Mapped, mapped_column

from caseapp.kernel.identifiers import new_id
from caseapp.model.base import Base, Counter, Identified, OfMunicipality, one_of


class Result(StrEnum):
    """How it ended (NEN 7513: outcome of the event)."""

    DONE = "done"
    REFUSED = "refused"
    INVALID = "invalid"
    CONFLICT = "conflict"


def _of_refused(name: str, *columns: str) -> Index:
    """Give an index on refused attempts alone: few among all that was shown."""
    refused = text("result = 'refused'")
    return Index(name, *columns, sqlite_where=refused, postgresql_where=refused)


class AccessEntry(Base):
    """One event: somebody did or saw something. Holds no name, no text, no typed word.

    On PostgreSQL the rows of each month are a partition, so that an old month goes at once.
    """

    __tablename__ = "access_entries"
    __table_args__ = (
        Index("ix_access_entries_actor", "municipality_id", "user_id", "at"),
        Index("ix_access_entries_at", "municipality_id", "at"),
        Index("ix_access_entries_case", "case_id", "at"),
        _of_refused("ix_access_entries_refused", "municipality_id", "at"),
        _of_refused("ix_access_entries_refused_subject", "subject_id", "at"),
        _of_refused("ix_access_entries_refused_case", "case_id", "at"),
        _of_refused("ix_access_entries_refused_user", "user_id", "at"),
        {"sqlite_strict": True},
    )

    seq: Mapped[int] = mapped_column(Counter, Sequence("access_entries_seq_seq"), primary_key=True)
    at: Mapped[datetime]
    trace_id: Mapped[UUID] = mapped_column(default=new_id)
    """By which a municipality's other logs know this entry; says nothing by itself."""
    municipality_id: Mapped[UUID | None]
    user_id: Mapped[UUID | None]
    session_id: Mapped[UUID | None]
    request_id: Mapped[str] = mapped_column(String(32))
    event: Mapped[str] = mapped_column(String(60))
    result: Mapped[Result] = mapped_column(one_of(Result))
    permission: Mapped[str | None] = mapped_column(String(60))
    relation: Mapped[str | None] = mapped_column(String(60))
    """By which right it was done: what the person was to the case at that moment."""
    purpose: Mapped[str | None] = mapped_column(String(60))
    subject_kind: Mapped[str | None] = mapped_column(String(40))
    subject_id: Mapped[UUID | None]
    case_id: Mapped[UUID | None]
    details: Mapped[str] = mapped_column(String(1000), default="")
    origin: Mapped[str | None] = mapped_column(String(40))
    """From where on the network (BIO2 8.15.01): a class, and a keyed hash of the address."""
    emergency_id: Mapped[UUID | None]
    """The emergency access under which it was seen, if any."""
    key_id: Mapped[UUID | None]
    """The data key of the commitment: of the case, or of the resident."""
    commitment: Mapped[bytes | None] = mapped_column(LargeBinary)
    written_in: Mapped[int | None] = mapped_column(Counter)
    """The transaction that wrote it: PostgreSQL fills this in, for the sealer's safe horizon."""


class Processing(Base):
    """One line per data subject under an entry: this resident's data was shown or used."""

    __tablename__ = "processings"
    __table_args__ = (
        Index("ix_processings_resident", "resident_id", "at"),
        Index("ix_processings_user", "user_id", "at"),
        Index("ix_processings_case", "case_id", "at"),
        Index("ix_processings_entry", "entry_seq"),
        {"sqlite_strict": True},
    )

    seq: Mapped[int] = mapped_column(Counter, Sequence("processings_seq_seq"), primary_key=True)
    entry_seq: Mapped[int] = mapped_column(Counter)
    at: Mapped[datetime]
    municipality_id: Mapped[UUID | None]
    user_id: Mapped[UUID | None]
    event: Mapped[str] = mapped_column(String(60))
    purpose: Mapped[str | None] = mapped_column(String(60))
    resident_id: Mapped[UUID | None]
    case_id: Mapped[UUID | None]
    key_id: Mapped[UUID | None]
    commitment: Mapped[bytes | None] = mapped_column(LargeBinary)


class StatedPurpose(Identified, OfMunicipality, Base):
    """That somebody without a relation to a case or resident said why they look, for one day."""

    __tablename__ = "stated_purposes"
    __table_args__ = (
        Index("ix_stated_purposes_user", "user_id", "subject_id", "until"),
        {"sqlite_strict": True},
    )

    user_id: Mapped[UUID] = mapped_column(ForeignKey("users.id"))
    subject_kind: Mapped[str] = mapped_column(String(40))
    subject_id: Mapped[UUID]
    purpose: Mapped[str] = mapped_column(String(60))
    stated_at: Mapped[datetime]
    until: Mapped[datetime]
