"""The desk: what stood out is put to a reviewer, asked about, judged, and never lost."""

from datetime import timedelta
from uuid import UUID

import pytest
import time_machine
from sqlalchemy import select, update
from sqlalchemy.exc import IntegrityError

from caseapp import accesslog, reviews
from caseapp.accesslog.standing import Head
from caseapp.kernel import clock
from caseapp.kernel.actor import Role
from caseapp.kernel.errors import NotPermitted, RuleBroken
from caseapp.kernel.identifiers import new_id
from caseapp.model.accesslog import AccessEntry
from caseapp.model.organisations import Municipality
from caseapp.model.reviews import Answer, Breach, Review, ReviewDraw, ReviewKind, Verdict
from caseapp.model.sealed import DataKey
from caseapp.reviews.sampling import Opening, drawn
from tests.support.cast import actor_for

TODAY = clock.today


@pytest.fixture
def officer(town):
    return town.person(Role.PRIVACY_OFFICER, name="Peter Prins")


@pytest.fixture
def auditor(town):
    return town.person(Role.CISO, name="Cas Ciso")


@pytest.fixture
def fatma(town):
    return town.resident("Yılmaz", first_names="Fatma")


@pytest.fixture
def review(session, town, noor, fatma):
    row = Review(
        municipality_id=town.id,
        kind=ReviewKind.ALERT,
        user_id=noor.id,
        subject_kind="residents",
        subject_id=fatma.id,
        day=TODAY() - timedelta(days=1),
        score=21,
        facts='[{"rule":"closed-case","facts":{"days":"45"}}]',
        opened_at=clock.now(),
        due_on=TODAY() + timedelta(days=3),
        key=DataKey.draw(town.id),
    )
    session.add(row)
    session.commit()
    return row


@pytest.fixture
def snooping(session, client, town, noor, fatma):
    """Somebody opens a case late in the evening, five days on end, and does nothing for it."""
    case = town.case(fatma, care=noor)
    address = f"/cases/{case.reference}"
    night = clock.now().replace(hour=21, minute=30)
    for days in range(5, 0, -1):
        with time_machine.travel(night - timedelta(days=days), tick=False):
            client.sign_in(noor)
            session.expunge_all()
            assert client.get(address).status_code == 200
    return case


def draw(session, town, days=6):
    last = TODAY() - timedelta(days=1)
    made = reviews.draw(town.municipality, first=last - timedelta(days=days), last=last)
    session.commit()
    return made


def test_what_stands_out_is_put_to_the_reviewer_once(session, town, noor, fatma, snooping):
    assert draw(session, town) > 0
    first = session.scalars(select(Review)).all()
    assert {(one.user_id, one.subject_id) for one in first} == {(noor.id, fatma.id)}
    assert draw(session, town) == 0
    assert len(session.scalars(select(Review)).all()) == len(first)
    assert "reviews:drawn" in session.scalars(select(AccessEntry.event)).all()


def test_every_day_that_was_drawn_from_is_known(session, town, snooping):
    draw(session, town, days=6)
    days = session.scalars(select(ReviewDraw.day).order_by(ReviewDraw.day)).all()
    assert len(days) == 7
    assert sum(session.scalars(select(ReviewDraw.looks)).all()) == 5


def test_the_officer_reads_why_asks_and_judges(client, session, noor, officer, review):
    page = f"/reviews/{review.id.hex}"
    client.sign_in(officer)
    text = client.get("/reviews").get_data(as_text=True)
    assert "Noor Wissink" in text
    assert "De casus was 45 dagen gesloten." in text
    assert "Fatma" in client.get(page).get_data(as_text=True)
    client.post(f"{page}/question")
    client.sign_in(noor)
    assert "waarom u iets bekeek" in client.get("/").get_data(as_text=True)
    client.post(f"{page}/answer", data={"answer": "work", "text": "Ik belde haar terug."})
    client.sign_in(officer)
    assert "Ik belde haar terug." in client.get(page).get_data(as_text=True)
    client.post(f"{page}/verdict", data={"verdict": "lawful", "text": ""})
    assert "Noor Wissink" not in client.get("/reviews").get_data(as_text=True).split("<main")[1]


def test_the_auditor_sees_a_pseudonym_and_no_name(client, auditor, review):
    client.sign_in(auditor)
    for page in ("/reviews", f"/reviews/{review.id.hex}"):
        text = client.get(page).get_data(as_text=True)
        assert "Fatma" not in text
        assert "Yılmaz" not in text


