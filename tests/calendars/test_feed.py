"""Own dates under a secret address: only days and references, only one's own, and it can end."""

from datetime import UTC, datetime, time, timedelta

import pytest
from sqlalchemy import select

from caseapp import accesslog, signals
from caseapp.accesslog import Event
from caseapp.extensions import db
from caseapp.kernel import clock
from caseapp.kernel.actor import Role
from caseapp.model.accesslog import AccessEntry, Processing
from caseapp.model.calendars import CalendarFeed
from caseapp.model.escalation import PhaseChange
from caseapp.model.leaves import Leave
from caseapp.model.meeting_words import ItemOutcome
from tests.meetings.meeting_up import asked, called, concluded, tabled
from tests.support.cast import actor_for
from tests.support.reporting import report

DAY = timedelta(days=1)


@pytest.fixture
def noor(town):
    return town.person(Role.SOCIAL_WORKER, name="Noor Zandvliet")


@pytest.fixture
def case(town, noor, dora):
    resident = town.resident(surname="Vandervelden", street="Kerkstraat")
    return town.case(
        resident,
        care=noor,
        director=dora,
        title="Ruzie om een schutting",
        next_on=clock.today() + 5 * DAY,
    )


@pytest.fixture
def address(client, noor):
    """Make an address on the screen, and then be nobody who is signed in."""
    client.sign_in(noor)
    page = client.post("/profile/calendar").text
    found = page.partition("/calendar/")[2].partition(".ics")[0]
    assert len(found) == 43
    client.delete_cookie("samenhang")
    return f"/calendar/{found}.ics"


def summaries(text):
    return [line for line in text.replace("\r\n ", "").splitlines() if line.startswith("SUMMARY")]


def test_my_days_are_there_with_a_reference_and_nothing_of_whom_it_is_about(
    client, case, noor, address
):
    answer = client.get(address)
    assert (answer.status_code, answer.mimetype) == (200, "text/calendar")
    assert answer.headers["Cache-Control"] == "no-store"
    assert summaries(answer.text) == [f"SUMMARY:Bezet – {case.reference}"]
    assert f"DTSTART;VALUE=DATE:{clock.today() + 5 * DAY:%Y%m%d}" in answer.text
    for secret in ("Vandervelden", "Kerkstraat", "schutting", "Noor"):
        assert secret not in answer.text


def test_leave_and_a_shielded_case_are_busy_and_no_more(client, session, case, noor, address):
    accesslog.logbook(db.session()).clear()
    case.is_shielded = True
    accesslog.logbook(db.session()).clear()
    session.add(
        Leave(
            municipality_id=noor.municipality_id,
            user_id=noor.id,
            first_on=clock.today() + DAY,
            last_on=clock.today() + 3 * DAY,
            asked_at=clock.now(),
            asked_by_id=noor.id,
        )
    )
    accesslog.logbook(db.session()).clear()
    session.commit()
    answer = client.get(address)
    assert summaries(answer.text) == ["SUMMARY:Bezet", "SUMMARY:Bezet"]
    assert case.reference not in answer.text


def test_the_day_to_weigh_a_case_again_and_those_of_my_signals_are_mine_too(
    client, session, town, noor, address
):
    case = town.case(director=noor, phase=3)
    signal = report(town, noor, team=town.care_team)
    signals.plan(actor_for(noor), signal, user=noor, next_on=clock.today() + 2 * DAY)
    for days_ago, ahead in ((9, 4), (2, 8)):
        change = PhaseChange(
            municipality_id=town.id,
            case_id=case.id,
            from_phase=1,
            to_phase=3,
            review_on=clock.today() + ahead * DAY,
            decided_by_id=noor.id,
            changed_at=clock.now() - days_ago * DAY,
        )
        session.add(change)
    session.commit()
    text = client.get(address).text
    assert summaries(text) == ["SUMMARY:Bezet", f"SUMMARY:Bezet – {case.reference}"]
    days = [f"DTSTART;VALUE=DATE:{clock.today() + ahead * DAY:%Y%m%d}" for ahead in (2, 8)]
    assert all(day in text for day in days), "of a case only the last time it was weighed counts"
    for secret in ("geschreeuwd", "Dorpsstraat"):
        assert secret not in text


