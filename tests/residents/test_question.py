"""What somebody typed, taken apart."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from caseapp.residents.question import LONGEST, Question, compact_postcode, read


@pytest.mark.parametrize(
    ("typed", "understood"),
    [
        ("Jan de Vries", Question("Jan de Vries")),
        ("de Vries 12-03-1984", Question("de Vries", date(1984, 3, 12))),
        ("1984-03-12 Vries", Question("Vries", date(1984, 3, 12))),
        ("7061 ab 12", Question("", None, "7061AB", 12)),
        ("Jansen 7061AB", Question("Jansen", None, "7061AB", None)),
        ("jansen, 7061 AB nr 12a", Question("jansen", None, "7061AB", 12)),
        ("999990019", Question(bsn="999990019")),
        ("9999 900 19", Question("9999 900 19")),
        ("999 990 019 Jansen", Question("Jansen", bsn="999990019")),
        ("999990018", Question("999990018")),
        ("31-02-1984 Jansen", Question("31-02-1984 Jansen")),
    ],
)
def test_a_line_is_taken_apart_into_what_it_tells(typed: str, understood: Question):
    assert read(typed) == understood


def test_a_postcode_alone_finds_nobody():
    assert read("7061 AB").is_empty
    assert not read("7061 AB 3").is_empty


@given(st.text(max_size=3 * LONGEST))
def test_whatever_is_typed_is_read_and_kept_without_loss(typed: str):
    question = read(typed)
    assert Question.read_back(question.written()) == question


@given(st.text(max_size=20))
def test_a_postcode_has_one_spelling(text: str):
    once = compact_postcode(text)
    assert compact_postcode(once) == once
