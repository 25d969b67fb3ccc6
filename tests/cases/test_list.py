"""The list of cases: only what one may open, in order, page by page."""

from datetime import timedelta

import pytest

from caseapp import cases
from caseapp.kernel import clock, paging
from caseapp.kernel.actor import Role
from caseapp.model.case_words import CaseState, Phenomenon
from tests.support.cast import actor_for


@pytest.fixture
def many(town, piet, monkeypatch):
    monkeypatch.setattr(paging, "PAGE_SIZE", 2)
    noor = town.person(Role.SOCIAL_WORKER)
    made = [
        town.case(
            town.resident(),
            care=noor,
            phase=2 + number % 3,
            next_on=clock.today() + timedelta(days=number // 2),
            opened_at=clock.now() - timedelta(days=number),
        )
        for number in range(7)
    ]
    return noor, made


def walk(actor, chosen, order):
    """Walk to the last page and back; the same cases must come by both ways."""
    there, mark = [], None
    while True:
        page = cases.page(actor, chosen, order=order, mark=mark)
        there.append([case.id for case in page.items])
        if page.after is None:
            break
        mark = page.after
    back = [there[-1]]
    while page.before is not None:
        page = cases.page(actor, chosen, order=order, mark=page.before)
        back.insert(0, [case.id for case in page.items])
    return there, back


@pytest.mark.parametrize("order", [*cases.ORDERS, "something else"])
def test_pages_hold_every_case_once_there_and_back(piet, many, order):
    there, back = walk(actor_for(piet), cases.Filter(), order)
    flat = [one for page in there for one in page]
    assert sorted(flat) == sorted(case.id for case in many[1])
    assert there == back


@pytest.mark.parametrize(
    "mark", ["", "nonsense", "WyJhZnRlciJd", paging.encode(["after", "x", "y"])]
)
def test_a_mark_that_was_tampered_with_gives_the_first_page(piet, many, mark):
    first = cases.page(actor_for(piet), cases.Filter()).items
    assert cases.page(actor_for(piet), cases.Filter(), mark=mark).items == first


@pytest.mark.parametrize(
    ("chosen", "expected"),
    [
        (cases.Filter(), 7),
        (cases.Filter(phase=2), 3),
        (cases.Filter(phenomenon=Phenomenon.NEGLECT), 0),
        (cases.Filter(state=CaseState.CLOSED), 0),
        (cases.Filter(mine=True), 0),
        (cases.Filter(typed_reference="zomaar"), 0),
    ],
)
def test_the_count_is_the_length_of_the_list_behind_it(piet, many, chosen, expected):
    there, _back = walk(actor_for(piet), chosen, "next")
    assert cases.count(actor_for(piet), chosen) == sum(map(len, there)) == expected


def test_a_reference_is_found_as_people_type_it(town, piet, many):
    reference = many[1][0].reference
    typed = reference.lower().replace("-", " ")
    found = cases.page(actor_for(piet), cases.Filter(typed_reference=typed)).items
    assert [case.reference for case in found] == [reference]


def test_ones_own_cases_and_those_of_a_team(town, many):
    noor, made = many
    assert cases.count(actor_for(noor), cases.Filter(mine=True)) == len(made)
    assert cases.count(actor_for(noor), cases.Filter(team_id=town.care_team.id)) == len(made)
    assert cases.count(actor_for(noor), cases.Filter(team_id=town.intake_team.id)) == 0