def test_an_unlawful_look_begins_the_clock_of_72_hours(client, session, officer, review):
    page = f"/reviews/{review.id.hex}"
    client.sign_in(officer)
    answer = client.post(f"{page}/verdict", data={"verdict": "unlawful", "text": ""})
    assert answer.status_code == 422
    client.post(f"{page}/verdict", data={"verdict": "unlawful", "text": "Geen enkele reden."})
    breach = session.scalars(select(Breach)).one()
    assert breach.report_by - breach.known_at == timedelta(hours=72)
    assert "72 uur" in client.get(page).get_data(as_text=True)
    done = dict.fromkeys(["officer_told_at", "risk_weighed_at", "measures_taken_at"], "y")
    client.post(f"{page}/breach", data=done)
    session.refresh(breach)
    assert breach.closed_at is None
    done |= {"supervisor_told_at": "y", "resident_not_needed": "y"}
    client.post(f"{page}/breach", data=done)
    session.refresh(breach)
    assert breach.closed_at is not None


@pytest.mark.parametrize("role", [Role.PRIVACY_OFFICER, Role.CISO])
def test_nobody_reviews_themselves(client, session, town, role, fatma):
    own = town.person(role)
    row = Review(
        municipality_id=town.id,
        kind=ReviewKind.ALERT,
        user_id=own.id,
        subject_kind="residents",
        subject_id=fatma.id,
        day=TODAY(),
        opened_at=clock.now(),
        due_on=TODAY(),
        key=DataKey.draw(town.id),
    )
    session.add(row)
    session.commit()
    client.sign_in(own)
    page = f"/reviews/{row.id.hex}"
    assert client.get(page).status_code == 404
    data = {"verdict": "lawful"}
    assert client.post(f"{page}/verdict", data=data).status_code == 404
    assert client.post(f"{page}/reading", data=data).status_code == 404
    mine = (
        update(Review)
        .where(Review.id == row.id)
        .values(verdict=Verdict.LAWFUL, verdict_at=clock.now(), verdict_by_id=own.id)
    )
    with pytest.raises(IntegrityError):
        session.execute(mine)
    session.rollback()


def test_a_verdict_falls_once_but_an_unclear_one_may_become_clear(session, town, officer, review):
    actor = actor_for(officer)
    reviews.judge(actor, review, verdict=Verdict.UNCLEAR, text="Nog in gesprek.")
    session.commit()
    reviews.judge(actor, review, verdict=Verdict.LAWFUL, text="")
    session.commit()
    with pytest.raises(RuleBroken, match="review-judged-before"):
        reviews.judge(actor, review, verdict=Verdict.UNLAWFUL, text="Toch niet.")


def test_only_who_was_asked_explains_and_only_once(session, town, noor, officer, review):
    with pytest.raises(NotPermitted):
        reviews.answer(actor_for(noor), review, answer=Answer.WORK, text="")
    reviews.ask(actor_for(officer), review)
    session.commit()
    with pytest.raises(NotPermitted):
        reviews.answer(actor_for(officer), review, answer=Answer.WORK, text="")
    reviews.answer(actor_for(noor), review, answer=Answer.MISTAKE, text="")
    session.commit()
    with pytest.raises(RuleBroken, match="review-answered-before"):
        reviews.answer(actor_for(noor), review, answer=Answer.WORK, text="")


def test_the_second_reader_is_another_and_does_not_see_the_verdict(
    client, session, officer, auditor, review
):
    reviews.judge(actor_for(officer), review, verdict=Verdict.UNCLEAR, text="Een vreemd verhaal.")
    review.reread = True
    session.commit()
    with pytest.raises(NotPermitted):
        reviews.reread(actor_for(officer), review, verdict=Verdict.UNCLEAR)
    client.sign_in(auditor)
    page = f"/reviews/{review.id.hex}"
    assert "Een vreemd verhaal." not in client.get(page).get_data(as_text=True)
    client.post(f"{page}/reading", data={"verdict": "unclear"})
    session.refresh(review)
    assert review.second is Verdict.UNCLEAR
    told = reviews.figures(review.municipality_id, TODAY(), TODAY())
    assert (told.reread, told.agreement, told.coverage) == (1, 100, 100)


