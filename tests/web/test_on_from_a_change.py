"""Where somebody goes who gives a case away: never to a page that is not theirs any more."""

from datetime import timedelta

from caseapp import accesslog
from caseapp.escalation import descents
from caseapp.extensions import db
from caseapp.kernel import clock
from caseapp.kernel.actor import Role
from caseapp.model.case_words import CaseState
from tests.support.cast import actor_for

GIVEN_AWAY = "De casus is nu van anderen."


def give_to(client, case, colleague):
    fields = {"user": colleague.id.hex, "part": "owner", "place": "care"}
    return client.post(f"/cases/{case.reference}/staff", data=fields)


def test_intake_that_gave_a_case_an_owner_goes_on_with_its_own_work(client, town, noor):
    thea = town.person(Role.INTAKE)
    case = town.case(town.resident(), state=CaseState.INTAKE)
    client.sign_in(thea)
    answer = give_to(client, case, noor)
    assert (answer.status_code, answer.location) == (303, "/")
    page = client.get("/")
    assert GIVEN_AWAY in page.text
    assert "Dat is geregeld." in page.text


def test_a_process_director_who_scaled_a_case_down_goes_on_with_other_work(
    client, town, session, noor, dora, piet
):
    case = town.case(town.resident(), director=dora, phase=2)
    day = clock.today() + timedelta(days=30)
    made = descents.propose(actor_for(dora), case, reason="Rust.", receiver=noor, aftercare_on=day)
    descents.accept(actor_for(noor), made)
    session.commit()
    page = f"/descents/{made.id.hex}"
    accesslog.logbook(db.session()).clear()
    client.sign_in(piet)
    answer = client.post(f"{page}/agreement")
    assert (answer.status_code, answer.location) == (303, "/")
    assert GIVEN_AWAY in client.get("/").text


def test_who_still_works_on_the_case_sees_it_again(client, town, noor):
    case = town.case(town.resident(), director=noor)
    client.sign_in(noor)
    assert give_to(client, case, noor).location == f"/cases/{case.reference}"
