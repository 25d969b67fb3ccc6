"""Waiting after failed sign-ins: a delay that grows to a minute, and never a lock."""

from datetime import UTC, datetime, timedelta

from hypothesis import given
from hypothesis import strategies as st

from caseapp.accounts.throttle import FREE_FOR_ACCOUNT, FREE_FOR_ADDRESS, LONGEST, wait

NOW = datetime(2026, 3, 1, 12, tzinfo=UTC)
failures = st.integers(0, 10_000)
since = st.timedeltas(timedelta(0), timedelta(minutes=15))
free = st.sampled_from([FREE_FOR_ACCOUNT, FREE_FOR_ADDRESS])


@given(failures, since, free)
def test_nobody_waits_longer_than_a_minute(count, ago, allowed):
    assert timedelta(0) <= wait(count, NOW - ago, NOW, free=allowed) <= LONGEST


@given(failures, since, free)
def test_the_first_attempts_are_free(count, ago, allowed):
    if count < allowed:
        assert wait(count, NOW - ago, NOW, free=allowed) == timedelta(0)


@given(failures, since, free)
def test_one_more_failure_never_shortens_the_wait(count, ago, allowed):
    shorter = wait(count, NOW - ago, NOW, free=allowed)
    assert wait(count + 1, NOW - ago, NOW, free=allowed) >= shorter


@given(failures, since, free)
def test_after_a_minute_the_door_is_open_again(count, ago, allowed):
    last = NOW - ago
    assert wait(count, last, last + LONGEST, free=allowed) == timedelta(0)


@given(failures, free)
def test_who_never_failed_does_not_wait(count, allowed):
    assert wait(count, None, NOW, free=allowed) == timedelta(0)


def test_the_sixth_failure_at_an_account_costs_two_seconds():
    assert wait(5, NOW, NOW, free=FREE_FOR_ACCOUNT) == timedelta(seconds=1)
    assert wait(6, NOW, NOW, free=FREE_FOR_ACCOUNT) == timedelta(seconds=2)
