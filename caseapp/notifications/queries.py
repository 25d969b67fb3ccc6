"""What somebody was told, for themselves: on the screen, and in the mail of the day."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from sqlalchemy import select

from caseapp.extensions import db
from caseapp.kernel import clock
from caseapp.kernel.actor import Actor
from caseapp.model.accounts import User
from caseapp.model.cases import Case
from caseapp.model.messages import Message, MessageChoice, MessageKind, Way
from caseapp.notifications.standing import stands
from caseapp.notifications.ways import bounded, offered

MOST = 100
LATELY = timedelta(days=7)
CHOSEN = [kind for kind in MessageKind if len(offered(kind)) > 1]
"""About which somebody has a choice."""


def message(message_id: UUID) -> Message | None:
    """Give one message."""
    return db.session.get(Message, message_id)


def told(actor: Actor) -> Sequence[Message]:
    """Give what this person was told and may still know of, the last first."""
    query = (
        select(Message)
        .where(Message.user_id == actor.user_id, Message.kind != MessageKind.DIGEST)
        .order_by(Message.made_at.desc(), Message.id)
        .limit(MOST)
    )
    return _standing(actor, db.session.scalars(query).all())


def wanted_by(user_id: UUID) -> dict[MessageKind, Way]:
    """Give how somebody is told of every kind."""
    query = select(MessageChoice.kind, MessageChoice.way).where(MessageChoice.user_id == user_id)
    chosen = {row.kind: row.way for row in db.session.execute(query)}
    return {kind: bounded(kind, chosen.get(kind, kind.usual)) for kind in MessageKind}


def for_digest(actor: Actor) -> Sequence[Message]:
    """Give what waits to be told in this person's next digest, the first first."""
    query = (
        select(Message)
        .where(
            Message.user_id == actor.user_id,
            Message.way == Way.DIGEST,
            Message.sent_at.is_(None),
            Message.dropped_at.is_(None),
        )
        .order_by(Message.made_at, Message.id)
        .limit(MOST)
    )
    return _standing(actor, db.session.scalars(query).all())


def awaiting_digest(user_ids: Iterable[UUID]) -> set[UUID]:
    """Give for which of these people something waits to be told in a digest."""
    query = select(Message.user_id).where(
        Message.user_id.in_(list(user_ids)),
        Message.way == Way.DIGEST,
        Message.sent_at.is_(None),
        Message.dropped_at.is_(None),
    )
    return set(db.session.scalars(query.distinct()))


def _standing(actor: Actor, messages: Sequence[Message]) -> list[Message]:
    by_kind: dict[MessageKind, list[UUID]] = defaultdict(list)
    for one in messages:
        by_kind[one.kind].append(one.subject_id)
    left = {kind: stands(actor, kind, ids) for kind, ids in by_kind.items()}
    return [one for one in messages if one.subject_id in left[one.kind]]


def references(case_ids: Iterable[UUID | None]) -> dict[UUID | None, str]:
    """Give the references of cases, to lead somebody to their pages; these ask for themselves."""
    return _referred(select(Case.id, Case.reference), case_ids)


def tellable(case_ids: Iterable[UUID | None]) -> dict[UUID | None, str]:
    """Give the references that may stand in a message: of a shielded case not even that.

    A reference is a random number that tells nothing; it is no look at the case.
    """
    open_ones = select(Case.id, Case.reference).where(~Case.is_shielded)
    return _referred(open_ones, case_ids)


def shown(case_ids: Iterable[UUID | None]) -> dict[UUID | None, str]:
    """Give the same for a page: there each case that is named has its line in the log."""
    open_ones = select(Case.id, Case.reference).where(~Case.is_shielded)
    return _referred(open_ones, case_ids, shows={"case": "id"})


def _referred(
    query: Any, case_ids: Iterable[UUID | None], **accounts: Any
) -> dict[UUID | None, str]:
    wanted = {one for one in case_ids if one is not None}
    if not wanted:
        return {}
    accounts = accounts or {"unseen": "position"}
    found = query.where(Case.id.in_(wanted)).execution_options(**accounts)
    return {row.id: row.reference for row in db.session.execute(found)}


@dataclass(frozen=True, slots=True)
class GivenUp:
    """A mail that did not go, for whoever keeps the system: to whom, when and why, not of what."""

    name: str
    at: datetime
    trouble: str


def given_up(municipality_id: UUID) -> list[GivenUp]:
    """Give the mails of the last week that were given up, the last first."""
    query = (
        select(User.name, Message.gave_up_at, Message.trouble)
        .join(User, User.id == Message.user_id)
        .where(
            Message.municipality_id == municipality_id,
            Message.gave_up_at > clock.now() - LATELY,
        )
        .order_by(Message.gave_up_at.desc(), Message.id)
        .limit(MOST)
    )
    return [GivenUp(row.name, row.gave_up_at, row.trouble) for row in db.session.execute(query)]
