"""Measurements on the screens: measure, see it over time, put right, and what nobody else sees."""

import re
from datetime import timedelta

import pytest
from sqlalchemy import func, select

from caseapp import accesslog, plans
from caseapp.extensions import db
from caseapp.kernel import clock
from caseapp.kernel.actor import Role
from caseapp.model.accesslog import AccessEntry
from caseapp.model.case_words import TrackKind
from caseapp.model.domains import OwnDomainSet
from caseapp.model.measurements import Measurement
from caseapp.model.plan_words import Domain, Level, SeenBy
from caseapp.plans import own_sets
from tests.papers import making
from tests.plans.measured import measured
from tests.plans.writing import confirmed, drafted, goal_in, written
from tests.support import papers as pdf
from tests.support.cast import actor_for
from tests.support.days import day

CARE, SAFETY = TrackKind.CARE, TrackKind.SAFETY


@pytest.fixture
def case(town, noor, sem, dora):
    return town.case(town.resident("Yılmaz"), care=noor, safety=sem, director=dora)


@pytest.fixture
def address(case):
    return f"/cases/{case.reference}/plan/measurements"


@pytest.fixture
def own_set(town):
    admin = actor_for(town.person(Role.FUNCTIONAL_ADMINISTRATOR))
    domains = ["Thuis", "School"]
    return own_sets.add_set(admin, town.municipality, name="Jeugd", domains=domains)


def settled():
    accesslog.logbook(db.session()).seen.clear()
    db.session.commit()
    accesslog.logbook(db.session()).clear()
    db.session.expire_all()


def count():
    return db.session.scalar(select(func.count(Measurement.id)).execution_options(unseen="count"))


def filled(**changes):
    return {
        "place": "strip",
        "seen_by": "by-us",
        **day("measured_on", clock.today()),
        "score_housing": "3",
        "evidence_housing": "De huur is betaald.",
        **changes,
    }


def test_several_areas_are_measured_at_once_and_shown_over_time(client, session, case, noor):
    address = f"/cases/{case.reference}/plan/measurements"
    confirmed(noor, case)
    measured(noor, case, Level.NOT_ABLE, days=30)
    settled()
    client.sign_in(noor)
    assert "Huisvesting: score" in client.get(f"{address}/new").text
    more = {"score_finances": "unknown", "evidence_finances": "Zij liet niets zien."}
    answer = client.post(address, data=filled(**more), follow_redirects=True)
    page = answer.text
    assert "2 metingen zijn bewaard." in page
    assert "+1: 1 hoger dan op" in page
    assert "nog onbekend" in page
    for said in ("De huur is betaald.", "Zij liet niets zien.", "onbekend: de lijn stopt"):
        assert said in page
    assert "plan:shown" in [str(one) for one in session.scalars(select(AccessEntry.event))]


def test_the_drawing_says_in_words_what_it_shows_and_stands_in_a_table_too(client, case, noor):
    confirmed(noor, case)
    measured(noor, case, Level.NOT_ABLE, days=30)
    measured(noor, case, Level.UNKNOWN, days=20)
    measured(noor, case, Level.SUFFICIENT)
    measured(noor, case, Level.ABLE, seen_by=SeenBy.RESIDENT, text="Het gaat prima.")
    settled()
    client.sign_in(noor)
    page = client.get(f"/cases/{case.reference}/plan/measurements").text
    drawing = re.search(r'<svg class="chart".*?</svg>', page, re.DOTALL).group()
    named = re.search(r'aria-labelledby="(\S+) (\S+)"', drawing).groups()
    assert all(f'id="{one}"' in drawing for one in named)
    assert "onbekend" in re.search(r"<desc.*?</desc>", drawing, re.DOTALL).group()
    assert drawing.count("chart__dot") == 2
    assert drawing.count("chart__square") == 1
    assert drawing.count("chart__unknown") == 1
    assert "<polyline" not in drawing
    assert "style=" not in drawing
    assert page.count('scope="row"') == 4


