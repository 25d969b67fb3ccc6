"""What is done with the log itself: asking about somebody by name, taking a selection out."""

import json
from collections.abc import Sequence
from typing import Any

from caseapp import policy
from caseapp.accesslog.events import Event
from caseapp.accesslog.looks import Look
from caseapp.accesslog.queries import first
from caseapp.accesslog.question import Question
from caseapp.accesslog.record import record
from caseapp.extensions import db
from caseapp.kernel import clock
from caseapp.kernel.actor import Actor
from caseapp.kernel.errors import RuleBroken
from caseapp.model.residents import Search
from caseapp.model.sealed import DataKey
from caseapp.policy import Permission

MOST_EXPORTED = 20_000
"""Lines in one file: more than anybody reads, and made in a second or two."""


def ask_about(actor: Actor, municipality: Any, *, terms: dict[str, str]) -> Search:
    """Keep, sealed, whom a question to the log is about, so that no address holds a name."""
    policy.require(actor, Permission.LOG_READ, municipality)
    search = Search(
        municipality_id=actor.municipality_id,
        user_id=actor.user_id,
        key=DataKey.draw(actor.municipality_id),
        terms=json.dumps(terms),
        at=clock.now(),
    )
    db.session.add(search)
    record(actor, Event.RESIDENTS_SEARCHED, search)
    return search


def export(
    actor: Actor,
    municipality: Any,
    subject: Any,
    *,
    question: Question,
    shape: str,
) -> Sequence[Look]:
    """Take a selection out of the log, and write down that it was and how much.

    Raises RuleBroken when it holds more than a file may.
    """
    policy.require(actor, Permission.LOG_EXPORT, municipality)
    looks = first(question, MOST_EXPORTED + 1)
    if len(looks) > MOST_EXPORTED:
        raise RuleBroken("log-export-too-large")
    record(actor, Event.LOG_EXPORTED, subject, rows=str(len(looks)), shape=shape)
    return looks
