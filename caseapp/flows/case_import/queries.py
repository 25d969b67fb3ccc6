"""What is asked about lists that are coming in."""

import base64
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from uuid import UUID

from sqlalchemy import select

from caseapp import policy
from caseapp.extensions import db
from caseapp.flows.case_import import remembering
from caseapp.flows.case_import.colleagues import Colleagues
from caseapp.flows.case_import.columns import (
    ColumnChoice,
    Guess,
    check_choice,
    guess_columns,
)
from caseapp.flows.case_import.meeting import Double, Meeting
from caseapp.flows.case_import.messages import Message, say
from caseapp.flows.case_import.planning import plan
from caseapp.flows.case_import.proposals import (
    ImportPlan,
    Problem,
    ProposedCase,
    Remark,
)
from caseapp.flows.case_import.reading import read
from caseapp.flows.case_import.tables import Sheet
from caseapp.kernel import clock, crypto
from caseapp.kernel.actor import Actor
from caseapp.model.imports import ColumnMapping, ImportedRow, ImportRun
from caseapp.model.residents import Resident
from caseapp.policy import Permission

NOTHING = ImportPlan("", 0, [], [], (), ())
BATCH = 500


@dataclass(frozen=True, slots=True)
class Preview:
    """What a list would become: its columns, its cases, who is known and what came in before."""

    sheet: Sheet
    guesses: Sequence[Guess]
    choice: ColumnChoice
    wrong: Sequence[Message]
    plan: ImportPlan
    unknown_colleagues: Counter[str]
    """The names in whom no colleague is recognised, and in how many places."""
    new_cases: Sequence[ProposedCase]
    """The cases that come in: none of their rows came in before."""
    rows_before: int
    """How many rows came in before."""
    problems: Sequence[Problem]
    """The rows that cannot come in, each with the reason."""
    meeting: Meeting
    """Who the people of the new cases are."""

    @property
    def losses(self) -> list[Remark]:
        """The cells that do not come in although their row does."""
        return [one for case in self.new_cases for one in case.remarks if one.is_loss]

    @property
    def notices(self) -> list[Remark]:
        """What was read in a way that somebody had better look at."""
        return [one for case in self.new_cases for one in case.remarks if not one.is_loss]


def run(run_id: UUID) -> ImportRun | None:
    """Give one offered list."""
    return db.session.get(ImportRun, run_id)


def runs_of(actor: Actor) -> Sequence[ImportRun]:
    """Give the lists this person offered, the newest first."""
    return db.session.scalars(
        select(ImportRun)
        .where(ImportRun.user_id == actor.user_id)
        .order_by(ImportRun.started_at.desc())
        .limit(20)
    ).all()


def sheet_of(offered: ImportRun) -> Sheet:
    """Give the list itself as it was offered."""
    return read(base64.b64decode(offered.file_text))


def preview(offered: ImportRun) -> Preview:
    """Give what this list would become with the columns as they were chosen or are guessed."""
    sheet = sheet_of(offered)
    guesses = guess_columns(sheet)
    choice = _choice(offered, sheet, guesses)
    wrong = check_choice(sheet.columns, choice)
    made = NOTHING if wrong else plan(sheet, choice, today=clock.today())
    town = offered.municipality_id
    before = _before(town, [f for case in made.cases for f in case.fingerprints])
    new = [case for case in made.cases if before.isdisjoint(case.fingerprints)]
    return Preview(
        sheet,
        guesses,
        choice,
        wrong,
        made,
        Colleagues.of(town).unknown(new),
        new,
        sum(one in before for case in made.cases for one in case.fingerprints),
        sorted([*made.problems, *_beside_known_rows(made, before)], key=_row_number),
        Meeting.of(town, new),
    )


def _row_number(problem: Problem) -> int:
    return problem.row_number


def _beside_known_rows(made: ImportPlan, before: set[str]) -> Iterator[Problem]:
    """Give the new rows of cases that came in before: those are to be worked on by hand."""
    message = say("row-of-known-case")
    for case in made.cases:
        if before.isdisjoint(case.fingerprints):
            continue
        for number, fingerprint in zip(case.row_numbers, case.fingerprints, strict=True):
            if fingerprint not in before:
                yield Problem(number, "", message.code, message, "")


def faces(actor: Actor, doubts: Sequence[Double]) -> dict[UUID, Resident]:
    """Give the residents that people of a list may be, as far as one may see who they are."""
    ids = [double.resident_id for double in doubts]
    query = policy.visible(
        actor, Permission.RESIDENT_VIEW, select(Resident).where(Resident.id.in_(ids))
    )
    return {resident.id: resident for resident in db.session.scalars(query)} if ids else {}


def _choice(offered: ImportRun, sheet: Sheet, guesses: Sequence[Guess]) -> ColumnChoice:
    town, columns = offered.municipality_id, sheet.columns
    saved = offered.choices or db.session.scalar(
        select(ColumnMapping.mapping).where(
            ColumnMapping.municipality_id == town,
            ColumnMapping.signature == remembering.signature_of(town, columns),
        )
    )
    if saved is not None:
        return remembering.read_back(town, columns, saved)
    return ColumnChoice.of_guesses(guesses)


def fingerprint_of(municipality_id: UUID, fingerprint: str) -> bytes:
    """Hash the fingerprint of a row under the municipality's key: a thief cannot test guesses."""
    return crypto.keyed_hash(municipality_id, "imported row", fingerprint)


def _before(municipality_id: UUID, fingerprints: Sequence[str]) -> set[str]:
    known: set[str] = set()
    for start in range(0, len(fingerprints), BATCH):
        hashed = {
            fingerprint_of(municipality_id, f): f for f in fingerprints[start : start + BATCH]
        }
        query = select(ImportedRow.fingerprint).where(
            ImportedRow.municipality_id == municipality_id,
            ImportedRow.fingerprint.in_(list(hashed)),
        )
        known.update(hashed[bytes(found)] for found in db.session.scalars(query))
    return known
