"""What is done about tokens: making one, which is shown once, and ending it."""

from datetime import timedelta
from typing import Any

from caseapp import accesslog, policy
from caseapp.accesslog import Event
from caseapp.extensions import db
from caseapp.kernel import clock
from caseapp.kernel.actor import Actor
from caseapp.kernel.errors import RuleBroken
from caseapp.model.tokens import ApiScope, ApiToken
from caseapp.policy import Permission
from caseapp.tokens.making import LONGEST_DAYS, new_token


def make_token(
    actor: Actor, municipality: Any, *, name: str, scope: ApiScope, days: int
) -> tuple[ApiToken, str]:
    """Make a token, of which whoever makes it is the owner; gives the text, this once."""
    policy.require(actor, Permission.TOKENS_ARRANGE, municipality)
    if not 1 <= days <= LONGEST_DAYS:
        raise RuleBroken("token-days", "days")
    token, text = new_token(
        municipality.id, name=name, scope=scope, owner_id=actor.user_id, term=timedelta(days=days)
    )
    db.session.add(token)
    accesslog.record(actor, Event.TOKEN_MADE, token, scope=scope, days=str(days))
    return token, text


def end_token(actor: Actor, token: ApiToken) -> None:
    """Let a token open nothing any more."""
    policy.require(actor, Permission.TOKEN_END, token)
    if token.ended_at is None:
        token.ended_at = clock.now()
    accesslog.record(actor, Event.TOKEN_ENDED, token)
