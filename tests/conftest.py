"""What every test stands on."""

import os
from collections.abc import Generator, Iterator
from datetime import timedelta

import hypothesis
import pytest
from flask import Flask
from sqlalchemy.orm import Session, scoped_session, sessionmaker

from caseapp import accesslog
from caseapp.extensions import db
from caseapp.kernel import clock
from caseapp.kernel.actor import Role
from caseapp.model.accounts import User
from tests.support import applications, bound_role, longest, machine, postgresql, tracing
from tests.support.applications import Visitor
from tests.support.cast import Town
from tests.support.databases import ENGINES
from tests.support.days import NotYet
from tests.support.sharing_out import ByFileAndDatabase

# How fast a machine is says nothing about what is tested on it.
hypothesis.settings.register_profile("patient", deadline=None)
hypothesis.settings.load_profile("patient")


def pytest_configure(config: pytest.Config) -> None:
    """The process that owns the run makes the folder its workers share."""
    if not hasattr(config, "workerinput"):
        postgresql.begin_run()
    bound_role.bind()


def pytest_unconfigure(config: pytest.Config) -> None:
    if not hasattr(config, "workerinput") and postgresql.RUN in os.environ:
        postgresql.end_run()


def pytest_xdist_make_scheduler(config: pytest.Config, log: object) -> ByFileAndDatabase:
    """Let the tests of one file on one database be done by one worker."""
    return ByFileAndDatabase(config, log)


@pytest.hookimpl(wrapper=True)
def pytest_collection() -> Generator[None, object, object]:
    """Let no test ask what day it is before it runs: a run that passes midnight would fail."""
    day = NotYet(clock.now)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(clock, "now", day)
        gathered = yield
    day.has_come = True
    return gathered


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """What takes long begins first, or one worker does it alone at the end."""
    items.sort(key=_is_short)
    for item in items:
        tracing.mark(item)


def _is_short(item: pytest.Item) -> bool:
    walks = item.get_closest_marker("no_cover") is not None
    return not walks and "/browser/" not in item.path.as_posix()


@pytest.hookimpl(wrapper=True, tryfirst=True)
def pytest_runtest_protocol(item: pytest.Item) -> Generator[None, object, object]:
    """Let a test of which nothing is measured be set up unwatched too."""
    with tracing.unwatched(item):
        return (yield)


def pytest_runtest_setup(item: pytest.Item) -> None:
    machine.require(item)


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    machine.summarise(terminalreporter)
    longest.summarise(terminalreporter)


@pytest.fixture(scope="session", params=ENGINES)
def app(request: pytest.FixtureRequest) -> Iterator[Flask]:
    """The application, once on each database."""
    app = applications.application(request.param, "suite")
    yield app
    with app.app_context():
        db.engine.dispose()


@pytest.fixture
def session(app: Flask) -> Iterator[Session]:
    """A session whose every commit is undone when the test ends."""
    with app.app_context():
        connection = db.engine.connect()
        outer = connection.begin()
        real = db.session
        maker = sessionmaker(
            bind=connection, join_transaction_mode="create_savepoint", expire_on_commit=False
        )
        db.session = scoped_session(maker, scopefunc=applications.SCOPE.get)
        try:
            yield db.session
        finally:
            accesslog.logbook(db.session()).clear()
            db.session.remove()
            db.session = real
            outer.rollback()
            connection.close()


@pytest.fixture
def town(session: Session) -> Town:
    """A fictitious town with its teams."""
    return Town()


@pytest.fixture
def noor(town: Town) -> User:
    """A social worker of the care team."""
    return town.person(Role.SOCIAL_WORKER, name="Noor Wissink")


@pytest.fixture
def dora(town: Town) -> User:
    """Another social worker of the care team."""
    return town.person(Role.SOCIAL_WORKER, name="Dora Heijink")


@pytest.fixture
def sem(town: Town) -> User:
    """A safety adviser."""
    return town.person(Role.SAFETY_ADVISER, name="Sem te Brake")


@pytest.fixture
def thea(town: Town) -> User:
    """Somebody at intake."""
    return town.person(Role.INTAKE, name="Thea Koster")


@pytest.fixture
def iris(town: Town) -> User:
    """Another one at intake."""
    return town.person(Role.INTAKE, name="Iris Vos")


@pytest.fixture
def lida(town: Town) -> User:
    """The lead of the care team."""
    return town.person(Role.TEAM_LEAD, name="Lida Ruesink")


@pytest.fixture
def piet(town: Town) -> User:
    """A process director."""
    return town.person(Role.PROCESS_DIRECTOR, name="Piet Ankersmit")


@pytest.fixture
def fay(town: Town) -> User:
    """A functional administrator."""
    return town.person(Role.FUNCTIONAL_ADMINISTRATOR, name="Fay Beheer")


@pytest.fixture
def client(app: Flask, session: Session) -> Visitor:
    """A browser nobody signed in with yet."""
    return app.test_client()


class Hands:
    """The hands of the clock: time passes when a test says so."""

    def __init__(self):
        self.ahead = timedelta()
        self.real = clock.now

    def __call__(self):
        return self.real() + self.ahead

    def pass_by(self, **time):
        self.ahead += timedelta(**time)


@pytest.fixture
def hands(monkeypatch):
    made = Hands()
    monkeypatch.setattr(clock, "now", made)
    return made
