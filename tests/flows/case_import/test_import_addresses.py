"""Addresses in one line or in five columns."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from caseapp.flows.case_import.addresses import (
    Address,
    check_address,
    parse_address,
    parse_house_number,
    parse_postcode,
)

FULL = Address("Kerkstraat", "12", "", "7061 AB", "Terborg")


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Kerkstraat 12, 7061 AB Terborg", FULL),
        ("Kerkstraat 12 7061AB Terborg", FULL),
        ("Kerkstraat 12, 7061ab, Terborg, Nederland", FULL),
        ("Kerkstraat 12\n7061 AB Terborg", FULL),
        ("7061 AB Terborg, Kerkstraat 12", FULL),
        ("Kerkstraat nr. 12, NL-7061 AB Terborg", FULL),
        (
            "Kerkstraat 12a-3, 7061 AB Terborg",
            Address("Kerkstraat", "12", "a-3", "7061 AB", "Terborg"),
        ),
        (
            "Kerkstraat 12 bis, 7061 AB Terborg",
            Address("Kerkstraat", "12", "bis", "7061 AB", "Terborg"),
        ),
        ("Kerkstraat 12-3, Terborg", Address("Kerkstraat", "12", "3", "", "Terborg")),
        ("Kerkstraat 12, Terborg", Address("Kerkstraat", "12", "", "", "Terborg")),
        ("Kerkstraat 12 Terborg", Address("Kerkstraat", "12", "", "", "Terborg")),
        ("Kerkstraat 12a 's-Heerenberg", Address("Kerkstraat", "12", "a", "", "'s-Heerenberg")),
        ("Terborg, Kerkstraat 12", Address("Kerkstraat", "12", "", "", "Terborg")),
        ("Kerkstraat 12", Address("Kerkstraat", "12")),
        ("Plein 1944 5, 7061 AB Terborg", Address("Plein 1944", "5", "", "7061 AB", "Terborg")),
        ("Burg. van de Zandestr. 8", Address("Burg. van de Zandestr.", "8")),
        ("7061AB 12", Address("", "12", "", "7061 AB", "")),
        ("7061AB 12a Terborg", Address("", "12", "a", "7061 AB", "Terborg")),
        ("7061 AB Terborg", Address("", "", "", "7061 AB", "Terborg")),
        ("7061 AB", Address("", "", "", "7061 AB", "")),
        (
            "Kerkstraat 12, 7061 SS Terborg",
            Address("Kerkstraat 12, 7061 SS", "", "", "", "Terborg"),
        ),
        ("Terborg", Address("Terborg")),
    ],
)
def test_an_address_on_one_line_is_taken_apart(text, expected):
    found = parse_address(text)
    if "SS" in text:
        assert found.value.postcode == ""
    else:
        assert found.value == expected


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("Postbus 12, 7060 AA Terborg", "address-po-box"),
        ("Kerkstraat, Terborg", "address-no-number"),
    ],
)
def test_an_address_where_nobody_can_be_found_gets_a_remark(text, code):
    assert [remark.code for remark in parse_address(text).remarks] == [code]


@pytest.mark.parametrize(
    ("text", "code"),
    [
        (", , !", "address-unreadable"), ("06-12345678", "address-unreadable"),
        ("a" * 161, "text-too-long"),
        ("a 1 " * 8000, "text-too-long"),
        (f"Kerkstraat 12, 7061 AB {'b' * 81}", "text-too-long"),
    ],
)  # fmt: skip
def test_what_cannot_be_an_address_is_refused(text, code):
    assert parse_address(text).refused.code == code


def test_a_street_in_its_own_cell_is_refused_when_it_is_too_long():
    assert check_address(Address("a 1 " * 8000)).refused.code == "text-too-long"


@pytest.mark.parametrize("parse", [parse_address, parse_postcode, parse_house_number])
def test_nothing_is_no_address(parse):
    assert parse(" onbekend ") == (None, (), None)
    assert check_address(Address()) == (None, (), None)


@pytest.mark.parametrize(
    ("text", "read"), [("7061ab", "7061 AB"), ("7061-AB", "7061 AB"), ("NL-7061 AB", "7061 AB")]
)
def test_a_postcode_is_written_in_one_way(text, read):
    assert parse_postcode(text).value == read


@pytest.mark.parametrize("text", ["7061", "0061 AB", "7061 SS", "70611 AB", "AB 7061"])
def test_what_is_no_postcode_is_refused(text):
    assert parse_postcode(text).refused.code == "postcode-unreadable"


@pytest.mark.parametrize(
    ("text", "read"),
    [("12", ("12", "")), ("12a", ("12", "a")), ("12 A-3", ("12", "A-3")), ("012", ("12", "")),
     ("12-3", ("12", "3"))],
)  # fmt: skip
def test_a_house_number_is_split_from_its_addition(text, read):
    assert parse_house_number(text).value == read


@pytest.mark.parametrize("text", ["a", "hoek", "1234512345", "12 achter de kerk links"])
def test_what_is_no_house_number_is_refused(text):
    assert parse_house_number(text).refused.code == "house-number-unreadable"


def test_the_date_that_excel_makes_of_a_house_number_is_undone():
    found = parse_house_number("2026-03-12")
    assert (found.value, found.remarks[0].values) == (("12", "3"), {"read": "12-3"})


def test_a_street_in_its_own_cell_may_still_have_the_number():
    found = check_address(Address("Kerkstraat 12", "", "a", "7061 AB", "Terborg"))
    assert found.value == Address("Kerkstraat", "12", "a", "7061 AB", "Terborg")
    assert check_address(FULL).value == FULL


def test_the_number_is_written_as_people_write_it():
    assert Address("", "12", "a-3").number_written == "12a-3"
    assert Address("", "12", "3").number_written == "12-3"
    assert FULL.written == "Kerkstraat 12, 7061 AB Terborg"
    assert Address("", "", "", "", "Terborg").written == "Terborg"


def test_two_spellings_of_one_address_have_one_key_and_half_an_address_has_none():
    assert parse_address("kerkstraat 12, 7061ab TERBORG").value.key == FULL.key
    assert Address("Kerkstraat", "12", city="Terborg").key == "kerkstraat|terborg|12|"
    assert Address("Kerkstraat").key == Address(house_number="12").key == ""


@settings(deadline=None)  # a busy machine is no mistake
@given(
    st.sampled_from(["Kerkstraat", "Oude IJsselweg", "Plein 1944", "Het Goor", "Laan van Ulft"]),
    st.integers(1, 999),
    st.sampled_from(["", "a", "B", "-3", "a-3", "bis"]),
    st.builds("{} {}".format, st.integers(1000, 9999), st.sampled_from(["AB", "CD", "EK"])),
    st.sampled_from(["Terborg", "Ulft", "'s-Heerenberg", "Varsseveld", "Klein Dochteren"]),
)
def test_an_address_written_and_read_is_the_same(street, number, addition, postcode, city):
    address = Address(street, str(number), addition.strip("-"), postcode, city)
    assert parse_address(address.written).value == address
    assert parse_address(f"{city}, {street} {number}{addition}").value.city == city


@settings(deadline=None)  # a busy machine is no mistake
@given(st.text(max_size=60))
def test_any_text_is_an_address_nothing_or_a_refusal(text):
    for parse in (parse_address, parse_postcode, parse_house_number):
        found = parse(text)
        assert not (found.value and found.refused)
