"""The days a municipality is closed: terms that begin pass them over, those that run do not."""

from datetime import date

import pytest
from sqlalchemy import select

from caseapp import escalation, settings
from caseapp.accesslog import Event
from caseapp.kernel import clock
from caseapp.kernel.actor import Role
from caseapp.kernel.errors import NotPermitted, RuleBroken
from caseapp.model.accesslog import AccessEntry
from tests.support.cast import Town, actor_for
from tests.support.days import day

FRIDAY_AFTER_ASCENSION = date(2031, 5, 23)


@pytest.fixture
def admin(town):
    return town.person(Role.FUNCTIONAL_ADMINISTRATOR, name="Fay")


def sent(when=FRIDAY_AFTER_ASCENSION, name="Brugdag na Hemelvaart"):
    return {"name": name, **day("day", when)}


def page(client):
    answer = client.get("/settings/closing-days")
    assert answer.status_code == 200
    return " ".join(answer.text.split())


def test_a_day_is_set_seen_logged_and_lifted(client, session, town, admin):
    client.sign_in(admin)
    assert "op alle werkdagen open" in page(client)
    answer = client.post("/settings/closing-days", data=sent())
    assert (answer.status_code, answer.location) == (303, "/settings/closing-days")
    told = page(client)
    for words in ("23 mei", "Brugdag na Hemelvaart", "Fay"):
        assert words in told
    assert settings.closed_days(town.id) == {FRIDAY_AFTER_ASCENSION}
    lifted = client.post("/settings/closing-days/removal", data={"closed": "2031-05-23"})
    assert lifted.status_code == 303
    assert "Brugdag" not in page(client)
    assert settings.closed_days(town.id) == frozenset()
    events = [
        (entry.event, entry.details)
        for entry in session.scalars(select(AccessEntry).order_by(AccessEntry.seq))
        if entry.event in (Event.CLOSING_DAY_SET, Event.CLOSING_DAY_LIFTED)
    ][-2:]
    assert events == [
        (Event.CLOSING_DAY_SET, "day=2031-05-23"),
        (Event.CLOSING_DAY_LIFTED, "day=2031-05-23"),
    ]


@pytest.mark.parametrize(
    ("fields", "words"),
    [
        (sent(date(2031, 5, 24)), "loopt toch al geen termijn"),
        (sent(date(2031, 5, 5)), "loopt toch al geen termijn"),
        (sent(date(2020, 5, 22)), "al voorbij"),
        (sent(name="  "), "Vul dit in."),
        ({"name": "Brugdag", "day-day": "31", "day-month": "2", "day-year": "2031"}, "bestaat"),
        ({"name": "Brugdag"}, "Vul een datum in."),
    ],
)
def test_what_cannot_be_is_said_at_its_place_and_stays_typed(client, town, admin, fields, words):
    client.sign_in(admin)
    answer = client.post("/settings/closing-days", data=fields)
    assert answer.status_code == 422
    assert words in answer.text
    assert fields["name"].strip() in answer.text
    assert settings.closed_days(town.id) == frozenset()


def test_the_same_day_twice_is_told_and_kept_once(client, town, admin):
    client.sign_in(admin)
    assert client.post("/settings/closing-days", data=sent()).status_code == 303
    again = client.post("/settings/closing-days", data=sent(name="Iets anders"))
    assert again.status_code == 422
    assert "Deze dag staat er al." in again.text


@pytest.mark.parametrize("closed", ["", "morgen", "2031-13-01"])
def test_nonsense_is_refused(client, town, admin, closed):
    client.sign_in(admin)
    answer = client.post("/settings/closing-days/removal", data={"closed": closed})
    assert answer.status_code == 400


def test_a_day_that_is_past_is_not_opened_after_all(client, town, admin):
    client.sign_in(admin)
    answer = client.post("/settings/closing-days/removal", data={"closed": "2020-05-22"})
    assert answer.status_code == 422
    assert "al voorbij" in answer.text


def test_whoever_asks_the_rules_hold(session, town, admin):
    ask = actor_for(admin)
    with pytest.raises(RuleBroken, match="closing-day-past"):
        settings.close_on(ask, town.municipality, day=date(2020, 5, 22), name="x")
    with pytest.raises(RuleBroken, match="closing-day-without-name"):
        settings.close_on(ask, town.municipality, day=FRIDAY_AFTER_ASCENSION, name=" ")
    settings.open_on(ask, town.municipality, day=FRIDAY_AFTER_ASCENSION)
    noor = actor_for(town.person(Role.SOCIAL_WORKER))
    with pytest.raises(NotPermitted):
        settings.close_on(noor, town.municipality, day=FRIDAY_AFTER_ASCENSION, name="x")
    with pytest.raises(NotPermitted):
        settings.open_on(noor, town.municipality, day=FRIDAY_AFTER_ASCENSION)


def test_only_the_administrator_opens_them(client, town):
    client.sign_in(town.person(Role.TEAM_LEAD))
    assert client.get("/settings/closing-days").status_code == 404
    assert client.post("/settings/closing-days", data=sent()).status_code == 404


def test_a_flag_waits_over_a_closed_day_in_this_municipality_alone(
    session, town, admin, time_machine
):
    time_machine.move_to("2031-05-21T10:00:00+02:00")
    noor, dora = (town.person(Role.SOCIAL_WORKER) for _ in range(2))
    case = town.case(care=noor, safety=town.person(Role.SAFETY_ADVISER), director=dora)
    before = escalation.raise_flag(actor_for(noor), case, facts="Het stokt.")
    assert clock.local(before.answer_by).date() == FRIDAY_AFTER_ASCENSION
    settings.close_on(
        actor_for(admin), town.municipality, day=FRIDAY_AFTER_ASCENSION, name="Brugdag"
    )
    after = escalation.raise_flag(actor_for(noor), case, facts="Weer.")
    assert clock.local(after.answer_by).date() == date(2031, 5, 26)
    assert clock.local(before.answer_by).date() == FRIDAY_AFTER_ASCENSION
    far = Town("Elders")
    assert settings.closed_days(far.id) == frozenset()
