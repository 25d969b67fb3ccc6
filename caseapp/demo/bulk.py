"""Many rows at once into the tables: in the order their keys demand, fast on both databases."""

from collections.abc import Iterable
from typing import Any, cast

from sqlalchemy import Column, Table, func, insert, select, text
from sqlalchemy.orm import Session

from caseapp.model import bulk
from caseapp.model.accesslog import AccessEntry, Processing
from caseapp.model.accounts import RoleGrant, TeamMembership, User
from caseapp.model.cases import Case, CaseSubject, Involvement, Track
from caseapp.model.closures import Closure, Watch
from caseapp.model.descents import Descent
from caseapp.model.domains import OwnDomain, OwnDomainSet
from caseapp.model.escalation import Acknowledgement, Flag, PhaseChange
from caseapp.model.handovers import Handover
from caseapp.model.journal import Draft, Step
from caseapp.model.leaves import Leave
from caseapp.model.measurements import Measurement
from caseapp.model.measures import CareOffer, Measure, MeasureStage
from caseapp.model.on_call import OnCallPlace
from caseapp.model.organisations import Municipality, Organisation, Team
from caseapp.model.plans import Plan, PlanAction, PlanGoal
from caseapp.model.residents import Household, HouseholdMember, Relation, Resident
from caseapp.model.safety_lines import SafetyLine
from caseapp.model.sealed import DataKey
from caseapp.model.searches import SearchKey
from caseapp.model.shares import Share
from caseapp.model.signals import Signal

BATCH = 5_000
"""Rows that go to the database together."""

COMMIT_EVERY = 20
"""Batches in one transaction: a world of the usual size is filled whole or not at all."""

PARENTS_FIRST: tuple[Any, ...] = (
    Municipality, Organisation, Team, User, RoleGrant, TeamMembership, OnCallPlace, Leave, DataKey,
    Resident, SearchKey, Household, HouseholdMember, Relation, Case, CaseSubject, Track,
    Involvement, Closure, Watch, Handover, Signal, Step, Share, SafetyLine, Draft, Descent,
    PhaseChange, Flag, Acknowledgement, Measure, MeasureStage, CareOffer, Plan, PlanGoal,
    PlanAction, OwnDomainSet, OwnDomain, Measurement,
    AccessEntry, Processing,
)  # fmt: skip


def table_of(noun: Any) -> Table:
    """Give the table of a noun."""
    return cast("Table", noun.__table__)


def first_free(session: Session, noun: Any) -> int:
    """Give the next number of a table whose rows are numbered."""
    number = table_of(noun).c.seq
    return int(session.execute(select(func.coalesce(func.max(number), 0))).scalar_one()) + 1


class Bulk:
    """Takes rows one by one and writes them in batches, each table after those it points to."""

    def __init__(self, session: Session) -> None:
        """Begin with empty batches for every table in `PARENTS_FIRST`."""
        self.session = session
        self._on_postgresql = session.get_bind().dialect.name == "postgresql"
        self._rows: dict[str, list[dict[str, Any]]] = {n.__tablename__: [] for n in PARENTS_FIRST}
        self._blank = {n.__tablename__: _blank(table_of(n)) for n in PARENTS_FIRST}
        self._waiting = self._batches = 0

    def add(self, noun: Any, row: dict[str, Any]) -> None:
        """Add one row; what it does not name gets the default of its column, or nothing."""
        self._rows[noun.__tablename__].append(self._blank[noun.__tablename__] | row)
        self._waiting += 1
        if self._waiting >= BATCH:
            self.write()

    def add_all(self, noun: Any, rows: Iterable[dict[str, Any]]) -> None:
        """Add several rows of one table, which stay together in a batch."""
        blank = self._blank[noun.__tablename__]
        before = len(self._rows[noun.__tablename__])
        self._rows[noun.__tablename__].extend(blank | row for row in rows)
        self._waiting += len(self._rows[noun.__tablename__]) - before

    def write(self) -> None:
        """Write what waits; commits now and then."""
        for noun in PARENTS_FIRST:
            rows = self._rows[noun.__tablename__]
            if rows:
                (self._pour if self._on_postgresql else self._insert)(table_of(noun), rows)
                rows.clear()
        self._waiting = 0
        self._batches += 1
        if self._batches % COMMIT_EVERY == 0:
            self.session.commit()

    def finish(self) -> None:
        """Write and commit all that is left, and let numbering go on behind it."""
        self.write()
        if self._on_postgresql:
            for noun in (AccessEntry, Processing):
                self.session.execute(
                    text("SELECT setval(pg_get_serial_sequence(:name, 'seq'), :next, false)"),
                    {"name": noun.__tablename__, "next": first_free(self.session, noun)},
                )
        self.session.commit()

    def _insert(self, table: Table, rows: list[dict[str, Any]]) -> None:
        self.session.connection().execute(insert(table), rows)

    def _pour(self, table: Table, rows: list[dict[str, Any]]) -> None:
        names = [column.name for column in table.columns]
        columns = [list(column) for column in zip(*(row.values() for row in rows), strict=True)]
        bulk.pour(self.session.connection(), table, names, columns)


def _blank(table: Table) -> dict[str, Any]:
    """Give a row with every column of a table, in order, holding its default."""
    return {column.name: _default(column) for column in table.columns}


def _default(column: Column[Any]) -> Any:
    default = column.default
    if default is None or not default.is_scalar:
        return None
    value = cast("Any", default).arg
    return getattr(value, "value", value)
