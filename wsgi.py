"""What an application server loads: `gunicorn wsgi:app`."""

from caseapp import create_app
from config import Config

app = create_app(Config.from_environment())
