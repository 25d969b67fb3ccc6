"""What is asked about access in an emergency."""

from datetime import date, timedelta
from uuid import UUID

from sqlalchemy import func, select
from sqlalchemy.orm import joinedload

from caseapp import policy, residents
from caseapp.extensions import db
from caseapp.kernel import clock
from caseapp.kernel.actor import Actor
from caseapp.kernel.identifiers import read_reference
from caseapp.model.cases import Case, CaseSubject
from caseapp.model.emergencies import EmergencyAccess
from caseapp.model.residents import Resident
from caseapp.policy import Permission

MINUTES = 60
MOST_MINUTES = 240
QUOTA = 2
"""So many in a day on one's own word; the next one needs a second person."""
A_DAY = timedelta(hours=24)
PEOPLE = (
    joinedload(EmergencyAccess.user),
    joinedload(EmergencyAccess.case),
    joinedload(EmergencyAccess.explained_by),
)


def access(access_id: UUID) -> EmergencyAccess | None:
    """Give one emergency access."""
    query = select(EmergencyAccess).where(EmergencyAccess.id == access_id)
    return db.session.scalar(query.options(*PEOPLE))


def sought(actor: Actor, *, reference: str, bsn: str = "", born: date | None = None) -> UUID | None:
    """Give the case somebody names, by its reference, or by whom it is about.

    Of a person it is the case in the highest phase, the newest first. A case they are kept away
    from is not there.
    """
    query = select(Case.id).where(Case.municipality_id == actor.municipality_id)
    if reference:
        query = query.where(Case.reference == read_reference(reference))
    elif bsn and born is not None:
        person = _known(actor, bsn, born)
        about = select(CaseSubject.case_id).where(CaseSubject.resident_id == person)
        query = query.where(Case.id.in_(about), Case.closed_at.is_(None))
        query = query.order_by(Case.phase.desc(), Case.opened_at.desc())
    else:
        return None
    found = db.session.scalar(query.limit(1).execution_options(unseen="policy"))
    return None if found in actor.kept_from else found


def _known(actor: Actor, bsn: str, born: date) -> UUID | None:
    """Give the resident with this number, if the date of birth is theirs as well."""
    hashed = residents.bsn_hash(actor.municipality_id, bsn)
    query = select(Resident).where(
        Resident.municipality_id == actor.municipality_id, Resident.bsn_hash == hashed
    )
    person = db.session.scalar(query)
    return person.id if person is not None and person.birth_date == born else None


def can_open_anyway(actor: Actor, case_id: UUID) -> bool:
    """Tell whether this person may open the case without any emergency."""
    query = policy.visible(actor, Permission.CASE_VIEW, select(Case.id).where(Case.id == case_id))
    return db.session.scalar(query.execution_options(unseen="policy")) is not None


def needs_second(actor: Actor, case_id: UUID) -> bool:
    """Tell whether a second person must agree: a shielded case, or the third time in a day."""
    shielded = select(Case.is_shielded).where(Case.id == case_id)
    lately = select(func.count()).where(
        EmergencyAccess.user_id == actor.user_id,
        EmergencyAccess.opened_at > clock.now() - A_DAY,
    )
    if db.session.scalar(shielded.execution_options(unseen="policy")):
        return True
    times = db.session.scalar(lately.execution_options(unseen="count")) or 0
    return times >= QUOTA
