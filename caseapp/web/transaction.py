"""One transaction per request, committed before the response is sent.

Below 400 it commits; anything else rolls back, and then only the log is written: of the refusal,
or of what the page with the errors shows. If the log cannot be written, nothing is sent: 503.
"""

from flask import Flask, Response, g, make_response
from sqlalchemy.exc import SQLAlchemyError

from caseapp import accesslog
from caseapp.accesslog import Result
from caseapp.extensions import db
from caseapp.kernel.errors import LogUnavailable
from caseapp.model import lock
from caseapp.web import errors

FIRST_ERROR = 400
CONFLICT = 409


def register(app: Flask) -> None:
    """Finish every request's transaction; after it nobody speaks to the database any more."""
    app.after_request(_finish)
    app.teardown_request(lambda _error: lock.silence(db.session()))


def _finish(response: Response) -> Response:
    try:
        if response.status_code < FIRST_ERROR:
            db.session.commit()
        else:
            db.session.rollback()
            _account_for(response)
    except (LogUnavailable, SQLAlchemyError):
        db.session.rollback()
        accesslog.logbook(db.session()).clear()
        return make_response(errors.unavailable())
    return response


def _account_for(response: Response) -> None:
    """Write the log of a request that changed nothing: its refusal, or the page it showed."""
    book = accesslog.logbook(db.session())
    refused = g.pop("refused", None)
    if refused is not None:
        accesslog.record_refusal(*refused)
        db.session.commit()
    elif (book.seen or book.told) and book.view is not None:
        book.close(Result.CONFLICT if response.status_code == CONFLICT else Result.INVALID)
        db.session.commit()
    else:
        rung = book.rung
        book.clear()
        if rung is not None:
            book.rung = rung
            db.session.commit()
