"""The chain of a measure: nothing is imposed unweighed, unheard, too long, or without care."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from caseapp.kernel import clock
from caseapp.measures import chain
from caseapp.measures.chain import Stand, objections
from caseapp.measures.law import LAWS
from caseapp.model.measures import MeasureEnd, MeasureKind, Stage
from caseapp.settings.catalogue import Terms
from tests.support.measuring import DAY, taken

K, S = MeasureKind, Stage
USUAL = Terms()


def said(stand, step, *, care=True):
    today = clock.today()
    found = objections(stand, step, USUAL, today, care_offered=care)
    return {(one.message, one.field) for one in found}


def prepared(kind=K.AREA_BAN, **facts):
    return Stand(kind, **facts)


def imposed(kind=K.AREA_BAN, **facts):
    today = clock.today()
    usual = {
        "stage": S.DECISION,
        "last_on": today - 5 * DAY,
        "from_on": today - 5 * DAY,
        "until_on": today + 5 * DAY,
    }
    return Stand(kind, **{**usual, **facts})


@pytest.mark.parametrize(
    ("gone", "code", "where"),
    [
        ({"proportionality": " "}, "measure-unweighed", "proportionality"),
        ({"subsidiarity": ""}, "measure-nothing-lighter", "subsidiarity"),
        ({"said": ""}, "measure-without-text", "said"),
        ({"on_day": None}, "measure-without-day", "on_day"),
        ({"from_on": None}, "measure-without-start", "from_on"),
        ({"until_on": None}, "measure-without-end", "until_on"),
        ({"next_on": None}, "measure-without-next", "next_on"),
        ({"hurry": ""}, "measure-unheard", "hurry"),
    ],
)
def test_a_decision_that_leaves_something_out_is_refused_at_that_field(gone, code, where):
    assert said(prepared(), taken(S.DECISION, **gone)) == {(code, where)}


def test_a_whole_decision_is_allowed():
    assert said(prepared(), taken(S.DECISION)) == set()


def test_who_was_heard_or_had_the_time_needs_no_hurry():
    step, today = taken(S.DECISION, hurry=""), clock.today()
    heard = prepared(stage=S.VIEWS, last_on=today)
    silent = prepared(stage=S.INTENTION, last_on=today - 20 * DAY, views_until_on=today - DAY)
    waiting = prepared(stage=S.INTENTION, last_on=today - 2 * DAY, views_until_on=today)
    assert said(heard, step) == said(silent, step) == set()
    assert said(waiting, step) == {("measure-unheard", "hurry")}


def test_a_house_ban_is_not_heard_first_and_says_what_it_means_for_children():
    stand = prepared(K.TEMPORARY_HOUSE_BAN)
    step = taken(S.DECISION, hurry="", household="")
    assert said(stand, step) == {("measure-household-unweighed", "household")}
    assert chain.following(stand, USUAL) == (S.DECISION, S.END)


def test_nobody_decides_without_care_unless_they_say_why():
    silent = taken(S.DECISION, without_care="")
    assert said(prepared(), silent, care=False) == {("measure-without-care", "without_care")}
    assert said(prepared(), silent, care=True) == set()
    assert said(prepared(), taken(S.DECISION), care=False) == set()


def test_days_are_in_order():
    today = clock.today()
    stand = prepared(stage=S.WARNING, last_on=today - DAY)
    early = taken(S.INTENTION, on_day=today - 2 * DAY)
    assert ("measure-before-last", "on_day") in said(stand, early)
    assert ("measure-day-ahead", "on_day") in said(stand, taken(S.INTENTION, on_day=today + DAY))
    back = taken(S.DECISION, from_on=today - DAY)
    assert ("measure-starts-before", "from_on") in said(prepared(), back)
    around = taken(S.DECISION, from_on=today + 3 * DAY, until_on=today + 2 * DAY)
    assert ("measure-ends-before", "until_on") in said(prepared(), around)
    old = taken(S.DECISION, on_day=date(2010, 8, 31))
    assert ("measure-before-law", "on_day") in said(prepared(), old)


def test_it_holds_no_longer_than_the_law_allows():
    today = clock.today()
    long_ban = taken(S.DECISION, until_on=today + 93 * DAY)
    assert said(prepared(), long_ban) == {("measure-too-long", "until_on")}
    house = prepared(K.TEMPORARY_HOUSE_BAN)
    assert said(house, taken(S.DECISION, until_on=today + 10 * DAY)) == set()
    assert said(house, taken(S.DECISION, until_on=today + 11 * DAY)) == {
        ("measure-too-long", "until_on")
    }


def test_an_extension_joins_and_the_ceiling_counts_from_the_first_day():
    stand = imposed(K.TEMPORARY_HOUSE_BAN)
    after = stand.until_on + DAY
    ceiling = stand.from_on + 28 * DAY
    whole = taken(S.EXTENSION, from_on=after, until_on=ceiling)
    assert said(stand, whole) == set()
    over = taken(S.EXTENSION, from_on=after, until_on=ceiling + DAY)
    assert said(stand, over) == {("measure-too-long", "until_on")}
    gap = taken(S.EXTENSION, from_on=after + DAY, until_on=ceiling)
    assert said(stand, gap) == {("measure-not-joined", "from_on")}


def test_after_three_extensions_there_is_no_fourth():
    assert S.EXTENSION in chain.following(imposed(extensions=2), USUAL)
    spent = imposed(extensions=3, stage=S.EXTENSION)
    assert S.EXTENSION not in chain.following(spent, USUAL)
    step = taken(S.EXTENSION, from_on=spent.until_on + DAY, until_on=spent.until_on + 30 * DAY)
    assert said(spent, step) == {("measure-step-not-next", None)}


def test_what_runs_has_a_day_on_which_somebody_looks_again():
    stand, today = imposed(), clock.today()
    assert said(stand, taken(S.CHECK, next_on=today - DAY)) == {("measure-next-past", "next_on")}
    assert said(stand, taken(S.CHECK, next_on=today + 6 * DAY)) == {
        ("measure-next-after-end", "next_on")
    }
    open_end = imposed(K.PENALTY_ORDER, until_on=None)
    assert said(open_end, taken(S.CHECK, next_on=today + 28 * DAY)) == set()
    assert said(open_end, taken(S.CHECK, next_on=today + 29 * DAY)) == {
        ("measure-next-too-far", "next_on")
    }
    over = imposed(until_on=today - DAY)
    assert said(over, taken(S.CHECK)) == set()


def test_a_check_says_what_was_seen():
    assert said(imposed(), taken(S.CHECK, result=None, next_on=clock.today())) == {
        ("measure-without-result", "result")
    }


@pytest.mark.parametrize(
    ("stand", "end", "code"),
    [
        (prepared(), MeasureEnd.NOT_IMPOSED, None),
        (prepared(), MeasureEnd.TERM_OVER, "measure-end-unfit"),
        (prepared(), MeasureEnd.ANNULLED, "measure-end-unfit"),
        (prepared(), None, "measure-end-unsaid"),
        (prepared(K.WARNING, stage=S.WARNING), MeasureEnd.TERM_OVER, None),
    ],
)
def test_what_was_not_imposed_ends_otherwise(stand, end, code):
    expected = {(code, "end")} if code else set()
    assert said(stand, taken(S.END, end=end, next_on=None)) == expected


def test_what_was_imposed_ends_with_its_term_and_not_before():
    stand, today = imposed(), clock.today()
    assert said(stand, taken(S.END, end=MeasureEnd.TERM_OVER)) == {("measure-term-runs", "end")}
    assert said(stand, taken(S.END, end=MeasureEnd.NOT_IMPOSED)) == {("measure-end-unfit", "end")}
    over = imposed(until_on=today)
    assert said(over, taken(S.END, end=MeasureEnd.TERM_OVER)) == set()
    assert said(stand, taken(S.END, end=MeasureEnd.ANNULLED)) == set()


def test_a_warning_alone_is_never_more_than_that():
    assert chain.following(prepared(K.WARNING), USUAL) == (S.WARNING, S.END)
    assert chain.following(prepared(K.WARNING, stage=S.WARNING), USUAL) == (S.CHECK, S.END)
    assert chain.following(prepared(K.WARNING, stage=S.DECISION), USUAL) == ()


@given(
    kind=st.sampled_from(K),
    steps=st.lists(st.sampled_from(S), max_size=12),
)
def test_no_way_through_the_chain_imposes_more_than_the_law_or_goes_on_after_its_end(kind, steps):
    today = date(2026, 11, 30)
    stand = Stand(kind)
    for stage in steps:
        allowed = chain.following(stand, USUAL)
        assert (allowed == ()) == (stand.stage is S.END)
        if stage not in allowed:
            continue
        start = stand.until_on + timedelta(days=1) if stage is S.EXTENSION else today
        until = start + timedelta(days=5)
        step = taken(stage, on_day=today, from_on=start, until_on=until, next_on=today)
        if objections(stand, step, USUAL, today, care_offered=False):
            continue
        if stage in chain.IMPOSES:
            stand = Stand(
                kind, stage, today, stand.from_on or start, until,
                stand.extensions + (stage is S.EXTENSION),
            )  # fmt: skip
        else:
            stand = Stand(kind, stage, today, stand.from_on, stand.until_on, stand.extensions)
    law = LAWS[kind]
    assert stand.extensions <= 3 or not law.in_months
    assert law.decides or not stand.is_imposed
    if law.in_days and stand.is_imposed:
        assert (stand.until_on - stand.from_on).days <= 28
