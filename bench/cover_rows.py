"""Makes a fictitious municipality many times larger in minutes: copies of its cases by SQL.

    python -m bench.cover_rows postgresql://SUPERUSER@HOST/DATABASE --cases 100000

Runs in the environment of an instance filled by `flask demo --scale 40`. Every case that is open,
or watched, is copied with all that stands around it until there are so many open ones. A copy has
residents of its own, as nobody has twenty cases: their names, like the title of the case, are
sealed anew with a key of their own and open on every page. The texts of steps, flags and signals
keep their weight, and open in the first copy only: no page measured here reads them. Relations
between residents are left out. Colleagues and teams grow as in the demo, with the square root of
the number of cases. Findings are copied too: what the watchdog said of a case holds of its copy.
"""

import argparse
import hashlib
import math
import sys
import time
from collections.abc import Callable, Iterator
from typing import Any, cast
from uuid import UUID

import psycopg
from psycopg import sql
from sqlalchemy import Table

from bench.visitor import app
from caseapp.kernel import crypto
from caseapp.kernel.identifiers import new_reference
from caseapp.model.accounts import RoleGrant, TeamMembership, User
from caseapp.model.cases import Case, CaseSubject, Involvement, Track
from caseapp.model.closures import Closure, Watch
from caseapp.model.escalation import Acknowledgement, Flag, PhaseChange
from caseapp.model.handovers import Handover
from caseapp.model.journal import Step
from caseapp.model.leaves import Leave
from caseapp.model.organisations import Municipality, Team
from caseapp.model.residents import Household, HouseholdMember, Resident
from caseapp.model.sealed import DataKey, Opens, OpensDay, place
from caseapp.model.searches import SearchKey
from caseapp.model.signals import Signal
from caseapp.model.watchdog import OF_SIGNALS, Finding

PEOPLE: tuple[Any, ...] = (Team, User, RoleGrant, TeamMembership, Leave)
"""Copied once for each crew: as many as the demo would have at that size."""
SEALED: tuple[Any, ...] = (Resident, Case, Signal)
"""With a key of their own: sealed anew, one by one, in this process."""
PLAIN: tuple[Any, ...] = (
    SearchKey, Household, HouseholdMember, CaseSubject, Track, Involvement, Closure, Watch, Step,
    PhaseChange, Flag, Acknowledgement, Handover, Finding,
)  # fmt: skip
WEIGHT_ONLY = (Signal,)
COPIED = frozenset(noun.__tablename__ for noun in (*PEOPLE, *SEALED, *PLAIN, DataKey))
OF_PEOPLE = frozenset(noun.__tablename__ for noun in PEOPLE)
PREFIX = "OIJ"
MEGABYTE = 1_000_000


def table_of(noun: Any) -> Table:
    """Give the table of a noun."""
    return cast("Table", noun.__table__)


def same(old: UUID, copy: int) -> UUID:
    """Give the id of a copy; the database makes the same of `md5`."""
    return UUID(hashlib.md5(f"{old}:{copy}".encode(), usedforsecurity=False).hexdigest())


def references(table: Table) -> dict[str, str]:
    """Give the columns that point to a table that is copied, and which."""
    found = {}
    for column in table.columns:
        for key in column.foreign_keys:
            if key.column.table.name in COPIED:
                found[column.name] = key.column.table.name
    if "id" in table.columns and table.name in COPIED:
        found["id"] = table.name
    return found


