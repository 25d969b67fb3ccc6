"""The watchdog by hand: looking at everything again, and the statement of the night."""

import click
from flask import Flask
from flask.cli import AppGroup

from caseapp.flows import recurring

group = AppGroup("watchdog", help="Looks for what falls between the cracks.")


def register(app: Flask) -> None:
    """Add the commands of the watchdog."""
    app.cli.add_command(group)


@group.command("run")
def run() -> None:
    """Look at everything again: what changed by itself, by a setting or past the application."""
    for municipality, examined in recurring.look():
        click.echo(f"{municipality.name}: {examined} cases examined.", err=True)


@group.command("night")
def night() -> None:
    """Look at everything again, and state for each municipality what is covered."""
    for municipality, stated in recurring.state():
        click.echo(
            f"{municipality.name}: {stated.open_count} open, {stated.covered_count} covered, "
            f"{stated.uncovered_count} uncovered.",
            err=True,
        )
