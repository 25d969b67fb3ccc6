"""What is done about residents: registering, changing, relating them, forming households."""

from collections.abc import Sequence
from datetime import date
from typing import Any
from uuid import UUID

from sqlalchemy import select

from caseapp import accesslog, policy
from caseapp.accesslog import Event
from caseapp.extensions import db
from caseapp.kernel import clock
from caseapp.kernel.actor import Actor
from caseapp.kernel.errors import RuleBroken
from caseapp.model.residents import Household, HouseholdMember, Relation, RelationKind, Resident
from caseapp.model.sealed import DataKey
from caseapp.model.searches import Search
from caseapp.policy import Permission
from caseapp.residents import search_rows
from caseapp.residents.question import Question
from caseapp.residents.refusing import (
    refuse_backwards,
    refuse_known,
    refuse_known_bsn,
    refuse_nameless,
)
from caseapp.residents.registering import bsn_hash, new_resident

SOUGHT_BY = frozenset(
    {"surname", "first_names", "initials", "birth_date", "house_number", "postcode"}
)
"""Facts that a resident is found by: a change of one writes the search keys anew."""


def register(actor: Actor, municipality: Any, **facts: Any) -> Resident:
    """Register somebody who is not known yet; possible doubles were shown and decided before.

    Raises RuleBroken without a surname, and for a BSN that somebody else is registered with.
    """
    policy.require(actor, Permission.RESIDENT_REGISTER, municipality)
    refuse_nameless(facts)
    refuse_known_bsn(municipality.id, facts.get("bsn"))
    resident = new_resident(municipality.id, registered_by_id=actor.user_id, **facts)
    db.session.add(resident)
    search_rows.write_anew(db.session(), resident)
    accesslog.record(actor, Event.RESIDENT_REGISTERED, resident)
    return resident


def change(actor: Actor, resident: Resident, **facts: Any) -> Resident:
    """Change what is registered of a resident; only what differs is written, and found anew.

    Raises RuleBroken as `register` does. The log says which facts changed, never into what.
    """
    policy.require(actor, Permission.RESIDENT_EDIT, resident)
    changed = {
        name: value
        for name, value in facts.items()
        if (getattr(resident, name) or None) != (value or None)
    }
    if not changed:
        return resident
    if "surname" in changed:
        refuse_nameless(changed)
    if "bsn" in changed:
        bsn = changed["bsn"]
        refuse_known_bsn(resident.municipality_id, bsn)
        resident.bsn_hash = bsn_hash(resident.municipality_id, bsn) if bsn else None
    for name, value in changed.items():
        setattr(resident, name, value)
    if not SOUGHT_BY.isdisjoint(changed):
        search_rows.write_anew(db.session(), resident)
    accesslog.record(actor, Event.RESIDENT_CHANGED, resident, facts=",".join(sorted(changed)))
    return resident


def relate(
    actor: Actor,
    resident: Resident,
    *,
    other: Resident,
    kind: RelationKind,
    started_on: date | None = None,
    ended_on: date | None = None,
    source: str = "",
) -> Relation:
    """Register what another is to a resident: their parent, partner, guardian ...

    Raises RuleBroken for a relation with oneself, one that ends before it starts, and one that
    is registered already: one of a kind can run at a time.
    """
    policy.require(actor, Permission.RESIDENT_EDIT, resident)
    policy.require(actor, Permission.RESIDENT_VIEW, other)
    if resident.id == other.id:
        raise RuleBroken("related-to-oneself", "other")
    refuse_backwards(started_on, ended_on)
    refuse_known(other, resident, kind, started_on, ended_on)
    relation = Relation(
        municipality_id=resident.municipality_id,
        from_resident=other,
        to_resident=resident,
        kind=kind,
        started_on=started_on,
        ended_on=ended_on,
        source=source,
    )
    db.session.add(relation)
    accesslog.record(actor, Event.RELATION_REGISTERED, resident, kind=kind)
    return relation


def form_household(
    actor: Actor, residents: Sequence[Resident], *, started_on: date | None = None, source: str = ""
) -> Household:
    """Register that these residents live together."""
    for resident in residents:
        policy.require(actor, Permission.RESIDENT_EDIT, resident)
    if not residents:
        raise RuleBroken("household-of-nobody")
    household = Household(municipality_id=residents[0].municipality_id)
    db.session.add(household)
    for resident in residents:
        _let_in(household, resident, started_on, source)
    accesslog.record(actor, Event.HOUSEHOLD_FORMED, residents[0], members=str(len(residents)))
    return household


def join_household(
    actor: Actor,
    resident: Resident,
    *,
    other: Resident,
    started_on: date | None = None,
    source: str = "",
) -> Household:
    """Register that somebody lives with a resident: in their household, or in a new one of both.

    Who may see one of them from then on sees the other, so the actor must be allowed to change
    both. Raises RuleBroken when they live together already.
    """
    policy.require(actor, Permission.RESIDENT_EDIT, resident)
    policy.require(actor, Permission.RESIDENT_EDIT, other)
    home = _home(resident)
    if home is not None and home == _home(other):
        raise RuleBroken("lives-there-already", "together")
    household = db.session.get(Household, home) if home is not None else None
    if household is None:
        household = Household(municipality_id=resident.municipality_id)
        db.session.add(household)
        _let_in(household, resident, started_on, source)
    _let_in(household, other, started_on, source)
    accesslog.record(actor, Event.HOUSEHOLD_FORMED, resident)
    return household


def reveal_bsn(actor: Actor, resident: Resident) -> str:
    """Give the whole BSN; every look is written down by itself."""
    policy.require(actor, Permission.BSN_REVEAL, resident)
    accesslog.record(actor, Event.BSN_REVEALED, resident)
    return resident.bsn


def keep_search(actor: Actor, municipality: Any, *, question: Question) -> Search:
    """Keep what somebody looks for, sealed and for eight hours, so that no address tells it."""
    policy.require(actor, Permission.RESIDENTS_SEARCH, municipality)
    search = _kept(actor, municipality.id, question)
    accesslog.record(actor, Event.RESIDENTS_SEARCHED, search)
    return search


def keep_log_search(actor: Actor, municipality: Any, *, question: Question) -> Search:
    """Keep about whom somebody asks the access log, in the same way."""
    policy.require(actor, Permission.LOG_READ, municipality)
    search = _kept(actor, municipality.id, question)
    accesslog.record(actor, Event.RESIDENTS_SEARCHED, search)
    return search


def _kept(actor: Actor, municipality_id: UUID, question: Question) -> Search:
    search = Search(
        municipality_id=municipality_id,
        user_id=actor.user_id,
        key=DataKey.draw(municipality_id),
        terms=question.written(),
        at=clock.now(),
    )
    db.session.add(search)
    return search


def _home(resident: Resident) -> UUID | None:
    query = select(HouseholdMember).where(
        HouseholdMember.resident_id == resident.id, HouseholdMember.ended_on.is_(None)
    )
    known = db.session.scalars(query).all()
    latest = max(known, key=lambda one: (one.started_on or date.min, one.id.hex), default=None)
    return latest.household_id if latest is not None else None


def _let_in(household: Household, resident: Resident, started_on: date | None, source: str) -> None:
    db.session.add(
        HouseholdMember(
            municipality_id=resident.municipality_id,
            household_id=household.id,
            resident=resident,
            started_on=started_on,
            source=source,
        )
    )
