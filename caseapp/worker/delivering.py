"""Sending what is in the outbox: claim, ask again whether it may be told, hand over, settle.

Between the mail server taking it and that being written down there is a moment. A worker that dies
then leaves its lease; the mail goes once more, with the same Message-ID: at least once, never none.
"""

from email.message import EmailMessage
from uuid import UUID

import structlog
from flask import current_app
from flask_babel import force_locale
from sqlalchemy.exc import SQLAlchemyError

from caseapp import accounts, notifications
from caseapp.accounts import Reachable
from caseapp.extensions import db
from caseapp.model import lock
from caseapp.model.messages import MessageKind
from caseapp.model.organisations import Municipality
from caseapp.notifications import Claimed
from caseapp.worker import digests, mails
from caseapp.worker.posting import NotPosted, post
from config import MailServer

log = structlog.get_logger("samenhang.worker")
Letter = tuple[EmailMessage, list[UUID]]
"""A mail, and the messages that are told by it."""


def deliver_all() -> int:
    """Send until nothing is due; gives how many mails went."""
    sent = 0
    while (went := deliver_some()) is not None:
        sent += went
    return sent


def deliver_some() -> int | None:
    """Send a few mails; gives how many went, or None when none was due or there is no server."""
    mail: MailServer | None = current_app.config["SAMENHANG"].mail
    if mail is None:
        return None
    with lock.speaking(db.session(), lock.Speaker(voice=lock.Voice.WORKER)):
        claimed = notifications.claim()
        db.session.commit()
    if not claimed:
        return None
    return sum(_deliver(mail, one) for one in claimed)


def _deliver(mail: MailServer, claimed: Claimed) -> bool:
    """Send one mail, or say why not; gives whether it went.

    Whatever goes wrong with one mail holds up no other.
    """
    try:
        if claimed.tries > notifications.MOST_TRIES:
            raise NotPosted("worker-died", for_good=True)  # noqa: TRY301 - one way out for all
        found = _written(mail, claimed)
        db.session.rollback()  # nothing was shown and nothing changed
        if isinstance(found, str):
            return _dropped(claimed, found)
        letter, tells = found
        post(mail, letter)
    except NotPosted as failed:
        return _put_off(claimed, failed.trouble, for_good=failed.for_good)
    except Exception as failure:
        db.session.rollback()
        if isinstance(failure, SQLAlchemyError):
            raise
        log.exception("mail failed", message=claimed.id.hex, error=type(failure).__name__)
        return _put_off(claimed, type(failure).__name__)
    with lock.in_office(db.session(), claimed.municipality_id):
        held = notifications.mark_sent(claimed, with_it=tells)
        db.session.commit()
    if not held:
        log.warning("sent after the lease was over", message=claimed.id.hex)
    return True


def _dropped(claimed: Claimed, why: str) -> bool:
    with lock.in_office(db.session(), claimed.municipality_id):
        notifications.drop(claimed, why)
        db.session.commit()
    return False


def _put_off(claimed: Claimed, trouble: str, *, for_good: bool = False) -> bool:
    with lock.in_office(db.session(), claimed.municipality_id):
        given_up = notifications.put_off(claimed, trouble, for_good=for_good)
        db.session.commit()
    if given_up:
        log.error("gave up a message", message=claimed.id.hex, trouble=trouble)
    return False


def _written(mail: MailServer, claimed: Claimed) -> Letter | str:
    """Write the mail as the person it is for may see it now; or say why there is none."""
    person = accounts.reachable(claimed.user_id)
    try:
        if person is None:
            return "nobody"
        if not notifications.stands(person.actor, claimed.kind, [claimed.subject_id]):
            return "not-theirs"
        if claimed.kind is MessageKind.DIGEST:
            return _digest(mail, claimed, person)
        reference = notifications.tellable([claimed.case_id]).get(claimed.case_id)
        letter = mails.of_message(
            mail,
            message_id=claimed.id,
            kind=claimed.kind,
            reference=reference,
            address=person.email,
            language=person.actor.language,
        )
        return letter, []
    finally:
        lock.silence(db.session())


def _digest(mail: MailServer, claimed: Claimed, person: Reachable) -> Letter | str:
    office = db.session.get_one(Municipality, claimed.municipality_id)
    digest = digests.of(mail, person.actor, office)
    if digest is None:
        return "nothing-waits"
    language = person.actor.language
    with force_locale(language):
        letter = mails.written(
            mail,
            claimed.id,
            subject=digest.subject,
            lines=digest.lines,
            address=person.email,
            language=language,
        )
    return letter, digest.tells
