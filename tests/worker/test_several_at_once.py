"""Several workers share the outbox and the schedule; one that is killed keeps nothing back."""

import os
import subprocess
import sys
import threading
from collections import Counter
from datetime import timedelta

import pytest
from sqlalchemy import func, select, update

from caseapp import notifications
from caseapp.extensions import db
from caseapp.kernel import clock
from caseapp.kernel.actor import Role
from caseapp.model import lock
from caseapp.model.messages import Message, MessageKind, Way
from caseapp.model.schedule import Duty, DutyName
from caseapp.worker import calling
from tests.support import applications, databases
from tests.support.cast import Town

MANY, WORKERS = 120, 4


@pytest.fixture(scope="module", params=databases.ENGINES)
def own_app(request):
    app = applications.application(request.param, "workers")
    yield app
    with app.app_context():
        db.session.remove()
        db.engine.dispose()


@pytest.fixture
def filled(own_app):
    """An outbox with many mails that have to go now."""
    with own_app.app_context():
        db.session.execute(Message.__table__.delete())
        db.session.execute(Duty.__table__.delete())
        town = Town()
        user = town.person(Role.SOCIAL_WORKER)
        for number in range(MANY):
            notifications.tell(
                MessageKind.DIGEST, town.municipality, to=[user.id], slot=str(number),
                way=Way.AT_ONCE,
            )  # fmt: skip
        db.session.commit()
        yield town
        db.session.rollback()
        lock.silence(db.session())


def at_once(app, work):
    """Have several threads do the same, each with a session of its own."""
    begin, failures = threading.Barrier(WORKERS), []

    def run(number):
        applications.SCOPE.set(f"worker {number}")
        with app.app_context():
            try:
                begin.wait()
                work()
            except BaseException as failure:
                failures.append(failure)
                raise
            finally:
                lock.silence(db.session())
                db.session.remove()

    threads = [threading.Thread(target=run, args=(number,)) for number in range(WORKERS)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert not failures


def test_of_several_that_claim_at_once_no_two_get_the_same(own_app, filled):
    taken = Counter()
    guard = threading.Lock()

    def claim_all():
        while True:
            with lock.aloud(db.session(), lock.Voice.WORKER):
                claimed = notifications.claim()
                db.session.commit()
            if not claimed:
                return
            with guard:
                taken.update(one.id for one in claimed)

    at_once(own_app, claim_all)
    assert len(taken) == MANY
    assert set(taken.values()) == {1}


def test_a_lease_that_is_over_is_another_workers_and_the_first_changes_nothing(own_app, filled):
    (first, *_rest) = notifications.claim(1)
    db.session.execute(
        update(Message).where(Message.id == first.id).values(leased_until=clock.now())
    )
    (again,) = notifications.claim(1)
    assert (again.id, again.tries) == (first.id, 2)
    assert again.lease_id != first.lease_id
    assert not notifications.mark_sent(first)
    assert not notifications.drop(first, "nobody")
    assert notifications.mark_sent(again)


def test_what_is_claimed_is_not_claimed_again_while_the_lease_runs(own_app, filled):
    seen = set()
    while claimed := notifications.claim(50):
        ids = {one.id for one in claimed}
        assert not seen & ids
        seen |= ids
    assert len(seen) == MANY


def test_of_several_that_look_at_the_schedule_one_does_each_duty(own_app, filled, monkeypatch):
    done = Counter()
    guard = threading.Lock()

    def does(name):
        def work():
            with guard:
                done[name] += 1

        return work

    monkeypatch.setattr(calling, "DUTIES", {name: does(name) for name in DutyName})
    calling.do_all_due()
    due = clock.now() - timedelta(minutes=1)
    db.session.execute(update(Duty).values(next_at=due))
    db.session.commit()
    done.clear()
    at_once(own_app, calling.do_all_due)
    assert done == dict.fromkeys(DutyName, 1)


def test_a_worker_that_is_killed_while_a_mail_goes_sends_it_once_more_with_the_same_id(
    own_app, filled, office, tmp_path
):
    db.session.execute(Message.__table__.delete())
    officer = filled.person(Role.PRIVACY_OFFICER)
    notifications.tell(
        MessageKind.REVIEW_WAITS, filled.municipality, to=[officer.id], way=Way.AT_ONCE
    )
    db.session.commit()
    office.may_answer.clear()
    first = _worker(own_app, office, tmp_path)
    assert office.arrived.wait(60)
    first.kill()
    first.wait()
    office.may_answer.set()
    row = db.session.scalars(select(Message).execution_options(populate_existing=True)).one()
    assert row.sent_at is None
    assert row.lease_id is not None

    db.session.execute(update(Message).values(leased_until=clock.now()))
    db.session.commit()
    second = _worker(own_app, office, tmp_path, "--once")
    assert second.wait(120) == 0
    assert len({letter["Message-ID"] for letter in office.letters()}) == 1
    assert len(office.taken) == 2
    sent = select(func.count()).where(Message.sent_at.is_not(None))
    assert db.session.scalar(sent.select_from(Message)) == 1
    db.session.rollback()
    third = _worker(own_app, office, tmp_path, "--once")
    assert third.wait(120) == 0
    assert len(office.taken) == 2


def _worker(app, office, folder, *arguments):
    url = app.config["SQLALCHEMY_DATABASE_URI"]
    ring = app.config["SAMENHANG"].key_ring
    environment = {
        **os.environ,
        **office.environment(),
        "DATABASE_URL": url.replace("postgresql+psycopg://", "postgresql://"),
        "SAMENHANG_INSTANCE": str(folder),
        "KEY_RING": str(ring),
    }
    command = [sys.executable, "-m", "flask", "--app", "wsgi", "worker", *arguments]
    with (folder / "worker.log").open("ab") as told:
        return subprocess.Popen(command, env=environment, stdout=told, stderr=told)  # noqa: S603 - this very program
