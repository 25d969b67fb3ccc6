"""One plan of several people on the screens and on paper: nobody takes home what is of another.

Each member of a family holds a marker wherever the plan can hold a word, and the copies are read.
"""

import re

import pytest
from sqlalchemy import select

from caseapp import accesslog, plans
from caseapp.accesslog import Event
from caseapp.extensions import db
from caseapp.kernel import clock
from caseapp.model.accesslog import AccessEntry, Processing
from caseapp.model.cases import CaseSubject
from caseapp.model.papers import CasePaper, Receiver
from caseapp.model.plans import Plan, PlanGoal
from tests.papers import making
from tests.plans import households
from tests.plans.households import CARE, PLACES, SAFETY, marker
from tests.support import papers as pdf
from tests.support.cast import actor_for
from tests.support.days import day
from tests.support.routes import soon

NAMES = ("Vader", "Moeder", "Dochter")
FULL = {name: f"Voornaam{number} {name}mans" for number, name in enumerate(NAMES)}
ALWAYS = ("goal", "action")
NEVER = ("ended", "outcome", "evidence")


@pytest.fixture
def authors(noor, sem, dora):
    return dict(zip(PLACES, (dora, noor, sem), strict=True))


@pytest.fixture
def made(town, noor, sem, dora, authors):
    """A family with a plan that holds; the case, and the ids of its members."""
    case, ids = households.family(town, noor, sem, dora)
    households.marked(case, ids, authors)
    return case, ids


@pytest.fixture
def address(made):
    case, _ids = made
    found = f"/cases/{case.reference}/plan"
    households.settled()
    return found


def then(client, user):
    accesslog.logbook(db.session()).clear()
    client.sign_in(user)


def copy_facts(ids, name, **changes):
    return {
        "recipient": FULL[name],
        "function": "",
        "organisation": "",
        "reach": "outside",
        "whose": ids[name].hex,
        "receiver": "self",
        **changes,
    }


def copy_of(client, case, ids, name, **changes):
    answer = making.made(client, case, "plan", **copy_facts(ids, name, **changes))
    assert answer.mimetype == "application/pdf", answer.text
    return pdf.words(answer.data)


def glued(told):
    """Give the words of a paper without what the typesetter broke them by."""
    return re.sub(r"\s+", "", told).lower()


def markers_in(told):
    return set(re.findall(r"merk(?:samen|vader|moeder|dochter)[a-z]+", told.lower()))


@pytest.mark.parametrize("name", NAMES)
@pytest.mark.parametrize(
    ("who", "contents"),
    [("noor", "both"), ("noor", "care"), ("sem", "safety"), ("dora", "care"), ("dora", "safety")],
)
def test_the_copy_of_one_holds_what_is_of_all_and_theirs_and_nothing_of_another(
    request, client, made, name, who, contents
):
    case, ids = made
    client.sign_in(request.getfixturevalue(who))
    told = glued(copy_of(client, case, ids, name, contents=contents))
    others = [one for one in NAMES if one != name]
    assert [one for one in others if f"merk{one}".lower() in told] == []
    assert [one for one in others if FULL[one].lower().replace(" ", "") in told] == []
    tracks = [None, *([CARE, SAFETY][contents == "safety" :][:1] if contents != "both" else [])]
    for track in tracks:
        for where in ALWAYS:
            assert marker(name, where, track) in told
            assert marker("samen", where, track) in told
    for where in ("words", "why", "agreed", "helps"):
        assert marker(name, where) in told
    for where in ("words", "signs", "safety", "tocall"):
        assert marker("samen", where) in told
    for word in NEVER:
        assert word not in told
    for kept in {"care", "safety"} - {contents}:
        assert not re.search(rf"merk[a-z]*(goal|action){kept}", told)


def test_a_preview_shows_no_more_than_the_copy(client, made, noor):
    case, ids = made
    client.sign_in(noor)
    asked = making.shown(client, case, "plan", **copy_facts(ids, "Vader"))
    assert asked.status_code == 422
    assert "Zo wordt het geprint" in asked.text
    assert not markers_in(asked.text) & {
        one for one in markers_in(asked.text) if one.startswith(("merkmoeder", "merkdochter"))
    }


def test_texts_nobody_said_are_of_everybody_are_on_no_copy(town, client, noor, sem, dora, authors):
    case, ids = households.family(town, noor, sem, dora)
    households.marked(case, ids, authors, joint=False)
    client.sign_in(noor)
    told = glued(copy_of(client, case, ids, "Vader"))
    for where in ("words", "signs", "safety", "tocall"):
        assert marker("samen", where) not in told
    assert marker("Vader", "words") in told


def test_a_plan_of_everybody_goes_to_who_works_on_it_and_names_whose_it_is(client, made, noor):
    case, _ids = made
    client.sign_in(noor)
    answer = making.made(client, case, "plan", whose="all", contents="care")
    told = glued(pdf.words(answer.data))
    for name in (*NAMES, "samen"):
        assert marker(name, "goal") in told
        assert marker(name, "goal", CARE) in told
        assert marker(name, "goal", SAFETY) not in told
    for name in NAMES:
        assert FULL[name].lower().replace(" ", "") in told


