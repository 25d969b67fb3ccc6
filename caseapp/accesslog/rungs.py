"""Writing down, once, that the sealing of the log came to another rung of its ladder."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any, cast
from uuid import UUID

from sqlalchemy import Connection, Table, select, text

from caseapp.accesslog.events import Event
from caseapp.accesslog.facts import FACTS
from caseapp.accesslog.seal.lateness import Rung
from caseapp.kernel.identifiers import new_id
from caseapp.model.accesslog import AccessEntry, Result

ENTRIES = cast("Table", AccessEntry.__table__)
LOCK = 7_013_001
"""The advisory lock under which workers on PostgreSQL write a rung down, one after another."""


@dataclass(frozen=True, slots=True)
class RungNote:
    """That a municipality's log is to say on which rung sealing is, and since when it waited."""

    municipality_id: UUID
    rung: Rung
    since: datetime

    @property
    def event(self) -> Event:
        """Give the event it is told as."""
        return Event.SEALING_IN_TIME if self.rung is Rung.IN_TIME else Event.SEALING_LATE

    def is_written(self, connection: Connection) -> bool:
        """Tell whether the newest that the log says of this lateness is this rung."""
        query = (
            select(ENTRIES.c.details)
            .where(
                ENTRIES.c.municipality_id == self.municipality_id,
                ENTRIES.c.at >= self.since,
                ENTRIES.c.event.in_([str(Event.SEALING_LATE), str(Event.SEALING_IN_TIME)]),
            )
            .order_by(ENTRIES.c.at.desc(), ENTRIES.c.seq.desc())
            .limit(1)
        )
        return connection.execute(query).scalar() == self._details()

    def rows(
        self, connection: Connection, at: datetime, blank: dict[str, Any]
    ) -> list[dict[str, Any]]:
        """Give the entry, or nothing when somebody else wrote it meanwhile."""
        if connection.dialect.name == "postgresql":
            connection.execute(text("SELECT pg_advisory_xact_lock(:lock)"), {"lock": LOCK})
        if self.is_written(connection):
            return []
        told = {
            "at": at,
            "trace_id": new_id(),
            "municipality_id": self.municipality_id,
            "event": str(self.event),
            "result": Result.DONE,
            "purpose": str(FACTS[self.event].purpose),
            "details": self._details(),
        }
        return [blank | told]

    def _details(self) -> str:
        return f"rung={self.rung.name.lower().replace('_', '-')}"
