"""What is asked about the on-call list: who is on it, and who could be."""

from collections.abc import Sequence
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import joinedload

from caseapp.extensions import db
from caseapp.kernel.actor import WORKING_ROLES
from caseapp.model.accounts import RoleGrant, User
from caseapp.model.on_call import OnCallPlace


def kept(municipality_id: UUID) -> Sequence[OnCallPlace]:
    """Give the list as it stands, the first one first."""
    query = (
        select(OnCallPlace)
        .where(OnCallPlace.municipality_id == municipality_id, OnCallPlace.ended_at.is_(None))
        .options(joinedload(OnCallPlace.user), joinedload(OnCallPlace.put_by))
        .order_by(OnCallPlace.place)
    )
    return db.session.scalars(query).all()


def called(municipality_id: UUID) -> Sequence[UUID]:
    """Give who is on it, in their order: ids only."""
    query = (
        select(OnCallPlace.user_id)
        .where(OnCallPlace.municipality_id == municipality_id, OnCallPlace.ended_at.is_(None))
        .order_by(OnCallPlace.place)
    )
    return db.session.scalars(query).all()


def who_can(municipality_id: UUID) -> Sequence[User]:
    """Give who may be put on it: who can sign in and does casework, by name."""
    working = select(RoleGrant.user_id).where(
        RoleGrant.municipality_id == municipality_id,
        RoleGrant.role.in_(WORKING_ROLES),
        RoleGrant.ended_at.is_(None),
    )
    query = (
        select(User)
        .where(User.id.in_(working), User.deactivated_at.is_(None))
        .order_by(User.name, User.id)
    )
    return db.session.scalars(query).all()
