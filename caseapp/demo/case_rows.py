"""The rows of a case: what it is about, its two tracks, and who works on it."""

import re
from datetime import date, timedelta
from typing import Any

from caseapp.demo.bulk import Bulk
from caseapp.demo.casefile import Case as File
from caseapp.demo.casefile import Track as Strand
from caseapp.demo.closing_rows import ClosingRows
from caseapp.demo.escalation_rows import EscalationRows
from caseapp.demo.journal_rows import Filed, JournalRows
from caseapp.demo.log_rows import LogRows
from caseapp.demo.marks import Marks, Seal
from caseapp.demo.measure_rows import MeasureRows
from caseapp.demo.plan_rows import PlanRows
from caseapp.demo.queues import Queues, home_of
from caseapp.demo.strip_rows import StripRows
from caseapp.demo.words import CLOSINGS, dashed
from caseapp.demo.world import World
from caseapp.kernel import clock
from caseapp.model.cases import Case, CaseSubject, Involvement, Track
from caseapp.model.sealed import DataKey

LONGEST_TITLE = 110
USUAL_TERM = timedelta(days=14)
LATE_ENOUGH = timedelta(days=7)
SATURDAY = 5
PARTS = {"owner": "owner", "involved": "member", "case-director": "director"}


class CaseRows:
    """Adds cases one at a time, with everything that hangs on them."""

    def __init__(self, bulk: Bulk, world: World, marks: Marks) -> None:
        """Begin; staff and residents are there already."""
        self._bulk, self._world, self._marks = bulk, world, marks
        self._prefixes = {one.key: one.reference_prefix for one in world.municipalities}
        self._queues = Queues(world)
        self._journal = JournalRows(bulk, marks)
        self._strip = StripRows(bulk, marks)
        self._escalation = EscalationRows(bulk, marks)
        self._measures = MeasureRows(bulk, marks)
        self._closing = ClosingRows(bulk, world, marks)
        self._plans = PlanRows(bulk, marks, world.today)
        self.log = LogRows(bulk, world, marks)

    def add(self, file: File) -> None:
        """Add a case and its course."""
        municipality_id, case_id = self._marks.of(file.municipality), self._marks.of(file.key)
        seal = Seal(municipality_id, self._marks.of(f"{file.key}/key"), file.opened_at)
        number = int(file.key.rpartition("-c")[2])
        reference = self._marks.reference(self._prefixes[file.municipality], number)
        owned = {"municipality_id": municipality_id, "case_id": case_id}
        filed = Filed(file, reference, owned, seal)
        self._bulk.add(DataKey, seal.row)
        next_on = {track.kind: self._next_on(file, track) for track in file.tracks}
        self._bulk.add(Case, self._front(filed, next_on))
        for resident in file.subject.residents:
            identity = {"id": self._marks.of(f"{file.key}/{resident}")}
            about = {"resident_id": self._marks.of(resident)}
            self._bulk.add(CaseSubject, owned | identity | about)
        for track in file.tracks:
            self._bulk.add(Track, self._track(filed, track, next_on[track.kind]))
        self._add_involvements(filed)
        self._journal.add(filed)
        self._strip.add(filed)
        self._escalation.add(filed)
        self._measures.add(filed)
        self._closing.add(filed)
        self._plans.add(filed)
        self.log.add_looks(file)

    def _front(self, filed: Filed, next_on: dict[str, date | None]) -> dict[str, Any]:
        file, case_id = filed.file, filed.owned["case_id"]
        title = title_of(file.question)
        texts = {
            "title": title,
            "summary": file.question if file.question != title else "",
            "address": self._address(file),
        }
        return {
            "id": case_id,
            "municipality_id": filed.owned["municipality_id"],
            "reference": filed.reference,
            "key_id": filed.seal.row["id"],
            "phenomenon": dashed(file.phenomenon),
            "subject_kind": file.subject.kind,
            "state": file.state,
            "phase": file.phase,
            "phase_since": clock.local(file.phases[-1].decided_at).date(),
            "next_on": min((day for day in next_on.values() if day), default=None),
            "previous_case_id": self._marks.of(file.previous_case) if file.previous_case else None,
            "opened_at": file.opened_at,
            "opened_by_id": self._marks.staff(file.opened_by),
            "closed_at": file.closed_at,
            "created_at": file.opened_at,
            **filed.seal.texts(Case, case_id, **texts),
        }

    def _address(self, file: File) -> str:
        if file.subject.address is None:
            return ""
        found = home_of(self._world, file).address
        return f"{found.line}, {found.postcode} {found.town}"

    def _track(self, filed: Filed, track: Strand, next_on: date | None) -> dict[str, Any]:
        file = filed.file
        track_id = self._marks.of(f"{file.key}/{track.kind}")
        closing = f"Casus afgesloten: {CLOSINGS.get(file.closing_reason, 'doel bereikt')}."
        reason = "" if track.state != "closed" else closing if file.closed_at else track.goal
        return filed.owned | {
            "id": track_id,
            "kind": track.kind,
            "state": "done" if track.state == "closed" else "needed",
            "team_id": self._marks.of(self._queues.team(file, track)),
            "next_on": next_on,
            "is_agreed": track.state == "closed",
            "created_at": file.opened_at,
            **filed.seal.texts(Track, track_id, state_reason=reason, goal=track.goal),
        }

    def _add_involvements(self, filed: Filed) -> None:
        file = filed.file
        for number, one in enumerate(file.involvements):
            if one.relation == "process-director":
                continue  # a right of the office from phase 2 on, not a part in the case
            ended_at = None if one.until == file.closed_at else one.until
            row = {
                "id": self._marks.of(f"{file.key}/{number}/{one.staff}"),
                "user_id": self._marks.staff(one.staff),
                "part": "partner" if one.strip == "case" and one.relation == "involved"
                else PARTS[one.relation],
                "track": None if one.strip == "case" else one.strip,
                "started_at": one.since,
                "ended_at": ended_at,
            }  # fmt: skip
            self._bulk.add(Involvement, filed.owned | row)

    def _next_on(self, file: File, track: Strand) -> date | None:
        """Give the next date of a track that goes on: the one that was set, or a usual term.

        A case that is only watched is looked at now and then, so it is never weeks late.
        """
        if track.state == "closed":
            return None
        for strip in (track.kind, "shared"):
            set_days = [
                one.due_on for one in file.next_dates if one.strip == strip and not one.done_at
            ]
            if set_days and file.state != "watch":
                return max(set_days)
        last = max((step.logged_at for step in file.steps), default=file.opened_at)
        due, today = last.date() + USUAL_TERM, self._world.today
        if due < today - LATE_ENOUGH:
            due = today + timedelta(days=3 + int(file.key[-2:]) % 12)
        return due + timedelta(days=(7 - due.weekday()) * (due.weekday() >= SATURDAY))


END_OF_SENTENCE = re.compile(r"(?<!\b[Mm]w)(?<!\b[Mm]evr)(?<!\b[Dd]hr)\. ")
"""A full stop; that of "mw." and "dhr." is none."""


def title_of(question: str) -> str:
    """Give the short description of a case: the question, or its first sentence when long."""
    if len(question) <= LONGEST_TITLE:
        return question
    first = END_OF_SENTENCE.split(question)[0].rstrip(".")
    return first if len(first) <= LONGEST_TITLE else first[:LONGEST_TITLE].rpartition(" ")[0] + " …"
