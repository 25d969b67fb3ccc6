"""Putting people on the on-call list, in their order."""

from collections.abc import Sequence
from typing import Any
from uuid import UUID

from caseapp import accesslog, policy
from caseapp.accesslog import Event
from caseapp.escalation.on_call.queries import kept, who_can
from caseapp.extensions import db
from caseapp.kernel import clock
from caseapp.kernel.actor import Actor
from caseapp.kernel.errors import RuleBroken
from caseapp.model.on_call import PLACES, OnCallPlace
from caseapp.model.organisations import Municipality
from caseapp.policy import Permission


def keep_list(actor: Actor, office: Any, *, user_ids: Sequence[UUID]) -> None:
    """Let these be on call from now on, the first one first; who was before no longer is.

    Raises RuleBroken for somebody twice, and for who cannot sign in or does no casework.
    """
    policy.require(actor, Permission.SETTINGS_ARRANGE, office)
    db.session.get(Municipality, office.id, with_for_update=True)
    able = {user.id for user in who_can(office.id)}
    for number, user_id in enumerate(user_ids, start=1):
        if user_id in user_ids[: number - 1]:
            raise RuleBroken("on-call-twice", f"place_{number}")
        if user_id not in able:
            raise RuleBroken("on-call-unable", f"place_{number}")
    if len(user_ids) > PLACES:
        raise RuleBroken("on-call-too-many")
    now = clock.now()
    for place in kept(office.id):
        place.ended_at = now
    db.session.flush()
    db.session.add_all(
        OnCallPlace(
            municipality_id=office.id,
            user_id=user_id,
            place=number,
            put_at=now,
            put_by_id=actor.user_id,
        )
        for number, user_id in enumerate(user_ids, start=1)
    )
    accesslog.record(actor, Event.ON_CALL_KEPT, office, people=str(len(user_ids)))
