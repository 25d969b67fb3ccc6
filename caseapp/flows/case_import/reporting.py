"""What became of a list: what came in and who it was, what did not and why, line by line."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import asdict, dataclass, field
from typing import TYPE_CHECKING, Any
from uuid import UUID

from caseapp.flows.case_import.messages import say
from caseapp.flows.case_import.proposals import Problem, ProposedCase, ProposedPerson, Remark

if TYPE_CHECKING:
    from caseapp.flows.case_import.queries import Preview

Told = list[Any]
"""Row, column, the sentence (msgid), its values, and the cell with its letters masked."""


@dataclass(slots=True)
class Report:
    """The report of one list, as it is kept, sealed, with its run."""

    cases: int = 0
    new_people: int = 0
    known_people: int = 0
    rows_before: int = 0
    lines: list[dict[str, Any]] = field(default_factory=list)
    """Per case: its rows, reference and id, who it is about, and the ids of the residents."""
    problems: list[Told] = field(default_factory=list)
    """The rows that did not come in."""
    losses: list[Told] = field(default_factory=list)
    """The cells that did not come in although their row did."""
    notices: list[Told] = field(default_factory=list)
    """What was read in a way that somebody had better look at."""
    skipped: list[Told] = field(default_factory=list)
    """Rows that are no case: totals, headings."""
    unknown_colleagues: dict[str, int] = field(default_factory=dict)
    """Names in whom no colleague was recognised, and in how many places."""

    @classmethod
    def of(cls, seen: Preview) -> Report:
        """Begin with what does not come in."""
        return cls(
            rows_before=seen.rows_before,
            problems=[_told(one) for one in seen.problems],
            losses=[_told(one) for one in seen.losses],
            notices=[_told(one) for one in seen.notices],
            skipped=[
                [one.number, "", one.message.text, dict(one.message.values), ""]
                for one in seen.plan.skipped
            ],
            unknown_colleagues=dict(seen.unknown_colleagues),
        )

    @classmethod
    def read(cls, text: str) -> Report:
        """Bring back a report as it was kept; an empty one where there is none."""
        return cls(**json.loads(text)) if text else cls()

    def written(self) -> str:
        """Write it down to be kept."""
        return json.dumps(asdict(self), ensure_ascii=False)

    def count(self, *, is_known: bool) -> None:
        """Count a person once, however often the list names them."""
        self.known_people += is_known
        self.new_people += not is_known

    def lost_bsn(self, person: ProposedPerson) -> None:
        """Tell that somebody came in without the BSN of the list: it is somebody else's."""
        message = say("bsn-of-someone-else")
        self.losses.append(_told(Remark(person.row_number, "", message, "", is_loss=True)))

    def came_in(
        self, proposed: ProposedCase, case_id: UUID, reference: str, people: Sequence[UUID]
    ) -> None:
        """Tell that a case came in, and who it is about."""
        names = ", ".join(person.name.written for person in proposed.subjects)
        place = proposed.address.written if proposed.address else ""
        self.cases += 1
        self.lines.append(
            {
                "rows": list(proposed.row_numbers),
                "reference": reference,
                "case": case_id.hex,
                "who": names or proposed.household_name or place,
                "people": [one.hex for one in people],
            }
        )


def about(lines: Sequence[dict[str, Any]]) -> list[tuple[UUID | None, UUID | None]]:
    """Give about whom lines of a report are, as (resident, case), for the log."""
    return [
        (UUID(person) if person else None, UUID(line["case"]))
        for line in lines
        for person in line["people"] or [None]
    ]


def _told(one: Problem | Remark) -> Told:
    return [
        one.row_number,
        one.column,
        one.message.text,
        dict(one.message.values),
        one.shown,
    ]
