"""What each database role may do, tried as that role: role by statement by table, both ways."""

import itertools

import psycopg
import pytest
from sqlalchemy import create_engine, text

from caseapp.model.base import Base
from tests.support import roles

pytestmark = pytest.mark.postgresql

DENIED = "42501"
LOG = {"access_entries", "processings"}
SEALS = {"log_trees", "log_leaves", "log_heads", "sealer_keys"}
KEPT = {"log_anchors", "log_checks", "log_destructions"}
EVIDENCE = LOG | SEALS | KEPT
WORK = {name for name in Base.metadata.tables if name not in EVIDENCE}
TABLES = sorted(EVIDENCE | WORK | {"alembic_version"})

COLUMN = {
    "access_entries": "at", "processings": "at", "log_leaves": "month", "log_heads": "size",
    "alembic_version": "version_num", "search_keys": "search_key", "log_cursors": "number",
    "schedule": "name",
}  # fmt: skip
STATEMENTS = {
    "select": "SELECT {column} FROM {table} LIMIT 1",
    "insert": "INSERT INTO {table} ({column}) SELECT NULL WHERE false",
    "update": "UPDATE {table} SET {column} = NULL WHERE false",
    "delete": "DELETE FROM {table} WHERE false",
    "merge": "MERGE INTO {table} USING (SELECT 1) AS o ON false WHEN MATCHED THEN DELETE",
    "truncate": "TRUNCATE {table} CASCADE",
    "alter": "ALTER TABLE {table} ADD COLUMN planted int",
    "disable trigger": "ALTER TABLE {table} DISABLE TRIGGER ALL",
    "drop": "DROP TABLE {table} CASCADE",
    "trigger": (
        "CREATE TRIGGER planted BEFORE INSERT ON {table} FOR EACH ROW "
        "EXECUTE FUNCTION suppress_redundant_updates_trigger()"
    ),
    "rule": "CREATE RULE planted AS ON INSERT TO {table} DO INSTEAD NOTHING",
    "index": "CREATE INDEX ON {table} ({column})",
    "policy": "CREATE POLICY planted ON {table}",
    "owner": "ALTER TABLE {table} OWNER TO CURRENT_USER",
}
ALLOWED = {
    "application": {
        **{table: {"select", "insert"} for table in LOG | KEPT},
        **{table: {"select"} for table in SEALS | {"alembic_version"}},
        **{table: {"select", "insert", "update", "delete", "merge"} for table in WORK},
    },
    "auditor": {
        **{table: {"select"} for table in EVIDENCE | {"municipalities", "approvals"}},
    },
    "sealer": {
        **{table: {"select"} for table in LOG | {"log_checks", "log_destructions"}},
        **{table: {"select", "insert"} for table in SEALS | {"log_anchors"}},
    },
}


@pytest.fixture(scope="module")
def installation():
    with roles.installation("rights") as made:
        assert made.grants().exit_code == 0
        yield made


@pytest.fixture(scope="module")
def prompts(installation):
    """A raw prompt for each role."""
    opened = {name: psycopg.connect(_plain(installation.url(name))) for name in ALLOWED}
    yield opened
    for prompt in opened.values():
        prompt.close()


def _plain(url):
    return url.replace("postgresql+psycopg://", "postgresql://")


def outcome(prompt, statement):
    """None when it was done (and undone again), else the code of the refusal."""
    try:
        prompt.execute(statement)
    except psycopg.Error as refused:
        return refused.sqlstate
    finally:
        prompt.rollback()
    return None


@pytest.mark.parametrize("table", TABLES)
@pytest.mark.parametrize(
    ("role", "verb"), list(itertools.product(ALLOWED, STATEMENTS)), ids=lambda value: value
)
def test_a_role_does_what_it_may_and_nothing_else(prompts, role, verb, table):
    statement = STATEMENTS[verb].format(table=table, column=COLUMN.get(table, "id"))
    allowed = verb in ALLOWED[role].get(table, ())
    assert outcome(prompts[role], statement) == (None if allowed else DENIED), statement


