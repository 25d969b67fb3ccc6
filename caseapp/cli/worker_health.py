"""What the doctor says of the worker: whether it works, and what it gave up."""

from collections.abc import Iterator
from datetime import timedelta

from flask import current_app
from sqlalchemy import Connection, func, select

from caseapp.kernel import clock
from caseapp.model import lock
from caseapp.model.messages import Message
from caseapp.model.schedule import Duty

LATE = timedelta(hours=2)
"""After its moment: the longest retry is an hour."""
LATELY = timedelta(days=7)


def of_worker(connection: Connection) -> Iterator[str]:
    """Say what recurring work does not come back, and how many mails did not go."""
    now = clock.now()
    rows = connection.execute(
        select(Duty.name, Duty.next_at, Duty.failures, Duty.trouble).order_by(Duty.name)
    )
    known = list(rows)
    production = current_app.config["SAMENHANG"].production
    if production and not known:
        yield "No worker ever ran: start `flask worker`."
    for row in known:
        if row.failures:
            yield f"{row.name} went wrong {row.failures} time(s) in a row: {row.trouble}."
        elif row.next_at < now - LATE:
            yield f"{row.name} is overdue: does `flask worker` run?"
    yield from _of_mail(connection, production=production)


def _of_mail(connection: Connection, *, production: bool) -> Iterator[str]:
    now = clock.now()
    if current_app.config["SAMENHANG"].mail is None:
        if production:
            yield "No mail server is set (SMTP_HOST): people are told on the screen only."
        return
    lock.say(connection, lock.Speaker(voice=lock.Voice.WORKER))
    given_up = select(func.count(Message.id)).where(Message.gave_up_at > now - LATELY)
    waiting = select(func.count(Message.id)).where(Message.next_at < now - LATE)
    if number := connection.execute(given_up).scalar_one():
        yield f"{number} mail(s) were given up in the last week; see Instellingen."
    if number := connection.execute(waiting).scalar_one():
        yield f"{number} mail(s) wait for more than two hours: does `flask worker` run?"
