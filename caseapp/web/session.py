"""Who is signed in on this request: the cookie holds a token, the database all the rest."""

from datetime import timedelta

from flask import current_app, g, request, session
from flask_login import UserMixin, login_user, logout_user

from caseapp.accounts import sessions
from caseapp.accounts.sessions import Limits, SignedIn
from caseapp.extensions import login
from caseapp.kernel.actor import Actor

COOKIE_FIELD = "_user_id"
"""The name Flask-Login keeps its id under."""


class Holder(UserMixin):  # type: ignore[misc] # flask_login ships no types
    """What Flask-Login carries: the session token, and who it turned out to belong to."""

    def __init__(self, token: str, signed_in: SignedIn | None = None) -> None:
        self.id = token
        self.signed_in = signed_in


def limits() -> Limits:
    """Give how long sessions last in this installation."""
    config = current_app.config["SAMENHANG"]
    return Limits(timedelta(minutes=config.idle_minutes), timedelta(hours=config.absolute_hours))


@login.user_loader  # type: ignore[untyped-decorator] # flask_login ships no types
def _load(token: str) -> Holder | None:
    """Answer Flask-Login from what this request knows; an error page may not ask the database."""
    found = g.get("signed_in")
    return Holder(token, found) if found is not None else None


def signed_in() -> SignedIn | None:
    """Give who is signed in, looked up once a request; None for a visitor."""
    if "signed_in" not in g:
        token = session.get(COOKIE_FIELD)
        g.signed_in = sessions.find(token, limits()) if token else None
    found: SignedIn | None = g.signed_in
    return found


def recognise_strays() -> None:
    """Know who asks for an address that does not exist: they get what is not theirs, to the byte.

    Behind every other address the guard, or a public screen, asks by itself.
    """
    if request.endpoint is None:
        signed_in()


def current_actor() -> Actor:
    """Give who acts on this request; only behind a guard."""
    found = signed_in()
    if found is None:
        message = "no actor outside a guard"
        raise RuntimeError(message)
    return found.actor


def begin(token: str) -> None:
    """Hand the browser its token, in a fresh cookie: what was in the old one is not taken over."""
    kept = session.get("after_sign_in")
    session.clear()
    login_user(Holder(token))
    if kept:
        session["after_sign_in"] = kept
    g.pop("signed_in", None)


def end() -> None:
    """Take the token from the browser."""
    logout_user()
    session.clear()
    g.pop("signed_in", None)


def keep_cookie() -> None:
    """Leave the browser what it came with: who could not be signed out is not half signed out."""
    came_with = current_app.session_interface.open_session(current_app, request)
    session.clear()
    session.update(came_with or {})
    session.modified = False
    g.pop("csrf_token", None)


def ended_token() -> str | None:
    """Give the token of a session that is over, if the browser still carries one."""
    return session.get(COOKIE_FIELD)


def client_address() -> str:
    """Give the address the request came from, for counting failed sign-ins."""
    return request.remote_addr or "unknown"
