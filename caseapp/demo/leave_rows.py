"""Who of the fictitious colleagues is on leave: with somebody who stands in, and without."""

from collections.abc import Iterator
from datetime import timedelta
from itertools import islice
from typing import Any

from caseapp.demo.bulk import Bulk
from caseapp.demo.entities import StaffMember
from caseapp.demo.marks import Marks
from caseapp.demo.staff import MAIN
from caseapp.demo.world import World
from caseapp.kernel import clock
from caseapp.kernel.actor import Role
from caseapp.model.leaves import Leave

TEAMS = 2
"""In one team it was agreed, in the next nobody answered: that is a crack."""
SEEN = 100
"""Cases that are looked at for who has work: a world of any size has enough of them there."""
BEFORE, AFTER = timedelta(days=2), timedelta(days=9)


def add_leaves(bulk: Bulk, world: World, marks: Marks) -> None:
    """Let a social worker of each of two teams, with work, be away; a colleague is asked."""
    free = [member for member in world.staff if _may_be_away(member)]
    seen: set[str] = set()
    for away in _busy(world, free):
        asked = next((m for m in free if m.team == away.team and m != away), None)
        if asked is not None and away.team not in seen and len(seen) < TEAMS:
            bulk.add(Leave, _row(world, marks, away, asked, agreed=not seen))
            seen.add(away.team)


def _busy(world: World, free: list[StaffMember]) -> Iterator[StaffMember]:
    """Give who of these owns a track of an open case, in the order of the cases."""
    known = {member.key: member for member in free}
    for case in islice(world.iter_cases(), SEEN):
        for track in case.tracks:
            if case.closed_at is None and track.state != "closed" and track.owner in known:
                yield known[track.owner]


def _may_be_away(member: StaffMember) -> bool:
    """Leave those alone whose sign-in is shown: they are there to be tried."""
    here = member.municipality == MAIN.key and member.left_on is None
    return here and member.role == Role.SOCIAL_WORKER and not member.of_the_day


def _row(
    world: World, marks: Marks, away: StaffMember, asked: StaffMember, *, agreed: bool
) -> dict[str, Any]:
    user_id, now = marks.staff(away.key), clock.now()
    return {
        "id": marks.of(f"{away.key}/leave"),
        "municipality_id": marks.of(away.municipality),
        "user_id": user_id,
        "substitute_id": marks.staff(asked.key),
        "first_on": world.today - BEFORE,
        "last_on": world.today + AFTER,
        "asked_at": now - BEFORE,
        "asked_by_id": user_id,
        "accepted_at": now - BEFORE if agreed else None,
        "version": 1,
    }
