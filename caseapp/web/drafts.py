"""Drafts: what is typed is kept while it is typed."""

import json
from typing import Any

from flask import Blueprint, jsonify, redirect, request
from flask.typing import ResponseReturnValue
from flask_babel import format_time
from werkzeug.datastructures import MultiDict
from werkzeug.exceptions import BadRequest, RequestEntityTooLarge

from caseapp import journal
from caseapp.accesslog import Event
from caseapp.kernel import clock
from caseapp.kernel.actor import Actor
from caseapp.model.sealed import MEGABYTE
from caseapp.policy import Permission
from caseapp.web import once
from caseapp.web.forms import Form
from caseapp.web.guard import guard

bp = Blueprint("drafts", __name__, url_prefix="/drafts")
PATH_LENGTH = 200


@bp.post("")
@guard(Permission.DRAFT_KEEP, records=Event.DRAFT_SAVED)
def create(actor: Actor, office: Any) -> ResponseReturnValue:
    """Keep what is being written on one form; called by the page while somebody types."""
    path = request.form.get("draft", "")
    if not path.startswith("/") or len(path) > PATH_LENGTH:
        raise BadRequest
    fields = once.typed()
    fields.pop("draft", None)
    text = json.dumps(fields)
    if len(text) > 2 * MEGABYTE:
        raise RequestEntityTooLarge
    journal.save_draft(actor, office, path=path, fields=text)
    return jsonify(saved_at=format_time(clock.now(), "HH:mm"))


@bp.post("/discard")
@guard(Permission.DRAFT_KEEP, records=Event.DRAFT_DISCARDED)
def destroy(actor: Actor, office: Any) -> ResponseReturnValue:
    """Throw away what was being written, and give the empty form."""
    page = request.form.get("page", "")
    if not page.startswith("/") or page.startswith(("//", "/\\")):
        raise BadRequest
    journal.discard_draft(actor, office, path=request.form.get("draft", ""))
    return redirect(page, 303)


def kept_names(actor: Actor, path: str) -> frozenset[str]:
    """Give the names of the fields this person was still writing in, on the form at an address."""
    kept = journal.draft(actor, path)
    return frozenset(json.loads(kept.fields)) if kept is not None else frozenset()


def taken_up(actor: Actor, form: Form, path: str, *, version: int | None = None) -> bool:
    """Fill a fresh form with what this person was still writing on it.

    Of a thing with a version, tell whether it was changed since the draft was typed.
    """
    kept = journal.draft(actor, path)
    if kept is not None:
        form.process(MultiDict(json.loads(kept.fields)))
        form.kept_at = kept.saved_at
    if version is None:
        return False
    overtaken = kept is not None and form.made_from.data != str(version)
    form.made_from.data = form.version.data = str(version)
    return overtaken
