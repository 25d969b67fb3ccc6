"""The gate of every screen: load, ask the policy, open the access log, then the handler.

An endpoint with neither `@guard` nor `@public` is refused before it runs. What is not there and
what is not for you get the same answer.
"""

from collections.abc import Callable
from dataclasses import dataclass
from functools import wraps
from typing import Any
from uuid import UUID

from flask import (
    Flask,
    current_app,
    flash,
    g,
    make_response,
    redirect,
    request,
    session,
    url_for,
)
from flask.typing import ResponseReturnValue
from flask.wrappers import Response
from flask_babel import gettext as _

from caseapp import accesslog, policy
from caseapp.accesslog import Event, Purpose
from caseapp.accounts.sessions import SignedIn
from caseapp.extensions import db
from caseapp.kernel.actor import Actor
from caseapp.kernel.errors import Hidden, NotFound
from caseapp.policy import Permission
from caseapp.web import once, origin, sealing
from caseapp.web.doorstep import SAFE_METHODS
from caseapp.web.session import signed_in

Handler = Callable[..., ResponseReturnValue]
EMERGENCY = "emergency"
PURPOSES = {"substitute": str(Purpose.REPLACEMENT)}
"""What somebody looks for by what they are to a case, where it is not just the work on it."""
BY_OFFICE = frozenset(
    {
        Permission.CASE_BRIEF,
        Permission.EMERGENCY_VIEW,
        Permission.EMERGENCY_EXPLAIN,
        Permission.FINDING_VIEW,
    }
)
"""Permissions that need no purpose although they hold by office: the screen names nobody, or
looking at it is the very purpose."""
ASKED = {
    Permission.HANDOVER_VIEW: str(Purpose.CASEWORK),
    Permission.DESCENT_VIEW: str(Purpose.ESCALATION),
}
"""What a colleague or the law asks of who has no part in the case, and what that is for."""

AT_TABLE = frozenset(
    {
        Permission.ITEM_VIEW,
        Permission.ITEM_PREPARE,
        Permission.ITEM_RUN,
    }
)
"""What is asked of a case on an agenda: who chairs, and who was asked to the table, works on it."""


@dataclass(frozen=True, slots=True)
class Door:
    """What stands on an endpoint, for the tests that walk along all of them."""

    permission: Permission | None
    records: Event | None = None


def guard(
    permission: Permission,
    *,
    loads: Callable[..., Any] | None = None,
    records: Event = Event.FORM_SHOWN,
    asks_purpose: bool = True,
) -> Callable[[Handler], Handler]:
    """Let only those through who hold the permission on what `loads` finds.

    Without `loads` the permission is asked of the municipality. The handler gets (actor, subject).
    """

    def decorate(handler: Handler) -> Handler:
        @wraps(handler)
        def guarded(**url_args: Any) -> ResponseReturnValue:
            found = signed_in()
            if found is None:
                return to_sign_in()
            origin.open_page(found.actor)
            led, subject = _admit(found, permission, loads, url_args)
            return led if led is not None else inside(found.actor, subject)

        def inside(actor: Actor, subject: Any) -> ResponseReturnValue:
            sealing.refuse_when_late(actor, permission, subject)
            needed = asks_purpose and permission not in BY_OFFICE
            if needed and (page := _purpose_page(actor, permission, subject)) is not None:
                return page
            _open_view(actor, permission, subject, records)
            if not asks_purpose:
                accesslog.logbook(db.session()).seen.clear()
            if request.method in SAFE_METHODS:
                return handler(actor, subject)
            return once.only(actor, lambda: make_response(handler(actor, subject)))

        guarded.door = Door(permission, records)  # type: ignore[attr-defined]
        return guarded

    return decorate


def _admit(
    found: SignedIn, permission: Permission, loads: Callable[..., Any] | None, url_args: Any
) -> tuple[Response | None, Any]:
    """Give what is asked for; or, of a form that was handled before, where that one led.

    Of two presses at once the first may have shut the door on the second meanwhile.
    """
    led = once.again(found.actor)
    if led is not None:
        return led, None
    try:
        subject = found.office if loads is None else _loaded(permission, loads, url_args)
        _refuse_unless_allowed(found.actor, permission, subject)
    except NotFound:
        led = once.again(found.actor)
        if led is None:
            raise
        g.pop("refused", None)
        accesslog.logbook(db.session()).clear()  # nothing of it is shown
        return led, None
    return None, subject


