"""Telling people of a signal that came to them, that waits for their team, or that came back."""

from uuid import UUID

from caseapp import notifications
from caseapp.kernel.actor import Actor
from caseapp.model.messages import MessageKind, Way
from caseapp.model.signals import Signal, Urgency


def tell_who_has(actor: Actor, signal: Signal) -> None:
    """Tell the colleague who has a signal from now on that it is theirs."""
    if signal.user_id is not None:
        notifications.tell(MessageKind.SIGNAL_GIVEN, signal, to=[signal.user_id], but=actor.user_id)


def tell_team(actor: Actor, signal: Signal, team_id: UUID) -> None:
    """Tell a team that a signal waits for one of them; what must be seen today goes at once."""
    notifications.tell(
        MessageKind.SIGNAL_WAITS,
        signal,
        to=notifications.members_of(team_id),
        but=actor.user_id,
        slot=team_id.hex,
        way=Way.AT_ONCE if signal.urgency is Urgency.TODAY else None,
    )


def tell_it_is_back(actor: Actor, signal: Signal, team_id: UUID) -> None:
    """Tell who still has a signal that the team it was forwarded to does not take it."""
    people = {signal.user_id} - {None} or notifications.leads_of_teams([signal.team_id])
    notifications.tell(
        MessageKind.SIGNAL_BACK,
        signal,
        to={one for one in people if one is not None},
        but=actor.user_id,
        slot=team_id.hex,
    )
