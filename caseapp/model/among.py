"""Asking for the rows of many ids at once, as one value and not as a thousand.

Each id of an `IN` is a parameter of its own: a list of five hundred costs more to write out, to
read and to plan than the rows it asks for. Here the whole list is one parameter, and the
statement stays the same one however long it is.
"""

from collections.abc import Iterable
from typing import Any
from uuid import UUID

from sqlalchemy import Boolean, String, bindparam
from sqlalchemy.engine import Dialect
from sqlalchemy.ext.compiler import compiles
from sqlalchemy.sql.functions import FunctionElement
from sqlalchemy.types import TypeDecorator, TypeEngine, UserDefinedType

PIECES = (
    "({column} IN (WITH RECURSIVE piece(place) AS (SELECT 1 WHERE {ids} <> '' UNION ALL"
    " SELECT place + 33 FROM piece WHERE place + 33 <= length({ids}))"
    " SELECT substr({ids}, place, 32) FROM piece))"
)
"""SQLite has no arrays, and what reads JSON would need a table of its own made: it cuts a text."""


class UuidArray(UserDefinedType[str]):
    """An array of ids of PostgreSQL, written out as a text."""

    cache_ok = True
    render_bind_cast = True

    def get_col_spec(self, **_options: Any) -> str:
        """Name the type in SQL."""
        return "UUID[]"


class Ids(TypeDecorator[Iterable[UUID]]):
    """A list of ids as one value."""

    impl = String
    cache_ok = True

    def load_dialect_impl(self, dialect: Dialect) -> TypeEngine[Any]:
        """Give an array where the database knows one."""
        kind: TypeEngine[Any] = UuidArray() if dialect.name == "postgresql" else String()
        return dialect.type_descriptor(kind)

    def process_bind_param(self, value: Iterable[UUID] | None, dialect: Dialect) -> str:
        """Write the ids one behind the other."""
        written = ",".join([one.hex for one in value or ()])
        return f"{{{written}}}" if dialect.name == "postgresql" else written


class among(FunctionElement[bool]):  # noqa: N801 - read as a function: where(among(Case.id, ids))
    """That a column of ids holds one of these; of none of them where there are none.

    In place of the ids the name of a parameter may be given, for a statement that is made once.
    """

    name = "among"
    inherit_cache = True
    type = Boolean()

    def __init__(self, column: Any, ids: Iterable[UUID] | str) -> None:
        given = (
            bindparam(ids, type_=Ids())
            if isinstance(ids, str)
            else bindparam(None, list(ids), type_=Ids())
        )
        super().__init__(column, given)


@compiles(among)
def _in_pieces(element: Any, compiler: Any, **options: Any) -> str:
    column, ids = (compiler.process(one, **options) for one in element.clauses)
    return PIECES.format(column=column, ids=ids)


@compiles(among, "postgresql")
def _as_array(element: Any, compiler: Any, **options: Any) -> str:
    column, ids = (compiler.process(one, **options) for one in element.clauses)
    return f"({column} = ANY({ids}))"
