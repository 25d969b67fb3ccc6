"""PostgreSQL as the database of production: what every connection asks of it.

Short questions, many a second. Compiling a plan to machine code (JIT) pays for long reports alone;
over the log, with a partition for each month, PostgreSQL takes twenty seconds to compile what then
runs in a tenth of one.
"""

from typing import Any

import psycopg
from sqlalchemy import Engine, event


@event.listens_for(Engine, "connect")
def _tune(connection: Any, _record: Any) -> None:
    if isinstance(connection, psycopg.Connection):
        connection.execute("SET jit = off")
        connection.commit()
