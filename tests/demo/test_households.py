import re
from collections import Counter

from tests.demo.worlds import MAIN, households, residents, world


def test_the_municipality_has_300_residents_in_180_households() -> None:
    homes = [home for home in households() if home.municipality == MAIN]
    assert len(homes) == world().sizes(MAIN).households == 180
    assert sum(len(home.residents) for home in homes) == world().sizes(MAIN).residents == 300


def test_keys_are_unique() -> None:
    assert max(Counter(one.key for one in residents()).values()) == 1
    assert max(Counter(home.key for home in households()).values()) == 1


def test_no_two_households_share_an_address() -> None:
    lines = Counter((home.address.town, home.address.line) for home in households())
    assert max(lines.values()) == 1


def test_postcodes_have_the_right_form_and_lie_in_areas_that_are_not_in_use() -> None:
    unused = {"7052", "7056", "7062", "7066", "7067", "7072", "7074", "7082", "7086", "7088",
              "7098", "7099"}  # fmt: skip
    for home in households():
        digits, letters = home.address.postcode.split(" ")
        assert digits in unused
        assert re.fullmatch("[A-Z]{2}", letters)
        assert letters not in {"SA", "SD", "SS"}


def test_every_kind_of_relation_is_there_and_joins_known_people() -> None:
    known = {one.key for one in residents()}
    bonds = [bond for home in households() for bond in home.relations]
    assert {bond.kind for bond in bonds} == {
        "parent", "partner", "ex-partner", "sibling", "grandparent", "caregiver"
    }  # fmt: skip
    assert all({bond.from_key, bond.to_key} <= known for bond in bonds)
    assert all(bond.from_key != bond.to_key for bond in bonds)


def test_an_end_of_a_relation_comes_after_its_begin() -> None:
    ended = [b for home in households() for b in home.relations if b.since and b.until]
    assert ended
    assert all(bond.since < bond.until for bond in ended if bond.since and bond.until)


def test_a_relation_points_at_most_eight_households_further() -> None:
    place = {one.key: n for n, home in enumerate(households()) for one in home.residents}
    for number, home in enumerate(households()):
        for bond in home.relations:
            assert abs(place[bond.to_key] - number) <= 8
            assert abs(place[bond.from_key] - number) <= 8
