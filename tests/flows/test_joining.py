"""Two cases about the same people go on as one: nobody is dropped, or shown what is not theirs."""

from datetime import timedelta

import pytest
from sqlalchemy import select

from caseapp import accesslog, cases, closures, watchdog
from caseapp.extensions import db
from caseapp.flows import joining
from caseapp.kernel import clock
from caseapp.kernel.actor import Role
from caseapp.kernel.errors import NotPermitted, RuleBroken
from caseapp.model.accesslog import AccessEntry
from caseapp.model.acquaintances import Acquaintance
from caseapp.model.case_words import ReturnFrom, TrackKind, TrackState
from caseapp.model.closures import ClosureReason, ReopeningGround
from caseapp.model.residents import Household, HouseholdMember
from caseapp.model.watchdog import Finding
from caseapp.policy import Permission, allows
from tests.support.cast import actor_for

DAY = timedelta(days=1)
CARE, SAFETY = TrackKind.CARE, TrackKind.SAFETY


def save():
    accesslog.logbook(db.session()).clear()
    db.session.commit()


@pytest.fixture
def people(town):
    """Dirk directs both cases; Noor works on the one, Dora on the other."""
    return {name: town.person(Role.SOCIAL_WORKER, name=name) for name in ("Dirk", "Noor", "Dora")}


@pytest.fixture
def resident(town):
    return town.resident()


@pytest.fixture
def old(town, people, resident):
    """A case of Noor, of which both tracks say that they are done."""
    made = town.case(resident, care=people["Noor"], director=people["Dirk"])
    finish(made, people)
    return made


@pytest.fixture
def new(town, people, resident):
    return town.case(
        resident, care=people["Dora"], director=people["Dirk"], next_on=clock.today() + 9 * DAY
    )


def finish(case, people):
    for who, kind in (("Noor", CARE), ("Dirk", SAFETY)):
        how = {"state": TrackState.DONE, "reason": "Klaar.", "next_on": None}
        cases.arrange_track(actor_for(people[who]), case.track(kind), **how)
    save()


def join(case, into, who, **facts):
    save()
    told = {"why": "Het is hetzelfde gezin.", "is_informed": True} | facts
    made = joining.join(actor_for(who), case, into=into, **told)
    db.session.commit()
    return made


def uncovered():
    query = select(Finding.kind, Finding.subject_id).where(watchdog.running(clock.now()))
    return {(row.kind, row.subject_id) for row in db.session.execute(query) if row.kind.uncovers}


def crowd(case):
    return {one.resident_id for one in case.subjects}


def test_the_one_closes_and_each_leads_to_the_other(old, new, people):
    dirk = people["Dirk"]
    assert [one.id for one in joining.others_about(actor_for(dirk), old)] == [new.id]
    save()
    before = uncovered()
    made = join(old, new, dirk)
    assert (old.is_open, new.is_open) == (False, True)
    assert (made.reason, made.into_id) == (ClosureReason.JOINED, new.id)
    assert joining.joined_into(actor_for(dirk), old) == new
    assert list(joining.joined_from(actor_for(dirk), new)) == [old]
    events = set(db.session.scalars(select(AccessEntry.event)))
    assert {"case:closed", "case:joined"} <= events
    save()
    watchdog.examine(old.municipality_id)
    assert uncovered() <= before
    save()


def test_the_old_file_is_read_by_who_could_read_it_and_nobody_else(old, new, people):
    noor, dora = people["Noor"], people["Dora"]
    join(old, new, people["Dirk"])
    assert allows(actor_for(noor), Permission.TRACK_VIEW, old.track(CARE))
    for permission, thing in (
        (Permission.CASE_VIEW, old),
        (Permission.TRACK_VIEW, old.track(CARE)),
    ):
        assert not allows(actor_for(dora), permission, thing)
    assert not allows(actor_for(noor), Permission.CASE_VIEW, new)
    assert joining.joined_into(actor_for(noor), old) is None
    assert list(joining.joined_from(actor_for(dora), new)) == []
    save()


def test_its_people_come_along_with_the_day_on_which_they_are_back(town, new, people, resident):
    brother = town.resident()
    old = town.case(resident, brother, care=people["Noor"], director=people["Dirk"])
    day = clock.today() + 20 * DAY
    for one in old.subjects:
        one.returns_on, one.returns_from = day, ReturnFrom.DETENTION
    finish(old, people)
    join(old, new, people["Dirk"])
    assert crowd(new) == {resident.id, brother.id}
    assert {one.returns_on for one in new.subjects} == {day}


