"""What is in the outbox reaches whoever it is for, once, as long as it may."""

from itertools import pairwise

import pytest
from sqlalchemy import select

from caseapp import accesslog, escalation, handovers, notifications
from caseapp.extensions import db
from caseapp.kernel import clock
from caseapp.kernel.actor import Role
from caseapp.model.handovers import HandoverOf
from caseapp.model.messages import Message, MessageChoice, MessageKind, Way
from caseapp.worker import delivering
from config import MailSecurity
from tests.support.cast import actor_for
from tests.support.post_office import PASSWORD, USER


@pytest.fixture
def noor(town):
    return town.person(Role.SOCIAL_WORKER, name="Noor Zandvliet")


@pytest.fixture
def dora(town):
    return town.person(Role.SOCIAL_WORKER, name="Dora Kwast")


@pytest.fixture
def case(town, noor):
    resident = town.resident(surname="Vandervelden", first_names="Hendrika")
    return town.case(resident, care=noor, title="Ruzie om een schutting")


@pytest.fixture
def offered(case, noor, dora):
    made = handovers.offer(
        actor_for(noor), case, of=HandoverOf.CARE, user=dora, note="Ze drinkt weer."
    )
    db.session.commit()
    return made


def row():
    db.session.expire_all()
    return db.session.scalars(select(Message)).one()


def test_a_mail_tells_that_there_is_something_and_nothing_of_what(
    office, mailing, offered, case, noor, dora
):
    mailing(office.settings())
    assert delivering.deliver_all() == 1
    (letter,) = office.letters()
    assert office.envelopes == [("samenhang@testdam.example", [dora.email])]
    assert letter["To"] == dora.email
    assert case.reference in letter["Subject"]
    message = row()
    assert letter["Message-ID"] == f"<{message.id.hex}@samenhang.testdam.example>"
    assert letter["Auto-Submitted"] == "auto-generated"
    text = letter.get_content()
    assert f"https://samenhang.testdam.example/notices/{message.id.hex}" in text
    whole = (str(letter) + text).casefold()
    for secret in ("vandervelden", "hendrika", "schutting", "drinkt", "noor", "kwast"):
        assert secret not in whole
    assert message.sent_at is not None
    assert message.next_at is None
    accesslog.logbook(db.session()).clear()
    assert delivering.deliver_all() == 0
    assert len(office.taken) == 1


def test_nothing_goes_when_the_change_did_not_happen(office, mailing, case, noor, dora):
    mailing(office.settings())
    with db.session.begin_nested() as undone:
        handovers.offer(actor_for(noor), case, of=HandoverOf.CARE, user=dora, note="Toch niet.")
        undone.rollback()
    accesslog.logbook(db.session()).clear()
    db.session.commit()
    assert delivering.deliver_all() == 0
    assert not office.taken


def test_who_reads_english_gets_it_in_english(office, mailing, offered, dora):
    mailing(office.settings())
    dora.language = "en"
    db.session.commit()
    delivering.deliver_all()
    (letter,) = office.letters()
    assert "Something is waiting for you" in letter["Subject"]
    assert letter["Content-Language"] == "en"


def test_what_was_taken_back_meanwhile_is_not_sent(office, mailing, offered, noor):
    mailing(office.settings())
    handovers.withdraw(actor_for(noor), offered)
    db.session.commit()
    assert delivering.deliver_all() == 0
    assert not office.taken
    assert row().trouble == "not-theirs"


def test_who_cannot_sign_in_any_more_gets_nothing(office, mailing, offered, dora):
    mailing(office.settings())
    dora.deactivated_at = clock.now()
    db.session.commit()
    delivering.deliver_all()
    assert not office.taken
    assert row().trouble == "nobody"


def test_of_a_shielded_case_not_even_the_reference_goes_out(office, mailing, case, noor, town):
    mailing(office.settings())
    director = town.person(Role.SOCIAL_WORKER)
    for user in (noor, director):
        assert user.id
    case.is_shielded = True
    notifications.tell(MessageKind.WORK_GIVEN, case.involvements[0], to=[noor.id], case_id=case.id)
    db.session.commit()
    accesslog.logbook(db.session()).clear()
    assert delivering.deliver_all() == 1
    (letter,) = office.letters()
    assert case.reference not in str(letter) + letter.get_content()


