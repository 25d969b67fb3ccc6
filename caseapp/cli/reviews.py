"""The review of access at night: drawing what stood out, and setting the numbers of the rules."""

from datetime import date, datetime

import click
from flask import Flask
from flask.cli import AppGroup
from sqlalchemy import select

from caseapp import reviews
from caseapp.extensions import db
from caseapp.flows import recurring
from caseapp.model import lock
from caseapp.model.organisations import Municipality

group = AppGroup("reviews", help="Puts access that stands out to the reviewers.")


def register(app: Flask) -> None:
    """Add the commands of the review."""
    app.cli.add_command(group)


@group.command("draw")
@click.option(
    "--first", type=click.DateTime(["%Y-%m-%d"]), help="From this day, not from where it stopped."
)
def draw(first: datetime | None) -> None:
    """Draw from every day up to yesterday that was not drawn from before; run it each night."""
    draw_all(first.date() if first is not None else None)


def draw_all(first: date | None = None) -> None:
    """Draw in every municipality, each in a transaction of its own, from where it stopped."""
    for municipality, made in recurring.draw(first):
        click.echo(f"{municipality.name}: {made} to review.", err=True)


@group.command("set")
@click.argument("name", type=click.Choice(sorted(reviews.MEANINGS)))
@click.argument("number", type=int)
@click.option("--prefix", required=True, help="Of the municipality: the letters of its references.")
def set_number(name: str, number: int, prefix: str) -> None:
    """Set a number the rules go by; what it was set to is logged."""
    found = db.session.scalar(select(Municipality).where(Municipality.prefix == prefix))
    if found is None:
        message = f"There is no municipality with the letters {prefix}."
        raise click.ClickException(message)
    if not reviews.is_within(name, number):
        meaning = reviews.MEANINGS[name]
        message = f"{name} lies between {meaning.least} and {meaning.most}: {meaning.meaning}."
        raise click.ClickException(message)
    with lock.in_office(db.session(), found.id):
        reviews.set_number(found, name=name, number=number)
        db.session.commit()
