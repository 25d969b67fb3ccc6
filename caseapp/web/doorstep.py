"""What comes in is made clean, or refused with a clear page, before any view sees it.

Text becomes NFC, so that one name has one spelling. Broken UTF-8, NUL, lone surrogates and control
characters are refused: no editor makes them, and each has broken a database or a log somewhere.
"""

import re
import unicodedata
from urllib.parse import unquote_to_bytes

from flask import Flask, Request, request, session
from werkzeug.datastructures import ImmutableMultiDict, MultiDict
from werkzeug.exceptions import BadRequest, RequestEntityTooLarge

from caseapp.model.sealed import MEGABYTE
from caseapp.web.session import COOKIE_FIELD

FORBIDDEN = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\u0080-\u009f\ud800-\udfff\ufffd]")
CONTROL = re.compile(
    rb"%(?:0[0-8bcef]|1[0-9a-f]|7f)|[\x00-\x08\x0b\x0c\x0e-\x1f\x7f]", re.IGNORECASE
)
"""A control character in the bytes of an address or a form."""
BEYOND_ASCII = re.compile(rb"(?:%[89a-f][0-9a-f]|[\x80-\xff])+", re.IGNORECASE)
"""Letters beyond ASCII that follow each other: each such run must be whole by itself."""
OF_A_VISITOR = 64_000
OF_A_FORM = 6 * MEGABYTE
"""Two million characters of a draft, most of them escaped."""
MOST_FIELDS = 2_000
TAKES_FILES = frozenset({"imports.create"})
SAFE_METHODS = frozenset({"GET", "HEAD", "OPTIONS"})
FIRST_PARTY = frozenset({"same-origin", "none"})


def register(app: Flask) -> None:
    """Put the doorstep before everything else."""
    app.before_request(_limit)
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
        for file in request.files.values():
            file.filename = clean(file.filename or "")


def _limit() -> None:
    """Take from each no more than a form of theirs can hold, before anything of it is read."""
    if not session.get(COOKIE_FIELD):
        request.max_content_length = OF_A_VISITOR
    elif request.endpoint not in TAKES_FILES:
        request.max_content_length = OF_A_FORM


def _refuse_broken_bytes(incoming: Request) -> None:
    parts = [
        incoming.environ.get("PATH_INFO", "").encode("latin-1", "replace"),
        incoming.environ.get("QUERY_STRING", "").encode("latin-1", "replace"),
    ]
    if incoming.mimetype == "application/x-www-form-urlencoded":
        body = incoming.get_data(cache=True, parse_form_data=False)
        if body.count(b"&") > MOST_FIELDS:
            raise RequestEntityTooLarge
        parts.append(body)
    if any(_is_broken(part) for part in parts):
        raise BadRequest


def _is_broken(raw: bytes) -> bool:
    """Tell whether bytes, escaped or not, hold what no text may; looks at one run at a time."""
    if CONTROL.search(raw):
        return True
    for run in BEYOND_ASCII.finditer(raw):
        try:
            text = unquote_to_bytes(run.group()).decode("utf-8")
        except UnicodeDecodeError:
            return True
        if FORBIDDEN.search(text):
            return True
    return False


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