def _loaded(permission: Permission, loads: Callable[..., Any], url_args: dict[str, Any]) -> Any:
    """Find what is asked for; of what the database keeps back, the log is told what it was."""
    try:
        return loads(**url_args)
    except Hidden as kept:
        g.refused = (str(permission), _Trace(kept.table, kept.identity, kept.case_id))
        raise


def _refuse_unless_allowed(actor: Actor, permission: Permission, subject: Any) -> None:
    known = None
    if subject is not None:
        if policy.allows(actor, permission, subject):
            return
        known = _Trace(
            subject.__tablename__,
            subject.id,
            getattr(subject, "case_id", None)
            or (subject.id if subject.__tablename__ == "cases" else None),
        )
    g.refused = (str(permission), known)
    raise NotFound


class _Trace:
    """What the log remembers of a refused subject once its row is let go."""

    def __init__(self, table: str, identity: Any, case_id: Any) -> None:
        self.__tablename__, self.id, self.case_id = table, identity, case_id


def _purpose_page(actor: Actor, permission: Permission, subject: Any) -> Response | None:
    about = policy.subject_of(subject)
    if about is None:
        return None
    if permission is Permission.CASE_DIRECT and not policy.allows(
        actor, Permission.CASE_VIEW, about
    ):
        g.purpose = str(Purpose.SUPERVISION)  # what nobody is left to steer: they see no more of it
        return None
    g.relation = policy.relation(actor, about)
    asked = _was_asked(actor, permission, subject)
    g.purpose = PURPOSES.get(g.relation) if g.relation else asked or accesslog.stated(actor, about)
    if g.relation or g.purpose:
        return None
    accesslog.logbook(db.session()).clear()
    if request.method in SAFE_METHODS:
        session["after_purpose"] = request.full_path.rstrip("?")
    elif (kept := once.keep(actor)) is not None:
        session["after_purpose"] = kept
        flash(_("Wat u typte is bewaard. Zeg eerst waarvoor u kijkt; dan staat het klaar."), "info")
    page = url_for(f"{about.__tablename__}_purposes.new", subject_id=about.id)
    return redirect(page, 303)  # type: ignore[return-value] # werkzeug's Response is Flask's here


def _was_asked(actor: Actor, permission: Permission, subject: Any) -> str | None:
    """Give what somebody without a part in it looks for, where they were asked to."""
    if permission is Permission.FLAG_VIEW:
        reached = (one for one in subject.acknowledgements if one.rung is not None)
        mine = any(one.user_id == actor.user_id for one in reached)
        return str(Purpose.ESCALATION) if mine else None
    if permission in AT_TABLE:
        return str(Purpose.CASEWORK) if subject.is_for(actor.user_id) else None
    return ASKED.get(permission)


def _open_view(actor: Actor, permission: Permission, subject: Any, event: Event) -> None:
    accesslog.open_view(
        actor,
        event,
        subject,
        permission=permission,
        relation=g.get("relation"),
        purpose=g.get("purpose"),
        emergency_id=_emergency(actor, policy.subject_of(subject)),
    )


def _emergency(actor: Actor, about: Any) -> UUID | None:
    """Give the emergency access under which this is seen, if it is by no other right."""
    if g.get("relation") != EMERGENCY:
        return None
    of_case = [one.id for one in actor.emergencies if one.case_id == about.id]
    return (of_case or [one.id for one in actor.emergencies])[0]


def to_sign_in() -> ResponseReturnValue:
    """Send a visitor to the sign-in page, and remember where they were going."""
    if request.method in SAFE_METHODS:
        session["after_sign_in"] = request.full_path.rstrip("?")
    else:
        once.rescue()
    return redirect(url_for("sign_in.new"), 303)


def public(handler: Callable[..., Any]) -> Callable[..., Any]:
    """Mark an endpoint that anybody may call."""
    handler.door = Door(None)  # type: ignore[attr-defined]
    return handler


def refuse_unguarded(app: Flask) -> None:
    """Refuse, at run time, an endpoint that somebody forgot to guard."""

    @app.before_request
    def refuse() -> None:
        view = current_app.view_functions.get(request.endpoint or "")
        if view is not None and not hasattr(view, "door"):
            message = f"{request.endpoint} has no guard"
            raise RuntimeError(message)
