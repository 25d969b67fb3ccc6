"""The second lock, pitfall by pitfall: PostgreSQL gives no row of another municipality.

As the roles a municipality has, at a raw prompt: what is tried here is the database itself.
"""

from uuid import uuid4

import psycopg
import pytest
from sqlalchemy import create_engine, insert, select, text
from sqlalchemy.exc import DBAPIError, OperationalError
from sqlalchemy.orm import Session

from caseapp.kernel import clock
from caseapp.kernel.actor import Role
from caseapp.model import lock, lock_policies
from caseapp.model.accounts import RoleGrant, User
from caseapp.model.base import Base
from caseapp.model.lock import NOBODY, Speaker, Voice
from caseapp.model.organisations import Municipality
from tests.support import roles

pytestmark = pytest.mark.postgresql

HERE, THERE = uuid4(), uuid4()
PLACES = {HERE: "Hier", THERE: "Daar"}
DENIED, UNIQUE, DANGLING = "42501", "23505", "23503"
OF_NOBODY = {
    "form_receipts": "that a form was handled, under a hash",
    "log_anchors": "seals of the log",
    "log_cursors": "how far the log was told",
    "log_heads": "seals of the log",
    "log_leaves": "seals of the log",
    "municipalities": "names of municipalities, which everybody knows",
    "schedule": "when recurring work is due",
    "sealer_keys": "public keys",
    "sign_in_attempts": "failed attempts, under a keyed hash",
}


@pytest.fixture(scope="module")
def installation():
    with roles.installation("lock") as made:
        assert made.grants().exit_code == 0
        yield made


@pytest.fixture(scope="module", autouse=True)
def owner(installation):
    """Two municipalities with one colleague each, and the engine of the owner who made them."""
    engine = create_engine(installation.url("owner"))
    with engine.begin() as connection:
        lock.say(connection, Speaker(voice=Voice.BUILDER))
        for place_id, name in PLACES.items():
            row = {"id": place_id, "name": name, "prefix": name[:4].upper(), "theme": "meadow"}
            connection.execute(insert(Municipality.__table__), row | {"is_fictitious": True})
            connection.execute(insert(User.__table__), colleague(place_id, name))
    yield engine
    engine.dispose()


@pytest.fixture
def application(installation):
    engine = create_engine(installation.url("application"))
    with engine.connect() as connection:
        yield connection
    engine.dispose()


@pytest.fixture
def prompt(installation):
    with psycopg.connect(plain(installation.url("application"))) as opened:
        yield opened
        opened.rollback()


def plain(url):
    return url.replace("postgresql+psycopg://", "postgresql://")


def colleague(place_id, name, **facts):
    return {
        "id": uuid4(), "municipality_id": place_id, "name": name, "function": "",
        "email": f"{name}@gemeente.example".lower(), "language": "nl", "version": 1,
        "created_at": clock.now(),
    } | facts  # fmt: skip


def names(connection):
    return sorted(connection.execute(select(User.name)).scalars())


def refused(connection, statement, values=None):
    """Give the code with which a statement is refused, or None; it is undone."""
    try:
        with connection.begin_nested() as tried:
            connection.execute(statement, values)
            tried.rollback()
    except DBAPIError as failure:
        return failure.orig.sqlstate
    return None


@pytest.mark.parametrize("place", PLACES)
def test_who_speaks_for_a_municipality_sees_its_rows_and_no_others(application, place):
    lock.say(application, Speaker(place))
    assert names(application) == [PLACES[place]]


@pytest.mark.parametrize("role", ["application", "owner"])
def test_where_nobody_speaks_nothing_is_seen_not_even_by_the_owner(installation, role):
    engine = create_engine(installation.url(role))
    with engine.connect() as connection:
        assert names(connection) == []
        lock.say(connection, NOBODY)
        assert names(connection) == []
    engine.dispose()


