"""What comes back by the clock comes back, also after it went wrong and when the clock jumps."""

from datetime import UTC, datetime, timedelta
from uuid import uuid4

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy import select

from caseapp.cli import worker_health
from caseapp.extensions import db
from caseapp.kernel import clock
from caseapp.model.schedule import Duty, DutyName
from caseapp.notifications import backoff
from caseapp.worker import calling, times

FIRST = datetime(2026, 1, 1, tzinfo=UTC)
MOMENTS = st.integers(0, 5 * 366 * 24 * 60).map(lambda minutes: FIRST + timedelta(minutes=minutes))


@given(MOMENTS, st.sampled_from(list(DutyName)))
def test_it_is_always_due_again_within_a_day_and_an_hour_at_its_own_time(moment, name):
    after = times.next_after(name, moment)
    assert moment < after <= moment + timedelta(hours=25)
    if name in times.DAILY:
        at = clock.local(after).time()
        jumps = (
            clock.local(after).utcoffset() != clock.local(after - timedelta(hours=2)).utcoffset()
        )
        assert at == times.DAILY[name] or jumps


def test_the_mail_of_the_day_is_written_at_seven_in_winter_and_in_summer():
    winter = times.next_after(DutyName.DIGEST, datetime(2026, 1, 5, 12, tzinfo=UTC))
    summer = times.next_after(DutyName.DIGEST, datetime(2026, 7, 6, 12, tzinfo=UTC))
    assert (winter, summer) == (
        datetime(2026, 1, 6, 6, tzinfo=UTC),
        datetime(2026, 7, 7, 5, tzinfo=UTC),
    )


@given(st.integers(1, 10_000))
def test_a_retry_comes_later_each_time_and_within_the_hour(failures):
    now = datetime(2026, 1, 1, tzinfo=UTC)
    wait = times.retry_after(failures, now) - now
    assert timedelta(minutes=1) <= wait <= timedelta(hours=1)
    assert times.retry_after(failures + 1, now) - now >= wait


def test_a_mail_is_tried_seven_times_and_no_more():
    waits = [backoff.wait_after(tries) for tries in range(1, 8)]
    assert waits[-1] is None
    assert all(waits[:-1])
    assert backoff.wait_after(0) is None


@pytest.fixture
def duties(session, monkeypatch):
    made = {name: lambda: None for name in DutyName}
    monkeypatch.setattr(calling, "DUTIES", made)
    return made


def duty(name):
    db.session.expire_all()
    return db.session.get_one(Duty, name)


def test_the_first_look_writes_the_schedule_down_and_does_what_is_due_often(duties):
    assert calling.do_all_due() == 1
    assert set(db.session.scalars(select(Duty.name))) == set(DutyName)
    done = duty(DutyName.WATCHDOG)
    assert done.done_at is not None
    assert done.next_at > clock.now() + timedelta(minutes=9)
    assert duty(DutyName.DIGEST).done_at is None


def test_what_goes_wrong_is_tried_again_and_seen_by_the_doctor_and_goes_well_in_the_end(
    duties, hands
):
    def fail():
        message = "a name that must not be kept"
        raise KeyError(message)

    duties[DutyName.WATCHDOG] = fail
    for failures in (1, 2):
        assert calling.do_next() is False
        found = duty(DutyName.WATCHDOG)
        assert (found.failures, found.trouble) == (failures, "KeyError")
        assert clock.now() < found.next_at <= clock.now() + timedelta(minutes=3)
        assert calling.do_next() is None
        hands.pass_by(minutes=3)
    told = list(worker_health.of_worker(db.session.connection()))
    assert told == ["watchdog went wrong 2 time(s) in a row: KeyError."]
    duties[DutyName.WATCHDOG] = lambda: None
    assert calling.do_next() is True
    assert duty(DutyName.WATCHDOG).failures == 0
    assert not list(worker_health.of_worker(db.session.connection()))


def test_the_doctor_sees_that_no_worker_runs(duties, hands):
    calling.do_all_due()
    hands.pass_by(hours=3)
    told = list(worker_health.of_worker(db.session.connection()))
    assert "watchdog is overdue: does `flask worker` run?" in told


def test_a_duty_whose_lease_went_to_another_is_not_written_down_by_the_first(duties):
    calling.do_all_due()
    before = duty(DutyName.WATCHDOG).next_at
    calling._finish(DutyName.WATCHDOG, duty(DutyName.WATCHDOG).lease_id or uuid4(), "KeyError")
    assert duty(DutyName.WATCHDOG).next_at == before
    assert duty(DutyName.WATCHDOG).failures == 0


def test_every_duty_of_the_schedule_is_done_by_something():
    from caseapp.worker.duties import DUTIES

    assert set(DUTIES) == set(DutyName)
    assert set(times.EVERY) | set(times.DAILY) == set(DutyName)


def test_all_of_it_can_be_done_in_a_town_where_nothing_is_the_matter(session, town, hands):
    calling.do_all_due()
    hands.pass_by(hours=26)
    assert calling.do_all_due() == len(DutyName)
    assert all(one.failures == 0 for one in session.scalars(select(Duty)))
