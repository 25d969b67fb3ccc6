"""Answers that say what is wrong, as the Dutch API rules and VNG Verwerkingenlogging write them."""

from typing import Any

from flask import Response, g, json, request
from werkzeug.exceptions import HTTPException

from caseapp.accesslog.exports import vng

MEDIA_TYPE = "application/problem+json"
ADDRESSES = "/api/"
FIRST_ERROR = 400
LATER = "300"
"""After how many seconds it makes sense to ask again."""
TITLES = {
    400: ("invalid", "De vraag klopt niet."),
    401: ("not-authenticated", "Er is geen geldig token meegestuurd."),
    404: ("not-found", "Niet gevonden."),
    405: ("method-not-allowed", "Dit kan hier niet worden gevraagd."),
    406: ("not-acceptable", "Alleen JSON kan worden gegeven."),
    503: ("not-available", "Er kan nu niets worden gegeven. Probeer het later opnieuw."),
    429: ("throttled", "Er is te vaak gevraagd. Wacht een minuut."),
    500: ("error", "Er ging iets mis. Meld dit bij het beheer."),
}
OTHERWISE = ("error", "De vraag kan niet worden beantwoord.")


class Problem(HTTPException):
    """What is wrong with a call; nothing about anybody."""

    def __init__(self, status: int, *params: tuple[str, str]) -> None:
        super().__init__(response=answer(status, *params))


def answer(status: int, *params: tuple[str, str]) -> Response:
    """Write a problem; `params` are the fields that are wrong, each with the reason."""
    code, title = TITLES.get(status, OTHERWISE)
    body: dict[str, Any] = {
        "type": "about:blank",
        "code": code,
        "title": title,
        "status": status,
        "detail": title,
        "instance": f"urn:request:{g.get('request_id', '')}",
    }
    if status == 400:  # noqa: PLR2004 - the contract wants the fields with this one
        body["invalidParams"] = [
            {"name": name, "code": "invalid", "reason": reason} for name, reason in params
        ]
    headers = {"API-version": vng.VERSION}
    if status == 401:  # noqa: PLR2004 - HTTP wants to hear how one shows who one is
        headers["WWW-Authenticate"] = "Bearer"
    if status == 503:  # noqa: PLR2004 - whoever asks hears when to come back
        headers["Retry-After"] = LATER
    return Response(json.dumps(body), status, headers, content_type=MEDIA_TYPE)


def for_programs(response: Response) -> Response:
    """Put in place of a page that says what went wrong what a program reads.

    Not every trouble is one of a handler: the log can be away, or the address not there.
    """
    failed = response.status_code >= FIRST_ERROR and response.mimetype != MEDIA_TYPE
    if failed and request.path.startswith(ADDRESSES):
        told = answer(response.status_code)
        response.set_data(told.get_data())
        response.content_type = MEDIA_TYPE
        response.headers["API-version"] = vng.VERSION
    return response
