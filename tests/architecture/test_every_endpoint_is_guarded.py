"""1. Every endpoint carries a permission or `@public`; and 5. every screen is in reach."""

import pytest
from flask import Flask

from caseapp.web import menu
from caseapp.web.guard import public, refuse_unguarded

PUBLIC = {
    "static",
    "sign_in.new",
    "sign_in.create",
    "sign_in.goodbye",
    "sign_in.forget",
    "sign_in.update",
    "calendars.show",
}
HANDLERS = {"index", "show", "new", "create", "edit", "update", "destroy", "goodbye", "forget"}

REACHED_FROM = {
    "acknowledgements": "the flag page and the work list",
    "agreements": "Wal en schip",
    "answers": "the flag page",
    "approvals": "the account of everybody",
    "api": "other systems, with a token",
    "bsn": "the page of a resident",
    "case_departures": "the case page",
    "closing_days": "the page of settings",
    "domain_sets": "the page of settings",
    "case_readers": "the case page",
    "cases_purposes": "any screen of a case, for who looks by office",
    "closures": "the case page",
    "departures": "the work list",
    "drafts": "every form, while somebody types",
    "police_searches": "the page of a case",
    "shares": "the page of a step and the case page",
    "papers": "the case page",
    "briefing_papers": "the page of the papers of a case",
    "referral_papers": "the page of the papers of a case",
    "plan_papers": "the page of the papers of a case",
    "letters": "the page of the papers of a case",
    "letter_templates": "the page of settings",
    "ladders": "the page of settings",
    "on_call": "the page of settings",
    "flags": "the head of a case",
    "handovers": "the page of a track, and the work list",
    "care_offers": "the case page",
    "measures": "the case page, and the work list",
    "measure_steps": "the page of a measure",
    "descents": "the page of a case, and the work list",
    "evaluations": "the screens about the phase of a case, and the work list",
    "stays": "the page of a case, and the work list",
    "import_reports": "the report of a list",
    "import_confirmations": "the preview of a list",
    "joinings": "the case page",
    "leaves": "the work list",
    "calendar_feeds": "the page of one's messages",
    "calendars": "one's own calendar program, by a secret address",
    "notices": "the account of everybody, and a mail",
    "notice_choices": "the page of one's messages",
    "nights": "Wal en schip",
    "lifts": "the page of one's own file",
    "organisations": "the page of the teams",
    "phases": "the case page",
    "agenda_items": "the case page, and the page of a meeting",
    "conclusions": "the page of a case on an agenda",
    "decisions": "the page of a case on an agenda",
    "invitations": "the page of a case on an agenda",
    "meeting_closings": "the page of a meeting",
    "meeting_kinds": "the page of settings",
    "presence": "the page of a case on an agenda",
    "table_papers": "the page of a case on an agenda",
    "plans": "the case page",
    "plan_confirmations": "the page of a plan",
    "plan_goals": "the page of a plan",
    "measurements": "the page of a plan",
    "measurement_withdrawals": "the page of a measurement",
    "plan_actions": "the page of a plan, and the work list",
    "action_ends": "the page of an action",
    "profile": "the account of everybody",
    "reassignments": "the page of leave",
    "relations": "the page of a resident",
    "reopenings": "the page of a closed case",
    "resident_departures": "the page of a resident",
    "resident_readers": "the page of a resident",
    "resident_signals": "the page of a resident",
    "residents_purposes": "the page of a resident, for who looks by office",
    "returns": "the case page",
    "searches": "the header of every page",
    "shields": "the case page",
    "sign_in": "the header of every page",
    "staff": "the case page",
    "steps": "the case page",
    "team_closures": "the page of a team",
    "safety_lines": "the page of a case, and the work list",
    "track_confirmations": "the head of a case, and the work list",
    "tracks": "the head of a case",
    "watches": "the page of a closed case, and the work list",
}


def unguarded(app: Flask) -> list[str]:
    return [
        rule.endpoint
        for rule in app.url_map.iter_rules()
        if not hasattr(app.view_functions[rule.endpoint], "door")
    ]


@pytest.fixture
def careless_app() -> Flask:
    app = Flask("careless")
    app.testing = True
    app.view_functions["static"] = public(app.view_functions["static"])
    app.add_url_rule("/open", "open", lambda: "everything")
    refuse_unguarded(app)
    return app


def test_every_endpoint_is_guarded(app):
    assert unguarded(app) == []


def test_an_endpoint_without_a_guard_is_found_and_refused_before_it_runs(careless_app):
    assert unguarded(careless_app) == ["open"]
    with pytest.raises(RuntimeError, match="open has no guard"):
        careless_app.test_client().get("/open")


def test_only_the_doors_that_must_be_are_public(app):
    doors = {name: view.door for name, view in app.view_functions.items()}
    assert {name for name, door in doors.items() if door.permission is None} == PUBLIC


def test_a_handler_is_called_by_one_of_seven_names(app):
    verbs = {name.rpartition(".")[2] for name in app.view_functions} - {"static"}
    assert verbs - HANDLERS == set()


def test_every_screen_is_in_the_menu_or_has_a_way_to_it(app):
    in_menu = {item.endpoint.partition(".")[0] for item in menu.ITEMS}
    screens = {name.partition(".")[0] for name in app.view_functions} - {"static"}
    assert screens - in_menu - set(REACHED_FROM) == set()


def test_what_is_said_to_be_in_reach_exists(app):
    screens = {name.partition(".")[0] for name in app.view_functions}
    assert set(REACHED_FROM) - screens == set()


def test_an_address_that_reads_and_one_that_writes_are_declared_apart(app):
    mixed = [
        rule.rule
        for rule in app.url_map.iter_rules()
        if "GET" in rule.methods and rule.methods & {"POST", "PUT", "DELETE", "PATCH"}
    ]
    assert mixed == []
