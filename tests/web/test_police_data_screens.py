"""The list of the privacy officer: what is due has one way out, and the second person sees what."""

import re
from datetime import timedelta

import pytest

from caseapp import accesslog
from caseapp.extensions import db
from caseapp.kernel import clock
from caseapp.kernel.actor import Role
from caseapp.model.case_words import TrackKind
from caseapp.model.content import ContentClass

SAFETY = TrackKind.SAFETY
SAID = "De auto met kenteken XX-12-YY stond er weer."
LIST = "/police-data"


@pytest.fixture
def officer(town):
    return town.person(Role.PRIVACY_OFFICER, name="Olga Privacy")


@pytest.fixture
def guardian(town):
    return town.person(Role.DATA_PROTECTION_OFFICER, name="Fia Toezicht")


@pytest.fixture
def case(town, noor, sem, dora):
    return town.case(town.resident(), care=noor, safety=sem, director=dora)


@pytest.fixture
def steps(town, case, sem):
    """Two that are due, and one that is only stored."""
    days = (3800, 3700, 2000)
    made = [
        town.step(
            case,
            sem,
            SAFETY,
            SAID,
            content=ContentClass.POLICE,
            happened_on=clock.today() - timedelta(days=one),
        )
        for one in days
    ]
    accesslog.logbook(db.session()).clear()
    return made


def buttons(page):
    """Give what each button of the list sends: the fingerprint, and which line alone."""
    shown = re.findall(r'name="shown" value="([0-9a-f]{64})"', page)
    only = re.findall(r'name="only" value="([0-9a-f]{32})"', page)
    return shown, only


def asked_on(client, officer, **changed):
    client.sign_in(officer)
    (all_of_it, first, _second), (line, _other) = buttons(client.get(LIST).text)
    told = {"all": {"shown": all_of_it}, "one": {"shown": first, "only": line}}
    return client.post(LIST, data=told[changed.pop("what", "all")] | changed)


def counted(page):
    found = re.search(r'href="/police-data".*?</a>', page, re.DOTALL)
    return re.findall(r'class="count[^"]*"[^>]*>\s*(\d+)', found[0])


def test_what_is_due_is_counted_in_the_menu_until_it_is_asked(client, steps, officer):
    client.sign_in(officer)
    assert counted(client.get(LIST).text) == ["2"]
    assert asked_on(client, officer).status_code == 303
    page = client.get(LIST).text
    assert counted(page) == []
    assert "Niets hoeft nu vernietigd te worden." in page
    assert "gevraagd door Olga Privacy" in page
    assert "Alleen bewaard sinds" in page


def test_the_second_person_sees_each_line_and_nothing_it_says(
    client, steps, case, officer, guardian
):
    reference = case.reference
    accesslog.logbook(db.session()).clear()
    there = asked_on(client, officer).location
    page = client.get(there).text
    assert "Wie iets vraagt, beslist er niet zelf over." in page
    client.sign_in(guardian)
    page = client.get(there).text
    assert page.count(reference) >= 2
    assert "XX-12-YY" not in page
    assert "Wat weg is, komt niet terug" in page
    shown = re.search(r'name="shown" value="([0-9a-f]{64})"', page)[1]
    done = client.post(f"{there}/grant", data={"shown": shown})
    assert done.status_code == 303
    client.sign_in(officer)
    listed = client.get(LIST).text
    assert listed.count("akkoord van Fia Toezicht") == 2
    assert "XX-12-YY" not in listed


def test_what_cannot_be_carried_out_any_more_is_not_decided_either(
    client, session, steps, hands, officer, guardian
):
    first = asked_on(client, officer).location
    hands.pass_by(days=31)
    second = asked_on(client, officer).location
    hands.pass_by(days=-31)
    client.sign_in(guardian)
    for there in (first, second):
        page = client.get(there).text
        shown = re.search(r'name="shown" value="([0-9a-f]{64})"', page)[1]
        answer = client.post(f"{there}/grant", data={"shown": shown})
    assert answer.status_code == 422
    assert "is al vernietigd" in answer.text
    for page in (answer.text, client.get(second).text):
        assert "Beslist door" not in page


def test_one_line_is_asked_alone(client, steps, officer):
    asked = asked_on(client, officer, what="one")
    assert asked.status_code == 303
    page = client.get(LIST).text
    assert counted(page) == ["1"]
    assert "1 stap" in page


@pytest.mark.parametrize(
    ("changed", "says"),
    [
        ({"shown": "0" * 64}, "is intussen anders"),
        ({"shown": ""}, "is intussen anders"),
        ({"only": "0" * 32}, "nog niet gekomen"),
        ({"only": "geen nummer"}, "nog niet gekomen"),
    ],
)
def test_what_was_not_shown_is_refused_and_says_why(client, steps, officer, changed, says):
    refused = asked_on(client, officer, **changed)
    assert refused.status_code == 422
    assert says in refused.text


def test_what_is_not_due_is_refused_and_says_why(client, steps, officer):
    refused = asked_on(client, officer, only=steps[2].id.hex)
    assert refused.status_code == 422
    assert "nog niet gekomen" in refused.text


def test_what_was_asked_before_is_refused_and_says_why(client, steps, officer):
    client.sign_in(officer)
    (everything, *_rest), (line, *_more) = buttons(client.get(LIST).text)
    asked_on(client, officer)
    again = client.post(LIST, data={"shown": everything})
    assert again.status_code == 422
    assert "nog niet is gevraagd" in again.text
    again = client.post(LIST, data={"shown": everything, "only": line})
    assert "Het wacht op een tweede persoon." in again.text


def test_nobody_else_asks(client, steps, sem, dora, guardian):
    for who in (sem, dora, guardian):
        client.sign_in(who)
        assert client.post(LIST, data={"shown": "0" * 64}).status_code == 404
