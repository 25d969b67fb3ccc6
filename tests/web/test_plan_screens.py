"""The plan on the screens: write it, confirm it, and what the other track never sees."""

from datetime import timedelta

import pytest
from sqlalchemy import select

from caseapp import accesslog, plans
from caseapp.extensions import db
from caseapp.kernel import clock
from caseapp.model.accesslog import AccessEntry
from caseapp.model.case_words import TrackKind
from caseapp.model.plans import Plan, PlanAction, PlanGoal
from tests.plans.writing import action_in, confirmed, drafted, goal_in
from tests.support.cast import actor_for
from tests.support.routes import soon

CARE, SAFETY = TrackKind.CARE, TrackKind.SAFETY


@pytest.fixture
def case(town, noor, sem, dora):
    return town.case(town.resident("Yılmaz"), care=noor, safety=sem, director=dora)


@pytest.fixture
def address(case):
    return f"/cases/{case.reference}/plan"


def settled():
    accesslog.logbook(db.session()).seen.clear()
    db.session.commit()
    accesslog.logbook(db.session()).clear()
    db.session.expire_all()


def last(noun):
    found = db.session.scalars(select(noun)).all()
    accesslog.logbook(db.session()).clear()
    return found[-1]


def test_a_plan_is_begun_written_and_confirmed(client, session, case, address, noor):
    client.sign_in(noor)
    begun = client.post(f"{address}/versions")
    assert begun.status_code == 303
    assert "Plan schrijven" in client.get(begun.headers["Location"]).text
    facts = {"version": "1", "domain_set": "zrm-11", "own_words": "Ik wil rust.",
             "resident_presence": "joined", "resident_consent": "agrees"}  # fmt: skip
    assert client.post(address, data=facts).status_code == 303
    goal = {"place": "care", "domain": "housing", "text": "Hij houdt zijn huis."}
    assert client.post(f"{address}/goals", data=goal).status_code == 303
    settled()
    answer = client.post(f"{address}/confirmation", data={"version": last(Plan).version})
    assert answer.status_code == 303
    page = client.get(address).text
    assert "versie 1, geldt sinds" in page
    assert "Hij houdt zijn huis." in page
    assert "Ik wil rust." in page
    for gone in ("edit", "goals/new"):
        assert client.get(f"{address}/{gone}").status_code == 303


def test_what_is_missing_is_said_and_nothing_is_confirmed(client, case, address, noor):
    client.sign_in(noor)
    client.post(f"{address}/versions")
    answer = client.post(f"{address}/confirmation", data={"version": "1"}, follow_redirects=True)
    assert "Het plan heeft nog geen doel." in answer.text
    assert last(Plan).confirmed_at is None


def test_who_writes_second_sees_what_the_first_kept(client, case, address, noor):
    client.sign_in(noor)
    client.post(f"{address}/versions")
    facts = {"version": "1", "domain_set": "zrm-13", "own_words": "Eerst dit."}
    assert client.post(address, data=facts).status_code == 303
    again = client.post(address, data=facts | {"own_words": "Nee, dit."})
    assert again.status_code == 409
    assert "Eerst dit." in again.text
    assert "Nee, dit." in again.text


@pytest.mark.parametrize(
    ("where", "facts", "said"),
    [
        ("goals", {"place": "care", "domain": "housing", "text": ""}, "Vul dit in."),
        ("goals", {"place": "care", "domain": "", "text": "Rust."}, "Kies een van deze."),
        ("actions", {"place": "strip", "text": "Bellen."}, "Vul een datum in."),
    ],
)
def test_an_error_stands_at_its_field(client, session, case, address, noor, where, facts, said):
    drafted(noor, case)
    settled()
    client.sign_in(noor)
    answer = client.post(f"{address}/{where}", data=facts)
    assert answer.status_code == 422
    assert said in answer.text


def test_a_place_that_was_not_offered_is_refused(client, case, address, noor):
    drafted(noor, case)
    settled()
    client.sign_in(noor)
    facts = {"place": "safety", "domain": "housing", "text": "Stil."}
    assert client.post(f"{address}/goals", data=facts).status_code == 403


def test_an_action_is_added_moved_and_finished(client, session, case, address, noor):
    confirmed(noor, case)
    goal = plans.goals(actor_for(noor), case, 1)[0].id.hex
    settled()
    client.sign_in(noor)
    assert client.get(f"{address}/actions/new?goal={goal}").status_code == 200
    facts = {"goal": goal, "place": "care", "text": "Bellen met de huisarts.",
             "owner": noor.id.hex, "intervention": "care.debt-help", **soon("due_on")}  # fmt: skip
    assert client.post(f"{address}/actions", data=facts).status_code == 303
    settled()
    made = last(PlanAction)
    there = f"/actions/{made.id.hex}"
    page = client.get(f"{there}/edit")
    assert "Bellen met de huisarts." in page.text
    moved = client.post(there, data={"version": str(made.version), **soon("due_on")})
    assert moved.status_code == 303
    silent = client.post(f"{there}/end", data={"end": "stopped", "outcome": ""})
    assert silent.status_code == 422
    assert "Schrijf op waarom het stopt." in silent.text
    done = client.post(f"{there}/end", data={"end": "done", "outcome": "Afspraak gemaakt."})
    assert done.status_code == 303
    page = client.get(address).text
    assert "Afspraak gemaakt." in page
    assert "Deze actie is al afgerond" in client.get(f"{there}/edit").text


