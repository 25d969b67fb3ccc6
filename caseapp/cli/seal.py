"""The sealer and its tools: a process apart, that seals the log, checks it and hands it out."""

import base64
import os
import signal
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import click
import structlog
from cryptography import x509
from flask import Flask, current_app
from flask.cli import AppGroup
from sqlalchemy import Engine, create_engine, select
from sqlalchemy.exc import SQLAlchemyError

from caseapp.accesslog.seal import (
    anchoring,
    checking,
    checkpoint,
    evidence,
    keyfile,
    sealing,
)
from caseapp.extensions import db
from caseapp.kernel import clock
from caseapp.model import sqlite_guard
from caseapp.model.organisations import Municipality

PAUSE, LONGEST_PAUSE = 0.5, 30.0
"""Seconds between two looks; longer and longer while the database is away."""
KEEP_EVERY = timedelta(hours=1)
log = structlog.get_logger("samenhang.sealer")
seal = AppGroup("seal", help="Seals the access log, checks it, and hands it to an outsider.")


def register(app: Flask) -> None:
    """Add the commands about seals."""
    app.cli.add_command(seal)


@seal.command("key")
def key() -> None:
    """Make the key the sealer signs with, and print its public half: give that to outsiders."""
    try:
        made = keyfile.make(current_app.config["SAMENHANG"].sealer_key)
    except keyfile.UnsafeKey as refused:
        raise click.ClickException(str(refused)) from refused
    click.echo(base64.b64encode(made.public_key().public_bytes_raw()).decode())


@seal.command("run")
@click.option("--once", is_flag=True, help="Seal all there is, and stop.")
@click.option("--with-parent", is_flag=True, help="Stop when the program that started this stops.")
def run(*, once: bool, with_parent: bool) -> None:
    """Seal what is written, at least once a second, until told to stop."""
    with _database() as engine:
        sealer = sealing.Sealer(engine, _key())
        if once:
            sealing.open_months(engine, clock.today())
            click.echo(f"{sealer.run_until_idle()} entries were sealed.")
            return
        _keep_sealing(sealer, with_parent=with_parent)


def _keep_sealing(sealer: sealing.Sealer, *, with_parent: bool) -> None:
    parent, stop, outside = os.getppid(), threading.Event(), _outside()
    for name in (signal.SIGTERM, signal.SIGINT):
        signal.signal(name, lambda *_: stop.set())
    pause, opened, kept_at = PAUSE, None, clock.now()
    while not stop.wait(pause) and not (with_parent and os.getppid() != parent):
        opened, pause = _look(sealer, opened, pause)
        if outside and clock.now() - kept_at > KEEP_EVERY:
            kept_at = clock.now()
            for problem in anchoring.keep_all(sealer.engine, outside):
                log.error("not kept outside", problem=problem)


def _look(sealer: sealing.Sealer, opened: date | None, pause: float) -> tuple[date, float]:
    """Seal what there is; gives for which day the months were opened, and how long to rest."""
    today = clock.today()
    try:
        if opened != today:
            sealing.open_months(sealer.engine, today)
        sealer.run_until_idle()
    except SQLAlchemyError as away:
        log.error("sealing failed", error=type(away).__name__)  # noqa: TRY400
        return opened or date.min, min(pause * 2, LONGEST_PAUSE)
    return today, PAUSE


@seal.command("anchor")
def anchor() -> None:
    """Keep the newest signed heads outside: with the witness and the authority that are set."""
    outside = _outside()
    if not outside:
        raise click.ClickException("Nothing is set: WITNESS_URL and WITNESS_KEY, or TSA_URL.")
    with _database() as engine:
        problems = anchoring.keep_all(engine, outside)
    for problem in problems:
        click.echo(problem, err=True)
    if problems:
        raise SystemExit(1)
    click.echo("The newest heads are kept outside.")


def _outside() -> list[anchoring.Outside]:
    """Give who keeps heads outside, by the settings; raises ClickException when these are wrong."""
    config, found = current_app.config["SAMENHANG"], list[anchoring.Outside]()
    try:
        if config.witness_url:
            verifier = checkpoint.Verifier.read(config.witness_key)
            found.append(anchoring.Witness(config.witness_url.rstrip("/"), verifier))
        if config.tsa_url:
            root = x509.load_pem_x509_certificate(config.tsa_root.read_bytes())
            found.append(anchoring.Authority(config.tsa_url, root))
    except (checkpoint.BrokenCheckpoint, AttributeError, OSError, ValueError) as wrong:
        raise click.ClickException("WITNESS_KEY or TSA_ROOT cannot be read.") from wrong
    return found


@contextmanager
def _database() -> Iterator[Engine]:
    """Give the database as the sealer's own role, where one is set; else as the application's."""
    address = current_app.config["SAMENHANG"].sealer_database_url
    if not address:
        yield db.engine
        return
    engine = create_engine(address, pool_pre_ping=True)
    sqlite_guard.guard(engine)
    try:
        yield engine
    finally:
        engine.dispose()


def _key() -> Any:
    """Give the sealer's key; outside production the first start makes it."""
    config = current_app.config["SAMENHANG"]
    try:
        if not config.production and not config.sealer_key.exists():
            return keyfile.make(config.sealer_key)
        return keyfile.load(config.sealer_key)
    except keyfile.UnsafeKey as refused:
        raise click.ClickException(str(refused)) from refused


@seal.command("check")
def check() -> None:
    """Check the whole log against its seals; says what does not fit first in each tree."""
    fits = True
    with db.engine.connect() as connection:
        for municipality_id in [None, *connection.execute(select(Municipality.id)).scalars()]:
            finding = checking.check(connection, municipality_id)
            fits = fits and finding.fits
            name = municipality_id.hex if municipality_id else "nobody's municipality"
            click.echo(
                f"{name}: {finding.entries} entries, {finding.trees} trees, {finding.heads} heads, "
                f"{finding.unsealed} not sealed yet"
            )
            for one in finding.misfits:
                click.echo(f"  DOES NOT FIT: {one.kind} in {one.origin} at leaf {one.leaf}")
    if not fits:
        raise SystemExit(1)


@seal.command("export")
@click.argument("prefix")
@click.argument("file", type=click.Path(dir_okay=False, writable=True, path_type=Path))
def export(prefix: str, file: Path) -> None:
    """Write the log of a municipality to FILE, for an outsider and tools/verify_log.py."""
    query = select(Municipality.id).where(Municipality.prefix == prefix.upper())
    with db.engine.connect() as connection, file.open("w", encoding="utf-8") as out:
        municipality_id = connection.execute(query).scalar()
        if municipality_id is None:
            raise click.ClickException(f"No municipality has the letters {prefix}.")
        for line in evidence.lines(connection, municipality_id):
            out.write(f"{line}\n")
    click.echo(f"Written to {file}. It holds no resident; it does hold the ids of colleagues.")
