"""A log of three months that are long over, and the people who guard it."""

from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from uuid import UUID

import pytest
import time_machine

from caseapp import accesslog, approvals, retention
from caseapp.accesslog.logbook import Draft
from caseapp.extensions import db
from caseapp.flows import approved
from caseapp.kernel import clock
from caseapp.kernel.actor import Actor, Role
from caseapp.model.endings import LogDestruction
from caseapp.model.organisations import Municipality
from tests.accesslog.seal import ledger
from tests.support.cast import actor_for
from tests.support.databases import ENGINES, POSTGRESQL

LONG_AGO = [datetime(2020, month, 12, 10, 0, tzinfo=UTC) for month in (9, 10, 11)]
THEN = datetime(2020, 11, 25, 12, 0, tzinfo=UTC)
SEPTEMBER = date(2020, 9, 1)
OCTOBER = date(2020, 10, 1)
NOVEMBER = date(2020, 11, 1)


@dataclass
class Archive:
    """The log, and the two people who may end a month of it."""

    log: ledger.Ledger
    privacy: Actor
    ciso: Actor

    @property
    def office(self) -> Municipality:
        return db.session.get_one(Municipality, self.log.municipality_id)

    def month(self, month: date) -> retention.LogMonth:
        known = retention.months(self.log.municipality_id)
        return next(one for one in known if one.month == month)

    def ask(self, month: date) -> UUID:
        asked = retention.ask_destruction(
            self.privacy, self.month(month).tree, reason="De termijn is om."
        )
        db.session.commit()
        return asked.id

    def decide(self, approval_id: UUID, *, granted: bool = True) -> None:
        asked = approvals.approval(approval_id)
        shown = approvals.hashed(asked.kind, asked.subject_id, asked.payload).hex()
        approved.decide(self.ciso, asked, shown=shown, granted=granted)
        db.session.commit()

    def agree(self, month: date) -> None:
        """Ask and agree long enough ago for the time to think again to be over."""
        with time_machine.travel(clock.now() - timedelta(days=20)):
            self.decide(self.ask(month))

    def destroy(self) -> int:
        gone = retention.destroy_due()
        db.session.commit()
        self.log.sealer().run_until_idle()
        return gone

    def left(self, month: date) -> tuple[int, int, int]:
        """Count the entries, lines and leaves that are left of a month."""
        following = (month + timedelta(days=32)).replace(day=1)
        span = {"first": datetime(*month.timetuple()[:3], tzinfo=UTC), "last": following}
        span["last"] = datetime(*following.timetuple()[:3], tzinfo=UTC)
        counted = [
            self.log.rows(f"SELECT count(*) FROM {table} WHERE at >= :first AND at < :last", **span)
            for table in ("access_entries", "processings")
        ]
        leaves = self.log.rows(
            "SELECT count(*) FROM log_leaves WHERE month = :month AND entry_seq IS NOT NULL",
            month=month,
        )
        return (counted[0][0][0], counted[1][0][0], leaves[0][0])

    def ends(self) -> list[LogDestruction]:
        db.session.expire_all()
        return db.session.query(LogDestruction).order_by(LogDestruction.month).all()


@contextmanager
def kept_archive(monkeypatch, engine, opened=()):
    monkeypatch.setattr(ledger, "MONTHS", LONG_AGO)
    monkeypatch.setattr(ledger, "AFTER", THEN)
    with ledger.kept(engine, "ending", opened=opened) as kept:
        with time_machine.travel(LONG_AGO[0]):
            fail_to_sign_in()
        with time_machine.travel(THEN):
            kept.sealer().run_until_idle()
        people = [kept.town.person(role) for role in (Role.PRIVACY_OFFICER, Role.CISO)]
        made = Archive(kept, *(actor_for(person) for person in people))
        db.session.commit()
        yield made
        db.session.rollback()


def fail_to_sign_in():
    """Write an entry that belongs to no municipality."""
    book = accesslog.book_of(None)
    book.municipality_id = None
    book.acts.append(Draft(accesslog.Event.SIGN_IN_FAILED))
    db.session.commit()
    db.session.remove()


@pytest.fixture(params=ENGINES)
def archive(request, monkeypatch):
    with kept_archive(monkeypatch, request.param) as made:
        yield made


@pytest.fixture
def parted_archive(monkeypatch):
    """The same where PostgreSQL had a partition for each month from the beginning."""
    with kept_archive(monkeypatch, POSTGRESQL, [SEPTEMBER, OCTOBER, NOVEMBER]) as made:
        yield made
