"""What one was told stands on the screen, leads to what it is about, and comes as one chose."""

import pytest
from sqlalchemy import select

from caseapp import handovers, notifications
from caseapp.accesslog import Event
from caseapp.extensions import db
from caseapp.kernel.actor import Role
from caseapp.kernel.errors import RuleBroken
from caseapp.model.accesslog import AccessEntry, Processing
from caseapp.model.handovers import HandoverOf
from caseapp.model.messages import Message, MessageChoice, MessageKind, Way
from tests.support.cast import actor_for


@pytest.fixture
def noor(town):
    return town.person(Role.SOCIAL_WORKER, name="Noor")


@pytest.fixture
def dora(town):
    return town.person(Role.SOCIAL_WORKER, name="Dora")


@pytest.fixture
def case(town, noor):
    return town.case(care=noor, title="Ruzie om een schutting")


@pytest.fixture
def offered(case, noor, dora):
    made = handovers.offer(
        actor_for(noor), case, of=HandoverOf.CARE, user=dora, note="Ze drinkt weer."
    )
    db.session.commit()
    return made


def chosen(**fields):
    usual = {kind.value.replace("-", "_"): kind.usual.value for kind in notifications.CHOSEN}
    return usual | {"daily": "y"} | fields


def test_what_i_was_told_stands_there_and_leads_to_it(client, offered, case, dora):
    client.sign_in(dora)
    page = client.get("/notices").text
    assert "Er is u werk aangeboden" in page
    assert case.reference in page
    assert case.id in set(db.session.scalars(select(Processing.case_id)))
    assert "schutting" not in page
    message = db.session.scalars(select(Message)).one()
    answer = client.get(f"/notices/{message.id.hex}")
    assert (answer.status_code, answer.location) == (303, f"/handovers/{offered.id.hex}")
    assert client.get(answer.location).status_code == 200


def test_a_message_of_somebody_else_is_not_there(client, offered, noor):
    client.sign_in(noor)
    message = db.session.scalars(select(Message)).one()
    assert client.get(f"/notices/{message.id.hex}").status_code == 404
    assert "Er is u werk aangeboden" not in client.get("/notices").text


def test_what_is_answered_is_not_listed_any_more(client, offered, noor, dora):
    handovers.withdraw(actor_for(noor), offered)
    db.session.commit()
    client.sign_in(dora)
    assert "Geen berichten" in client.get("/notices").text


@pytest.mark.parametrize("kind", list(MessageKind))
def test_every_kind_leads_somewhere_and_has_a_name(app, kind):
    from caseapp.web.notice_labels import NOTICE_TEXTS
    from caseapp.web.notices import PLACES
    from caseapp.worker.words import TOLD

    assert kind in PLACES
    assert kind in dict(NOTICE_TEXTS)
    assert kind in TOLD or kind is MessageKind.DIGEST


def test_i_choose_how_i_am_told_and_that_is_logged(client, session, dora, case, noor):
    client.sign_in(dora)
    answer = client.post("/profile/notices", data=chosen(handover_offered="digest"))
    assert (answer.status_code, answer.location) == (303, "/notices")
    kept = session.scalars(select(MessageChoice)).one()
    assert (kept.kind, kept.way) == (MessageKind.HANDOVER_OFFERED, Way.DIGEST)
    events = session.scalars(select(AccessEntry.event)).all()
    assert Event.MESSAGES_CHOSEN in events
    handovers.offer(actor_for(noor), case, of=HandoverOf.CARE, user=dora, note="Dit speelt.")
    db.session.commit()
    assert session.scalars(select(Message.way)).one() is Way.DIGEST
    client.post("/profile/notices", data=chosen(daily=""))
    kept = session.scalars(select(MessageChoice)).one()
    assert (kept.kind, kept.way) == (MessageKind.DIGEST, Way.SCREEN)
    client.post("/profile/notices", data=chosen())
    assert session.scalars(select(MessageChoice)).all() == []


def test_what_must_reach_me_cannot_be_switched_off(client, session, dora, town):
    client.sign_in(dora)
    page = client.get("/profile/notices").text
    assert "Dit moet u bereiken" in page
    assert 'name="flag_raised"' not in page
    answer = client.post("/profile/notices", data=chosen(handover_offered="screen"))
    assert answer.status_code == 422
    assert "Kies een van deze." in answer.text
    assert session.scalars(select(MessageChoice)).all() == []
    with pytest.raises(RuleBroken):
        notifications.choose(
            actor_for(dora), town.municipality, ways={MessageKind.FLAG_RAISED: Way.SCREEN}
        )


def test_the_page_says_that_no_mail_goes_out_where_no_server_is_set(client, dora):
    client.sign_in(dora)
    assert "Er gaat nu geen mail uit" in client.get("/profile/notices").text


def test_the_administrator_sees_that_there_is_no_server_and_that_no_worker_worked(client, town):
    client.sign_in(town.person(Role.FUNCTIONAL_ADMINISTRATOR))
    page = client.get("/settings").text
    assert "Er is geen mailserver ingesteld" in page
    assert "Er heeft nog geen worker gewerkt" in page
