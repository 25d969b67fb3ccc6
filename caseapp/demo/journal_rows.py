"""The rows of the journal of a case: steps, corrections and drafts."""

import json
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from caseapp.demo.bulk import Bulk
from caseapp.demo.casefile import Case, Step
from caseapp.demo.marks import Marks, Seal
from caseapp.demo.words import CLOSINGS, SOURCES, class_of, kind_of
from caseapp.journal.police import days_of
from caseapp.kernel import clock
from caseapp.model import journal
from caseapp.model.content import USUAL, ContentClass
from caseapp.model.sealed import DataKey
from caseapp.model.shares import Share, ShareGround
from caseapp.settings import Terms


@dataclass(frozen=True, slots=True)
class Filed:
    """A case on its way to the database: its rows belong to `owned` and are sealed with `seal`."""

    file: Case
    reference: str
    owned: dict[str, Any]
    seal: Seal


SHARED_FROM = 3
SHARED_FOR = "Zodat beide sporen op de volgende afspraak hetzelfde weten."


class JournalRows:
    """Adds what was written down in a case."""

    def __init__(self, bulk: Bulk, marks: Marks) -> None:
        """Begin; the cases themselves come first."""
        self._bulk, self._marks = bulk, marks

    def add(self, filed: Filed) -> None:
        """Add all that was written in the journal of a case."""
        for step in filed.file.steps:
            self._add_step(filed, step)
        self._add_share(filed)
        self._add_corrections(filed)
        self._add_closing(filed)
        self._add_drafts(filed)

    def _step(self, filed: Filed, step: Step) -> dict[str, Any]:
        happened_on = clock.local(step.happened_at).date()
        return filed.owned | {
            "track": None if step.strip == "shared" else step.strip,
            "author_id": self._marks.staff(step.author),
            "kind": kind_of(step),
            "outcome": step.outcome,
            "source": SOURCES.get(step.source, step.source),
            "nature": step.nature,
            "content": class_of(step),
            "happened_on": happened_on,
            **days_of(class_of(step), happened_on, Terms()),
        }

    def _add_step(self, filed: Filed, step: Step) -> None:
        step_id = self._marks.of(step.key)
        text = filed.seal.texts(journal.Step, step_id, body=step.text)
        row = self._step(filed, step) | {"id": step_id, "created_at": step.logged_at}
        self._bulk.add(journal.Step, row | text)

    def _add_share(self, filed: Filed) -> None:
        """Add, for an escalated case that is open, the begin of its last step on a track."""
        on_track = [one for one in filed.file.steps if one.strip != "shared"]
        if filed.file.closed_at or filed.file.phase < SHARED_FROM or not on_track:
            return
        step = on_track[-1]
        share_id = self._marks.of(f"{step.key}/share")
        excerpt = step.text.partition(".")[0] + "." * ("." in step.text)
        texts = filed.seal.texts(Share, share_id, excerpt=excerpt, purpose=SHARED_FOR)
        police = class_of(step) is ContentClass.POLICE
        row = {
            "id": share_id,
            "step_id": self._marks.of(step.key),
            "from_track": step.strip,
            "content": class_of(step),
            "ground": ShareGround.POLICE_ACT if police else ShareGround.PUBLIC_TASK,
            "until_on": clock.today() + timedelta(days=60),
            "shared_at": step.logged_at,
            "shared_by_id": self._marks.staff(step.author),
        }
        self._bulk.add(Share, filed.owned | row | texts)

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
            "content": USUAL,
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
        "content": [USUAL.value],
    }
