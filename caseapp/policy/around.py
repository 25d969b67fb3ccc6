"""The people around a case: whom it turns around, and who lives with them."""

from __future__ import annotations

from sqlalchemy import ColumnElement, False_, and_, select
from sqlalchemy.orm import aliased

from caseapp.extensions import db
from caseapp.kernel.actor import Actor
from caseapp.model.cases import Case, CaseSubject
from caseapp.model.residents import HouseholdMember, Resident
from caseapp.policy.predicates import Joins, Predicate


def people_around(cases: ColumnElement[bool]) -> ColumnElement[bool]:
    """Residents whom cases that meet a condition turn around, and those who live with them.

    Asked of each resident, not as a list of them all: a search looks at a few hundred, where the
    cases of a team or a phase are about tens of thousands.
    """
    own = (
        select(CaseSubject.id)
        .join(Case, Case.id == CaseSubject.case_id)
        .where(CaseSubject.resident_id == Resident.id, cases)
    )
    member, housemate = aliased(HouseholdMember), aliased(HouseholdMember)
    of_housemate = (
        select(CaseSubject.id)
        .join(Case, Case.id == CaseSubject.case_id)
        .join(member, member.resident_id == CaseSubject.resident_id)
        .join(housemate, housemate.household_id == member.household_id)
        .where(
            housemate.resident_id == Resident.id,
            member.ended_on.is_(None),
            housemate.ended_on.is_(None),
            cases,
        )
    )
    return own.correlate(Resident).exists() | of_housemate.correlate(Resident).exists()


def resident_of(cases: Predicate) -> Predicate:
    """The person is a subject of a case for which `cases` holds, or lives with one.

    Asked of the database also for one object: loading a case to refuse it would be a look at it.
    """

    def where(actor: Actor) -> ColumnElement[bool]:
        own, wanted = Case.municipality_id == actor.municipality_id, cases.where(actor)
        if isinstance(wanted, False_):
            return wanted
        return people_around(and_(own, wanted))

    def check(actor: Actor, resident: Resident) -> bool:
        query = select(Resident.id).where(Resident.id == resident.id, where(actor))
        return db.session.scalar(query.execution_options(unseen="policy")) is not None

    words = "a case is about the resident or a housemate, and of that case the person"
    return Predicate(words, check, where, cases.roles, Joins.ELSEWHERE, (cases,))
