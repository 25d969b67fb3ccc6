"""The keeping of a number: what held before ends, and what holds now begins."""

from typing import Any
from uuid import UUID

from sqlalchemy import select

from caseapp.extensions import db
from caseapp.kernel import clock
from caseapp.model.settings import Setting


def keep_number(
    municipality: Any,
    *,
    name: str,
    scope: str = "",
    number: int,
    reason: str = "",
    set_by_id: UUID | None = None,
) -> Setting:
    """Let a number hold from now on, for an action that asked or for a command."""
    held = db.session.scalar(
        select(Setting)
        .where(Setting.municipality_id == municipality.id, Setting.name == name)
        .where(Setting.scope == scope, Setting.ended_at.is_(None))
        .with_for_update()
    )
    now = clock.now()
    if held is not None:
        held.ended_at = now
        db.session.flush()
    setting = Setting(
        municipality_id=municipality.id,
        name=name,
        scope=scope,
        number=number,
        reason=reason,
        set_at=now,
        set_by_id=set_by_id,
    )
    db.session.add(setting)
    db.session.flush()
    return setting
