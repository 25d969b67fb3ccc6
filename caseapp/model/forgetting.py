"""Rows whose time is over go, and with them the keys of what they held.

A few at a time and without waiting, unless asked to: two who sweep at once take different rows.
"""

from typing import Any

from sqlalchemy import ColumnElement, delete, select
from sqlalchemy.orm import Session

from caseapp.model.sealed import DataKey

UNSYNCHRONISED = {"synchronize_session": False}


def forget(session: Session, noun: Any, *over: ColumnElement[bool], limit: int) -> int:
    """Remove rows for which all of this holds; gives how many went."""
    return len(_gone(session, noun, [noun.id], over, limit))


def forget_sealed(
    session: Session, noun: Any, *over: ColumnElement[bool], limit: int, waits: bool = False
) -> int:
    """The same for nouns with a key of their own, which goes with them."""
    rows = _gone(session, noun, [noun.id, noun.key_id], over, limit, waits=waits)
    keys = delete(DataKey).where(DataKey.id.in_([row.key_id for row in rows]))
    if rows:
        session.execute(keys, execution_options=UNSYNCHRONISED)
    return len(rows)


def _gone(
    session: Session, noun: Any, columns: list[Any], over: Any, limit: int, *, waits: bool = False
) -> list[Any]:
    query = select(*columns).where(*over).order_by(noun.id).limit(limit)
    rows = list(session.execute(query.with_for_update(skip_locked=not waits)))
    if rows:
        gone = delete(noun).where(noun.id.in_([row.id for row in rows]))
        session.execute(gone, execution_options=UNSYNCHRONISED)
    return rows
