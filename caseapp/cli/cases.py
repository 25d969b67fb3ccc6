"""A list comes in from the command line: as somebody who may, by the same law, in the same log."""

import json
from pathlib import Path

import click
from flask import Flask
from flask.cli import AppGroup
from sqlalchemy import select

from caseapp import accesslog, accounts
from caseapp.accounts import sessions
from caseapp.extensions import db
from caseapp.flows import case_import
from caseapp.flows.case_import import ColumnChoice, Field, Preview, Report, UnreadableFile
from caseapp.kernel.actor import Actor
from caseapp.kernel.errors import NotPermitted, RuleBroken
from caseapp.model import lock
from caseapp.model.accounts import User
from caseapp.model.imports import ImportRun
from caseapp.model.organisations import Municipality, Team, TeamKind

cases = AppGroup("cases", help="Casework that comes in from elsewhere.")


def register(app: Flask) -> None:
    """Add the commands about cases."""
    app.cli.add_command(cases)


@cases.command("import")
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option("--as", "email", required=True, help="The e-mail address of who imports.")
@click.option("--mapping", help='JSON: {"heading": "field", ...}; a field of null is left out.')
@click.option("--doubles", type=click.Choice(["same", "other"]), help="For every possible double.")
@click.option("--care-team", help="Where care tracks wait; the first care team when left out.")
@click.option("--safety-team", help="Where safety tracks wait; the first safety team.")
@click.option("--dry-run", is_flag=True, help="Only say what would come in.")
def bring(
    *,
    file: Path,
    email: str,
    mapping: str | None,
    doubles: str | None,
    care_team: str | None,
    safety_team: str | None,
    dry_run: bool,
) -> None:
    """Bring in FILE (.xlsx or .csv): all of it in one transaction, or nothing."""
    try:
        user = _user(email)
        with lock.speaking(db.session(), sessions.introduced(user)):
            _offer_and_bring(
                _actor(user), file, mapping, doubles, (care_team, safety_team), dry_run=dry_run
            )
    except (UnreadableFile, NotPermitted, RuleBroken, ValueError) as refused:
        db.session.rollback()
        accesslog.logbook(db.session()).clear()
        raise click.ClickException(_why(refused)) from refused


def _offer_and_bring(
    actor: Actor,
    file: Path,
    mapping: str | None,
    doubles: str | None,
    teams: tuple[str | None, str | None],
    *,
    dry_run: bool,
) -> None:
    """Offer the list and bring it in; what was offered and cannot come in is thrown away."""
    run = _offered(actor, file)
    try:
        _bring(actor, run, mapping, doubles, teams, dry_run=dry_run)
    except (RuleBroken, ValueError):
        db.session.rollback()
        accesslog.logbook(db.session()).clear()
        case_import.discard_list(actor, run)
        db.session.commit()
        raise


def _bring(
    actor: Actor,
    run: ImportRun,
    mapping: str | None,
    doubles: str | None,
    teams: tuple[str | None, str | None],
    *,
    dry_run: bool,
) -> None:
    """Look at the list and bring it in; each is a transaction with an entry of its own."""
    if mapping is not None:
        choice = _choice(case_import.preview(run), json.loads(mapping))
        case_import.choose_columns(actor, run, choice=choice)
        db.session.commit()
    seen = case_import.preview(run)
    _tell(Report.of(seen), [str(message) for message in seen.wrong], seen)
    if dry_run:
        case_import.discard_list(actor, run)
    else:
        care, safety = _teams(actor, *teams)
        report = case_import.import_list(
            actor, run, care_team=care, safety_team=safety, rest=doubles or ""
        )
        _tell_who(report)
    db.session.commit()


def _user(email: str) -> User:
    with lock.aloud(db.session(), lock.Voice.DOOR):
        user = db.session.scalar(
            select(User).where(User.email == email.casefold(), User.deactivated_at.is_(None))
        )
    if user is None:
        message = f"nobody with the address {email} may sign in"
        raise ValueError(message)
    return user


def _actor(user: User) -> Actor:
    return Actor(
        user_id=user.id,
        municipality_id=user.municipality_id,
        name=user.name,
        roles=user.roles,
        team_ids=frozenset(one.team_id for one in user.memberships),
        led_team_ids=frozenset(one.team_id for one in user.memberships if one.is_lead),
        organisation_id=user.organisation_id,
    )


def _offered(actor: Actor, file: Path) -> ImportRun:
    accesslog.book_of(actor)
    office = db.session.get_one(Municipality, actor.municipality_id)
    run = case_import.offer_list(actor, office, file_name=file.name, data=file.read_bytes())
    db.session.commit()
    return run


def _choice(seen: Preview, mapping: object) -> ColumnChoice:
    if not isinstance(mapping, dict) or not mapping.keys() <= set(seen.sheet.columns):
        message = f"--mapping names headings of the list: {', '.join(seen.sheet.columns)}"
        raise ValueError(message)
    pairs = zip(seen.sheet.columns, seen.choice.targets, strict=True)
    chosen = [mapping.get(heading, guess) for heading, guess in pairs]
    return ColumnChoice(tuple(Field(one) if one else None for one in chosen))


def _teams(actor: Actor, care: str | None, safety: str | None) -> tuple[Team, Team]:
    known = accounts.teams(actor.municipality_id)

    def chosen(kind: TeamKind, name: str | None) -> Team:
        for team in known:
            if team.kind is kind and name in (None, team.name):
                return team
        message = f"there is no {kind} team{f' called {name}' if name else ''}"
        raise ValueError(message)

    return chosen(TeamKind.CARE, care), chosen(TeamKind.SAFETY, safety)


def _tell(report: Report, wrong: list[str], seen: Preview) -> None:
    click.echo(f"{seen.plan.rows_read} rows: {len(seen.new_cases)} cases come in; "
               f"{report.rows_before} rows came in before.")  # fmt: skip
    for message in wrong:
        click.echo(f"  {message}")
    for what, told in (("row does not come in", report.problems),
                       ("cell does not come in", report.losses)):  # fmt: skip
        for row, column, text, values, _shown in told:
            click.echo(f"  row {row}: {what}: {f'{column}: ' if column else ''}{text % values}")
    for name, times in sorted(report.unknown_colleagues.items()):
        click.echo(f"  no colleague found: {name} ({times})")
    for double in seen.meeting.doubts:
        click.echo(f"  row {double.person.row_number}: may be registered already")


def _tell_who(report: Report) -> None:
    click.echo(f"{report.cases} cases came in, about {report.new_people} new and "
               f"{report.known_people} known people.")  # fmt: skip
    for line in report.lines:
        click.echo(f"  {line['reference']}  row {', '.join(map(str, line['rows']))}: {line['who']}")


def _why(refused: Exception) -> str:
    if isinstance(refused, UnreadableFile):
        return str(refused.message)
    if isinstance(refused, NotPermitted):
        return "This person may not bring in lists."
    if isinstance(refused, RuleBroken) and refused.message == "list-undecided":
        return "Say --doubles same or --doubles other, or decide one by one on the screen."
    return str(refused)
