"""A case with police data of which the day came, and the two people who may have it destroyed."""

import pytest

from caseapp import accesslog
from caseapp.extensions import db
from caseapp.kernel.actor import Role
from caseapp.model.journal import Outcome
from tests.support.destroying import aged, agree, ask


@pytest.fixture
def case(town, noor, sem, dora):
    return town.case(town.resident(), care=noor, safety=sem, director=dora)


@pytest.fixture
def piet(town):
    return town.person(Role.PRIVACY_OFFICER, name="Piet Ankersmit")


@pytest.fixture
def fia(town):
    return town.person(Role.DATA_PROTECTION_OFFICER, name="Fia Toezicht")


@pytest.fixture(autouse=True)
def _seen(session):
    yield
    accesslog.logbook(db.session()).clear()


@pytest.fixture
def step(town, case, sem):
    return aged(town, case, sem, outcome=Outcome.NOT_REACHED)


@pytest.fixture
def asked(step, piet):
    """A request that waits for a second person."""
    return ask(piet)


@pytest.fixture
def agreed(session, asked, fia):
    """The same, agreed to by bare SQL: nothing of it was carried out yet."""
    return agree(session, asked, fia)
