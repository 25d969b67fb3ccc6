"""Setting up and keeping: migrate, fill a fictitious municipality, show its sign-ins, sweep."""

import json
from datetime import timedelta

import click
from flask import Flask, current_app
from flask.cli import with_appcontext
from flask_migrate import upgrade
from sqlalchemy import select

from caseapp.cli import reviews
from caseapp.demo import filling, volume
from caseapp.demo.filling import SEED
from caseapp.extensions import db
from caseapp.flows import recurring
from caseapp.kernel import clock
from caseapp.kernel.errors import CaseAppError
from caseapp.model.organisations import Municipality

FIRST_DRAW = timedelta(days=60)
"""So far back the access in a fictitious municipality is put to its reviewers."""


def register(app: Flask) -> None:
    """Add the commands of setting up."""
    app.cli.add_command(prepare)
    app.cli.add_command(sign_ins)
    app.cli.add_command(fill)
    app.cli.add_command(sweep)


@click.command("prepare")
@with_appcontext
def prepare() -> None:
    """Create and migrate the database; fill it with a fictitious municipality when empty."""
    upgrade()
    if db.session.scalar(select(Municipality.id).limit(1)) is None:
        if current_app.config["SAMENHANG"].production:
            click.echo("The database is empty. Make a municipality with `flask keys new`.")
            return
        click.echo("Filling a fictitious municipality ...")
        filling.fill()
        reviews.draw_all(clock.today() - FIRST_DRAW)
    db.session.rollback()
    found = filling.sign_ins()
    if found:
        click.echo("Everything in this municipality is fictitious. Sign in as:\n")
    for entry in found:
        click.echo(f"  {entry['role']:<26} {entry['email']:<44} {entry['password']}")
    click.echo("")


@click.command("sign-ins")
@click.option("--json", "as_json", is_flag=True, help="Print JSON.")
@with_appcontext
def sign_ins(*, as_json: bool) -> None:
    """Print the fictitious sign-ins: role, e-mail, password, municipality."""
    found = filling.sign_ins()
    if as_json:
        click.echo(json.dumps(found, indent=2, ensure_ascii=False))
        return
    for entry in found:
        click.echo(f"{entry['role']}\t{entry['email']}\t{entry['password']}")


@click.command("demo")
@click.option("--scale", type=float, default=1.0, help="1 is one small municipality.")
@click.option("--seed", type=int, default=SEED, help="The same seed gives the same people.")
@click.option("--residents", type=int, help="Add residents up to this number, to measure with.")
@click.option("--log-lines", type=int, help="Add lines of the log up to this number.")
@with_appcontext
def fill(*, scale: float, seed: int, residents: int | None, log_lines: int | None) -> None:
    """Fill an empty database with fictitious people at any size; refuses one that is not empty."""
    upgrade()
    try:
        filling.fill(scale=scale, seed=seed)
    except CaseAppError as refused:
        raise click.ClickException(str(refused)) from refused
    if residents or log_lines:
        volume.grow(scale=scale, seed=seed, residents=residents, log_lines=log_lines)


@click.command("sweep")
@with_appcontext
def sweep() -> None:
    """Forget everything that has had its time; signing in does a little of this each time."""
    total = recurring.sweep()
    click.echo(", ".join(f"{number} {name}" for name, number in total.items()))