def test_a_connection_that_comes_back_from_the_pool_has_forgotten_who_spoke(installation):
    engine = create_engine(installation.url("application"), pool_size=1, max_overflow=0)
    seen = []
    for who in (Speaker(HERE), None, Speaker(THERE), None):
        with engine.begin() as connection:
            if who is not None:
                lock.say(connection, who)
            process = connection.connection.driver_connection.info.backend_pid
            seen.append((process, names(connection)))
    engine.dispose()
    assert [found for _, found in seen] == [["Hier"], [], ["Daar"], []]
    assert len({process for process, _ in seen}) == 1


def test_what_is_said_outside_a_transaction_opens_nothing(installation):
    with psycopg.connect(plain(installation.url("application")), autocommit=True) as opened:
        opened.execute(lock.SAY, (HERE.hex, "", ""))
        assert opened.execute("SELECT name FROM users").fetchall() == []


def test_undoing_a_part_of_a_transaction_undoes_who_spoke_in_it(application):
    lock.say(application, Speaker(HERE))
    with application.begin_nested() as part:
        lock.say(application, Speaker(THERE))
        part.rollback()
    assert names(application) == ["Hier"]


def test_a_plan_that_was_made_for_one_municipality_is_right_for_the_next(prompt):
    prompt.execute("SET plan_cache_mode = force_generic_plan")
    prompt.execute("PREPARE everybody AS SELECT name FROM users")
    for place in (HERE, THERE, HERE):
        prompt.execute(lock.SAY, (place.hex, "", ""))
        assert prompt.execute("EXECUTE everybody").fetchall() == [(PLACES[place],)]
    prompt.execute(lock.SAY, ("", "", ""))
    assert prompt.execute("EXECUTE everybody").fetchall() == []


def test_no_row_is_written_into_another_municipality(application):
    lock.say(application, Speaker(HERE))
    table = User.__table__
    stray = colleague(THERE, "Zwerver")
    assert refused(application, insert(table), stray) == DENIED
    moved = table.update().values(municipality_id=THERE)
    assert refused(application, moved) == DENIED
    assert application.execute(table.delete().where(table.c.name == "Daar")).rowcount == 0
    named = table.update().where(table.c.name == "Daar").values(function="x")
    assert application.execute(named).rowcount == 0


def test_switching_the_lock_off_gives_an_error_and_no_rows(installation, prompt):
    prompt.execute("SET row_security = off")
    with pytest.raises(psycopg.errors.InsufficientPrivilege):
        prompt.execute("SELECT name FROM users")
    with psycopg.connect(plain(installation.url("owner"))) as opened:
        opened.execute("SET row_security = off")
        with pytest.raises(psycopg.errors.InsufficientPrivilege):
            opened.execute("SELECT name FROM users")


def test_a_copy_brings_nothing_in_and_gives_only_own_rows_out(prompt):
    prompt.execute(lock.SAY, (HERE.hex, "", ""))
    with prompt.cursor() as cursor, cursor.copy("COPY users (name) TO STDOUT") as out:
        assert b"".join(out) == b"Hier\n"
    into = "COPY teams (name) FROM STDIN"
    with pytest.raises(psycopg.errors.FeatureNotSupported), prompt.cursor().copy(into) as copy:
        copy.write_row(["planted"])


def test_a_function_that_tells_what_it_gets_is_not_told_of_hidden_rows(owner, prompt):
    with owner.begin() as connection:
        connection.execute(
            text(
                "CREATE FUNCTION tells(told text) RETURNS boolean LANGUAGE plpgsql COST 0.0000001"
                " AS $$ BEGIN RAISE NOTICE '%', told; RETURN true; END $$"
            )
        )
        connection.execute(text("GRANT EXECUTE ON FUNCTION tells(text) TO PUBLIC"))
    heard = []
    prompt.add_notice_handler(lambda notice: heard.append(notice.message_primary))
    prompt.execute(lock.SAY, (HERE.hex, "", ""))
    prompt.execute("SELECT 1 FROM users WHERE tells(name) AND tells(email)")
    prompt.rollback()
    with owner.begin() as connection:
        connection.execute(text("DROP FUNCTION tells(text)"))
    assert heard == ["Hier", "hier@gemeente.example"]


