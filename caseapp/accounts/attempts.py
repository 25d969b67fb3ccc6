"""Sign-ins that failed: kept under a keyed hash, and slowed down by how many there were."""

import hashlib

from sqlalchemy import select

from caseapp import accesslog
from caseapp.accesslog import Event
from caseapp.accounts import throttle
from caseapp.extensions import db
from caseapp.kernel import clock, crypto
from caseapp.kernel.actor import Actor
from caseapp.kernel.errors import RuleBroken
from caseapp.model.accounts import SignInAttempt, User


def keys_of(email: str, address: str) -> list[bytes]:
    """Give under what an attempt is counted: the account, and the address it came from."""
    return [_key("account", email.casefold()), _key("address", address)]


def _key(kind: str, text: str) -> bytes:
    """Hash an account or address under the installation's own key: the table names nobody."""
    return hashlib.sha256(crypto.installation_key() + f"{kind}:{text}".encode()).digest()[:16]


def refuse_if_too_many(keys: list[bytes]) -> None:
    """Raise RuleBroken while somebody must wait."""
    now = clock.now()
    for key, free in zip(keys, (throttle.FREE_FOR_ACCOUNT, throttle.FREE_FOR_ADDRESS), strict=True):
        moments = db.session.scalars(
            select(SignInAttempt.at)
            .where(SignInAttempt.key_hash == key, SignInAttempt.at > now - throttle.WINDOW)
            .order_by(SignInAttempt.at.desc())
        ).all()
        last = moments[0] if moments else None
        if throttle.wait(len(moments), last, now, free=free):
            raise RuleBroken("sign-in-throttled")


def remember_failure(keys: list[bytes], user: User | None) -> None:
    """Keep the failure although the request is refused: in a transaction of its own.

    For an account that is not there the entry is written and undone: both take the same work, so
    that no clock tells them apart.
    """
    now = clock.now()
    if user is not None:
        db.session.expunge(user)  # or it would be read again after this
    db.session.rollback()
    db.session.add_all([SignInAttempt(key_hash=key, at=now) for key in keys])
    if user is not None:
        actor = Actor(user.id, user.municipality_id, "")
        accesslog.record(actor, Event.SIGN_IN_FAILED, user)
    else:
        accesslog.rehearse(Event.SIGN_IN_FAILED)
    db.session.commit()
