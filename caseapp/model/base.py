"""The declarative base. Plain SQLAlchemy: no Flask in the model.

Tables are STRICT on SQLite, so that a text never lands in a date column there either; the
compile rules below give each type one of the five names that STRICT allows.
"""

from datetime import UTC, date, datetime
from enum import Enum as PythonEnum
from typing import Any, ClassVar
from uuid import UUID

from sqlalchemy import (
    CHAR,
    VARCHAR,
    BigInteger,
    Boolean,
    CheckConstraint,
    Date,
    DateTime,
    Enum,
    ForeignKey,
    Integer,
    MetaData,
    String,
    Table,
    Uuid,
    event,
)
from sqlalchemy.engine import Dialect
from sqlalchemy.ext.compiler import compiles
from sqlalchemy.orm import DeclarativeBase, Mapped, declared_attr, mapped_column
from sqlalchemy.types import TypeDecorator

from caseapp.kernel import clock
from caseapp.kernel.identifiers import new_id

NAMING = {
    "ix": "ix_%(column_0_N_label)s",
    "uq": "uq_%(table_name)s_%(column_0_N_name)s",
    "ck": "ck_%(table_name)s_%(constraint_name)s",
    "fk": "fk_%(table_name)s_%(column_0_N_name)s_%(referred_table_name)s",
    "pk": "pk_%(table_name)s",
}


class UtcDateTime(TypeDecorator[datetime]):
    """A moment: stored in UTC on both engines, always timezone-aware in Python."""

    impl = DateTime(timezone=True)
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> datetime | None:  # noqa: ARG002 - SQLAlchemy's signature
        """Refuse a moment without a time zone: it would mean something else elsewhere."""
        if value is not None and value.tzinfo is None:
            message = "a moment needs a time zone"
            raise ValueError(message)
        return value.astimezone(UTC) if value is not None else None

    def process_result_value(self, value: datetime | None, dialect: Dialect) -> datetime | None:  # noqa: ARG002 - SQLAlchemy's signature
        """SQLite forgets the zone; it was UTC."""
        if value is not None and value.tzinfo is None:
            return value.replace(tzinfo=UTC)
        return value


def one_of(kind: type[PythonEnum], name: str | None = None) -> Enum:
    """Give a column type for an enum: its values as text, checked by the database.

    The check is named after the enum; a second column of the same kind needs a name of its own.
    """
    return Enum(
        kind,
        native_enum=False,
        create_constraint=True,
        length=40,
        name=name or kind.__name__.lower(),
        values_callable=lambda members: [str(member.value) for member in members],
    )


Counter = BigInteger().with_variant(Integer, "sqlite")
"""A number the database counts up: eight bytes on both engines."""


class Base(DeclarativeBase):
    """What every stored noun has in common: the types it is written in."""

    metadata = MetaData(naming_convention=NAMING)
    type_annotation_map: ClassVar[dict[Any, Any]] = {
        datetime: UtcDateTime(),
        date: Date(),
        UUID: Uuid(),
    }
    __table_args__: Any = {"sqlite_strict": True}  # noqa: RUF012 - typed so by SQLAlchemy


class Identified:
    """Something with an id of its own: random, 128 bits, safe to show in an address."""

    id: Mapped[UUID] = mapped_column(primary_key=True, default=new_id, sort_order=-10)

    def __init__(self, **values: Any) -> None:
        values.setdefault("id", new_id())
        super().__init__(**values)


class Dated:
    """Something that knows when it was written down."""

    created_at: Mapped[datetime] = mapped_column(default=clock.now, sort_order=90)


class OfMunicipality:
    """Something that belongs to one municipality and does not exist for any other."""

    municipality_id: Mapped[UUID] = mapped_column(ForeignKey("municipalities.id"), sort_order=-9)


class Versioned:
    """Something two people may change at once: the second is told, and loses nothing."""

    version: Mapped[int] = mapped_column(default=1, sort_order=95)

    @declared_attr.directive
    def __mapper_args__(cls) -> dict[str, Any]:  # noqa: N805 - a class-level directive
        """Let the mapper compare and raise the version at every change."""
        return {"version_id_col": cls.version}


def _check_lengths(table: Table) -> None:
    """Give every text column a length check: SQLite does not keep VARCHAR(n) by itself."""
    for column in table.columns:
        if isinstance(column.type, String) and not isinstance(column.type, Enum):
            if column.type.length is None:
                message = f"{table.name}.{column.name} has no length"
                raise TypeError(message)
            limit = f"length({column.name}) <= {column.type.length}"
            table.append_constraint(CheckConstraint(limit, name=f"{column.name}_length"))


@event.listens_for(Table, "after_parent_attach")
def _complete(table: Table, metadata: MetaData) -> None:
    if metadata is Base.metadata:
        _check_lengths(table)


def _written_as(strict_name: str) -> Any:
    def render(_type: Any, _compiler: Any, **_options: Any) -> str:
        return strict_name

    return render


STRICT_NAMES: dict[str, tuple[type[Any], ...]] = {
    "TEXT": (String, VARCHAR, CHAR, Enum, DateTime, Date, Uuid),
    "INTEGER": (Boolean, BigInteger),
}
for _name, _kinds in STRICT_NAMES.items():
    for _kind in _kinds:
        compiles(_kind, "sqlite")(_written_as(_name))
