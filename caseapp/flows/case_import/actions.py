"""A municipality's own list comes in: offered, its columns chosen, and brought in at once."""

import base64
from collections.abc import Mapping
from typing import Any

from sqlalchemy import delete

from caseapp import accesslog, policy, watchdog
from caseapp.accesslog import Event
from caseapp.extensions import db
from caseapp.flows.case_import import remembering
from caseapp.flows.case_import.bringing import Bringer
from caseapp.flows.case_import.columns import ColumnChoice
from caseapp.flows.case_import.queries import preview, sheet_of
from caseapp.flows.case_import.reading import read
from caseapp.flows.case_import.reporting import Report
from caseapp.flows.case_import.tidying import Tidier
from caseapp.kernel import clock
from caseapp.kernel.actor import Actor
from caseapp.kernel.errors import RuleBroken
from caseapp.model.imports import ColumnMapping, ImportRun, ImportState
from caseapp.model.organisations import Team
from caseapp.model.sealed import DataKey
from caseapp.policy import Permission


def offer_list(actor: Actor, municipality: Any, *, file_name: str, data: bytes) -> ImportRun:
    """Keep a list, sealed, to be looked at first; raises UnreadableFile for what is no list."""
    policy.require(actor, Permission.CASES_IMPORT, municipality)
    read(data)
    run = ImportRun(
        municipality_id=municipality.id,
        user_id=actor.user_id,
        key=DataKey.draw(municipality.id),
        file_text=base64.b64encode(data).decode(),
        file_name=Tidier().tidy(file_name)[-200:],
        state=ImportState.UPLOADED,
        started_at=clock.now(),
    )
    db.session.add(run)
    accesslog.record(actor, Event.LIST_OFFERED, run)
    return run


def choose_columns(actor: Actor, run: ImportRun, *, choice: ColumnChoice) -> None:
    """Say which column is what, and remember it for every later list with these headings."""
    policy.require(actor, Permission.LIST_HANDLE, run)
    columns = sheet_of(run).columns
    chosen = remembering.written(run.municipality_id, columns, choice)
    run.choices = chosen
    signature = remembering.signature_of(run.municipality_id, columns)
    db.session.execute(
        delete(ColumnMapping).where(
            ColumnMapping.municipality_id == run.municipality_id,
            ColumnMapping.signature == signature,
        )
    )
    db.session.add(
        ColumnMapping(
            municipality_id=run.municipality_id,
            signature=signature,
            mapping=chosen,
            saved_at=clock.now(),
        )
    )
    accesslog.record(actor, Event.LIST_SHOWN, run)


def import_list(
    actor: Actor,
    run: ImportRun,
    *,
    care_team: Team,
    safety_team: Team,
    decisions: Mapping[str, str] | None = None,
    rest: str = "",
) -> Report:
    """Bring the whole list in, in the caller's one transaction, and give the report.

    `decisions` says, by the key of a possible double, the resident's id in hex or "other"; `rest`
    ("same" or "other") is for those without a decision. Raises RuleBroken for a list that is done,
    whose columns are not chosen, or with somebody undecided.
    """
    policy.require(actor, Permission.LIST_HANDLE, run)
    db.session.refresh(run, ["state"], with_for_update=True)
    if run.state is not ImportState.UPLOADED:
        raise RuleBroken("list-done")
    seen = preview(run)
    if seen.wrong:
        raise RuleBroken("list-columns")
    taken = seen.meeting.decided(decisions or {}, rest)
    bringer = Bringer(actor, run, seen, care_team, safety_team, taken)
    report = bringer.bring()
    run.report = report.written()
    run.file_text, run.choices = "", ""
    run.state, run.done_at = ImportState.DONE, clock.now()
    accesslog.record(
        actor,
        Event.LIST_IMPORTED,
        run,
        cases=str(report.cases),
        new=str(report.new_people),
        known=str(report.known_people),
        refused=str(len(report.problems)),
    )
    accesslog.also_about(bringer.brought)
    watchdog.examine_cases(
        run.municipality_id, {case for _, case in bringer.brought if case is not None}
    )
    return report


def discard_list(actor: Actor, run: ImportRun) -> None:
    """Throw an offered list away: the file goes, and the key it was sealed with."""
    policy.require(actor, Permission.LIST_HANDLE, run)
    if run.state is not ImportState.UPLOADED:
        raise RuleBroken("list-done")
    run.file_text, run.file_name, run.choices = "", "", ""
    run.key.destroy()
    run.state, run.done_at = ImportState.DISCARDED, clock.now()
    accesslog.record(actor, Event.LIST_DISCARDED, run)
