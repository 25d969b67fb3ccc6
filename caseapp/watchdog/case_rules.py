"""The rules about cases and their flags: one small function for each crack."""

from collections.abc import Callable, Iterator
from datetime import date, timedelta
from typing import Any
from uuid import UUID

from caseapp.kernel import clock
from caseapp.kernel.clock import midnight
from caseapp.model.case_words import TrackKind
from caseapp.model.watchdog import FindingKind as K
from caseapp.settings import catalogue as settings
from caseapp.settings.catalogue import Terms
from caseapp.watchdog.facts import ActionFacts, CaseFacts, ItemFacts
from caseapp.watchdog.found import Found, day_after, day_of, gathered
from caseapp.watchdog.people_rules import OF_PEOPLE
from caseapp.watchdog.phase_rules import OF_PHASES
from caseapp.watchdog.watch_rules import OF_WATCHES
from caseapp.watchdog.whole_cases import of_case

CaseRule = Callable[[CaseFacts, Terms], Iterator[Found]]


def nothing_runs(case: CaseFacts, _terms: Terms) -> Iterator[Found]:
    """An open case of which no track is needed: nobody does anything, and no date comes."""
    if not any(track.is_needed for track in case.tracks):
        yield of_case(K.NOTHING_RUNS, case, user_id=case.director_id)


def no_director(case: CaseFacts, terms: Terms) -> Iterator[Found]:
    """A case in a phase in which somebody must direct, and nobody does."""
    if case.director is None and case.phase >= terms(settings.DIRECTOR_FROM):
        since = midnight(case.phase_since)
        if case.director_left_at is not None:
            since = max(since, case.director_left_at)
        yield of_case(K.NO_DIRECTOR, case, since=since)


def director_gone(case: CaseFacts, _terms: Terms) -> Iterator[Found]:
    """The director cannot sign in any more, does no casework, or may not open the case."""
    director = case.director
    if director is not None and not director.can_work:
        yield of_case(K.DIRECTOR_GONE, case, since=director.left_at, user_id=director.id)


def director_away(case: CaseFacts, _terms: Terms) -> Iterator[Found]:
    """The director is on leave, or will be, and nobody stands in who can do it."""
    director, gap = case.director, case.director_away
    if director is not None and director.can_work and gap is not None:
        yield of_case(
            K.DIRECTOR_AWAY,
            case,
            since=clock.midnight(gap.first_on),
            until=day_after(gap.last_on),
            last_on=gap.last_on,
            user_id=director.id,
        )


def stagnation(case: CaseFacts, terms: Terms) -> Iterator[Found]:
    """No step on either track for longer than the phase allows.

    Without a team: who leads the team of one track would read from it what the other did.
    """
    days = terms(settings.STAGNATION_DAYS, case.phase, case.phenomenon)
    last = case.last_step_on or day_of(case.opened_at)
    yield Found(
        K.STAGNATION,
        case.id,
        case_id=case.id,
        since=day_after(last, days),
        last_on=last,
        number=days,
        user_id=case.director_id,
    )


def flag_unanswered(case: CaseFacts, _terms: Terms) -> Iterator[Found]:
    """A flag whose term to be answered passed."""
    for flag in case.flags:
        yield of_case(
            K.FLAG_UNANSWERED,
            case,
            subject_id=flag.id,
            since=flag.answer_by,
            user_id=case.director_id,
        )


def handover_unanswered(case: CaseFacts, _terms: Terms) -> Iterator[Found]:
    """An offer that nobody answered within its term: the lead of who received it is told.

    Of a watch while it runs, and of the rest while the case is open.
    """
    for offer in case.offers:
        if case.watch is not None if offer.is_of_watch else case.is_open:
            yield Found(
                K.HANDOVER_UNANSWERED,
                offer.id,
                case_id=case.id,
                since=offer.answer_by,
                track=offer.track,
                team_id=offer.team_id,
                user_id=offer.sender_id,
            )


