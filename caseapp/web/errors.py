"""Each error its page: what happened, what to do now, and nothing about who or what was asked."""

from typing import Any

import structlog
from flask import Flask, g, render_template
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_wtf.csrf import CSRFError
from sqlalchemy.exc import DataError, IntegrityError, InterfaceError, OperationalError
from sqlalchemy.orm.exc import StaleDataError
from werkzeug.exceptions import HTTPException, MethodNotAllowed

from caseapp.kernel.errors import (
    Conflict,
    KeyDestroyed,
    LogUnavailable,
    NotFound,
    NotPermitted,
    RuleBroken,
    SealingOverdue,
    UnaccountedView,
    Unreadable,
)
from caseapp.web import messages, once
from caseapp.web.session import keep_cookie

log = structlog.get_logger("caseapp")

OURS = 500
BROKEN = frozenset({400, 409})
"""These too may come of a statement that failed: nothing more is asked in such a request."""
PAGES = frozenset({400, 403, 404, 405, 409, 413, 422, 429, 500, 503})


def register(app: Flask) -> None:
    """Give every error its answer."""
    app.register_error_handler(NotFound, lambda _error: page(404))
    app.register_error_handler(NotPermitted, _not_permitted)
    app.register_error_handler(RuleBroken, _rule_broken)
    for conflict in (Conflict, StaleDataError, IntegrityError):
        app.register_error_handler(conflict, _conflict)
    for malformed in (DataError, OverflowError, UnicodeError):
        app.register_error_handler(malformed, lambda _error: page(400))
    for away in (LogUnavailable, OperationalError, InterfaceError):
        app.register_error_handler(away, _away)
    app.register_error_handler(SealingOverdue, lambda _error: _overdue())
    for lost in (Unreadable, KeyDestroyed):
        app.register_error_handler(lost, _unreadable)
    app.register_error_handler(HTTPException, _http)
    app.register_error_handler(CSRFError, lambda _error: page(400, message=_expired_form()))
    if not app.testing:
        app.register_error_handler(Exception, _our_fault)


def page(status: int, **context: Any) -> tuple[str, int]:
    """Render the page of an error. The 404 is the same to the byte whatever was asked.

    What failed through no fault of the sender changed nothing, what their browser carries included.
    """
    if status >= OURS:
        keep_cookie()
    g.nothing_asked = status >= OURS or status in BROKEN
    if status != 404:  # noqa: PLR2004 - not found
        context.setdefault("request_id", g.get("request_id"))
    body = render_template(f"errors/{status}.html", plain=True, **context)
    g.pop("csp_nonce", None)  # made for every template, used by none of these
    return body, status


def unavailable() -> tuple[str, int, dict[str, str]]:
    """Say that nothing can be shown now, because it could not be accounted for."""
    body, status = page(503)
    return body, status, {"Retry-After": "30"}


def _overdue() -> tuple[str, int, dict[str, str]]:
    """Say what has to wait until the log is sealed again, and what can still be done."""
    body, status = page(503, overdue=True)
    return body, status, {"Retry-After": "300"}


def _expired_form() -> str:
    return str(_("Dit formulier is verlopen. Ga terug, vernieuw de pagina en stuur het opnieuw."))


def _not_permitted(error: NotPermitted) -> ResponseReturnValue:
    g.refused = (error.permission, None)
    return page(403)


def _rule_broken(error: RuleBroken) -> ResponseReturnValue:
    return page(422, message=messages.of(error))


def _conflict(error: Exception) -> ResponseReturnValue:
    theirs = error.theirs if isinstance(error, Conflict) else {}
    mine = error.mine if isinstance(error, Conflict) else {}
    typed = mine.items() if mine else ((name, ", ".join(v)) for name, v in once.typed().items())
    return page(
        409,
        mine=[(name, value) for name, value in typed if value],
        theirs=list(theirs.items()),
        again=once.form_address(),
    )


def _away(error: Exception) -> ResponseReturnValue:
    log.error("unavailable", error=type(error).__name__)
    return unavailable()


def _unreadable(error: Exception) -> ResponseReturnValue:
    """Say that a text cannot be opened; where it stood is for the technical log alone."""
    log.error("unreadable", error=type(error).__name__, place=str(error))
    if isinstance(error, KeyDestroyed):
        return page(500, message=_("De sleutel van een tekst op deze pagina is er niet meer."))
    return page(
        500,
        message=_(
            "Een tekst op deze pagina is buiten Samenhang om gewijzigd of verplaatst, en wordt "
            "daarom niet getoond. Meld dit bij het beheer."
        ),
    )


def _http(error: HTTPException) -> ResponseReturnValue:
    status = error.code or 500
    if status not in PAGES:
        status = 400 if status < 500 else 500  # noqa: PLR2004 - the server's own errors
    if isinstance(error, MethodNotAllowed) and error.valid_methods:  # RFC 9110, 15.5.6
        return *page(status), {"Allow": ", ".join(sorted(error.valid_methods))}
    return page(status)


def _our_fault(error: Exception) -> ResponseReturnValue:
    kind = "unaccounted view" if isinstance(error, UnaccountedView) else type(error).__name__
    log.error("failed", error=kind, where=_last_line(error))
    return page(500)


def _last_line(error: Exception) -> str:
    """Say where it went wrong: file and line, never the values that were there."""
    trace = error.__traceback__
    while trace is not None and trace.tb_next is not None:
        trace = trace.tb_next
    return f"{trace.tb_frame.f_code.co_filename}:{trace.tb_lineno}" if trace is not None else ""
