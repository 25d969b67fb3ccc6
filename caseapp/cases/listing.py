"""What a list of cases is narrowed to, and the orders it comes in."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from sqlalchemy import (
    ColumnElement,
    Date,
    Select,
    func,
    literal_column,
)

from caseapp import policy
from caseapp.cases.lines import ListedCase
from caseapp.kernel import paging
from caseapp.kernel.actor import Actor
from caseapp.kernel.identifiers import read_reference
from caseapp.model.case_words import CaseState, Phenomenon
from caseapp.model.cases import Case, Involvement, Track
from caseapp.policy import Permission

LONG_AGO = date(1900, 1, 1)
"""Where a case without a next date sorts: before all others, for it needs one."""


@dataclass(frozen=True, slots=True)
class Filter:
    """What a list of cases is narrowed to; everything that is None does not narrow."""

    state: CaseState | None = None
    phase: int | None = None
    phenomenon: Phenomenon | None = None
    mine: bool = False
    team_id: UUID | None = None
    typed_reference: str = ""

    def apply(self, actor: Actor, query: Select[Any]) -> Select[Any]:
        """Narrow a query of cases."""
        query = policy.visible(actor, Permission.CASE_VIEW, query)
        if self.state is None:
            query = query.where(Case.state != CaseState.CLOSED)
        else:
            query = query.where(Case.state == self.state)
        if self.phase is not None:
            query = query.where(Case.phase == self.phase)
        if self.phenomenon is not None:
            query = query.where(Case.phenomenon == self.phenomenon)
        if self.typed_reference:
            query = query.where(Case.reference == read_reference(self.typed_reference))
        if self.mine:
            query = query.where(Case.involvements.any(_active(actor)))
        if self.team_id is not None:
            query = query.where(Case.tracks.any(Track.team_id == self.team_id))
        return query


def _active(actor: Actor) -> ColumnElement[bool]:
    return (Involvement.user_id == actor.user_id) & Involvement.ended_at.is_(None)


@dataclass(frozen=True, slots=True)
class Order:
    """A way to sort the list, and how its position is written in a link and read back."""

    key: ColumnElement[Any]
    descending: bool
    write: Callable[[ListedCase], str]
    read: Callable[[str], Any]


ORDERS = {
    "next": Order(
        func.coalesce(Case.next_on, literal_column(f"'{LONG_AGO}'", Date())),
        descending=False,
        write=lambda case: (case.next_on or LONG_AGO).isoformat(),
        read=date.fromisoformat,
    ),
    "phase": Order(
        Case.phase.expression, descending=True, write=lambda case: str(case.phase), read=int
    ),
    "opened": Order(
        Case.opened_at.expression,
        descending=True,
        write=lambda case: case.opened_at.isoformat(),
        read=paging.moment,
    ),
}
