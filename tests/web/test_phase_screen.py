"""Moving a case along the ladder, on the screen."""

from datetime import timedelta

import pytest

from caseapp.kernel import clock
from caseapp.kernel.actor import Role
from caseapp.model.case_words import CaseState, Phase
from caseapp.model.escalation import Duty, Party


@pytest.fixture
def case(town, dora):
    return town.case(town.resident("Yılmaz"), director=dora, phase=2)


def fields(**changes):
    day = clock.today() + timedelta(days=14)
    return {
        "version": "2",
        "to": "3",
        "triggers": ["stagnation", "complexity"],
        "reason": "Er wordt niet meer overlegd.",
        "tried": "Twee keer een startoverleg.",
        "conditions": "Een maand rust.",
        **{f"{party.name.lower()}_why_not": "Nog te vroeg." for party in Party},
        **{f"{duty.name.lower()}_organisation": "Gemeente" for duty in Duty},
        **{f"{duty.name.lower()}_person": "De Vries" for duty in Duty},
        "review_on-day": day.day,
        "review_on-month": day.month,
        "review_on-year": day.year,
        **changes,
    }


def sent(client, case, **changes):
    return client.post(f"/cases/{case.reference}/phase-changes", data=fields(**changes))


def test_the_form_offers_only_the_phases_that_can_be_reached(client, dora, case):
    client.sign_in(dora)
    page = client.get(f"/cases/{case.reference}/phase-changes/new").get_data(as_text=True)
    offered = [phase for phase in Phase if f'name="to" value="{phase}"' in " ".join(page.split())]
    assert offered == [Phase.THREE, Phase.FOUR]


def test_a_case_goes_up_and_the_form_shows_how_it_went(client, dora, case, session):
    client.sign_in(dora)
    assert sent(client, case).status_code == 303
    session.refresh(case)
    assert case.phase == Phase.THREE
    page = client.get(f"/cases/{case.reference}/phase-changes/new").get_data(as_text=True)
    assert "naar AVE 3" in page
    assert "de samenwerking stokt" in page


def test_how_it_went_is_drawn_and_told_in_words(client, dora, case, session):
    client.sign_in(dora)
    sent(client, case)
    page = " ".join(client.get(f"/cases/{case.reference}/phase-changes").text.split())
    drawing = page.partition('<svg class="chart chart--wide"')[2].partition("</svg>")[0]
    assert "De fase over de tijd" in drawing
    assert f"{dora.name}: AVE 3" in drawing
    assert drawing.count("<circle") == 1
    assert [f">AVE {number}<" in drawing for number in (1, 2, 3, 4)] == [True] * 4


def test_a_closed_case_grows_no_older_in_its_phase(client, town, dora, session):
    then = clock.now() - timedelta(days=30)
    case = town.case(town.resident(), director=dora, state=CaseState.CLOSED, closed_at=then)
    case.phase_since = clock.local(then).date() - timedelta(days=5)
    session.commit()
    client.sign_in(dora)
    page = client.get(f"/cases/{case.reference}/phase-changes").text
    assert "De casus is gesloten op" in page
    assert "besluit iemand opnieuw" not in page


def test_everything_that_is_missing_is_said_at_once_and_nothing_is_lost(
    client, dora, case, session
):
    client.sign_in(dora)
    answer = sent(client, case, triggers=[], tried="", **{"review_on-year": clock.today().year + 2})
    page = answer.get_data(as_text=True)
    assert answer.status_code == 422
    assert "Kies minstens één reden om op te schalen." in page
    assert "Schrijf op wat in de lagere fase is geprobeerd." in page
    assert "Kijk binnen een half jaar opnieuw." in page
    assert "Er wordt niet meer overlegd." in page
    session.refresh(case)
    assert case.phase == Phase.TWO


def test_an_empty_form_is_told_of_all_that_is_missing_at_once(client, dora, case):
    client.sign_in(dora)
    answer = client.post(f"/cases/{case.reference}/phase-changes", data={"version": "2"})
    page = answer.get_data(as_text=True)
    assert answer.status_code == 422
    for text in (
        "Kies een van deze.", "Kies minstens één reden om op te schalen.", "Licht toe waarom.",
        "Schrijf op wat in de lagere fase is geprobeerd.",
        "Schrijf op wanneer de casus weer omlaag kan.",
        "Vul een datum in waarop u opnieuw kijkt.",
        "Vul organisatie en naam in", "Vul een datum in, of schrijf op waarom niet.",
    ):  # fmt: skip
        assert text in page


@pytest.mark.parametrize("to", ["2", "7", "", "vier"])
def test_a_phase_that_cannot_be_reached_is_refused(client, dora, case, to):
    client.sign_in(dora)
    assert sent(client, case, to=to).status_code == 422


def test_a_case_that_moved_meanwhile_is_not_moved_again(client, dora, case, session):
    client.sign_in(dora)
    case.phase = 3
    session.commit()
    answer = sent(client, case, to="4")
    assert answer.status_code == 409
    assert "Er wordt niet meer overlegd." in answer.get_data(as_text=True)
    session.refresh(case)
    assert case.phase == Phase.THREE


def test_who_only_owns_a_track_does_not_find_the_form(client, town, case):
    client.sign_in(town.person(Role.SOCIAL_WORKER))
    assert client.get(f"/cases/{case.reference}/phase-changes/new").status_code == 404
