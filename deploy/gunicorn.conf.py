"""How gunicorn serves Samenhang. bin/run uses it, and so does a real installation.

WEB_CONCURRENCY sets the number of worker processes and WEB_THREADS the threads in each. TLS and
request limits of the outside world belong to the proxy in front; FORWARDED_ALLOW_IPS (read by
gunicorn itself) names the proxies that are believed.
"""

import gc
import os
from typing import Any

workers = int(os.environ.get("WEB_CONCURRENCY", "2"))
threads = int(os.environ.get("WEB_THREADS", "4"))
worker_class = "gthread"
# Heartbeats in memory where there is such a place: a slow disk must not look like a dead worker.
worker_tmp_dir = "/dev/shm" if os.access("/dev/shm", os.W_OK) else None  # noqa: S108  # nosec B108
timeout = 60
graceful_timeout = 20
keepalive = 5

# A worker is replaced now and then, at moments that differ, so that no leak grows for weeks.
max_requests = 20_000
max_requests_jitter = 2_000

# The technical log of the application holds what is needed; an access log here would hold addresses
# of pages about residents.
accesslog = None
loglevel = os.environ.get("LOG_LEVEL", "warning").lower()

# No command channel beside the signals, and no file for it in anybody's home directory.
control_socket_disable = True


def post_worker_init(worker: Any) -> None:  # noqa: ARG001 gunicorn calls it so
    """Keep the garbage collector away from what start-up made: that is four fifths of the p99.

    Everything alive now (modules, models, templates) stays alive; walking through it again and
    again stops all threads for nothing.
    """
    gc.collect()
    gc.freeze()
    gc.set_threshold(20_000, 50, 100)
