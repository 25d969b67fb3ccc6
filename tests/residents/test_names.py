"""Names as they are compared."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from caseapp.residents import names
from caseapp.residents.names import (
    Name,
    joined_words,
    name_of,
    normalise,
    readings,
    sound_of,
    surname_words,
)

LETTERS = st.text(alphabet="abcdefghijklmnopqrstuvwxyz", min_size=3, max_size=12).filter(
    lambda word: word not in names.PARTICLES
)
PREFIXES = st.sampled_from(["van", "van der", "v.d.", "de", "in 't", "ten", "el", "van den", ""])


@given(st.text(max_size=300))
def test_normalising_twice_changes_nothing(text):
    once = normalise(text)
    assert normalise(once) == once


@given(st.text(max_size=300))
def test_a_normalised_name_has_only_lower_case_letters_and_single_spaces(text):
    for word in normalise(text).split(" "):
        assert word == "" or word.isalpha()
    assert "  " not in normalise(text)


@pytest.mark.parametrize(
    ("written", "compared"),
    [
        ("Özgür Yıldız", "ozgur yildiz"),
        ("Søren Łukasz", "soren lukasz"),
        ("Weiß", "weiss"),
        ("ĲSSELSTEIN", "ijsselstein"),
        ("O’Brien", "obrien"),
        ("'t Hart", "het hart"),
        ("’s-Gravenzande", "des gravenzande"),
        ("Jan-Willem  J. ", "jan willem j"),
        ("İbrahim Şahin", "ibrahim sahin"),
        ("Lefèvre", "lefevre"),
        ("Nguyễn 3", "nguyen"),
        ("\u202enaj", "naj"),
        ("", ""),
    ],
)
def test_accents_and_spelling_habits_fall_away(written, compared):
    assert normalise(written) == compared


@given(st.text(alphabet="aé ", min_size=201, max_size=400))
def test_a_name_longer_than_a_name_may_be_is_cut(text):
    assert len(normalise(text)) <= names.LONGEST_NAME


@pytest.mark.parametrize(
    ("question", "given_names", "surname"),
    [
        ("Jan v.d. Berg", ("jan",), ("berg",)),
        ("Jan vd Berg", ("jan",), ("berg",)),
        ("v.d. Berg", (), ("berg",)),
        ("van den Berg, Jan", ("jan",), ("berg",)),
        ("Berg, Jan van den", ("jan",), ("berg",)),
        ("Berg,", (), ("berg",)),
        ("Jan van 't Hof", ("jan",), ("hof",)),
        ("Evie de Vries-Jansen", ("evie",), ("vries", "jansen")),
        ("de Vries-Jansen", (), ("vries", "jansen")),
        ("V. Jansen", ("v",), ("jansen",)),
        ("D. de Vries", ("d",), ("vries",)),
        ("Le", (), ("le",)),
    ],
)
def test_a_question_is_read_as_a_dutch_reader_would(question, given_names, surname):
    first = readings(question)[0]
    assert (first.given, first.surname) == (given_names, surname)


def test_a_comma_or_a_particle_leaves_one_reading():
    assert len(readings("Berg, Jan")) == 1
    assert len(readings("Jan van den Berg")) == 1


def test_without_comma_or_particle_the_surname_may_stand_first_or_last():
    assert readings("scholten wim") == (
        Name(("scholten",), ("wim",)),
        Name(("wim",), ("scholten",)),
    )


def test_a_surname_of_two_words_after_one_given_name_is_read_too():
    assert Name(("ana",), ("garcia", "lopez"), ("garcialopez",)) in readings("ana garcia lopez")


def test_a_particle_in_front_leaves_open_whether_a_given_name_follows():
    assert readings("van Berg Jan") == (
        Name(("jan",), ("berg",)),
        Name((), ("berg", "jan"), ("bergjan",)),
    )


def test_particles_behind_the_name_do_not_count():
    assert readings("Berg van den") == (Name((), ("berg",)),)


@pytest.mark.parametrize("question", ["", "   ", ",", "12345", "😀", ",,", "--"])
def test_a_question_without_letters_asks_nothing(question):
    assert [way for way in readings(question) if way.surname] == []


def test_a_comma_without_a_surname_is_passed_over():
    assert readings(", Jan") == (Name((), ("jan",)),)


@given(LETTERS, LETTERS)
def test_the_order_of_two_words_does_not_matter(one, other):
    assert set(readings(f"{one} {other}")) == set(readings(f"{other} {one}"))


@given(PREFIXES, PREFIXES, LETTERS)
def test_a_tussenvoegsel_makes_no_difference(one, other, core):
    assert surname_words(f"{one} {core}") == surname_words(f"{other} {core}") == (core,)


def test_a_double_name_is_found_by_either_part():
    assert surname_words("de Vries-Jansen") == ("vries", "jansen")


def test_a_name_of_two_words_is_found_written_as_one():
    assert name_of("", "Ben Ali") == Name((), ("ben", "ali"), ("benali",))


def test_the_parts_of_a_double_name_are_not_written_as_one():
    assert joined_words("de Vries-Jansen") == ()


def test_the_first_part_of_a_double_name_may_stand_before_the_particle():
    assert Name(("eva",), ("jansen", "vries"), ("jansenvries",)) in readings("Eva Jansen-de Vries")


@pytest.mark.parametrize(
    ("question", "surname"),
    [
        ("Jansen-de Vries", ("jansen", "vries")),
        ("Bakker-Jansen", ("bakker", "jansen")),
        ("Zwartenkot-op den Brouw", ("zwartenkot", "brouw")),
    ],
)
def test_a_double_name_may_be_asked_without_a_given_name(question, surname):
    assert Name((), surname, ("".join(surname),)) in readings(question)


def test_a_particle_written_to_the_name_is_seen():
    assert names.unglued("vandenberghe") == ("vandenberghe", "berghe")
    assert names.unglued("bakker") == ("bakker",)


def test_given_names_are_parted_at_hyphens_and_at_most_six():
    assert name_of("Anne-Marie a b c d e f", "X").given == ("anne", "marie", "a", "b", "c", "d")


@pytest.mark.parametrize(
    "alike",
    [
        "dykstra dijkstra deikstra",
        "yilmas yilmaz",
        "kuypers kuijpers kuipers",
        "lefebvre lefevre",
        "wauters wouters",
        "ijselstein ijsselstein",
        "idrisi idrissi",
        "schmidt schmit",
        "bosch bos",
        "mohamed mohammed",
        "christiaan kristiaan",
        "jansen janssen",
        "vischer visscher",
        "boels boels",
    ],
)
def test_these_sound_the_same(alike):
    assert len({sound_of(word) for word in alike.split()}) == 1


@pytest.mark.parametrize("different", ["bakker bekker", "smit mulder", "vos bos", "jansen jensen"])
def test_these_do_not_sound_the_same(different):
    one, other = different.split()
    assert sound_of(one) != sound_of(other)


def test_cornelis_and_kees_share_an_initial_and_other_scripts_share_one():
    assert names.initial_of("cornelis") == names.initial_of("kees") == "k"
    assert names.initial_of("محمد") == names.OTHER_INITIAL


@given(st.text(min_size=1, max_size=40))
def test_every_name_has_an_initial_that_is_searched_for(text):
    assert names.initial_of(text) in names.INITIALS + names.OTHER_INITIAL
