"""Lets people do something at the same moment, each in a transaction of their own."""

import os
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from threading import Barrier
from typing import Any

from flask import Flask

from caseapp import accesslog
from caseapp.extensions import db
from caseapp.kernel.errors import NotPermitted, RuleBroken
from tests.support import applications


def rounds(usual: int) -> range:
    """Give how often people meet in a test: `MEETINGS=1000` on demand."""
    return range(int(os.environ.get("MEETINGS", usual)))


@contextmanager
def committing(engine: str, name: str) -> Iterator[Flask]:
    """Give an application whose commits are real, so that two transactions can meet."""
    app = applications.application(engine, name)
    yield app
    with app.app_context():
        db.engine.dispose()


def at_once(app: Flask, *jobs: Callable[[], Any]) -> list[Any]:
    """Run each job in a thread and transaction of its own, and give their outcomes.

    Who broke a rule meanwhile gives its message; who may no longer gives "refused".
    """
    together = Barrier(len(jobs))

    def run(job: Callable[[], Any]) -> Any:
        with app.app_context():
            together.wait()
            try:
                outcome = job()
                db.session.commit()
            except RuleBroken as error:
                db.session.rollback()
                outcome = error.message
            except NotPermitted:
                db.session.rollback()
                outcome = "refused"
            accesslog.logbook(db.session()).clear()
            return outcome

    with ThreadPoolExecutor(len(jobs)) as pool:
        return list(pool.map(run, jobs))