def test_bad_input_keeps_what_was_typed_and_says_all_at_its_fields(client, case, noor, address):
    confirmed(noor, case)
    measured(noor, case)
    settled()
    client.sign_in(noor)
    wrong = filled(
        score_finances="2", evidence_finances="", score_justice="",
        evidence_justice="Vier meldingen.", **day("measured_on", clock.today()),
    )  # fmt: skip
    answer = client.post(address, data=wrong)
    assert answer.status_code == 422
    for said in (
        "Voor deze dag is dit al gemeten.",
        "Schrijf op waaraan u dat ziet.",
        "Kies een score, of onbekend.",
        "Vier meldingen.",
        "De huur is betaald.",
    ):
        assert said in answer.text
    assert '<option selected value="2">' in answer.text
    ahead = filled(**day("measured_on", clock.today() + timedelta(days=1)))
    assert "Deze datum ligt in de toekomst." in client.post(address, data=ahead).text
    nothing = filled(score_housing="", evidence_housing="")
    assert "Vul bij minstens één leefgebied" in client.post(address, data=nothing).text
    strange = nothing | {"score_finances": "9", "evidence_finances": "Zo."}
    assert "Kies een score, of onbekend." in client.post(address, data=strange).text
    assert count() == 1


def test_what_is_sent_twice_is_measured_once(client, case, noor, address):
    confirmed(noor, case)
    settled()
    client.sign_in(noor)
    form = filled(form_key="0" * 32)
    assert [client.post(address, data=form).status_code for _twice in range(2)] == [303, 303]
    assert count() == 1


def test_what_is_typed_is_kept_as_a_draft(client, case, noor, address):
    confirmed(noor, case)
    settled()
    client.sign_in(noor)
    kept = {"draft": address, "evidence_housing": "Half getypt.", "score_housing": "4"}
    assert client.post("/drafts", data=kept).status_code == 200
    page = client.get(f"{address}/new").text
    assert "Half getypt." in page
    assert '<option selected value="4">' in page
    client.post(address, data=filled())
    assert "Half getypt." not in client.get(f"{address}/new").text


def test_what_was_typed_for_an_area_that_left_the_plan_meanwhile_is_not_lost(
    client, case, noor, address, own_set
):
    plan = confirmed(noor, case)
    gone = own_set.domains[0].id.hex
    assert plan.number == 1
    settled()
    client.sign_in(noor)
    typed = {"evidence_debts": "Drie brieven.", "score_debts": "2",
             f"evidence_{gone}": "Hij slaapt thuis."}  # fmt: skip
    answer = client.post(address, data=filled(**typed))
    assert answer.status_code == 422
    assert answer.text.count("Dit leefgebied hoort niet meer bij het plan.") == 2 * 2
    for kept in ("Drie brieven.", "Hij slaapt thuis.", "De huur is betaald."):
        assert kept in answer.text
    assert count() == 0
    assert client.post("/drafts", data={"draft": address, **typed}).status_code == 200
    page = client.get(f"{address}/new").text
    assert "Drie brieven." in page
    assert "Hij slaapt thuis." in page


def test_names_and_words_of_people_are_shown_as_text_whatever_they_hold(client, town, case, noor):
    trick = "<img src=x onerror=alert(1)> 100% {{ 7 * 7 }}"
    admin = actor_for(town.person(Role.FUNCTIONAL_ADMINISTRATOR))
    made = own_sets.add_set(admin, town.municipality, name=trick, domains=[trick])
    plans.begin_version(actor_for(noor), case)
    written(actor_for(noor), case, domain_set=made)
    goal_in(noor, case, domain=made.domains[0], text=trick)
    one = measured(noor, case, domain=made.domains[0], text=trick).id.hex
    address = f"/cases/{case.reference}/plan"
    settled()
    client.sign_in(noor)
    for page in ("", "/edit", "/goals/new", "/actions/new", "/measurements", "/measurements/new"):
        shown = client.get(address + page).text
        assert "<img src=x" not in shown
        assert "100% {{ 7 * 7 }}" in shown
    shown = client.get(f"/measurements/{one}/edit").text
    assert "<img src=x" not in shown
    assert shown.count("100% {{ 7 * 7 }}") >= 2


