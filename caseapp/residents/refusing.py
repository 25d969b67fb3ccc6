"""What is refused of what somebody wants to register: raises RuleBroken, and changes nothing."""

from datetime import date
from typing import Any
from uuid import UUID

from sqlalchemy import select

from caseapp import accesslog
from caseapp.extensions import db
from caseapp.kernel.errors import RuleBroken
from caseapp.model.residents import Relation, RelationKind, Resident
from caseapp.residents.registering import bsn_hash


def refuse_nameless(facts: dict[str, Any]) -> None:
    """Refuse somebody without a surname."""
    if not facts.get("surname"):
        raise RuleBroken("resident-without-surname", "surname")


def refuse_known(
    one: Resident,
    other: Resident,
    kind: RelationKind,
    started_on: date | None,
    ended_on: date | None,
) -> None:
    """Refuse a relation that is registered already: one of a kind can run at a time."""
    query = select(Relation).where(
        Relation.from_id == one.id, Relation.to_id == other.id, Relation.kind == kind
    )
    for known in db.session.scalars(query):
        both_run = known.ended_on is None and ended_on is None
        if both_run or (known.started_on, known.ended_on) == (started_on, ended_on):
            raise RuleBroken("relation-known", "kind")


def refuse_backwards(started_on: date | None, ended_on: date | None) -> None:
    """Refuse what would end before it starts."""
    if started_on is not None and ended_on is not None and ended_on < started_on:
        raise RuleBroken("ends-before-start", "ended_on")


def refuse_known_bsn(municipality_id: UUID, bsn: str | None) -> None:
    """One BSN, one resident; who it is stays unsaid, for the actor may not know them.

    Whose number was tried gets a line in the log: otherwise numbers could be tried unseen.
    """
    if not bsn:
        return
    holder = select(Resident.id).where(
        Resident.municipality_id == municipality_id,
        Resident.bsn_hash == bsn_hash(municipality_id, bsn),
    )
    known = db.session.scalar(holder.execution_options(unseen="position"))
    if known is not None:
        accesslog.also_about([(known, None)])
        raise RuleBroken("bsn-in-use", "bsn")