def measure_due(case: CaseFacts, _terms: Terms) -> Iterator[Found]:
    """A measure that is prepared or runs, of which the day to look again is over.

    It is of the safety track alone, also where nobody owns that any more.
    """
    track = case.track(TrackKind.SAFETY)
    if track is None:
        return
    owner = track.owner.id if track.owner is not None else track.waits_with_id
    for one in case.measures:
        yield Found(
            K.MEASURE_DUE,
            one.id,
            case_id=case.id,
            since=day_after(one.next_on),
            last_on=one.next_on,
            track=track.kind,
            team_id=track.team_id,
            user_id=owner or case.director_id,
        )


def returned(case: CaseFacts, terms: Terms) -> Iterator[Found]:
    """People who come back within a time after their case was closed."""
    if case.previous_closed_at is None:
        return
    until = case.previous_closed_at + timedelta(days=terms(settings.RETURN_DAYS))
    if until > case.opened_at:
        last = day_of(case.previous_closed_at)
        yield of_case(K.RETURNED, case, since=case.opened_at, until=until, last_on=last)


def repeated(case: CaseFacts, terms: Terms) -> Iterator[Found]:
    """Several flags about the same people within a time, on whatever case; ends with the window.

    Without a team: the flags may stand on a case of others.
    """
    window = timedelta(days=terms(settings.REPEAT_DAYS))
    if found := gathered(case.raised_at, terms(settings.REPEAT_FLAGS), window):
        first, last, number = found
        yield Found(
            K.REPEATED,
            case.id,
            case_id=case.id,
            since=last,
            until=first + window,
            last_on=day_of(last),
            number=number,
        )


def closed_with_open(case: CaseFacts, _terms: Terms) -> Iterator[Found]:
    """A closed case of which a date, a flag or an action still waits for somebody."""
    waits = bool(case.flags or case.actions or case.items)
    if waits or any(track.is_needed and track.next_on for track in case.tracks):
        yield of_case(K.CLOSED_WITH_OPEN, case, since=case.closed_at, number=len(case.flags))


def action_passed(case: CaseFacts, _terms: Terms) -> Iterator[Found]:
    """The day passed before which somebody would have done something of the plan."""
    for action in case.actions:
        yield _of_day(K.ACTION_PASSED, case, action, action.due_on, action.holder_id)


def item_undecided(case: CaseFacts, _terms: Terms) -> Iterator[Found]:
    """A meeting about the case was held, or should have been, and nothing was concluded.

    It is with who chairs it, and else with who directs the case.
    """
    for item in case.items:
        holder = item.chair_id or case.director_id
        yield _of_day(K.ITEM_UNDECIDED, case, item, item.on_day, holder)


def _of_day(
    kind: K, case: CaseFacts, one: ActionFacts | ItemFacts, day: date, user_id: UUID | None
) -> Found:
    """Give what is wrong from the day after, on a track or for both."""
    facts: dict[str, Any] = {"since": day_after(day), "last_on": day, "user_id": user_id}
    if one.track is None:
        return of_case(kind, case, subject_id=one.id, **facts)
    track = case.track(one.track)
    team_id = track.team_id if track is not None else None
    return Found(kind, one.id, case_id=case.id, track=one.track, team_id=team_id, **facts)


OF_OPEN_CASES: dict[K, CaseRule] = {
    K.NOTHING_RUNS: nothing_runs,
    K.NO_DIRECTOR: no_director,
    K.DIRECTOR_GONE: director_gone,
    K.DIRECTOR_AWAY: director_away,
    K.STAGNATION: stagnation,
    K.ACTION_PASSED: action_passed,
    K.ITEM_UNDECIDED: item_undecided,
    K.FLAG_UNANSWERED: flag_unanswered,
    K.HANDOVER_UNANSWERED: handover_unanswered,
    K.MEASURE_DUE: measure_due,
    K.RETURNED: returned,
    K.REPEATED: repeated,
    **OF_PHASES,
    **OF_PEOPLE,
}
OF_CLOSED_CASES: dict[K, CaseRule] = {
    K.HANDOVER_UNANSWERED: handover_unanswered,
    K.CLOSED_WITH_OPEN: closed_with_open,
    **OF_WATCHES,
}
