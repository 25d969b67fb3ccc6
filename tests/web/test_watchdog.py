"""Wal en schip: the list, its number, one click to mend, and what nobody sees of the other side."""

import hashlib
import re
from datetime import timedelta

import pytest
from sqlalchemy import select

from caseapp import cases, watchdog
from caseapp.accesslog import Event
from caseapp.extensions import db
from caseapp.kernel import clock
from caseapp.kernel.actor import Role
from caseapp.model.accesslog import AccessEntry, Processing
from caseapp.model.case_words import Part, TrackKind
from caseapp.model.watchdog import CoverStatement, Finding, FindingKind
from caseapp.watchdog import stating

DAY = timedelta(days=1)


def opened(client, user, path="/watchdog"):
    client.sign_in(user)
    answer = client.get(path)
    assert answer.status_code == 200
    return " ".join(answer.get_data(as_text=True).split())


def late(town, noor, sem, days=3):
    return town.case(
        town.resident("Yılmaz"), care=noor, safety=sem, next_on=clock.today() - days * DAY
    )


def lines_of(page):
    """Count what asks attention: what was mended stands below it."""
    return page.count("Te herstellen door")


def number_on_menu(page):
    found = re.search(r'Wal en schip</span> ?<span class="count">([^<]*)<', page)
    return int(found.group(1)) if found else 0


def test_a_line_says_what_is_wrong_why_who_mends_it_and_how_it_ends(client, town, noor, sem, lida):
    case = late(town, noor, sem)
    page = opened(client, lida)
    assert case.reference in page
    assert "3 dagen voorbij" in page
    assert "Te herstellen door eigenaar, casusregisseur of teamleider" in page
    assert "verdwijnt met een nieuwe datum" in page
    assert "Datum zetten" in page
    assert "Yılmaz" not in page


def test_the_number_on_the_menu_is_the_length_of_the_list(client, town, noor, sem, lida):
    for days in (1, 2, 3):
        late(town, noor, sem, days)
    page = opened(client, lida)
    assert lines_of(page) == number_on_menu(page) == 3
    assert "3 regels" in page


def test_one_click_leads_to_the_form_and_a_line_leads_back(client, session, town, noor, sem, lida):
    case = late(town, noor, sem)
    page = opened(client, lida)
    (address,) = re.findall(r'action="(/watchdog/[0-9a-f]+/repair)"', page)
    there = client.post(address)
    assert there.location == f"/cases/{case.reference}/tracks/care/edit"
    assert "Terug naar Wal en schip" in client.get("/").text
    assert "Terug naar Wal en schip" not in client.get("/watchdog").text


def test_who_is_to_have_what_is_filled_in_on_the_form_by_which_it_is_mended(
    client, session, town, noor, sem, lida
):
    case = town.case(care=noor, safety=sem, next_on=clock.today() + 9 * DAY)
    noor.deactivated_at = clock.now()
    session.commit()
    watchdog.examine(town.id)
    page = opened(client, lida)
    (address,) = re.findall(r'action="(/watchdog/[0-9a-f]+/repair)"', page)
    there = client.post(address)
    assert there.location == f"/cases/{case.reference}/staff/new?part=owner&place=care"
    client.post(f"/purposes/cases/{case.id.hex}", data={"purpose": "supervision"})
    form = " ".join(client.get(there.location).text.split())
    assert re.search(r'name="part" value="owner"[^>]*checked', form)
    assert re.search(r'name="place" value="care"[^>]*checked', form)
    nonsense = client.get(f"/cases/{case.reference}/staff/new?part=king&place=moon")
    assert nonsense.status_code == 200


def test_what_is_mended_leaves_the_list_and_comes_into_the_history(
    client, session, town, noor, sem, lida
):
    case = late(town, noor, sem)
    case.track(TrackKind.CARE).next_on = clock.today() + DAY
    session.commit()
    page = opened(client, lida)
    assert number_on_menu(page) == 0
    assert "Hier valt niets tussen wal en schip" in page
    assert "Hersteld in de laatste twee weken" in page


def test_a_lead_sees_nothing_of_the_track_of_another_team(client, session, town, noor, sem, lida):
    case = town.case(care=noor, safety=sem, next_on=clock.today() + 9 * DAY)
    case.track(TrackKind.SAFETY).next_on = None
    session.commit()
    reference, other = case.reference, town.person(Role.TEAM_LEAD, team=town.safety_team)
    assert reference not in opened(client, lida)
    assert reference in opened(client, other)


def test_a_shielded_case_that_somebody_directs_is_on_the_list_of_nobody_by_office(
    client, session, town, noor, sem, lida
):
    case = late(town, noor, sem)
    cases.involve(case, noor.id, Part.DIRECTOR, None)
    case.is_shielded = True
    session.commit()
    reference, piet = case.reference, town.person(Role.PROCESS_DIRECTOR)
    assert reference not in opened(client, lida)
    assert reference not in opened(client, piet)


def test_the_process_director_sees_all_and_may_choose_a_team_and_a_kind(
    client, town, noor, sem, lida
):
    reference, team = late(town, noor, sem).reference, town.care_team.id.hex
    piet = town.person(Role.PROCESS_DIRECTOR)
    assert reference in opened(client, piet)
    by_team = opened(client, piet, f"/watchdog?team={team}&kind=date-passed")
    assert lines_of(by_team) == 1
    assert reference not in opened(client, piet, "/watchdog?kind=stagnation")
    assert reference in opened(client, piet, "/watchdog?kind=nonsense&team=nonsense&mark=x")


