"""The rows of the course of a case: steps, drafts, changes of phase and flags."""

import json
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from caseapp.demo.bulk import Bulk
from caseapp.demo.casefile import Case, Flag, PhaseChange, Step
from caseapp.demo.marks import Marks, Seal
from caseapp.demo.words import CLOSINGS, RESPONSIBLE, SOURCES, TRIGGERS, kind_of
from caseapp.escalation import ladder
from caseapp.kernel import clock
from caseapp.model import escalation, journal
from caseapp.model.escalation import Acknowledgement, Trigger
from caseapp.model.sealed import DataKey

ESCALATED = 2
REVIEW_AFTER = timedelta(weeks=12)
"""When a case is back in the first phase, somebody looks once more after so long."""


@dataclass(frozen=True, slots=True)
class Filed:
    """A case on its way to the database: its rows belong to `owned` and are sealed with `seal`."""

    file: Case
    reference: str
    owned: dict[str, Any]
    seal: Seal


class CourseRows:
    """Adds what happened in a case."""

    def __init__(self, bulk: Bulk, marks: Marks) -> None:
        """Begin; the cases themselves come first."""
        self._bulk, self._marks = bulk, marks

    def add(self, filed: Filed) -> None:
        """Add the whole course of a case."""
        for step in filed.file.steps:
            self._add_step(filed, step)
        self._add_corrections(filed)
        self._add_closing(filed)
        for change in _rung_by_rung(filed.file.phases):
            self._add_change(filed, change)
        for flag in filed.file.flags:
            self._add_flag(filed, flag)
        self._add_drafts(filed)

    def _step(self, filed: Filed, step: Step) -> dict[str, Any]:
        return filed.owned | {
            "track": None if step.strip == "shared" else step.strip,
            "author_id": self._marks.staff(step.author),
            "kind": kind_of(step),
            "outcome": step.outcome,
            "source": SOURCES.get(step.source, step.source),
            "nature": step.nature,
            "happened_on": clock.local(step.happened_at).date(),
        }

    def _add_step(self, filed: Filed, step: Step) -> None:
        step_id = self._marks.of(step.key)
        text = filed.seal.texts(journal.Step, step_id, body=step.text)
        row = self._step(filed, step) | {"id": step_id, "created_at": step.logged_at}
        self._bulk.add(journal.Step, row | text)

    def _add_corrections(self, filed: Filed) -> None:
        """Add corrections: the text as it was, with what it should say below."""
        steps = {step.key: step for step in filed.file.steps}
        for one in filed.file.corrections:
            first, step_id = steps[one.step], self._marks.of(one.key)
            body = f"{first.text}\n\n{one.text}"
            texts = filed.seal.texts(journal.Step, step_id, body=body, reason=one.reason)
            row = {
                "id": step_id,
                "author_id": self._marks.staff(one.author),
                "corrects_id": self._marks.of(one.step),
                "created_at": one.corrected_at,
            }
            self._bulk.add(journal.Step, self._step(filed, first) | row | texts)

    def _add_closing(self, filed: Filed) -> None:
        """Add, for a closed case, the decision to close it as the last step on the shared strip."""
        file = filed.file
        if file.closed_at is None or file.closed_by is None:
            return
        step_id = self._marks.of(f"{file.key}/closing")
        body = f"Casus afgesloten: {CLOSINGS[file.closing_reason]}.\n{file.closing_note}".strip()
        row = {
            "id": step_id,
            "author_id": self._marks.staff(file.closed_by),
            "kind": "decision",
            "outcome": "agreed",
            "source": "own",
            "nature": "fact",
            "happened_on": clock.local(file.closed_at).date(),
            "created_at": file.closed_at,
        }
        texts = filed.seal.texts(journal.Step, step_id, body=body)
        self._bulk.add(journal.Step, filed.owned | row | texts)

    def _add_drafts(self, filed: Filed) -> None:
        for number, draft in enumerate(filed.file.drafts):
            draft_id = self._marks.of(f"{filed.file.key}/draft/{number}")
            municipality_id = filed.owned["municipality_id"]
            key_id = self._marks.of(f"{filed.file.key}/draft/{number}/key")
            seal = Seal(municipality_id, key_id, draft.saved_at)
            fields = json.dumps(_typed(draft.strip, draft.text, draft.saved_at))
            row = {
                "id": draft_id,
                "municipality_id": municipality_id,
                "user_id": self._marks.staff(draft.author),
                "path": f"/cases/{filed.reference}/steps",
                "key_id": key_id,
                "saved_at": draft.saved_at,
            }
            self._bulk.add(DataKey, seal.row)
            self._bulk.add(journal.Draft, row | seal.texts(journal.Draft, draft_id, fields=fields))

    def _add_change(self, filed: Filed, change: PhaseChange) -> None:
        change_id = self._marks.of(change.key)
        up = change.to_phase > change.from_phase
        triggers = [Trigger(TRIGGERS.get(word, word)) for word in change.triggers] if up else []
        decided_on = clock.local(change.decided_at).date()
        texts = {"reason": _reason(change), "tried": change.tried}
        row = {
            "id": change_id,
            "from_phase": change.from_phase,
            "to_phase": change.to_phase,
            "triggers": ladder.written(triggers),
            "review_on": change.review_on or decided_on + REVIEW_AFTER,
            "decided_by_id": self._marks.staff(change.decided_by),
            "changed_at": change.decided_at,
            "created_at": change.decided_at,
            **filed.seal.texts(escalation.PhaseChange, change_id, **texts),
        }
        self._bulk.add(escalation.PhaseChange, filed.owned | row)

    def _add_flag(self, filed: Filed, flag: Flag) -> None:
        flag_id = self._marks.of(flag.key)
        texts = {"facts": flag.reason, "answer": flag.answer}
        row = {
            "id": flag_id,
            "raised_by_id": self._marks.staff(flag.raised_by),
            "raised_at": flag.raised_at,
            "answer_by": ladder.answer_by(flag.raised_at),
            "answered_by_id": self._marks.staff(flag.answered_by) if flag.answered_by else None,
            "answered_at": flag.answered_at,
            "created_at": flag.raised_at,
            **filed.seal.texts(escalation.Flag, flag_id, **texts),
        }
        self._bulk.add(escalation.Flag, filed.owned | row)
        for number, colleague in enumerate(_told(filed.file, flag)):
            asked = {
                "id": self._marks.of(f"{flag.key}/{colleague}"),
                "municipality_id": filed.owned["municipality_id"],
                "flag_id": flag_id,
                "user_id": self._marks.staff(colleague),
                "asked_at": flag.raised_at,
                "acknowledged_at": _acknowledged(flag, colleague, number),
            }
            self._bulk.add(Acknowledgement, asked)


