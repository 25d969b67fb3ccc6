"""Being signed in: it ends when it must, and failing says nothing about who exists."""

import re
from datetime import timedelta

import pytest
import time_machine
from sqlalchemy import event, func, select

from caseapp.accesslog import Event
from caseapp.accounts import passwords, sessions, throttle
from caseapp.accounts.sessions import Limits
from caseapp.kernel import bearing, clock
from caseapp.kernel.actor import Role
from caseapp.kernel.errors import RuleBroken
from caseapp.model.accesslog import AccessEntry
from caseapp.model.accounts import SignInAttempt, UserSession
from tests.support.cast import PASSWORD

LIMITS = Limits(idle=timedelta(minutes=15), absolute=timedelta(hours=9))
NINE = "2026-03-02T08:00:00Z"


@pytest.fixture
def noor(town):
    return town.person(Role.SOCIAL_WORKER, email="noor@testdam.example")


def signed_in(session, user):
    token = sessions.start(user)
    session.commit()
    return token


def test_signing_in_opens_a_session_and_is_recorded(session, noor):
    token = sessions.sign_in("NOOR@testdam.example", PASSWORD, address="127.0.0.1")
    session.commit()
    assert sessions.find(token, LIMITS).actor.user_id == noor.id
    assert session.scalar(select(AccessEntry.event)) == Event.SIGNED_IN


def test_the_token_is_stored_nowhere(session, noor):
    token = signed_in(session, noor)
    stored = session.scalars(select(UserSession)).one().token_hash
    assert stored == bearing.digest(token)
    assert token.encode() not in stored


def test_a_session_ends_after_a_quarter_of_an_hour_without_a_click(session, noor):
    with time_machine.travel(NINE, tick=False) as clockwork:
        token = signed_in(session, noor)
        clockwork.shift(timedelta(minutes=14, seconds=59))
        assert sessions.find(token, LIMITS) is not None
        session.commit()
        clockwork.shift(timedelta(minutes=14))
        assert sessions.find(token, LIMITS) is not None
        session.commit()
        clockwork.shift(timedelta(minutes=15))
        assert sessions.find(token, LIMITS) is None


def test_a_session_ends_after_nine_hours_however_busy(session, noor):
    with time_machine.travel(NINE, tick=False) as clockwork:
        token = signed_in(session, noor)
        for _ in range(53):
            clockwork.shift(timedelta(minutes=10))
            assert sessions.find(token, LIMITS) is not None
            session.commit()
        clockwork.shift(timedelta(minutes=10))
        assert sessions.find(token, LIMITS) is None


def test_a_click_within_the_same_minute_writes_nothing(session, noor):
    with time_machine.travel(NINE, tick=False) as clockwork:
        token = signed_in(session, noor)
        clockwork.shift(timedelta(seconds=30))
        sessions.find(token, LIMITS)
        session.commit()
        assert session.scalar(select(UserSession.seen_at)) == clock.now() - timedelta(seconds=30)


def test_a_session_of_somebody_who_was_deactivated_is_over(session, noor):
    token = signed_in(session, noor)
    noor.deactivated_at = clock.now()
    session.commit()
    assert sessions.find(token, LIMITS) is None
    assert sessions.holder_of_ended(token) is None


@pytest.mark.parametrize(
    ("email", "password"),
    [("niemand@testdam.example", PASSWORD), ("noor@testdam.example", "een ander lang wachtwoord")],
)
def test_a_failure_is_the_same_whether_the_account_exists(session, noor, email, password):
    with pytest.raises(RuleBroken) as refused:
        sessions.sign_in(email, password, address="127.0.0.1")
    assert (refused.value.message, refused.value.field) == ("sign-in-failed", None)


def test_an_ended_account_fails_like_one_that_never_was(session, noor):
    noor.deactivated_at = clock.now()
    session.commit()
    with pytest.raises(RuleBroken, match="sign-in-failed"):
        sessions.sign_in("noor@testdam.example", PASSWORD, address="127.0.0.1")


