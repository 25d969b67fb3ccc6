"""The tracks that may come on somebody's list: their own, those they watch over, and the queue."""

from collections.abc import Iterator
from typing import Any

from sqlalchemy import CompoundSelect, Select, func, or_, select, union

from caseapp.kernel import clock
from caseapp.kernel.actor import Actor
from caseapp.model.case_words import Part
from caseapp.model.cases import Involvement, Track
from caseapp.model.watchdog import Finding
from caseapp.model.watchdog import FindingKind as K
from caseapp.policy import Permission
from caseapp.policy.tracks import owns_other_track, track_awaits_other
from caseapp.worklists.positions import LONG_AGO, found, mine, on_behalf_of, rows_of
from caseapp.worklists.urgency import SOON, Candidate, Reason, reason_of_date


def _directed(actor: Actor) -> Select[Any]:
    return select(Involvement.case_id).where(
        Involvement.user_id == actor.user_id,
        Involvement.part == Part.DIRECTOR,
        Involvement.ended_at.is_(None),
    )


def _watched(actor: Actor, *kinds: K) -> CompoundSelect[Any]:
    """Ask for findings of a led team or a directed case: each looked up by its own index."""
    open_ones = select(Finding.id).where(Finding.ended_at.is_(None), Finding.kind.in_(kinds))
    return union(
        open_ones.where(Finding.team_id.in_(actor.led_team_ids)),
        open_ones.where(Finding.case_id.in_(_directed(actor))),
    )


def own_tracks(actor: Actor) -> Iterator[Candidate]:
    """Give the tracks this person owns with a date that passed, comes soon, or is missing."""
    today = clock.today()
    query = (
        select(Track.id, Track.next_on, Finding.user_id)
        .join(Finding, found(Track.id.expression, K.NO_NEXT_DATE, K.DATE_PASSED))
        .where(Finding.user_id.in_(mine(actor)))
        .where(or_(Track.next_on.is_(None), Track.next_on <= today + SOON))
        .order_by(func.coalesce(Track.next_on, LONG_AGO), Track.id)
    )
    for track_id, next_on, user_id in rows_of(actor, Permission.TRACK_VIEW, query):
        reason = reason_of_date(next_on, today)
        if reason is not None:
            yield Candidate(reason, track_id, until=next_on, for_id=on_behalf_of(actor, user_id))


def silent_tracks(actor: Actor) -> Iterator[Candidate]:
    """Give the tracks this person owns on which nobody was spoken for longer than agreed."""
    query = (
        select(Track.id, Finding.last_on, Finding.user_id)
        .join(Finding, found(Track.id.expression, K.NO_CONTACT))
        .where(Finding.user_id.in_(mine(actor)), Finding.since <= clock.now())
        .order_by(Finding.last_on, Track.id)
    )
    for track_id, last_on, user_id in rows_of(actor, Permission.TRACK_VIEW, query):
        owner = on_behalf_of(actor, user_id)
        yield Candidate(Reason.NO_CONTACT, track_id, since=last_on, for_id=owner)


def unreached_tracks(actor: Actor) -> Iterator[Candidate]:
    """Give the tracks this person owns on which nobody is reached, however often it is tried."""
    query = (
        select(Track.id, Finding.last_on, Finding.user_id)
        .join(Finding, found(Track.id.expression, K.UNREACHED))
        .where(Finding.user_id.in_(mine(actor)), Finding.since <= clock.now())
        .order_by(Finding.last_on, Track.id)
    )
    for track_id, last_on, user_id in rows_of(actor, Permission.TRACK_VIEW, query):
        owner = on_behalf_of(actor, user_id)
        yield Candidate(Reason.UNREACHED, track_id, since=last_on, for_id=owner)


def watched_tracks(actor: Actor) -> Iterator[Candidate]:
    """Give the tracks of a led team or directed case with no owner, or whose owner is late."""
    unowned = (K.TRACK_UNOWNED, K.TRACK_NOBODYS)
    late = (K.NO_NEXT_DATE, K.DATE_PASSED)
    owned_late = Finding.kind.in_(late) & Finding.user_id.is_not(None)
    others = Finding.user_id.not_in(mine(actor))
    others_late = owned_late & others & (Finding.since <= clock.now())
    query = (
        select(Track.id, Track.next_on, Finding.kind, Finding.last_on, Finding.since)
        .join(Finding, Finding.subject_id == Track.id)
        .where(Finding.id.in_(_watched(actor, *unowned, *late)))
        .where(or_(Finding.kind.in_(unowned), others_late))
        .order_by(func.coalesce(Track.next_on, LONG_AGO), Track.id)
    )
    for row in rows_of(actor, Permission.TRACK_ARRANGE, query):
        if row.kind in unowned:
            yield Candidate(Reason.TEAM_UNOWNED, row.id, since=row.last_on or row.since)
        else:
            yield Candidate(Reason.TEAM_DATE, row.id, until=row.next_on)


def queue(actor: Actor) -> Iterator[Candidate]:
    """Give the tracks that wait for somebody of the own team to take them."""
    query = select(Track.id, Track.created_at).order_by(Track.created_at, Track.id)
    for track_id, created_at in rows_of(actor, Permission.TRACK_TAKE, query):
        yield Candidate(Reason.QUEUE, track_id, since=created_at)


def stops_to_confirm(actor: Actor) -> Iterator[Candidate]:
    """Give the tracks said not to be needed, of cases of which this person owns the other one."""
    query = (
        select(Track.id, Track.case_id)
        .where(track_awaits_other.where(actor), owns_other_track.where(actor))
        .order_by(Track.id)
    )
    for row in rows_of(actor, Permission.TRACK_CONFIRM, query):
        yield Candidate(Reason.STOP_TO_CONFIRM, row.id)
