"""The administrator makes a ladder, sees how it will be, and a second person lets it hold."""

import re

import pytest

from caseapp import accesslog, escalation, watchdog
from caseapp.model.case_words import Phase
from tests.escalation.test_evaluations import came_down
from tests.support.cast import actor_for
from tests.support.rising import rise

PGA = {
    "name": "Persoonsgerichte aanpak",
    "reason": "Zo werkt de regio.",
    "name_1": "Regulier", "words_1": "gewone samenwerking",
    "colour_1": "green", "icon_1": "circle-check",
    "name_2": "Lokale PGA", "words_2": "in de gemeente", "colour_2": "yellow",
    "icon_2": "users-group",
    "name_3": "ZVH", "words_3": "in het Veiligheidshuis", "colour_3": "red",
    "icon_3": "shield-half",
    "name_4": "", "words_4": "", "colour_4": "dark-red", "icon_4": "urgent",
}  # fmt: skip


def written(client, who, **changes):
    client.sign_in(who)
    answer = client.post("/settings/ladders", data=PGA | changes)
    assert answer.status_code == 303, answer.text
    return answer.location


def adopted(client, fay, piet, **changes):
    place = written(client, fay, **changes)
    asked = client.post(place, data={}).location
    client.sign_in(piet)
    page = client.get(asked).text
    shown = re.search(r'name="shown"[^>]*value="(\w+)"', page)[1]
    assert client.post(f"{asked}/grant", data={"shown": shown}).status_code == 303


def test_a_ladder_is_seen_before_anybody_is_asked(client, town, fay, dora):
    town.case(director=dora, phase=4)
    page = client.get(written(client, fay)).text
    for words in ("Regulier: gewone samenwerking", "phase--yellow", "AVE 4: escalatie",
                  "Open casussen in deze fase: minder dan 10.", "Geen casus verandert van fase",
                  "Vraag een tweede persoon"):  # fmt: skip
        assert words in page
    assert "AVE 1: gewoon" in client.get("/settings/ladders").text


def test_two_people_let_it_hold_and_every_screen_says_its_names(client, town, fay, piet, dora):
    case = town.case(director=dora, phase=2)
    adopted(client, fay, piet)
    client.sign_in(dora)
    assert "Lokale PGA: in de gemeente" in client.get(f"/cases/{case.reference}").text
    listed = client.get("/cases").text
    assert "Lokale PGA" in listed
    assert "AVE" not in listed
    form = client.get(f"/cases/{case.reference}/phase-changes/new").text
    assert "ZVH: in het Veiligheidshuis" in form
    assert "AVE 4" not in form


def test_a_decision_keeps_the_name_its_phase_had(client, session, town, fay, piet, dora):
    case = town.case(director=dora)
    escalation.escalate(actor_for(dora), case, rise=rise(Phase.THREE))
    session.commit()
    reference = case.reference
    accesslog.logbook(session()).clear()
    adopted(client, fay, piet)
    client.sign_in(dora)
    page = client.get(f"/cases/{reference}/phase-changes").text
    assert "Van AVE 1: gewoon naar AVE 3: problemen op meer gebieden" in page
    assert "ZVH: in het Veiligheidshuis" in page


def test_a_decision_keeps_the_last_name_of_a_phase_that_the_ladder_of_its_day_had_no_more(
    client, session, town, fay, piet, dora, noor
):
    case = town.case(director=dora, care=noor, phase=4)
    reference = case.reference
    adopted(client, fay, piet)
    came_down(case, dora, piet, noor)
    session.commit()
    accesslog.logbook(session()).clear()
    adopted(client, fay, piet, name_4="Crisis", words_4="nu")
    client.sign_in(noor)
    page = client.get(f"/cases/{reference}/phase-changes").text
    assert "Van AVE 4: escalatie naar ZVH: in het Veiligheidshuis" in page


