"""The end of the log on the screen: months, holds, asking a second person, and the certificate."""

import pytest
import time_machine

from caseapp import retention
from caseapp.extensions import db
from caseapp.kernel import crypto
from caseapp.kernel.actor import Role
from caseapp.model.approvals import Approval
from tests.retention.conftest import LONG_AGO, OCTOBER, SEPTEMBER, kept_archive
from tests.support.databases import ENGINES

pytestmark = pytest.mark.usefixtures("archive")


@pytest.fixture(params=ENGINES)
def archive(request, monkeypatch):
    with kept_archive(monkeypatch, request.param) as made:
        yield made


@pytest.fixture
def officer(archive):
    return visitor(archive, Role.PRIVACY_OFFICER)


def visitor(archive, role):
    crypto.use(archive.log.ring)
    client = archive.log.app.test_client()
    client.sign_in(archive.log.town.person(role))
    db.session.commit()
    db.session.remove()
    return client


def page(client, address="/seal/months"):
    answer = client.get(address)
    assert answer.status_code == 200
    db.session.remove()
    return " ".join(answer.get_data(as_text=True).split())


def hold(client, **changed):
    typed = {
        "first_month": "2020-09",
        "last_month": "2020-09",
        "ground": "incident",
        "mark": "INC-12",
        **changed,
    }
    answer = client.post("/seal/holds", data=typed)
    db.session.remove()
    return answer


def ask(archive, client, month=SEPTEMBER, reason="De termijn is om."):
    tree = archive.month(month).tree.id
    db.session.remove()
    answer = client.post(f"/seal/months/{tree.hex}/destruction", data={"reason": reason})
    db.session.remove()
    return answer


def test_the_page_says_of_each_month_how_long_it_stays_and_what_may_be_done(officer):
    told = page(officer)
    assert "september 2020" in told
    assert "1 okt 2025" in told
    assert told.count("Vernietigen vragen") == 2, "of two months the term is over"
    assert "loopt nog" in told


def test_one_asks_another_agrees_and_the_certificate_says_so(archive, officer):
    answer = ask(archive, officer)
    assert answer.status_code == 303
    assert "wacht op een tweede persoon" in page(officer)
    asked = db.session.query(Approval).one()
    number, shown = asked.id.hex, asked.payload_hash.hex()
    db.session.remove()
    assert "2020-09" in page(officer, answer.headers["Location"])
    ciso = visitor(archive, Role.CISO)
    granted = ciso.post(f"/approvals/{number}/grant", data={"shown": shown})
    assert granted.status_code == 303
    db.session.remove()
    assert "gaat weg op" in page(officer)
    ends = archive.ends()[0].id
    db.session.remove()
    told = page(officer, f"/seal/destructions/{ends.hex}")
    assert "Deze maand is er nog" in told
    assert "De termijn is om." in told


def test_after_it_went_the_certificate_has_its_day_and_its_root(archive, officer):
    root = archive.month(SEPTEMBER).root.hex()
    archive.agree(SEPTEMBER)
    archive.destroy()
    ends = archive.ends()
    mine = next(one.id for one in ends if one.municipality_id is not None)
    db.session.remove()
    assert "vernietigd" in page(officer)
    told = page(officer, f"/seal/destructions/{mine.hex}")
    assert root in told
    assert "Vernietigd op" in told


def test_without_a_reason_nothing_is_asked_and_the_page_stays(archive, officer):
    answer = ask(archive, officer, reason="")
    assert answer.status_code == 422
    assert "Vul dit in." in answer.get_data(as_text=True)


def test_a_month_in_its_term_is_refused_with_words(archive, officer):
    with time_machine.travel("2025-10-20 12:00 +0000"):
        client = visitor(archive, Role.PRIVACY_OFFICER)
        answer = ask(archive, client, month=OCTOBER)
    assert answer.status_code == 422
    assert "bewaartermijn loopt nog" in answer.get_data(as_text=True).replace("van deze maand ", "")


def test_months_are_held_and_let_go_by_another(archive, officer):
    assert hold(officer).status_code == 303
    told = page(officer)
    assert "vastgehouden" in told
    assert "INC-12" in told
    assert "Loslaten" not in told, "who placed it does not lift it"
    held = retention.holds(archive.log.municipality_id)[0].id
    db.session.remove()
    assert officer.post(f"/seal/holds/{held.hex}/lift").status_code == 404
    db.session.remove()
    ciso = visitor(archive, Role.CISO)
    assert "Loslaten" in page(ciso)
    assert ciso.post(f"/seal/holds/{held.hex}/lift").status_code == 303
    db.session.remove()
    assert "losgelaten" in page(officer)


def test_a_hold_that_is_past_is_told_as_past(archive, officer):
    with time_machine.travel(LONG_AGO[0].replace(year=2021)):
        hold(visitor(archive, Role.PRIVACY_OFFICER))
    assert "voorbij" in page(officer)


@pytest.mark.parametrize(
    ("changed", "said"),
    [
        ({"first_month": "2020-10"}, "Deze maand ligt voor de eerste."),
        ({"first_month": "1999-01"}, "Kies uit de lijst."),
        ({"ground": "zomaar"}, "Kies een van deze."),
        (
            {"until-day": "1", "until-month": "1", "until-year": "2027"},
            "Bewijs van een incident blijft minstens drie jaar.",
        ),
    ],
)
def test_what_makes_no_sense_is_said_at_its_field_and_kept(officer, changed, said):
    answer = hold(officer, **changed)
    assert answer.status_code == 422
    told = answer.get_data(as_text=True)
    assert said in told
    assert "INC-12" in told


def test_the_forms_open(archive, officer):
    assert "Houd vast" in page(officer, "/seal/holds/new")
    tree = archive.month(SEPTEMBER).tree.id
    db.session.remove()
    assert "Vraag een tweede persoon" in page(officer, f"/seal/months/{tree.hex}/destruction/new")