class Copies:
    """The copies of one municipality, in one connection that no lock of rows holds."""

    def __init__(self, connection: psycopg.Connection[Any], office: UUID, crews: int) -> None:
        self.connection, self.office, self.crews = connection, office, crews

    def ask(self, statement: str, *values: Any) -> list[Any]:
        """Run a statement of this file; nothing in it comes from outside."""
        found = self.connection.execute(cast("Any", statement), values)
        return found.fetchall() if found.description else []

    def choose(self) -> None:
        """Write down, beside the product's own tables, what is copied."""
        self.ask("CREATE SCHEMA bench")
        self.ask(
            "CREATE TABLE bench.chosen AS SELECT id FROM cases c WHERE municipality_id = %s AND ("
            "state <> 'closed' OR EXISTS (SELECT FROM watches w WHERE w.case_id = c.id AND"
            " w.ended_at IS NULL))",
            self.office,
        )
        self.ask(
            "CREATE TABLE bench.about AS SELECT resident_id AS id FROM case_subjects"
            " WHERE case_id IN (SELECT id FROM bench.chosen) UNION SELECT resident_id FROM signals"
            " WHERE municipality_id = %s AND ended_at IS NULL AND resident_id IS NOT NULL",
            self.office,
        )
        self.ask("ANALYZE bench.chosen; ANALYZE bench.about")

    def size(self) -> int:
        """Give how many open cases are copied each time."""
        counted = "SELECT count(*) FROM cases JOIN bench.chosen USING (id) WHERE state <> 'closed'"
        return int(self.ask(counted)[0][0])

    def which(self, noun: Any) -> str:
        """Give the condition that chooses the rows of a noun."""
        chosen, about = "(SELECT id FROM bench.chosen)", "(SELECT id FROM bench.about)"
        ours = f"t.municipality_id = '{self.office}'"
        kinds = ", ".join(f"'{kind.value}'" for kind in sorted(OF_SIGNALS))
        living = f"SELECT household_id FROM household_members WHERE resident_id IN {about}"  # noqa: S608 - names of this file
        flags = f"SELECT id FROM flags WHERE case_id IN {chosen}"  # noqa: S608 - names of this file
        of_these = f"(t.case_id IN {chosen} OR t.kind IN ({kinds}))"
        conditions = {
            **dict.fromkeys(PEOPLE, ours),
            Case: f"t.id IN {chosen}",
            Resident: f"t.id IN {about}",
            Signal: f"{ours} AND t.ended_at IS NULL",
            Finding: f"{ours} AND t.ended_at IS NULL AND {of_these}",
            Household: f"t.id IN ({living})",
            SearchKey: f"t.resident_id IN {about}",
            HouseholdMember: f"t.resident_id IN {about}",
            Acknowledgement: f"t.flag_id IN ({flags})",
        }
        return conditions.get(noun, f"t.case_id IN {chosen}")

    def column(self, table: Table, name: str) -> str:
        """Give what stands in a column of a copy, in SQL."""
        quoted = f't."{name}"'
        target = references(table).get(name)
        if (table.name, name) == ("findings", "subject_id"):
            target = "cases"  # or a track, a flag, a signal: all have copies of the same number
        if target is None:
            return {
                ("users", "email"): f"'k' || k || '.' || {quoted}",
                ("teams", "name"): f"{quoted} || ' / ' || k",
            }.get((table.name, name), quoted)
        number = "k"
        if target in OF_PEOPLE and table.name not in OF_PEOPLE:
            number = f"(k %% {self.crews})"
            return (
                f"CASE WHEN {number} = 0 THEN {quoted}"
                f" ELSE md5({quoted}::text || ':' || {number})::uuid END"
            )
        return f"md5({quoted}::text || ':' || {number})::uuid"

    def by_sql(self, noun: Any, first: int, last: int) -> None:
        """Copy the rows of a noun for these copies."""
        table = table_of(noun)
        names = [column.name for column in table.columns]
        columns = ", ".join(f'"{name}"' for name in names)
        values = ", ".join(self.column(table, name) for name in names)
        self.ask(
            f'INSERT INTO "{table.name}" ({columns}) SELECT {values} FROM "{table.name}" t,'  # noqa: S608 - names of the model
            f" generate_series(%s::int, %s::int) k WHERE {self.which(noun)} ON CONFLICT DO NOTHING",
            first,
            last,
        )

    def crew(self, user_id: Any, copy: int) -> Any:
        """Give which colleague or team has a copy: the crews take turns."""
        number = copy % self.crews
        return user_id if user_id is None or number == 0 else same(user_id, number)

    def sealed(self, noun: Any, first: int, last: int) -> None:
        """Copy nouns with a key of their own, each text sealed in its new place."""
        table = table_of(noun)
        names = [column.name for column in table.columns]
        condition = self.which(noun)
        found = self.ask(
            f"SELECT {', '.join(f't.{chr(34)}{n}{chr(34)}' for n in names)}, key.wrapping_version,"  # noqa: S608 - names of the model
            f' key.wrapped FROM "{table.name}" t JOIN data_keys key ON key.id = t.key_id'
            f" WHERE {condition}"
        )
        made = Sealing(self, noun, names)
        targets = (
            (DataKey, ("id", "municipality_id", "wrapping_version", "wrapped", "created_at")),
            (noun, tuple(names)),
        )
        for start in range(first, last + 1, AT_ONCE):
            pairs = [
                made.copy(row, copy)
                for copy in range(start, min(start + AT_ONCE, last + 1))
                for row in found
            ]
            for place_in_pair, (target, columns) in enumerate(targets):
                into = sql.SQL("COPY {} ({}) FROM STDIN").format(
                    sql.Identifier(target.__tablename__),
                    sql.SQL(", ").join(map(sql.Identifier, columns)),
                )
                with self.connection.cursor() as cursor, cursor.copy(into) as copying:
                    for pair in pairs:
                        copying.write_row(pair[place_in_pair])


