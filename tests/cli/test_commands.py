"""The commands: prepare, sign-ins, doctor, keys, documents."""

import dataclasses
import json
import re

import pytest
from sqlalchemy import text

from caseapp import create_app
from caseapp.accounts import sessions
from caseapp.cli import documents
from caseapp.extensions import db
from caseapp.kernel import crypto
from caseapp.model import append_only, sqlite_guard
from caseapp.model.accesslog import AccessEntry
from caseapp.model.organisations import Municipality
from caseapp.model.residents import Resident
from caseapp.model.sealed import DataKey
from config import Config, ConfigurationError
from tests.support import applications, databases


@pytest.fixture(scope="module", params=databases.ENGINES)
def own_app(request):
    app = applications.application(request.param, "commands")
    yield app
    with app.app_context():
        db.session.remove()
        db.engine.dispose()


def run(app, *arguments):
    return app.test_cli_runner().invoke(args=list(arguments))


def test_prepare_fills_once_and_prints_one_sign_in_per_role(own_app):
    first = run(own_app, "prepare")
    assert first.exit_code == 0, first.output
    assert "Filling" in first.output
    second = run(own_app, "prepare")
    assert "Filling" not in second.output
    found = json.loads(run(own_app, "sign-ins", "--json").output)
    assert len({entry["role"] for entry in found}) == 11
    assert set(found[0]) >= {"role", "email", "password", "municipality"}
    assert found[0]["email"] in run(own_app, "sign-ins").output
    assert run(own_app, "demo").exit_code == 1
    assert "in order" in run(own_app, "doctor").output


def test_a_municipality_joins_and_its_keys_rotate(own_app):
    assert run(own_app, "keys", "new", "Echt", "ECH").exit_code == 0
    with own_app.app_context():
        town = db.session.query(Municipality).filter_by(prefix="ECH").one()
        key = DataKey.draw(town.id)
        resident = Resident(municipality_id=town.id, key=key, surname="Blijvend")
        db.session.add(resident)
        db.session.commit()
        identity = key.id
        db.session.remove()
    rotated = run(own_app, "keys", "rotate", "ech")
    assert "1 keys were wrapped anew with version 2" in rotated.output
    with own_app.app_context():
        key = db.session.get(DataKey, identity)
        assert (key.wrapping_version, len(key.unwrapped())) == (2, 32)
        town_id = key.municipality_id
        db.session.remove()
    lost = crypto.ring().keys.pop(town_id)
    assert run(own_app, "doctor").exit_code == 1
    crypto.ring().keys[town_id] = lost


def test_the_documents_and_translations_are_current(own_app, tmp_path, monkeypatch):
    assert run(own_app, "docs", "--check").exit_code == 0
    assert run(own_app, "translations", "--check").exit_code == 0
    monkeypatch.setattr(documents, "PERMISSIONS", tmp_path / "permissions.md")
    assert run(own_app, "docs", "--check").exit_code == 1
    assert run(own_app, "docs").exit_code == 0
    assert run(own_app, "docs", "--check").exit_code == 0
    monkeypatch.setattr(documents, "CATALOGUE", tmp_path / "en" / "messages.po")
    assert "have no English" in run(own_app, "translations", "--check").output
    assert run(own_app, "translations").exit_code == 0
    assert run(own_app, "translations", "--check").exit_code == 1


def test_a_catalogue_that_was_not_compiled_is_found(own_app, tmp_path, monkeypatch):
    copy = tmp_path / "messages.po"
    copy.write_bytes(documents.CATALOGUE.read_bytes())
    monkeypatch.setattr(documents, "CATALOGUE", copy)
    assert "not compiled" in run(own_app, "translations", "--check").output


SAFE = {
    "SAMENHANG_ENV": "production",
    "SECRET_KEY": "x" * 40,
    "DATABASE_URL": "postgres://db/samenhang",
}


def test_production_starts_only_when_it_is_safe(tmp_path):
    ring = tmp_path / "keys.json"
    ring.write_text("{}")
    safe = {**SAFE, "KEY_RING": str(ring)}
    assert Config.from_environment(safe).database_url == "postgresql+psycopg://db/samenhang"
    for change in (
        {"SECRET_KEY": "short"},
        {"HTTPS": "0"},
        {"FLASK_DEBUG": "1"},
        {"DATABASE_URL": ""},
        {"KEY_RING": str(tmp_path / "absent")},
        {"OWN_NETWORKS": "10.1.0.0/16, the town hall"},
    ):
        with pytest.raises(ConfigurationError):
            Config.from_environment({**safe, **change})


