"""Each rule fires on three histories it must see, and on none of three it must not."""

from datetime import timedelta

import pytest

from caseapp.reviews.history import Known
from caseapp.reviews.parameters import MEANINGS, Parameters, is_within, with_settings
from caseapp.reviews.rules import RULES, WEIGHTS, Rule, evaluate, score
from tests.reviews.histories import (
    WEDNESDAY,
    bare,
    case,
    history,
    listed,
    look,
    person,
    refused,
)

LEAD = {"roles": frozenset({"team-lead"})}
INTAKE = {"roles": frozenset({"intake"})}
MINE = frozenset({person(1)})
SHIELDED = Known(shielded=frozenset({case(1), person(1)}))
CLOSED = Known(closed_at={case(1): WEDNESDAY - timedelta(days=60)})
FRESHLY_CLOSED = Known(closed_at={case(1): WEDNESDAY - timedelta(days=5)})
COLLEAGUES = Known(colleagues=MINE)


def many(number, start=0, **facts):
    return [look(start + one, minutes=one * 10, **facts) for one in range(number)]


def usually(number, days=10):
    return [look(100 + one, days=-day) for day in range(1, days) for one in range(number)]


def searches(number, *, found=True, **facts):
    return [
        listed(50 + one if found else None, "search:shown", minutes=one * 40, **facts)
        for one in range(number)
    ]


def emergency(number, **facts):
    told = {"subject_id": case(900 + number), "case_id": case(number), "resident_id": None}
    return look(None, event="emergency:opened", **(told | facts))