AT_ONCE = 5
"""Copies of everything that are held in memory together."""


class Sealing:
    """Makes copies of the rows of one noun, with fresh keys."""

    def __init__(self, copies: Copies, noun: Any, names: list[str]) -> None:
        self.copies, self.noun, self.names = copies, noun, names
        self.points = references(table_of(noun))
        opens = [getattr(noun, name) for name in dir(noun) if isinstance(_of(noun, name), _TEXTS)]
        self.texts = [] if noun in WEIGHT_ONLY else [one.column for one in opens]
        self._plain: dict[UUID, dict[str, str]] = {}
        self._drawn = {one for (one,) in copies.ask("SELECT reference FROM cases")}

    def copy(self, row: Any, copy: int) -> tuple[tuple[Any, ...], list[Any]]:
        """Give the row of the fresh key, and the row of the copy."""
        old = dict(zip(self.names, row, strict=False))
        texts = self._plain.get(old["id"])
        if texts is None:
            texts = self._plain[old["id"]] = self._open(old, row[-2], row[-1])
        office, key_id = old["municipality_id"], same(old["key_id"], copy)
        bare = hashlib.sha256(key_id.bytes).digest()  # fictitious: drawn faster than at random
        version, wrapped = crypto.ring().wrap(office, key_id, bare)
        new = old | {name: self._pointed(old[name], name, copy) for name in self.points}
        new["key_id"] = key_id
        cipher = crypto.AESGCM(bare)
        for column, plain in texts.items():
            where = place(self.noun.__tablename__, column, new["id"])
            new[column] = crypto.seal(cipher, plain, where)
        if "reference" in new:
            new["reference"] = self._fresh_reference()
        for name in ("bsn_hash", "address_key"):
            if new.get(name):
                new[name] = hashlib.sha256(new[name] + copy.to_bytes(4)).digest()
        key = (key_id, office, version, wrapped, old["created_at"])
        return key, [new[name] for name in self.names]

    def _fresh_reference(self) -> str:
        """Draw a reference that nobody has: among a million, some would come twice."""
        while (drawn := new_reference(PREFIX)) in self._drawn:
            pass
        self._drawn.add(drawn)
        return drawn

    def _open(self, old: dict[str, Any], version: int, wrapped: bytes) -> dict[str, str]:
        bare = crypto.ring().unwrap(old["municipality_id"], old["key_id"], version, wrapped)
        cipher, table = crypto.AESGCM(bare), self.noun.__tablename__
        return {
            name: crypto.unseal(cipher, old[name], place(table, name, old["id"]))
            for name in self.texts
            if old[name] is not None
        }

    def _pointed(self, old: Any, name: str, copy: int) -> Any:
        target = self.points[name]
        if old is None or target in OF_PEOPLE:
            return self.copies.crew(old, copy)
        if name == "previous_case_id":
            return old  # closed, and there once
        return same(old, copy)