def _typed(strip: str, text: str, at: datetime) -> dict[str, list[str]]:
    """Give what somebody had typed into the form of a step."""
    day = clock.local(at).date()
    return {
        "place": ["strip" if strip == "shared" else strip],
        "kind": ["phone-call"],
        "happened_on-day": [str(day.day)],
        "happened_on-month": [str(day.month)],
        "happened_on-year": [str(day.year)],
        "nature": ["fact"],
        "body": [text],
        "outcome": ["none"],
        "source": ["own"],
    }


def _rung_by_rung(phases: tuple[PhaseChange, ...]) -> Iterator[PhaseChange]:
    """Give the changes of phase, of which one down by several rungs as several changes.

    The phase in which a case began is none; it stands on the case.
    """
    for number, change in enumerate(phases):
        if change.from_phase == 0:
            continue
        rungs = change.from_phase - change.to_phase
        if rungs <= 1:
            yield change
            continue
        before = phases[number - 1].decided_at
        for rung in range(rungs):
            yield _part(change, before, rung, rungs)


def _part(change: PhaseChange, before: datetime, rung: int, rungs: int) -> PhaseChange:
    start = change.from_phase - rung
    return PhaseChange(
        **{
            **{name: getattr(change, name) for name in PhaseChange.__slots__},
            "key": f"{change.key}/{rung}",
            "from_phase": start,
            "to_phase": start - 1,
            "decided_at": before + (change.decided_at - before) * (rung + 1) / rungs,
        }
    )


def _reason(change: PhaseChange) -> str:
    named = "; ".join(f"{RESPONSIBLE[part]} {who}" for part, who in change.responsible)
    return "\n\n".join(
        part
        for part in (
            change.reason,
            f"Afschalen kan als dit bereikt is: {change.end_condition}"
            if change.end_condition
            else "",
            f"Verantwoordelijk: {named}." if named else "",
        )
        if part
    )


def _told(file: Case, flag: Flag) -> list[str]:
    """Give who was told of a flag: director and owners, from phase 2 the process director too."""
    parts = {"owner", "case-director"} | (
        {"process-director"} if file.phase >= ESCALATED else set()
    )
    told = [one.staff for one in file.involvements
            if one.relation in parts and one.until in {None, file.closed_at}]  # fmt: skip
    answered = [flag.answered_by] if flag.answered_by else []
    return [who for who in dict.fromkeys(told + answered) if who != flag.raised_by]


def _acknowledged(flag: Flag, colleague: str, number: int) -> datetime | None:
    if colleague == flag.answered_by:
        return flag.answered_at
    if flag.answered_at is None and number % 2:
        return None
    at = flag.raised_at + timedelta(minutes=12 + 17 * number)
    return min(at, flag.answered_at) if flag.answered_at else at
