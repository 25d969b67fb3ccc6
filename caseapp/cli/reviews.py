"""The review of access at night: drawing what stood out, and setting the numbers of the rules."""

from datetime import date, datetime, timedelta

import click
from flask import Flask
from flask.cli import AppGroup
from sqlalchemy import select

from caseapp import reviews
from caseapp.extensions import db
from caseapp.kernel import clock
from caseapp.model.organisations import Municipality

LOOKS_BACK = timedelta(days=13)
"""Days that a draw goes back over: a week whose head came late is drawn after all."""
group = AppGroup("reviews", help="Puts access that stands out to the reviewers.")


def register(app: Flask) -> None:
    """Add the commands of the review."""
    app.cli.add_command(group)


@group.command("draw")
@click.option("--first", type=click.DateTime(["%Y-%m-%d"]), help="From this day; two weeks ago.")
def draw(first: datetime | None) -> None:
    """Draw from every day up to yesterday that was not drawn from before; run it each night."""
    draw_all(first.date() if first is not None else clock.today() - LOOKS_BACK)


def draw_all(first: date) -> None:
    """Draw in every municipality, each in a transaction of its own."""
    last = clock.today() - timedelta(days=1)
    known = db.session.scalars(select(Municipality).order_by(Municipality.name)).all()
    for municipality in known:
        made = reviews.draw(municipality, first=first, last=last)
        db.session.commit()
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
    reviews.set_number(found, name=name, number=number)
    db.session.commit()
