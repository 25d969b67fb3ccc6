"""The commands: prepare, sign-ins, doctor, keys, documents."""

import json

import pytest

from caseapp.cli import documents
from caseapp.extensions import db
from caseapp.kernel import crypto
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
