"""Facts about who may not open a case although it is theirs, or waits with their team.

Who knows the people in a case, is one of them or lives with them is kept from it: it is not theirs
to do. Behind a shield a team has nothing: who directs the case has what waits.
"""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace
from uuid import UUID

from sqlalchemy import select

from caseapp.accounts import doors
from caseapp.model.accounts import TeamMembership
from caseapp.model.among import among
from caseapp.watchdog.asking import rows
from caseapp.watchdog.facts import Worker
from caseapp.watchdog.staff import working_people


@dataclass(frozen=True, slots=True)
class Kept:
    """By case who is kept from it, and who works in the teams such a case may wait with."""

    people: dict[UUID, set[UUID]] = field(default_factory=dict)
    members: dict[UUID, set[UUID]] = field(default_factory=dict)

    @classmethod
    def of(cls, case_ids: Sequence[UUID], teams: Iterable[tuple[UUID, UUID | None]]) -> "Kept":
        """Look these up, of teams only where somebody is kept from a case that is with it."""
        people: dict[UUID, set[UUID]] = defaultdict(set)
        for row in rows(doors.KEPT_FROM_CASES, ids=case_ids) if case_ids else ():
            people[row.case_id].add(row.user_id)
        asked = {team_id for case_id, team_id in teams if case_id in people}
        return cls(dict(people), _working_in(asked - {None}))

    def holder(self, worker: Worker, case_id: UUID) -> Worker:
        """Give who has a part of a case: who is kept from it cannot work on it."""
        kept = worker.id in self.people.get(case_id, ())
        return replace(worker, can_work=False) if kept else worker

    def can_be_taken(self, team_id: UUID | None, case_id: UUID, *, staffed: bool) -> bool:
        """Tell whether anybody of a team, in which somebody works, may open a case."""
        if not staffed or team_id is None or case_id not in self.people:
            return staffed
        return bool(self.members.get(team_id, set()) - self.people[case_id])


WORKING_IN = select(TeamMembership.team_id, TeamMembership.user_id).where(
    among(TeamMembership.team_id, "ids"), TeamMembership.user_id.in_(working_people())
)


def _working_in(team_ids: set[UUID | None]) -> dict[UUID, set[UUID]]:
    found: dict[UUID, set[UUID]] = defaultdict(set)
    for row in rows(WORKING_IN, ids=list(team_ids)) if team_ids else ():
        found[row.team_id].add(row.user_id)
    return dict(found)
