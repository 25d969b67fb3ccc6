"""Keeping the templates of letters, and writing down that a letter is made before it is."""

import base64
from typing import Any

from sqlalchemy import select

from caseapp import accesslog, cases, policy
from caseapp.accesslog import Event
from caseapp.extensions import db
from caseapp.kernel import clock
from caseapp.kernel.actor import Actor
from caseapp.kernel.errors import RuleBroken
from caseapp.kernel.identifiers import new_id
from caseapp.model.cases import Case
from caseapp.model.letters import Letter, LetterTemplate
from caseapp.model.residents import Resident
from caseapp.model.sealed import DataKey
from caseapp.papers import wordfile
from caseapp.papers.letters.queries import next_number
from caseapp.policy import Permission


def add_template(actor: Actor, municipality: Any, *, name: str, file: bytes) -> LetterTemplate:
    """Take a template into use; raises RuleBroken for a name in use, and for an unfit file."""
    policy.require(actor, Permission.LETTER_TEMPLATES_KEEP, municipality)
    wordfile.check(file)
    known = select(LetterTemplate.id).where(
        LetterTemplate.municipality_id == actor.municipality_id,
        LetterTemplate.name == name,
        LetterTemplate.retired_at.is_(None),
    )
    if db.session.scalar(known) is not None:
        raise RuleBroken("letter-template-known", "name")
    made = _kept(actor, name, file)
    accesslog.record(actor, Event.LETTER_TEMPLATE_KEPT, made)
    return made


def replace_template(actor: Actor, template: LetterTemplate, *, file: bytes) -> LetterTemplate:
    """Have another file take over the name; letters keep pointing at the one they were made of."""
    policy.require(actor, Permission.LETTER_TEMPLATE_CHANGE, template)
    wordfile.check(file)
    _retire(actor, template)
    made = _kept(actor, template.name, file)
    accesslog.record(actor, Event.LETTER_TEMPLATE_KEPT, made)
    return made


def retire_template(actor: Actor, template: LetterTemplate) -> None:
    """Let no more letters be made of it; raises RuleBroken when that was done before."""
    policy.require(actor, Permission.LETTER_TEMPLATE_CHANGE, template)
    _retire(actor, template)
    accesslog.record(actor, Event.LETTER_TEMPLATE_RETIRED, template)


def _retire(actor: Actor, template: LetterTemplate) -> None:
    db.session.refresh(template, ["retired_at", "retired_by_id"], with_for_update=True)
    if not template.is_in_use:
        raise RuleBroken("letter-template-retired-before")
    template.retired_at, template.retired_by_id = clock.now(), actor.user_id
    db.session.flush()  # the name is free before another takes it


def _kept(actor: Actor, name: str, file: bytes) -> LetterTemplate:
    made = LetterTemplate(
        id=new_id(),
        municipality_id=actor.municipality_id,
        key=DataKey.draw(actor.municipality_id),
        name=name,
        file_text=base64.b64encode(file).decode(),
        added_at=clock.now(),
        added_by_id=actor.user_id,
    )
    db.session.add(made)
    db.session.flush()
    return made


def write_letter(
    actor: Actor, case: Case, *, template: LetterTemplate, resident: Resident, number: int
) -> Letter:
    """Write down that a letter is made to somebody the case is about, in the log and in the case.

    Raises RuleBroken for a template that is not in use, for a resident of another case, and when a
    colleague made a letter with this number meanwhile.
    """
    policy.require(actor, Permission.PAPER_MAKE, case)
    policy.require(actor, Permission.RESIDENT_VIEW, resident)
    cases.lock(case)
    if not template.is_in_use or template.municipality_id != case.municipality_id:
        raise RuleBroken("letter-template-retired-before", "template")
    if resident.id not in {one.resident_id for one in case.subjects}:
        raise RuleBroken("letter-to-another", "resident")
    if number != next_number(case):
        raise RuleBroken("paper-number-taken")
    letter = Letter(
        municipality_id=case.municipality_id,
        case_id=case.id,
        case=case,
        number=number,
        template_id=template.id,
        recipient=resident.name,
        made_at=clock.now(),
        made_by_id=actor.user_id,
    )
    db.session.add(letter)
    db.session.flush()
    accesslog.record(actor, Event.LETTER_MADE, letter)
    return letter