def test_nothing_measured_on_one_track_is_ever_on_a_page_of_the_other(
    client, case, noor, sem, address
):
    drafted(noor, case)
    goal_in(noor, case, CARE, domain=Domain.HOUSING)
    goal_in(sem, case, SAFETY, domain=Domain.HOUSING)
    care = measured(noor, case, Level.ACUTE, track=CARE, text="Geheimzorgteken.").id.hex
    measured(sem, case, Level.ABLE, track=SAFETY, text="Geheimveiligheidsteken.")
    reference, told = case.reference, {noor.id: "1, acuut probleem", sem.id: "5, volledig zelf"}
    settled()
    for who, theirs in ((noor, "Geheimveiligheid"), (sem, "Geheimzorg")):
        settled()
        client.sign_in(who)
        own, other = told[who.id], next(said for whose, said in told.items() if whose != who.id)
        for page in (address, f"{address}/new", f"/cases/{reference}/plan", f"/cases/{reference}"):
            shown = client.get(page)
            assert shown.status_code == 200
            assert theirs not in shown.text
        plan = client.get(f"/cases/{reference}/plan").text
        assert own in plan
        assert other not in plan
    refused = [
        client.get(f"/measurements/{care}/edit"),
        client.post(f"/measurements/{care}", data={"level": "3"}),
        client.post(f"/measurements/{care}/withdrawal", data={"reason": "Weg."}),
    ]
    assert {one.status_code for one in refused} == {404}


def test_of_a_track_that_is_not_theirs_nobody_learns_whether_it_was_measured(
    client, case, noor, sem, address
):
    confirmed(noor, case)
    measured(sem, case, track=SAFETY, domain=Domain.HOUSING)
    settled()
    client.sign_in(noor)
    answers = {
        area: client.post(
            address, data={"place": "safety", "seen_by": "by-us", f"score_{area}": "3",
                           f"evidence_{area}": "Zo.", **day("measured_on", clock.today())},
        )
        for area in ("housing", "finances")
    }  # fmt: skip
    assert {one.status_code for one in answers.values()} == {403}
    assert not any("al gemeten" in one.text for one in answers.values())


def test_a_wrong_one_is_corrected_and_a_strange_one_withdrawn(client, case, noor, address):
    confirmed(noor, case)
    one = measured(noor, case, Level.ACUTE, track=CARE).id.hex
    settled()
    client.sign_in(noor)
    there = f"/measurements/{one}"
    assert "De huur is betaald." in client.get(f"{there}/edit").text
    facts = {"level": "3", "seen_by": "by-us", **day("measured_on", clock.today())}
    silent = client.post(there, data=facts | {"evidence": ""})
    assert (silent.status_code, "Vul dit in." in silent.text) == (422, True)
    assert client.post(there, data=facts | {"evidence": "Hij doet open."}).status_code == 303
    page = client.get(address).text
    for said in (
        "Hij doet open.",
        "verbeterde meting",
        "Wat niet meer telt",
        "De huur is betaald.",
    ):
        assert said in page
    assert "Deze meting telt niet meer" in client.get(f"{there}/edit").text
    again = client.post(there, data=facts | {"evidence": "Nog eens."})
    assert (again.status_code, "verbeterde deze meting al" in again.text) == (422, True)
    newer = db.session.scalar(
        select(Measurement.id)
        .where(Measurement.corrects_id.is_not(None))
        .execution_options(unseen="count")
    )
    gone = f"/measurements/{newer.hex}/withdrawal"
    assert client.post(gone, data={"reason": ""}).status_code == 422
    assert client.post(gone, data={"reason": "Van een ander."}).status_code == 303
    assert "Van een ander." in client.get(address).text
    assert client.post(gone, data={"reason": "Nog eens."}).status_code == 422


def test_without_a_plan_it_says_to_begin_one(client, case, noor, address):
    client.sign_in(noor)
    assert "Begin daarmee." in client.get(address).text
    for answer in (client.get(f"{address}/new"), client.post(address, data=filled())):
        assert answer.status_code == 303
        assert answer.headers["Location"].endswith("/plan")