def test_this_machine_keeps_a_secret_of_its_own(tmp_path):
    env = {"SAMENHANG_INSTANCE": str(tmp_path / "own")}
    first = Config.from_environment(env)
    assert Config.from_environment(env).secret_key == first.secret_key
    assert first.flask()["SESSION_COOKIE_NAME"] == "samenhang"
    https = Config.from_environment({**env, "HTTPS": "1"})
    assert https.flask()["SESSION_COOKIE_NAME"] == "__Host-samenhang"


@pytest.mark.parametrize(
    ("name", "prefix"),
    [("", "AB"), ("x" * 121, "AB"), ("Stad", "A"), ("Stad", "ABCDE"), ("Stad", "A1"), ("Stad", "")],
)
def test_a_municipality_without_letters_a_reference_can_begin_with_does_not_join(
    own_app, name, prefix
):
    before = dict(crypto.ring().keys)
    refused = run(own_app, "keys", "new", name, prefix)
    assert refused.exit_code == 2
    assert crypto.ring().keys == before


@pytest.mark.parametrize(("name", "prefix"), [("Eerste", "TWE"), ("Tweede", "EER")])
def test_no_two_municipalities_share_a_name_or_letters(own_app, name, prefix):
    run(own_app, "keys", "new", "Eerste", "EER")
    before = dict(crypto.ring().keys)
    assert run(own_app, "keys", "new", name, prefix).exit_code == 1
    assert crypto.ring().keys == before


def test_a_municipality_gets_a_first_administrator_who_signs_in(own_app):
    run(own_app, "keys", "new", "Beginstad", "BEG")
    made = run(own_app, "users", "first", "beg", "Bea@Beginstad.example", "Bea Beheer")
    assert made.exit_code == 0, made.output
    (password,) = re.findall(r"password\s+(\S+)", made.output)
    with own_app.app_context():
        assert sessions.sign_in("bea@beginstad.example", password, address="thuis")
        db.session.commit()
        town = db.session.query(Municipality).filter_by(prefix="BEG").one()
        entry = db.session.query(AccessEntry).filter_by(event="user:invited").one()
        assert (entry.municipality_id, entry.user_id) == (town.id, None)
        assert entry.details == "by=command roles=functional-administrator"
        assert password not in str(vars(entry))
        db.session.remove()
    second = run(own_app, "users", "first", "BEG", "ander@beginstad.example", "Ander")
    assert second.exit_code == 1
    assert "has an administrator already" in second.output


@pytest.mark.parametrize(
    ("email", "name", "function", "why"),
    [
        ("geen adres", "Bea", "beheer", "not an e-mail address"),
        ("bea@elders.example", "", "beheer", "A name has"),
        ("bea@elders.example", "Bea\nBeheer", "beheer", "A name has"),
        ("bea@elders.example", "Bea", "x" * 121, "A function has"),
        ("bekend@elders.example", "Bea", "beheer", "has an account already"),
    ],
)
def test_a_first_administrator_who_cannot_be_is_told_why(own_app, email, name, function, why):
    for town, letters in (("Elders", "ELD"), ("Nergens", "NER")):
        run(own_app, "keys", "new", town, letters)
    run(own_app, "users", "first", "ELD", "bekend@elders.example", "Bekend")
    refused = run(own_app, "users", "first", "NER", email, name, "--function", function)
    assert refused.exit_code == 1
    assert why in refused.output


def test_a_municipality_that_is_not_there_gets_no_administrator(own_app):
    refused = run(own_app, "users", "first", "ZZZ", "a@b.example", "Niemand")
    assert refused.exit_code == 1
    assert "No municipality has the letters ZZZ" in refused.output


def triggers_of_log(connection):
    """Give each trigger that keeps the log, as table and name."""
    if connection.dialect.name == "sqlite":
        asked = "SELECT tbl_name, name FROM sqlite_master WHERE type = 'trigger'"
    else:
        asked = (
            "SELECT tgrelid::regclass::text, tgname FROM pg_trigger "
            "WHERE NOT tgisinternal AND tgparentid = 0"
        )
    return sorted(
        tuple(row)
        for row in connection.execute(text(asked))
        if row[0].rpartition(".")[2].startswith(append_only.TABLES)
    )


