"""A signal that nobody can open is nobody's: behind a shield, or of somebody they know."""

from datetime import timedelta

import pytest

from caseapp import leaves, watchdog
from caseapp.extensions import db
from caseapp.kernel import clock
from caseapp.kernel.actor import Role
from caseapp.model.acquaintances import Acquaintance
from caseapp.model.case_words import CaseState
from caseapp.model.watchdog import FindingKind as K
from tests.support.cast import actor_for
from tests.watchdog.test_signal_cracks import found, report


@pytest.mark.parametrize("state", [CaseState.ACTIVE, CaseState.CLOSED])
def test_a_shield_with_nobody_who_directs_leaves_it_to_nobody(session, town, iris, noor, state):
    person = town.resident()
    signal = report(town, iris, resident=person)
    case = town.case(person, director=noor, state=state)
    case.is_shielded = True
    session.commit()
    watchdog.examine(town.id)
    assert K.SIGNAL_NOBODYS not in found(town, signal)
    noor.deactivated_at = clock.now()
    session.commit()
    assert K.SIGNAL_NOBODYS in found(town, signal)
    case.is_shielded = False
    session.commit()
    assert K.SIGNAL_NOBODYS not in found(town, signal)


def test_who_has_it_and_knows_them_does_not_cover_it(session, town, iris):
    person = town.resident()
    signal = report(town, iris, resident=person)
    signal.user_id = iris.id
    session.commit()
    session.add(
        Acquaintance(
            municipality_id=town.id, user_id=iris.id, resident_id=person.id, declared_at=clock.now()
        )
    )
    session.commit()
    assert K.SIGNAL_NOBODYS in found(town, signal)
    town.person(Role.INTAKE)
    db.session.commit()
    assert K.SIGNAL_NOBODYS not in found(town, signal)


def test_who_has_it_and_is_away_covers_it_only_by_who_stands_in(session, town, iris, noor, hands):
    signal = report(town, iris)
    signal.user_id, signal.team_id = noor.id, town.safety_team.id
    session.commit()
    assert K.SIGNAL_NOBODYS not in found(town, signal)
    today = clock.today()
    days = {"first_on": today, "last_on": today + timedelta(days=3)}
    asked = leaves.ask(actor_for(noor), noor, substitute=iris, **days)
    session.commit()
    watchdog.examine(town.id)
    assert K.SIGNAL_NOBODYS in found(town, signal)
    leaves.accept(actor_for(iris), asked)
    session.commit()
    watchdog.examine(town.id)
    assert K.SIGNAL_NOBODYS not in found(town, signal)
