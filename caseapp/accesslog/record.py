"""Add entries to the log, in the caller's transaction: no entry, no change and no page."""

from collections.abc import Collection, Iterable, Mapping
from typing import Any
from uuid import UUID

from caseapp.accesslog.events import Event
from caseapp.accesslog.logbook import Draft, Logbook
from caseapp.accesslog.witness import logbook
from caseapp.extensions import db
from caseapp.kernel.actor import Actor
from caseapp.model.accesslog import Result
from caseapp.model.cases import Case


def book_of(actor: Actor | None, request_id: str = "", origin: str | None = None) -> Logbook:
    """Give the page of the log of the running transaction, in the name of the actor."""
    book = logbook(db.session())
    book.actor = actor
    book.request_id = request_id or book.request_id
    book.origin = origin or book.origin
    return book


def record(actor: Actor, event: Event, subject: Any, **details: str) -> None:
    """Write down what an action did. Details are codes and numbers: never a name or a text."""
    book = logbook(db.session())
    book.actor = book.actor or actor
    view = book.view
    book.acts.append(
        Draft(
            event,
            **_subject(subject),
            permission=view.permission if view else None,
            relation=view.relation if view else None,
            purpose=view.purpose if view else None,
            emergency_id=view.emergency_id if view else None,
            details=_written(details),
        )
    )


def record_by_command(event: Event, subject: Any, **details: str) -> None:
    """Write down what was done from the command line, where nobody is signed in."""
    book = logbook(db.session())
    book.municipality_id = subject.municipality_id
    told = _written({**details, "by": "command"})
    book.acts.append(Draft(event, **_subject(subject), details=told))


def open_call(
    municipality_id: UUID, event: Event, token: Any, *, request_id: str, **details: str
) -> None:
    """Open the entry of a call by another system: nobody is signed in, the token says which."""
    book = logbook(db.session())
    book.municipality_id, book.request_id = municipality_id, request_id
    book.view = Draft(event, **_subject(token), details=_written(details))


def rehearse(event: Event) -> None:
    """Do the work of an entry and undo it, where nothing may tell whether there was one."""
    session = db.session()
    book = logbook(session)
    with session.begin_nested() as undone:
        book.acts.append(Draft(event))
        book.write(session)
        undone.rollback()


def open_view(
    actor: Actor,
    event: Event,
    subject: Any,
    *,
    permission: str,
    relation: str | None,
    purpose: str | None,
    emergency_id: UUID | None = None,
) -> None:
    """Open the entry under which the witness writes who is shown on this screen."""
    book_of(actor).view = Draft(
        event,
        **_subject(subject),
        permission=permission,
        relation=relation,
        purpose=purpose,
        emergency_id=emergency_id,
    )


def also_about(pairs: Iterable[tuple[UUID | None, UUID | None]]) -> None:
    """Say about whom the running entry also is, as (resident, case): people no row was loaded of.

    For many who come in at once, and for a report that names people by itself.
    """
    logbook(db.session()).told.extend(pairs)


def tells_nothing_of(case_id: UUID, people: Collection[UUID], *, but: Collection[UUID]) -> None:
    """Say that what leaves tells nothing of some of the people of a case, whose rows were read.

    For a copy that is made for one of them: its entry is about `but`, and the answer to the others
    does not say that something of theirs went to somebody. What a screen shows is never left out.
    """
    book = logbook(db.session())
    book.turning[case_id] = list(but)
    book.untold.update(people)


def at_hand(turning: Mapping[UUID, list[UUID]], residents: Iterable[Any]) -> None:
    """Hand the log what a list knows already, so that it does not ask it again.

    `turning` tells of each case all residents it turns around; the residents bring their keys.
    """
    book = logbook(db.session())
    book.turning.update(turning)
    book.held.update({("resident", one.id): one for one in residents})


def record_refusal(permission: str, subject: Any) -> None:
    """Write down that somebody asked for what is not there or not for them; commit it at once."""
    book, about = logbook(db.session()), _subject(subject)
    book.clear()
    book.acts.append(Draft(Event.REFUSED, **about, permission=permission, result=Result.REFUSED))


def _written(details: dict[str, str]) -> str:
    return " ".join(f"{name}={value}" for name, value in sorted(details.items()))


def _subject(subject: Any) -> dict[str, Any]:
    if subject is None:
        return {}
    return {
        "subject_kind": subject.__tablename__,
        "subject_id": subject.id,
        "case_id": _case_id(subject),
    }


def _case_id(subject: Any) -> UUID | None:  # a noun made just now knows its case, not yet the id
    case = subject if isinstance(subject, Case) else getattr(subject, "__dict__", {}).get("case")
    return case.id if isinstance(case, Case) else getattr(subject, "case_id", None)
