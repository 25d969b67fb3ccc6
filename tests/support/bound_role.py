"""On PostgreSQL the requests of a test are made as the role of the application, and bound by it.

The suite itself is whoever owns the server: it makes the worlds, and looks everywhere. As soon as
somebody speaks to the database (`caseapp.model.lock`) the transaction becomes the application's,
with the rights of `flask db grants` and under the locks of rows; when nobody speaks any more it is
the suite's again. Who sets up (`Voice.BUILDER`) stays who they are, as an owner does.
"""

import threading

from sqlalchemy import Connection
from sqlalchemy.engine import make_url

from caseapp.model import lock, roles
from tests.support import postgresql

ROLES = roles.Roles("samenhang_suite_app", "samenhang_suite_auditor", "samenhang_suite_sealer")
BECOME = f"SET LOCAL ROLE {ROLES.application}"
LEAVE = "SET LOCAL ROLE NONE"
UNBOUND = (lock.Speaker(voice=lock.Voice.BUILDER), lock.Speaker(voice=lock.Voice.UNSEEN))
"""Who sets up; and what is read for a rule where a test calls it, and nobody speaks."""
_bound = threading.local()


def give_rights(connection: Connection) -> None:
    """Give the roles of the suite their rights in a database that is migrated just now."""
    if _is_ours(connection):
        with postgresql.one_at_a_time("roles"):
            roles.grant(connection, ROLES)
            connection.commit()


def bind() -> None:
    """From now on, be the application whenever somebody speaks."""
    say, speak, silence = lock.say, lock.speak, lock.silence

    def says(connection, who):
        say(connection, who)
        if _binds(who) and _is_ours(connection):
            connection.exec_driver_sql(BECOME)
            _connections().append(connection)

    def speaks(session, who):
        speak(session, who)
        if who == lock.NOBODY:
            _leave()

    def silences(session):
        silence(session)
        _leave()

    lock.say, lock.speak, lock.silence = says, speaks, silences


def _binds(who: lock.Speaker) -> bool:
    return who != lock.NOBODY and who not in UNBOUND


def _connections() -> list[Connection]:
    if not hasattr(_bound, "connections"):
        _bound.connections = []
    found: list[Connection] = _bound.connections
    return found


def _leave() -> None:
    for connection in _connections():
        if connection.closed or not connection.in_transaction():
            continue
        if not lock.has_failed(connection):
            connection.exec_driver_sql(LEAVE)
    _connections().clear()


def _is_ours(connection: Connection) -> bool:
    """Tell whether this connection is the suite's own, which may become everybody."""
    if connection.dialect.name != "postgresql" or connection.invalidated:
        return False
    if lock.has_failed(connection):
        return False
    server = make_url(postgresql.start_postgresql())
    return connection.engine.url.username == server.username
