"""From whose file an account is kept away, and which cases it opened in an emergency: today."""

from uuid import UUID

from sqlalchemy import BindParameter, ColumnElement, Select, bindparam, exists, or_, select, union
from sqlalchemy.orm import aliased

from caseapp.extensions import db
from caseapp.kernel import clock
from caseapp.kernel.actor import Emergency
from caseapp.model.accounts import User
from caseapp.model.acquaintances import Acquaintance, ColleagueMark, MarkKind
from caseapp.model.cases import CaseSubject
from caseapp.model.emergencies import EmergencyAccess
from caseapp.model.residents import HouseholdMember, SearchKey

USER: BindParameter[UUID] = bindparam("user_id")
_declared = (Acquaintance.user_id == USER, Acquaintance.lifted_at.is_(None))
_member, _housemate = aliased(HouseholdMember), aliased(HouseholdMember)


def _marked(kind: MarkKind) -> Select[UUID]:
    """Give the residents who are found under a mark of this kind."""
    return (
        select(SearchKey.resident_id)
        .join(
            ColleagueMark,
            (ColleagueMark.municipality_id == SearchKey.municipality_id)
            & (ColleagueMark.mark == SearchKey.search_key),
        )
        .where(ColleagueMark.user_id == USER, ColleagueMark.kind == kind)
    )


_own = union(
    _marked(MarkKind.BIRTH_DATE).where(SearchKey.resident_id.in_(_marked(MarkKind.NAME))),
    _marked(MarkKind.ADDRESS),
).cte("own")
_known = union(
    select(Acquaintance.resident_id).where(*_declared, Acquaintance.resident_id.is_not(None)),
    select(_own.c.resident_id),
    select(_housemate.resident_id)
    .join(_member, _member.household_id == _housemate.household_id)
    .join(_own, _own.c.resident_id == _member.resident_id)
    .where(_member.ended_on.is_(None), _housemate.ended_on.is_(None)),
).cte("known")
KEPT_FROM = union(
    select(_known.c.resident_id),
    select(CaseSubject.case_id).join(_known, _known.c.resident_id == CaseSubject.resident_id),
    select(Acquaintance.case_id).where(*_declared, Acquaintance.case_id.is_not(None)),
)
"""Who they are, live with or said to know; every case about one of these; and cases they named."""

RUNNING = (
    select(
        EmergencyAccess.id,
        EmergencyAccess.case_id,
        EmergencyAccess.until,
        EmergencyAccess.tracks_opened_at,
    )
    .where(
        EmergencyAccess.user_id == USER,
        EmergencyAccess.until > bindparam("now"),
        EmergencyAccess.ended_at.is_(None),
    )
    .order_by(EmergencyAccess.opened_at.desc())
)


def closes_doors() -> ColumnElement[bool]:
    """Tell, beside the row of a user, whether there is anything to keep them from."""
    return or_(
        exists().where(Acquaintance.user_id == User.id, Acquaintance.lifted_at.is_(None)),
        exists().where(ColleagueMark.user_id == User.id),
    )


def opens_doors() -> ColumnElement[bool]:
    """Tell, beside the row of a user, whether an emergency of theirs may be running."""
    return exists().where(
        EmergencyAccess.user_id == User.id,
        EmergencyAccess.until > bindparam("now"),
        EmergencyAccess.ended_at.is_(None),
    )


def kept_from(user_id: UUID) -> frozenset[UUID]:
    """Give the residents and cases this person may never open."""
    rows = db.session.execute(
        KEPT_FROM, {"user_id": user_id}, execution_options={"unseen": "policy"}
    )
    return frozenset(row[0] for row in rows)


def emergencies(user_id: UUID) -> tuple[Emergency, ...]:
    """Give the emergency accesses of this person that run now, the newest first."""
    rows = db.session.execute(
        RUNNING,
        {"user_id": user_id, "now": clock.now()},
        execution_options={"unseen": "policy"},
    )
    return tuple(
        Emergency(row.id, row.case_id, row.until, row.tracks_opened_at is not None) for row in rows
    )