def test_no_function_of_ours_may_run_before_the_lock(owner):
    asked = text(
        "SELECT proname FROM pg_proc WHERE pronamespace = 'public'::regnamespace AND proleakproof"
    )
    with owner.connect() as connection:
        assert connection.execute(asked).scalars().all() == []


def test_every_view_asks_with_the_rights_of_who_looks(owner):
    asked = text(
        "SELECT relname FROM pg_class WHERE relnamespace = 'public'::regnamespace"
        " AND (relkind = 'm' OR relkind = 'v'"
        " AND NOT coalesce(reloptions, '{}') @> '{security_invoker=true}')"
    )
    with owner.connect() as connection:
        assert connection.execute(asked).scalars().all() == []


def test_a_function_with_the_owners_rights_is_bound_by_the_lock_as_well(owner, prompt):
    with owner.begin() as connection:
        connection.execute(
            text(
                "CREATE FUNCTION counts() RETURNS bigint LANGUAGE sql SECURITY DEFINER"
                " SET search_path = pg_catalog, pg_temp AS 'SELECT count(*) FROM public.users'"
            )
        )
        connection.execute(text("GRANT EXECUTE ON FUNCTION counts() TO PUBLIC"))
    prompt.execute(lock.SAY, (HERE.hex, "", ""))
    counted = prompt.execute("SELECT counts()").fetchone()
    prompt.rollback()
    with owner.begin() as connection:
        connection.execute(text("DROP FUNCTION counts()"))
    assert counted == (1,)


def test_a_key_that_must_be_the_only_one_betrays_a_hidden_row_so_the_door_asks_first(application):
    """What no lock hides: the index is one for all. Only an e-mail address is not drawn by lot."""
    lock.say(application, Speaker(HERE))
    taken = colleague(HERE, "Nieuw", email="daar@gemeente.example")
    assert refused(application, insert(User.__table__), taken) == UNIQUE
    drawn = {
        "reference",
        "token_hash",
        "key_id",
        "search_key",
        "corrects_id",
        "key_hash",
        "secret_hash",
    }
    for name in lock_policies.locked():
        table = Base.metadata.tables[name]
        for index in [*table.indexes, *table.constraints]:
            only = getattr(index, "unique", type(index).__name__ == "UniqueConstraint")
            columns = {column.name for column in getattr(index, "columns", ())}
            if only and "municipality_id" not in columns and not columns & drawn:
                ours = {c for c in columns if c.endswith("_id")}
                assert ours or columns == {"email"}, (name, columns)


def test_a_row_that_is_pointed_at_is_known_to_be_there_by_its_random_id_alone(application):
    """The other thing no lock hides: who has an id may point at it. Ids are drawn from 2^122."""
    lock.say(application, Speaker(HERE))
    known = application.execute(select(User.id)).scalar_one()
    lock.say(application, Speaker(THERE))
    grant = insert(RoleGrant.__table__).values(
        id=uuid4(), municipality_id=THERE, role=Role.CISO, granted_at=clock.now()
    )
    assert refused(application, grant.values(user_id=known)) is None
    assert refused(application, grant.values(user_id=uuid4())) == DANGLING


def test_no_role_passes_the_lock_or_empties_a_table_behind_it(owner, installation):
    asked = text(
        "SELECT rolname, relname FROM pg_class, pg_roles WHERE rolname = ANY(:roles)"
        " AND relname = ANY(:tables) AND relnamespace = 'public'::regnamespace"
        " AND (rolbypassrls OR rolsuper OR (rolname <> :owner"
        " AND has_table_privilege(rolname, pg_class.oid, 'TRUNCATE, TRIGGER, REFERENCES')))"
    )
    told = {
        "roles": list(installation.roles.values()),
        "tables": lock_policies.locked(),
        "owner": installation.roles["owner"],
    }
    with owner.connect() as connection:
        assert connection.execute(asked, told).all() == []


def test_a_role_that_passes_every_lock_is_given_no_rights(installation):
    application = installation.roles["application"]
    installation.admin(f"ALTER ROLE {application} BYPASSRLS")
    given = installation.grants()
    installation.admin(f"ALTER ROLE {application} NOBYPASSRLS")
    assert given.exit_code == 1
    assert "may do what the owner may" in given.output