def test_the_page_of_a_failure_is_the_same_to_the_byte(client, noor):
    answers = []
    for email in ("niemand@testdam.example", "noor1@testdam.example", noor.email):
        answer = client.post("/sign-in", data={"email": email, "password": "niet goed, niet goed",
                                               "form_key": "a"})  # fmt: skip
        page = re.sub(rb'(value|data-csrf)="[\w.-]{40,}"', b"", answer.data)
        answers.append((answer.status_code, page.replace(email.encode(), b"-")))
    assert answers[0] == answers[1] == answers[2]


def test_a_failure_at_an_account_is_in_the_log_and_one_at_nobody_is_only_counted(session, noor):
    for email in (noor.email, "niemand@testdam.example"):
        with pytest.raises(RuleBroken):
            sessions.sign_in(email, "niet het goede wachtwoord", address="127.0.0.1")
    entries = session.scalars(select(AccessEntry)).all()
    assert [(entry.event, entry.user_id) for entry in entries] == [("session:refused", noor.id)]
    assert session.scalar(select(func.count(SignInAttempt.id))) == 4


def fail(times, *, email="noor@testdam.example", address="127.0.0.1"):
    for _ in range(times):
        with pytest.raises(RuleBroken):
            sessions.sign_in(email, "niet het goede wachtwoord", address=address)


@pytest.fixture
def quick(monkeypatch):
    """Let no password fit, without the slow part."""
    monkeypatch.setattr(passwords, "fits", lambda *_: False)


def test_too_many_failures_make_an_account_wait_and_then_let_it_in(
    session, noor, quick, monkeypatch
):
    with time_machine.travel(NINE, tick=False) as clockwork:
        fail(throttle.FREE_FOR_ACCOUNT)
        monkeypatch.setattr(passwords, "fits", lambda *_: True)
        with pytest.raises(RuleBroken, match="sign-in-throttled"):
            sessions.sign_in(noor.email, PASSWORD, address="10.0.0.9")
        clockwork.shift(throttle.LONGEST)
        assert sessions.sign_in(noor.email, PASSWORD, address="10.0.0.9")


def test_an_account_that_does_not_exist_waits_as_long(session, quick):
    with time_machine.travel(NINE, tick=False):
        fail(throttle.FREE_FOR_ACCOUNT, email="niemand@testdam.example")
        with pytest.raises(RuleBroken, match="sign-in-throttled"):
            sessions.sign_in("niemand@testdam.example", PASSWORD, address="10.0.0.9")


def test_an_address_that_guesses_at_many_accounts_waits_too(session, quick):
    with time_machine.travel(NINE, tick=False):
        for number in range(throttle.FREE_FOR_ADDRESS):
            fail(1, email=f"iemand{number}@testdam.example")
        with pytest.raises(RuleBroken, match="sign-in-throttled"):
            sessions.sign_in("ander@testdam.example", PASSWORD, address="127.0.0.1")
        with pytest.raises(RuleBroken, match="sign-in-failed"):
            sessions.sign_in("ander@testdam.example", PASSWORD, address="10.0.0.9")


def test_what_was_counted_names_nobody(session, quick):
    fail(1, email="niemand@testdam.example")
    for key in session.scalars(select(SignInAttempt.key_hash)):
        assert b"niemand" not in key
        assert len(key) == 16


def test_an_outdated_hash_is_renewed_at_the_next_sign_in(session, noor, monkeypatch):
    before = noor.password_hash
    monkeypatch.setattr(passwords, "is_outdated", lambda _stored: True)
    sessions.sign_in(noor.email, PASSWORD, address="127.0.0.1")
    session.commit()
    assert noor.password_hash != before
    assert passwords.fits(PASSWORD, noor.password_hash)


def test_a_failure_asks_as_much_of_the_database_whether_the_account_exists(session, noor, quick):
    """Else a patient clock tells who has an account."""

    def statements(email):
        asked = []

        def count(_connection, _cursor, statement, *_more):
            asked.append(statement.split()[0])

        event.listen(session.get_bind(), "before_cursor_execute", count)
        try:
            with pytest.raises(RuleBroken):
                sessions.sign_in(email, "fout", address="thuis")
        finally:
            event.remove(session.get_bind(), "before_cursor_execute", count)
        return sorted(asked)

    statements(noor.email)
    known, unknown = statements(noor.email), statements("niemand@testdam.example")
    assert [one for one in known if one in ("SELECT", "INSERT")] == [
        one for one in unknown if one in ("SELECT", "INSERT")
    ]
