"""What has had its time is forgotten, and its key with it: by a command, and with each sign-in."""

import json
from datetime import timedelta

import pytest
from sqlalchemy import func, select, update

from caseapp import accesslog, journal, notifications, residents
from caseapp.extensions import db
from caseapp.flows import case_import, sweeping
from caseapp.kernel import clock
from caseapp.kernel.actor import Role
from caseapp.model.accesslog import StatedPurpose
from caseapp.model.accounts import SignInAttempt, UserSession
from caseapp.model.forms import FormReceipt
from caseapp.model.imports import ImportRun, ImportState
from caseapp.model.journal import Draft
from caseapp.model.messages import Message, MessageKind
from caseapp.model.sealed import DataKey
from caseapp.model.searches import Search
from caseapp.residents import Question
from tests.support.cast import PASSWORD, actor_for

TYPED = "Mevrouw vertelde dat"
LIST = b"Naam;Straat\nJan Wissink;Kerkstraat\n"
KEPT = (Search, Draft, UserSession, SignInAttempt, StatedPurpose, FormReceipt, Message)
TOLD_BEFORE = timedelta(days=60)
"""So long ago was told what is in the outbox when the test begins."""
LASTS = {
    Search: timedelta(hours=8),
    Draft: timedelta(days=30),
    UserSession: timedelta(days=7),
    SignInAttempt: timedelta(minutes=15),
    StatedPurpose: timedelta(days=1),
    FormReceipt: timedelta(days=7),
    Message: timedelta(days=90) - TOLD_BEFORE,
}


@pytest.fixture
def later(monkeypatch):
    """Let time pass; everything asks the one clock."""
    now = clock.now()

    def pass_by(span):
        monkeypatch.setattr(clock, "now", lambda: now + span)

    pass_by(timedelta(0))
    return pass_by


@pytest.fixture
def left(session, town, thea, client, later):
    """Have one of everything that is kept for a while."""
    actor = actor_for(thea)
    case = town.case(town.resident())
    client.sign_in(thea)
    accesslog.book_of(actor)
    residents.keep_search(actor, town.municipality, question=Question(name="Wissink"))
    journal.save_draft(actor, town.municipality, path="/residents", fields=f'{{"a": ["{TYPED}"]}}')
    accesslog.state_purpose(actor, case.subjects[0].resident, purpose=accesslog.Purpose.COMPLAINT)
    case_import.offer_list(actor, town.municipality, file_name="Wissink.csv", data=LIST)
    now = clock.now()
    session.add(SignInAttempt(key_hash=b"k", at=now))
    notifications.tell(MessageKind.REVIEW_WAITS, town.municipality, to=[thea.id])
    session.execute(update(Message).values(made_at=now - TOLD_BEFORE))
    session.add(FormReceipt(user_id=thea.id, key_hash=b"k", location="/", at=now))
    session.commit()


def count(session, noun):
    query = select(func.count()).select_from(noun).execution_options(unseen="count")
    return session.execute(query).scalar_one()


def test_what_is_still_of_use_stays(left, session):
    assert set(sweeping.sweep().values()) == {0}
    assert {count(session, noun) for noun in KEPT} == {1}


@pytest.mark.parametrize("noun", KEPT)
def test_what_has_had_its_time_goes(left, session, later, noun):
    later(LASTS[noun] - timedelta(minutes=1) - (noun is StatedPurpose) * timedelta(days=1))
    sweeping.sweep()
    assert count(session, noun) == 1
    later(LASTS[noun] + timedelta(seconds=2))
    sweeping.sweep()
    assert count(session, noun) == 0


def test_the_key_goes_with_what_was_typed(left, session, later):
    typed = session.scalars(select(Draft.key_id)).one()
    sought = session.scalars(select(Search.key_id)).one()
    later(timedelta(days=31))
    sweeping.sweep()
    assert session.scalars(select(DataKey).where(DataKey.id.in_([typed, sought]))).all() == []


def test_a_draft_that_expired_is_not_taken_up_although_nobody_swept(left, thea, later):
    assert journal.draft(actor_for(thea), "/residents") is not None
    later(timedelta(days=30))
    assert journal.draft(actor_for(thea), "/residents") is None


def test_a_list_left_lying_is_thrown_away_and_can_never_be_read(left, session, later, client):
    later(timedelta(days=13))
    assert sweeping.sweep()["lists"] == 0
    later(timedelta(days=14))
    assert sweeping.sweep()["lists"] == 1
    session.commit()
    session.expire_all()
    run = session.scalars(select(ImportRun)).one()
    assert (run.state, run.file_text, run.file_name) == (ImportState.DISCARDED, "", "")
    assert run.key.wrapped is None


def test_the_key_of_a_draft_goes_when_its_form_is_sent_or_it_is_thrown_away(
    session, town, thea, client
):
    client.sign_in(thea)
    keys = count(session, DataKey)
    for send in (
        lambda: client.post("/residents", data={"surname": "Nieuwkomer"}),
        lambda: client.post("/drafts/discard", data={"draft": "/residents", "page": "/"}),
    ):
        client.post("/drafts", data={"draft": "/residents", "surname": TYPED})
        assert TYPED in client.get("/residents/new").text
        assert send().status_code == 303
        assert count(session, Draft) == 0
        assert TYPED not in client.get("/residents/new").text
    assert count(session, DataKey) == keys + 1  # of the resident who was registered


@pytest.mark.parametrize("page", ["", "elders", "//elders.example", "/\\elders.example"])
def test_after_throwing_a_draft_away_one_stays_with_us(client, thea, page):
    client.sign_in(thea)
    assert client.post("/drafts/discard", data={"draft": "/x", "page": page}).status_code == 400


def test_nobody_throws_away_the_draft_of_another(client, session, town, left):
    client.sign_in(town.person(Role.INTAKE))
    client.post("/drafts/discard", data={"draft": "/residents", "page": "/"})
    assert count(session, Draft) == 1


def test_who_signs_in_sweeps_a_little(left, session, later, client, thea):
    later(timedelta(days=31))
    sent = client.post("/sign-in", data={"email": thea.email, "password": PASSWORD})
    assert sent.status_code == 303
    assert {noun: count(session, noun) for noun in KEPT if noun is not UserSession} == {
        noun: 0 for noun in KEPT if noun is not UserSession
    }
    assert count(session, UserSession) == 1


def test_the_technical_log_says_how_much_went_and_of_nobody(left, later, capsys):
    later(timedelta(days=31))
    sweeping.sweep()
    (line,) = capsys.readouterr().out.splitlines()
    told = json.loads(line)
    assert told["event"] == "swept"
    assert {told[name] for name in sweeping.KINDS} == {1}
    assert TYPED not in line
    assert set(told) == {"event", "level", "timestamp", *sweeping.KINDS}
    sweeping.sweep()
    assert capsys.readouterr().out == ""


def test_a_command_sweeps_everything_however_much(app, left, session, later, monkeypatch):
    monkeypatch.setattr("caseapp.flows.recurring.AT_ONCE", 2)
    now = clock.now()
    db.session.add_all([SignInAttempt(key_hash=b"k", at=now) for _ in range(5)])
    db.session.commit()
    later(timedelta(days=31))
    told = app.test_cli_runner().invoke(args=["sweep"])
    assert told.exit_code == 0, told.output
    assert "6 attempts" in told.output
    assert count(session, SignInAttempt) == 0