def test_the_doctor_misses_each_trigger_that_keeps_the_log(own_app):
    assert "in order" in run(own_app, "doctor").output
    with own_app.app_context(), db.engine.connect() as connection:
        kept = triggers_of_log(connection)
        connection.rollback()
        assert len(kept) >= 18
        with sqlite_guard.unguarded(connection):
            for table, name in kept:
                on = "" if connection.dialect.name == "sqlite" else f" ON {table}"
                connection.execute(text(f"DROP TRIGGER {name}{on}"))
                assert table in append_only.changeable(connection), name
                connection.rollback()
        assert append_only.changeable(connection) == []


OFF = {
    "sqlite": ("DROP TRIGGER log_heads_next", "log_heads"),
    "postgresql": (
        "ALTER TABLE log_months.processings_other DISABLE TRIGGER ALL",
        "log_months.processings_other",
    ),
}


def test_the_doctor_sees_a_part_of_the_log_whose_triggers_are_off(own_app):
    with own_app.app_context(), db.engine.connect() as connection:
        off, named = OFF[connection.dialect.name]
        with sqlite_guard.unguarded(connection):
            connection.execute(text(off))
            assert append_only.changeable(connection) == [named]
            connection.rollback()


def test_the_doctor_says_that_a_log_can_be_changed(own_app):
    with own_app.app_context():
        sqlite = db.engine.dialect.name == "sqlite"
        on = "" if sqlite else " ON processings"
        name = "processings_no_update" if sqlite else "processings_no_change"
        with databases.forging(db.engine) as connection:
            kept = connection.execute(text(KEPT_TRIGGER[db.engine.dialect.name]), {"name": name})
            again = kept.scalar_one()
            connection.execute(text(f"DROP TRIGGER {name}{on}"))
    sick = run(own_app, "doctor")
    with own_app.app_context(), databases.forging(db.engine) as connection:
        connection.exec_driver_sql(again)
    assert sick.exit_code == 1
    assert "processings is not append-only" in sick.output


@pytest.mark.parametrize(
    "spoiled",
    ["DISABLE ROW LEVEL SECURITY", "NO FORCE ROW LEVEL SECURITY"],
)
def test_the_doctor_sees_a_table_whose_rows_are_not_locked(own_app, spoiled):
    with own_app.app_context():
        if db.engine.dialect.name == "sqlite":
            return  # which has no such lock
        with databases.forging(db.engine) as connection:
            connection.execute(text(f"ALTER TABLE users {spoiled}"))
    sick = run(own_app, "doctor")
    with own_app.app_context(), databases.forging(db.engine) as connection:
        connection.execute(text("ALTER TABLE users ENABLE ROW LEVEL SECURITY"))
        connection.execute(text("ALTER TABLE users FORCE ROW LEVEL SECURITY"))
    assert sick.exit_code == 1
    assert "The rows of users are not locked" in sick.output


KEPT_TRIGGER = {
    "sqlite": "SELECT sql FROM sqlite_master WHERE name = :name",
    "postgresql": "SELECT pg_get_triggerdef(oid) FROM pg_trigger WHERE tgname = :name "
    "AND tgrelid = 'processings'::regclass",
}


def test_the_doctor_sees_a_database_that_was_not_migrated(tmp_path):
    kept = crypto.KeyRing(crypto.ring().path, crypto.ring().keys)
    try:
        app = create_app(applications.config_for(f"sqlite:///{tmp_path}/empty.db"))
        sick = run(app, "doctor")
    finally:
        crypto.use(kept)
    assert sick.exit_code == 1
    assert "not migrated" in sick.output


def test_the_doctor_sees_a_key_ring_that_others_can_read(own_app, tmp_path, monkeypatch):
    ring = tmp_path / "keys.json"
    ring.write_text("{}")
    ring.chmod(0o644)
    monkeypatch.setattr(crypto.ring(), "path", ring)
    assert "chmod 600" in run(own_app, "doctor").output
    ring.chmod(0o600)
    assert "in order" in run(own_app, "doctor").output


def test_the_doctor_sees_a_role_that_may_change_the_log(own_app, monkeypatch):
    with own_app.app_context():
        if db.engine.dialect.name == "sqlite":
            return
    config = dataclasses.replace(own_app.config["SAMENHANG"], production=True)
    monkeypatch.setitem(own_app.config, "SAMENHANG", config)
    sick = run(own_app, "doctor")
    assert "may change or empty access_entries" in sick.output
