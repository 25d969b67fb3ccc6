"""PostgreSQL as the database of production: what every connection asks of it.

Short questions, many a second. Compiling a plan to machine code (JIT) pays for long reports alone;
over the log, with a partition for each month, PostgreSQL takes twenty seconds to compile what then
runs in a tenth of one.
"""

from collections.abc import Sequence
from functools import cached_property
from typing import Any

import psycopg
from sqlalchemy import Engine, event


class Columns(Sequence[psycopg.Column]):
    """The columns of an answer, described when somebody looks at one."""

    def __init__(self, cursor: psycopg.Cursor[Any]) -> None:
        self._cursor = cursor

    @cached_property
    def _described(self) -> list[psycopg.Column]:
        return psycopg.Cursor.description.fget(self._cursor) or []  # type: ignore[attr-defined]

    def __len__(self) -> int:
        return len(self._described)

    def __getitem__(self, index: Any) -> Any:
        return self._described[index]


class SparingCursor(psycopg.Cursor[Any]):
    """Describes no column that nobody looks at.

    SQLAlchemy asks with every statement whether there are columns, and looks at them the first
    time alone; a page of a case has three hundred.
    """

    @property
    def description(self) -> Any:
        """Give the columns of the answer; None where it is none with rows."""
        answer = self.pgresult
        return Columns(self) if answer is not None and answer.nfields else None


@event.listens_for(Engine, "connect")
def _tune(connection: Any, _record: Any) -> None:
    if isinstance(connection, psycopg.Connection):
        connection.cursor_factory = SparingCursor
        connection.execute("SET jit = off")
        connection.commit()
