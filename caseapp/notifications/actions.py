"""Choosing how one is told."""

from collections.abc import Mapping
from typing import Any

from sqlalchemy import delete

from caseapp import accesslog, policy
from caseapp.accesslog import Event
from caseapp.extensions import db
from caseapp.kernel import clock
from caseapp.kernel.actor import Actor
from caseapp.kernel.errors import RuleBroken
from caseapp.model.messages import MessageChoice, MessageKind, Way
from caseapp.notifications.ways import offered
from caseapp.policy import Permission


def choose(actor: Actor, municipality: Any, *, ways: Mapping[MessageKind, Way]) -> None:
    """Be told of these kinds in these ways from now on, and of all others as is usual.

    Raises RuleBroken for switching off what must reach somebody.
    """
    policy.require(actor, Permission.MESSAGES_OWN, municipality)
    for kind, way in ways.items():
        if way not in offered(kind):
            raise RuleBroken("message-must-reach", kind)
    mine = delete(MessageChoice).where(MessageChoice.user_id == actor.user_id)
    db.session.execute(mine, execution_options={"synchronize_session": False})
    db.session.add_all(
        MessageChoice(
            municipality_id=actor.municipality_id,
            user_id=actor.user_id,
            kind=kind,
            way=way,
            chosen_at=clock.now(),
        )
        for kind, way in ways.items()
        if way is not kind.usual
    )
    accesslog.record(actor, Event.MESSAGES_CHOSEN, municipality)