FIRES = {
    Rule.NO_RELATION: [
        history(bare()),
        history(look(2), bare(), bare(hours=1)),
        history(bare(None, case_id=case(1))),
    ],
    Rule.BY_OFFICE_ONLY: [
        history(bare(), **LEAD),
        history(bare(), **INTAKE),
        history(bare(3), look(4), roles=frozenset({"process-director"})),
    ],
    Rule.SAME_SURNAME: [
        history(look(), same_surname=MINE),
        history(bare(), same_surname=MINE),
        history(look(2), look(), same_surname=MINE | {person(9)}),
    ],
    Rule.SAME_ADDRESS: [
        history(look(), same_address=MINE),
        history(bare(), same_address=MINE),
        history(look(hours=2), same_address=MINE | {person(7)}),
    ],
    Rule.OWN_FILE: [
        history(refused(), own=MINE),
        history(refused(), same_address=MINE),
        history(refused(), refused(minutes=5), look(3), own=MINE),
    ],
    Rule.LOG_ABOUT_ONESELF: [
        history(look(event="log:shown"), own=MINE),
        history(look(event="log:exported"), own=MINE),
        history(look(event="log:shown"), same_address=MINE),
    ],
    Rule.COLLEAGUE_AS_RESIDENT: [
        history(look(), known=COLLEAGUES),
        history(bare(), known=COLLEAGUES),
        history(look(2), look(hours=3), known=COLLEAGUES),
    ],
    Rule.SHIELDED_CASE: [
        history(look(), known=SHIELDED),
        history(look(2, case_id=case(1)), known=SHIELDED),
        history(bare(), known=SHIELDED),
    ],
    Rule.CROWD: [
        history(bare(), known=Known(crowds={person(1): 5})),
        history(bare(), known=Known(crowds={person(1): 12})),
        history(look(2), bare(), known=Known(crowds={person(1): 6, person(2): 1})),
    ],
    Rule.AFTER_LEAVING_CASE: [
        history(bare(case_id=case(1)), ended={case(1): WEDNESDAY - timedelta(days=10)}),
        history(bare(case_id=case(1)), ended={case(1): WEDNESDAY - timedelta(days=4)}),
        history(bare(case_id=case(1), hours=5), ended={case(1): WEDNESDAY - timedelta(days=300)}),
    ],
    Rule.OUTSIDE_HOURS: [
        history(look(hours=10)),
        history(look(hours=-5)),
        history(look(hours=9, minutes=30), look()),
    ],
    Rule.VOLUME: [
        history(*many(41)),
        history(*many(16), *usually(5)),
        history(*many(30), *usually(9)),
    ],
    Rule.BURST: [
        history(*[look(one, minutes=one / 10) for one in range(11)]),
        history(*[look(one, minutes=one / 20) for one in range(20)]),
        history(look(99, hours=-2), *[look(one, minutes=one / 6) for one in range(11)]),
    ],
    Rule.VIEWS_WITHOUT_WORK: [
        history(*[look(days=-day) for day in range(4)]),
        history(*[look(minutes=one) for one in range(4)]),
        history(*[look(days=-7 * week) for week in range(5)]),
    ],
    Rule.CLOSED_CASE: [
        history(look(case_id=case(1)), known=CLOSED),
        history(bare(case_id=case(1)), known=CLOSED),
        history(look(None, case_id=case(1)), known=CLOSED),
    ],
    Rule.GRANT_THEN_READ: [
        history(bare(), granted_at=(WEDNESDAY - timedelta(hours=1),)),
        history(bare(), granted_at=(WEDNESDAY - timedelta(hours=23),)),
        history(bare(hours=2), granted_at=(WEDNESDAY - timedelta(days=90), WEDNESDAY)),
    ],
    Rule.LEAVING: [
        history(*many(12), *usually(6), leaves_at=WEDNESDAY + timedelta(days=10)),
        history(look(event="log:exported"), leaves_at=WEDNESDAY + timedelta(days=2)),
        history(*many(10), *usually(4), leaves_at=WEDNESDAY + timedelta(hours=5)),
    ],
    Rule.NEWCOMER: [
        history(*many(21), began_at=WEDNESDAY - timedelta(hours=1)),
        history(*many(25), began_at=WEDNESDAY - timedelta(days=1)),
        history(*many(30), began_at=WEDNESDAY - timedelta(days=2)),
    ],
    Rule.SEARCHING_MUCH: [
        history(*searches(12)),
        history(*searches(10), *many(5)),
        history(*searches(12), *usually(2, days=5)),
    ],
    Rule.SEARCH_WITHOUT_OPENING: [
        history(*searches(3)),
        history(*searches(2), listed(60, "search:shown", days=-2)),
        history(*searches(4), look(hours=9)),
    ],
    Rule.SAME_PURPOSE: [
        history(*[bare(one, days=-one) for one in range(6)]),
        history(*[bare(one, minutes=one) for one in range(8)]),
        history(*[bare(one, purpose="triage") for one in range(6)], look(70)),
    ],
    Rule.TWO_NETWORKS: [
        history(look(origin="own:a"), look(minutes=5, origin="outside:b")),
        history(look(origin="outside:b"), look(minutes=1, origin="own:a")),
        history(look(origin="machine:c"), look(2, minutes=9, origin="outside:b")),
    ],
    Rule.EXPORTS: [
        history(*[look(one, event="log:exported") for one in range(3)]),
        history(*[look(None, event="log:handed-out") for _ in range(4)]),
        history(look(event="log:exported"), *[look(event="log:handed-out") for _ in range(2)]),
    ],
    Rule.EMERGENCIES: [
        history(*[emergency(one) for one in range(3)]),
        history(emergency(1), emergency(2, days=-2), emergency(3, days=-6)),
        history(*[emergency(one, days=-(one % 3)) for one in range(6)]),
    ],
    Rule.SAME_EMERGENCY_TWICE: [
        history(emergency(1), emergency(1, days=-3, subject_id=case(70))),
        history(emergency(1), emergency(1, hours=2, subject_id=case(71))),
        history(emergency(1), emergency(1, days=-29, subject_id=case(72)), emergency(2)),
    ],
    Rule.REFUSED_OFTEN: [
        history(*[refused(one, minutes=one) for one in range(5)]),
        history(*[refused(None, minutes=one * 10) for one in range(6)]),
        history(refused(9, hours=-3), *[refused(one, minutes=one) for one in range(5)]),
    ],
    Rule.NUMBERS_REVEALED: [
        history(*[look(one, event="resident:bsn-revealed") for one in range(6)]),
        history(*[look(one, event="resident:bsn-revealed", minutes=one) for one in range(9)]),
        history(look(), *[bare(one, event="resident:bsn-revealed") for one in range(6)]),
    ],
    Rule.PAGING_THROUGH_LISTS: [
        history(*[listed(one) for one in range(31)]),
        history(*[listed(one, "search:shown") for one in range(40)]),
        history(*[listed(1, minutes=one) for one in range(35)]),
    ],
}