def test_a_meeting_i_sit_at_has_its_hour_and_a_link_and_says_nothing_of_whom(
    client, town, dora, case, noor, address
):
    meeting, theirs = called(town, dora, 5), called(town, dora, 6)
    item = tabled(dora, case, meeting, purpose="Wie regelt de woning?")
    asked(dora, item, user=noor)
    meeting_id = meeting.id.hex
    text = client.get(address).text.replace("\r\n ", "")
    assert summaries(text) == [f"SUMMARY:Bezet – {case.reference}", "SUMMARY:Overleg"]
    assert f"/meetings/{meeting_id}" in text
    assert theirs.id.hex not in text
    begins = datetime.combine(clock.today() + 5 * DAY, time(9, 30), tzinfo=clock.AMSTERDAM)
    assert f"DTSTART:{begins.astimezone(UTC):%Y%m%dT%H%M%SZ}" in text
    for secret in ("Vandervelden", "woning", "Zaal", "Dora"):
        assert secret not in text


def test_a_case_taken_off_the_agenda_takes_its_guests_hour_away(
    client, session, town, dora, case, noor, address
):
    item = tabled(dora, case, called(town, dora, 5))
    asked(dora, item, user=noor)
    assert "SUMMARY:Overleg" in client.get(address).text
    concluded(dora, item, ItemOutcome.WITHDRAWN, reason="Opgelost.")
    assert "SUMMARY:Overleg" not in client.get(address).text


def test_the_days_of_somebody_else_are_not_mine(client, town, address):
    other = town.person(Role.SOCIAL_WORKER)
    town.case(care=other, next_on=clock.today() + DAY)
    town.case(next_on=clock.today() + DAY)
    assert summaries(client.get(address).text) == []


def test_the_log_says_that_it_was_fetched_and_by_whose_secret(client, session, noor, address):
    client.get(address)
    entry = session.scalars(
        select(AccessEntry).where(AccessEntry.event == Event.CALENDAR_FETCHED)
    ).one()
    feed = session.scalars(select(CalendarFeed)).one()
    assert (entry.user_id, entry.subject_id) == (noor.id, feed.id)
    lines = select(Processing).where(Processing.entry_seq == entry.seq)
    assert session.scalars(lines).all() == []


def test_the_secret_stands_nowhere_in_the_database(session, address):
    secret = address.removeprefix("/calendar/").removesuffix(".ics")
    feed = session.scalars(select(CalendarFeed)).one()
    assert secret.encode() not in feed.secret_hash
    assert len(feed.secret_hash) == 32
    for table in ("calendar_feeds", "access_entries", "form_receipts"):
        for row in session.connection().exec_driver_sql(f"SELECT * FROM {table}"):
            assert secret not in str(tuple(row))


def test_a_new_address_ends_the_old_one_and_an_end_ends_it_all(client, session, noor, address):
    client.sign_in(noor)
    client.post("/profile/calendar")
    assert client.get(address).status_code == 404
    running = select(CalendarFeed).where(CalendarFeed.ended_at.is_(None))
    assert len(session.scalars(running).all()) == 1
    assert client.post("/profile/calendar/ending").status_code == 303
    assert session.scalars(running).all() == []
    events = set(session.scalars(select(AccessEntry.event)))
    assert {Event.CALENDAR_MADE, Event.CALENDAR_ENDED} <= events


def test_pressing_twice_makes_one_address(client, session, noor):
    client.sign_in(noor)
    for _time in range(2):
        client.post("/profile/calendar", data={"form_key": "a" * 32})
    assert len(session.scalars(select(CalendarFeed)).all()) == 1


def test_who_cannot_sign_in_any_more_has_no_calendar(client, session, noor, address):
    noor.deactivated_at = clock.now()
    session.commit()
    gone = client.get(address)
    never = client.get(f"/calendar/{'A' * 43}.ics")
    assert (gone.status_code, never.status_code) == (404, 404)
    assert len(gone.text) == len(never.text)


@pytest.mark.parametrize("secret", ["x", "A" * 42, "A" * 44, "A" * 42 + ".", "é" * 43])
def test_what_can_be_no_secret_is_not_there(client, secret):
    assert client.get(f"/calendar/{secret}.ics").status_code == 404


def test_who_asks_too_often_is_asked_to_wait(client, noor, address):
    answers = [client.get(address) for _time in range(8)]
    assert [one.status_code for one in answers] == [200] * 6 + [429] * 2
    assert answers[-1].headers["Retry-After"] == "60"
    assert "BEGIN:VCALENDAR" not in answers[-1].text


def test_who_reads_english_is_busy(client, session, case, noor, address):
    noor.language = "en"
    session.commit()
    assert summaries(client.get(address).text) == [f"SUMMARY:Busy – {case.reference}"]
