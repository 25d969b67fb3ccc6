"""How surely two descriptions are of one person."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from caseapp.residents import matching
from caseapp.residents.matching import Clue, Description, Verdict, compare
from caseapp.residents.names import PARTICLES, name_of, readings

WORDS = st.text(alphabet="abcdefghijklmnopqrstuvwxyz", min_size=4, max_size=12).filter(
    lambda word: word not in PARTICLES
)
PREFIXES = st.sampled_from(["van", "van der", "de", "ten", "el", ""])
BORN = date(1980, 3, 4)


def person(given="", surname="", **facts):
    return Description((name_of(given, surname),) if surname or given else (), **facts)


def asked(question, **facts):
    return Description(readings(question), **facts)


CROWD = [
    ("Jan", "van den Berg"), ("Özgür", "Yıldız"), ("Mohamed", "El Idrissi"), ("Kees", "Dijkstra"),
    ("Wim", "Scholten"), ("Henk", "Kuijpers"), ("Fatma", "Yılmaz"), ("Anne", "Lefèvre"),
    ("Piet", "Wouters"), ("Joost", "van IJsselstein"), ("Jan", "Bergman"), ("Johan", "van Berkel"),
    ("Evie", "Jansen"), ("Wim", "Schouten"), ("Hendrik", "Kuiper"), ("Lotte", "Wolters"),
    ("Evie", "de Vries-Jansen"), ("Fatima", "Yildirim"), ("Mohammed", "Idris"), ("Els", "Leferink"),
]  # fmt: skip


@pytest.mark.parametrize(
    ("question", "meant"),
    [
        ("Jan vd Berg", "van den Berg"),
        ("Ozgur Yildiz", "Yıldız"),
        ("mohamed idrisi", "El Idrissi"),
        ("kees dykstra", "Dijkstra"),
        ("scholten wim", "Scholten"),
        ("kuypers henk", "Kuijpers"),
        ("Yilmas fatma", "Yılmaz"),
        ("lefebvre", "Lefèvre"),
        ("wauters", "Wouters"),
        ("ijselstein", "van IJsselstein"),
        ("evie de vries jansen", "de Vries-Jansen"),
    ],
)
def test_a_hard_question_puts_the_right_person_first(question, meant):
    ranked = sorted(CROWD, key=lambda known: compare(asked(question), person(*known)), reverse=True)
    assert ranked[0][1] == meant


@pytest.mark.parametrize(
    ("question", "known", "clues"),
    [
        ("Jan Bakker", ("Jan", "de Bakker"), (Clue.SURNAME_SAME, Clue.GIVEN_SAME)),
        ("Wim Bakker", ("Willem", "Bakker"), (Clue.SURNAME_SAME, Clue.GIVEN_KNOWN_AS)),
        ("Lotte Bakkre", ("Lianne", "Bakker"), (Clue.SURNAME_ALMOST, Clue.GIVEN_INITIAL)),
        ("Sanne Bakk", ("Sanna", "Bakkersen"), (Clue.SURNAME_BEGINNING, Clue.GIVEN_ALMOST)),
        ("Piet Jansen", ("Piet", "de Vries-Jansen"), (Clue.SURNAME_PART, Clue.GIVEN_SAME)),
        ("Jan Dykstra", ("Eva", "Dijkstra"), (Clue.SURNAME_SOUND, Clue.GIVEN_OTHER)),
        ("Jan, Bakker", ("Jan", "Mulder"), (Clue.SURNAME_OTHER, Clue.GIVEN_OTHER)),
        ("Bakker", ("Jan", "Bakker"), (Clue.SURNAME_SAME,)),
        ("ali benali", ("Ali", "Ben Ali"), (Clue.SURNAME_SAME, Clue.GIVEN_SAME)),
        ("ben ali, ali", ("Ali", "Benali"), (Clue.SURNAME_SAME, Clue.GIVEN_SAME)),
        ("J. Bakker", ("Jan", "Bakker"), (Clue.SURNAME_SAME, Clue.GIVEN_INITIAL)),
    ],
)
def test_every_part_of_a_score_is_explained(question, known, clues):
    assert compare(asked(question), person(*known)).clues == clues


@pytest.mark.parametrize(
    ("born", "clues"),
    [
        (BORN, (Clue.BORN_SAME,)),
        (date(1980, 4, 3), (Clue.BORN_SWAPPED,)),
        (date(1981, 3, 4), (Clue.BORN_ALMOST,)),
        (date(1955, 12, 24), (Clue.BORN_OTHER,)),
        (None, ()),
    ],
)
def test_a_date_of_birth_counts_also_when_written_wrong(born, clues):
    assert compare(Description(born=BORN), Description(born=born)).clues == clues


@pytest.mark.parametrize(
    ("postcode", "number", "clues"),
    [
        ("7061 ab", 12, (Clue.ADDRESS_SAME,)),
        ("7061AB", 14, (Clue.POSTCODE_SAME,)),
        ("7061AB", None, (Clue.POSTCODE_SAME,)),
        ("7071XX", 12, ()),
        ("", 12, ()),
    ],
)
def test_an_address_counts_but_another_address_does_not_count_against(postcode, number, clues):
    known = Description(postcode="7061AB", house_number=12)
    assert compare(Description(postcode=postcode, house_number=number), known).clues == clues


@pytest.mark.parametrize(
    ("bsn", "clues"),
    [
        ("999990019", (Clue.BSN_SAME,)),
        ("999990091", (Clue.BSN_ALMOST,)),
        ("999991735", (Clue.BSN_OTHER,)),
        ("", ()),
    ],
)
def test_a_bsn_counts_most_for_and_against(bsn, clues):
    assert compare(Description(bsn=bsn), Description(bsn="999990019")).clues == clues


def test_every_clue_has_its_points():
    assert set(matching.POINTS) == set(Clue)


def test_nothing_known_gives_no_points():
    assert compare(Description(), Description()).points == 0.0
    assert compare(person("Jan"), person("Jan")).clues == (Clue.GIVEN_SAME,)


def test_only_an_equal_bsn_makes_two_descriptions_one_person():
    full = person("Jan", "Bakker", born=BORN, bsn="999990019")
    same_facts = person("Jan", "Bakker", born=BORN)
    assert compare(full, full).verdict is Verdict.SAME
    assert compare(same_facts, same_facts).verdict is Verdict.LIKELY


def test_an_equal_bsn_with_everything_else_different_is_not_taken_for_one_person():
    one = person("Jan", "Bakker", born=BORN, bsn="999990019")
    other = person("Eva", "Wolters", born=date(1955, 12, 24), bsn="999990019")
    assert compare(one, other).verdict is not Verdict.SAME


def test_the_same_name_alone_is_for_a_person_to_look_at():
    assert compare(person("Jan", "Bakker"), person("Jan", "Bakker")).verdict is Verdict.POSSIBLE


def test_the_same_name_with_another_date_of_birth_is_somebody_else():
    one, other = (person("Jan", "Bakker", born=day) for day in (BORN, date(1955, 12, 24)))
    assert compare(one, other).verdict is Verdict.DIFFERENT


def test_a_name_with_an_error_is_a_likely_duplicate_when_birth_and_address_agree():
    facts = {"born": BORN, "postcode": "7061AB", "house_number": 12}
    found = compare(person("Mohamed", "El Idrissi", **facts), person("Mohammed", "Idrisi", **facts))
    assert found.verdict is Verdict.LIKELY


@given(PREFIXES, PREFIXES, WORDS, WORDS)
def test_a_tussenvoegsel_never_decides(one, other, core, another_core):
    known = person("Jan", another_core)
    assert compare(person("Jan", f"{one} {core}"), known) == compare(
        person("Jan", f"{other} {core}"), known
    )


@given(WORDS, WORDS)
def test_the_order_of_the_words_typed_makes_no_difference(given_name, surname):
    known = person(given_name, surname)
    assert (
        compare(asked(f"{given_name} {surname}"), known).points
        == compare(asked(f"{surname} {given_name}"), known).points
    )


@given(WORDS, WORDS)
def test_two_registered_people_match_as_much_either_way_round(one, other):
    mine, theirs = person("Jan", one), person("Jan", other)
    beginning = one.startswith(other) or other.startswith(one)
    assert beginning or compare(mine, theirs).points == compare(theirs, mine).points


@given(WORDS, st.data())
def test_a_name_with_one_error_scores_above_another_name(surname, data):
    place = data.draw(st.integers(0, len(surname) - 1))
    wrong = surname[:place] + surname[place + 1 :]
    match = compare(person("Jan", wrong), person("Jan", surname))
    assert Clue.SURNAME_OTHER not in match.clues
