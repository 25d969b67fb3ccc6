"""A track on which nothing was written for long says since when, and what it waits for."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta

from caseapp.journal import Told
from caseapp.kernel import clock
from caseapp.model.case_words import TrackState
from caseapp.model.cases import Track
from caseapp.web.case_page import TrackHead
from caseapp.web.wording import day, due
from caseapp.web.wording import gettext as _

LONG = timedelta(days=30)
"""How long a track that goes on may be silent before its half of the page says so."""


@dataclass(frozen=True, slots=True)
class Silence:
    """What stands on the timeline where a track has nothing new."""

    track: str
    title: str
    awaits: str


def of(heads: Sequence[TrackHead], told: Sequence[Told], *, whole: bool) -> list[Silence]:
    """Give the silent tracks among those the reader may read; one that is done may be silent.

    `whole` tells whether the steps told are all there are.
    """
    return [
        Silence(head.track.kind.value, title, _awaited(head.track))
        for head in heads
        if head.may_read
        and head.track.state is TrackState.NEEDED
        and head.track.case.is_open
        and (title := _title(head.track, told, whole=whole))
    ]


def _title(track: Track, told: Sequence[Told], *, whole: bool) -> str:
    """Say since when nothing was written; nothing when that is not long ago."""
    last = max((one.step.happened_on for one in told if one.step.track is track.kind), default=None)
    if last is None:
        return _("Hier is nog niets vastgelegd") if whole else ""
    if clock.today() - last < LONG:
        return ""
    return _("Niets vastgelegd sinds %(day)s", day=day(last))


def _awaited(track: Track) -> str:
    if track.owner is None:
        return _("Dit spoor wacht op een eigenaar.")
    if track.next_on is None:
        return _("Er is geen volgende datum: spreek er een af.")
    when = {"day": day(track.next_on), "due": due(track.next_on)}
    return _("Volgende datum: %(day)s (%(due)s)", **when)
