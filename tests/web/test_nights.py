"""The statement of one night: the list as it was, named where one may look, and the same bytes."""

import hashlib
import json
from datetime import timedelta

import pytest

from caseapp import watchdog
from caseapp.kernel import clock
from caseapp.kernel.actor import Role
from caseapp.model.case_words import TrackKind
from caseapp.watchdog import stating

DAY = timedelta(days=1)


def late(town, noor, sem):
    return town.case(
        town.resident("Yılmaz"), care=noor, safety=sem, next_on=clock.today() - 3 * DAY
    )


def stated(town, session):
    night = watchdog.state(town.municipality)
    session.commit()
    return night


def page(client, user, night):
    client.sign_in(user)
    answer = client.get(f"/watchdog/nights/{night.id.hex}")
    assert answer.status_code == 200
    return " ".join(answer.text.split())


def test_a_lead_reads_which_cases_were_not_covered_and_since_when(
    client, session, town, noor, sem, lida
):
    case = late(town, noor, sem)
    reference, night = case.reference, stated(town, session)
    told = page(client, lida, night)
    assert reference in told
    assert "klopt met het log" in told
    assert "dit is de eerste nacht" in told
    assert "Yılmaz" not in told


def test_what_is_new_and_what_was_mended_since_the_night_before_is_said(
    client, session, town, noor, sem, lida, hands
):
    first = late(town, noor, sem)
    stated(town, session)
    for track in first.tracks:
        track.next_on = clock.today() + 9 * DAY
    second = late(town, noor, sem)
    session.commit()
    names = first.reference, second.reference
    hands.pass_by(days=1)
    told = page(client, lida, stated(town, session))
    open_part, _, mended = told.partition("Hersteld sinds de nacht ervoor")
    assert names[1] in open_part
    assert "erbij gekomen" in open_part
    assert names[0] not in open_part
    assert names[0] in mended


def test_after_a_night_that_was_missed_the_numbers_and_the_list_compare_with_the_same_night(
    client, session, town, noor, sem, lida, hands
):
    late(town, noor, sem)
    stated(town, session)
    hands.pass_by(days=2)
    night = stated(town, session)
    assert (night.new_count, night.mended_count) == (0, 0)
    assert "erbij gekomen" not in page(client, lida, night)


def test_a_case_one_may_not_see_is_counted_and_not_named(client, session, town, noor, sem):
    reference = late(town, noor, sem).reference
    night = stated(town, session)
    for role in (Role.PRIVACY_OFFICER, Role.FUNCTIONAL_ADMINISTRATOR):
        told = page(client, town.person(role), night)
        assert reference not in told
        assert "En 2 die u hier niet ziet" in told


def test_a_shielded_case_is_named_to_nobody_by_office(client, session, town, noor, sem, lida):
    case = late(town, noor, sem)
    case.is_shielded = True
    session.commit()
    reference, night = case.reference, stated(town, session)
    assert reference not in page(client, lida, night)


def test_a_case_that_left_the_team_is_not_named_in_its_old_nights(
    client, session, town, noor, sem, lida
):
    case = late(town, noor, sem)
    night, reference = stated(town, session), case.reference
    for track in case.tracks:
        if track.kind is TrackKind.CARE:
            track.team_id = town.safety_team.id
    session.commit()
    assert reference not in page(client, lida, night)


def test_the_file_is_byte_for_byte_what_the_log_says(client, session, town, noor, sem, lida):
    late(town, noor, sem)
    night = stated(town, session)
    digest = night.digest
    client.sign_in(lida)
    answer = client.get(f"/watchdog/nights/{night.id.hex}/file")
    assert hashlib.sha256(answer.data).digest() == digest
    assert "attachment" in answer.headers["Content-Disposition"]
    told = json.loads(answer.data)
    assert len(told["uncovered"]) == 2
    assert set(told["uncovered"][0]) == {"case", "kind", "since", "subject"}


def test_a_changed_list_is_told_on_its_page(client, session, town, noor, sem, lida):
    late(town, noor, sem)
    night = stated(town, session)
    night.content = stating.packed(stating.written(night.day, 0, []))
    session.commit()
    told = page(client, lida, night)
    assert "klopt niet met het log" in told
    night.content = b"no list at all"
    session.commit()
    assert "klopt niet met het log" in page(client, lida, night)


def test_a_night_without_anything_uncovered_says_so(client, session, town, lida):
    assert "Alles wat openstond, was gedekt." in page(client, lida, stated(town, session))


@pytest.mark.parametrize("role", [Role.SOCIAL_WORKER, Role.MAYOR, Role.CHAIN_PARTNER, Role.CISO])
def test_it_is_not_there_for_others(client, session, town, role):
    night = stated(town, session)
    client.sign_in(town.person(role))
    assert client.get(f"/watchdog/nights/{night.id.hex}").status_code == 404
    assert client.get(f"/watchdog/nights/{night.id.hex}/file").status_code == 404
