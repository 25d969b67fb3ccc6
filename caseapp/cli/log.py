"""What is done with the log: telling a municipality's own log, and ending months that are over."""

import signal
import threading
from collections.abc import Sequence
from urllib.parse import urlsplit
from uuid import UUID

import click
import structlog
from flask import Flask
from flask.cli import AppGroup
from sqlalchemy import select
from sqlalchemy.exc import SQLAlchemyError

from caseapp.extensions import db
from caseapp.flows import recurring
from caseapp.model import lock
from caseapp.model.organisations import Municipality
from caseapp.model.sealed import DataKey
from caseapp.model.sending import LogTarget, TargetKind
from caseapp.privacy import sending

PAUSE = 2.0
technical = structlog.get_logger("samenhang.sending")
group = AppGroup("log", help="Tells a municipality's own log, and ends months of ours.")


def register(app: Flask) -> None:
    """Add the commands."""
    app.cli.add_command(group)


@group.command("target")
@click.argument("prefix")
@click.argument("kind", type=click.Choice([str(one) for one in TargetKind]))
@click.argument("url")
@click.option("--register", "register_url", required=True, help="Where the register is published.")
@click.option("--token", prompt=True, hide_input=True, help="What the other side wants to see.")
def target(prefix: str, kind: str, url: str, register_url: str, token: str) -> None:
    """Set where the municipality PREFIX keeps its own log, of this KIND; nothing is sent before."""
    office = db.session.scalar(select(Municipality).where(Municipality.prefix == prefix.upper()))
    if office is None:
        raise click.ClickException(f"No municipality has the letters {prefix.upper()}.")
    parts = urlsplit(url)
    if parts.scheme != "https" and parts.hostname not in ("127.0.0.1", "localhost", "::1"):
        raise click.ClickException("Only https: it is personal data.")
    with lock.in_office(db.session(), office.id):
        _set(office.id, TargetKind(kind), url, register_url.rstrip("/"), token)
    click.echo("Set. Send with: flask --app wsgi log send")


def _set(office_id: UUID, kind: TargetKind, url: str, register_url: str, token: str) -> None:
    """Set a target, or set it anew: then it is tried again too."""
    known = select(LogTarget).where(LogTarget.municipality_id == office_id, LogTarget.kind == kind)
    row = db.session.scalar(known)
    if row is None:
        row = LogTarget(municipality_id=office_id, kind=kind, key=DataKey.draw(office_id))
        db.session.add(row)
    row.url, row.register_url, row.token = url, register_url, token
    row.tries, row.next_at, row.gave_up_at, row.trouble = 0, None, None, ""
    db.session.commit()


@group.command("targets")
def targets() -> None:
    """List where is sent to, and what stands in the way."""
    for row in _targets():
        state = "GAVE UP" if row.gave_up_at else "waits" if row.tries else "goes well"
        click.echo(f"{row.kind}  {row.url}  {state}  {row.trouble}".rstrip())


@group.command("send")
@click.option("--once", is_flag=True, help="Send all there is, and stop.")
def send(*, once: bool) -> None:
    """Send what is sealed and not sent yet; runs beside the sealer until told to stop."""
    stop = threading.Event()
    if not once:
        for name in (signal.SIGTERM, signal.SIGINT):
            signal.signal(name, lambda *_: stop.set())
    while True:
        try:
            sent = sum(_all(row) for row in _targets())
        except SQLAlchemyError as away:
            technical.error("sending failed", error=type(away).__name__)
            sent = 0
            db.session.rollback()
        if once:
            click.echo(f"{sent} entries were passed on.")
            return
        if stop.wait(PAUSE):
            return
        db.session.remove()


@group.command("destroy")
def destroy() -> None:
    """Take out every month of the log that two people agreed on and whose day has come."""
    click.echo(f"{recurring.end_months()} entries went.", err=True)


def _targets() -> Sequence[LogTarget]:
    with lock.aloud(db.session(), lock.Voice.NIGHT):
        return db.session.scalars(select(LogTarget)).all()


def _all(row: LogTarget) -> int:
    """Send batch after batch; says it in the technical log when a target is given up."""
    given_up, total = row.gave_up_at, 0
    with lock.in_office(db.session(), row.municipality_id):
        while sent := sending.send(row):
            total += sent
    if row.gave_up_at != given_up:
        technical.error("gave up sending", target=row.id.hex, kind=str(row.kind))
    return total
