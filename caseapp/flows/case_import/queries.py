"""What is asked about lists that are coming in."""

import base64
import json
from collections.abc import Sequence
from dataclasses import dataclass
from uuid import UUID

from sqlalchemy import select

from caseapp import residents
from caseapp.extensions import db
from caseapp.flows.case_import.columns import (
    ColumnChoice,
    Guess,
    check_choice,
    guess_columns,
    header_signature,
)
from caseapp.flows.case_import.messages import Message
from caseapp.flows.case_import.planning import plan
from caseapp.flows.case_import.proposals import ImportPlan, ProposedPerson
from caseapp.flows.case_import.reading import read
from caseapp.flows.case_import.tables import Sheet
from caseapp.kernel import clock, crypto
from caseapp.kernel.actor import Actor
from caseapp.model.imports import ColumnMapping, ImportedRow, ImportRun
from caseapp.residents import Known

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
    known: dict[int, Known]
    """By the row a person stands on: the registered resident they may be."""
    before: set[str]
    """The fingerprints of rows that came in before."""


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


def preview(offered: ImportRun) -> Preview:
    """Give what this list would become with the columns as they were chosen or are guessed."""
    sheet = read(base64.b64decode(offered.file_text))
    guesses = guess_columns(sheet)
    choice = _choice(offered, sheet, guesses)
    wrong = check_choice(sheet.columns, choice)
    made = NOTHING if wrong else plan(sheet, choice, today=clock.today())
    people = [person for case in made.cases for person in case.subjects]
    found = residents.recognise(offered.municipality_id, [describe(one) for one in people])
    return Preview(
        sheet,
        guesses,
        choice,
        wrong,
        made,
        {one.row_number: known for one, known in zip(people, found, strict=True) if known},
        _before(offered.municipality_id, [f for case in made.cases for f in case.fingerprints]),
    )


def _choice(offered: ImportRun, sheet: Sheet, guesses: Sequence[Guess]) -> ColumnChoice:
    if offered.choices:
        return ColumnChoice.remembered(sheet.columns, json.loads(offered.choices))
    saved = db.session.scalar(
        select(ColumnMapping.mapping).where(
            ColumnMapping.municipality_id == offered.municipality_id,
            ColumnMapping.signature == header_signature(sheet.columns),
        )
    )
    if saved is not None:
        return ColumnChoice.remembered(sheet.columns, json.loads(saved))
    return ColumnChoice.of_guesses(guesses)


def describe(person: ProposedPerson) -> residents.Description:
    """Say what the list knows of a person, as the search for people understands it."""
    name, address = person.name, person.address
    registered = residents.registered_name(name.first_names, name.initials, name.surname)
    return residents.Description(
        (registered,),
        person.birth_date,
        address.postcode.replace(" ", "") if address else "",
        residents.number_of(address.house_number) if address else None,
        person.bsn or "",
    )


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
