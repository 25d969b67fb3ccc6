"""Taking a selection out of the log: who did it and how much is written down with it."""

from typing import Any

from caseapp import policy
from caseapp.accesslog.events import Event
from caseapp.accesslog.looks import Look
from caseapp.accesslog.queries import first
from caseapp.accesslog.question import Question
from caseapp.accesslog.record import record
from caseapp.kernel.actor import Actor
from caseapp.kernel.errors import RuleBroken
from caseapp.policy import Permission

MOST_EXPORTED = 20_000
"""Lines in one file: more than anybody reads, and made in a second or two."""


def export(
    actor: Actor, municipality: Any, *, subject: Any, question: Question, shape: str
) -> list[Look]:
    """Take what answers a question out of the log, and record that it was and how much.

    Raises RuleBroken when it holds more than a file may.
    """
    policy.require(actor, Permission.LOG_EXPORT, municipality)
    looks = first(question, MOST_EXPORTED + 1)
    if len(looks) > MOST_EXPORTED:
        raise RuleBroken("log-export-too-large")
    record(actor, Event.LOG_EXPORTED, subject, rows=str(len(looks)), shape=shape)
    return looks
