"""What an application server and every command load: `gunicorn wsgi:app`, `flask --app wsgi`."""

import gc

from caseapp import create_app
from config import Config

# A page makes some ten thousand objects and a round of the watchdog a million: looked through as
# often as Python does by itself, the garbage collector took four tenths of the time of a round.
gc.set_threshold(10_000, 10, 10)

app = create_app(Config.from_environment())
