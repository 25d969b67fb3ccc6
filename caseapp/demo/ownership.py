"""Who owns the tracks of a case and who else is involved, from when until when."""

from datetime import datetime, timedelta
from typing import NamedTuple

from caseapp.demo import workdays
from caseapp.demo.casefile import Involvement, Track
from caseapp.demo.casting import Crew
from caseapp.demo.entities import StaffMember
from caseapp.demo.plan import CasePlan
from caseapp.demo.scribe import Scribe


class Moments(NamedTuple):
    """The moments a case was opened, closed for the first time, opened again, and closed."""

    opened: datetime
    first_closed: datetime | None
    reopened: datetime | None
    closed: datetime | None


def tracks_of(plan: CasePlan, scribe: Scribe) -> tuple[Track, Track]:
    """Give the care and the safety track; a track nobody worked on yet waits without owner."""
    crew, story = scribe.crew, plan.story
    day = scribe.clock.date()
    goals = scribe.text(story.care_goals, day), scribe.text(story.safety_goals, day)
    safety_worked = any(step.author == crew.safety.key for step in scribe.steps) or any(
        flag.raised_by == crew.safety.key for flag in scribe.flags
    )
    care, safety = {
        "intake": ("waiting", "waiting"),
        "active": ("active", "active" if safety_worked else "waiting"),
        "watch": ("watch", scribe.random.choice(("watch", "closed"))),
        "closed": ("closed", "closed"),
    }[plan.state]
    return (
        Track("care", None if care == "waiting" else crew.care.key, care, goals[0]),
        Track("safety", None if safety == "waiting" else crew.safety.key, safety, goals[1]),
    )


def involvements_of(
    scribe: Scribe, at: Moments, tracks: tuple[Track, Track]
) -> tuple[Involvement, ...]:
    """Give everybody involved: owners, case director, colleagues, process director, partner."""
    crew, since, until = scribe.crew, at.opened + timedelta(minutes=40), at.closed
    found: list[Involvement] = []

    def add(member: StaffMember, strip: str, relation: str, begin: datetime = since) -> None:
        found.append(Involvement(member.key, strip, relation, begin, until))

    care, safety = tracks
    if care.owner:
        start = _handover(crew, since, until, found)
        add(crew.care, "care", "owner", start)
        add(crew.care, "case", "case-director", start)
    if safety.owner:
        add(crew.safety, "safety", "owner")
    if crew.care2 is not crew.care and any(s.author == crew.care2.key for s in scribe.steps):
        add(crew.care2, "care", "involved")
    if scribe.phase > 1 or any(s.author == crew.director.key for s in scribe.steps):
        add(crew.director, "case", "process-director")
    if crew.partner and max(change.to_phase for change in scribe.phases) >= 2:  # noqa: PLR2004
        add(crew.partner, "case", "involved")
    return tuple(found)


def _handover(
    crew: Crew, since: datetime, until: datetime | None, found: list[Involvement]
) -> datetime:
    """Let a colleague who left hand the care track over, when the case ran at that moment."""
    left_on = crew.former.left_on if crew.former else None
    if crew.former is None or left_on is None:
        return since
    moment = workdays.at(left_on, 12, 0)
    if not since < moment or (until and until < moment):
        return since
    found.append(Involvement(crew.former.key, "care", "owner", since, moment))
    return moment
