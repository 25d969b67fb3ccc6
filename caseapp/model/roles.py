"""Who may do what in PostgreSQL itself: the roles beside the owner, and their rights on each table.

The owner has the tables and migrates; nobody works as the owner. The application adds to the log
and cannot touch its past; the sealer reads the log and adds seals, and sees nothing of residents;
the auditor reads both. What is not given here is given to nobody, above all not to PUBLIC.
"""

from collections.abc import Iterator
from dataclasses import dataclass

from sqlalchemy import Connection, text
from sqlalchemy.exc import ProgrammingError

from caseapp.model.base import Base

LOG = ("access_entries", "processings")
SEALS = ("log_trees", "log_leaves", "log_heads", "sealer_keys")
KEPT = ("log_anchors", "log_checks", "log_destructions")
"""What is written about seals by the sealer and by people: heads kept, checks, ends of months."""
FILLED_IN = frozenset({"written_in", "destroyed_at"})
"""What the database fills in by itself: whoever chose it could hide an entry from the sealer."""
UNTOUCHED = ("alembic_version",)
OFFICE = ("id", "name", "prefix")
"""What an auditor needs to know of a municipality."""
AGREED = ("id", "granted", "requested_by_id", "decided_by_id")
"""What an auditor needs to know of the end of a month: that two people agreed."""


class CannotGrant(Exception):
    """The rights cannot be given like this; the message says why and what to do."""


@dataclass(frozen=True, slots=True)
class Roles:
    """What the roles beside the owner are called in this database."""

    application: str
    auditor: str
    sealer: str

    def __iter__(self) -> Iterator[str]:
        """Give the names."""
        return iter((self.application, self.auditor, self.sealer))


def grant(connection: Connection, roles: Roles) -> list[str]:
    """Give each role its rights and take all others away; gives what somebody else has to do.

    Runs as the owner, in the caller's transaction: a working application notices nothing of it.
    Raises CannotGrant.
    """
    _refuse_unless_owner(connection)
    left = _make(connection, roles)
    _refuse_powerful(connection, roles)
    for statement in (*_taken(connection, roles), *_given(connection, roles)):
        connection.execute(text(statement))
    return [*left, *_stats(connection, roles.sealer)]


def _refuse_unless_owner(connection: Connection) -> None:
    if connection.dialect.name != "postgresql":
        message = "Only PostgreSQL has roles; on SQLite whoever reads the file owns it."
        raise CannotGrant(message)
    owner = connection.execute(
        text(
            "SELECT pg_get_userbyid(relowner) FROM pg_class"
            " WHERE oid = to_regclass('public.access_entries')"
        )
    ).scalar()
    if owner is None:
        message = "There are no tables yet: run `flask db upgrade` first."
        raise CannotGrant(message)
    if owner != connection.execute(text("SELECT current_user")).scalar_one():
        message = f"The tables are of {owner}: run this with the DATABASE_URL of that role."
        raise CannotGrant(message)


def _make(connection: Connection, roles: Roles) -> list[str]:
    """Make the roles that are not there, without a sign-in; gives what is left to do by hand."""
    asked = text("SELECT rolname, rolcanlogin FROM pg_roles WHERE rolname = ANY(:names)")
    known = dict(tuple(row) for row in connection.execute(asked, {"names": list(roles)}))
    missing = [name for name in roles if name not in known]
    making = [f"CREATE ROLE {_quoted(connection, name)} NOLOGIN" for name in missing]
    try:
        with connection.begin_nested():
            for statement in making:
                connection.execute(text(statement))
    except ProgrammingError as refused:
        lines = ";\n  ".join(one.replace("NOLOGIN", "LOGIN PASSWORD '...'") for one in making)
        message = (
            f"Not every role is there, and the owner may not make them. As superuser:\n  {lines};"
        )
        raise CannotGrant(message) from refused
    return [
        f"{name} cannot sign in yet: ALTER ROLE {_quoted(connection, name)} LOGIN PASSWORD '...';"
        for name in roles
        if not known.get(name)
    ]


def powerful(connection: Connection, names: list[str]) -> list[str]:
    """Give which of these roles have powers over the whole server."""
    asked = text(
        "SELECT rolname FROM pg_roles WHERE rolname = ANY(:names)"
        " AND (rolsuper OR rolbypassrls OR rolcreaterole OR rolcreatedb OR rolreplication)"
    )
    return list(connection.execute(asked, {"names": names}).scalars())