SILENT = {
    Rule.NO_RELATION: [
        history(look()),
        history(bare(), **LEAD),
        history(listed(relation=None), refused()),
    ],
    Rule.BY_OFFICE_ONLY: [history(look(), **LEAD), history(bare()), history(listed(), **INTAKE)],
    Rule.SAME_SURNAME: [
        history(look(2), same_surname=MINE),
        history(listed(), same_surname=MINE),
        history(look()),
    ],
    Rule.SAME_ADDRESS: [
        history(look(2), same_address=MINE),
        history(listed(), same_address=MINE),
        history(look(days=-1), look(3), same_address=MINE),
    ],
    Rule.OWN_FILE: [
        history(refused(2), own=MINE),
        history(look(), own=MINE),
        history(refused(days=-1), look(2), own=MINE),
    ],
    Rule.LOG_ABOUT_ONESELF: [
        history(look(2, event="log:shown"), own=MINE),
        history(look(), own=MINE),
        history(look(event="log:shown")),
    ],
    Rule.COLLEAGUE_AS_RESIDENT: [
        history(look(2), known=COLLEAGUES),
        history(listed(), known=COLLEAGUES),
        history(look(), known=COLLEAGUES, own=MINE),
    ],
    Rule.SHIELDED_CASE: [
        history(look(2), known=SHIELDED),
        history(listed(), known=SHIELDED),
        history(refused(), known=SHIELDED),
    ],
    Rule.CROWD: [
        history(bare(), known=Known(crowds={person(1): 4})),
        history(look(), known=Known(crowds={person(1): 9})),
        history(bare(2), known=Known(crowds={person(1): 9})),
    ],
    Rule.AFTER_LEAVING_CASE: [
        history(bare(case_id=case(1)), ended={case(1): WEDNESDAY - timedelta(days=2)}),
        history(look(case_id=case(1)), ended={case(1): WEDNESDAY - timedelta(days=10)}),
        history(bare(case_id=case(2)), ended={case(1): WEDNESDAY - timedelta(days=10)}),
    ],
    Rule.OUTSIDE_HOURS: [
        history(look()),
        history(look(hours=-3)),
        history(look(hours=7), listed(hours=11)),
    ],
    Rule.VOLUME: [
        history(*many(40)),
        history(*many(15), *usually(2)),
        history(*many(20), *usually(10)),
    ],
    Rule.BURST: [
        history(*[look(one, minutes=one / 10) for one in range(10)]),
        history(*[look(1, minutes=one / 30) for one in range(30)]),
        history(*[look(one, minutes=one) for one in range(20)]),
    ],
    Rule.VIEWS_WITHOUT_WORK: [
        history(*[look(days=-day) for day in range(3)]),
        history(*[look(days=-day) for day in range(6)], look(days=-2, event="step:logged")),
        history(*[look(days=-day) for day in range(6)], **LEAD),
    ],
    Rule.CLOSED_CASE: [
        history(look(case_id=case(1)), known=FRESHLY_CLOSED),
        history(look(case_id=case(2)), known=CLOSED),
        history(listed(case_id=case(1)), known=CLOSED),
    ],
    Rule.GRANT_THEN_READ: [
        history(bare(), granted_at=(WEDNESDAY - timedelta(hours=25),)),
        history(look(), granted_at=(WEDNESDAY - timedelta(hours=1),)),
        history(bare(), granted_at=(WEDNESDAY + timedelta(hours=1),)),
    ],
    Rule.LEAVING: [
        history(*many(6), *usually(6), leaves_at=WEDNESDAY + timedelta(days=10)),
        history(*many(30), *usually(6), leaves_at=WEDNESDAY + timedelta(days=40)),
        history(*many(30), *usually(6)),
    ],
    Rule.NEWCOMER: [
        history(*many(20), began_at=WEDNESDAY),
        history(*many(40), began_at=WEDNESDAY - timedelta(days=3)),
        history(*many(40)),
    ],
    Rule.SEARCHING_MUCH: [
        history(*searches(9)),
        history(*searches(12), **INTAKE),
        history(*searches(10), *usually(9)),
    ],
    Rule.SEARCH_WITHOUT_OPENING: [
        history(*searches(2)),
        history(*searches(5), **INTAKE),
        history(*searches(5, found=False)),
    ],
    Rule.SAME_PURPOSE: [
        history(*[bare(one, days=-one) for one in range(5)]),
        history(*[bare(one) for one in range(9)], **INTAKE),
        history(*[look(one, purpose="complaint") for one in range(9)]),
    ],
    Rule.TWO_NETWORKS: [
        history(look(origin="own:a"), look(minutes=5, origin="own:b")),
        history(look(origin="own:a"), look(minutes=30, origin="outside:b")),
        history(look(), look(minutes=1, origin="outside:b")),
    ],
    Rule.EXPORTS: [
        history(*[look(one, event="log:exported") for one in range(2)]),
        history(*[look(one, event="log:exported", days=-one) for one in range(6)]),
        history(*[look(one, event="log:exported", entry=7) for one in range(9)]),
    ],
    Rule.EMERGENCIES: [
        history(emergency(1), emergency(2)),
        history(*[emergency(one, days=-8 * one) for one in range(3)]),
        history(look(), *[emergency(one, days=-1) for one in range(5)]),
    ],
    Rule.SAME_EMERGENCY_TWICE: [
        history(emergency(1), emergency(2)),
        history(emergency(1)),
        history(look(case_id=case(1)), emergency(1, days=-2)),
    ],
    Rule.REFUSED_OFTEN: [
        history(*[refused(one, minutes=one) for one in range(4)]),
        history(*[refused(one, hours=one) for one in range(6)]),
        history(*[refused(1, minutes=one) for one in range(9)]),
    ],
    Rule.NUMBERS_REVEALED: [
        history(*[look(one, event="resident:bsn-revealed") for one in range(5)]),
        history(*[look(1, event="resident:bsn-revealed") for _ in range(9)]),
        history(*[look(one, event="resident:bsn-revealed", days=-one) for one in range(9)]),
    ],
    Rule.PAGING_THROUGH_LISTS: [
        history(*[listed(one) for one in range(30)]),
        history(*[listed(one, entry=3) for one in range(90)]),
        history(*[listed(one, days=-(one % 4)) for one in range(60)]),
    ],
}
ORDINARY = Parameters()


