"""What is asked of the log about a colleague, and of that only what is about one thing."""

import pytest

from caseapp import accesslog
from caseapp.accesslog import About, Question
from caseapp.kernel.actor import Role


@pytest.fixture
def seen(client, session, town):
    """A colleague who opened two cases; who, and whom each is about with its case."""
    noor = town.person(Role.SOCIAL_WORKER)
    found = []
    for _case in range(2):
        resident = town.resident()
        case = town.case(resident, care=noor)
        found.append((resident.id, case.id, case.reference))
    user_id = noor.id
    client.sign_in(noor)
    session.expunge_all()
    for _resident, _case, reference in found:
        assert client.get(f"/cases/{reference}").status_code == 200
    return user_id, found


def asked(town, user_id, narrowed_to=None):
    question = Question(town.id, About.COLLEAGUE, user_id, narrowed_to=narrowed_to)
    return {(one.resident_id, one.entry.case_id) for one in accesslog.first(question, 100)}


def test_of_a_colleague_everything_is_told_or_what_is_about_one_thing(town, seen):
    user_id, ((resident, case, _), (other, other_case, _)) = seen
    assert asked(town, user_id) >= {(resident, case), (other, other_case)}
    assert asked(town, user_id, resident) == {(resident, case)}
    assert asked(town, user_id, other_case) == {(other, other_case)}
    assert asked(town, user_id, town.id) == set()


def test_what_is_narrowed_is_so_before_it_is_cut_off(town, seen):
    """The newest line is about somebody else: cut off first, nothing would be left."""
    user_id, ((resident, _case, _), _later) = seen
    question = Question(town.id, About.COLLEAGUE, user_id, narrowed_to=resident)
    assert [one.resident_id for one in accesslog.first(question, 1)] == [resident]
