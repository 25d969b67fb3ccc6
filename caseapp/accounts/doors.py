"""From whose file an account is kept away, what it opened in an emergency, for whom it acts."""

from collections.abc import Iterable
from uuid import UUID

from sqlalchemy import (
    BindParameter,
    ColumnElement,
    Select,
    bindparam,
    exists,
    or_,
    select,
    union,
)
from sqlalchemy.orm import aliased

from caseapp.extensions import db
from caseapp.kernel import clock
from caseapp.kernel.actor import Emergency, Role
from caseapp.model.accounts import RoleGrant, TeamMembership, User
from caseapp.model.acquaintances import Acquaintance, ColleagueMark, MarkKind
from caseapp.model.among import among
from caseapp.model.cases import CaseSubject
from caseapp.model.emergencies import EmergencyAccess
from caseapp.model.leaves import Leave
from caseapp.model.residents import HouseholdMember
from caseapp.model.searches import SearchKey
from caseapp.model.signals import Signal

USER: BindParameter[UUID] = bindparam("user_id")
_declared = (Acquaintance.user_id == USER, Acquaintance.lifted_at.is_(None))
_member, _housemate = aliased(HouseholdMember), aliased(HouseholdMember)


def marked(kind: MarkKind) -> Select[UUID, UUID]:
    """Give who is found under a mark of this kind: a colleague, and a resident."""
    return (
        select(ColleagueMark.user_id, SearchKey.resident_id)
        .join(
            SearchKey,
            (SearchKey.municipality_id == ColleagueMark.municipality_id)
            & (SearchKey.search_key == ColleagueMark.mark),
        )
        .where(ColleagueMark.kind == kind)
    )


def recognised() -> Select[UUID, UUID]:
    """Give who a colleague is as a resident: by name and birth date together."""
    named = marked(MarkKind.NAME).subquery()
    return marked(MarkKind.BIRTH_DATE).join(
        named,
        (named.c.user_id == ColleagueMark.user_id) & (named.c.resident_id == SearchKey.resident_id),
    )


def housemates() -> Select[UUID, UUID]:
    """Give who lives with whom now: a resident, and each of the same household."""
    return (
        select(_member.resident_id, _housemate.resident_id.label("housemate_id"))
        .join(_housemate, _member.household_id == _housemate.household_id)
        .where(_member.ended_on.is_(None), _housemate.ended_on.is_(None))
    )


def housemates_of(residents: Iterable[UUID]) -> Select[UUID, UUID]:
    """Give who lives with each of these residents now."""
    return housemates().where(_member.resident_id.in_(list(residents)))


def _marked(kind: MarkKind) -> Select[UUID]:
    """Give the residents who are found under a mark of one person."""
    mine = marked(kind).where(ColleagueMark.user_id == USER)
    return mine.with_only_columns(SearchKey.resident_id)


_own = union(
    _marked(MarkKind.BIRTH_DATE).where(SearchKey.resident_id.in_(_marked(MarkKind.NAME))),
    _marked(MarkKind.ADDRESS),
).cte("own")
_known = union(
    select(Acquaintance.resident_id).where(*_declared, Acquaintance.resident_id.is_not(None)),
    select(_own.c.resident_id),
    housemates()
    .join(_own, _own.c.resident_id == _member.resident_id)
    .with_only_columns(_housemate.resident_id),
).cte("known")
_reported_at_home = (
    select(Signal.id)
    .join(
        ColleagueMark,
        (ColleagueMark.municipality_id == Signal.municipality_id)
        & (ColleagueMark.mark == Signal.address_key),
    )
    .where(
        ColleagueMark.user_id == USER,
        ColleagueMark.kind == MarkKind.ADDRESS,
        Signal.resident_id.is_(None),
    )
)
"""What was reported about their own address, of nobody in particular: it may be of themselves."""
KEPT_FROM = union(
    select(_known.c.resident_id),
    select(CaseSubject.case_id).join(_known, _known.c.resident_id == CaseSubject.resident_id),
    select(Acquaintance.case_id).where(*_declared, Acquaintance.case_id.is_not(None)),
    _reported_at_home,
)
"""Who they are, live with or said to know; every case about one of these; cases they named; and
what was reported about where they live."""


_about = among(CaseSubject.case_id, "ids")
_said = Acquaintance.lifted_at.is_(None)
_recognised = union(recognised(), marked(MarkKind.ADDRESS)).subquery()
_at_home = housemates().subquery()
KEPT_FROM_CASES = union(
    select(Acquaintance.user_id, Acquaintance.case_id).where(
        _said, among(Acquaintance.case_id, "ids")
    ),
    select(Acquaintance.user_id, CaseSubject.case_id)
    .join(CaseSubject, CaseSubject.resident_id == Acquaintance.resident_id)
    .where(_said, _about),
    select(_recognised.c.user_id, CaseSubject.case_id)
    .join(CaseSubject, CaseSubject.resident_id == _recognised.c.resident_id)
    .where(_about),
    select(_recognised.c.user_id, CaseSubject.case_id)
    .join(_at_home, _at_home.c.resident_id == _recognised.c.resident_id)
    .join(CaseSubject, CaseSubject.resident_id == _at_home.c.housemate_id)
    .where(_about),
)
"""Who is kept from which of some cases, as a user and a case: all of them at once."""


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

STANDING_IN = (
    Leave.accepted_at.is_not(None),
    Leave.ended_at.is_(None),
    Leave.first_on <= bindparam("today"),
    Leave.last_on >= bindparam("today"),
)
"""A leave that runs today and for which somebody said to stand in."""


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


def stands_in() -> ColumnElement[bool]:
    """Tell, beside the row of a user, whether they stand in for somebody who is on leave today."""
    return exists().where(Leave.substitute_id == User.id, *STANDING_IN)


def kept_from(user_id: UUID) -> frozenset[UUID]:
    """Give the residents, cases and signals on an address this person may never open."""
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


def stands_in_for(user_id: UUID) -> frozenset[UUID]:
    """Give the colleagues on leave today for whom this person stands in.

    Not passed on: who stands in for somebody who stands in for another gets nothing of that other.
    """
    query = select(Leave.user_id).where(Leave.substitute_id == user_id, *STANDING_IN)
    return frozenset(db.session.scalars(query, {"today": clock.today()}))


def led_by(user_ids: Iterable[UUID]) -> frozenset[UUID]:
    """Give the teams that any of these leads and holds the role for."""
    leading = select(RoleGrant.user_id).where(
        RoleGrant.role == Role.TEAM_LEAD, RoleGrant.ended_at.is_(None)
    )
    query = select(TeamMembership.team_id).where(
        TeamMembership.user_id.in_(list(user_ids)),
        TeamMembership.user_id.in_(leading),
        TeamMembership.is_lead,
    )
    return frozenset(db.session.scalars(query))
