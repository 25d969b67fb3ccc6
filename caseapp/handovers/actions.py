"""Offering what one holds, accepting or refusing it, and taking an offer back."""

from sqlalchemy import exists, select

from caseapp import accesslog, cases, notifications, policy, settings
from caseapp.accesslog import Event
from caseapp.extensions import db
from caseapp.handovers.queries import held
from caseapp.handovers.receivers import part_of, refuse_receiver, refuse_unable
from caseapp.kernel import clock, deadlines
from caseapp.kernel.actor import Actor
from caseapp.kernel.errors import RuleBroken
from caseapp.model.accounts import User
from caseapp.model.case_words import Part
from caseapp.model.cases import Case
from caseapp.model.closures import Watch
from caseapp.model.handovers import Handover, HandoverEnd, HandoverOf
from caseapp.model.messages import MessageKind
from caseapp.model.organisations import Team
from caseapp.policy import Permission

ANSWERED = ("end", "ended_at", "ended_by_id", "version")
"""What is read again under the lock, before an answer."""


def offer(
    actor: Actor,
    case: Case,
    *,
    of: HandoverOf,
    user: User | None = None,
    team: Team | None = None,
    note: str,
) -> Handover:
    """Offer a track that one owns, the direction of a case, or a watch, to a colleague or a team.

    Who offers stays responsible until somebody accepts. Raises RuleBroken for what is not one's
    own, for a receiver who cannot take it, and while another offer of the same waits.
    """
    policy.require(actor, Permission.HANDOVER_OFFER, case)
    cases.lock(case)
    if held(case, of) != actor.user_id:
        raise RuleBroken("handover-not-yours", "of")
    if not note.strip():
        raise RuleBroken("handover-without-note", "note")
    refuse_receiver(actor, case, of, user, team)
    waiting = exists().where(
        Handover.case_id == case.id, Handover.of == of, Handover.ended_at.is_(None)
    )
    if db.session.scalar(select(waiting).execution_options(unseen="policy")):
        raise RuleBroken("handover-waits-already")
    now = clock.now()
    days = settings.terms_of(case.municipality_id)(settings.HANDOVER_DAYS)
    made = Handover(
        municipality_id=case.municipality_id,
        case=case,
        of=of,
        from_id=actor.user_id,
        to_user_id=user.id if user is not None else None,
        to_team_id=team.id if team is not None else None,
        offered_at=now,
        answer_by=deadlines.same_time_after(now, days, settings.closed_days(case.municipality_id)),
        note=note,
    )
    db.session.add(made)
    db.session.flush()
    receivers = notifications.members_of(team.id) if team is not None else [made.to_user_id]
    notifications.tell(
        MessageKind.HANDOVER_OFFERED,
        made,
        to=[one for one in receivers if one is not None],
        but=actor.user_id,
    )
    accesslog.record(actor, Event.HANDOVER_OFFERED, made, of=of)
    return made


def accept(actor: Actor, handover: Handover) -> None:
    """Take over what was offered. Of two who accept at once one wins, and the other is told.

    Raises RuleBroken when it was answered before, or somebody else holds it meanwhile.
    """
    policy.require(actor, Permission.HANDOVER_ANSWER, handover)
    case = handover.case
    _hold(handover)
    if held(case, handover.of) != handover.from_id:
        raise RuleBroken("handover-overtaken")
    refuse_unable(case, db.session.get_one(User, actor.user_id), handover.of)
    if handover.of is HandoverOf.WATCH:
        _take_watch(case, actor)
    else:
        _take_part(case, actor, handover.of)
    _end(handover, HandoverEnd.ACCEPTED, actor)
    accesslog.record(actor, Event.HANDOVER_ACCEPTED, handover, of=handover.of)


def _take_part(case: Case, actor: Actor, of: HandoverOf) -> None:
    part, track = part_of(of), of.track
    for mine in case.involvements:
        involved = mine.part is Part.MEMBER and mine.track is track
        if involved and mine.is_active and mine.user_id == actor.user_id:
            mine.ended_at = clock.now()
    cases.make_room(case, part, track)
    db.session.flush()
    cases.involve(case, actor.user_id, part, track)


def _take_watch(case: Case, actor: Actor) -> None:
    running = select(Watch).where(Watch.case_id == case.id, Watch.ended_at.is_(None))
    db.session.scalars(running.with_for_update()).one().watcher_id = actor.user_id


def refuse(actor: Actor, handover: Handover, *, reason: str, proposal: str) -> None:
    """Refuse what was offered, with the reason and what could be done instead.

    Raises RuleBroken without either, and when it was answered before.
    """
    policy.require(actor, Permission.HANDOVER_ANSWER, handover)
    if not reason.strip():
        raise RuleBroken("handover-without-reason", "reason")
    if not proposal.strip():
        raise RuleBroken("handover-without-proposal", "proposal")
    _hold(handover)
    handover.reason, handover.proposal = reason, proposal
    _end(handover, HandoverEnd.REFUSED, actor)
    notifications.tell(MessageKind.HANDOVER_BACK, handover, to=[handover.from_id])
    accesslog.record(actor, Event.HANDOVER_REFUSED, handover, of=handover.of)


def withdraw(actor: Actor, handover: Handover) -> None:
    """Take back one's own offer. Raises RuleBroken when it was answered before."""
    policy.require(actor, Permission.HANDOVER_WITHDRAW, handover)
    _hold(handover)
    _end(handover, HandoverEnd.WITHDRAWN, actor)
    accesslog.record(actor, Event.HANDOVER_WITHDRAWN, handover, of=handover.of)


def see(actor: Actor, handover: Handover) -> None:
    """Say that one read that it was refused, or came back."""
    policy.require(actor, Permission.HANDOVER_SEE, handover)
    handover.seen_at = handover.seen_at or clock.now()
    accesslog.record(actor, Event.HANDOVER_SEEN, handover)


def _hold(handover: Handover) -> None:
    """Hold the case and the offer until the end of the transaction: the second sees the first."""
    cases.lock(handover.case)
    db.session.refresh(handover, ANSWERED, with_for_update=True)
    if not handover.is_waiting:
        raise RuleBroken("handover-answered-before")


def _end(handover: Handover, end: HandoverEnd, actor: Actor) -> None:
    handover.end, handover.ended_at, handover.ended_by_id = end, clock.now(), actor.user_id
    db.session.flush()