def test_an_action_for_somebody_of_the_other_track_is_refused_at_its_field(
    client, case, address, noor, sem
):
    confirmed(noor, case)
    goal = plans.goals(actor_for(noor), case, 1)[0].id.hex
    settled()
    client.sign_in(noor)
    facts = {"goal": goal, "place": "care", "text": "Bellen.", "owner": sem.id.hex}
    answer = client.post(f"{address}/actions", data=facts | soon("due_on"))
    assert answer.status_code == 422
    assert "Kies iemand die hieraan werkt." in answer.text
    assert db.session.scalar(select(PlanAction.id).execution_options(unseen="count")) is None


def test_nothing_of_one_track_is_ever_on_a_page_of_the_other(client, case, address, noor, sem):
    drafted(noor, case)
    care = goal_in(noor, case, CARE, "Geheimzorgdoel.")
    safety = goal_in(sem, case, SAFETY, "Geheimveiligheidsdoel.")
    done = action_in(noor, case, care, CARE, text="Geheimzorgactie.")
    action_in(sem, case, safety, SAFETY, text="Geheimveiligheidsactie.")
    goal, action, reference = care.id.hex, done.id.hex, case.reference
    settled()
    for who, theirs in ((noor, "Geheimveiligheid"), (sem, "Geheimzorg")):
        settled()
        client.sign_in(who)
        for page in (address, f"{address}?version=1", f"{address}/edit", f"{address}/goals/new",
                     f"{address}/actions/new", f"/cases/{reference}", "/"):  # fmt: skip
            shown = client.get(page)
            assert shown.status_code == 200
            assert theirs not in shown.text
    settled()
    client.sign_in(sem)
    for refused in (f"/goals/{goal}/edit", f"/actions/{action}/edit"):
        assert client.get(refused).status_code == 404
    for refused in (f"/goals/{goal}/removal", f"/actions/{action}/end"):
        assert client.post(refused, data={"end": "done"}).status_code == 404


def test_the_case_page_says_what_is_late_and_who_does_what_next(client, session, case, noor):
    confirmed(noor, case)
    goal = plans.goals(actor_for(noor), case, 1)[0]
    late = action_in(noor, case, goal, CARE, text="Bellen met de huisarts.")
    late.due_on = clock.today() - timedelta(days=2)
    settled()
    client.sign_in(noor)
    page = client.get(f"/cases/{case.reference}").text
    assert "1 actie te laat" in page
    assert "Bellen met de huisarts." in page
    assert "Een actie uit het plan is 2 dagen te laat" in client.get("/").text


def test_a_goal_is_put_otherwise_and_left_out(client, session, case, address, noor):
    confirmed(noor, case)
    plans.begin_version(actor_for(noor), case)
    goal = plans.goals(actor_for(noor), case, 2)[0].id.hex
    settled()
    client.sign_in(noor)
    assert "Hij woont rustig." in client.get(f"/goals/{goal}/edit").text
    facts = {"domain": "housing", "text": "Hij houdt zijn huis."}
    assert client.post(f"/goals/{goal}", data=facts).status_code == 303
    settled()
    assert "Hij houdt zijn huis." in client.get(f"{address}?version=2").text
    assert "Hij woont rustig." in client.get(f"{address}?version=1").text
    newer = next(one.id.hex for one in db.session.scalars(select(PlanGoal)) if one.from_number == 2)
    accesslog.logbook(db.session()).clear()
    assert client.post(f"/goals/{newer}/removal").status_code == 303
    assert "Hij houdt zijn huis." not in client.get(f"{address}?version=2").text


def test_reading_the_plan_is_a_line_in_the_log(client, session, case, address, noor):
    client.sign_in(noor)
    assert "Er is nog geen plan" in client.get(address).text
    assert "plan:shown" in [str(one) for one in session.scalars(select(AccessEntry.event))]


def test_who_wants_to_close_a_case_reads_that_something_has_still_to_be_done(
    client, session, case, noor, dora
):
    confirmed(noor, case)
    action_in(noor, case, plans.goals(actor_for(noor), case, 1)[0])
    settled()
    client.sign_in(dora)
    page = client.get(f"/cases/{case.reference}/closure/new").text
    assert "In het plan staan nog open acties." in page