def test_a_server_that_is_busy_is_asked_again_later_and_then_given_up(
    office, mailing, offered, hands, town
):
    mailing(office.settings())
    office.answers = ["451 come back later"] * 10
    waits = []
    for _try in range(8):
        delivering.deliver_some()
        message = row()
        if message.next_at is None:
            break
        waits.append(message.next_at - clock.now())
        hands.pass_by(seconds=(message.next_at - clock.now()).total_seconds() + 1)
    assert len(waits) == 6
    assert all(later > sooner for sooner, later in pairwise(waits))
    message = row()
    assert message.gave_up_at is not None
    assert message.trouble == "refused-451"
    assert [one.trouble for one in notifications.given_up(town.id)] == ["refused-451"]
    assert not office.taken


def test_an_address_that_is_refused_for_good_is_not_tried_again(office, mailing, offered, dora):
    mailing(office.settings())
    office.refused_recipient = f"550 no mailbox for {dora.name}"
    delivering.deliver_all()
    message = row()
    assert message.gave_up_at is not None
    assert message.trouble == "recipient-refused-550"


@pytest.mark.parametrize("changes", [{"authority": None}, {"security": MailSecurity.TLS}])
def test_nothing_is_sent_to_who_cannot_prove_to_be_the_server(office, mailing, offered, changes):
    mailing(office.settings(**changes))
    delivering.deliver_all()
    assert not office.taken
    assert row().trouble == "not-secure"


def test_nothing_is_sent_in_the_open_when_the_server_cannot_close_the_way(
    open_office, mailing, offered
):
    mailing(open_office.settings(security=MailSecurity.STARTTLS))
    delivering.deliver_all()
    assert not open_office.taken
    assert row().trouble.startswith("server-away")


def test_a_server_that_wants_a_sign_in_gets_it_and_a_wrong_one_is_trouble(office, mailing, offered):
    mailing(office.settings(user=USER, password="iets anders"))
    delivering.deliver_all()
    assert row().trouble == "sign-in-refused"
    db.session.execute(Message.__table__.update().values(next_at=clock.now()))
    db.session.commit()
    mailing(office.settings(user=USER, password=PASSWORD))
    assert delivering.deliver_all() == 1


def test_a_server_that_is_away_keeps_the_mail_waiting(office, mailing, offered):
    settings = office.settings()
    office.close()
    mailing(settings)
    delivering.deliver_all()
    message = row()
    assert message.trouble == "server-away-ConnectionRefusedError"
    assert message.next_at > clock.now()


def test_without_a_server_nothing_is_claimed(mailing, offered):
    mailing(None)
    assert delivering.deliver_some() is None
    assert row().tries == 0


def test_an_address_with_a_line_break_in_it_forges_no_header(office, mailing, offered, dora):
    mailing(office.settings())
    dora.email = "dora@testdam.example\r\nBcc: all@elsewhere.example"
    db.session.commit()
    delivering.deliver_all()
    assert not office.taken
    assert row().trouble == "ValueError"


def test_a_mail_that_kills_every_worker_is_given_up(office, mailing, offered):
    mailing(office.settings())
    tried = Message.__table__.update().values(tries=notifications.MOST_TRIES)
    db.session.execute(tried)
    db.session.commit()
    assert delivering.deliver_all() == 0
    assert row().trouble == "worker-died"


def test_what_somebody_wants_in_the_digest_does_not_go_at_once(
    office, mailing, case, noor, dora, town
):
    mailing(office.settings())
    wanted = {MessageKind.HANDOVER_OFFERED: Way.DIGEST}
    notifications.choose(actor_for(dora), town.municipality, ways=wanted)
    handovers.offer(actor_for(noor), case, of=HandoverOf.CARE, user=dora, note="Dit speelt.")
    db.session.commit()
    assert delivering.deliver_all() == 0
    assert row().way is Way.DIGEST


def test_a_flag_reaches_whoever_must_know_at_once_whatever_they_chose(
    office, mailing, case, noor, town
):
    mailing(office.settings())
    lida = town.person(Role.TEAM_LEAD, name="Lida")
    db.session.add(
        MessageChoice(
            municipality_id=town.id,
            user_id=lida.id,
            kind=MessageKind.FLAG_RAISED,
            way=Way.SCREEN,
            chosen_at=clock.now(),
        )
    )
    escalation.raise_flag(actor_for(noor), case, facts="Hij dreigt.")
    db.session.commit()
    delivering.deliver_all()
    assert [letter["To"] for letter in office.letters()] == [lida.email]
    assert "Hij dreigt" not in office.letters()[0].get_content()
