"""The draw goes on where it stopped, and knows a colleague as they were when they looked."""

from datetime import date, timedelta

import pytest
import time_machine
from sqlalchemy import select

from caseapp import accesslog, reviews
from caseapp.accesslog.standing import Head
from caseapp.kernel import clock
from caseapp.kernel.actor import Role
from caseapp.kernel.identifiers import new_id
from caseapp.model.accounts import RoleGrant
from caseapp.model.residents import Household, HouseholdMember
from caseapp.model.reviews import Review, ReviewDraw, ReviewKind
from caseapp.residents import search_rows
from caseapp.reviews.collecting import gather
from caseapp.reviews.parameters import Parameters
from caseapp.reviews.rules import Rule, evaluate

MONDAY = date(2026, 3, 2)
SUNDAY = date(2026, 3, 8)


def at(day, hours=10):
    return clock.midnight(day) + timedelta(hours=hours)


def day(number):
    return MONDAY + timedelta(days=number)


@pytest.fixture
def noor(town):
    with time_machine.travel(at(day(-60)), tick=False):
        return town.person(Role.SOCIAL_WORKER, name="Noor Wissink")


@pytest.fixture
def case(session, town, noor):
    with time_machine.travel(at(day(-60)), tick=False):
        namesake = town.resident("Wissink")
        search_rows.write_anew(session(), namesake)
        return town.case(namesake, care=noor)


@pytest.fixture
def sealed(monkeypatch):
    """Have a head that was signed when somebody says so."""

    def sign(moment):
        head = Head(new_id(), "log/test", 5, b"r" * 32, moment)
        monkeypatch.setattr(accesslog, "newest_head", lambda _municipality_id: head)

    return sign


@pytest.fixture
def look(client, session, noor, case):
    address = f"/cases/{case.reference}"

    def looked(moment, who=noor, page=address):
        with time_machine.travel(moment, tick=False):
            client.sign_in(who)
            session.expunge_all()
            return client.get(page).status_code

    return looked


def drawn(session, town, kind=ReviewKind.ALERT):
    query = select(ReviewDraw.day).where(ReviewDraw.kind == kind).order_by(ReviewDraw.day)
    return session.scalars(query).all()


def draw_on(session, town, today, first=None):
    with time_machine.travel(at(today, 3), tick=False):
        begin = first or reviews.undrawn_since(town.id) or today - timedelta(days=1)
        reviews.draw(town.municipality, first=begin, last=today - timedelta(days=1))
        session.commit()


def test_where_nobody_looked_there_is_nothing_to_go_on_with(session, town):
    assert reviews.undrawn_since(town.id) is None
    assert reviews.weeks_without_sample(town.id, day(-7), day(7)) == []


def test_the_draw_goes_on_where_it_stopped_however_long_ago(session, town, look):
    look(at(day(0)))
    draw_on(session, town, day(1))
    assert drawn(session, town) == [day(0)]
    with time_machine.travel(at(day(1), 4), tick=False):
        assert reviews.undrawn_since(town.id) is None
    look(at(day(20)))
    draw_on(session, town, day(40))
    assert drawn(session, town) == [day(number) for number in range(40)]


def test_a_week_whose_head_came_weeks_later_is_drawn_after_all(session, town, look, sealed):
    look(at(day(0)))
    draw_on(session, town, day(30))
    assert drawn(session, town, ReviewKind.SAMPLE) == []
    with time_machine.travel(at(day(31), 3), tick=False):
        assert reviews.weeks_without_sample(town.id, day(-10), day(31)) == [
            SUNDAY + timedelta(days=7 * week) for week in range(4)
        ]
    sealed(at(SUNDAY + timedelta(days=8)))
    draw_on(session, town, day(31))
    assert drawn(session, town, ReviewKind.SAMPLE)[0] == SUNDAY


def test_a_week_without_a_sample_is_told_on_the_page_with_the_figures(client, session, town, look):
    look(at(day(0)))
    with time_machine.travel(at(day(9)), tick=False):
        client.sign_in(town.person(Role.PRIVACY_OFFICER))
        told = client.get("/reviews/figures").get_data(as_text=True)
    assert "Weken zonder steekproef" in told
    assert "de week tot en met 8 maart 2026" in " ".join(told.split())


@pytest.mark.parametrize("nightly", [True, False])
def test_what_scored_a_little_counts_in_the_sample_whenever_it_is_drawn(
    session, town, look, sealed, nightly
):
    """A case of one's own namesake, on Tuesday: too little for the desk, and likelier drawn."""
    look(at(day(1)))
    for number in range(2, 8) if nightly else ():
        draw_on(session, town, day(number), first=day(number - 1))
    sealed(at(SUNDAY + timedelta(days=1), 1))
    draw_on(session, town, day(7), first=SUNDAY if nightly else day(0))
    samples = session.scalars(select(Review).where(Review.kind == ReviewKind.SAMPLE)).all()
    assert [(one.day, one.score) for one in samples] == [(day(1), 4)]


def roles_of(town, when):
    gathered = gather(town.id, when, when, Parameters())
    return {one.colleague.id: one.colleague.roles for one in gathered.histories(when)}


def test_a_colleague_has_the_roles_they_held_when_they_looked(session, town, noor, look):
    look(at(day(1)))
    grant = session.scalars(select(RoleGrant).where(RoleGrant.user_id == noor.id)).one()
    grant.ended_at = at(day(2))
    session.add(
        RoleGrant(municipality_id=town.id, user_id=noor.id, role=Role.INTAKE, granted_at=at(day(2)))
    )
    session.commit()
    assert roles_of(town, day(1)) == {noor.id: frozenset({"social-worker"})}


def test_whoever_lives_with_somebody_is_known_by_their_household_too(
    client, session, town, noor, look
):
    """Whose address is not the colleague's own mark, and who lives with them all the same."""
    with time_machine.travel(at(day(-50)), tick=False):
        self_ = town.resident("Wissink", first_names="Noor Maria", birth_date=date(1990, 5, 4))
        mate = town.resident("Kolkman")
        search_rows.write_anew(session(), self_)
        household = Household(municipality_id=town.id)
        session.add(household)
        for one in (self_, mate):
            session.add(
                HouseholdMember(
                    municipality_id=town.id, household=household, resident=one, started_on=None
                )
            )
        session.commit()
        mate_id = mate.id
        accesslog.logbook(session()).clear()
        client.sign_in(noor)
        marks = {"first_names": "Noor Maria", "surname": "Wissink", "born-day": "4",
                 "born-month": "5", "born-year": "1990"}  # fmt: skip
        assert client.post("/profile/marks", data=marks).status_code == 303
    assert look(at(day(1)), page=f"/residents/{mate_id.hex}") == 404
    (history,) = gather(town.id, day(1), day(1), Parameters()).histories(day(1))
    found = evaluate(history, Parameters())
    assert Rule.OWN_FILE in {rule for rule, _ in found[mate_id]}
