"""Writing into the outbox, in the transaction of whatever people are told of."""

from collections.abc import Iterable
from typing import Any, cast
from uuid import UUID

from sqlalchemy import Table
from sqlalchemy.dialects import postgresql, sqlite

from caseapp.extensions import db
from caseapp.kernel import clock
from caseapp.kernel.identifiers import new_id
from caseapp.model.messages import Message, MessageKind, Way
from caseapp.notifications.ways import ways_of

TABLE = cast("Table", Message.__table__)


def tell(
    kind: MessageKind,
    subject: Any,
    *,
    to: Iterable[UUID],
    but: UUID | None = None,
    case_id: UUID | None = None,
    slot: str = "",
    way: Way | None = None,
) -> None:
    """Tell colleagues of one thing, each once, in the way each chose; never who did it themselves.

    Nothing is said of the thing but what it is: whoever is told finds the rest behind the link, if
    they still may. Telling twice of the same, with the same slot, tells once. With `way` it goes
    that way, whatever they chose.
    """
    people = sorted(set(to) - {but})
    if not people:
        return
    now = clock.now()
    chosen = ways_of(people, kind) if way is None else dict.fromkeys(people, way)
    rows = [
        {
            "id": new_id(),
            "municipality_id": getattr(subject, "municipality_id", subject.id),
            "user_id": user_id,
            "kind": kind,
            "subject_id": subject.id,
            "case_id": case_id or getattr(subject, "case_id", None),
            "slot": slot,
            "way": chosen[user_id],
            "made_at": now,
            "next_at": now if chosen[user_id] is Way.AT_ONCE else None,
            "tries": 0,
            "trouble": "",
        }
        for user_id in people
    ]
    connection = db.session.connection()
    dialect: Any = postgresql if connection.dialect.name == "postgresql" else sqlite
    insert = dialect.insert(TABLE).on_conflict_do_nothing(
        index_elements=[TABLE.c.user_id, TABLE.c.kind, TABLE.c.subject_id, TABLE.c.slot]
    )
    connection.execute(insert, rows)
