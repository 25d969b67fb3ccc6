"""The statement of one night: what was not covered, what is new of it, and what was mended."""

from collections import Counter
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from flask import Blueprint, Response, render_template
from flask.typing import ResponseReturnValue

from caseapp import watchdog
from caseapp.accesslog import Event
from caseapp.kernel.actor import Actor
from caseapp.model.cases import Case
from caseapp.model.watchdog import CoverStatement, FindingKind
from caseapp.policy import Permission
from caseapp.web.guard import guard

bp = Blueprint("nights", __name__, url_prefix="/watchdog/nights/<id:statement_id>")
files = Blueprint("files", __name__, url_prefix="/file")
MOST_LINES = 200
"""Of a night on which more went wrong the rest is in the file, and counted."""


@dataclass(frozen=True, slots=True)
class Line:
    """Something that was not covered, on a case that the reader may open."""

    case: Case
    kind: FindingKind
    since: date
    is_new: bool


@dataclass(frozen=True, slots=True)
class Part:
    """The lines of which the case may be named, and how many others there are."""

    lines: list[Line]
    others: int


@bp.get("")
@guard(Permission.NIGHT_READ, loads=watchdog.statement, records=Event.COVER_SHOWN)
def show(actor: Actor, night: CoverStatement) -> ResponseReturnValue:
    """Show the list as it was, beside that of the night before."""
    before = watchdog.night_before(night.municipality_id, night.day)
    now, then = _by_key(night), _by_key(before) if before is not None else {}
    gone = {key: line for key, line in then.items() if key not in now}
    ids = {UUID(line["case"]) for line in [*now.values(), *gone.values()] if line["case"]}
    seen = watchdog.seen_cases(actor, ids)
    return render_template(
        "watchdog/night.html",
        night=night,
        before=before,
        fits=bool(watchdog.unaltered([night])),
        kinds=_kinds(now),
        uncovered=_part(now, seen, then),
        mended=_part(gone, seen, ()),
    )


@files.get("", endpoint="show")
@guard(Permission.NIGHT_READ, loads=watchdog.statement, records=Event.COVER_SHOWN)
def hand_out(_actor: Actor, night: CoverStatement) -> ResponseReturnValue:
    """Give the list byte for byte: its SHA-256 is what the log says of that night."""
    name = f"verklaring-{night.day.isoformat()}.json"
    headers = {"Content-Disposition": f'attachment; filename="{name}"'}
    return Response(watchdog.content(night), headers=headers, content_type="application/json")


def _by_key(night: CoverStatement) -> dict[tuple[str, str], dict[str, Any]]:
    return {(line["subject"], line["kind"]): line for line in watchdog.lines(night)}


def _kinds(lines: Mapping[Any, dict[str, Any]]) -> list[tuple[FindingKind, int]]:
    """Count by kind, the gravest first."""
    counted = Counter(line["kind"] for line in lines.values())
    return [(kind, counted[kind.value]) for kind in FindingKind if kind.value in counted]


def _day(line: Mapping[str, Any]) -> date:
    return date.fromisoformat(line["since"])


def _part(
    lines: Mapping[Any, dict[str, Any]], seen: Mapping[UUID, Case], before: Collection[Any]
) -> Part:
    named = [
        Line(seen[case], FindingKind(line["kind"]), _day(line), key not in before)
        for key, line in lines.items()
        if line["case"] and (case := UUID(line["case"])) in seen
    ]
    named.sort(key=lambda line: (line.since, line.case.reference))
    return Part(named[:MOST_LINES], len(lines) - len(named[:MOST_LINES]))


bp.register_blueprint(files)
