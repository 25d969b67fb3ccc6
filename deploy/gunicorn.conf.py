"""How gunicorn serves Samenhang. bin/run uses it, and so does a real installation.

WEB_CONCURRENCY sets the number of worker processes and WEB_THREADS the threads in each. TLS and
request limits of the outside world belong to the proxy in front; FORWARDED_ALLOW_IPS (read by
gunicorn itself) names the proxies that are believed.
"""

import gc
import os
from typing import Any

from gunicorn.http.wsgi import Response  # type: ignore[import-untyped] # ships no types
from sqlalchemy.orm import configure_mappers

workers = int(os.environ.get("WEB_CONCURRENCY", "2"))
threads = int(os.environ.get("WEB_THREADS", "4"))
worker_class = "gthread"
# Heartbeats in memory where there is such a place: a slow disk must not look like a dead worker.
worker_tmp_dir = "/dev/shm" if os.access("/dev/shm", os.W_OK) else None  # noqa: S108  # nosec B108
timeout = 60
graceful_timeout = 20
keepalive = 5

# The application is loaded once and every worker is a copy of it: what they have in common is in
# memory once. A new version is therefore started anew (a HUP keeps the old one).
preload_app = True

# A worker is replaced now and then, at moments that differ, so that no leak grows for weeks.
max_requests = 20_000
max_requests_jitter = 2_000

# The technical log of the application holds what is needed; an access log here would hold addresses
# of pages about residents.
accesslog = None
loglevel = os.environ.get("LOG_LEVEL", "warning").lower()

# No command channel beside the signals, and no file for it in anybody's home directory.
control_socket_disable = True


_all_headers = Response.default_headers


def _default_headers(response: Any) -> list[str]:
    """Give what gunicorn says by itself, without which server it is and that it is gunicorn."""
    return [line for line in _all_headers(response) if not line.startswith("Server:")]


Response.default_headers = _default_headers


def when_ready(server: Any) -> None:
    """Make all that the workers will share, before the first of them is copied."""
    application = server.app.wsgi()
    with application.app_context():
        configure_mappers()
        application.jinja_env.prepare()
    _settle()


def post_fork(_server: Any, worker: Any) -> None:
    """Let no worker speak over a connection of another: each opens its own."""
    from caseapp.extensions import db  # noqa: PLC0415 - loaded with the application, not before it

    with worker.app.wsgi().app_context():
        db.engine.dispose(close=False)


def post_worker_init(worker: Any) -> None:
    """Refuse to serve from an installation that is not fit."""
    from caseapp.cli.health import problems  # noqa: PLC0415 - loaded in a worker, not before

    application = worker.app.wsgi()
    if application.config["SAMENHANG"].production:
        with application.app_context():
            if found := problems():
                raise RuntimeError("\n".join(found))


def _settle() -> None:
    """Look once for what start-up left behind in rings, before it is copied to every worker.

    How often the garbage collector comes by from there on stands in `wsgi.py`. What a page leaves
    behind in rings is still looked for often: kept longer, it doubled the memory of a worker. What
    start-up made is not frozen (`gc.freeze`): Python 3.11 then crashes within a few pages, one run
    in two (`bench/README.md`).
    """
    gc.collect()
