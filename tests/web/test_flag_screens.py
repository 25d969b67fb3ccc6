"""Raising a flag, reading it, saying that you know of it, and answering it, on the screen."""

import re

import pytest
from sqlalchemy import select

from caseapp import escalation
from caseapp.accesslog import Event
from caseapp.kernel.actor import Role
from caseapp.model.accesslog import AccessEntry, Processing
from caseapp.model.escalation import Acknowledgement, Flag
from tests.support.cast import actor_for

FACTS = "De voordeur is ingetrapt <b>en</b> hij is weg."
ANSWER = "Dora belt vandaag de wijkagent."


@pytest.fixture
def case(town, noor, sem, dora):
    return town.case(town.resident("Yılmaz"), care=noor, safety=sem, director=dora)


@pytest.fixture
def flag(session, case, noor):
    flag = escalation.raise_flag(actor_for(noor), case, facts=FACTS)
    session.commit()
    return flag


def text_of(answer):
    return answer.get_data(as_text=True)


def test_the_form_has_one_field_and_says_who_will_be_told(client, noor, case):
    client.sign_in(noor)
    page = text_of(client.get(f"/cases/{case.reference}/flags/new"))
    assert re.findall(r"<textarea[^>]* name=\"(\w+)\"", page) == ["facts"]
    assert "Sem te Brake" in page
    assert "Dora Heijink" in page


def test_a_flag_is_raised_with_one_field_and_read_back(client, session, noor, case):
    client.sign_in(noor)
    sent = client.post(f"/cases/{case.reference}/flags", data={"facts": FACTS})
    assert sent.status_code == 303
    flag = session.scalars(select(Flag)).one()
    assert sent.location == f"/flags/{flag.id.hex}"
    page = text_of(client.get(sent.location))
    assert "ingetrapt &lt;b&gt;en&lt;/b&gt;" in page
    assert page.count("nog niet gezien") == 2


def test_a_flag_without_facts_is_not_raised_and_says_so(client, session, noor, case):
    client.sign_in(noor)
    sent = client.post(f"/cases/{case.reference}/flags", data={"facts": "  "})
    assert sent.status_code == 422
    assert "Vul dit in." in text_of(sent)
    assert session.scalars(select(Flag)).all() == []


def test_a_flag_nobody_would_see_keeps_what_was_typed(client, town, noor):
    alone = town.case(care=noor)
    client.sign_in(noor)
    sent = client.post(f"/cases/{alone.reference}/flags", data={"facts": FACTS})
    assert sent.status_code == 422
    assert "Er is niemand die deze vlag ziet" in text_of(sent)
    assert "De voordeur is ingetrapt" in text_of(sent)


def test_the_page_says_who_knows_and_since_when(client, session, sem, flag):
    (asked,) = [a for a in flag.acknowledgements if a.user_id == sem.id]
    client.sign_in(sem)
    assert "Ik weet hiervan" in text_of(client.get(f"/flags/{flag.id.hex}"))
    for _ in range(2):
        sent = client.post(f"/acknowledgements/{asked.id.hex}")
        assert (sent.status_code, sent.location) == (303, f"/flags/{flag.id.hex}")
    session.refresh(asked)
    assert asked.acknowledged_at is not None
    page = text_of(client.get(f"/flags/{flag.id.hex}"))
    assert "Ik weet hiervan" not in page
    assert "weet ervan sinds" in page


def test_who_was_told_but_left_the_case_lands_on_their_own_work(client, session, case, sem, flag):
    (asked,) = [a for a in flag.acknowledgements if a.user_id == sem.id]
    for held in case.involvements:
        if held.user_id == sem.id:
            held.ended_at = flag.raised_at
    session.commit()
    client.sign_in(sem)
    assert client.post(f"/acknowledgements/{asked.id.hex}").location == "/"


def test_the_request_of_another_is_not_there(client, session, noor, flag):
    client.sign_in(noor)
    ids = session.scalars(select(Acknowledgement.id)).all()
    assert {client.post(f"/acknowledgements/{i.hex}").status_code for i in ids} == {404}


def test_the_director_answers_and_the_raiser_reads_it(client, noor, dora, flag):
    client.sign_in(dora)
    address = f"/flags/{flag.id.hex}/answer"
    assert FACTS.split(" <", maxsplit=1)[0] in text_of(client.get(f"{address}/new"))
    assert client.post(address, data={"answer": ANSWER}).status_code == 303
    client.sign_in(noor)
    assert ANSWER in text_of(client.get(f"/flags/{flag.id.hex}"))


def test_an_empty_answer_is_no_answer(client, session, dora, flag):
    client.sign_in(dora)
    assert client.post(f"/flags/{flag.id.hex}/answer", data={"answer": " "}).status_code == 422
    session.refresh(flag)
    assert flag.is_open


def test_who_answers_second_reads_the_first_answer_and_keeps_their_own(
    client, session, town, dora, flag
):
    lida = town.person(Role.TEAM_LEAD)
    escalation.answer_flag(actor_for(dora), flag, answer=ANSWER)
    session.commit()
    client.sign_in(lida)
    address = f"/flags/{flag.id.hex}/answer"
    client.post(f"/purposes/cases/{flag.case_id.hex}", data={"purpose": "escalation"})
    sent = client.post(address, data={"answer": "Ik ga er nu heen."})
    assert sent.status_code == 422
    page = text_of(sent)
    assert "Een collega was u net voor" in page
    assert ANSWER in page
    assert "Ik ga er nu heen." in page
    assert client.get(f"{address}/new").location == f"/flags/{flag.id.hex}"


def test_who_may_read_but_not_answer_is_shown_the_flag_and_refused(client, noor, flag):
    client.sign_in(noor)
    assert client.get(f"/flags/{flag.id.hex}/answer/new").location == f"/flags/{flag.id.hex}"
    sent = client.post(f"/flags/{flag.id.hex}/answer", data={"answer": ANSWER})
    assert sent.status_code == 403


@pytest.mark.parametrize("role", [Role.SOCIAL_WORKER, Role.MAYOR, Role.CISO, Role.CHAIN_PARTNER])
def test_a_flag_you_may_not_see_looks_as_if_it_is_not_there(client, town, flag, role):
    client.sign_in(town.person(role))
    refused = client.get(f"/flags/{flag.id.hex}")
    absent = client.get(f"/flags/{'0' * 32}")
    assert refused.status_code == absent.status_code == 404
    assert refused.data == absent.data


def test_reading_a_flag_is_in_the_log_of_its_resident(client, session, case, sem, flag):
    client.sign_in(sem)
    session.expunge_all()
    client.get(f"/flags/{flag.id.hex}")
    entry = session.scalars(select(AccessEntry).where(AccessEntry.event == Event.FLAG_SHOWN)).one()
    lines = session.scalars(select(Processing).where(Processing.entry_seq == entry.seq)).all()
    assert (entry.user_id, entry.case_id, entry.relation) == (sem.id, case.id, "worker")
    assert [line.resident_id for line in lines] == [case.subjects[0].resident_id]
