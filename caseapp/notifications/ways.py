"""How somebody wants to be told, and how slow that may be."""

from collections.abc import Iterable, Mapping
from uuid import UUID

from sqlalchemy import select

from caseapp.extensions import db
from caseapp.model.messages import MessageChoice, MessageKind, Way

ORDER = list(Way)


def ways_of(user_ids: Iterable[UUID], kind: MessageKind) -> Mapping[UUID, Way]:
    """Give for each of these people how they are told of one kind."""
    people = list(user_ids)
    query = select(MessageChoice.user_id, MessageChoice.way).where(
        MessageChoice.user_id.in_(people), MessageChoice.kind == kind
    )
    chosen = {row.user_id: row.way for row in db.session.execute(query)}
    return {one: bounded(kind, chosen.get(one, kind.usual)) for one in people}


def bounded(kind: MessageKind, way: Way) -> Way:
    """Give a way, or a faster one where this kind must reach somebody."""
    return way if way in offered(kind) else kind.slowest


def offered(kind: MessageKind) -> list[Way]:
    """Give the ways between which somebody may choose for a kind."""
    return ORDER[: ORDER.index(kind.slowest) + 1]
