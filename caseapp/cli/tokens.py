"""Tokens of other systems from the command line: the same rows, and the same log."""

from datetime import timedelta
from uuid import UUID

import click
from flask import Flask
from flask.cli import AppGroup
from sqlalchemy import select

from caseapp import accesslog, tokens
from caseapp.accesslog import Event
from caseapp.extensions import db
from caseapp.kernel import clock
from caseapp.model import lock
from caseapp.model.accounts import User
from caseapp.model.organisations import Municipality
from caseapp.model.tokens import ApiScope

group = AppGroup("tokens", help="Tokens with which other systems call this one.")


def register(app: Flask) -> None:
    """Add the commands."""
    app.cli.add_command(group)


@group.command("make")
@click.argument("prefix")
@click.argument("name")
@click.option("--owner", required=True, help="E-mail address of who answers for it.")
@click.option("--scope", type=click.Choice([str(one) for one in ApiScope]), default="read:normal")
@click.option("--days", type=click.IntRange(1, tokens.LONGEST_DAYS), default=tokens.LONGEST_DAYS)
def make(prefix: str, name: str, owner: str, scope: str, days: int) -> None:
    """Make a token for the system NAME in the municipality PREFIX, and print it, this once."""
    office = _office(prefix)
    if not 0 < len(name.strip()) <= tokens.LONGEST_NAME:
        raise click.ClickException(f"A name has 1 to {tokens.LONGEST_NAME} characters.")
    with lock.in_office(db.session(), office.id):
        text = _made(office.id, name.strip(), owner.lower(), ApiScope(scope), days)
    click.echo(text)


def _made(office_id: UUID, name: str, owner: str, scope: ApiScope, days: int) -> str:
    user = db.session.scalar(
        select(User).where(User.municipality_id == office_id, User.email == owner)
    )
    if user is None or not user.is_active:
        raise click.ClickException("The owner has no account in this municipality.")
    row, text = tokens.new_token(
        office_id,
        name=name,
        scope=scope,
        owner_id=user.id,
        term=timedelta(days=days),
    )
    db.session.add(row)
    accesslog.record_by_command(Event.TOKEN_MADE, row, scope=scope, days=str(days))
    db.session.commit()
    return text


@group.command("list")
@click.argument("prefix")
def show(prefix: str) -> None:
    """List the tokens of the municipality PREFIX; their texts are nowhere."""
    now, office = clock.now(), _office(prefix)
    with lock.in_office(db.session(), office.id):
        found = tokens.tokens(office.id)
    for row in found:
        state = f"until {row.until:%Y-%m-%d}" if row.holds_at(now) else "works no longer"
        click.echo(f"{row.id.hex}  {row.scope}  {state}  {row.owner.email}  {row.name}")


@group.command("end")
@click.argument("token_id", type=click.UUID)
def end(token_id: UUID) -> None:
    """Let the token with this id open nothing any more."""
    with lock.aloud(db.session(), lock.Voice.DOOR):
        row = tokens.token(token_id)
    if row is None:
        raise click.ClickException("There is no token with this id.")
    with lock.in_office(db.session(), row.municipality_id):
        row.ended_at = row.ended_at or clock.now()
        accesslog.record_by_command(Event.TOKEN_ENDED, row)
        db.session.commit()
    click.echo("It works no longer.")


def _office(prefix: str) -> Municipality:
    office = db.session.scalar(select(Municipality).where(Municipality.prefix == prefix.upper()))
    if office is None:
        raise click.ClickException(f"No municipality has the letters {prefix.upper()}.")
    return office