def test_a_day_of_return_that_was_known_stays(old, new, people):
    first, later = clock.today() + 20 * DAY, clock.today() + 30 * DAY
    for case, day in ((old, first), (new, later)):
        case.subjects[0].returns_on, case.subjects[0].returns_from = day, ReturnFrom.DETENTION
    save()
    join(old, new, people["Dirk"])
    assert [one.returns_on for one in new.subjects] == [later]


def test_who_lives_together_is_of_one_household(town, old, people, resident):
    sister = town.resident()
    home = Household(municipality_id=town.id)
    db.session.add(home)
    db.session.flush()
    for one in (resident, sister):
        row = {"municipality_id": town.id, "household_id": home.id}
        db.session.add(HouseholdMember(**row, resident=one))
    save()
    theirs = town.case(sister, care=people["Dora"], director=people["Dirk"])
    join(old, theirs, people["Dirk"])
    assert crowd(theirs) == {resident.id, sister.id}


def test_what_is_open_is_settled_first(town, new, people, resident):
    running = town.case(resident, care=people["Noor"], director=people["Dirk"])
    with pytest.raises(RuleBroken, match="closing-obstructed"):
        join(running, new, people["Dirk"])
    db.session.rollback()


@pytest.mark.parametrize("which", ["old", "new"])
def test_a_shielded_case_is_joined_with_nothing(old, new, people, which):
    dirk = people["Dirk"]
    {"old": old, "new": new}[which].is_shielded = True
    save()
    assert list(joining.others_about(actor_for(dirk), old)) == []
    with pytest.raises(RuleBroken, match="joining-shielded"):
        join(old, new, dirk)
    db.session.rollback()


def test_only_who_steers_both_joins_them(town, old, people, resident):
    theirs = town.case(resident, care=people["Dora"], director=people["Dora"])
    assert list(joining.others_about(actor_for(people["Dirk"]), old)) == []
    for who in ("Dirk", "Dora", "Noor"):
        with pytest.raises(NotPermitted):
            join(old, theirs, people[who])
        db.session.rollback()


def test_a_case_about_others_or_itself_is_no_answer(town, old, people):
    elsewhere = town.case(town.resident(), care=people["Dora"], director=people["Dirk"])
    for into in (elsewhere, old):
        with pytest.raises(RuleBroken, match="joining-about-others"):
            join(old, into, people["Dirk"])
        db.session.rollback()


def test_nobody_is_kept_from_their_own_case_by_who_comes_along(town, new, people, resident):
    cousin = town.resident()
    old = town.case(resident, cousin, care=people["Noor"], director=people["Dirk"])
    finish(old, people)
    known = {"user_id": people["Dora"].id, "resident_id": cousin.id}
    row = Acquaintance(municipality_id=town.id, declared_at=clock.now(), **known)
    db.session.add(row)
    save()
    with pytest.raises(RuleBroken, match="joining-keeps-away"):
        join(old, new, people["Dirk"])
    db.session.rollback()


def test_it_says_why_and_what_the_resident_knows(old, new, people):
    with pytest.raises(RuleBroken, match="closing-untold"):
        join(old, new, people["Dirk"], why=" ")
    db.session.rollback()
    with pytest.raises(RuleBroken, match="closing-uninformed"):
        join(old, new, people["Dirk"], is_informed=False)
    db.session.rollback()


def test_closing_alone_does_not_say_that_it_was_joined(old, people):
    told = {"why": "Zo.", "ending": "Zo.", "is_informed": True, "unwatched": "Nee."}
    with pytest.raises(RuleBroken, match="joining-nowhere"):
        closures.close(actor_for(people["Dirk"]), old, reason=ClosureReason.JOINED, **told)
    db.session.rollback()


def test_a_joined_case_can_be_worked_on_again(old, new, people):
    dirk = people["Dirk"]
    join(old, new, dirk)
    closures.reopen(
        actor_for(dirk), old, ground=ReopeningGround.CLOSED_WRONGLY, why="Toch een ander.",
        next_on=clock.today() + DAY, tracks={CARE: None},
    )  # fmt: skip
    save()
    assert joining.joined_into(actor_for(dirk), old) is None
    assert list(joining.joined_from(actor_for(dirk), new)) == []