_TEXTS = (Opens, OpensDay)


def _of(noun: Any, name: str) -> Any:
    return next((kind.__dict__[name] for kind in noun.__mro__ if name in kind.__dict__), None)


def timed(what: str, work: Callable[[], None]) -> None:
    """Say how long a part took."""
    began = time.monotonic()
    work()
    print(f"  {what}: {time.monotonic() - began:.1f} s", flush=True)


def secondary(connection: psycopg.Connection[Any], only: str | None) -> Iterator[tuple[str, str]]:
    """Give the indexes that hold no rule: put back when all rows are there."""
    found = connection.execute(
        "SELECT i.indexname, i.indexdef, i.tablename FROM pg_indexes i JOIN pg_index x ON"
        " x.indexrelid = (quote_ident(i.schemaname) || '.' || quote_ident(i.indexname))::regclass"
        " WHERE NOT x.indisunique AND i.schemaname = 'public'"
    ).fetchall()
    for name, made, table in found:
        if table in COPIED and only in (None, table):
            yield name, made


def main() -> None:  # noqa: PLR0915 - one step after another
    """Make the copies, in one transaction."""
    asked = argparse.ArgumentParser(description=__doc__)
    asked.add_argument("owner")
    asked.add_argument("--cases", type=int, default=100_000)
    asked.add_argument("--only", help="copy this table alone, of a municipality filled before")
    chosen = asked.parse_args()
    with app.app_context(), psycopg.connect(chosen.owner) as connection:
        if connection.execute(
            "SELECT count(*) FROM municipalities WHERE NOT is_fictitious"
        ).fetchone() != (0,):
            sys.exit("This instance holds a real municipality.")
        office = connection.execute(
            "SELECT municipality_id FROM cases GROUP BY 1 ORDER BY count(*) DESC LIMIT 1"
        ).fetchone()
        assert office is not None, table_of(Municipality).name
        copies = Copies(connection, office[0], 1)
        if not chosen.only:
            copies.choose()
        base = copies.size()
        times = math.ceil(chosen.cases / base)
        copies.crews = max(1, math.ceil(math.sqrt(times)))
        print(f"{base} open cases, {times} times, {copies.crews} crews", flush=True)
        connection.execute("SET session_replication_role = replica")
        connection.execute("SET synchronous_commit = off")
        indexes = list(secondary(connection, chosen.only))
        for name, _made in indexes:
            connection.execute(sql.SQL("DROP INDEX {}").format(sql.Identifier(name)))
        wanted = chosen.only
        for noun in (one for one in PEOPLE if wanted in (None, one.__tablename__)):
            timed(noun.__tablename__, lambda noun=noun: copies.by_sql(noun, 1, copies.crews - 1))
        for noun in (one for one in SEALED if wanted in (None, one.__tablename__)):
            timed(noun.__tablename__, lambda noun=noun: copies.sealed(noun, 1, times - 1))
        for noun in (one for one in PLAIN if wanted in (None, one.__tablename__)):
            timed(noun.__tablename__, lambda noun=noun: copies.by_sql(noun, 1, times - 1))
        for name, made in indexes:
            timed(name, lambda made=made: connection.execute(made) and None)
    with psycopg.connect(chosen.owner, autocommit=True) as connection:
        timed("vacuum", lambda: connection.execute("VACUUM (ANALYZE)") and None)


if __name__ == "__main__":
    main()
