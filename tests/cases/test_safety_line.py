"""What both sides do when it becomes unsafe is one text that each side agrees with."""

import pytest
from sqlalchemy import select

from caseapp import accesslog, policy, worklists
from caseapp.accesslog import Event
from caseapp.cases import safety_line
from caseapp.extensions import db
from caseapp.kernel import clock
from caseapp.kernel.errors import NotPermitted, RuleBroken
from caseapp.model.accesslog import AccessEntry
from caseapp.model.case_words import TrackKind, TrackState
from caseapp.model.safety_lines import LINE_LENGTH, SafetyLine
from caseapp.policy import Permission
from caseapp.worklists import Reason
from tests.support.cast import actor_for

CARE, SAFETY = TrackKind.CARE, TrackKind.SAFETY
TEXT, BETTER = "Bel 112, en dan Noor.", "Bel 112, en dan Sem."


@pytest.fixture
def case(town, noor, sem, dora):
    return town.case(town.resident(), care=noor, safety=sem, director=dora)


@pytest.fixture(autouse=True)
def _seen(session):
    yield
    accesslog.logbook(db.session()).clear()


def agreed(who, case, body=TEXT, over=0):
    line = safety_line.set_line(actor_for(who), case, body=body, over=over)
    done()
    return line


def confirmed(who, track, number):
    safety_line.confirm_line(actor_for(who), track, number=number)
    done()


def done():
    accesslog.logbook(db.session()).seen.clear()
    db.session.commit()
    accesslog.logbook(db.session()).clear()


def to_confirm(who):
    found = worklists.work_of(actor_for(who)).items
    accesslog.logbook(db.session()).clear()
    return [one.noun.number for one in found if one.reason is Reason.LINE_TO_CONFIRM]


def test_who_owns_a_track_agrees_by_setting_it_and_the_other_side_confirms_it(case, noor, sem):
    line = agreed(noor, case)
    assert (line.number, line.care_by_id, list(line.awaited())) == (1, noor.id, [SAFETY])
    confirmed(sem, case.track(SAFETY), 1)
    assert line.safety_by_id == sem.id
    assert not line.awaited()
    db.session.expire_all()
    now = safety_line.line_of(case)
    assert [(kind, who.id) for kind, who, _at in now.confirmations()] == [(SAFETY, sem.id)]


def test_what_the_director_sets_both_sides_confirm(case, dora):
    assert list(agreed(dora, case).awaited()) == [CARE, SAFETY]


def test_a_changed_text_is_confirmed_by_nobody_and_the_first_one_stays(case, noor, sem, dora):
    agreed(noor, case)
    confirmed(sem, case.track(SAFETY), 1)
    agreed(sem, case, BETTER, over=1)
    now = safety_line.line_of(case)
    assert (now.body, now.number, list(now.awaited())) == (BETTER, 2, [CARE])
    kept = db.session.scalars(select(SafetyLine).order_by(SafetyLine.number)).all()
    assert [one.body for one in kept] == [TEXT, BETTER]


def test_what_was_read_is_what_is_confirmed(case, noor, sem):
    agreed(noor, case)
    agreed(noor, case, BETTER, over=1)
    with pytest.raises(RuleBroken, match="line-set-before"):
        safety_line.confirm_line(actor_for(sem), case.track(SAFETY), number=1)
    confirmed(sem, case.track(SAFETY), 2)
    with pytest.raises(RuleBroken, match="line-confirmed-before"):
        safety_line.confirm_line(actor_for(sem), case.track(SAFETY), number=2)


def test_who_comes_second_does_not_write_over_the_first(case, noor, sem):
    agreed(noor, case)
    with pytest.raises(RuleBroken, match="line-set-before"):
        safety_line.set_line(actor_for(sem), case, body=BETTER, over=0)


@pytest.mark.parametrize(("body", "code"), [(" ", "without-text"), (TEXT, "unchanged")])
def test_no_text_is_no_line_and_the_same_text_asks_for_no_new_confirmation(case, noor, body, code):
    agreed(noor, case)
    with pytest.raises(RuleBroken, match=f"line-{code}"):
        safety_line.set_line(actor_for(noor), case, body=body, over=1)


