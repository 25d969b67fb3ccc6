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
    " SELECT place + {size} + 1 FROM piece WHERE place + {size} + 1 <= length({ids}))"
    " SELECT substr({ids}, place, {size}) FROM piece))"
)
"""SQLite has no arrays, and what reads JSON would need a table of its own made: it cuts a text."""

ID_LETTERS, KEY_LETTERS = 32, 16
POSTGRESQL = "postgresql"


class ArrayOf(UserDefinedType[str]):
    """An array of PostgreSQL, written out as a text."""

    cache_ok = True
    render_bind_cast = True

    def __init__(self, kind: str) -> None:
        self.kind = kind

    def get_col_spec(self, **_options: Any) -> str:
        """Name the type in SQL."""
        return f"{self.kind}[]"


class Ids(TypeDecorator[Iterable[UUID]]):
    """A list of ids as one value: an array where the database knows one, and else a text."""

    impl = String
    cache_ok = True
    kind = "UUID"

    def load_dialect_impl(self, dialect: Dialect) -> TypeEngine[Any]:
        """Give an array where the database knows one."""
        kind: TypeEngine[Any] = ArrayOf(self.kind) if dialect.name == POSTGRESQL else String()
        return dialect.type_descriptor(kind)

    def process_bind_param(self, value: Iterable[Any] | None, dialect: Dialect) -> str:
        """Write the ids one behind the other."""
        written = ",".join([one.hex for one in value or ()])
        return f"{{{written}}}" if dialect.name == POSTGRESQL else written


class Keys(Ids):
    """A list of search keys, which are of one length, as one value."""

    cache_ok = True
    kind = "BYTEA"

    def process_bind_param(self, value: Iterable[Any] | None, dialect: Dialect) -> str:
        """Write the keys one behind the other."""
        written = [one.hex().upper() for one in value or ()]
        if dialect.name == POSTGRESQL:
            return "{" + ",".join(f'"\\\\x{one}"' for one in written) + "}"
        return ",".join(written)


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


class among_keys(FunctionElement[bool]):  # noqa: N801 - read as a function, too
    """That a column of search keys holds one of those given under a name."""

    name = "among_keys"
    inherit_cache = True
    type = Boolean()

    def __init__(self, column: Any, named: str) -> None:
        super().__init__(column, bindparam(named, type_=Keys()))


@compiles(among)
def _in_pieces(element: Any, compiler: Any, **options: Any) -> str:
    column, ids = (compiler.process(one, **options) for one in element.clauses)
    return PIECES.format(column=column, ids=ids, size=ID_LETTERS)


@compiles(among_keys)
def _keys_in_pieces(element: Any, compiler: Any, **options: Any) -> str:
    column, keys = (compiler.process(one, **options) for one in element.clauses)
    return PIECES.format(column=f"hex({column})", ids=keys, size=KEY_LETTERS)


@compiles(among_keys, POSTGRESQL)
@compiles(among, POSTGRESQL)
def _as_array(element: Any, compiler: Any, **options: Any) -> str:
    column, ids = (compiler.process(one, **options) for one in element.clauses)
    return f"({column} = ANY({ids}))"
