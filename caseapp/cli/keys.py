"""The municipality's keys: make them, and rotate them."""

import re
from pathlib import Path
from uuid import UUID

import click
from flask import Flask
from flask.cli import AppGroup
from sqlalchemy import select

from caseapp.extensions import db
from caseapp.kernel import crypto
from caseapp.kernel.identifiers import new_id
from caseapp.model import lock
from caseapp.model.organisations import Municipality
from caseapp.model.sealed import DataKey

ROOT = Path(__file__).parent.parent
keys = AppGroup("keys", help="The keys of municipalities; they live outside the database.")
BATCH = 1000
LONGEST_NAME = 120
PREFIX = re.compile("[A-Z]{2,4}")
THEMES = sorted(path.stem for path in (ROOT / "static" / "themes").glob("*.css"))


def register(app: Flask) -> None:
    """Add the commands about keys."""
    app.cli.add_command(keys)


@keys.command("new")
@click.argument("name")
@click.argument("prefix")
@click.option("--theme", type=click.Choice(THEMES), default="meadow", show_default=True)
def new(name: str, prefix: str, theme: str) -> None:
    """Let a municipality join: draw its keys, and give its cases the letters PREFIX."""
    name, prefix = name.strip(), prefix.upper()
    _refuse_crooked(name, prefix)
    municipality = Municipality(id=new_id(), name=name, prefix=prefix, theme=theme)
    db.session.add(municipality)
    db.session.flush()  # what the database refuses leaves no keys behind
    crypto.ring().add(municipality.id)
    db.session.commit()
    click.echo(f"{name} can begin. Keep a copy of the key ring apart from the database.")
    click.echo(f"Its first administrator: flask --app wsgi users first {prefix} E-MAIL NAME")


def _refuse_crooked(name: str, prefix: str) -> None:
    """Refuse letters that no reference can begin with, and what another municipality has."""
    if not PREFIX.fullmatch(prefix):
        message = "PREFIX has two to four letters from A to Z."
        raise click.BadParameter(message)
    if not 0 < len(name) <= LONGEST_NAME:
        message = f"NAME has 1 to {LONGEST_NAME} characters."
        raise click.BadParameter(message)
    taken = (Municipality.prefix == prefix) | (Municipality.name == name)
    if db.session.scalar(select(Municipality.id).where(taken)) is not None:
        message = "Another municipality has this name or these letters."
        raise click.ClickException(message)


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
    with lock.in_office(db.session(), municipality.id):
        done = _wrap_anew(municipality.id, version)
    click.echo(f"{done} keys were wrapped anew with version {version}.")


def _wrap_anew(municipality_id: UUID, version: int) -> int:
    """Wrap every key that is not of this version yet, a batch at a time; gives how many."""
    done = 0
    while True:
        batch = db.session.scalars(
            select(DataKey)
            .where(
                DataKey.municipality_id == municipality_id,
                DataKey.wrapping_version < version,
                DataKey.wrapped.is_not(None),
            )
            .limit(BATCH)
        ).all()
        if not batch:
            return done
        for key in batch:
            key.wrap(key.unwrapped())
        done += len(batch)
        db.session.commit()
