"""A step says of what class it is: police data says so everywhere, and goes on by decision."""

import json
from datetime import timedelta

import pytest
from sqlalchemy.exc import IntegrityError

from caseapp import accesslog, journal
from caseapp.extensions import db
from caseapp.journal import sharing
from caseapp.kernel import clock
from caseapp.kernel.errors import RuleBroken
from caseapp.model.case_words import TrackKind
from caseapp.model.content import ContentClass
from caseapp.model.journal import StepKind
from caseapp.model.shares import ShareGround
from tests.support.cast import actor_for
from tests.support.days import day

CARE, SAFETY = TrackKind.CARE, TrackKind.SAFETY
C = ContentClass
LABEL = "politiegegevens (Wpg)"
SAID = "Hij is aangehouden."


@pytest.fixture
def case(town, noor, sem, dora):
    return town.case(town.resident(), care=noor, safety=sem, director=dora)


@pytest.fixture(autouse=True)
def _seen(session):
    yield
    accesslog.logbook(db.session()).clear()


@pytest.fixture
def step(town, case, sem):
    return town.step(case, sem, SAFETY, SAID, content=C.POLICE)


def logged(who, case, **facts):
    how = {"kind": StepKind.OBSERVATION, "happened_on": clock.today(), "body": SAID, **facts}
    return journal.log_step(actor_for(who), case.track(SAFETY), **how)


def shared(who, step, **changes):
    facts = {
        "excerpt": SAID,
        "purpose": "Voor de veiligheid van het gezin.",
        "content": C.POLICE,
        "ground": ShareGround.POLICE_ACT,
        "until_on": clock.today() + timedelta(days=9),
        **changes,
    }
    return sharing.share_excerpt(actor_for(who), step, **facts)


def test_who_chooses_nothing_wrote_something_sensitive(case, sem):
    assert logged(sem, case).content is C.SENSITIVE
    assert logged(sem, case, content=C.COMMON).content is C.COMMON


def test_police_data_is_never_written_on_the_strip(session, town, case, sem):
    facts = {"kind": StepKind.OBSERVATION, "happened_on": clock.today(), "body": SAID}
    with pytest.raises(RuleBroken, match="police-data-on-strip"):
        journal.log_on_strip(actor_for(sem), case, content=C.POLICE, **facts)
    with pytest.raises(IntegrityError), session.begin_nested():
        town.step(case, sem, None, SAID, content=C.POLICE)


@pytest.mark.parametrize("content", [C.COMMON, C.SENSITIVE, C.SPECIAL, C.CRIMINAL])
def test_words_of_a_step_with_police_data_are_shared_as_that_and_on_that_ground(step, sem, content):
    with pytest.raises(RuleBroken, match="share-police-class"):
        shared(sem, step, content=content, ground=ShareGround.PUBLIC_TASK)
    with pytest.raises(RuleBroken, match="share-police-act"):
        shared(sem, step, ground=ShareGround.PUBLIC_TASK)
    assert shared(sem, step).ground is ShareGround.POLICE_ACT


@pytest.mark.parametrize("was", list(C))
@pytest.mark.parametrize("becomes", list(C))
def test_a_correction_is_of_the_same_class_or_of_one_of_which_the_law_asks_more(
    town, case, sem, was, becomes
):
    first = town.step(case, sem, SAFETY, SAID, content=was)
    how = {"body": "Hij is verhoord.", "reason": "Vergist.", "content": becomes}
    if becomes.weight < was.weight:
        with pytest.raises(RuleBroken, match="class-lowered"):
            journal.correct_step(actor_for(sem), first, **how)
    else:
        assert journal.correct_step(actor_for(sem), first, **how).content is becomes


def test_a_correction_that_says_nothing_of_it_keeps_the_class(step, sem):
    better = journal.correct_step(actor_for(sem), step, body="Verhoord.", reason="Vergist.")
    assert better.content is C.POLICE


def test_a_step_on_the_strip_never_becomes_police_data(town, case, sem):
    first = town.step(case, sem, None, SAID)
    with pytest.raises(RuleBroken, match="police-data-on-strip"):
        journal.correct_step(
            actor_for(sem), first, body="Aha.", reason="Vergist.", content=C.POLICE
        )


# --- On the screen ------------------------------------------------------------------------------


def test_police_data_carries_its_mark_wherever_it_stands_and_nowhere_else(
    client, session, town, case, step, noor, sem
):
    pages = [f"/cases/{case.reference}", *(f"/steps/{step.id.hex}{one}" for one in PAGES)]
    journal.correct_step(actor_for(sem), step, body="Verhoord.", reason="Vergist.")
    accesslog.logbook(db.session()).seen.clear()
    session.commit()
    accesslog.logbook(db.session()).clear()
    client.sign_in(sem)
    told = client.get(pages[0]).text
    assert told.count(LABEL) == 2  # the last text, and the first one under it
    for page in pages[1:]:
        assert LABEL in client.get(page).text, page
    client.sign_in(noor)
    assert LABEL not in client.get(pages[0]).text


PAGES = ("", "/correction/new", "/share/new")


def test_the_class_is_chosen_with_the_step_and_shown(client, session, case, sem):
    page = f"/cases/{case.reference}"
    typed = {
        "place": "safety", "kind": "observation", "nature": "fact", "outcome": "none",
        "source": "police", "content": "police-data", "body": SAID,
        **day("happened_on", clock.today()), **day("next_on", clock.today()),
    }  # fmt: skip
    client.sign_in(sem)
    assert "gevoelig" in client.get(f"{page}/steps/new").text
    assert client.post(f"{page}/steps", data=typed).status_code == 303
    assert LABEL in client.get(page).text
    on_strip = client.post(f"{page}/steps", data=typed | {"place": "strip"})
    assert on_strip.status_code == 422
    assert "Politiegegevens komen alleen op de strook met een besluit." in on_strip.text
    unknown = client.post(f"{page}/steps", data=typed | {"content": "geheim"})
    assert unknown.status_code == 422


def test_a_draft_without_a_class_is_taken_up_as_usual_and_never_as_common(
    client, session, town, case, step, sem
):
    pages = {f"/cases/{case.reference}/steps": "sensitive"}
    pages[f"/steps/{step.id.hex}/correction"] = "police-data"
    for path in pages:
        journal.save_draft(
            actor_for(sem), town.municipality, path=path, fields=json.dumps({"body": ["Half"]})
        )
    session.commit()
    client.sign_in(sem)
    for path, chosen in pages.items():
        told = client.get(f"{path}/new").text
        assert "Half" in told
        assert f'<option selected value="{chosen}"' in told, path


def test_a_lighter_class_is_refused_at_its_field_and_what_was_typed_stays(
    client, session, step, sem
):
    page = f"/steps/{step.id.hex}/correction"
    client.sign_in(sem)
    typed = {"body": "Verhoord.", "reason": "Vergist.", "content": "common"}
    sent = client.post(page, data=typed)
    assert sent.status_code == 422
    assert "Lichter dan de eerste tekst kan niet" in sent.text
    assert "Verhoord." in sent.text
