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
    user = db.session.scalar(
        select(User).where(User.municipality_id == office.id, User.email == owner.lower())
    )
    if user is None or not user.is_active:
        raise click.ClickException("The owner has no account in this municipality.")
    if not 0 < len(name.strip()) <= tokens.LONGEST_NAME:
        raise click.ClickException(f"A name has 1 to {tokens.LONGEST_NAME} characters.")
    row, text = tokens.new_token(
        office.id,
        name=name.strip(),
        scope=ApiScope(scope),
        owner_id=user.id,
        term=timedelta(days=days),
    )
    db.session.add(row)
    accesslog.record_by_command(Event.TOKEN_MADE, row, scope=scope, days=str(days))
    db.session.commit()
    click.echo(text)


@group.command("list")
@click.argument("prefix")
def show(prefix: str) -> None:
    """List the tokens of the municipality PREFIX; their texts are nowhere."""
    now = clock.now()
    for row in tokens.tokens(_office(prefix).id):
        state = f"until {row.until:%Y-%m-%d}" if row.holds_at(now) else "works no longer"
        click.echo(f"{row.id.hex}  {row.scope}  {state}  {row.owner.email}  {row.name}")


@group.command("end")
@click.argument("token_id", type=click.UUID)
def end(token_id: UUID) -> None:
    """Let the token with this id open nothing any more."""
    row = tokens.token(token_id)
    if row is None:
        raise click.ClickException("There is no token with this id.")
    row.ended_at = row.ended_at or clock.now()
    accesslog.record_by_command(Event.TOKEN_ENDED, row)
    db.session.commit()
    click.echo("It works no longer.")


def _office(prefix: str) -> Municipality:
    office = db.session.scalar(select(Municipality).where(Municipality.prefix == prefix.upper()))
    if office is None:
        raise click.ClickException(f"No municipality has the letters {prefix.upper()}.")
    return office
