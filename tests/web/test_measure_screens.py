"""The screens of measures and of care that was offered: what each side sees, and does not."""

from datetime import timedelta

import pytest
from sqlalchemy import select

from caseapp import accesslog
from caseapp.extensions import db
from caseapp.kernel import clock
from caseapp.model.accesslog import AccessEntry
from tests.support.days import day

DAY = timedelta(days=1)
SECRET, CARE = "Zolderkweek", "Kliniekopname"


@pytest.fixture
def case(town, noor, sem, dora):
    made = town.case(
        town.resident(), care=noor, safety=sem, director=dora, phase=2, next_on=clock.today() + DAY
    )
    return made.reference


def preparing(**changes):
    usual = {"kind": "closure-drugs", "resident": "", "ground": SECRET}
    return {**usual, **day("next_on", clock.today() + 3 * DAY), **changes}


def deciding(**changes):
    today = clock.today()
    return {
        "version": "1", "said": "Sluiting voor negen dagen.",
        "proportionality": "Alleen de schuur.",
        "subsidiarity": "Een gesprek hielp niet.", "household": "Geen kinderen.",
        "hurry": "Er ligt handel.", "without_care": "Niemand is nog gesproken.",
        **day("on_day", today), **day("from_on", today), **day("until_on", today + 8 * DAY),
        **day("next_on", today + 3 * DAY), **changes,
    }  # fmt: skip


def prepared(client, case, who):
    client.sign_in(who)
    answer = client.post(f"/cases/{case}/measures", data=preparing())
    assert answer.status_code == 303
    return answer.headers["Location"]


def test_a_measure_is_prepared_decided_checked_and_ended(client, case, sem):
    page = prepared(client, case, sem)
    assert "in voorbereiding" in client.get(page).text
    assert client.post(f"{page}/steps/decision", data=deciding()).status_code == 303
    shown = client.get(page).text
    assert "art. 13b Opiumwet" in shown
    assert "Alleen de schuur." in shown
    checked = {"version": "2", "result": "breached", "said": "Het zegel was verbroken.",
               **day("on_day", clock.today()), **day("next_on", clock.today() + DAY)}  # fmt: skip
    assert client.post(f"{page}/steps/check", data=checked).status_code == 303
    ended = {"version": "3", "end": "withdrawn", "said": "De schuur is leeg.",
             **day("on_day", clock.today())}  # fmt: skip
    assert client.post(f"{page}/steps/end", data=ended).status_code == 303
    assert "ingetrokken" in client.get(page).text
    assert client.get(f"{page}/steps/check/new").headers["Location"] == page
    late = client.post(f"{page}/steps/check", data={**checked, "said": "Ik zag niets."})
    assert late.status_code == 422
    assert "Deze maatregel is intussen beëindigd." in late.text
    assert "Ik zag niets." in late.text


def test_everything_that_is_missing_of_a_decision_is_told_at_once_and_nothing_is_lost(
    client, case, sem
):
    page = prepared(client, case, sem)
    answer = client.post(
        f"{page}/steps/decision", data={"version": "1", "said": "Negen dagen dicht."}
    )
    assert answer.status_code == 422
    for text in (
        "Schrijf op waarom dit niet zwaarder is dan nodig.",
        "Schrijf op wat is geprobeerd dat lichter is.",
        "Schrijf op wat het betekent voor kinderen en wonen.",
        "De betrokkenen zijn niet gehoord.",
        "Er is geen zorg aangeboden. Schrijf op waarom niet.",
        "Vul in tot en met welke dag het geldt.",
        "Negen dagen dicht.",
    ):
        assert text in answer.text


def test_who_comes_second_sees_what_the_first_did_and_keeps_the_text(client, case, sem, dora):
    page = prepared(client, case, sem)
    assert client.post(f"{page}/steps/decision", data=deciding()).status_code == 303
    client.sign_in(dora)
    late = {"version": "1", "end": "not-imposed", "said": "Toch maar niet.",
            **day("on_day", clock.today())}  # fmt: skip
    answer = client.post(f"{page}/steps/end", data=late)
    assert answer.status_code == 409
    assert "Toch maar niet." in answer.text
    assert "besluit genomen" in answer.text


def test_a_step_that_is_not_next_is_told_so(client, case, sem):
    page = prepared(client, case, sem)
    answer = client.get(f"{page}/steps/extension/new")
    assert (answer.status_code, answer.headers["Location"]) == (303, page)
    sent = client.post(f"{page}/steps/extension", data=deciding())
    assert sent.status_code == 422
    assert "Deze stap is nu niet aan de beurt." in sent.text
    assert client.get(f"{page}/steps/nonsense/new").status_code == 404


def test_neither_side_reads_what_is_of_the_other_and_both_see_the_days(client, case, noor, sem):
    page = prepared(client, case, sem)
    assert client.post(f"{page}/steps/decision", data=deciding()).status_code == 303
    client.sign_in(noor)
    offer = {"kind": "addiction", "note": CARE, **day("offered_on", clock.today())}
    there = f"/cases/{case}/care-offers"
    assert client.post(there, data=offer).status_code == 303
    for address in (page, f"/cases/{case}/measures", f"{page}/steps/check/new"):
        assert client.get(address).status_code == 404
    shown = client.get(f"/cases/{case}").text
    assert "Maatregel besloten op" in shown
    assert SECRET not in shown
    assert "sluiting om drugs" not in shown
    client.sign_in(sem)
    assert client.get(there).status_code == 404
    shown = client.get(page).text
    assert "Aangeboden op" in shown
    assert CARE not in shown
    assert "verslavingszorg" not in shown


def test_a_measure_without_care_is_said_before_anybody_decides(client, case, sem, dora):
    page = prepared(client, case, sem)
    warned = "Er loopt een maatregel, en er is geen zorg aangeboden"
    client.sign_in(dora)
    for address in (
        page,
        f"{page}/steps/decision/new",
        f"/cases/{case}",
        f"/cases/{case}/phase-changes/new",
        f"/cases/{case}/stays/new",
        f"/cases/{case}/descents/new",
    ):
        assert warned in client.get(address).text, address


def test_what_was_said_to_an_offer_is_kept_and_may_be_corrected(client, case, noor):
    client.sign_in(noor)
    there = f"/cases/{case}/care-offers"
    offer = {"kind": "housing", "note": "Een kamer.", **day("offered_on", clock.today())}
    client.post(there, data=offer)
    listed = client.get(there).text
    edit = listed.split("/care-offers/")[-1].split("/edit")[0]
    assert "nog geen antwoord" in listed
    early = {"version": "1", "answer": "refused", "note": "Nee.",
             **day("answered_on", clock.today() - DAY)}  # fmt: skip
    answer = client.post(f"/care-offers/{edit}", data=early)
    assert answer.status_code == 422
    assert "Deze dag ligt voor het aanbod." in answer.text
    right = {**early, **day("answered_on", clock.today())}
    assert client.post(f"/care-offers/{edit}", data=right).status_code == 303
    assert "afgewezen" in client.get(there).text
    second = client.post(f"/care-offers/{edit}", data={**right, "answer": "accepted"})
    assert second.status_code == 409


def test_every_look_at_a_measure_has_its_line(client, session, case, sem):
    page, who = prepared(client, case, sem), sem.id
    client.get(page)
    accesslog.logbook(db.session()).clear()
    query = select(AccessEntry.event).where(AccessEntry.user_id == who)
    told = set(session.scalars(query.execution_options(unseen="log")))
    assert {"measure:prepared", "measure:shown"} <= {str(one) for one in told}
