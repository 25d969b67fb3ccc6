"""Words with a fixed meaning: phenomenon, phase, state."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from caseapp.flows.case_import.words import (
    PHENOMENA,
    PHENOMENON_WORDS,
    parse_phase,
    parse_phenomenon,
    parse_state,
)


@pytest.mark.parametrize(("word", "name"), PHENOMENA.items())
def test_every_known_word_gives_its_phenomenon_whatever_the_capitals(word, name):
    assert parse_phenomenon(f" {word.upper()}. ") in {(name, (), None), (name, (), None)}


def test_no_word_means_two_phenomena():
    words = [word for line in PHENOMENON_WORDS.values() for word in line.split(";")]
    assert len(set(words)) == len(words)


def test_of_more_phenomena_the_first_known_one_is_used_and_told():
    found = parse_phenomenon("iets / vervuiling / verslaving")
    assert (found.value, found.remarks[0].code) == ("hoarding-pollution", "phenomenon-several")
    assert parse_phenomenon("/schulden/") == ("debt-problems", (), None)


def test_a_phenomenon_with_a_typing_error_is_read_and_told():
    found = parse_phenomenon("Woonoverlats")
    assert (found.value, found.remarks[0].code) == ("residential-nuisance", "phenomenon-alike")


def test_an_unknown_phenomenon_is_refused():
    assert parse_phenomenon("zie dossier").refused.code == "phenomenon-unknown"


@pytest.mark.parametrize(
    ("text", "phase"),
    [
        ("AVE 1", 1), ("ave-2", 2), ("AVE3", 3), ("fase IV", 4), ("Fase: 3", 3), ("III", 3),
        ("rood", 3), ("donker rood", 4), ("Donkerrood", 4), ("geel", 2), ("oranje", 2),
        ("groen", 1),
        ("3 - complex", 3), ("AVE 3 (rood)", 3), ("twee", 2), ("niveau 2", 2), ("4", 4),
        ("code rood", 3),
    ],
)  # fmt: skip
def test_a_phase_is_read_from_numbers_words_and_colours(text, phase):
    assert parse_phase(text) == (phase, (), None)


@pytest.mark.parametrize(
    ("text", "code"),
    [("hoog", "phase-unknown"), ("5", "phase-unknown"), ("AVE 2/3", "phase-several"),
     ("2 of 3", "phase-several"), ("AVE", "phase-unknown")],
)  # fmt: skip
def test_a_phase_that_is_not_clear_is_refused_and_never_guessed(text, code):
    assert parse_phase(text).refused.code == code


@pytest.mark.parametrize(
    ("text", "heading", "state"),
    [
        ("Lopend", "Status", "active"), ("in behandeling", "", "active"), ("nieuw", "", "intake"),
        ("waakvlam", "", "watch"), ("Afgesloten", "", "closed"), ("open (wijkteam)", "", "active"),
        ("ja", "Afgesloten?", "closed"), ("nee", "Afgesloten?", "active"),
        ("ja", "Actief", "active"), ("nee", "Actief", "closed"),
    ],
)  # fmt: skip
def test_a_state_is_read_and_yes_or_no_follows_the_heading(text, heading, state):
    assert parse_state(text, heading) == (state, (), None)


@pytest.mark.parametrize("text", ["tja", "niet actief", "zie boven"])
def test_an_unknown_state_is_refused(text):
    assert parse_state(text).refused.code == "state-unknown"


@pytest.mark.parametrize("parse", [parse_phenomenon, parse_phase, parse_state])
def test_nothing_is_nothing(parse):
    assert parse(" - ") == (None, (), None)


@settings(deadline=None)  # a busy machine is no mistake
@given(st.text(max_size=60))
def test_any_text_is_read_or_refused(text):
    for parse in (parse_phenomenon, parse_phase, parse_state):
        found = parse(text)
        assert not (found.value and found.refused)
