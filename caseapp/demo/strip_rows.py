"""The rows of what both sides agreed in a case: what is done when it becomes unsafe."""

from datetime import timedelta
from typing import Any

from caseapp.demo.bulk import Bulk
from caseapp.demo.journal_rows import Filed
from caseapp.demo.marks import Marks
from caseapp.model.safety_lines import SafetyLine

AGREED_FROM = 2
LINES = (
    (
        "Wordt het onveilig, dan belt wie het ziet 112 en daarna de wijkagent. De casusregisseur "
        "hoort het dezelfde dag. Niemand gaat alleen op huisbezoek."
    ),
    (
        "Bij dreiging gaat niemand alleen naar binnen. Is er direct gevaar: 112. Anders de "
        "wijkagent, via 0900-8844. Wie het zorgspoor heeft, zoekt een plek voor wie weg moet."
    ),
    (
        "Bij een melding van ruzie of geweld bellen beide sporen elkaar binnen een uur. Wie er het "
        "eerst is, wacht op de ander. De crisisdienst is dag en nacht te bereiken."
    ),
)


class StripRows:
    """Adds the safety line of escalated cases that are open."""

    def __init__(self, bulk: Bulk, marks: Marks) -> None:
        """Begin; the cases themselves come first."""
        self._bulk, self._marks = bulk, marks

    def add(self, filed: Filed) -> None:
        """Add what was agreed; in every third case one side has still to confirm it."""
        file = filed.file
        owners = {one.kind: one.owner for one in file.tracks if one.owner is not None}
        if file.closed_at or file.phase < AGREED_FROM or not owners:
            return
        number = int(file.key[-2:])
        line_id = self._marks.of(f"{file.key}/safety-line")
        writer = owners.get("care") or owners["safety"]
        set_at = file.phases[-1].decided_at + timedelta(hours=1)
        row: dict[str, Any] = {"id": line_id, "number": 1, "set_at": set_at}
        row["set_by_id"] = self._marks.staff(writer)
        for kind in ("care", "safety"):
            owner = owners.get(kind)
            agrees = owner is not None and (owner == writer or number % 3 != 0)
            later = timedelta() if owner == writer else timedelta(minutes=40)
            row[f"{kind}_by_id"] = self._marks.staff(owner) if owner and agrees else None
            row[f"{kind}_at"] = set_at + later if agrees else None
        texts = filed.seal.texts(SafetyLine, line_id, body=LINES[number % len(LINES)])
        self._bulk.add(SafetyLine, filed.owned | row | texts)
