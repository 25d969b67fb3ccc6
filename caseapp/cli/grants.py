"""Giving the database roles of an installation their rights; an addition to `flask db`."""

import click
from flask import Flask
from flask_migrate.cli import db as group

from caseapp.extensions import db
from caseapp.model import roles


def register(app: Flask) -> None:
    """Add the command to those of the migrations."""
    app.cli.add_command(group)
    group.add_command(grants)


@click.command("grants")
@click.option("--application", default="samenhang_app", help="The role the screens work as.")
@click.option("--auditor", default="samenhang_auditor", help="The role that reads the log.")
@click.option("--sealer", default="samenhang_sealer", help="The role that seals the log.")
def grants(application: str, auditor: str, sealer: str) -> None:
    """Give the roles beside the owner their rights; again after every upgrade."""
    try:
        with db.engine.begin() as connection:
            left = roles.grant(connection, roles.Roles(application, auditor, sealer))
    except roles.CannotGrant as refused:
        raise click.ClickException(str(refused)) from refused
    for line in left:
        click.echo(line)
    click.echo(f"{application}, {auditor} and {sealer} have their rights, and no others.")
