"""Who speaks to the database: the identity by which its second lock lets rows through.

On PostgreSQL every table about people shows only rows of the municipality of whoever speaks
(`caseapp.model.lock_policies`). Who that is, is told at the beginning of each transaction and holds
until its end: a connection that goes back to the pool has forgotten it. Where nobody was introduced
nothing is seen. Work that belongs to no signed-in person speaks with a named voice, which opens a
few tables and no more, for as long as it says so:

    with lock.aloud(db.session(), Voice.SWEEPER):
        ...

SQLite has no such lock; there all of this does nothing. The identity is a setting of the
transaction: it stops a query that forgot its condition, not somebody who can write SQL themselves.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from enum import StrEnum
from typing import Any
from uuid import UUID

from psycopg.pq import TransactionStatus
from sqlalchemy import Connection, event
from sqlalchemy.orm import Session

SAY = (
    "SELECT set_config('samenhang.municipality', %s, true),"
    " set_config('samenhang.person', %s, true), set_config('samenhang.voice', %s, true)"
)
"""Only ever for this transaction: `true` ends the setting with it."""


class Voice(StrEnum):
    """What speaks when no signed-in person does; each opens what `lock_policies` lists for it."""

    DOOR = "door"
    """Whoever asks who somebody is: signing in, a session, a token, an address that is known."""
    SWEEPER = "sweeper"
    """What forgets rows that had their time, of every municipality at once."""
    NIGHT = "night"
    """What ends months of the log, and tells the logs of municipalities."""
    WORKER = "worker"
    """What sends messages: the outbox of every municipality, and nothing of the work itself."""
    UNSEEN = "unseen"
    """What reads both tracks for a rule or for the log, and shows nobody what it read."""
    BUILDER = "builder"
    """Who sets up: migrations, and a fictitious municipality."""


@dataclass(frozen=True, slots=True)
class Speaker:
    """On whose behalf rows are asked for: a municipality, a person in it, a voice beside them."""

    municipality_id: UUID | None = None
    person_id: UUID | None = None
    voice: Voice | None = None


NOBODY = Speaker()


def speaker(session: Session) -> Speaker:
    """Give who speaks in this session."""
    found = session.info.get("speaker")
    return found if isinstance(found, Speaker) else NOBODY


def speak(session: Session, who: Speaker) -> None:
    """Let somebody speak in this session from here on: in the running transaction and each next."""
    session.info["speaker"] = who
    if session.in_transaction():
        say(session.connection(), who)


def silence(session: Session) -> None:
    """Let nobody speak in this session any more: the request is over, and so is its transaction."""
    session.info.pop("speaker", None)


@contextmanager
def speaking(session: Session, who: Speaker) -> Iterator[None]:
    """Let somebody speak for a while, in place of whoever spoke before."""
    before = speaker(session)
    speak(session, who)
    try:
        yield
    finally:
        speak(session, before)


@contextmanager
def aloud(session: Session, voice: Voice) -> Iterator[None]:
    """Speak with a voice for a while, beside whoever speaks already."""
    with speaking(session, replace(speaker(session), voice=voice)):
        yield


@contextmanager
def in_office(session: Session, municipality_id: UUID) -> Iterator[None]:
    """Speak for one municipality for a while: what a command does there, and nowhere else."""
    with speaking(session, Speaker(municipality_id)):
        yield


def say(connection: Connection, who: Speaker) -> None:
    """Tell the database who speaks until this transaction ends; a failed one only waits to end."""
    if connection.dialect.name != "postgresql" or connection.invalidated or has_failed(connection):
        return
    connection.exec_driver_sql(
        SAY,
        (
            who.municipality_id.hex if who.municipality_id else "",
            who.person_id.hex if who.person_id else "",
            who.voice or "",
        ),
    )


def has_failed(connection: Connection) -> bool:
    """Rolling back takes what was said with it, so there is nothing left to put right."""
    driver: Any = connection.connection.driver_connection
    return bool(driver.info.transaction_status == TransactionStatus.INERROR)


@event.listens_for(Session, "after_begin")
def _begin(session: Session, _transaction: Any, connection: Connection) -> None:
    """Introduce whoever speaks to each transaction anew; nobody needs no introduction."""
    who = speaker(session)
    if who != NOBODY:
        say(connection, who)
