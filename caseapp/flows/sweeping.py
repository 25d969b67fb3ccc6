"""Sweeping away what has had its time: with a command, and a little whenever somebody signs in.

What goes was kept for a while only: searches, concepts, sessions, failed attempts, stated purposes,
receipts of forms and lists that nobody brought in. The technical log says how much went.
"""

from collections.abc import Callable
from datetime import timedelta

import structlog

from caseapp import accesslog, accounts, journal, notifications, residents
from caseapp.extensions import db
from caseapp.flows import case_import
from caseapp.kernel import clock
from caseapp.model import lock
from caseapp.model.forgetting import forget
from caseapp.model.forms import FormReceipt

log = structlog.get_logger("caseapp")

RECEIPT_LASTS = timedelta(days=7)
"""A form that is sent again after a week was meant to be sent again."""
A_LITTLE = 25
"""Of each kind at a sign-in: nobody waits for it, and with every sign-in it keeps up."""


def forget_old_receipts(limit: int) -> int:
    """Forget that forms were handled; gives how many receipts went."""
    over = FormReceipt.at <= clock.now() - RECEIPT_LASTS
    return forget(db.session(), FormReceipt, over, limit=limit)


KINDS: dict[str, Callable[[int], int]] = {
    "searches": residents.forget_expired_searches,
    "drafts": journal.forget_expired_drafts,
    "sessions": accounts.forget_ended_sessions,
    "attempts": accounts.forget_old_attempts,
    "purposes": accesslog.forget_past_purposes,
    "receipts": forget_old_receipts,
    "messages": notifications.forget_old_messages,
    "lists": case_import.forget_lists_left_lying,
}


def sweep(limit: int = A_LITTLE) -> dict[str, int]:
    """Forget at most so many of each kind, in the caller's transaction; gives how many went."""
    with lock.aloud(db.session(), lock.Voice.SWEEPER):
        swept = {name: forgotten(limit) for name, forgotten in KINDS.items()}
    if any(swept.values()):
        log.info("swept", **{name: number for name, number in swept.items() if number})
    return swept
