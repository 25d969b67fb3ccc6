"""Tokens from the command line."""

import pytest
from sqlalchemy import select

from caseapp import tokens
from caseapp.accesslog import Event
from caseapp.kernel.actor import Role
from caseapp.model.accesslog import AccessEntry
from caseapp.model.tokens import ApiToken


@pytest.fixture
def run(app, session):
    return lambda *words: app.test_cli_runner().invoke(args=["tokens", *words])


def test_a_token_is_made_listed_and_ended(run, session, town):
    admin = town.person(Role.FUNCTIONAL_ADMINISTRATOR)
    prefix = town.municipality.prefix
    made = run("make", prefix, "Portaal", "--owner", admin.email, "--days", "9")
    text = made.output.strip()
    assert made.exit_code == 0, made.output
    row = session.scalars(select(ApiToken)).one()
    assert tokens.presented(text).id == row.id
    listed = run("list", prefix).output
    assert row.id.hex in listed
    assert text not in listed
    assert run("end", row.id.hex).exit_code == 0
    assert tokens.presented(text) is None
    assert "works no longer" in run("list", prefix).output
    told = session.scalars(select(AccessEntry.event).order_by(AccessEntry.seq)).all()
    assert told[-2:] == [Event.TOKEN_MADE, Event.TOKEN_ENDED]


def test_a_token_needs_a_town_an_owner_a_name_and_an_end(run, session, town):
    admin = town.person(Role.FUNCTIONAL_ADMINISTRATOR)
    prefix = town.municipality.prefix
    for words in (
        ("make", "ZZZZ", "Portaal", "--owner", admin.email),
        ("make", prefix, "Portaal", "--owner", "nobody@samen.example"),
        ("make", prefix, " ", "--owner", admin.email),
        ("make", prefix, "Portaal", "--owner", admin.email, "--days", "91"),
        ("end", "0" * 32),
    ):
        assert run(*words).exit_code != 0, words
    assert session.scalars(select(ApiToken)).all() == []
