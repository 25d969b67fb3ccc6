"""The witness: sees every row about a resident that leaves the database, and demands an entry.

The guard knows who, why and what event; the witness knows about whom. Nouns about a resident say
so with `about = (kind, attribute)`. Whatever query or relationship brings such a row up, it is
reported here; before the transaction commits, the log is written, or nothing is shown.

A noun of a case that is about one resident in particular says so with `concerns = attribute`: they
have their line also when the case is not about them any more.

Reading bare columns of those tables would pass it by, so that is refused, unless the statement
says with `execution_options(unseen="...")` why nobody gets to see the values, or with
`execution_options(shows={"case": "id"})` which of its columns tells whom each row shows: then the
rows are reported like nouns.
"""

import re
from collections.abc import Mapping
from functools import cache, lru_cache
from typing import Any
from uuid import UUID
from weakref import WeakKeyDictionary

from sqlalchemy import Connection, Engine, Result, event
from sqlalchemy.exc import SQLAlchemyError
from sqlalchemy.orm import ORMExecuteState, Session
from sqlalchemy.orm.attributes import instance_state

from caseapp.accesslog.logbook import Logbook
from caseapp.kernel.errors import LogUnavailable, UnaccountedView
from caseapp.model.base import Base

UNSEEN_REASONS = frozenset(
    {"log", "policy", "count", "search", "key-rotation", "position", "review", "cover"}
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
    """A row that was let go and is asked for anew, whole or in part, leaves the database again."""
    _report(row, context)


@event.listens_for(Base, "load", propagate=True)
def _report(row: Any, context: Any) -> None:
    about = _about(type(row))
    if about is not None and context is not None:
        kind, attribute = about
        book, subject = logbook(context.session), (kind, _whom(row, attribute))
        book.seen.add(subject)
        if attribute == "id":
            book.held[subject] = row
        one = row.__dict__.get(getattr(row, "concerns", ""))
        if one is not None:
            book.seen.add(("resident", one))


def _whom(row: Any, attribute: str) -> UUID:
    """Give whom a row is about; a part of a row may not say it, and its own id it always knows."""
    found: UUID | None = row.__dict__.get(attribute)
    if found is None and attribute == "id":
        (found,) = instance_state(row).identity or (None,)
    if found is None:
        message = f"a part of a {type(row).__name__} is read that does not say whom it is about"
        raise UnaccountedView(message)
    return found


def _protected_nouns() -> dict[str, type]:
    return {
        mapper.class_.__tablename__: mapper.class_
        for mapper in Base.registry.mappers
        if _about(mapper.class_) is not None
    }


_accounted: WeakKeyDictionary[Any, tuple[Any, ...]] = WeakKeyDictionary()
"""Statements that were looked at, with what they say of themselves: many are made once and asked
with every page, and a statement never changes."""


def _refuse_unaccounted(statement: Any, reason: str | None, shows: Mapping[str, str]) -> None:
    if reason is not None and reason not in UNSEEN_REASONS:
        message = f"no such reason to read unseen: {reason}"
        raise UnaccountedView(message)
    for description in getattr(statement, "column_descriptions", ()):
        noun, shown = description.get("entity"), description.get("expr")
        noun = getattr(noun, "class_", noun)
        about = _about(noun) if isinstance(noun, type) else None
        if about is None:
            continue
        whole = shown is description.get("entity")
        if about[0] in shows and not whole:
            continue
        if whole == (reason is not None):
            message = f"{noun.__name__} is read in a way the witness cannot account for"
            raise UnaccountedView(message)


@event.listens_for(Session, "do_orm_execute")
def _refuse_bare_columns(state: ORMExecuteState) -> Result[Any] | None:
    if not state.is_select or not state.is_orm_statement:
        return None
    state.update_execution_options(witnessed=True)
    if state.is_column_load or state.is_relationship_load:
        return None
    shows: Mapping[str, str] = state.execution_options.get("shows") or {}
    reason = state.execution_options.get("unseen")
    asked = (reason, *shows.items())
    if _accounted.get(state.statement) != asked:
        _refuse_unaccounted(state.statement, reason, shows)
        _accounted[state.statement] = asked
    return _report_rows(state, shows) if shows else None


def _report_rows(state: ORMExecuteState, shows: Mapping[str, str]) -> Result[Any]:
    """Report each row of a list under the column that tells whom it shows."""
    columns = {one["name"]: one for one in state.statement.column_descriptions}  # type: ignore[attr-defined]
    for kind, name in shows.items():
        if not _tells(columns.get(name), kind):
            message = f"no column {name} tells which {kind} a row shows"
            raise UnaccountedView(message)
    found = state.invoke_statement().freeze()
    seen = logbook(state.session).seen
    places = [(kind, list(columns).index(name)) for kind, name in shows.items()]
    for row in found.data:
        seen.update((kind, row[place]) for kind, place in places if row[place] is not None)
    return found()


def _tells(column: Mapping[str, Any] | None, kind: str) -> bool:
    """Tell whether a column says about which resident or case a row is."""
    if column is None:
        return False
    noun, key = column.get("entity"), getattr(column.get("expr"), "key", None)
    return key == f"{kind}_id" or (key == "id" and _about(noun) == (kind, "id"))  # type: ignore[arg-type]


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
