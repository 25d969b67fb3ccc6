"""Keeping what is typed, for as long as somebody may come back to it."""

from datetime import timedelta

from sqlalchemy import ColumnElement, select

from caseapp.extensions import db
from caseapp.kernel import clock
from caseapp.kernel.actor import Actor
from caseapp.model.forgetting import forget_sealed
from caseapp.model.journal import Draft
from caseapp.model.sealed import DataKey

DRAFT_LASTS = timedelta(days=30)
"""After a month nobody remembers what it was about: what is worth keeping is a step by then."""


def keep_typed(actor: Actor, *, path: str, fields: str) -> Draft:
    """Keep what was typed, also for somebody whose session ended while they typed it."""
    draft = db.session.scalar(select(Draft).where(*_on(actor, path)))
    if draft is None:
        draft = Draft(
            municipality_id=actor.municipality_id,
            user_id=actor.user_id,
            path=path,
            key=DataKey.draw(actor.municipality_id),
        )
        db.session.add(draft)
    draft.fields = fields
    draft.saved_at = clock.now()
    return draft


def draft(actor: Actor, path: str) -> Draft | None:
    """Give what this person was still writing on this form."""
    lasting = Draft.saved_at > clock.now() - DRAFT_LASTS
    return db.session.scalar(select(Draft).where(*_on(actor, path), lasting))


def let_go(actor: Actor, path: str) -> None:
    """Forget what was typed on a form: it was sent, or thrown away."""
    forget_sealed(db.session(), Draft, *_on(actor, path), limit=1, waits=True)


def forget_expired_drafts(limit: int) -> int:
    """Forget what nobody came back to; gives how many went."""
    over = Draft.saved_at <= clock.now() - DRAFT_LASTS
    return forget_sealed(db.session(), Draft, over, limit=limit)


def _on(actor: Actor, path: str) -> tuple[ColumnElement[bool], ColumnElement[bool]]:
    return Draft.user_id == actor.user_id, Draft.path == path
