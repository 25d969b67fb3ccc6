"""Facts about the actions of plans that are open: whose each is today, and before when."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any
from uuid import UUID

from sqlalchemy import select

from caseapp.model.among import among
from caseapp.model.cases import Involvement
from caseapp.model.plans import PlanAction
from caseapp.plans.bearing import Place, holder
from caseapp.watchdog.asking import rows
from caseapp.watchdog.facts import ActionFacts
from caseapp.watchdog.kept import Kept
from caseapp.watchdog.staff import Staff

OPEN = (
    select(PlanAction.case_id, PlanAction.id, PlanAction.track)
    .add_columns(PlanAction.due_on, PlanAction.owner_id)
    .where(among(PlanAction.case_id, "ids"), PlanAction.ended_at.is_(None))
    .order_by(PlanAction.due_on, PlanAction.id)
)
HELD = select(Involvement.case_id, Involvement.user_id, Involvement.part, Involvement.track).where(
    among(Involvement.case_id, "ids"), Involvement.ended_at.is_(None)
)


@dataclass(frozen=True, slots=True)
class Actions:
    """The open actions of some cases, and who has a part in each case that has any."""

    waiting: dict[UUID, list[Any]] = field(default_factory=dict)
    parts: dict[UUID, list[Any]] = field(default_factory=dict)

    @classmethod
    def of(cls, ids: Sequence[UUID]) -> "Actions":
        """Look these up, on whichever track they are, with the voice that shows nobody."""
        waiting, parts = defaultdict[UUID, list[Any]](list), defaultdict[UUID, list[Any]](list)
        for row in rows(OPEN, ids=ids) if ids else ():
            waiting[row.case_id].append(row)
        for row in rows(HELD, ids=list(waiting)) if waiting else ():
            parts[row.case_id].append(row)
        return cls(dict(waiting), dict(parts))

    @property
    def people(self) -> set[UUID]:
        """Give everybody who has a part in one of these cases."""
        return {row.user_id for found in self.parts.values() for row in found}

    def facts(self, case_id: UUID, staff: Staff, kept: Kept) -> tuple[ActionFacts, ...]:
        """Give the open actions of one case as facts."""
        places = [
            Place(row.user_id, row.part, row.track)
            for row in self.parts.get(case_id, ())
            if kept.holder(staff.workers[row.user_id], case_id).can_work
        ]
        return tuple(
            ActionFacts(row.id, row.due_on, row.track, holder(row.owner_id, row.track, places))
            for row in self.waiting.get(case_id, ())
        )
