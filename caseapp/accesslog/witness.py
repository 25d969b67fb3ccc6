"""The witness: sees every row about a resident that leaves the database, and demands an entry.

The guard knows who, why and what event; the witness knows about whom. Nouns about a resident say
so with `about = (kind, attribute)`. Whatever query or relationship brings such a row up, it is
reported here; before the transaction commits, the log is written, or nothing is shown.

Reading bare columns of those tables would pass it by, so that is refused, unless the statement
says with `execution_options(unseen="...")` why nobody gets to see the values.
"""

import re
from functools import cache, lru_cache
from typing import Any

from sqlalchemy import Connection, Engine, event
from sqlalchemy.exc import SQLAlchemyError
from sqlalchemy.orm import ORMExecuteState, Session

from caseapp.accesslog.logbook import Logbook
from caseapp.kernel.errors import LogUnavailable, UnaccountedView
from caseapp.model.base import Base

UNSEEN_REASONS = frozenset(
    {"log", "policy", "count", "search", "key-rotation", "position", "review"}
)
"""Why a value may be read that nobody is shown: every other reason is refused."""


def logbook(session: Session) -> Logbook:
    """Give the page of the log of this session, which begins empty."""
    book = session.info.get("logbook")
    if not isinstance(book, Logbook):
        book = session.info["logbook"] = Logbook()
    return book


def _about(noun: type) -> tuple[str, str] | None:
    about: tuple[str, str] | None = noun.__dict__.get("about")
    return about


@event.listens_for(Base, "refresh", propagate=True)
def _report_again(row: Any, context: Any, _attributes: Any) -> None:
    """A row that was let go by a rollback and is asked for anew leaves the database once more."""
    if "id" in row.__dict__:  # pragma: no branch
        _report(row, context)


@event.listens_for(Base, "load", propagate=True)
def _report(row: Any, context: Any) -> None:
    about = _about(type(row))
    if about is not None and context is not None:
        kind, attribute = about
        book, subject = logbook(context.session), (kind, row.__dict__[attribute])
        book.seen.add(subject)
        if attribute == "id":
            book.held[subject] = row


def _protected_nouns() -> dict[str, type]:
    return {
        mapper.class_.__tablename__: mapper.class_
        for mapper in Base.registry.mappers
        if _about(mapper.class_) is not None
    }


@event.listens_for(Session, "do_orm_execute")
def _refuse_bare_columns(state: ORMExecuteState) -> None:
    if not state.is_select or not state.is_orm_statement:
        return
    state.update_execution_options(witnessed=True)
    if state.is_column_load or state.is_relationship_load:
        return
    reason = state.execution_options.get("unseen")
    if reason is not None and reason not in UNSEEN_REASONS:
        message = f"no such reason to read unseen: {reason}"
        raise UnaccountedView(message)
    for description in getattr(state.statement, "column_descriptions", ()):
        noun, shown = description.get("entity"), description.get("expr")
        noun = getattr(noun, "class_", noun)
        if not isinstance(noun, type) or _about(noun) is None:
            continue
        if (shown is description.get("entity")) == (reason is not None):
            message = f"{noun.__name__} is read in a way the witness cannot account for"
            raise UnaccountedView(message)


@cache
def _protected_tables() -> re.Pattern[str]:
    names = "|".join(sorted(_protected_nouns()))
    return re.compile(rf"\b(?:FROM|JOIN)\s+\"?(?:{names})\b", re.IGNORECASE)


@lru_cache(maxsize=5_000)
def _reads_protected_table(sql: str) -> bool:
    """Tell whether a statement reads a table about residents; the same statements come often."""
    reads = sql.lstrip().upper().startswith(("SELECT", "WITH"))
    return reads and _protected_tables().search(sql) is not None


@event.listens_for(Engine, "before_cursor_execute")
def _refuse_raw_sql(
    _connection: Connection,
    _cursor: Any,
    sql: str,
    _parameters: Any,
    context: Any,
    _many: bool,  # noqa: FBT001 - SQLAlchemy's signature
) -> None:
    if not _reads_protected_table(sql):
        return
    options = context.execution_options if context is not None else {}
    if not options.get("witnessed") and options.get("unseen") not in UNSEEN_REASONS:
        message = "raw SQL on a table about residents"
        raise UnaccountedView(message)


@event.listens_for(Session, "before_commit")
def _write_log(session: Session) -> None:
    book = session.info.get("logbook")
    if not isinstance(book, Logbook):
        return
    session.flush()
    try:
        book.write(session)
    except SQLAlchemyError as failure:
        raise LogUnavailable from failure
