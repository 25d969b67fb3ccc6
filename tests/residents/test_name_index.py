"""Finding residents whose names are encrypted."""

import string
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from caseapp.kernel.errors import Unreadable
from caseapp.residents import name_index
from caseapp.residents.name_dictionary import NameDictionary
from caseapp.residents.name_index import GIVEN, SURNAME, askings, keys_of, words_for
from caseapp.residents.names import PARTICLES, Name, name_of, readings

KEY, OTHER_KEY = bytes(range(32)), bytes(range(1, 33))
WORDS = st.text(alphabet=string.ascii_lowercase, min_size=4, max_size=12).filter(
    lambda word: word not in PARTICLES
)


class Register:
    """The tables of the index, in memory."""

    def __init__(self, *people):
        names = [name_of(given_names, surname) for given_names, surname in people]
        words = sorted({entry for name in names for entry in words_for(name)})
        numbered = list(enumerate(words, 1))
        self.people = {who: keys_of(KEY, name) for who, name in zip(people, names, strict=True)}
        self.surnames, self.given = (
            NameDictionary.load(((n, word) for n, (kind, word) in numbered if kind == wanted), 0.0)
            for wanted in (SURNAME, GIVEN)
        )

    def find(self, question):
        for asking in askings(KEY, readings(question), self.surnames, self.given):
            for who, keys in self.people.items():
                if keys & set(asking.keys):
                    yield who[1]


CROWD = Register(
    ("Jan", "van den Berg"), ("Özgür", "Yıldız"), ("Mohamed", "El Idrissi"), ("Kees", "Dijkstra"),
    ("Wim", "Scholten"), ("Henk", "Kuijpers"), ("Fatma", "Yılmaz"), ("Anne", "Lefèvre"),
    ("Piet", "Wouters"), ("Joost", "van IJsselstein"), ("Evie", "de Vries-Jansen"),
    ("Ali", "Ben Hassan"), ("Cornelis", "Bakker"), ("", "Naamloos"), ("Lies", "van den Berghe"),
)  # fmt: skip


@pytest.mark.parametrize(
    ("question", "meant"),
    [
        ("Jan vd Berg", "van den Berg"),
        ("Berg, Jan van den", "van den Berg"),
        ("Ozgur Yildiz", "Yıldız"),
        ("mohamed idrisi", "El Idrissi"),
        ("kees dykstra", "Dijkstra"),
        ("scholten wim", "Scholten"),
        ("kuypers henk", "Kuijpers"),
        ("Yilmas fatma", "Yılmaz"),
        ("lefebvre", "Lefèvre"),
        ("wauters", "Wouters"),
        ("ijselstein", "van IJsselstein"),
        ("Jansen", "de Vries-Jansen"),
        ("evie vries", "de Vries-Jansen"),
        ("ali benhassan", "Ben Hassan"),
        ("Kees Bakker", "Bakker"),
        ("K. Bakker", "Bakker"),
        ("Jna Berg", "van den Berg"),
        ("Xan Berg", "van den Berg"),
        ("naamlos", "Naamloos"),
        ("Wim Xcholtxn", "Scholten"),
        ("Vandenberghe", "van den Berghe"),
    ],
)
def test_a_hard_question_finds_the_person(question, meant):
    assert meant in CROWD.find(question)


@pytest.mark.parametrize("question", ["", "Jan Wolters", "Q", "123"])
def test_a_question_about_nobody_finds_nobody(question):
    assert list(CROWD.find(question)) == []


@given(WORDS, WORDS, st.data())
def test_one_error_in_either_name_still_finds_the_person(given_name, surname, data):
    register = Register((given_name.title(), surname.title()))
    word = data.draw(st.sampled_from([given_name, surname]))
    place = data.draw(st.integers(0, len(word) - 1))
    wrong = word[:place] + data.draw(st.sampled_from("xqa")) + word[place + 1 :]
    typed = f"{wrong} {surname}" if word is given_name else f"{given_name} {wrong}"
    if {wrong, given_name, surname} & PARTICLES:
        return
    assert surname.title() in register.find(typed)


@given(st.sampled_from(["van der", "de", "v.d.", "ten", "el"]), WORDS)
def test_a_tussenvoegsel_gives_no_key(prefix, core):
    assert keys_of(KEY, name_of("Jan", f"{prefix} {core}")) == keys_of(KEY, name_of("Jan", core))


def test_the_name_as_typed_is_asked_before_names_near_it():
    register = Register(("Jan", "Bakker"), ("Jan", "Bekker"))
    first, second = askings(KEY, readings("Jan Bakker"), register.surnames, register.given)
    assert first.keys == [key for key in first.keys if key in register.people["Jan", "Bakker"]]
    assert set(second.keys) & register.people["Jan", "Bekker"]


def test_many_keys_take_few_people_each_and_few_keys_more_than_are_shown():
    register = Register(*(("Jan", f"Bakker{letter}") for letter in string.ascii_lowercase))
    *_, near = askings(KEY, readings("bakker"), register.surnames, register.given)
    assert 2 <= near.of_each < 10
    named = list(askings(KEY, readings("Jan Bakkera"), register.surnames, register.given))
    assert named[0].of_each == name_index.MOST_OF_EACH


def test_never_more_keys_than_a_statement_should_hold():
    register = Register(*(("Jan", f"Bakker{a}{b}") for a in "abcdefgh" for b in "abcdefgh"))
    question = "bakkeraa bakkerbb bakkercc bakkerdd bakkeree bakkerff"
    asked = list(askings(KEY, readings(question), register.surnames, register.given))
    assert sum(len(asking.keys) for asking in asked) <= name_index.MOST_KEYS


def test_birth_date_and_address_have_keys_of_their_own():
    born, address = date(1980, 3, 4), ("7061 ab", 12)
    keys = keys_of(KEY, Name((), ()), born=born, address=address)
    assert keys == {name_index.born_key(KEY, born), name_index.address_key(KEY, "7061AB", 12)}


def test_another_municipality_shares_no_key():
    name = name_of("Jan", "Bakker")
    assert not keys_of(KEY, name) & keys_of(OTHER_KEY, name)


def test_a_surname_by_itself_has_no_key():
    one, other = (keys_of(KEY, name_of(given_name, "Bakker")) for given_name in ("Jan", "Eva"))
    assert not one & other


def test_a_word_hash_meets_no_search_key():
    assert name_index.word_hash(KEY, SURNAME, "bakker") not in keys_of(KEY, name_of("J", "Bakker"))
    assert name_index.word_hash(KEY, SURNAME, "jan") != name_index.word_hash(KEY, GIVEN, "jan")


@given(st.text(alphabet=string.ascii_lowercase + "é", max_size=60))
def test_a_sealed_word_opens_in_its_place(word):
    cipher = name_index.dictionary_cipher(KEY)
    sealed = name_index.seal_word(cipher, word, b"here")
    assert name_index.open_word(cipher, sealed, b"here") == word


def test_a_sealed_word_does_not_open_elsewhere_or_with_another_key():
    sealed = name_index.seal_word(name_index.dictionary_cipher(KEY), "bakker", b"here")
    for key, place in ((KEY, b"there"), (OTHER_KEY, b"here")):
        with pytest.raises(Unreadable):
            name_index.open_word(name_index.dictionary_cipher(key), sealed, place)


def test_sealed_words_of_different_length_are_as_long():
    cipher = name_index.dictionary_cipher(KEY)
    lengths = {len(name_index.seal_word(cipher, word, b"")) for word in ("bos", "verhoevenaar")}
    assert len(lengths) == 1
