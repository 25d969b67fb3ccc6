"""To whom an entry is bound: under the key that is at hand or asked for, and under none when it is
gone."""

import pytest
from sqlalchemy import select

from caseapp import accesslog
from caseapp.accesslog import Event, commitments
from caseapp.kernel import crypto
from caseapp.kernel.actor import Role
from caseapp.model.accesslog import Processing
from caseapp.model.residents import Resident
from tests.support.cast import actor_for


@pytest.fixture
def noor(town):
    return actor_for(town.person(Role.SOCIAL_WORKER))


@pytest.fixture
def person(session, town):
    found = town.resident("Yılmaz")
    session.flush()
    return found


def keys(session, person, *, at_hand):
    subject = ("resident", person.id)
    held = {subject: person} if at_hand else {}
    return commitments.keys_of(session, held, [subject])[subject]


def test_the_key_that_is_at_hand_is_the_one_that_is_asked_for(session, person):
    assert person.key.wrapped is not None
    found = keys(session, person, at_hand=True)
    assert found == keys(session, person, at_hand=False)
    assert found.bare is not None


@pytest.mark.parametrize("at_hand", [True, False])
def test_under_a_key_that_was_destroyed_nothing_is_bound(session, person, at_hand):
    person.key.destroy()
    session.flush()
    assert keys(session, person, at_hand=at_hand).bare is None


@pytest.mark.parametrize("at_hand", [True, False])
def test_under_a_key_whose_ring_is_gone_nothing_is_bound(session, person, monkeypatch, at_hand):
    """Without the keys of a municipality its people cannot be read, and the log goes on."""
    for opened in ("log_key", "bare"):
        person.key.__dict__.pop(opened, None)
    monkeypatch.setattr(crypto.ring(), "keys", {})
    assert keys(session, person, at_hand=at_hand).bare is None


def test_who_is_not_there_has_no_key(session, person):
    nobody = ("resident", person.key_id)
    assert commitments.keys_of(session, {}, [nobody]) == {}


def test_the_log_is_written_about_somebody_whose_key_was_destroyed(session, noor, person):
    person.key.destroy()
    session.commit()
    identity = person.id
    session.expunge_all()
    accesslog.logbook(session()).clear()
    accesslog.book_of(noor, "a request")
    accesslog.open_view(
        noor, Event.RESIDENT_SHOWN, None, permission="p", relation=None, purpose=None
    )
    session.get_one(Resident, identity)
    session.commit()
    line = session.scalars(select(Processing)).one()
    assert (line.resident_id, line.key_id, line.commitment) == (identity, None, None)
