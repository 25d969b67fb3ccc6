"""The rows of the access log: who looked at which case, and a line for everybody it is about."""

import secrets
from collections.abc import Mapping
from datetime import datetime
from typing import NamedTuple
from uuid import UUID

from caseapp.accesslog import Event, commitments
from caseapp.accesslog.facts import FACTS
from caseapp.demo.bulk import Bulk, first_free
from caseapp.demo.casefile import Case, Look
from caseapp.demo.marks import Marks
from caseapp.demo.words import OF_OFFICE, PURPOSES
from caseapp.demo.world import World
from caseapp.kernel.actor import Role
from caseapp.kernel.identifiers import new_id
from caseapp.model.accesslog import AccessEntry, Processing, Result
from caseapp.policy import Permission

RELATIONS = {"case-director": "director", "owner": "worker", "involved": "worker"}
TOGETHER = 2_000
Keys = Mapping[commitments.Subject, commitments.LogKey]
LARGEST_IN_ORDER = 5
"""Up to this scale the log is written in the order of time; a larger one does not fit memory."""


class View(NamedTuple):
    """One look on its way to the log."""

    at: datetime
    municipality_id: UUID
    user_id: UUID
    event: Event
    permission: Permission
    relation: str | None
    purpose: str | None
    case_id: UUID | None
    residents: tuple[UUID, ...]


class LogRows:
    """Adds looks, numbered on from what the log holds."""

    def __init__(self, bulk: Bulk, world: World, marks: Marks) -> None:
        """Begin behind the last entry."""
        self._bulk, self._marks = bulk, marks
        self._roles = {member.key: Role(member.role) for member in world.staff}
        self._in_order = world.scale <= LARGEST_IN_ORDER
        self._kept: list[View] = []
        self._waiting: list[tuple[int, int, View]] = []
        self._entry = first_free(bulk.session, AccessEntry)
        self.line = first_free(bulk.session, Processing)

    def add_looks(self, case: Case) -> None:
        """Add the looks at a case that belong to the work on it."""
        parts: dict[str, str] = {}
        for one in case.involvements:
            if one.relation == "involved" and one.strip == "case":
                parts[one.staff] = "partner"
            elif one.relation in RELATIONS and parts.get(one.staff) != "director":
                parts[one.staff] = RELATIONS[one.relation]
        for look in case.looks:
            self.add(self._view(look, parts.get(look.staff)))

    def add_snooping(self, looks: tuple[Look, ...]) -> None:
        """Add the planted looks, which no work explains: a stated purpose and no relation."""
        for look in looks:
            self.add(self._view(look, None))

    def _view(self, look: Look, part: str | None) -> View:
        searched = look.via == "search"
        purpose = None
        if part is None and not searched:
            office = OF_OFFICE.get(self._roles[look.staff])
            purpose = PURPOSES.get(look.reason) or office
        return View(
            at=look.at,
            municipality_id=self._marks.staff(look.case.partition("-")[0]),
            user_id=self._marks.staff(look.staff),
            event=Event.SEARCH_SHOWN if searched else Event.CASE_SHOWN,
            permission=Permission.SEARCH_READ if searched else Permission.CASE_VIEW,
            relation=None if searched else part,
            purpose=str(purpose) if purpose else None,
            case_id=None if searched else self._marks.of(look.case),
            residents=tuple(self._marks.of(resident) for resident in look.residents),
        )

    def add(self, view: View) -> None:
        """Add one look, at once or at the end."""
        if self._in_order:
            self._kept.append(view)
        else:
            self.put(view)

    def finish(self) -> None:
        """Write what was kept back, in the order of time, and all that waits."""
        for view in sorted(self._kept, key=lambda view: view.at):
            self.put(view)
        self._kept.clear()
        self._write()

    def put(self, view: View) -> None:
        """Take an entry with its lines, to be written with others."""
        self._waiting.append((self._entry, self.line, view))
        self._entry += 1
        self.line += len(view.residents)
        if len(self._waiting) >= TOGETHER:
            self._write()

    def _write(self) -> None:
        """Write what waits, each committed to under the keys of those it is about."""
        self._bulk.write()
        about = {("case", view.case_id) for *_, view in self._waiting if view.case_id}
        about |= {("resident", one) for *_, view in self._waiting for one in view.residents}
        keys = commitments.keys_of(self._bulk.session, {}, about)
        for entry, line, view in self._waiting:
            self._add(entry, line, view, keys)
        self._waiting.clear()

    def _add(self, entry: int, line: int, view: View, keys: Keys) -> None:
        shared = {
            "at": view.at,
            "municipality_id": view.municipality_id,
            "user_id": view.user_id,
            "event": str(view.event),
            "purpose": view.purpose or str(FACTS[view.event].purpose),
            "case_id": view.case_id,
        }
        trace = new_id()
        row = shared | {
            "seq": entry,
            "trace_id": trace,
            "request_id": secrets.token_hex(16),
            "result": Result.DONE.value,
            "permission": str(view.permission),
            "relation": view.relation,
            "subject_kind": "cases" if view.case_id else None,
            "subject_id": view.case_id,
            "details": "",
        }
        key = keys.get(("case", view.case_id)) if view.case_id else None
        row |= commitments.of_entry(key, row)
        lines = [
            shared
            | {"seq": line + number, "entry_seq": entry, "resident_id": resident}
            | commitments.of_line(keys.get(("resident", resident)), trace, resident, view.case_id)
            for number, resident in enumerate(view.residents)
        ]
        self._bulk.add_all(Processing, lines)
        self._bulk.add(AccessEntry, row)
