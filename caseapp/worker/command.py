"""`flask worker`: until told to stop, or once."""

import os
import signal
import threading
from collections.abc import Callable

import click
import structlog
from flask import current_app
from flask.cli import with_appcontext
from sqlalchemy.exc import SQLAlchemyError

from caseapp import accesslog
from caseapp.extensions import db
from caseapp.model import lock
from caseapp.worker import calling, delivering

PAUSE, LONGEST_PAUSE = 2.0, 30.0
"""Seconds between two looks; longer and longer while the database is away."""
log = structlog.get_logger("samenhang.worker")


@click.command("worker")
@click.option("--once", is_flag=True, help="Do all that is due now, and stop.")
@click.option("--with-parent", is_flag=True, help="Stop when the program that started this stops.")
@with_appcontext
def worker(*, once: bool, with_parent: bool) -> None:
    """Send what people are told and do what is due by the clock; several may run at once."""
    if current_app.config["SAMENHANG"].mail is None:
        click.echo("No mail server is set (SMTP_HOST): what people are told stays on the screen.")
    if once:
        done, sent = calling.do_all_due(), delivering.deliver_all()
        click.echo(f"{done} duties were done, {sent} mails went.")
        return
    parent, stop = os.getppid(), threading.Event()
    for name in (signal.SIGTERM, signal.SIGINT):
        signal.signal(name, lambda *_: stop.set())
    _keep_working(stop, lambda: with_parent and os.getppid() != parent)


def _keep_working(stop: threading.Event, orphaned: Callable[[], bool]) -> None:
    pause = PAUSE
    while not stop.is_set() and not orphaned():
        pause = _look(pause)
        stop.wait(pause)


def _look(pause: float) -> float:
    """Do one duty that is due and send a few mails; gives how long to rest."""
    try:
        calling.do_next()
        delivering.deliver_some()
    except SQLAlchemyError as away:
        log.error("worker stopped short", error=type(away).__name__)  # noqa: TRY400
        return min(pause * 2, LONGEST_PAUSE)
    finally:
        _let_go()
    return PAUSE


def _let_go() -> None:
    """Nobody speaks between two looks, and nothing is held."""
    accesslog.logbook(db.session()).clear()
    lock.silence(db.session())
    db.session.remove()
