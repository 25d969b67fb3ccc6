"""The names of a municipality in memory."""

import string

import pytest
from hypothesis import given
from hypothesis import strategies as st

from caseapp.residents import name_dictionary
from caseapp.residents.name_dictionary import NameDictionary, merged
from caseapp.residents.packed_words import PackedWords

WORDS = st.text(alphabet=string.ascii_lowercase + "é", min_size=1, max_size=14)
SURNAMES = "berg bergen bergman dijkstra jansen janssen kuijpers lefevre scholten yilmaz".split()


def dictionary(words, at=0.0):
    return NameDictionary.load(enumerate(words, 1), at)


def one_error(word, data):
    """Draw a word with one letter wrong, missing or added, or two swapped."""
    place = data.draw(st.integers(0, len(word) - 1))
    letter = data.draw(st.sampled_from(string.ascii_lowercase))
    return data.draw(
        st.sampled_from(
            [
                word[:place] + letter + word[place + 1 :],
                word[:place] + word[place + 1 :],
                word[:place] + letter + word[place:],
                word[:place] + word[place : place + 2][::-1] + word[place + 2 :],
            ]
        )
    )


@given(st.sets(WORDS, min_size=1, max_size=30), st.data())
def test_a_name_typed_with_one_error_is_found(words, data):
    word = data.draw(st.sampled_from(sorted(words)))
    typed = one_error(word, data)
    found = dict(dictionary(sorted(words)).closest(typed, limit=1000))
    assert found[word] <= 1


@given(st.sets(WORDS, max_size=30), st.sets(WORDS, max_size=10), WORDS)
def test_names_that_came_later_are_found_as_well_as_those_loaded(words, late, typed):
    grown = dictionary(sorted(words))
    grown.learn(enumerate(sorted(late), 1000), at=1.0)
    at_once = dictionary(sorted(words | late))
    near = {(name, cost) for name, cost in at_once.closest(typed, 1000) if cost <= 1}
    assert near <= set(grown.closest(typed, 1000))


@pytest.mark.parametrize(
    ("typed", "meant", "cost"),
    [
        ("jansen", "jansen", 0),
        ("dykstra", "dijkstra", 0.5),
        ("yilmas", "yilmaz", 0.5),
        ("lefebvre", "lefevre", 0.5),
        ("shcolten", "scholten", 1),
        ("kuij", "kuijpers", 1.5),
    ],
)
def test_how_far_a_name_is(typed, meant, cost):
    assert dictionary(SURNAMES).closest(typed)[0] == (meant, cost)


def test_the_nearest_come_first_and_no_more_than_asked():
    found = dictionary(SURNAMES).closest("berg", limit=2)
    assert found == [("berg", 0), ("bergen", 1.5)]


def test_two_errors_in_a_long_name_are_found_when_looking_thoroughly():
    names = dictionary(["dijkstra"])
    assert names.closest("dxjkstxa") == []
    assert names.closest("dxjkstxa", thorough=True) == [("dijkstra", 2)]


def test_nothing_is_near_to_nothing():
    assert dictionary([]).closest("jansen") == []
    assert dictionary(SURNAMES).closest("") == []


def test_two_letters_are_too_few_to_begin_with():
    assert dictionary(SURNAMES).closest("ku") == []


def test_a_late_name_is_found_by_its_beginning():
    names = dictionary(SURNAMES)
    names.learn([(11, "wissink")], at=1.0)
    assert names.closest("wis") == [("wissink", 1.5)]


def test_a_dictionary_knows_what_it_holds():
    names = dictionary(SURNAMES)
    names.learn([(11, "wissink"), (12, "berg")], at=1.0)
    assert ("wissink" in names, "berg" in names, "bakker" in names) == (True, True, False)
    assert len(names) == len(SURNAMES) + 1


def test_a_name_that_another_process_added_is_noticed_and_read_once():
    names = dictionary(SURNAMES)
    assert not names.behind(stored=10, at=1.0)
    assert names.behind(stored=11, at=1.0)
    names.learn([(11, "wissink")], at=1.0)
    names.learn([(11, "wissink")], at=2.0)
    assert not names.behind(stored=11, at=2.0)
    assert len(names) == 11


def test_a_number_that_is_committed_late_is_still_read():
    """A long import draws its numbers early and commits after somebody else."""
    names = dictionary(SURNAMES)
    names.learn([(15, "wissink")], at=1.0)
    assert names.read_from < 11
    assert names.behind(stored=12, at=2.0)
    names.learn([(11, "rensink")], at=2.0)
    assert "rensink" in names


def test_after_ten_minutes_older_numbers_are_not_read_again():
    names = dictionary(SURNAMES, at=0.0)
    names.learn([(11, "wissink")], at=500.0)
    assert not names.behind(stored=11, at=601.0)
    assert names.read_from == 10
    assert not names.behind(stored=1, at=700.0)
    names.learn([], at=1101.0)
    assert names.read_from == 11
    assert not names.behind(stored=0, at=1102.0)


def test_an_empty_dictionary_can_grow():
    names = dictionary([])
    assert names.behind(stored=1, at=0.0)
    names.learn([(1, "berg")], at=0.0)
    assert names.closest("berg") == [("berg", 0)]


def test_many_late_names_are_put_in_order(monkeypatch):
    monkeypatch.setattr(name_dictionary, "TIDY_AFTER", 2)
    names = dictionary(SURNAMES)
    names.learn([(11, "wissink"), (12, "aalbers"), (13, "rensink")], at=1.0)
    assert names.closest("rensin")[0] == ("rensink", 1)
    assert len(names) == 13


def test_findings_are_joined_and_each_name_keeps_its_shortest_way():
    assert merged([("a", 1.0), ("b", 0.5)], [("a", 0.0)]) == [("a", 0.0), ("b", 0.5)]


@given(st.sets(WORDS, max_size=40))
def test_packed_words_are_the_sorted_words(words):
    packed, ordered = PackedWords(words), sorted(words)
    assert list(packed) == packed.unpacked() == packed[:] == ordered
    assert len(packed) == len(words)
    assert all(word in packed for word in words)


@pytest.mark.parametrize("place", [-1, 1])
def test_packed_words_end_where_they_end(place):
    with pytest.raises(IndexError):
        PackedWords(["berg"])[place]


def test_packed_words_hold_only_words():
    assert 3 not in PackedWords(["berg"])
