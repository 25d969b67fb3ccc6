"""Before what was shared ends, who shared it and who reads it on the other side are told."""

from datetime import timedelta

import pytest

from caseapp import accesslog, settings, worklists
from caseapp.extensions import db
from caseapp.journal import sharing
from caseapp.kernel import clock, deadlines
from caseapp.model.case_words import TrackKind
from caseapp.model.content import ContentClass
from caseapp.model.shares import ShareGround
from caseapp.worklists import Reason
from tests.support.cast import actor_for

CARE = TrackKind.CARE
SAID = "Zij is bang thuis."


@pytest.fixture
def case(town, noor, sem, dora):
    return town.case(town.resident(), care=noor, safety=sem, director=dora)


@pytest.fixture
def step(town, case, noor):
    return town.step(case, noor, CARE, SAID)


@pytest.fixture(autouse=True)
def _seen(session):
    yield
    accesslog.logbook(db.session()).clear()


def shared(who, step, until_on):
    made = sharing.share_excerpt(
        actor_for(who),
        step,
        excerpt=SAID,
        purpose="Voor het overleg.",
        content=ContentClass.SENSITIVE,
        ground=ShareGround.PUBLIC_TASK,
        until_on=until_on,
    )
    db.session.commit()
    accesslog.logbook(db.session()).clear()
    return made


def told(who):
    found = worklists.work_of(actor_for(who)).items
    accesslog.logbook(db.session()).clear()
    return [one.noun.until_on for one in found if one.reason is Reason.SHARE_ENDING]


def ahead(number):
    return deadlines.working_days_after(clock.today(), number)


def test_who_shared_it_and_who_owns_the_other_track_see_that_it_ends(step, noor, sem, dora):
    end = ahead(5)
    shared(noor, step, end)
    assert (told(noor), told(sem), told(dora)) == ([end], [end], [])


def test_nobody_is_told_before_the_term_nor_once_it_ended(step, noor, sem, hands):
    end = ahead(6)
    shared(noor, step, end)
    assert (told(noor), told(sem)) == ([], [])
    hands.pass_by(days=(end - clock.today()).days)
    assert (told(noor), told(sem)) == ([end], [end])
    hands.pass_by(days=1)
    assert (told(noor), told(sem)) == ([], [])


def test_what_was_shared_anew_for_longer_or_withdrawn_is_no_news(step, noor, sem):
    first = shared(noor, step, ahead(2))
    later = shared(noor, step, clock.today() + timedelta(days=90))
    assert (told(noor), told(sem)) == ([], [])
    sharing.withdraw_share(actor_for(noor), later)
    db.session.commit()
    assert told(sem) == [first.until_on]
    sharing.withdraw_share(actor_for(noor), first)
    db.session.commit()
    assert told(sem) == []


def test_the_term_is_a_number_of_the_municipality(town, step, noor):
    end = ahead(8)
    shared(noor, step, end)
    assert told(noor) == []
    settings.keep_number(
        town.municipality, name=settings.SHARE_NOTICE_DAYS.name, number=10, reason="Eerder."
    )
    assert told(noor) == [end]


def test_the_line_says_who_shared_from_which_track_until_when_and_not_what(
    client, session, step, noor, sem
):
    shared(noor, step, ahead(3))
    client.sign_in(sem)
    page = client.get("/").text
    assert f"Wat {noor.name} deelde uit het zorgspoor, is te lezen tot en met" in page
    assert SAID not in page
