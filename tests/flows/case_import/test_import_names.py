"""Names in one cell or in four."""

from collections import Counter

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from caseapp.flows.case_import.name_parts import PersonName
from caseapp.flows.case_import.names import joined_name, parse_name, parse_people

PREFIXES = st.sampled_from(["", "van", "de", "van den", "van der", "ter", "in 't", "van de"])
WORDS = st.sampled_from(
    [
        "Berg",
        "Jansen",
        "Yılmaz",
        "Öztürk",
        "Wiśniewska",
        "Wissink",
        "Berg-Jansen",
        "Kovalenko",
        "D'Arcy",
    ]
)
FIRST = st.sampled_from(
    ["Gerrit", "Fatma", "Ayşe", "José", "Anne-Marie", "Çağla", "Tesfay", "Łucja"]
)
INITIALS = st.sampled_from(["J.", "J.P.", "A.B.C.", "Th.", "Ç.", "J.-P."])


def letters(text):
    return Counter(character for character in text.casefold() if character.isalpha())


def parts(name):
    return (name.surname, name.prefix, name.first_names, name.initials)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Berg, J. van den", ("Berg", "van den", "", "J.")),
        ("Berg van den, J.", ("Berg", "van den", "", "J.")),
        ("van den Berg, Jan", ("Berg", "van den", "Jan", "")),
        ("Berg, van den, J.", ("Berg", "van den", "", "J.")),
        ("J.P. van den Berg-Jansen", ("Berg-Jansen", "van den", "", "J.P.")),
        ("J. P. Jansen", ("Jansen", "", "", "J.P.")),
        ("J.Jansen", ("Jansen", "", "", "J.")),
        ("JP Jansen", ("Jansen", "", "", "JP")),
        ("Mw. F. Yılmaz", ("Yılmaz", "", "", "F.")),
        ("de heer dr. A. de Vries", ("Vries", "de", "", "A.")),
        ("Dhr Jan Jansen", ("Jansen", "", "Jan", "")),
        ("Fatma Yılmaz", ("Yılmaz", "", "Fatma", "")),
        ("Maria Johanna de Vries", ("Vries", "de", "Maria Johanna", "")),
        ("Mohammed Ali El Amrani", ("El Amrani", "", "Mohammed Ali", "")),
        ("De Vries", ("Vries", "de", "", "")),
        ("Jansen", ("Jansen", "", "", "")),
        ("Maria J. Jansen", ("Jansen", "", "Maria", "J.")),
        ("JANSEN, J", ("JANSEN", "", "", "J")),
        (", Jan Jansen", ("Jansen", "", "Jan", "")),
        ("Jansen,", ("Jansen", "", "", "")),
        (",Jansen,", ("Jansen,", "", "", "")),
    ],
)
def test_a_name_in_one_cell_is_taken_apart(text, expected):
    assert parts(parse_name(text).value) == expected


def test_a_family_is_a_household_and_not_a_person():
    for text in ("Fam. De Vries", "familie de Vries", "Gezin de Vries", "Fam.de Vries"):
        found = parse_name(text)
        assert found.value.is_household
        assert found.value.written == "de Vries"
        assert "name-of-household" in {remark.code for remark in found.remarks}


def test_the_name_of_a_partner_is_kept_apart():
    found = parse_name("A. Jansen e/v Pietersen")
    assert parts(found.value) == ("Jansen", "", "", "A.")
    assert found.value.partner_surname == "Pietersen"
    assert [remark.code for remark in found.remarks] == ["name-partner"]
    born = parse_name("Pietersen, A. geb. Jansen").value
    assert (parts(born), born.partner_surname) == (("Jansen", "", "", "A."), "Pietersen")
    assert parts(parse_name("Pietersen geb. Jansen").value) == ("Jansen", "", "", "")


def test_a_call_name_in_brackets_is_kept():
    found = parse_name("Berg, J.H. (Hans) van den").value
    assert (parts(found), found.call_name) == (("Berg", "van den", "", "J.H."), "Hans")
    assert parts(parse_name("(Hans)").value) == ("Hans", "", "", "")
    assert PersonName("Berg", call_name="Hans").written == "Hans Berg"


def test_a_guess_between_first_names_and_surname_is_told():
    found = parse_name("Sander Klein Gunnewiek")
    assert [remark.code for remark in found.remarks] == ["name-split-guessed"]


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("J@nsen 3", "name-has-digits"),
        ("F. Y?lmaz", "name-letter-lost"),
        ("Y\ufffdlmaz", "name-letter-lost"),
    ],
)
def test_what_is_odd_in_a_name_is_told(text, code):
    assert [remark.code for remark in parse_name(text).remarks] == [code]


@pytest.mark.parametrize(
    ("text", "code"), [("1234", "name-without-letters"), ("a" * 201, "name-too-long")]
)
def test_what_cannot_be_a_name_is_refused(text, code):
    assert parse_name(text).refused.code == code
    assert parse_people(text).refused.code == code
    assert joined_name(PersonName(surname=text)).refused.code == code


@pytest.mark.parametrize("text", ["", "??", "onbekend", " - "])
def test_nothing_is_nobody(text):
    assert parse_name(text) == (None, (), None)
    assert parse_people(text) == (None, (), None)


def test_several_people_in_a_cell_are_several_people():
    for text in ("J. Jansen en M. de Boer", "J. Jansen & M. de Boer", "J. Jansen\nM. de Boer"):
        found = parse_people(text)
        assert [name.written for name in found.value] == ["J. Jansen", "M. de Boer"]
        assert found.remarks[-1].code == "name-of-two"


def test_two_first_names_with_one_surname_are_not_split_but_told():
    found = parse_people("Jan en Marie Jansen")
    assert len(found.value) == 1
    assert found.remarks[-1].code == "name-of-two"


def test_a_name_in_four_cells_may_still_have_its_prefix_at_the_surname():
    assert parts(joined_name(PersonName("van den Berg", "", "Jan", "J.")).value) == (
        "Berg", "van den", "Jan", "J.",
    )  # fmt: skip
    assert joined_name(PersonName("Berg", "VAN DEN")).value.prefix == "van den"
    assert joined_name(PersonName("Jansen e/v Pietersen")).value.partner_surname == "Pietersen"
    assert joined_name(PersonName("Fam. Jansen")).value.is_household
    assert joined_name(PersonName()) == (None, (), None)


@settings(deadline=None)  # a busy machine is no mistake
@given(st.one_of(FIRST, INITIALS), PREFIXES, WORDS)
def test_a_name_split_and_joined_keeps_its_letters_and_its_parts(first, prefix, surname):
    whole = " ".join(part for part in (first, prefix, surname) if part)
    for text in (
        whole,
        f"{surname}, {first} {prefix}".strip(),
        f"{prefix} {surname}, {first}".strip(),
    ):
        name = parse_name(text).value
        assert letters(name.written) == letters(whole), text
        assert (name.surname, name.prefix) == (surname, prefix), text


@settings(deadline=None)  # a busy machine is no mistake
@given(st.text(alphabet=st.characters(categories=["L", "Zs", "Po", "Pd"]), max_size=60))
def test_no_letter_is_ever_made_up(text):
    name = parse_name(text).value
    if name:
        found = letters(" ".join((*parts(name), name.call_name)))
        assert found <= letters(text) or found <= letters(text.lower())


@settings(deadline=None)  # a busy machine is no mistake
@given(st.text(max_size=80))
def test_any_text_is_people_nobody_or_a_refusal(text):
    found = parse_people(text)
    assert not (found.value and found.refused)
    assert all(name.written or name.partner_surname for name in found.value or ())
