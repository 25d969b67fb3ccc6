"""Asking where in the database something stands that may wait for somebody: never what is in it."""

from datetime import date
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement

from caseapp import policy
from caseapp.extensions import db
from caseapp.kernel.actor import Actor
from caseapp.model.watchdog import Finding, FindingKind
from caseapp.policy import Permission

MOST = 500
"""As many of each kind as are ever weighed; a longer list is worked through from its top."""
LONG_AGO = date(1900, 1, 1)


def rows_of(actor: Actor, permission: Permission, query: Any) -> list[Any]:
    seen = policy.visible(actor, permission, query).limit(MOST)
    return list(db.session.execute(seen.execution_options(unseen="position")))


def found(on: ColumnElement[Any], *kinds: FindingKind) -> ColumnElement[bool]:
    """Ask for what the watchdog wrote down about a noun, also where its day lies ahead."""
    return (Finding.subject_id == on) & Finding.ended_at.is_(None) & Finding.kind.in_(kinds)


def mine(actor: Actor) -> frozenset[UUID]:
    """Give whose work is on the list: one's own, and that of whoever one stands in for today."""
    return actor.stands_in_for | {actor.user_id}


def on_behalf_of(actor: Actor, user_id: UUID) -> UUID | None:
    """Give whose it is, where it is not one's own."""
    return user_id if user_id != actor.user_id else None
