"""BSN, telephone, e-mail and the names of colleagues."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from caseapp.flows.case_import.contacts import (
    Colleague,
    parse_bsn,
    parse_colleague,
    parse_email,
    parse_phone,
)


@pytest.mark.parametrize("text", ["999990019", " 9999.90.019 ", "9999 90019", "9999-90-019"])
def test_a_bsn_in_any_spelling_is_nine_digits(text):
    assert parse_bsn(text) == ("999990019", (), None)


def test_the_zero_that_excel_took_from_a_bsn_is_put_back_and_told():
    found = parse_bsn("10000008")
    assert (found.value, found.remarks[0].code) == ("010000008", "bsn-zero-restored")


@pytest.mark.parametrize(
    ("text", "code"),
    [("999990018", "bsn-check"), ("1234567", "bsn-length"), ("12345678x", "bsn-length"),
     ("٩٩٩٩٩٠٠١٩", "bsn-length"), ("9999900190", "bsn-length"), ("000000000", "bsn-check")],
)  # fmt: skip
def test_a_bsn_that_cannot_be_one_is_refused(text, code):
    assert parse_bsn(text).refused.code == code


@settings(deadline=None)  # a busy machine is no mistake
@given(st.integers(999_900_000, 999_999_999))
def test_one_wrong_digit_never_passes_the_elfproef(number):
    right = str(number)
    if parse_bsn(right).value:
        for wrong in {str((int(right[8]) + step) % 10) for step in range(1, 10)}:
            assert parse_bsn(right[:8] + wrong).value is None


@pytest.mark.parametrize(
    ("text", "read"),
    [
        ("06-12345678", "+31612345678"), ("06 12 34 56 78", "+31612345678"),
        ("+31 6 12345678", "+31612345678"), ("0031612345678", "+31612345678"),
        ("+31 (0)6 12345678", "+31612345678"), ("31612345678", "+31612345678"),
        ("(0315) 123456", "+31315123456"), ("tel: 0315-123456 (moeder)", "+31315123456"),
        ("+49 2871 123456", "+492871123456"), ("0049 2871 123456", "+492871123456"),
    ],
)  # fmt: skip
def test_a_telephone_number_is_written_in_one_way(text, read):
    assert parse_phone(text) == (read, (), None)


def test_the_zero_that_excel_took_from_a_telephone_number_is_put_back_and_told():
    found = parse_phone("612345678")
    assert (found.value, found.remarks[0].code) == ("+31612345678", "phone-zero-restored")


@pytest.mark.parametrize(
    "text", ["0315-123456 / 06-12345678", "0315123456; 0612345678", "0315123456 of 06"]
)
def test_of_more_telephone_numbers_the_first_is_used(text):
    found = parse_phone(text)
    assert (found.value, found.remarks[0].code) == ("+31315123456", "more-than-one")


@pytest.mark.parametrize("text", ["belt zelf", "12345", ";", "+0612345678"])
def test_what_is_no_telephone_number_is_refused(text):
    assert parse_phone(text).refused.code == "phone-unreadable"


@pytest.mark.parametrize(
    ("text", "read"),
    [("f.y@Voorbeeld.EXAMPLE", "f.y@voorbeeld.example"), ("mailto:a@b.nl", "a@b.nl"),
     ("Fatma <a@b.nl>", "a@b.nl"), ("a@b-c.co.uk", "a@b-c.co.uk")],
)  # fmt: skip
def test_an_email_address_is_found(text, read):
    assert parse_email(text) == (read, (), None)


def test_of_more_email_addresses_the_first_is_used():
    found = parse_email("a@b.nl; c@d.nl")
    assert (found.value, found.remarks[0].code) == ("a@b.nl", "more-than-one")


@pytest.mark.parametrize("text", ["heeft geen mail", "a@b", "@b.nl", f"a@{'b.' * 130}nl"])
def test_what_is_no_email_address_is_refused(text):
    assert parse_email(text).refused.code == "email-unreadable"


@pytest.mark.parametrize(
    ("text", "read"),
    [
        ("Noor Bakker", Colleague("Noor Bakker")),
        ("N.Bakker@Gemeente.example", Colleague("", "n.bakker@gemeente.example")),
        ("Noor Bakker <n.b@g.example>", Colleague("Noor Bakker", "n.b@g.example")),
    ],
)
def test_a_colleague_is_a_name_an_email_address_or_both(text, read):
    assert parse_colleague(text).value == read
    assert parse_colleague("a" * 201).refused.code == "text-too-long"


@pytest.mark.parametrize("parse", [parse_bsn, parse_phone, parse_email, parse_colleague])
def test_nothing_is_nothing(parse):
    assert parse(" n.v.t. ") == (None, (), None)


@settings(deadline=None)  # a busy machine is no mistake
@given(st.text(max_size=60))
def test_any_text_is_read_or_refused(text):
    for parse in (parse_bsn, parse_phone, parse_email, parse_colleague):
        found = parse(text)
        assert not (found.value and found.refused)