@pytest.mark.parametrize(
    "recipient", [FULL["Vader"], "dhr. V. Vadermans", FULL["Vader"].upper() + ", thuis"]
)
def test_a_plan_of_everybody_is_not_made_for_one_of_them(
    client, session, made, noor, town, recipient
):
    case, ids = made
    father = next(one.resident for one in case.subjects if one.resident_id == ids["Vader"])
    father.initials = "V."
    households.settled()
    client.sign_in(noor)
    answer = making.shown(client, case, "plan", whose="all", recipient=recipient)
    assert answer.status_code == 422
    assert "Kies het eigen exemplaar" in answer.text
    assert "Zo wordt het geprint" not in answer.text


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        ({"whose": ""}, "Vul dit in."),
        ({"whose": "iemand"}, "Kies uit de lijst."),
        ({"receiver": ""}, "Kies aan wie u dit exemplaar geeft"),
        ({"recipient": FULL["Moeder"]}, "Dit exemplaar is voor deze persoon zelf."),
        ({"reach": "inside"}, "Dit exemplaar gaat naar een inwoner"),
        ({"whose": "all"}, "Kies eerst van wie het exemplaar is."),
    ],
)
def test_what_is_not_said_of_a_copy_stands_at_its_field(client, made, noor, changes, said):
    case, ids = made
    client.sign_in(noor)
    answer = making.shown(client, case, "plan", **copy_facts(ids, "Vader", **changes))
    assert answer.status_code == 422
    assert said in answer.text
    assert "Zo wordt het geprint" not in answer.text


def test_all_that_is_wrong_with_a_copy_is_told_at_once(client, made, noor):
    case, ids = made
    client.sign_in(noor)
    facts = copy_facts(ids, "Vader", receiver="", purpose="")
    answer = making.shown(client, case, "plan", **facts)
    assert answer.status_code == 422
    for said in ("Kies aan wie u dit exemplaar geeft", "Vul dit in."):
        assert said in answer.text


def test_who_stands_for_a_child_takes_its_copy_by_a_choice_that_is_kept(
    client, session, made, noor
):
    case, ids = made
    client.sign_in(noor)
    told = glued(
        copy_of(
            client, case, ids, "Dochter", receiver="legal-representative", recipient=FULL["Moeder"]
        )
    )
    assert marker("Dochter", "goal") in told
    assert "merkmoeder" not in told
    entry = session.scalars(select(AccessEntry).where(AccessEntry.event == Event.PAPER_MADE)).one()
    assert "receiver=legal-representative" in entry.details
    assert f"resident={ids['Dochter'].hex}" in entry.details
    paper = session.scalars(select(CasePaper)).one()
    assert (paper.resident_id, paper.receiver) == (ids["Dochter"], Receiver.LEGAL_REPRESENTATIVE)
    accesslog.logbook(db.session()).clear()
    listed = making.plain(client.get(f"/cases/{case.reference}/papers").text)
    assert f"exemplaar van {FULL['Dochter']}, voor: de wettelijk vertegenwoordiger" in listed


def people_of(session, event):
    entry = session.scalars(
        select(AccessEntry).where(AccessEntry.event == event).order_by(AccessEntry.seq.desc())
    ).first()
    lines = select(Processing.resident_id).where(Processing.entry_seq == entry.seq)
    return {one for one in session.scalars(lines) if one is not None}


@pytest.mark.parametrize("together", [True, False])
def test_who_the_copy_tells_of_has_a_line_and_who_it_tells_nothing_of_has_none(
    client, session, town, noor, sem, dora, authors, together
):
    """What is of all of them tells of all of them."""
    case, ids = households.family(town, noor, sem, dora)
    households.marked(case, ids, authors, joint=False, together=together)
    client.sign_in(noor)
    told = copy_of(client, case, ids, "Vader")
    assert ("merksamen" in glued(told)) == together
    whole = set(ids.values())
    assert people_of(session, Event.PAPER_MADE) == (whole if together else {ids["Vader"]})
    assert people_of(session, Event.PAPER_PREVIEWED) == whole


def test_the_page_of_the_plan_puts_everybody_together_first_and_then_each(
    client, made, address, noor
):
    _case, _ids = made
    client.sign_in(noor)
    page = client.get(address).text
    heads = [one.strip() for one in re.findall(r"Doelen en acties: ([^<]+)", page)]
    assert heads == ["iedereen samen", *(FULL[name] for name in NAMES)]
    for name in NAMES:
        assert marker(name, "goal") in page
        assert marker(name, "goal", SAFETY) not in page
        assert marker(name, "words") in page
    scores = client.get(f"{address}/measurements").text
    assert scores.count('id="measured-') == len(set(re.findall(r'id="(measured-[^"]+)"', scores)))
    assert marker("Dochter", "evidence", CARE) in scores
    assert marker("Dochter", "evidence", SAFETY) not in scores


