"""A log that was really written: two towns, people at work over three months, and a sealer."""

from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, date, datetime
from uuid import UUID

import time_machine
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from flask import Flask
from sqlalchemy import Engine, text

from caseapp import accesslog
from caseapp.accesslog import Event
from caseapp.accesslog.seal import evidence
from caseapp.accesslog.seal.sealing import Sealer, open_months
from caseapp.extensions import db
from caseapp.kernel import crypto
from caseapp.kernel.actor import Actor, Role
from caseapp.kernel.crypto import KeyRing
from caseapp.model.accounts import User
from caseapp.model.cases import Case
from caseapp.model.residents import Resident
from tests.support import applications
from tests.support.cast import Town, actor_for

MONTHS = [datetime(2026, month, 12, 10, 0, tzinfo=UTC) for month in (9, 10, 11)]
AFTER = datetime(2026, 11, 25, 12, 0, tzinfo=UTC)


@dataclass
class Ledger:
    """The application, its log, and the key that seals it."""

    app: Flask
    engine: Engine
    key: Ed25519PrivateKey = field(default_factory=Ed25519PrivateKey.generate)
    municipality_id: UUID | None = None
    case_id: UUID | None = None
    resident_id: UUID | None = None
    actor: Actor | None = None
    town: Town | None = None
    worker: User | None = None
    reference: str = ""
    ring: KeyRing = field(default_factory=KeyRing)

    def sealer(self) -> Sealer:
        return Sealer(self.engine, self.key)

    def look(self, times: int = 1) -> None:
        """Let somebody open the case, as a request would: an entry, and a line for its resident."""
        for _ in range(times):
            book = accesslog.book_of(self.actor, "a request")
            book.origin = "own:0a1b2c3d"
            case = db.session.get_one(Case, self.case_id)
            accesslog.open_view(
                self.actor, Event.CASE_SHOWN, case, permission="case:view",
                relation="worker", purpose=None,
            )  # fmt: skip
            db.session.get_one(Resident, self.resident_id)
            db.session.commit()
            db.session.remove()

    def export(self) -> list[str]:
        with self.engine.connect() as connection:
            return list(evidence.lines(connection, self.municipality_id))

    def rows(self, sql: str, **values: object) -> list[tuple]:
        with self.engine.connect() as connection:
            return [tuple(row) for row in connection.execute(text(sql), values)]


@contextmanager
def kept(engine: str, name: str, *, opened: Iterable[date] = ()) -> Iterator[Ledger]:
    """Give a log of three months, not sealed yet, in a database of its own.

    Of the months in `opened` PostgreSQL has the partition before anything is written in them.
    """
    app = applications.application(engine, name)
    with app.app_context():
        ledger = Ledger(app, db.engine)
        crypto.use(ledger.ring)
        for day in opened:
            open_months(db.engine, day)
        with time_machine.travel(MONTHS[0], tick=True):
            town = Town()
            carer = town.person(Role.SOCIAL_WORKER)
            ledger.town, ledger.worker, resident = town, carer, town.resident()
            case = town.case(resident, care=carer)
            ledger.reference = case.reference
            ledger.municipality_id, ledger.case_id = town.id, case.id
            ledger.resident_id, ledger.actor = resident.id, actor_for(carer)
            accesslog.logbook(db.session()).clear()
            db.session.remove()
        for month in MONTHS:
            with time_machine.travel(month, tick=True):
                ledger.look(5)
        try:
            yield ledger
        finally:
            db.session.remove()
            db.engine.dispose()
