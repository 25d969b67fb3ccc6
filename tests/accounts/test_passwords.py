"""Passwords: hashed slowly, never cut off, and a first one that nobody chose."""

import argon2
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from caseapp.accounts import passwords


def test_a_password_fits_only_as_it_was_typed():
    stored = passwords.hashed(" Één heel lang wachtwoord ")
    assert passwords.fits(" Één heel lang wachtwoord ", stored)
    assert not passwords.fits("Één heel lang wachtwoord", stored)
    assert not passwords.fits(" één heel lang wachtwoord ", stored)


def test_a_long_password_is_not_cut_off():
    stored = passwords.hashed("a" * 200)
    assert not passwords.fits("a" * 199, stored)


def test_the_hash_follows_the_low_memory_profile_of_rfc_9106():
    found = argon2.extract_parameters(passwords.hashed("een heel lang wachtwoord"))
    assert (found.type, found.memory_cost, found.time_cost, found.parallelism) == (
        argon2.Type.ID,
        65536,
        3,
        4,
    )


def test_a_hash_of_an_older_profile_is_to_be_made_anew():
    old = argon2.PasswordHasher(memory_cost=8, time_cost=1, parallelism=1).hash("wachtwoord")
    assert passwords.is_outdated(old)
    assert not passwords.is_outdated(passwords.hashed("wachtwoord"))


@pytest.mark.parametrize("stored", [None, "", "geen hash", "$argon2id$v=19$m=8"])
def test_nobody_gets_in_without_a_hash(stored):
    assert not passwords.fits("wachtwoord", stored)
    assert not passwords.fits("", stored)


def test_an_account_that_is_not_there_takes_the_work_of_one_that_is(monkeypatch):
    verified = []

    class Hasher:
        def verify(self, stored, _password):
            verified.append(stored)
            return True

        def hash(self, _password):
            return "$argon2id$of nobody"

    monkeypatch.setattr(passwords, "_hasher", Hasher())
    monkeypatch.setattr(passwords, "_nobody", [])
    assert not passwords.fits("wachtwoord", None)
    assert passwords.fits("wachtwoord", "$argon2id$of Noor")
    assert verified == ["$argon2id$of nobody", "$argon2id$of Noor"]


@given(st.text(max_size=40))
def test_a_password_that_will_do_is_long_enough_and_not_all_alike(password):
    if passwords.problem(password) is None:
        assert len(password) >= passwords.MINIMUM_LENGTH
        assert len(set(password)) >= 5


@pytest.mark.parametrize(
    ("password", "problem"),
    [
        ("veertien tekens", None),
        ("veertien teken", "too-short"),
        ("é" * 600 + "abcd", "too-long"),
        ("abababababababab", "too-simple"),
    ],
)
def test_what_is_wrong_with_a_password_is_said(password, problem):
    assert passwords.problem(password) == problem


@settings(max_examples=50)
@given(st.integers())
def test_a_first_password_will_do_and_is_never_the_same(time):
    one, other = passwords.drawn(), passwords.drawn()
    assert time is not None
    assert passwords.problem(one) is None
    assert one != other
    assert len(one) == 23


def test_a_draw_that_is_too_simple_is_drawn_again(monkeypatch):
    drawn = iter("A" * 20 + "ABCDEFGHJKMNPQRSTVWX")
    monkeypatch.setattr(passwords.secrets, "choice", lambda _letters: next(drawn))
    assert passwords.drawn() == "ABCDE-FGHJK-MNPQR-STVWX"
