"""The municipality's keys: make them, and rotate them."""

import click
from flask import Flask
from flask.cli import AppGroup
from sqlalchemy import select

from caseapp.extensions import db
from caseapp.kernel import crypto
from caseapp.model.organisations import Municipality
from caseapp.model.sealed import DataKey

keys = AppGroup("keys", help="The keys of municipalities; they live outside the database.")
BATCH = 1000


def register(app: Flask) -> None:
    """Add the commands about keys."""
    app.cli.add_command(keys)


@keys.command("new")
@click.argument("name")
@click.argument("prefix")
@click.option("--theme", default="meadow", show_default=True)
def new(name: str, prefix: str, theme: str) -> None:
    """Let a municipality join: draw its keys, and give its cases the letters PREFIX."""
    municipality = Municipality(name=name, prefix=prefix.upper(), theme=theme)
    crypto.ring().add(municipality.id)
    db.session.add(municipality)
    db.session.commit()
    click.echo(f"{name} can begin. Keep a copy of the key ring apart from the database.")


@keys.command("rotate")
@click.argument("prefix")
def rotate(prefix: str) -> None:
    """Draw a new wrapping key for a municipality and wrap every data key with it."""
    municipality = db.session.scalars(
        select(Municipality).where(Municipality.prefix == prefix.upper())
    ).one()
    ring = crypto.ring()
    ring.reload()
    version = ring.of(municipality.id).rotate()
    ring.save()
    done = 0
    while True:
        batch = db.session.scalars(
            select(DataKey)
            .where(
                DataKey.municipality_id == municipality.id,
                DataKey.wrapping_version < version,
                DataKey.wrapped.is_not(None),
            )
            .limit(BATCH)
        ).all()
        if not batch:
            break
        for key in batch:
            key.wrap(key.unwrapped())
        done += len(batch)
        db.session.commit()
    click.echo(f"{done} keys were wrapped anew with version {version}.")
