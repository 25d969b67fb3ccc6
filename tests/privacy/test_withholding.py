"""What may not be told yet, decided: by whom, about what, and on which day."""

from datetime import date, timedelta
from uuid import uuid4

import pytest
from hypothesis import given
from hypothesis import strategies as some

from caseapp.accesslog import ACTIVITIES, FACTS, Activity, DataKind, Event, grounds_of, kind_of
from caseapp.accesslog.grounds import activity_of
from caseapp.kernel.actor import Role
from caseapp.model.privacy import ConfidentialScope
from caseapp.privacy import Hold, Processed, Standing
from caseapp.privacy.answering import Glance, merged
from caseapp.privacy.withholding import standing

CASE, RESIDENT = uuid4(), uuid4()
START, END = date(2026, 3, 1), date(2026, 6, 1)
DAY = timedelta(days=1)


def hold(**changes):
    facts = {"case_id": CASE, "resident_id": None, "scope": ConfidentialScope.SAFETY,
             "since": START, "until": END}  # fmt: skip
    return Hold(**{**facts, **changes})


def look(**changes):
    facts = {"event": Event.CASE_SHOWN, "day": START, "resident_id": RESIDENT,
             "case_ids": frozenset({CASE}), "from_safety": True}  # fmt: skip
    return Processed(**{**facts, **changes})


def test_a_look_is_kept_back_until_its_day_and_told_from_then_on():
    assert standing(look(), [hold()], END - DAY) is Standing.CONFIDENTIAL
    assert standing(look(), [hold()], END) is Standing.LIFTED


@pytest.mark.parametrize(
    "other",
    [
        {"from_safety": False},
        {"day": START - DAY},
        {"day": END},
        {"case_ids": frozenset({uuid4()})},
        {"case_ids": frozenset()},
        {"event": Event.LOG_SHOWN},
    ],
)
def test_a_look_outside_the_decision_is_told(other):
    assert standing(look(**other), [hold()], START) is Standing.NORMAL


def test_a_decision_about_everybody_covers_the_care_side_too():
    wide = hold(scope=ConfidentialScope.ALL)
    assert standing(look(from_safety=False), [wide], START) is Standing.CONFIDENTIAL


def test_a_decision_about_a_resident_covers_looks_outside_any_case():
    about = hold(case_id=None, resident_id=RESIDENT)
    assert standing(look(case_ids=frozenset()), [about], START) is Standing.CONFIDENTIAL
    assert (
        standing(look(case_ids=frozenset(), resident_id=uuid4()), [about], START) is Standing.NORMAL
    )


def test_a_page_of_the_case_covers_what_it_shows_of_other_cases():
    shown = look(case_ids=frozenset({CASE, uuid4()}))
    assert standing(shown, [hold()], START) is Standing.CONFIDENTIAL


def test_what_the_safety_side_looks_up_outside_any_case_counts_where_a_case_is_about_them():
    about = hold(people=frozenset({RESIDENT}), scope=ConfidentialScope.ALL)
    outside = look(case_ids=frozenset())
    assert standing(outside, [about], START) is Standing.CONFIDENTIAL
    care = look(case_ids=frozenset(), from_safety=False)
    assert standing(care, [about], START) is Standing.NORMAL


def test_what_follows_from_a_look_is_kept_back_with_it_whoever_it_is_by():
    for event in ("review:shown", "reviews:shown", "approval:decided", "emergency:shown"):
        watched = look(event=event, from_safety=False)
        assert standing(watched, [hold()], START) is Standing.CONFIDENTIAL
        assert standing(watched, [hold()], END) is Standing.LIFTED
        assert standing(watched, [], START) is Standing.NORMAL
        outside = look(event=event, from_safety=False, case_ids=frozenset())
        about = hold(people=frozenset({RESIDENT}))
        assert standing(outside, [about], START) is Standing.CONFIDENTIAL


def test_an_emergency_access_of_the_care_side_is_told():
    opened = look(event="emergency:opened", from_safety=False)
    assert standing(opened, [hold()], START) is Standing.NORMAL


def test_two_decisions_keep_it_back_as_long_as_one_of_them_runs():
    longer = hold(until=END + 9 * DAY)
    assert standing(look(), [hold(), longer], END) is Standing.CONFIDENTIAL
    assert standing(look(), [hold(), longer], END + 9 * DAY) is Standing.LIFTED


glances = some.builds(
    Glance,
    day=some.dates(START, END),
    organisation=some.sampled_from(["", "Woonstichting"]),
    function=some.sampled_from(["", "wijkwerker"]),
    roles=some.sampled_from([(), (Role.INTAKE,)]),
    kind=some.sampled_from(DataKind),
    purpose=some.sampled_from(["casework", ""]),
    grounds=some.just(grounds_of(Event.CASE_SHOWN)),
    emergency=some.booleans(),
)


@given(some.lists(glances), some.randoms())
def test_neither_order_nor_number_of_looks_shows_in_an_answer(looks, dice):
    again = [*looks, *looks]
    dice.shuffle(again)
    assert merged(again) == merged(looks)


@given(some.lists(glances))
def test_every_kind_of_data_seen_is_told_once_a_day(looks):
    told = [(row.day, kind) for row in merged(looks) for kind in row.kinds]
    assert set(told) == {(one.day, one.kind) for one in looks}
    rows = merged(looks)
    assert len({(r.day, r.organisation, r.function, r.roles, r.purpose, r.emergency, r.left)
                for r in rows}
               ) == len(rows)  # fmt: skip


@pytest.mark.parametrize("activity", Activity)
def test_every_activity_has_its_line_in_the_register(activity):
    assert ACTIVITIES[activity].grounds
    assert len({one.id for one in ACTIVITIES.values()}) == len(Activity)


@pytest.mark.parametrize("event", Event)
def test_every_event_has_a_ground_and_a_kind_of_data(event):
    assert grounds_of(event)
    assert isinstance(kind_of(event), DataKind)
    assert activity_of(event) is FACTS[event].activity


def test_an_event_of_an_older_release_is_still_told():
    assert kind_of("case:admired") is DataKind.CASE
    assert kind_of("moon:admired") is DataKind.OTHER
    assert activity_of("moon:admired") is Activity.CASEWORK
    assert grounds_of("moon:admired") == grounds_of(Event.CASE_SHOWN)
