"""What is asked about tokens."""

from collections.abc import Sequence
from uuid import UUID

from sqlalchemy import select

from caseapp.extensions import db
from caseapp.kernel import clock
from caseapp.kernel.bearing import digest
from caseapp.model import lock
from caseapp.model.tokens import ApiToken
from caseapp.tokens.secrets import is_whole


def token(token_id: UUID) -> ApiToken | None:
    """Give the token with this id."""
    return db.session.get(ApiToken, token_id)


def tokens(municipality_id: UUID) -> Sequence[ApiToken]:
    """Give the tokens of a municipality, what ends last first."""
    query = select(ApiToken).where(ApiToken.municipality_id == municipality_id)
    return db.session.scalars(query.order_by(ApiToken.until.desc(), ApiToken.id)).all()


def presented(text: str) -> ApiToken | None:
    """Give the token that somebody presents, if it opens anything now.

    From here on it is the municipality of the token that asks the database for rows.
    """
    if not is_whole(text):
        return None
    with lock.aloud(db.session(), lock.Voice.DOOR):
        found = db.session.scalar(select(ApiToken).where(ApiToken.token_hash == digest(text)))
    if found is None or not found.holds_at(clock.now()):
        return None
    lock.speak(db.session(), lock.Speaker(found.municipality_id))
    return found
