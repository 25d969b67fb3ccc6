"""Accounts from the command line: only the first, for who comes after is invited on the screen."""

import click
from flask import Flask
from flask.cli import AppGroup
from sqlalchemy import select

from caseapp import accounts
from caseapp.extensions import db
from caseapp.kernel.errors import RuleBroken
from caseapp.model import lock
from caseapp.model.organisations import Municipality

users = AppGroup("users", help="Who may sign in.")

WHY = {
    "administrator-known": "It has an administrator already, who invites others on the screen.",
    "email-known": "This address has an account already, here or in another municipality.",
    "email-crooked": "This is not an e-mail address.",
    "name-crooked": "A name has 1 to 160 characters.",
    "function-crooked": "A function has 1 to 120 characters.",
}


def register(app: Flask) -> None:
    """Add the command."""
    app.cli.add_command(users)


@users.command("first")
@click.argument("prefix")
@click.argument("email")
@click.argument("name")
@click.option("--function", default="functioneel beheerder", show_default=True)
def first(prefix: str, email: str, name: str, function: str) -> None:
    """Give the municipality with the letters PREFIX its first administrator.

    Prints the first password, this once; it is in no log and in no history of commands.
    """
    municipality = db.session.scalar(
        select(Municipality).where(Municipality.prefix == prefix.upper())
    )
    if municipality is None:
        message = f"No municipality has the letters {prefix.upper()}; see `flask keys new`."
        raise click.ClickException(message)
    try:
        with lock.in_office(db.session(), municipality.id):
            user, password = accounts.first_administrator(
                municipality, name=name, email=email, function=function
            )
            db.session.commit()
    except RuleBroken as refused:
        db.session.rollback()
        raise click.ClickException(WHY[refused.message]) from refused
    click.echo(f"{user.name} administers {municipality.name} and signs in with:\n")
    click.echo(f"  e-mail    {user.email}")
    click.echo(f"  password  {password}\n")
    click.echo("Hand it over in person. Then, on the screen: teams, organisations, colleagues.")
