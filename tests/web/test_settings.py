"""The numbers a municipality works by: chosen within bounds, with a reason that stays readable."""

import pytest
from sqlalchemy import select

from caseapp import settings
from caseapp.accesslog import Event
from caseapp.kernel.actor import Role
from caseapp.kernel.errors import RuleBroken
from caseapp.model.accesslog import AccessEntry
from caseapp.settings import CONTACT_DAYS, QUEUE_DAYS, Terms, of_phase, of_phenomenon
from tests.support.cast import actor_for


@pytest.fixture
def admin(town):
    return town.person(Role.FUNCTIONAL_ADMINISTRATOR, name="Fay")


def sent(**fields):
    return {"name": "contact-days", "scope": "all", "number": "30", "reason": "Beleid."} | fields


def test_a_number_is_changed_with_its_reason_and_logged(client, session, town, admin):
    client.sign_in(admin)
    assert "90" in client.get("/settings").text
    answer = client.post("/settings", data=sent(scope="phase:1", number="77"))
    assert (answer.status_code, answer.location) == (303, "/settings")
    page = client.get("/settings").text
    for words in ("AVE 1: 77", "Beleid.", "Fay"):
        assert words in page
    entry = session.scalars(
        select(AccessEntry).where(AccessEntry.event == Event.SETTING_CHANGED)
    ).all()[-1]
    assert entry.details == "name=contact-days number=77 scope=phase:1"


@pytest.mark.parametrize(
    ("fields", "words"),
    [
        ({"number": "0"}, "Kies een getal van 1 tot en met 730."),
        ({"number": "9999"}, "Kies een getal van 1 tot en met 730."),
        ({"number": "veel"}, "Vul een getal in."),
        ({"reason": " "}, "Vul dit in."),
        ({"name": "queue-days", "scope": "phase:2", "number": "3"}, "niet apart te kiezen"),
    ],
)
def test_what_cannot_be_is_refused_and_stays_typed(client, town, admin, fields, words):
    client.sign_in(admin)
    answer = client.post("/settings", data=sent(**fields))
    assert answer.status_code == 422
    assert words in answer.text


def test_that_a_number_is_needed_is_said_before_it_is_sent(client, town, admin):
    client.sign_in(admin)
    assert "mag leeg" not in client.get("/settings/new").text


def test_a_number_outside_its_bounds_is_refused_whatever_asks_for_it(session, town, admin):
    with pytest.raises(RuleBroken, match="setting-out-of-bounds"):
        settings.choose_number(
            actor_for(admin), town.municipality, name="queue-days", scope="", number=61, reason="x"
        )


def test_only_the_administrator_opens_them(client, town):
    client.sign_in(town.person(Role.TEAM_LEAD))
    assert client.get("/settings").status_code == 404
    assert client.post("/settings", data=sent()).status_code == 404


def test_the_narrowest_number_holds_first(session, town):
    terms = Terms(
        {
            ("contact-days", ""): 50,
            ("contact-days", of_phase(2)): 40,
            ("contact-days", of_phenomenon("stalking")): 5,
        }
    )
    assert terms(CONTACT_DAYS, 2, "stalking") == 5
    assert terms(CONTACT_DAYS, 2, "neglect") == 40
    assert terms(CONTACT_DAYS, 3, "neglect") == 50
    assert Terms()(CONTACT_DAYS, 3) == 14
    assert Terms()(QUEUE_DAYS) == 3


def test_what_held_before_stays_readable(session, town):
    for number in (4, 5):
        settings.keep_number(town.municipality, name="queue-days", number=number)
    session.commit()
    assert settings.chosen(town.id) == {("queue-days", ""): 5}
    assert [one.number for one in settings.changes(town.id)] == [5, 4]
