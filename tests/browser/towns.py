"""A fictitious municipality that is really served: gunicorn and the sealer, in processes apart.

What the browser meets is what `bin/run` starts: the same settings, the same filling, the same
headers. The filling takes seconds, so it is done once per engine and run; every worker of the run
serves a copy of its own.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import timedelta

from sqlalchemy import create_engine, select, update

from caseapp.kernel import clock
from caseapp.model.accounts import User, UserSession
from tests.support import databases, postgresql, serving
from tests.support.postgresql_server import free_port

DOMAIN = "oudeijsselrand.example"
PASSWORD = "samen-oude-ijsselrand-2026"


@dataclass(frozen=True)
class Town:
    """Where the municipality is served, and where its data are."""

    address: str
    database: str
    engine: str

    def let_sessions_idle(self, email: str) -> None:
        """Have somebody's sessions lie unused for longer than they may, as a long lunch does."""
        engine = create_engine(self.database)
        person = select(User.id).where(User.email == email).scalar_subquery()
        lunch = clock.now() - timedelta(hours=1)
        with engine.begin() as connection:
            changed = connection.execute(
                update(UserSession).where(UserSession.user_id == person).values(seen_at=lunch)
            )
            assert changed.rowcount
        engine.dispose()

    def night(self) -> None:
        """Have the worker of the night look at everything, and state what is covered."""
        serving.flask(_settings(self.engine, self.database), "watchdog", "night")


def _settings(engine: str, url: str) -> dict[str, str]:
    return serving.settings(postgresql.run_folder() / f"browser_{engine}", url)


def _fill(url: str) -> None:
    engine = databases.SQLITE if url.startswith("sqlite") else databases.POSTGRESQL
    for command in (["prepare"], ["seal", "run", "--once"]):
        serving.flask(_settings(engine, url), *command)


@contextmanager
def served(engine: str) -> Iterator[Town]:
    """Serve a filled municipality on an engine until the block ends."""
    url = databases.migrated(engine, "browser", _fill)
    port, settings = free_port(), _settings(engine, url)
    logs = {
        name: postgresql.run_folder() / f"{name}_{engine}_{databases.worker()}.log"
        for name in ("server", "sealer")
    }
    with (
        serving.running(settings, logs["server"], *serving.SERVER, f"127.0.0.1:{port}", "wsgi:app"),
        serving.running(settings, logs["sealer"], *serving.SEALER),
    ):
        serving.wait_for(port, logs["server"])
        yield Town(f"http://127.0.0.1:{port}", url, engine)
