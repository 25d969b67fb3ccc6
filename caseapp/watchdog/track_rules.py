"""The rules about one track of a case: one small function for each crack."""

from collections.abc import Callable, Iterator
from datetime import timedelta
from typing import Any

from caseapp.kernel import clock
from caseapp.kernel.clock import midnight
from caseapp.model.case_words import TrackKind
from caseapp.model.watchdog import FindingKind as K
from caseapp.settings import catalogue as settings
from caseapp.settings.catalogue import Terms
from caseapp.watchdog.facts import CaseFacts, TrackFacts
from caseapp.watchdog.found import Found, day_after, day_of

TrackRule = Callable[[CaseFacts, TrackFacts, Terms], Iterator[Found]]


def _of_track(kind: K, case: CaseFacts, track: TrackFacts, **facts: Any) -> Found:
    """Make a finding about one track: it says nothing of the other, nor to the other's team."""
    owner = track.owner
    facts.setdefault("user_id", owner.id if owner is not None else track.waits_with_id)
    return Found(
        kind,
        subject_id=track.id,
        case_id=case.id,
        track=track.kind,
        team_id=track.team_id,
        **facts,
    )


def track_nobodys(case: CaseFacts, track: TrackFacts, _terms: Terms) -> Iterator[Found]:
    """A track that is needed, that nobody owns and that waits in no queue where anybody works."""
    if track.owner is None and not track.queue_is_staffed:
        yield _of_track(K.TRACK_NOBODYS, case, track, since=track.left_at or track.created_at)


def track_unowned(case: CaseFacts, track: TrackFacts, terms: Terms) -> Iterator[Found]:
    """A track that waits in a queue for longer than agreed."""
    if track.owner is None and track.queue_is_staffed:
        days, waits_since = terms(settings.QUEUE_DAYS), track.left_at or track.created_at
        yield _of_track(
            K.TRACK_UNOWNED,
            case,
            track,
            since=waits_since + timedelta(days=days),
            last_on=day_of(waits_since),
            number=days,
        )


def owner_gone(case: CaseFacts, track: TrackFacts, _terms: Terms) -> Iterator[Found]:
    """The owner cannot sign in any more, does no casework, or may not open the case."""
    if track.owner is not None and not track.owner.can_work:
        yield _of_track(K.OWNER_GONE, case, track, since=track.owner.left_at)


def owner_away(case: CaseFacts, track: TrackFacts, _terms: Terms) -> Iterator[Found]:
    """The owner is on leave, or will be, and nobody stands in who can do it."""
    gap = track.owner_away
    if track.owner is not None and track.owner.can_work and gap is not None:
        since, until = clock.midnight(gap.first_on), day_after(gap.last_on)
        yield _of_track(K.OWNER_AWAY, case, track, since=since, until=until, last_on=gap.last_on)


def owner_left_team(case: CaseFacts, track: TrackFacts, _terms: Terms) -> Iterator[Found]:
    """The owner is no longer in the team the track is with: its lead watches somebody else's."""
    owner = track.owner
    if owner is None or not owner.can_work or track.team_id is None:
        return
    if track.team_id not in owner.teams:
        yield _of_track(K.OWNER_LEFT_TEAM, case, track)


def no_next_date(case: CaseFacts, track: TrackFacts, _terms: Terms) -> Iterator[Found]:
    """A track on which nothing was agreed to happen."""
    if track.next_on is None:
        yield _of_track(K.NO_NEXT_DATE, case, track)


def date_passed(case: CaseFacts, track: TrackFacts, _terms: Terms) -> Iterator[Found]:
    """A track of which the agreed day is over."""
    if track.next_on is not None:
        day = track.next_on
        yield _of_track(K.DATE_PASSED, case, track, since=day_after(day), last_on=day)


def no_contact(case: CaseFacts, track: TrackFacts, terms: Terms) -> Iterator[Found]:
    """Nobody of the care track spoke the people for longer than the phase allows."""
    if track.kind is not TrackKind.CARE:
        return
    days = terms(settings.CONTACT_DAYS, case.phase, case.phenomenon)
    last = track.last_contact_on or day_of(case.opened_at)
    yield _of_track(
        K.NO_CONTACT, case, track, since=day_after(last, days), last_on=last, number=days
    )


def waits_in_vain(case: CaseFacts, track: TrackFacts, _terms: Terms) -> Iterator[Found]:
    """A track that waits for the other one, which stopped: nothing it waits for will come."""
    other = case.track(track.kind.other)
    if track.waits_for_other and (other is None or not other.is_needed):
        yield _of_track(K.TRACK_WAITS_IN_VAIN, case, track)


def unreached(case: CaseFacts, track: TrackFacts, terms: Terms) -> Iterator[Found]:
    """A person nobody can find: tried in vain as often as agreed, or somebody gave up trying."""
    enough = terms(settings.ATTEMPTS)
    often = track.tried_on[enough - 1] if len(track.tried_on) >= enough else None
    days = [day for day in (track.gave_up_on, often) if day is not None]
    if days:
        yield _of_track(
            K.UNREACHED,
            case,
            track,
            since=midnight(min(days)),
            last_on=track.tried_on[-1],
            number=len(track.tried_on),
        )


OF_NEEDED_TRACKS: dict[K, TrackRule] = {
    K.TRACK_NOBODYS: track_nobodys,
    K.TRACK_UNOWNED: track_unowned,
    K.OWNER_GONE: owner_gone,
    K.OWNER_AWAY: owner_away,
    K.OWNER_LEFT_TEAM: owner_left_team,
    K.NO_NEXT_DATE: no_next_date,
    K.DATE_PASSED: date_passed,
    K.TRACK_WAITS_IN_VAIN: waits_in_vain,
    K.NO_CONTACT: no_contact,
    K.UNREACHED: unreached,
}
