"""Signing in and out, and what a visitor gets."""

from sqlalchemy import select

from caseapp.accesslog import Event
from caseapp.kernel import clock
from caseapp.model.accesslog import AccessEntry
from caseapp.model.accounts import UserSession
from tests.support.cast import PASSWORD


def test_a_visitor_is_asked_who_they_are_and_goes_on_where_they_were_going(client, town, noor):
    case = town.case(town.resident(), care=noor)
    asked = client.get(f"/cases/{case.reference}")
    assert asked.headers["Location"] == "/sign-in"
    assert client.get("/sign-in").status_code == 200
    answer = client.post("/sign-in", data={"email": noor.email.upper(), "password": PASSWORD})
    assert answer.headers["Location"] == f"/cases/{case.reference}"


def test_a_sign_in_without_a_password_is_told_so(client, noor):
    answer = client.post("/sign-in", data={"email": noor.email})
    assert answer.status_code == 422
    assert "Vul dit in." in answer.get_data(as_text=True)


def test_too_many_failures_make_one_wait(client, noor):
    for _ in range(5):
        wrong = client.post("/sign-in", data={"email": noor.email, "password": "fout fout fout"})
        assert wrong.status_code == 422
    late = client.post("/sign-in", data={"email": noor.email, "password": PASSWORD})
    assert late.status_code == 429


def test_signing_out_ends_the_session_on_the_server(client, session, noor):
    client.sign_in(noor)
    with client.session_transaction() as cookie:
        kept = dict(cookie)
    assert client.post("/sign-out").headers["Location"] == "/signed-out"
    assert "forget.css" in client.get("/signed-out").get_data(as_text=True)
    assert client.get("/forget.css").headers["Clear-Site-Data"] == '"cache"'
    assert session.scalars(select(UserSession)).one().ended_at is not None
    with client.session_transaction() as cookie:
        cookie.update(kept)
    assert client.get("/").headers["Location"] == "/sign-in"


def test_who_was_deactivated_is_out_at_the_next_click(client, session, noor):
    client.sign_in(noor)
    assert client.get("/cases").status_code == 200
    noor.deactivated_at = clock.now()
    session.commit()
    assert client.get("/cases").headers["Location"] == "/sign-in"


def test_a_visitor_chooses_a_language(client, noor):
    client.post("/language", data={"language": "en"})
    assert "Password" in client.get("/sign-in").get_data(as_text=True)
    client.post("/language", data={"language": "xx"})
    assert "Wachtwoord" in client.get("/sign-in").get_data(as_text=True)


def test_a_visitor_who_sends_a_form_loses_nothing_they_had(client, town):
    assert client.post("/cases", data={"title": "zomaar"}).headers["Location"] == "/sign-in"


def test_every_entry_bears_the_number_of_its_request(client, session, noor):
    client.post("/sign-in", data={"email": noor.email, "password": "fout fout fout"})
    client.post("/sign-in", data={"email": noor.email, "password": PASSWORD})
    client.post("/language", data={"language": "en"})
    client.post("/sign-out")
    told = session.execute(select(AccessEntry.event, AccessEntry.request_id)).all()
    assert [event for event, _ in told] == [
        Event.SIGN_IN_FAILED,
        Event.SIGNED_IN,
        Event.LANGUAGE_CHOSEN,
        Event.SIGNED_OUT,
    ]
    assert len({number for _, number in told if number}) == len(told)
