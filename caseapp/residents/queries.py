"""What is asked about residents: who somebody is, lives with, relates to, and in which cases."""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from functools import partial
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, Select, and_, or_, select
from sqlalchemy.orm import contains_eager

from caseapp import policy
from caseapp.extensions import db
from caseapp.kernel import clock
from caseapp.kernel.actor import Actor
from caseapp.kernel.identifiers import read_reference
from caseapp.model.case_words import CaseState
from caseapp.model.cases import Case, CaseSubject
from caseapp.model.residents import HouseholdMember, Relation, Resident
from caseapp.model.searches import Search
from caseapp.policy import Permission
from caseapp.residents.expiry import SEARCH_LASTS
from caseapp.residents.finding import Finder, Found, may_be_same
from caseapp.residents.matching import Description
from caseapp.residents.question import Question
from caseapp.residents.registering import bsn_hash
from caseapp.residents.search_rows import number_of, registered_name

MOST_DUPLICATES = 8
MOST_PICKED = 20

_ID = re.compile(r"[0-9a-f]{32}")


def resident(resident_id: UUID) -> Resident | None:
    """Give the resident with this id."""
    return db.session.get(Resident, resident_id)


def people(actor: Actor, typed: Iterable[str]) -> list[Resident]:
    """Give the residents with these ids, as a form sent them, as far as one may see them."""
    ids = [UUID(text) for text in typed if _ID.fullmatch(text)][:MOST_PICKED]
    query = select(Resident).where(Resident.id.in_(ids)).order_by(Resident.id)
    if not ids:
        return []
    return list(db.session.scalars(policy.visible(actor, Permission.RESIDENT_VIEW, query)))


def openable(actor: Actor, resident_ids: Iterable[UUID]) -> set[UUID]:
    """Give those of these residents somebody may see; none of them is shown."""
    ids = set(resident_ids)
    if not ids:
        return set()
    query = select(Resident.id).where(Resident.id.in_(ids))
    query = policy.visible(actor, Permission.RESIDENT_VIEW, query)
    return set(db.session.scalars(query.execution_options(unseen="policy")))


def search(search_id: UUID) -> Search | None:
    """Give a kept search; None for one that expired."""
    since = clock.now() - SEARCH_LASTS
    return db.session.scalar(select(Search).where(Search.id == search_id, Search.at > since))


def matches(actor: Actor, question: Question) -> list[Found]:
    """Give the residents who fit what was typed, best first, among those one may see."""
    return _finder(actor).best(question.described())


def subjects_of_log(actor: Actor, search: Search) -> list[Found]:
    """Give whom a question to the access log may be about, in the whole municipality."""
    policy.require(actor, Permission.LOG_SUBJECT_FIND, search)

    def of_municipality(query: Select[Any]) -> Select[Any]:
        return query.where(Resident.municipality_id == actor.municipality_id)

    finder = Finder(actor.municipality_id, of_municipality)
    return finder.best(Question.read_back(search.terms).described())


def id_by_bsn(municipality_id: UUID, bsn: str) -> UUID | None:
    """Give who has this BSN, as an id alone; whoever asks says in the log whom it was about."""
    query = select(Resident.id).where(
        Resident.municipality_id == municipality_id,
        Resident.bsn_hash == bsn_hash(municipality_id, bsn),
    )
    return db.session.scalar(query.execution_options(unseen="position"))


def possible_duplicates(actor: Actor, **facts: Any) -> list[Found]:
    """Give residents one may see who may be the person somebody is about to register."""
    name = registered_name(
        facts.get("first_names") or "", facts.get("initials") or "", facts.get("surname") or ""
    )
    sought = Description(
        (name,),
        facts.get("birth_date"),
        facts.get("postcode") or "",
        number_of(facts.get("house_number") or ""),
        bsn=facts.get("bsn") or "",
    )
    return _finder(actor).best(sought, limit=MOST_DUPLICATES, keep=may_be_same)


def openable_case(actor: Actor, text: str) -> str | None:
    """Give the case reference somebody typed, if it is one of a case they may open."""
    reference = read_reference(text)
    if reference is None:
        return None
    query = select(Case.reference).where(Case.reference == reference)
    query = policy.visible(actor, Permission.CASE_VIEW, query)
    return db.session.scalar(query.execution_options(unseen="search"))


def _finder(actor: Actor) -> Finder:
    return Finder(actor.municipality_id, partial(policy.visible, actor, Permission.RESIDENT_VIEW))


def in_household_of(actor: Actor, resident: Resident) -> Sequence[HouseholdMember]:
    """Give who lives with a resident now, as far as this person may see them."""
    today = clock.today()
    homes = select(HouseholdMember.household_id).where(
        HouseholdMember.resident_id == resident.id, _still(today)
    )
    query = (
        select(HouseholdMember)
        .join(HouseholdMember.resident)
        .where(
            HouseholdMember.household_id.in_(homes),
            HouseholdMember.resident_id != resident.id,
            _still(today),
        )
        .options(contains_eager(HouseholdMember.resident))
    )
    found = db.session.scalars(policy.visible(actor, Permission.RESIDENT_VIEW, query)).all()
    return sorted(found, key=lambda one: (one.started_on or date.min, one.id.hex))


@dataclass(frozen=True, slots=True)
class Tie:
    """A relation as it looks from one of the two: who the other is, and which way it runs."""

    relation: Relation
    other: Resident
    outgoing: bool
    """The resident in view is the parent, guardian ... of the other; else the other way round."""


def relations_of(actor: Actor, resident: Resident) -> list[Tie]:
    """Give how a resident relates to others, as far as this person may see those."""
    query = (
        select(Relation, Resident)
        .join(
            Resident,
            or_(
                and_(Relation.from_id == resident.id, Resident.id == Relation.to_id),
                and_(Relation.to_id == resident.id, Resident.id == Relation.from_id),
            ),
        )
        .order_by(Relation.ended_on.is_not(None), Relation.created_at, Relation.id)
    )
    rows = db.session.execute(_of_visible(actor, query))
    return [Tie(tie, other, outgoing=tie.from_id == resident.id) for tie, other in rows]


def cases_of(actor: Actor, resident: Resident) -> Sequence[Case]:
    """Give the cases a resident is in that this person may open, running ones first."""
    query = (
        select(Case)
        .join(CaseSubject, CaseSubject.case_id == Case.id)
        .where(CaseSubject.resident_id == resident.id)
        .order_by(Case.state == CaseState.CLOSED, Case.opened_at.desc(), Case.id)
    )
    return db.session.scalars(policy.visible(actor, Permission.CASE_VIEW, query)).all()


def _of_visible(actor: Actor, query: Any) -> Select[Any]:
    return policy.visible(actor, Permission.RESIDENT_VIEW, query)


def _still(today: date) -> ColumnElement[bool]:
    return or_(HouseholdMember.ended_on.is_(None), HouseholdMember.ended_on >= today)
