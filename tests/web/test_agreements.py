"""What stands by agreement is off the list until its day is over, and then back by itself."""

from datetime import timedelta

import pytest
from sqlalchemy import select

from caseapp import watchdog
from caseapp.accesslog import Event
from caseapp.extensions import db
from caseapp.kernel import clock
from caseapp.kernel.actor import Role
from caseapp.kernel.errors import NotPermitted, RuleBroken
from caseapp.model.accesslog import AccessEntry, Processing
from caseapp.model.agreements import Agreement
from caseapp.model.case_words import CaseState, TrackKind
from caseapp.model.watchdog import Finding, FindingKind
from tests.support.cast import actor_for
from tests.support.days import FromToday, day, typed_in

DAY = timedelta(days=1)
WHY = "De familie is op vakantie; Noor belt op maandag."


@pytest.fixture
def silent(town, noor, sem, session):
    """A case of which nobody spoke anybody for longer than agreed."""
    case = town.case(
        town.resident("Yılmaz"),
        care=noor,
        safety=sem,
        director=noor,
        next_on=clock.today() + 9 * DAY,
    )
    case.opened_at -= 400 * DAY
    case.phase_since -= 400 * DAY
    session.commit()
    watchdog.examine(town.id)
    return case


def found(case, kind=FindingKind.NO_CONTACT):
    return db.session.scalar(
        select(Finding).where(
            Finding.case_id == case.id,
            Finding.kind == kind,
            Finding.track == TrackKind.CARE,
            Finding.ended_at.is_(None),
        )
    )


def sent(days=7, reason=WHY):
    return {"reason": reason, **day("until", clock.today() + days * DAY)}


def address(case):
    return f"/watchdog/{found(case).id.hex}/agreement"


def on_behalf(client, lida, case):
    """A lead says first what for."""
    client.sign_in(lida)
    client.post(f"/purposes/cases/{case.id.hex}", data={"purpose": "supervision"})


def page(client):
    return " ".join(client.get("/watchdog").text.split())


def test_it_leaves_the_list_and_the_number_until_the_day_is_over(
    client, session, silent, lida, hands
):
    on_behalf(client, lida, silent)
    before = watchdog.count(actor_for(lida))
    assert "Afspraak maken" in page(client)
    answer = client.post(address(silent), data=sent())
    assert (answer.status_code, answer.location) == (303, "/watchdog")
    assert watchdog.count(actor_for(lida)) == before - 1
    told = page(client)
    assert "komt terug op" in told
    assert "Waarom, en wijzigen" in told
    assert WHY not in told
    hands.pass_by(days=7)
    assert watchdog.count(actor_for(lida)) == before - 1
    hands.pass_by(days=1)
    assert watchdog.count(actor_for(lida)) >= before


def test_the_reason_is_read_on_its_page_sealed_in_the_database_and_logged(
    client, session, silent, lida
):
    on_behalf(client, lida, silent)
    client.post(address(silent), data=sent())
    (made,) = session.scalars(select(Agreement)).all()
    assert WHY.encode() not in made.reason_sealed
    told = client.get(f"{address(silent)}/new").text
    assert WHY in told
    assert "Lida Ruesink" in told
    events = session.scalars(select(AccessEntry.event).order_by(AccessEntry.seq.desc())).all()
    assert events[0] == Event.AGREEMENT_SHOWN
    assert Event.FINDING_AGREED in events
    newest = session.scalars(select(AccessEntry).order_by(AccessEntry.seq.desc())).first()
    lines = session.scalars(
        select(Processing.case_id).where(Processing.entry_seq == newest.seq)
    ).all()
    assert set(lines) == {silent.id}


def test_a_later_agreement_counts_and_the_first_stays_readable(client, silent, lida):
    on_behalf(client, lida, silent)
    client.post(address(silent), data=sent())
    client.post(address(silent), data=sent(days=9, reason="Nog even."))
    told = client.get(f"{address(silent)}/new").text
    assert told.index("Nog even.") < told.index(WHY)
    assert clock.local(found(silent).agreed_until).date() == clock.today() + 10 * DAY