def test_a_case_in_a_phase_that_is_no_more_says_so_and_asks_to_decide(
    client, town, fay, piet, dora
):
    case = town.case(director=dora, phase=4)
    reference = case.reference
    adopted(client, fay, piet)
    client.sign_in(dora)
    page = client.get(f"/cases/{reference}/phase-changes").text
    assert "AVE 4: escalatie (staat niet meer op de ladder)" in page
    assert "Blijft in deze fase" not in page
    answer = client.post(
        f"/cases/{reference}/stays",
        data={"reason": "Toch.", "review_on": "2199-01-01", "version": "4"},
    )
    assert answer.status_code == 422
    assert "kent deze fase niet meer" in answer.text
    assert "Toch." in answer.text


def test_one_click_leads_from_the_crack_to_where_a_case_in_a_lost_phase_can_go(
    client, session, town, fay, piet, dora, lida
):
    case = town.case(director=dora, phase=4)
    reference, case_id = case.reference, case.id
    adopted(client, fay, piet)
    watchdog.examine_cases(town.id, [case_id])
    session.commit()
    client.sign_in(piet)
    page = client.get("/watchdog?kind=phase-overstayed").text
    assert "AVE 4" in page
    repair = re.search(r'action="(/watchdog/\w+/repair)"', page)[1]
    client.post(repair)
    client.sign_in(dora)
    there = client.get(f"/cases/{reference}/stays/new")
    assert (there.status_code, there.location) == (303, f"/cases/{reference}/phase-changes")


def test_the_form_says_from_which_phase_what_is_asked_by_its_name(client, town, fay, piet, dora):
    case = town.case(director=dora)
    client.sign_in(dora)
    assert (
        "Vanaf AVE 3 is geen van de vier leeg."
        in client.get(f"/cases/{case.reference}/phase-changes/new").text
    )
    adopted(client, fay, piet)
    client.sign_in(dora)
    form = client.get(f"/cases/{case.reference}/phase-changes/new").text
    assert "Vanaf ZVH is geen van de vier leeg." in form
    assert "horen het vanaf ZVH" in form


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ({"name_1": ""}, "De laagste fase heeft elke ladder"),
        ({"name_2": "", "name_3": ""}, "minstens twee fasen"),
        ({"name_3": "lokale pga"}, "staat al bij een andere fase"),
        ({"words_2": ""}, "wat de fase betekent"),
        ({"colour_2": "paars"}, "Kies"),
        ({"reason": ""}, "Vul dit in."),
        ({"name_2": "x" * 21}, "20"),
    ],
)
def test_what_is_no_ladder_is_told_at_its_place_and_stays_typed(client, town, fay, changes, words):
    client.sign_in(fay)
    answer = client.post("/settings/ladders", data=PGA | changes)
    assert answer.status_code == 422
    assert words in answer.text
    assert "Zo werkt de regio." in answer.text or "reason" in changes


def test_what_is_to_be_otherwise_after_all_begins_from_what_was_written(client, town, fay):
    place = written(client, fay, name_3="Veiligheidskamer")
    again = re.search(r'href="(/settings/ladders/new\?from=\w+)"', client.get(place).text)[1]
    page = client.get(again).text
    for words in ('value="Veiligheidskamer"', 'value="Lokale PGA"'):
        assert words in page


def test_asking_twice_is_asking_once(client, town, fay):
    place = written(client, fay)
    assert client.post(place, data={}).location == client.post(place, data={}).location


def test_who_may_decide_sees_what_is_asked_and_others_see_nothing(client, town, fay, piet, noor):
    place = written(client, fay)
    client.sign_in(piet)
    assert client.get(place).status_code == 200
    assert client.get("/settings/ladders").status_code == 404
    client.sign_in(noor)
    assert client.get(place).status_code == 404


def test_what_a_municipality_calls_its_phases_is_text_and_no_page(client, town, fay, piet, dora):
    case = town.case(director=dora, phase=2)
    place = written(client, fay, name_2="<b>PGA</b>", words_2="<script>1</script>")
    asked = client.post(place, data={}).location
    client.sign_in(piet)
    page = client.get(asked).text
    shown = re.search(r'name="shown"[^>]*value="(\w+)"', page)[1]
    client.post(f"{asked}/grant", data={"shown": shown})
    client.sign_in(dora)
    page = client.get(f"/cases/{case.reference}").text
    assert "<script>1" not in page
    assert "&lt;b&gt;PGA&lt;/b&gt;" in page
