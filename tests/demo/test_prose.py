from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from caseapp.demo.dice import roll
from caseapp.demo.prose import Slots, render
from caseapp.demo.voice import spoken_time
from caseapp.demo.workdays import at


def test_a_slot_is_filled_and_a_capital_slot_begins_with_a_capital() -> None:
    slots: Slots = {"hij": "zij", "tijd": lambda _: "twee uur"}
    text = render(roll(1), "Om {tijd} kwam {hij}. {Hij} bleef.", slots)
    assert text == "Om twee uur kwam zij. Zij bleef."


@given(st.integers())
def test_one_of_the_alternatives_is_written(seed: int) -> None:
    assert render(roll(seed), "[a|b [c|d]]", {}) in {"A", "B c", "B d"}


@pytest.mark.parametrize("template", ["a | b", "a ] b"])
def test_a_bracket_that_was_not_opened_is_refused(template: str) -> None:
    with pytest.raises(ValueError, match="bracket"):
        render(roll(1), template, {})


def test_an_unknown_slot_is_an_error_and_not_an_empty_place() -> None:
    with pytest.raises(KeyError):
        render(roll(1), "{onbekend}", {})


@pytest.mark.parametrize(
    ("hour", "minute", "spoken"),
    [(9, 0, "negen uur"), (9, 14, "kwart over negen"), (9, 25, "half tien"),
     (11, 45, "kwart voor twaalf"), (11, 58, "twaalf uur"), (12, 30, "half een")],
)  # fmt: skip
def test_a_time_is_said_as_people_say_it(hour: int, minute: int, spoken: str) -> None:
    assert spoken_time(at(date(2026, 3, 30), hour, minute)) == spoken
