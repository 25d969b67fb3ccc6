"""The mail of the day: on working days, with numbers equal to the lists, and nobody named."""

from datetime import date, timedelta

import pytest
from sqlalchemy import select

from caseapp import accesslog, handovers, notifications, settings, watchdog, worklists
from caseapp.extensions import db
from caseapp.kernel import clock, deadlines
from caseapp.kernel.actor import Role
from caseapp.model.handovers import HandoverOf
from caseapp.model.leaves import Leave
from caseapp.model.messages import Message, MessageKind, Way
from caseapp.worker import delivering, digests
from tests.support.cast import actor_for

WEDNESDAY, SUNDAY, KINGS_DAY = date(2026, 12, 2), date(2026, 12, 6), date(2027, 4, 27)


@pytest.fixture
def on(hands):
    def go_to(day):
        hands.ahead = clock.midnight(day) + timedelta(hours=9) - hands.real()

    go_to(WEDNESDAY)
    return go_to


@pytest.fixture
def noor(town, on):
    return town.person(Role.SOCIAL_WORKER, name="Noor")


@pytest.fixture
def late(town, noor):
    made = [town.case(care=noor, next_on=clock.today() - timedelta(days=3)) for _ in range(3)]
    for case in made:
        watchdog.examine_cases(town.id, [case.id])
    db.session.commit()
    accesslog.logbook(db.session()).clear()
    return made


def written():
    digests.write_all()
    accesslog.logbook(db.session()).clear()
    query = select(Message).where(Message.kind == MessageKind.DIGEST)
    return db.session.scalars(query.execution_options(populate_existing=True)).all()


def test_each_number_is_as_long_as_the_list_behind_its_link(office, mailing, town, noor, late):
    mailing(office.settings())
    assert len(written()) == 1
    delivering.deliver_all()
    (letter,) = office.letters()
    work = worklists.work_of(actor_for(noor))
    accesslog.logbook(db.session()).clear()
    assert len(work.items) == sum(worklists.tally(actor_for(noor)).values()) == 3
    assert "Nu nodig: 3" in letter.get_content()
    assert "https://samenhang.testdam.example/" in letter.get_content()
    assert not any(case.reference in letter.get_content() for case in late)
    accesslog.logbook(db.session()).clear()


def test_the_lead_reads_as_many_cracks_as_the_page_shows(office, mailing, town, late, client):
    mailing(office.settings())
    lida = town.person(Role.TEAM_LEAD, name="Lida")
    written()
    delivering.deliver_all()
    letter = next(one for one in office.letters() if one["To"] == lida.email)
    number = watchdog.count(actor_for(lida))
    assert number == len(watchdog.page(actor_for(lida)).items)
    accesslog.logbook(db.session()).clear()
    assert f"Wal en schip: {number}" in letter.get_content()


@pytest.mark.parametrize("day", [SUNDAY, KINGS_DAY, date(2026, 12, 25)])
def test_nobody_gets_it_on_a_day_off(office, mailing, noor, on, day):
    mailing(office.settings())
    on(day)
    assert written() == []


def test_nobody_gets_it_on_a_day_the_municipality_is_closed(office, mailing, town, noor):
    mailing(office.settings())
    day = deadlines.working_days_after(clock.today(), 1)
    fay = actor_for(town.person(Role.FUNCTIONAL_ADMINISTRATOR))
    settings.close_on(fay, town.municipality, day=clock.today(), name="Brugdag")
    db.session.commit()
    assert day > clock.today()
    assert written() == []


def test_once_a_day_however_often_it_is_written(office, mailing, noor, late):
    mailing(office.settings())
    assert len(written()) == len(written()) == 1


def test_who_is_on_leave_gets_it_when_they_are_back(office, mailing, town, noor, late, on):
    mailing(office.settings())
    db.session.add(
        Leave(
            municipality_id=town.id,
            user_id=noor.id,
            first_on=clock.today(),
            last_on=clock.today(),
            asked_at=clock.now(),
            asked_by_id=noor.id,
        )
    )
    db.session.commit()
    accesslog.logbook(db.session()).clear()
    assert written() == []
    on(WEDNESDAY + timedelta(days=1))
    assert len(written()) == 1


def test_a_day_with_nothing_brings_no_mail(office, mailing, noor):
    mailing(office.settings())
    (message,) = written()
    delivering.deliver_all()
    assert not office.taken
    db.session.refresh(message)
    assert message.trouble == "nothing-waits"


def test_without_a_mail_server_none_is_written(mailing, noor, late):
    mailing(None)
    assert written() == []


def test_what_was_put_in_it_is_told_once_and_who_wants_none_gets_what_must_reach_them(
    office, mailing, town, noor, on
):
    mailing(office.settings())
    dora = town.person(Role.SOCIAL_WORKER, name="Dora")
    ways = {MessageKind.HANDOVER_OFFERED: Way.DIGEST, MessageKind.DIGEST: Way.SCREEN}
    notifications.choose(actor_for(dora), town.municipality, ways=ways)
    case = town.case(care=noor, title="Een geheim", next_on=clock.today() + timedelta(days=30))
    handovers.offer(actor_for(noor), case, of=HandoverOf.CARE, user=dora, note="Dit speelt.")
    db.session.commit()
    written()
    delivering.deliver_all()
    letter = next(one for one in office.letters() if one["To"] == dora.email)
    text = letter.get_content()
    assert "1 nieuw bericht" in text
    assert f"({case.reference})" in text
    assert "geheim" not in text
    accesslog.logbook(db.session()).clear()
    offered = db.session.scalars(
        select(Message).where(Message.kind == MessageKind.HANDOVER_OFFERED)
    ).one()
    assert offered.sent_at is not None
    on(WEDNESDAY + timedelta(days=1))
    assert dora.id not in {one.user_id for one in written() if one.slot == "2026-12-03"}
