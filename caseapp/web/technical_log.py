"""The technical log: a line of JSON on standard output for each trouble, and nobody in it.

A line says when, what went wrong, at which endpoint, under which number and for which account;
never a name, a text or what was typed.
"""

import secrets
import sys
import time
from collections.abc import MutableMapping
from typing import Any

import structlog
from flask import Flask, g, has_request_context, request

TO_MILLISECONDS = 1000


def register(app: Flask) -> None:
    """Write the log as JSON, and give each request the number it goes by everywhere."""
    structlog.configure(
        processors=[
            structlog.processors.add_log_level,
            structlog.processors.TimeStamper(fmt="iso", utc=True),
            _request,
            structlog.processors.JSONRenderer(),
        ],
        logger_factory=lambda *_names: structlog.PrintLogger(sys.stdout),
        cache_logger_on_first_use=False,
    )
    app.before_request(_number)


def _number() -> None:
    """Give the request a number that the log, the technical log and an error page share."""
    g.request_id = secrets.token_hex(8)
    g.began = time.perf_counter()


def _request(_logger: Any, _method: str, told: MutableMapping[str, Any]) -> Any:
    """Add which request it was, where there is one."""
    if not has_request_context():
        return told
    told.setdefault("request_id", g.get("request_id"))
    told.setdefault("endpoint", request.endpoint)
    found = g.get("signed_in")
    told["user_id"] = found.actor.user_id.hex if found is not None else None
    now = time.perf_counter()
    told["ms"] = round((now - g.get("began", now)) * TO_MILLISECONDS)
    return told