def test_every_table_about_people_is_locked_for_everybody_with_its_policies(owner):
    asked = text(
        "SELECT tablename, policyname, cmd, permissive, roles::text[], qual, with_check"
        " FROM pg_policies WHERE schemaname = 'public'"
    )
    with owner.connect() as connection:
        assert list(lock_policies.missing(connection)) == []
        found = {}
        for row in connection.execute(asked):
            assert row.roles == ["public"]
            found.setdefault(row.tablename, {})[row.policyname] = row
    assert set(found) == set(lock_policies.locked())
    tracks = {name: policies["track"] for name, policies in found.items() if "track" in policies}
    assert set(tracks) == {
        "steps",
        "plan_goals",
        "plan_actions",
        "plan_measurements",
        "agenda_items",
    }
    for track in tracks.values():
        assert (track.cmd, track.permissive) == ("SELECT", "RESTRICTIVE")
    for name, policies in found.items():
        assert set(policies) == set(lock_policies.policies(name))
        assert policies["municipality"].cmd == "ALL"
        assert "samenhang.municipality" in policies["municipality"].qual
        open_to = [row.permissive for kind, row in policies.items() if kind != "track"]
        assert set(open_to) == {"PERMISSIVE"}
        for voice, opening in lock_policies.openings().items():
            assert (voice in policies) == (name in opening.tables)
            if voice in policies:
                assert policies[voice].cmd == opening.command
                assert f"'{voice}'" in policies[voice].qual


def test_a_table_is_locked_or_it_stands_written_why_not():
    known = {*lock_policies.locked(), *lock_policies.UNLOCKED, *OF_NOBODY}
    assert set(Base.metadata.tables) == known


@pytest.mark.parametrize(
    "spoiled",
    [
        "ALTER POLICY municipality ON users USING (true)",
        "ALTER POLICY door ON users USING (true)",
        (
            "ALTER POLICY municipality ON users USING (municipality_id = (SELECT nullif("
            "current_setting('samenhang.municipality', true), '')::uuid) OR name <> '')"
        ),
        (
            "DROP POLICY door ON users; CREATE POLICY door ON users FOR ALL USING ("
            "(SELECT current_setting('samenhang.voice', true)) = 'door')"
        ),
        "ALTER TABLE users DISABLE ROW LEVEL SECURITY",
        "ALTER TABLE users NO FORCE ROW LEVEL SECURITY",
        "DROP POLICY municipality ON users",
        "CREATE POLICY open ON users USING (true)",
    ],
)
def test_a_lock_that_was_taken_off_or_picked_is_missed(owner, spoiled):
    with owner.connect() as connection:
        connection.execute(text(spoiled))
        assert list(lock_policies.missing(connection)) == ["users"]
        connection.rollback()


@pytest.mark.parametrize(
    ("voice", "seen"),
    [
        (Voice.DOOR, True),
        (Voice.SWEEPER, False),
        (Voice.NIGHT, True),
        (Voice.UNSEEN, False),
        (Voice.BUILDER, True),
    ],
)
def test_a_voice_opens_what_it_needs_and_no_more(application, voice, seen):
    lock.say(application, Speaker(voice=voice))
    assert names(application) == (["Daar", "Hier"] if seen else [])
    changed = application.execute(User.__table__.update().values(function="x")).rowcount
    assert changed == (2 if voice is Voice.BUILDER else 0)
    application.rollback()


def test_a_connection_that_is_lost_while_a_voice_speaks_is_told_as_that(installation):
    """What goes wrong inside is what is told, and not that the voice could not be lowered."""
    engine = create_engine(installation.url("application"))
    own_end = text("SELECT pg_terminate_backend(pg_backend_pid())")
    with Session(engine) as session:
        with pytest.raises(OperationalError), lock.aloud(session, Voice.DOOR):
            session.execute(own_end)
        session.rollback()
        assert lock.speaker(session) == NOBODY
        assert session.scalar(select(1)) == 1
    engine.dispose()
