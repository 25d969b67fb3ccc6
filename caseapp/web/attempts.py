"""The attempts to reach somebody, on the tracks of a case that a person may read."""

from collections.abc import Mapping

from caseapp import journal, policy, settings
from caseapp.journal import Attempts
from caseapp.kernel.actor import Actor
from caseapp.model.case_words import TrackKind
from caseapp.model.cases import Case
from caseapp.policy import Permission


def tried(actor: Actor, case: Case, *, any_left: bool = True) -> Mapping[TrackKind, Attempts]:
    """Give what was tried in vain since somebody was last spoken, by track.

    `any_left` tells whether there is anything to find.
    """
    if not case.is_open or not any_left:
        return {}
    found = journal.attempts_of([case.id])
    return {
        track.kind: found[case.id, track.kind]
        for track in case.tracks
        if (case.id, track.kind) in found and policy.allows(actor, Permission.TRACK_VIEW, track)
    }


def enough(case: Case) -> int:
    """Give after how many attempts nobody can find this person."""
    return settings.terms_of(case.municipality_id)(settings.ATTEMPTS)
