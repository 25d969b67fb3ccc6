"""A list comes in from the command line."""

import json

import pytest
from sqlalchemy import func, select

from caseapp.accesslog import Event
from caseapp.cli.cases import cases as command
from caseapp.kernel.actor import Role
from caseapp.model.accesslog import AccessEntry, Processing
from caseapp.model.cases import Case
from caseapp.model.imports import ImportRun
from caseapp.model.residents import Resident

LIST = "Wie;Geboortedatum;Postcode;Huisnummer\nJan Bos;31-02-1980;7061AB;5\nPiet Smit;;7061AB;9\n"


@pytest.fixture
def flask(app, session, tmp_path, thea):
    def flask(text, *options, email=thea.email):
        file = tmp_path / "lijst.csv"
        file.write_text(text)
        arguments = ["import", str(file), "--as", email, *options]
        return app.test_cli_runner().invoke(command, arguments)

    return flask


def count(session, noun):
    query = select(func.count()).select_from(noun).execution_options(unseen="count")
    return session.scalar(query)


MAPPING = ("--mapping", json.dumps({"Wie": "full-name"}))


def test_a_list_comes_in_and_everything_is_told_and_logged(flask, session):
    result = flask(LIST, *MAPPING)
    assert result.exit_code == 0, result.output
    for case in session.scalars(select(Case)):
        assert case.reference in result.output
    assert "Geboortedatum: Deze datum bestaat niet." in result.output
    assert (count(session, Case), count(session, Resident)) == (2, 2)
    entry = session.scalars(
        select(AccessEntry).where(AccessEntry.event == Event.LIST_IMPORTED)
    ).one()
    lines = select(func.count()).where(Processing.entry_seq == entry.seq)
    assert session.scalar(lines) == 2


def test_a_dry_run_tells_and_leaves_nothing(flask, session):
    result = flask(LIST, *MAPPING, "--dry-run")
    assert result.exit_code == 0
    assert "2 cases come in" in result.output
    assert count(session, Case) == 0
    assert session.scalars(select(ImportRun)).one().file_sealed is None


def test_doubles_must_be_decided(flask, session):
    flask(LIST, *MAPPING)
    again = LIST.replace("Bos;", "Bos;1-1-1950").replace("31-02-1980", "")
    refused = flask(again, *MAPPING)
    assert refused.exit_code == 1
    assert "--doubles" in refused.output
    assert count(session, Case) == 2
    assert flask(again, *MAPPING, "--doubles", "same").exit_code == 0
    assert count(session, Resident) == 2


@pytest.mark.parametrize(
    ("text", "options", "why"),
    [
        ("", (), "leeg"),
        (LIST, ("--mapping", '{"Nergens": "full-name"}'), "names headings"),
        (LIST, ("--mapping", "geen json"), "Expecting value"),
        (LIST, (*MAPPING, "--care-team", "Geen team"), "no care team called Geen team"),
    ],
)
def test_what_is_wrong_is_told_and_nothing_comes_in(flask, session, text, options, why):
    result = flask(text, *options)
    assert result.exit_code == 1
    assert why in result.output
    assert count(session, Case) == 0
    for run in session.scalars(select(ImportRun)):
        assert run.file_sealed is None


def test_who_may_not_import_cannot_do_it_here_either(flask, session, town):
    noor = town.person(Role.SOCIAL_WORKER)
    assert "may not bring in" in flask(LIST, *MAPPING, email=noor.email).output
    assert "may sign in" in flask(LIST, *MAPPING, email="niemand@testdam.example").output
    assert count(session, Case) == 0
