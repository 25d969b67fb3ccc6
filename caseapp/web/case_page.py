"""What the head of a case shows on each of its screens, seen by one person."""

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import Any

from flask import flash, g, redirect, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from caseapp import policy
from caseapp.journal import Attempts
from caseapp.kernel import clock
from caseapp.kernel.actor import Actor
from caseapp.model.case_words import TrackKind, TrackState
from caseapp.model.cases import Case, Track
from caseapp.policy import Permission

NOTHING_TRIED: Mapping[TrackKind, Attempts] = MappingProxyType({})


@dataclass(frozen=True, slots=True)
class TrackHead:
    """One of the two cards in the head: who owns the track, what comes next, what one may do."""

    track: Track
    may_read: bool
    may_take: bool
    may_arrange: bool
    may_confirm: bool = False
    may_search: bool = False
    tried: Attempts | None = None
    """What was tried in vain since somebody was last spoken, for who may read the track."""

    @property
    def late(self) -> bool:
        """Tell whether the track runs without a date, or its date is past."""
        if self.track.state is not TrackState.NEEDED or not self.track.case.is_open:
            return False
        return self.track.next_on is None or self.track.next_on < clock.today()


def page_of(
    actor: Actor, case: Case, tried: Mapping[TrackKind, Attempts] = NOTHING_TRIED
) -> dict[str, Any]:
    """Give what every template about a case needs."""
    heads = [
        TrackHead(
            track,
            may_read=policy.allows(actor, Permission.TRACK_VIEW, track),
            may_take=policy.allows(actor, Permission.TRACK_TAKE, track),
            may_arrange=policy.allows(actor, Permission.TRACK_ARRANGE, track),
            may_confirm=track.awaits_other
            and policy.allows(actor, Permission.TRACK_CONFIRM, track),
            may_search=policy.allows(actor, Permission.POLICE_SEARCH, track),
            tried=tried.get(track.kind),
        )
        for track in sorted(case.tracks, key=lambda track: track.kind)
    ]
    return {
        "case": case,
        "heads": heads,
        "residents": [subject.resident for subject in case.subjects],
        "returns": {one.resident_id: one for one in case.subjects if one.returns_on is not None},
        "may": {
            name: policy.allows(actor, permission, case)
            for name, permission in {
                "write": Permission.STRIP_WRITE,
                "flag": Permission.FLAG_RAISE,
                "plan": Permission.PLAN_KEEP,
                "table": Permission.CASE_TABLE,
                "expect": Permission.RETURN_EXPECT,
                "phases": Permission.PHASES_READ,
                "phase": Permission.CASE_CHANGE_PHASE,
                "staff": Permission.CASE_DIRECT,
                "close": Permission.CASE_CLOSE,
                "reopen": Permission.CASE_REOPEN,
                "shield": Permission.CASE_SHIELD,
                "readers": Permission.READERS_SEE,
                "shares": Permission.SHARES_READ,
                "papers": Permission.PAPERS_READ,
            }.items()
        },
        "relation": g.get("relation"),
        "purpose": g.get("purpose"),
        "phase_days": (clock.today() - case.phase_since).days,
    }


def on_from(actor: Actor, case: Case) -> ResponseReturnValue:
    """Go on after a change: to the case, or home when the change ended one's view of it."""
    if policy.allows(actor, Permission.CASE_VIEW, case):
        return redirect(url_for("cases.show", reference=case.reference), 303)
    flash(_("De casus is nu van anderen. U ziet die niet meer in uw lijst."), "info")
    return redirect(url_for("work.index"), 303)
