"""Where a mail leads: addresses that say nothing but an opaque id."""

from typing import Any
from urllib.parse import urlsplit

from flask import current_app

from config import MailServer


def to(mail: MailServer, endpoint: str, **values: Any) -> str:
    """Give the whole address of a page, as people reach it from outside."""
    parts = urlsplit(mail.public_url)
    adapter = current_app.url_map.bind(
        parts.netloc, script_name=parts.path or "/", url_scheme=parts.scheme
    )
    return adapter.build(endpoint, values, force_external=True)


def host(mail: MailServer) -> str:
    """Give the name of the machine people reach, for what identifies a mail."""
    return urlsplit(mail.public_url).hostname or "localhost"