@pytest.mark.parametrize(
    ("fields", "words"),
    [
        ({"until": FromToday()}, "Kies een dag na vandaag."),
        ({"until": FromToday(29)}, "Zo lang mag dit niet blijven staan."),
        ({"until": FromToday(-3)}, "al voorbij"),
        ({"until": FromToday(7), "reason": " "}, "Vul dit in."),
        ({}, "Vul een datum in."),
    ],
)
def test_what_cannot_be_is_said_at_its_place_and_stays_typed(client, silent, lida, fields, words):
    on_behalf(client, lida, silent)
    fields = typed_in({"reason": WHY, **fields})
    answer = client.post(address(silent), data=fields)
    assert answer.status_code == 422
    assert words in answer.text
    assert fields["reason"].strip() in answer.text
    assert found(silent).agreed_until is None


def test_nothing_is_agreed_about_who_is_without_cover(session, town, noor, sem, lida):
    case = town.case(care=noor, safety=sem, next_on=clock.today() - 3 * DAY)
    late = found(case, FindingKind.DATE_PASSED)
    with pytest.raises(RuleBroken, match="agreement-not-for-this"):
        watchdog.agree(actor_for(lida), late, until=clock.today() + DAY, reason="Later.")


def test_every_kind_that_uncovers_somebody_is_kept_out():
    assert not [kind for kind in FindingKind if kind.uncovers and kind.is_agreeable]


def test_what_was_mended_meanwhile_is_told(session, silent, lida):
    one = found(silent)
    one.ended_at = clock.now()
    with pytest.raises(RuleBroken, match="finding-mended-before"):
        watchdog.agree(actor_for(lida), one, until=clock.today() + DAY, reason="Later.")


def test_nothing_is_agreed_about_what_did_not_begin_so_that_it_can_still_go_away(
    session, town, silent, lida
):
    one = found(silent)
    one.since = clock.now() + DAY
    with pytest.raises(RuleBroken, match="finding-mended-before"):
        watchdog.agree(actor_for(lida), one, until=clock.today() + 2 * DAY, reason="Later.")
    one.since, one.until = clock.now() - 9 * DAY, clock.now() - DAY
    with pytest.raises(RuleBroken, match="finding-mended-before"):
        watchdog.agree(actor_for(lida), one, until=clock.today() + 2 * DAY, reason="Later.")


def test_what_is_mended_after_it_was_agreed_on_stays_in_the_history(session, town, silent, lida):
    one = found(silent)
    watchdog.agree(actor_for(lida), one, until=clock.today() + 2 * DAY, reason="Later.")
    session.commit()
    silent.phase_since = clock.today()
    for track in silent.tracks:
        track.next_on = clock.today() + 9 * DAY
    silent.state = CaseState.CLOSED
    silent.closed_at = clock.now()
    session.commit()
    watchdog.examine(town.id)
    session.refresh(one)
    assert one.ended_at is not None


def test_a_reason_is_needed_whoever_asks(session, silent, lida):
    with pytest.raises(RuleBroken, match="agreement-without-reason"):
        watchdog.agree(actor_for(lida), found(silent), until=clock.today() + DAY, reason=" ")


@pytest.mark.parametrize("role", [Role.SOCIAL_WORKER, Role.PRIVACY_OFFICER])
def test_who_does_not_lead_agrees_on_nothing(client, session, town, silent, role):
    person = town.person(role)
    client.sign_in(person)
    assert client.get(f"{address(silent)}/new").status_code == 404
    with pytest.raises(NotPermitted):
        watchdog.agree(actor_for(person), found(silent), until=clock.today() + DAY, reason="Later.")


def test_the_owner_agrees_on_nothing_about_their_own_work(client, silent, noor):
    client.sign_in(noor)
    assert client.post(address(silent), data=sent()).status_code == 404


def test_of_a_shielded_case_nobody_agrees_by_office(client, session, silent, lida):
    silent.is_shielded = True
    session.commit()
    client.sign_in(lida)
    assert client.get(f"{address(silent)}/new").status_code == 404
