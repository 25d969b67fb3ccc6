import re
from collections import Counter

import pytest
from hypothesis import given
from hypothesis import strategies as st

from caseapp.demo import people
from caseapp.demo.material import read
from tests.demo.worlds import TODAY, households, residents

TEST_RANGE = len(people.test_bsns(1))


@pytest.mark.parametrize(("number", "passes"), [("111222333", True), ("123456789", False)])
def test_the_elfproef_is_the_one_of_a_bsn(number: str, *, passes: bool) -> None:
    assert people.passes_elfproef(number) is passes


def test_every_bsn_is_of_the_test_range_and_passes_the_elfproef() -> None:
    numbers = [one.bsn for one in residents() if one.bsn]
    assert len(numbers) > 250
    assert all(number.startswith("9999") and len(number) == 9 for number in numbers)
    assert all(people.passes_elfproef(number) for number in numbers)


def test_no_two_residents_share_a_bsn() -> None:
    assert max(Counter(one.bsn for one in residents() if one.bsn).values()) == 1


@given(st.integers(min_value=0, max_value=2_000_000))
def test_a_resident_beyond_the_test_range_has_no_bsn(number: int) -> None:
    bsn = people.bsn_of(1, number)
    assert (bsn is None) == (number % 10 == 7 or number >= TEST_RANGE)


def test_telephone_numbers_are_never_issued_ones() -> None:
    pattern = re.compile(r"06-00\d{6}|031[45]-0\d{5}")
    assert all(pattern.fullmatch(one.phone) for one in residents() if one.phone)
    assert any(one.phone.startswith("06") for one in residents())


def test_mail_goes_to_a_domain_that_cannot_exist() -> None:
    mails = [one.email for one in residents() if one.email]
    assert len(mails) > 100
    assert all(re.fullmatch(r"[a-z0-9.]+@[a-z]+\.example\.invalid", mail) for mail in mails)


def test_names_are_a_mix_of_the_region_and_of_those_who_came_later() -> None:
    origins = Counter(one.origin for one in residents())
    assert set(origins) == {name for name, part in read("names").items() if "share" in part}
    assert origins["regional"] > len(residents()) / 2


def test_some_names_are_hard_for_a_form() -> None:
    names = [f"{one.given_names} {one.family_name}" for one in residents()]
    assert any(re.search(r"[ğışŞçłńźężáéëïöüÖÇ]", name) for name in names)
    assert any(one.prefix for one in residents())
    assert any("-" in one.surname for one in residents())
    assert any(not one.given_names and one.initials for one in residents())
    assert max(map(len, names)) > 50


def test_nobody_is_born_in_the_future_and_children_come_after_their_parents() -> None:
    born = {one.key: one.born_on for one in residents()}
    assert max(born.values()) < TODAY
    bonds = [bond for home in households() for bond in home.relations if bond.kind == "parent"]
    assert len(bonds) > 50
    assert all(born[bond.from_key] < born[bond.to_key] for bond in bonds)


def test_every_age_of_life_is_there() -> None:
    ages = [one.age_on(TODAY) for one in residents()]
    assert min(ages) < 6
    assert max(ages) > 85
    assert sum(18 <= age < 67 for age in ages) > len(ages) / 3