def cases(table):
    return [
        pytest.param(rule, one, id=f"{rule}-{number}")
        for rule, told in table.items()
        for number, one in enumerate(told)
    ]


@pytest.mark.parametrize(("rule", "told"), cases(FIRES))
def test_it_fires_with_its_facts(rule, told):
    assert list(RULES[rule](told, ORDINARY))


@pytest.mark.parametrize(("rule", "told"), cases(SILENT))
def test_it_is_silent(rule, told):
    assert not list(RULES[rule](told, ORDINARY))


def test_there_are_twenty_rules_and_more_and_each_is_weighed_and_tried_three_times_both_ways():
    assert len(RULES) >= 20
    assert set(RULES) == set(WEIGHTS) == set(Rule) == set(FIRES) == set(SILENT)
    assert min(len(told) for table in (FIRES, SILENT) for told in table.values()) >= 3


def test_an_ordinary_day_says_nothing():
    day = history(
        look(), look(hours=1, event="step:logged"), look(2, hours=3), listed(3), *usually(3)
    )
    assert evaluate(day, ORDINARY) == {}


def test_late_work_weighs_more_with_something_else_beside_it():
    late = evaluate(history(look(hours=10)), ORDINARY)[person(1)]
    both = evaluate(history(bare(hours=10)), ORDINARY)[person(1)]
    assert score(late) == WEIGHTS[Rule.OUTSIDE_HOURS]
    assert score(both) == WEIGHTS[Rule.NO_RELATION] + 3 * WEIGHTS[Rule.OUTSIDE_HOURS]


def test_a_number_that_is_set_moves_the_rule():
    day = history(*[look(minutes=one) for one in range(4)])
    assert list(RULES[Rule.VIEWS_WITHOUT_WORK](day, ORDINARY))
    patient = with_settings({"views_without_work": 9, "unknown": 1})
    assert not list(RULES[Rule.VIEWS_WITHOUT_WORK](day, patient))


def test_every_number_has_bounds_that_hold_its_usual_value():
    assert set(MEANINGS) == set(Parameters.__slots__)
    for name in MEANINGS:
        assert is_within(name, getattr(ORDINARY, name)), name
    assert not is_within("people_a_day", 0)
    assert not is_within("no such number", 1)