@pytest.fixture
def begun(client, town, noor, sem, dora):
    """A family of which a first version is being written; gives where, and the ids by name."""
    case, ids = households.family(town, noor, sem, dora)
    address = f"/cases/{case.reference}/plan"
    households.settled()
    client.sign_in(noor)
    client.post(f"{address}/versions")
    return address, ids


def last(session, noun):
    found = session.scalars(select(noun)).all()
    accesslog.logbook(db.session()).clear()
    return found[-1]


def test_what_each_of_them_says_is_asked_apart_and_shown_apart(client, begun):
    address, ids = begun
    page = client.get(f"{address}/edit").text
    assert f"{FULL['Dochter']}: gevraagd?" in page
    assert "De inwoner: gevraagd?" not in page
    facts = {"version": "1", "domain_set": "zrm-13", "own_words": "Samen rust."}
    for name, person in ids.items():
        facts |= {
            f"words_{person.hex}": f"Eigen woorden {name}.",
            f"presence_{person.hex}": "joined",
            f"consent_{person.hex}": "agrees",
        }
    assert client.post(address, data=facts).status_code == 303
    page = client.get(address).text
    assert "Eigen woorden Dochter." in page
    assert "Deze teksten staan op geen exemplaar voor een van hen" in page
    shared = facts | {"version": "2", "is_joint": "y"}
    assert client.post(address, data=shared).status_code == 303
    assert "Deze teksten staan op elk exemplaar." in client.get(address).text
    stale = client.post(address, data=facts | {"own_words": "Later."})
    assert stale.status_code == 409
    assert "Eigen woorden Dochter." in stale.text


def test_whose_a_goal_an_action_or_a_measurement_is_must_be_chosen(client, session, begun):
    address, ids = begun
    hers = ids["Dochter"].hex
    goal = {"place": "strip", "domain": "housing", "text": "Zij slaapt door."}
    silent = client.post(f"{address}/goals", data=goal)
    assert silent.status_code == 422
    assert "Zij slaapt door." in silent.text
    asked = client.get(f"{address}/goals/new?whose={hers}").text
    assert re.search(rf"<option[^>]*(selected[^>]*{hers}|{hers}[^>]*selected)", asked)
    assert client.post(f"{address}/goals", data={**goal, "whose": hers}).status_code == 303
    assert client.post(f"{address}/goals", data={**goal, "whose": "all"}).status_code == 303
    ours = last(session, PlanGoal).id.hex
    action = {"goal": ours, "place": "care", "text": "Bellen.", **soon("due_on")}
    refused = client.post(f"{address}/actions", data=action)
    assert refused.status_code == 422
    assert "Kies van wie dit is" in refused.text
    assert client.post(f"{address}/actions", data={**action, "whose": hers}).status_code == 303
    scores = {"place": "care", "seen_by": "by-us", "score_housing": "3",
              "evidence_housing": "Zij slaapt.", **day("measured_on", clock.today())}  # fmt: skip
    refused = client.post(f"{address}/measurements", data=scores)
    assert refused.status_code == 422
    assert "Zij slaapt." in refused.text
    kept = client.post(f"{address}/measurements", data={**scores, "whose": hers})
    assert kept.status_code == 303
    assert (
        f"Huisvesting: zorgspoor, {FULL['Dochter']}" in client.get(f"{address}/measurements").text
    )


def test_the_part_of_who_left_the_case_stays_and_is_on_no_paper_of_the_others(
    client, session, made, address, noor
):
    case, ids = made
    reference = case.reference
    for name in ("Moeder", "Dochter"):
        row = session.scalars(select(CaseSubject).where(CaseSubject.resident_id == ids[name])).one()
        session.delete(row)
    households.settled()
    client.sign_in(noor)
    page = client.get(address).text
    assert "iemand die niet meer in deze casus zit" in page
    assert marker("Dochter", "goal") in page
    assert people_of(session, Event.PLAN_SHOWN) == set(ids.values())
    case = plans.active(session.scalars(select(Plan)).first().case).case
    accesslog.logbook(db.session()).clear()
    assert case.reference == reference
    answer = making.made(client, case, "plan", contents="care")
    told = glued(pdf.words(answer.data))
    assert marker("Vader", "goal", CARE) in told
    assert "merkdochter" not in told
    assert "merkmoeder" not in told


def test_a_version_before_shows_its_goals_by_whose_they_are(client, made, address, noor, session):
    case, _ids = made
    plans.begin_version(actor_for(noor), case)
    households.settled()
    client.sign_in(noor)
    for number in (1, 2):
        page = client.get(f"{address}?version={number}").text
        assert [one.strip() for one in re.findall(r"Doelen en acties: ([^<]+)", page)] == [
            "iedereen samen",
            *FULL.values(),
        ]


def test_a_plan_on_paper_tells_the_last_score_of_each_area_its_day_and_what_changed(
    client, made, noor
):
    case, ids = made
    client.sign_in(noor)
    told = making.plain(copy_of(client, case, ids, "Dochter", contents="care"))
    assert "Hoe het gaat" in told
    assert "3, beperkt zelfredzaam (zoals wij het zien)" in told
    assert "0: gelijk aan" in told
    assert told.count("3, beperkt") == 4  # of all and of her, for both and on the care track