def test_nobody_agrees_for_the_other_side(town, case, noor, sem, dora, piet):
    agreed(dora, case)
    member = town.person(*noor.roles)
    for who, side in ((noor, SAFETY), (sem, CARE), (dora, CARE), (member, CARE), (piet, CARE)):
        with pytest.raises(NotPermitted):
            safety_line.confirm_line(actor_for(who), case.track(side), number=1)
    for who in (member, piet):
        assert not policy.allows(actor_for(who), Permission.SAFETY_LINE_SET, case)


def test_it_waits_on_the_list_of_whose_side_did_not_agree(case, noor, sem, dora):
    agreed(noor, case)
    assert (to_confirm(noor), to_confirm(sem), to_confirm(dora)) == ([], [1], [])
    agreed(noor, case, BETTER, over=1)
    assert to_confirm(sem) == [2]
    confirmed(sem, case.track(SAFETY), 2)
    assert to_confirm(sem) == []


def test_a_track_that_stopped_has_nothing_to_confirm(case, noor, sem):
    case.track(SAFETY).state = TrackState.DONE
    line = agreed(noor, case)
    assert not line.awaited()
    assert to_confirm(sem) == []


def test_the_log_says_that_it_was_set_and_confirmed_and_nothing_of_what_it_says(case, noor, sem):
    agreed(noor, case)
    confirmed(sem, case.track(SAFETY), 1)
    kinds = (Event.SAFETY_LINE_SET, Event.SAFETY_LINE_CONFIRMED)
    entries = db.session.scalars(select(AccessEntry).where(AccessEntry.event.in_(kinds))).all()
    assert [one.event for one in entries] == list(kinds)
    assert entries[1].details == "track=safety"


# --- On the screen ------------------------------------------------------------------------------


def test_it_is_set_and_confirmed_on_the_screen_and_says_by_whom(client, session, case, noor, sem):
    page, today = f"/cases/{case.reference}", clock.today().year
    client.sign_in(noor)
    assert "Nog niets afgesproken" in client.get(page).text
    sent = client.post(f"{page}/safety-line", data={"body": TEXT, "version": "0"})
    assert sent.status_code == 303
    client.sign_in(sem)
    read = client.get(page).text
    assert TEXT in read
    assert "Nog niet bevestigd voor het veiligheidsspoor." in read
    agree = f"{page}/tracks/safety/safety-line"
    assert client.post(agree, data={"version": "1"}).status_code == 303
    read = client.get(page).text
    assert f"Vastgesteld door {noor.name} op" in read
    assert f"Bevestigd voor het veiligheidsspoor door {sem.name} op" in read
    assert str(today) in read
    assert "Bevestigen voor het" not in read
    changed = client.post(f"{page}/safety-line", data={"body": BETTER, "version": "1"})
    assert changed.status_code == 303
    client.sign_in(noor)
    read = client.get(page).text
    assert "De tekst is gewijzigd: wat eerder is bevestigd, geldt niet meer." in read
    assert "Bevestigen voor het zorgspoor" in read


@pytest.mark.parametrize("version", ["0", "", "x"])
def test_a_text_made_from_another_is_shown_beside_it(client, session, case, noor, sem, version):
    agreed(noor, case)
    client.sign_in(sem)
    sent = client.post(
        f"/cases/{case.reference}/safety-line", data={"body": BETTER, "version": version}
    )
    assert sent.status_code == 409
    assert TEXT in sent.text
    assert BETTER in sent.text
    stale = {"version": version}
    agree = client.post(f"/cases/{case.reference}/tracks/safety/safety-line", data=stale)
    assert agree.status_code == 409


@pytest.mark.parametrize("body", ["", "x" * (LINE_LENGTH + 1), "\x00"])
def test_what_is_no_text_is_refused_at_its_field(client, session, case, noor, body):
    client.sign_in(noor)
    sent = client.post(f"/cases/{case.reference}/safety-line", data={"body": body, "version": "0"})
    assert sent.status_code in (400, 422)


def test_a_case_without_a_line_has_nothing_to_confirm(client, session, case, noor):
    client.sign_in(noor)
    sent = client.post(f"/cases/{case.reference}/tracks/care/safety-line", data={"version": "0"})
    assert sent.status_code == 303
    assert "andere tekst" in client.get(f"/cases/{case.reference}").text
