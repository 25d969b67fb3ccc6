"""Which column is what: guesses, choices, and what is remembered."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from caseapp.flows.case_import.columns import (
    ColumnChoice,
    check_choice,
    guess_columns,
    header_signature,
    heading_keys,
)
from caseapp.flows.case_import.headings import KNOWN, SYNONYMS, Field, recognise, tidy_heading
from caseapp.flows.case_import.tables import Row, Sheet


def sheet(*columns, rows=()):
    return Sheet("", 1, columns, [Row(number, cells) for number, cells in enumerate(rows, start=2)])


def fields(*columns, rows=()):
    return [guess.field for guess in guess_columns(sheet(*columns, rows=rows))]


@pytest.mark.parametrize(("field", "names"), SYNONYMS.items())
def test_every_known_heading_is_recognised_in_any_spelling(field, names):
    for name in names.split(";"):
        for spelled in (name, name.upper(), f" {name} *"):
            assert recognise(spelled).field is field, spelled


def test_no_heading_means_two_things():
    assert len(KNOWN) == len(
        {tidy_heading(n) for names in SYNONYMS.values() for n in names.split(";")}
    )
    for name, field in KNOWN.items():
        others = [f for f, names in SYNONYMS.items() if name in map(tidy_heading, names.split(";"))]
        assert others == [field], name


@pytest.mark.parametrize(
    ("heading", "field", "code"),
    [
        ("Geboortedatum (dd-mm-jjjj)", Field.BIRTH_DATE, "heading-contains"),
        ("Geboortedatm", Field.BIRTH_DATE, "heading-alike"),
        ("Casusregiseur", Field.DIRECTOR, "heading-alike"),
        ("Postcode klant", Field.POSTCODE, "heading-contains"),
    ],
)
def test_a_heading_with_more_words_or_an_error_is_recognised(heading, field, code):
    found = recognise(heading)
    assert (found.field, found.reason.code) == (field, code)
    assert found.confidence < recognise("Geboortedatum").confidence


@pytest.mark.parametrize("heading", ["", "  ", "Xyzzy", "a" * 61, "zeer onbekende kop"])
def test_an_unknown_heading_is_left_alone(heading):
    assert recognise(heading) is None


def test_a_number_after_the_street_is_the_house_number():
    assert fields("Nr", "Naam", "Straat", "Nr") == [
        Field.REFERENCE, Field.FULL_NAME, Field.STREET, Field.HOUSE_NUMBER,
    ]  # fmt: skip
    assert fields("Naam", "Adres", "Nr", "Plaats")[1:3] == [Field.STREET, Field.HOUSE_NUMBER]


def test_a_name_beside_first_names_is_the_surname():
    assert fields("Voornaam", "Naam") == [Field.FIRST_NAMES, Field.SURNAME]
    assert fields("Voornaam", "Naam", "Achternaam")[1] is Field.FULL_NAME


def test_a_heading_that_explains_the_whole_name_is_not_the_surname_alone():
    assert fields("Naam (achternaam, voorl.)", "BSN")[0] is Field.FULL_NAME
    assert fields("Achternaam", "BSN")[0] is Field.SURNAME
    assert fields("Naam (achternaam)", "Voornaam")[0] is Field.SURNAME


def test_a_column_without_a_known_heading_is_guessed_by_its_content():
    rows = [("999990019", "7061 AB", "a@b.example", "iets")] * 3
    assert fields("", "kolom", "qqq", "www", rows=rows) == [
        Field.BSN,
        Field.POSTCODE,
        Field.EMAIL,
        None,
    ]


def test_content_that_can_be_nothing_else_beats_a_doubtful_heading():
    assert fields("Nummer", rows=[("999990019",)] * 3) == [Field.BSN]


def test_no_use_is_guessed_twice_and_the_best_fit_wins():
    guesses = guess_columns(sheet("Trekker", "Casusregisseur", "Regie"))
    assert [guess.field for guess in guesses] == [None, Field.DIRECTOR, None]
    assert guesses[0].reason.code == guesses[2].reason.code == "heading-taken"


def test_notes_of_which_the_track_is_not_clear_are_to_be_looked_at():
    plain, shared = guess_columns(sheet("Opmerkingen")), guess_columns(sheet("Gedeelde notities"))
    assert (plain[0].confidence, plain[0].reason.code) == (0.4, "heading-notes")
    assert shared[0].confidence == 0.98


def test_a_choice_is_remembered_by_heading_whatever_the_order_of_the_columns():
    columns = ("Naam", "Telefoon", "Telefoon", "")
    choice = ColumnChoice((Field.FULL_NAME, Field.PHONE, Field.SECOND_PHONE, None))
    saved = choice.to_remember(columns)
    assert saved == {"naam": "full-name", "telefoon": "phone", "telefoon #2": "second-phone"}
    assert ColumnChoice.remembered(columns, saved) == choice
    turned = ColumnChoice.remembered(("TELEFOON", "", "telefoon", "naam"), saved)
    assert turned.targets == (Field.PHONE, None, Field.SECOND_PHONE, Field.FULL_NAME)
    assert ColumnChoice.remembered(("Naam",), {"naam": "no-such-field"}).targets == (None,)
    assert (choice.column_of(Field.PHONE), choice.column_of(Field.BSN)) == (1, None)


@settings(deadline=None)  # a busy machine is no mistake
@given(st.lists(st.text(max_size=8), max_size=8), st.randoms())
def test_the_signature_follows_the_headings_and_not_their_order(columns, dice):
    signature = header_signature(columns)
    dice.shuffle(columns)
    assert header_signature(columns) == signature
    assert header_signature([*columns, "Heel nieuwe kolom"]) != signature
    assert len(signature) == 64
    assert len(set(heading_keys(columns))) == len(columns)


@pytest.mark.parametrize(
    ("targets", "codes"),
    [
        ((Field.FULL_NAME, None), []),
        ((Field.ADDRESS, None), []),
        ((Field.POSTCODE, Field.HOUSE_NUMBER), []),
        ((None, None), ["mapping-needs-name"]),
        ((Field.BSN, Field.POSTCODE), ["mapping-needs-name"]),
        ((Field.FULL_NAME, Field.FULL_NAME), ["mapping-twice"]),
        ((Field.FULL_NAME, Field.INITIALS), ["mapping-part-without-surname"]),
        ((Field.FULL_NAME, Field.HOUSE_NUMBER), ["mapping-number-without-street"]),
        ((Field.FULL_NAME,), ["mapping-wrong-size"]),
    ],
)
def test_a_choice_that_cannot_work_is_refused_with_its_reason(targets, codes):
    wrong = check_choice(("a", "b"), ColumnChoice(targets))
    assert [message.code for message in wrong] == codes


def test_what_was_chosen_twice_is_named():
    wrong = check_choice(("a", "b"), ColumnChoice((Field.FULL_NAME, Field.FULL_NAME)))
    assert wrong[0].values == {"field": "full-name", "first": 1, "second": 2}


def test_all_guesses_together_are_a_choice():
    guesses = guess_columns(sheet("Naam", "Geb.datum", "qqq"))
    choice = ColumnChoice.of_guesses(guesses)
    assert choice.targets == (Field.FULL_NAME, Field.BIRTH_DATE, None)
