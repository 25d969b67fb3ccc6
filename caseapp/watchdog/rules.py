"""Cover, defined once: one rule for each crack a person can fall through.

Each rule is a small function of facts; nothing here asks a database. What a rule finds says what it
is, about what, since when, why and whose it is; `repairs` says by which right it is mended.
"""

from collections.abc import Iterator
from datetime import timedelta

from caseapp.kernel.clock import midnight
from caseapp.model.watchdog import FindingKind as K
from caseapp.settings.catalogue import Terms
from caseapp.watchdog.case_rules import OF_CLOSED_CASES, OF_OPEN_CASES
from caseapp.watchdog.facts import CaseFacts, OfficeFacts, SignalFacts, TeamFacts
from caseapp.watchdog.found import Found, day_after
from caseapp.watchdog.signal_rules import OF_OPEN_SIGNALS
from caseapp.watchdog.track_rules import OF_NEEDED_TRACKS

LAPSED_FOR = timedelta(days=14)
"""As long a request to a second person that nobody decided on is told of: it can be asked anew."""


def of_case(case: CaseFacts, terms: Terms) -> Iterator[Found]:
    """Give what is, or will be, wrong with a case, its tracks and its flags."""
    rules = OF_OPEN_CASES if case.is_open else OF_CLOSED_CASES
    for rule in rules.values():
        yield from rule(case, terms)
    for track in case.tracks:
        if case.is_open and track.is_needed:
            for track_rule in OF_NEEDED_TRACKS.values():
                yield from track_rule(case, track, terms)


def of_signal(signal: SignalFacts, terms: Terms) -> Iterator[Found]:
    """Give what is, or will be, wrong with an open signal."""
    for rule in OF_OPEN_SIGNALS.values():
        yield from rule(signal, terms)


def of_team(team: TeamFacts) -> Iterator[Found]:
    """Give what is wrong with a team: nobody leads it, or nobody takes what waits with it.

    Who leads it and is on leave is stood in for by whoever is a team lead too, and by no other.
    """
    if not team.is_led:
        yield Found(K.TEAM_WITHOUT_LEAD, team.id, team_id=team.id)
    elif (gap := team.lead_away) is not None:
        yield Found(
            K.TEAM_WITHOUT_LEAD,
            team.id,
            since=midnight(gap.first_on),
            until=day_after(gap.last_on),
            last_on=gap.last_on,
            team_id=team.id,
        )
    if team.keeps_queue and not team.is_staffed:
        yield Found(K.QUEUE_WITHOUT_STAFF, team.id, team_id=team.id)


def of_office(office: OfficeFacts) -> Iterator[Found]:
    """Give what is, or will be, late on the desk of those who watch over access."""
    for kind, things in (
        (K.EMERGENCY_UNJUDGED, office.emergencies),
        (K.BREACH_UNREPORTED, office.breaches),
        (K.REQUEST_UNANSWERED, office.requests),
    ):
        for one in things:
            yield Found(kind, one.id, since=one.due_at)
    for one in office.approvals:
        until = one.due_at + LAPSED_FOR
        kind = K.APPROVAL_UNDECIDED
        yield Found(kind, one.id, since=one.due_at, until=until, user_id=one.user_id)
