"""What comes in is made clean, or refused with a clear page, before any view sees it.

Text becomes NFC, so that one name has one spelling. Broken UTF-8, NUL, lone surrogates and control
characters are refused: no editor makes them, and each has broken a database or a log somewhere.
"""

import re
import unicodedata
from urllib.parse import unquote_to_bytes

from flask import Flask, Request, request
from werkzeug.datastructures import ImmutableMultiDict, MultiDict
from werkzeug.exceptions import BadRequest

FORBIDDEN = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\u0080-\u009f\ud800-\udfff\ufffd]")
SAFE_METHODS = frozenset({"GET", "HEAD", "OPTIONS"})
FIRST_PARTY = frozenset({"same-origin", "none"})


def register(app: Flask) -> None:
    """Put the doorstep before everything else."""
    app.before_request(_wipe_feet)
    app.before_request(_refuse_strangers)


def clean(text: str) -> str:
    """Give the text in its one spelling; raises BadRequest for characters nobody types."""
    if FORBIDDEN.search(text):
        raise BadRequest
    return unicodedata.normalize("NFC", text)


def _wipe_feet() -> None:
    _refuse_broken_bytes(request)
    request.__dict__["args"] = _cleaned(request.args)
    if request.method not in SAFE_METHODS:
        request.__dict__["form"] = _cleaned(request.form)


def _refuse_broken_bytes(incoming: Request) -> None:
    parts = [
        incoming.environ.get("PATH_INFO", "").encode("latin-1", "replace"),
        unquote_to_bytes(incoming.environ.get("QUERY_STRING", "").encode("latin-1", "replace")),
    ]
    if incoming.mimetype == "application/x-www-form-urlencoded":
        parts.append(unquote_to_bytes(incoming.get_data(cache=True, parse_form_data=False)))
    for part in parts:
        try:
            text = part.decode("utf-8")
        except UnicodeDecodeError as broken:
            raise BadRequest from broken
        if FORBIDDEN.search(text):
            raise BadRequest


def _cleaned(fields: MultiDict[str, str]) -> ImmutableMultiDict[str, str]:
    pairs = [(clean(name), clean(value)) for name, value in fields.items(multi=True)]
    return ImmutableMultiDict(pairs)


def _refuse_strangers() -> None:
    """Refuse a change that another site asks for: beside the token, the browser itself says so."""
    if request.method in SAFE_METHODS:
        return
    origin, site = request.headers.get("Origin"), request.headers.get("Sec-Fetch-Site", "none")
    if origin not in (None, request.host_url.rstrip("/")) or site not in FIRST_PARTY:
        raise BadRequest