BEYOND = [
    "SET session_replication_role = replica",
    (
        "CREATE OR REPLACE FUNCTION append_only() RETURNS trigger LANGUAGE plpgsql"
        " AS $$ BEGIN RETURN OLD; END $$"
    ),
    (
        "CREATE OR REPLACE FUNCTION only_forgets() RETURNS trigger LANGUAGE plpgsql"
        " AS $$ BEGIN RETURN NEW; END $$"
    ),
    "ALTER FUNCTION append_only() OWNER TO CURRENT_USER",
    "DROP FUNCTION only_forgets() CASCADE",
    "SET ROLE {owner}",
    "SET SESSION AUTHORIZATION {owner}",
    "SET ROLE {other}",
    "GRANT {owner} TO CURRENT_USER",
    "ALTER ROLE CURRENT_USER SUPERUSER",
    "ALTER ROLE CURRENT_USER BYPASSRLS",
    "CREATE ROLE planted",
    "CREATE TABLE planted (id int)",
    "CREATE TEMP TABLE access_entries (id int)",
    "CREATE VIEW planted AS SELECT 1",
    "CREATE SCHEMA planted",
    "CREATE FUNCTION planted() RETURNS int LANGUAGE sql AS 'SELECT 1'",
    "CREATE EXTENSION plpgsql_check",
    "DROP SCHEMA log_months CASCADE",
    "SELECT * FROM log_months.access_entries_other",
    "INSERT INTO log_months.access_entries_other (at) SELECT NULL WHERE false",
    "TRUNCATE log_months.processings_other",
    "ALTER TABLE access_entries DETACH PARTITION log_months.access_entries_other",
    "SELECT setval('access_entries_seq_seq', 1)",
    "ALTER SEQUENCE access_entries_seq_seq RESTART",
    "INSERT INTO access_entries (written_in) SELECT NULL WHERE false",
    "SELECT pg_read_file('postgresql.conf')",
    "COPY (SELECT 1) TO '/tmp/planted'",
    "COPY (SELECT 1) TO PROGRAM 'true'",
    "ALTER DATABASE {database} OWNER TO CURRENT_USER",
    "SELECT lo_import('/etc/hostname')",
    "SELECT pg_authid.rolpassword FROM pg_authid",
]


@pytest.mark.parametrize("role", ALLOWED)
@pytest.mark.parametrize("statement", BEYOND)
def test_no_role_gets_beyond_its_rights(installation, prompts, role, statement):
    other = next(name for name in ALLOWED if name != role)
    names = {"owner": installation.roles["owner"], "other": installation.roles[other]}
    asked = statement.format(**names, database=installation.name)
    if "EXTENSION" in statement:
        assert outcome(prompts[role], asked) is not None
        return
    assert outcome(prompts[role], asked) == DENIED


@pytest.mark.parametrize(
    ("call", "who"),
    [
        ("SELECT open_log_month(DATE '2031-01-01')", {"sealer"}),
        ("SELECT forget_in_log(gen_random_uuid(), gen_random_uuid())", {"application"}),
        ("SELECT destroy_log_month(DATE '2019-01-01')", {"application"}),
        ("SELECT nextval('access_entries_seq_seq')", {"application"}),
        ("SELECT append_only()", set()),
    ],
)
@pytest.mark.parametrize("role", ALLOWED)
def test_a_function_is_called_only_by_whom_it_is_for(prompts, role, call, who):
    assert outcome(prompts[role], call) == (None if role in who else DENIED)


def test_nothing_is_given_to_everybody(installation):
    """Not now, and not for what the owner makes later: a new month, a new table."""
    engine = create_engine(installation.url("owner"))
    asked = text(
        "SELECT oid::regclass::text FROM pg_class WHERE relnamespace IN"
        " ('public'::regnamespace, 'log_months'::regnamespace)"
        " AND EXISTS (SELECT 1 FROM aclexplode(relacl) WHERE grantee = 0)"
        " UNION ALL SELECT oid::regprocedure::text FROM pg_proc"
        " WHERE pronamespace = 'public'::regnamespace"
        " AND has_function_privilege('public', oid, 'EXECUTE')"
    )
    months = text(
        "SELECT count(*) FROM pg_class, aclexplode(coalesce(relacl, acldefault('r', relowner)))"
        " WHERE relnamespace = 'log_months'::regnamespace AND grantee <> relowner"
    )
    with engine.begin() as connection:
        connection.execute(text("CREATE FUNCTION later() RETURNS int LANGUAGE sql AS 'SELECT 1'"))
        connection.execute(text("CREATE TABLE later (id int)"))
        connection.execute(text("SELECT open_log_month(DATE '2032-02-01')"))
        assert connection.execute(asked).scalars().all() == []
        assert connection.execute(months).scalar_one() == 0
        connection.rollback()
    engine.dispose()


def test_every_function_with_the_owners_rights_has_a_fixed_path(installation):
    engine = create_engine(installation.url("owner"))
    asked = text(
        "SELECT proname, proconfig FROM pg_proc WHERE prosecdef"
        " AND pronamespace = 'public'::regnamespace"
    )
    with engine.connect() as connection:
        found = {row.proname: row.proconfig for row in connection.execute(asked)}
    engine.dispose()
    assert set(found) >= {"open_log_month", "forget_in_log", "destroy_log_month"}
    for name, settings in found.items():
        assert any(one.startswith("search_path=pg_catalog") for one in settings or ()), name
        assert any(one.endswith("pg_temp") for one in settings), name


def test_giving_the_rights_again_changes_nothing(installation):
    asked = text("SELECT relname, relacl::text FROM pg_class ORDER BY relname")
    engine = create_engine(installation.url("owner"))
    seen = []
    for _time in range(2):
        assert installation.grants().exit_code == 0
        with engine.connect() as connection:
            seen.append(connection.execute(asked).all())
    engine.dispose()
    assert seen[0] == seen[1]
