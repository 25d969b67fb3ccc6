"""Keeping what is typed: also for somebody whose session ended while they typed it."""

from sqlalchemy import select

from caseapp.extensions import db
from caseapp.kernel import clock
from caseapp.kernel.actor import Actor
from caseapp.model.journal import Draft
from caseapp.model.sealed import DataKey


def keep_typed(actor: Actor, *, path: str, fields: str) -> Draft:
    """Keep what was typed, also for somebody whose session ended while they typed it."""
    draft = db.session.scalar(
        select(Draft).where(Draft.user_id == actor.user_id, Draft.path == path)
    )
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