@pytest.mark.parametrize("role", [Role.PRIVACY_OFFICER, Role.FUNCTIONAL_ADMINISTRATOR])
def test_who_keeps_the_system_sees_no_case(client, town, noor, sem, role):
    case = late(town, noor, sem)
    page = opened(client, town.person(role))
    assert case.reference not in page
    assert ("Team veiligheid" in page) is (role is Role.FUNCTIONAL_ADMINISTRATOR)


@pytest.mark.parametrize("role", [Role.SOCIAL_WORKER, Role.MAYOR, Role.CHAIN_PARTNER, Role.CISO])
def test_the_page_is_not_there_for_others(client, town, role):
    client.sign_in(town.person(role))
    assert client.get("/watchdog").status_code == 404


def test_the_log_says_about_whom_the_list_was(client, session, town, noor, sem, lida):
    person = town.resident("Yılmaz")
    town.case(person, care=noor, safety=sem, next_on=clock.today() - DAY)
    identity = person.id
    opened(client, lida)
    entry = session.scalars(
        select(AccessEntry).where(AccessEntry.event == Event.COVER_SHOWN)
    ).all()[-1]
    lines = session.scalars(
        select(Processing.resident_id).where(Processing.entry_seq == entry.seq)
    ).all()
    assert lines == [identity]


def test_a_long_list_goes_on_on_a_next_page(client, town, noor, sem, lida):
    for _ in range(52):
        town.case(care=noor, safety=sem, next_on=clock.today() - DAY)
    page = opened(client, lida)
    assert lines_of(page) == 50
    (more,) = re.findall(r'href="(/watchdog\?mark=[^"]+)"', page)
    assert lines_of(opened(client, lida, more)) == 2


def test_the_statement_of_a_night_adds_up_and_is_compared_with_the_night_before(
    client, session, town, noor, sem, lida, hands
):
    case = late(town, noor, sem)
    first = watchdog.state(town.municipality)
    session.commit()
    assert (first.open_count, first.covered_count, first.uncovered_count) == (3, 1, 2)
    assert (first.new_count, first.mended_count) == (2, 0)
    assert watchdog.state(town.municipality) is first
    case.track(TrackKind.CARE).next_on = clock.today() + 9 * DAY
    session.commit()
    hands.pass_by(days=1)
    second = watchdog.state(town.municipality)
    session.commit()
    assert (second.uncovered_count, second.new_count, second.mended_count) == (1, 0, 1)
    page = opened(client, lida)
    assert second.digest.hex()[:16] in page
    assert "klopt niet" not in page


def test_the_log_holds_the_hash_of_the_statement_and_another_list_does_not_fit(
    client, session, town, noor, sem, lida
):
    late(town, noor, sem)
    stated = watchdog.state(town.municipality)
    session.commit()
    entry = session.scalars(
        select(AccessEntry).where(AccessEntry.event == Event.COVER_STATED)
    ).all()[-1]
    assert f"sha256={stated.digest.hex()}" in entry.details
    assert watchdog.unaltered([stated]) == {stated.id}
    assert {line["kind"] for line in watchdog.lines(stated)} == {"date-passed"}
    other = town.case(next_on=clock.today() + DAY)
    forged = stating.written(stated.day, 4, [])
    stated.content = stating.packed(forged)
    assert watchdog.unaltered([stated]) == set()
    stated.digest = hashlib.sha256(forged).digest()
    session.commit()
    assert watchdog.unaltered([stated]) == set()
    assert other.is_open
    page = opened(client, lida)
    assert "klopt niet" in page
    stated.content = b"no list at all"
    session.commit()
    assert watchdog.unaltered([stated]) == set()


def test_no_statement_needs_no_entry():
    assert watchdog.unaltered([]) == set()


def test_every_kind_has_its_words_on_the_page():
    from caseapp.web import watchdog_words as words

    for texts in (words.ENDS, words.MENDED_BY, words.REPAIR_TEXTS):
        assert set(texts) == set(FindingKind)
    assert {Finding.__tablename__, CoverStatement.__tablename__} <= set(db.metadata.tables)


def test_nobody_counts_on_above_the_most_that_is_told(
    client, session, town, noor, sem, lida, monkeypatch
):
    dated, undated = [late(town, noor, sem, days) for days in (1, 2, 3)], late(town, noor, sem)
    undated.track(TrackKind.CARE).next_on = None
    session.commit()
    counts = re.compile('<span class="count">([^<]*)</span>')
    assert counts.findall(opened(client, lida)) == ["4", "1", str(len(dated))]
    monkeypatch.setattr("caseapp.watchdog.queries.MOST", 2)
    monkeypatch.setattr("caseapp.watchdog.MOST", 2)
    page = opened(client, lida)
    assert counts.findall(page) == ["2+", "1", "2+"]
    assert "Meer dan 2 regels" in page


def test_the_history_tells_only_of_cases_somebody_may_still_open(
    client, session, town, noor, sem, lida
):
    mended = [late(town, noor, sem, days) for days in (1, 2)]
    for case in mended:
        case.track(TrackKind.CARE).next_on = clock.today() + DAY
    session.commit()
    first, second = (case.reference for case in mended)
    mended[1].is_shielded = True
    session.commit()
    page = opened(client, lida)
    assert first in page
    assert second not in page
