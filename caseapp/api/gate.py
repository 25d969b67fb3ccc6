"""The gate of every call: the token, how often, and the entry in the log; then the handler."""

import re
from collections.abc import Callable
from dataclasses import dataclass
from functools import wraps
from typing import Any

from flask import current_app, g, request
from flask.typing import ResponseReturnValue

from caseapp import accesslog, tokens
from caseapp.accesslog import Event, Rung
from caseapp.api.problems import Problem
from caseapp.model.tokens import ApiScope, ApiToken

A_MINUTE = 60
"""Calls in a minute with one token."""
TRACE = re.compile(r"[0-9a-f]{2}-([0-9a-f]{32})-[0-9a-f]{16}-[0-9a-f]{2}")
"""W3C Trace Context: by which the caller's own log knows this call."""


@dataclass(frozen=True, slots=True)
class Door:
    """What stands on an endpoint, for the tests that walk along all of them."""

    permission: str
    records: Event


def bearer(records: Event) -> Callable[[Callable[..., Any]], Callable[..., Any]]:
    """Let only those through who carry a token that opens something today."""

    def decorate(handler: Callable[..., Any]) -> Callable[..., Any]:
        @wraps(handler)
        def guarded(**url_args: Any) -> ResponseReturnValue:
            token = _token()
            _refuse_rush(token, records)
            _refuse_when_late()
            if request.accept_mimetypes and not request.accept_mimetypes.accept_json:
                raise Problem(406)
            accesslog.open_call(
                token.municipality_id,
                records,
                token,
                request_id=g.request_id,
                scope=token.scope,
                **_told_by_caller(),
            )
            result: ResponseReturnValue = handler(token, **url_args)
            return result

        guarded.door = Door("token", records)  # type: ignore[attr-defined]
        return guarded

    return decorate


def _token() -> ApiToken:
    kind, _, text = request.headers.get("Authorization", "").partition(" ")
    token = tokens.presented(text.strip()) if kind.lower() == "bearer" else None
    if token is None:
        raise Problem(401)
    return token


def _refuse_rush(token: ApiToken, records: Event) -> None:
    """Count in the log itself: that holds over all processes, and after a restart."""
    limit = current_app.config.get("API_CALLS_A_MINUTE", A_MINUTE)
    if accesslog.calls_since_a_minute(token, records) >= limit:
        raise Problem(429)


def _refuse_when_late() -> None:
    """Give nothing out while it cannot be proved who looked, as the screens do."""
    if current_app.extensions["samenhang-sealing"].rung() >= Rung.CLOSED:
        raise Problem(503)


def _told_by_caller() -> dict[str, str]:
    found = TRACE.fullmatch(request.headers.get("traceparent", ""))
    return {"caller_trace": found[1]} if found else {}


def sees_lifted(token: ApiToken) -> bool:
    """Tell whether a token may see what once was confidential."""
    return token.scope is ApiScope.READ_CONFIDENTIAL
