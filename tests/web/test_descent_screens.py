"""Coming down the ladder on the screens: propose, agree, receive, refuse, and who comes second."""

from datetime import timedelta

import pytest
from sqlalchemy import select

from caseapp import accesslog
from caseapp.escalation import descents
from caseapp.extensions import db
from caseapp.kernel import clock
from caseapp.kernel.actor import Role
from caseapp.model.accesslog import Processing
from caseapp.model.case_words import Phase
from caseapp.model.descents import DescentEnd
from tests.support.cast import actor_for

WHY = "Een maand geen meldingen."


@pytest.fixture
def case(town, noor, sem, dora):
    return town.case(town.resident("Yılmaz"), care=noor, safety=sem, director=dora, phase=2)


@pytest.fixture
def waiting(case, session, dora, noor):
    day = clock.today() + timedelta(days=30)
    made = descents.propose(actor_for(dora), case, reason=WHY, receiver=noor, aftercare_on=day)
    session.commit()
    accesslog.logbook(db.session()).clear()
    return made


def proposal(to, **changes):
    day = clock.today() + timedelta(days=30)
    return {
        "version": "2",
        "reason": WHY,
        "receiver": to.id.hex,
        "aftercare_on-day": day.day,
        "aftercare_on-month": day.month,
        "aftercare_on-year": day.year,
        **changes,
    }


def now(session, noun):
    """Read something again, as who looks at the outcome of a test."""
    session.refresh(noun)
    accesslog.logbook(db.session()).clear()
    return noun


def test_two_others_say_yes_and_the_case_comes_down(client, session, case, dora, noor, piet):
    reference = case.reference
    client.sign_in(dora)
    answer = client.post(f"/cases/{reference}/descents", data=proposal(noor))
    assert answer.status_code == 303
    page = answer.headers["Location"]
    assert WHY in client.get(page).get_data(as_text=True)
    for who, part in ((piet, "agreement"), (noor, "acceptance")):
        client.sign_in(who)
        work = client.get("/").get_data(as_text=True) if who is noor else page
        assert page in work
        assert client.post(f"{page}/{part}").status_code == 303
    assert "AVE 1" in client.get(f"/cases/{reference}").get_data(as_text=True)
    assert now(session, case).phase == Phase.ONE


def test_what_is_missing_is_said_at_the_field_and_nothing_is_lost(client, dora, noor, case):
    where = f"/cases/{case.reference}/descents"
    client.sign_in(dora)
    answer = client.post(where, data=proposal(noor, reason=""))
    assert answer.status_code == 422
    nothing = client.post(where, data={"version": "2"}).get_data(as_text=True)
    for text in ("Schrijf op waarom het omlaag kan.", "Vul een datum in waarop u opnieuw kijkt."):
        assert text in nothing
    past = client.post(where, data=proposal(noor, **{"aftercare_on-year": 2020}))
    assert past.status_code == 422
    assert "Neem een datum na vandaag." in past.get_data(as_text=True)
    assert WHY in past.get_data(as_text=True)
    for nobody in ("", "0" * 32, "x", dora.id.hex):
        assert client.post(where, data=proposal(noor, receiver=nobody)).status_code == 422
    moved = client.post(where, data=proposal(noor, version="3"))
    assert moved.status_code == 409
    assert WHY in moved.get_data(as_text=True)


def test_who_comes_second_reads_what_came_of_it(client, session, case, waiting, dora, noor, piet):
    page = f"/descents/{waiting.id.hex}"
    client.sign_in(dora)
    assert client.post(f"{page}/withdrawal").status_code == 303
    for who, part in ((piet, "agreement"), (noor, "acceptance"), (dora, "withdrawal")):
        client.sign_in(who)
        answer = client.post(f"{page}/{part}")
        assert answer.status_code == 422
        assert "Dit voorstel is al beantwoord" in answer.get_data(as_text=True)
    assert now(session, waiting).end is DescentEnd.WITHDRAWN


def test_a_refusal_wants_words_and_the_case_page_tells_of_a_proposal(client, case, waiting, noor):
    page = f"/descents/{waiting.id.hex}"
    client.sign_in(noor)
    assert "voorstel om af te schalen" in client.get(f"/cases/{case.reference}").get_data(
        as_text=True
    )
    where = f"{page}/refusal"
    assert client.post(where, data={"refusal": " "}).status_code == 422
    assert client.post(where, data={"refusal": "Eerst een huisarts."}).status_code == 303
    assert "Eerst een huisarts." in client.get(page).get_data(as_text=True)


def test_the_receiver_is_asked_for_an_answer_and_not_for_a_purpose(
    client, session, town, case, dora
):
    bart = town.person(Role.SOCIAL_WORKER)
    day = clock.today() + timedelta(days=30)
    made = descents.propose(actor_for(dora), case, reason=WHY, receiver=bart, aftercare_on=day)
    session.commit()
    page, bart_id = f"/descents/{made.id.hex}", bart.id
    accesslog.logbook(db.session()).clear()
    client.sign_in(bart)
    assert client.get(page).status_code == 200
    assert client.post(f"{page}/acceptance").location == page
    query = select(Processing.purpose).where(Processing.user_id == bart_id)
    assert set(session.scalars(query)) == {"escalation"}


def test_who_has_nothing_to_do_with_it_finds_nothing(client, town, waiting):
    page = f"/descents/{waiting.id.hex}"
    client.sign_in(town.person(Role.SOCIAL_WORKER))
    assert client.get(page).status_code == 404
    assert client.post(f"{page}/agreement").status_code == 404


def test_from_the_highest_phase_there_is_no_way_up(client, town, dora):
    case = town.case(director=dora, phase=4)
    client.sign_in(dora)
    answer = client.get(f"/cases/{case.reference}/phase-changes/new")
    assert answer.headers["Location"].endswith("/stays/new")


def test_staying_is_kept_with_its_reason(client, session, case, dora):
    reference = case.reference
    client.sign_in(dora)
    day = clock.today() + timedelta(days=30)
    date = {"review_on-day": day.day, "review_on-month": day.month, "review_on-year": day.year}
    where = f"/cases/{reference}/stays"
    assert client.post(where, data={"version": "2", "reason": WHY}).status_code == 422
    assert client.post(where, data={"version": "1", "reason": WHY, **date}).status_code == 409
    assert client.post(where, data={"version": "2", "reason": WHY, **date}).status_code == 303
    page = client.get(f"/cases/{reference}/phase-changes").get_data(as_text=True)
    assert WHY in page
    assert "Blijft in AVE 2" in page
