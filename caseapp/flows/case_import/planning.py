"""The preview of an import: what would become what, and what cannot come in."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import date

from caseapp.flows.case_import.columns import ColumnChoice, check_choice
from caseapp.flows.case_import.grouping import Grouper
from caseapp.flows.case_import.proposals import ImportPlan, ParsedRow, Problem
from caseapp.flows.case_import.tables import Sheet
from caseapp.flows.case_import.values import RowReader


def parse_rows(sheet: Sheet, choice: ColumnChoice, *, today: date) -> Iterator[ParsedRow | Problem]:
    """Read the rows of a list one by one; ValueError when the choice of columns is not usable."""
    if wrong := check_choice(sheet.columns, choice):
        raise ValueError(wrong[0].code)
    reader = RowReader(sheet, choice, today)
    return map(reader.read, sheet.rows)


def plan(
    sheet: Sheet,
    choice: ColumnChoice,
    *,
    today: date,
    progress: Callable[[int], None] | None = None,
) -> ImportPlan:
    """Say what would come in: cases, and the rows that cannot with the reason and the line.

    `progress` is told the number of rows read so far, after every row. Every row of the sheet is
    in exactly one place: in a case or among the problems.
    """
    made = ImportPlan(sheet.name, skipped=sheet.skipped, remarks=sheet.remarks)
    grouper = Grouper()
    for count, found in enumerate(parse_rows(sheet, choice, today=today), start=1):
        problem = found if isinstance(found, Problem) else grouper.add(found)
        if problem:
            made.problems.append(problem)
        if progress:
            progress(count)
    made.rows_read = len(sheet.rows)
    made.cases = list(grouper.cases())
    return made