def _refuse_powerful(connection: Connection, roles: Roles) -> None:
    """Refuse a role that could take what it is not given."""
    members = text(
        "SELECT rolname FROM pg_roles WHERE rolname = ANY(:names)"
        " AND pg_has_role(rolname, current_user, 'member')"
    )
    found = connection.execute(members, {"names": list(roles)}).scalars()
    for name in [*powerful(connection, list(roles)), *found]:
        message = f"{name} may do what the owner may, or more: give it a role of its own."
        raise CannotGrant(message)
    if len(set(roles)) < len(list(roles)):
        message = "The application, the auditor and the sealer are three roles."
        raise CannotGrant(message)


def _taken(connection: Connection, roles: Roles) -> Iterator[str]:
    """Take everything away, now and for what a later migration or month makes."""
    database = connection.execute(text("SELECT current_database()")).scalar_one()
    everybody = ", ".join(["PUBLIC", *(_quoted(connection, name) for name in roles)])
    yield f"REVOKE ALL ON DATABASE {_quoted(connection, database)} FROM {everybody}"
    for schema in ("public", "log_months"):
        yield f"REVOKE ALL ON SCHEMA {schema} FROM {everybody}"
        for kind in ("TABLES", "SEQUENCES", "ROUTINES"):
            yield f"REVOKE ALL ON ALL {kind} IN SCHEMA {schema} FROM {everybody}"
    for kind in ("TABLES", "SEQUENCES", "ROUTINES", "TYPES", "SCHEMAS"):
        yield f"ALTER DEFAULT PRIVILEGES REVOKE ALL ON {kind} FROM {everybody}"


def _given(connection: Connection, roles: Roles) -> Iterator[str]:
    database = connection.execute(text("SELECT current_database()")).scalar_one()
    application, auditor, sealer = (_quoted(connection, name) for name in roles)
    everybody = f"{application}, {auditor}, {sealer}"
    yield f"GRANT CONNECT ON DATABASE {_quoted(connection, database)} TO {everybody}"
    yield f"GRANT USAGE ON SCHEMA public TO {everybody}"
    evidence = ", ".join((*LOG, *SEALS, *KEPT))
    yield f"GRANT SELECT ON {evidence} TO {everybody}"
    yield f"GRANT SELECT ({', '.join(OFFICE)}) ON municipalities TO {auditor}"
    yield f"GRANT SELECT ({', '.join(AGREED)}) ON approvals TO {auditor}"
    work = ", ".join(_work())
    yield f"GRANT SELECT, INSERT, UPDATE, DELETE ON {work} TO {application}"
    yield f"GRANT SELECT ON {', '.join(UNTOUCHED)} TO {application}"
    for table in LOG:
        yield f"GRANT INSERT ({', '.join(_columns(table))}) ON {table} TO {application}"
        yield f"GRANT USAGE ON SEQUENCE {table}_seq_seq TO {application}"
    for table in KEPT:
        yield f"GRANT INSERT ({', '.join(_columns(table))}) ON {table} TO {application}"
    yield f"GRANT EXECUTE ON FUNCTION forget_in_log(uuid, uuid) TO {application}"
    yield f"GRANT EXECUTE ON FUNCTION destroy_log_month(date) TO {application}"
    yield f"GRANT INSERT ON {', '.join(SEALS)}, log_anchors TO {sealer}"
    yield f"GRANT EXECUTE ON FUNCTION open_log_month(date) TO {sealer}"


def _work() -> list[str]:
    """Give the tables of the work itself: all but the log, its seals and the migrations."""
    evidence = {*LOG, *SEALS, *KEPT, *UNTOUCHED}
    return sorted(name for name in Base.metadata.tables if name not in evidence)


def _columns(table: str) -> list[str]:
    named = (column.name for column in Base.metadata.tables[table].columns)
    return [name for name in named if name not in FILLED_IN]


def _stats(connection: Connection, sealer: str) -> list[str]:
    """Let the sealer see which transactions run, which a superuser has to do for most owners."""
    statement = f"GRANT pg_read_all_stats TO {_quoted(connection, sealer)}"
    asked = text("SELECT pg_has_role(:name, 'pg_read_all_stats', 'usage')")
    if connection.execute(asked, {"name": sealer}).scalar_one():
        return []
    try:
        with connection.begin_nested():
            connection.execute(text(statement))
    except ProgrammingError:
        return [f"As superuser, so that other databases do not hold the sealer up: {statement};"]
    return []


def _quoted(connection: Connection, name: str) -> str:
    return connection.dialect.identifier_preparer.quote_identifier(name)
