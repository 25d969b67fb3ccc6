"""What is sent twice happens once; what is sent too late is kept.

Every rendered form carries a key. The first time it is handled a receipt is kept in the same
transaction; the second time, the sender is sent where the first one went. That is asked before
the door: what was handled may have closed it, and whoever pressed twice would find nobody there.
"""

import hashlib
import json
import secrets
from collections.abc import Callable

from flask import current_app, flash, redirect, request, session, url_for
from flask.wrappers import Response
from flask_babel import gettext as _
from sqlalchemy import select
from sqlalchemy.exc import IntegrityError

from caseapp import journal
from caseapp.accounts import sessions
from caseapp.extensions import db
from caseapp.kernel import clock
from caseapp.kernel.actor import Actor
from caseapp.model.forms import FormReceipt
from caseapp.web.doorstep import SAFE_METHODS
from caseapp.web.session import ended_token

FIRST_ERROR = 400
NOT_KEPT = frozenset({"csrf_token", "form_key", "version", "password"})
FORM_OF = {"create": "new", "update": "edit"}
PAGE_OF = {
    "import_confirmations.create": "imports.show",
    "imports.update": "imports.show",
    "handovers.refusals.create": "handovers.show",
    "descents.refusals.create": "descents.show",
    "action_ends.create": "plan_actions.edit",
    "measurement_withdrawals.create": "measurements.edit",
    "signals.refusals.create": "signals.show",
    "emergencies.explanations.create": "emergencies.show",
    "reviews.answers.create": "reviews.mine.index",
    "reviews.verdicts.create": "reviews.show",
    "presence.update": "agenda_items.show",
    "decisions.create": "agenda_items.show",
    "conclusions.create": "agenda_items.show",
    "meeting_kinds.create": "meeting_kinds.index",
    "table_papers.create": "table_papers.new",
    "tokens.create": "tokens.index",
    "log.answers.create": "log.answers.index",
    "closing_days.create": "closing_days.index",
    "domain_sets.create": "domain_sets.index",
    "on_call.update": "on_call.edit",
    "ladders.update": "ladders.show",
    "police_data.create": "police_data.index",
}
"""The page of a form, where it is not the neighbour that `FORM_OF` names."""


def new_key() -> str:
    """Draw the key of a form that is shown."""
    return secrets.token_hex(16)


def again(actor: Actor) -> Response | None:
    """Give where the first press led, if this form of theirs was handled before."""
    key = request.form.get("form_key")
    if request.method in SAFE_METHODS or not key:
        return None
    receipt = _receipt(actor, _digest(key))
    return _to(receipt.location) if receipt is not None else None


def _to(location: str) -> Response:
    return redirect(location, 303)  # type: ignore[return-value] # Flask's own here


def _digest(key: str) -> bytes:
    return hashlib.sha256(key.encode()).digest()


def only(actor: Actor, handle: Callable[[], Response]) -> Response:
    """Handle a form that was not handled yet; else send its sender on, when two came at once."""
    key = request.form.get("form_key")
    if not key:
        return _done(actor, handle())
    digest = _digest(key)
    receipt = FormReceipt(user_id=actor.user_id, key_hash=digest, location="/", at=clock.now())
    db.session.add(receipt)
    try:
        db.session.flush()
    except IntegrityError:
        db.session.rollback()
        first = _receipt(actor, digest)
        return _to(first.location if first else "/")
    response = handle()
    receipt.location = response.headers.get("Location", "/")[:300]
    return _done(actor, response)


def _receipt(actor: Actor, digest: bytes) -> FormReceipt | None:
    return db.session.scalar(
        select(FormReceipt).where(
            FormReceipt.user_id == actor.user_id, FormReceipt.key_hash == digest
        )
    )


def _done(actor: Actor, response: Response) -> Response:
    """Surface what the database refuses now, and let go of the draft that is no longer one."""
    if response.status_code < FIRST_ERROR:
        db.session.flush()
        journal.let_go(actor, request.path)
    return response


def typed() -> dict[str, list[str]]:
    """Give what was typed into the form that was sent."""
    return {
        name: values for name, values in request.form.lists() if name not in NOT_KEPT and values
    }


def form_address() -> str | None:
    """Give the address of the page whose form was sent, where it has a page of its own."""
    endpoint, _dot, verb = (request.endpoint or "").rpartition(".")
    page = PAGE_OF.get(request.endpoint or "", f"{endpoint}.{FORM_OF.get(verb, '')}")
    if page not in current_app.view_functions:
        return None
    return url_for(page, **(request.view_args or {}))


def keep(actor: Actor) -> str | None:
    """Keep as a draft what was sent and cannot be handled now; give where it will stand ready."""
    page = form_address()
    if page is None or not typed():
        return None
    journal.keep_typed(actor, path=request.path, fields=json.dumps(typed()))
    return page


def rescue() -> None:
    """Keep, as a draft of the person whose session ended, what they sent just too late."""
    token = ended_token()
    user = sessions.holder_of_ended(token) if token else None
    page = keep(Actor(user.id, user.municipality_id, user.name)) if user is not None else None
    if page is None:
        return
    session["after_sign_in"] = page
    flash(_("U was te lang weg. Wat u typte is bewaard; het staat klaar na het inloggen."), "info")