def test_who_may_not_see_the_case_finds_nothing(client, town, case, noor, address):
    confirmed(noor, case)
    settled()
    client.sign_in(town.person(Role.SOCIAL_WORKER))
    assert client.get(address).status_code == 404
    assert client.post(address, data=filled()).status_code == 404


SETS = "/settings/domain-sets"


def test_an_administrator_makes_a_set_and_lets_it_lapse(client, session, town):
    settled()
    client.sign_in(town.person(Role.FUNCTIONAL_ADMINISTRATOR))
    assert "Uw gemeente heeft geen eigen set." in client.get(SETS).text
    wrong = client.post(SETS, data={"name": "Jeugd", "domains": "Thuis\nthuis"})
    assert wrong.status_code == 422
    assert "Een leefgebied staat er twee keer." in wrong.text
    assert "Thuis\nthuis" in wrong.text
    made = client.post(SETS, data={"name": "Jeugd", "domains": "Thuis\n\n School "})
    assert made.status_code == 303
    assert "Thuis, School" in client.get(SETS).text
    chosen = {"set": session.scalars(select(OwnDomainSet.id)).one().hex}
    assert client.post(f"{SETS}/retirement", data=chosen).status_code == 303
    assert client.post(f"{SETS}/retirement", data={"set": "geen"}).status_code == 422
    assert "vervallen op" in client.get(SETS).text


def test_a_plan_goes_by_an_own_set_and_so_do_its_goals_and_measurements(
    client, case, noor, own_set
):
    address, chosen, thuis = f"/cases/{case.reference}/plan", own_set.id.hex, own_set.domains[0]
    key = thuis.id.hex
    settled()
    client.sign_in(noor)
    client.post(f"{address}/versions")
    assert f'value="{chosen}">Jeugd' in client.get(f"{address}/edit").text
    facts = {"version": "1", "domain_set": chosen, "own_words": "Ik wil rust."}
    assert client.post(address, data=facts).status_code == 303
    old = {"place": "care", "domain": "housing", "text": "Hij houdt zijn huis."}
    assert "Kies een van deze." in client.post(f"{address}/goals", data=old).text
    assert client.post(f"{address}/goals", data=old | {"domain": key}).status_code == 303
    assert ">Thuis<" in client.get(address).text
    sent = filled(place="care", **{f"score_{key}": "2", f"evidence_{key}": "Hij komt niet thuis."})
    sent |= {"score_housing": "", "evidence_housing": ""}
    assert client.post(f"{address}/measurements", data=sent).status_code == 303
    page = client.get(f"{address}/measurements").text
    assert "Hij komt niet thuis." in page


def test_a_plan_on_paper_names_the_areas_of_an_own_set(client, case, noor, own_set):
    plan = plans.begin_version(actor_for(noor), case)
    written(actor_for(noor), case, domain_set=own_set)
    goal_in(noor, case, domain=own_set.domains[1], text="Hij gaat weer.")
    plans.confirm_version(actor_for(noor), case, version=plan.version)
    settled()
    client.sign_in(noor)
    told = pdf.words(making.made(client, case, "plan", contents="both").data)
    assert "School" in told
    assert "Hij gaat weer." in told


def test_who_chose_a_set_that_was_retired_meanwhile_chooses_again(
    client, town, case, noor, own_set
):
    admin = actor_for(town.person(Role.FUNCTIONAL_ADMINISTRATOR))
    plans.begin_version(actor_for(noor), case)
    own_sets.retire_set(admin, town.municipality, which=own_set.id.hex)
    chosen, address = own_set.id.hex, f"/cases/{case.reference}/plan"
    settled()
    client.sign_in(noor)
    answer = client.post(
        address, data={"version": "1", "domain_set": chosen, "own_words": "Nog niet kwijt."}
    )
    assert answer.status_code == 422
    assert "Kies een van deze." in answer.text
    assert "Nog niet kwijt." in answer.text


def test_only_an_administrator_sees_the_sets(client, noor):
    client.sign_in(noor)
    assert client.get("/settings/domain-sets").status_code == 404
    assert client.post("/settings/domain-sets", data={"name": "X"}).status_code == 404
