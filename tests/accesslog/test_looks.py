"""Folding lines into one account per colleague, and the shapes in which the log leaves."""

import csv
import io
import json
from datetime import UTC, datetime, timedelta
from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import strategies as st

from caseapp.accesslog import Colleague, Event, Look
from caseapp.accesslog.exports import as_nen7513, as_spreadsheet
from caseapp.accesslog.exports.nen7513 import action_code
from caseapp.accesslog.exports.spreadsheet import harmless
from caseapp.accesslog.looks import LISTS, Held, Passage, accounts_of
from caseapp.kernel.actor import Role
from caseapp.model.accesslog import AccessEntry, Result

START = datetime(2026, 3, 1, tzinfo=UTC)
people = st.sampled_from([None, UUID(int=1), UUID(int=2), UUID(int=3)])
passages = st.lists(
    st.builds(
        Passage,
        user_id=people,
        entry=st.integers(1, 30),
        at=st.timedeltas(timedelta(0), timedelta(days=20)).map(lambda passed: START + passed),
        event=st.sampled_from([str(event) for event in Event]),
        relation=st.sampled_from([None, "director", "worker"]),
        purpose=st.sampled_from([None, "casework", "complaint"]),
        subject_kind=st.sampled_from([None, "residents", "users"]),
    ),
    max_size=40,
)


@given(passages)
def test_everybody_who_looked_has_one_account_that_fits(found):
    told = accounts_of(found)
    assert {one.user_id for one in told} == {passage.user_id for passage in found}
    assert len(told) == len({one.user_id for one in told})
    for one in told:
        own = [passage for passage in found if passage.user_id == one.user_id]
        assert one.first == min(passage.at for passage in own)
        assert one.last == max(passage.at for passage in own)
        assert 1 <= one.opened + one.listed <= len(own)
        assert 1 <= one.days <= len(own)
        assert (one.opened > 0) == any(passage.opened for passage in own)


@given(passages)
def test_who_opened_most_comes_first_whatever_the_order_of_the_lines(found):
    told = accounts_of(found)
    assert [one.opened for one in told] == sorted((one.opened for one in told), reverse=True)
    assert accounts_of(reversed(found)) == told


@pytest.mark.parametrize("event", sorted(LISTS))
def test_who_passed_somebody_on_a_list_did_not_open_them(event):
    assert not Passage(None, 1, START, event, None, None).opened


@pytest.mark.parametrize(
    ("kind", "opened"), [("residents", True), ("users", False), ("searches", False), (None, False)]
)
def test_a_page_of_the_log_opens_only_the_person_it_is_about(kind, opened):
    assert Passage(None, 1, START, "log:shown", None, None, kind).opened is opened


def test_a_purpose_counts_when_it_was_stated():
    stated = Passage(None, 1, START, "case:shown", None, "complaint")
    usual = Passage(None, 2, START, "case:shown", None, "casework")
    (told,) = accounts_of([stated, usual])
    assert told.purposes == ("complaint",)


def test_a_role_counts_only_while_it_was_held():
    role = Held(Role.INTAKE, START, START + timedelta(days=1))
    noor = Colleague(UUID(int=1), "Noor", "", (role,))
    assert noor.roles_at(START) == (Role.INTAKE,)
    assert noor.roles_at(START + timedelta(days=1)) == ()
    assert noor.roles_at(START - timedelta(seconds=1)) == ()


@given(st.lists(st.lists(st.text(), min_size=2, max_size=2), max_size=5))
def test_no_cell_of_a_spreadsheet_begins_like_a_formula(rows):
    text = as_spreadsheet(["a", "b"], rows).decode("utf-8-sig")
    for row in csv.reader(io.StringIO(text, newline=""), delimiter=";"):
        for cell in row:
            assert not cell.lstrip(" ").startswith(("=", "+", "-", "@", "\t", "\r", "\n"))


@pytest.mark.parametrize("cell", ["=1+1", "+31", "-1", "@SUM(A1)", " =1", "\t=1", "\r=1"])
def test_a_formula_is_kept_readable_but_harmless(cell):
    assert harmless(cell) == f"'{cell}"


@pytest.mark.parametrize("cell", ["", "Noor", "te Brake-Jansen", "a=b"])
def test_ordinary_text_is_left_alone(cell):
    assert harmless(cell) == cell


@pytest.mark.parametrize(
    ("event", "code"),
    [
        (Event.CASE_SHOWN, "R"),
        (Event.STEP_LOGGED, "C"),
        (Event.STEP_CORRECTED, "U"),
        (Event.PHASE_CHANGED, "U"),
        (Event.USER_DEACTIVATED, "D"),
        (Event.REFUSED, "R"),
    ],
)
def test_every_event_is_a_making_reading_changing_or_ending(event, code):
    assert action_code(event) == code


def look(**changes):
    entry = AccessEntry(seq=7, at=START, event="case:shown", result=Result.DONE, request_id="r",
                        user_id=UUID(int=1), purpose="casework", **changes)  # fmt: skip
    return Look(7, entry, None, None, None, 0)


def test_an_export_names_its_source_and_keeps_what_it_does_not_know():
    document = json.loads(
        as_nen7513(
            "Oude IJsselstreek",
            [
                look(),
            ],
        )
    )
    assert document["AuditEnterpriseSiteID"] == "Oude IJsselstreek"
    (event,) = document["Events"]
    assert event["EventOutcomeIndicator"] == 0
    assert event["ProcessingActivity"] == "care-and-safety-casework"
    assert event["UserName"] is None
    assert event["ParticipantObjectID"] is None


def test_an_event_that_is_no_longer_known_still_comes_out():
    old = look()
    old.entry.event = "letter:sent"
    (event,) = json.loads(as_nen7513("Testdam", [old]))["Events"]
    assert event["EventTypeCode"] == "letter:sent"
    assert event["ProcessingActivity"] is None


def test_whoever_is_not_known_had_no_roles():
    assert look().roles == ()