def test_a_reading_that_makes_no_sense_is_told_also_where_there_is_nothing_to_reread(
    client, session, officer, auditor, review
):
    reviews.judge(actor_for(officer), review, verdict=Verdict.UNCLEAR, text="Nog in gesprek.")
    review.reread = False
    session.commit()
    client.sign_in(auditor)
    page = f"/reviews/{review.id.hex}/reading"
    sent = client.post(page, data={"verdict": "geen"})
    assert sent.status_code == 422
    assert "Hier is nu niets te lezen voor een tweede lezer." in sent.text
    review.reread = True
    session.commit()
    sent = client.post(page, data={"verdict": "geen"})
    assert sent.status_code == 422
    assert "Kies een van deze." in sent.text


def test_what_is_late_stays_on_the_list_and_counts(client, session, town, officer, review):
    review.due_on = TODAY() - timedelta(days=1)
    session.commit()
    told = reviews.figures(town.id, TODAY(), TODAY())
    assert (told.put, told.judged, told.overdue, told.coverage) == (1, 0, 1, 0)
    client.sign_in(officer)
    assert "work__when late" in client.get("/reviews").get_data(as_text=True)
    assert "Kwartaalverslag" in client.get("/reviews/figures").get_data(as_text=True)


def test_reading_the_desk_is_itself_in_the_log(client, session, officer, fatma, review):
    client.sign_in(officer)
    client.get(f"/reviews/{review.id.hex}")
    entry = session.scalars(select(AccessEntry).where(AccessEntry.event == "review:shown")).one()
    assert entry.user_id == officer.id


@pytest.mark.parametrize(
    "role", [Role.SOCIAL_WORKER, Role.TEAM_LEAD, Role.FUNCTIONAL_ADMINISTRATOR]
)
def test_for_everybody_else_there_is_no_desk(client, town, role, review):
    client.sign_in(town.person(role))
    for page in ("/reviews", "/reviews/figures", f"/reviews/{review.id.hex}"):
        assert client.get(page).status_code == 404


def openings(number):
    return [
        Opening(UUID(int=one % 7), UUID(int=one), "residents", TODAY()) for one in range(number)
    ]


def test_the_same_week_and_seed_draw_the_same_and_another_seed_draws_another():
    week = openings(500)
    first = drawn(week, b"root", 10, {})
    assert first == drawn(list(reversed(week)), b"root", 10, {})
    assert first != drawn(week, b"another root", 10, {})
    assert len(set(first)) == 10


def test_what_stood_out_a_little_is_likelier_to_be_drawn():
    week = openings(2_000)
    marked = {one.key: 4 for one in week[:200]}
    found = [
        one.key in marked for seed in range(20) for one in drawn(week, bytes([seed]), 50, marked)
    ]
    assert 0.25 < sum(found) / len(found) < 0.5  # a tenth of the week, at five times the chance


def head(session, town, signed_at):
    """Have a signed head of the log of this town."""
    found = select(Municipality).where(Municipality.id == town.id)
    assert session.scalar(found) is not None
    return Head(new_id(), "log/test", 5, b"r" * 32, signed_at)


@pytest.mark.parametrize("late", [True, False])
def test_a_week_waits_for_a_head_that_was_signed_after_it(
    session, town, snooping, monkeypatch, late
):
    """Without a later head nothing is drawn: whoever knew the seed could choose."""
    last = TODAY() - timedelta(days=1)
    sunday = last - timedelta(days=(last.weekday() + 1) % 7)
    end = clock.midnight(sunday + timedelta(days=1))
    signed = end + timedelta(minutes=5) if late else end - timedelta(minutes=5)
    found = head(session, town, signed)
    monkeypatch.setattr(accesslog, "newest_head", lambda _municipality_id: found)
    draw(session, town, days=13)
    samples = session.scalars(
        select(ReviewDraw).where(ReviewDraw.kind == ReviewKind.SAMPLE, ReviewDraw.day == sunday)
    ).all()
    assert bool(samples) is late
    assert all(one.seed == f"log/test 5 {(b'r' * 32).hex()}" for one in samples)


def test_an_emergency_without_a_verdict_in_time_climbs_to_the_ciso(
    client, session, town, auditor, review
):
    client.sign_in(auditor)
    assert "wacht te lang" not in client.get("/security").get_data(as_text=True)
    review.kind, review.due_on = ReviewKind.EMERGENCY, TODAY() - timedelta(days=1)
    session.commit()
    assert "wacht te lang" in client.get("/security").get_data(as_text=True)


def test_the_number_in_the_menu_is_the_length_of_the_queue(client, officer, review):
    client.sign_in(officer)
    page = client.get("/log").get_data(as_text=True)
    assert '<span class="count">1</span>' in page
    assert client.get("/reviews").get_data(as_text=True).count('class="work"') == 1
