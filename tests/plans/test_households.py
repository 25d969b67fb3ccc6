"""One plan of several people: what is whose is said, and of one of them nothing is of another."""

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy import text
from sqlalchemy.exc import DBAPIError, IntegrityError

from caseapp import accesslog, plans
from caseapp.extensions import db
from caseapp.kernel.errors import RuleBroken
from caseapp.model.cases import CaseSubject
from caseapp.model.plan_words import Domain
from caseapp.model.plans import PlanGoal
from caseapp.model.whose import TOGETHER, UNSAID, Whose
from caseapp.plans import measuring, members
from caseapp.plans.belonging import belonging, belonging_under
from caseapp.plans.members import Member
from caseapp.plans.parties import Consent, Presence, Stand
from tests.meetings import meeting_up
from tests.plans import households
from tests.plans.households import CARE, PLACES, marker
from tests.plans.measured import measured
from tests.plans.writing import action_in, confirmed, goal_in, written
from tests.support.cast import actor_for

IDS = st.uuids(version=4)
PEOPLE = st.frozensets(IDS, max_size=4)
STANDS = st.builds(
    Stand,
    st.none() | st.sampled_from(Presence),
    st.none() | st.sampled_from(Consent),
    st.text(max_size=20).map(str.strip),
)
MEMBERS = st.dictionaries(IDS, st.builds(Member, st.text(), STANDS, st.text()), max_size=4)


@pytest.fixture
def authors(noor, sem, dora):
    return dict(zip(PLACES, (dora, noor, sem), strict=True))


@pytest.fixture
def family(town, noor, sem, dora):
    return households.family(town, noor, sem, dora)


@pytest.fixture(autouse=True)
def _seen(session):
    """What these tests look at themselves is no look of anybody."""
    yield
    accesslog.logbook(db.session()).clear()


@given(MEMBERS)
def test_what_was_said_of_each_is_read_as_it_was_written(each):
    kept = {person: one for person, one in each.items() if one.is_said}
    assert members.read(members.written(each)) == kept


@given(PEOPLE, st.none() | IDS, st.booleans())
def test_something_new_is_of_one_of_the_people_of_all_of_several_or_of_nobody(
    people, person, of_all
):
    whose = Whose(person, of_all=of_all and person is None)
    outsider = person is not None and person not in people
    if outsider or (len(people) > 1 and not whose.is_said):
        with pytest.raises(RuleBroken) as refused:
            belonging(people, whose)
        assert refused.value.field == "whose"
        return
    found = belonging(people, whose)
    if not people:
        assert found == UNSAID
    elif len(people) == 1:
        assert {found.resident_id} == people
    else:
        assert found == whose
        assert found.of_all or found.resident_id in people


@given(PEOPLE, st.none() | IDS, st.none() | IDS, st.booleans(), st.booleans())
def test_nothing_under_the_goal_of_one_is_ever_of_another(people, mine, said, all_goal, all_said):
    goal = Whose(mine, of_all=all_goal and mine is None)
    whose = Whose(said, of_all=all_said and said is None)
    try:
        found = belonging_under(people, goal, whose)
    except RuleBroken:
        return
    if mine is not None:
        assert found == goal


def test_of_one_person_everything_is_theirs_without_asking(session, town, noor, dora):
    one = town.resident()
    case, person = town.case(one, care=noor, director=dora), one.id
    confirmed(noor, case)
    goal = plans.goals(actor_for(noor), case, 1)[0]
    action = action_in(noor, case, goal)
    score = measured(noor, case)
    for made in (goal, action, score):
        assert Whose.of(made) == Whose(person)
    other = town.resident("Later")
    case.subjects.append(CaseSubject(municipality_id=town.id, resident=other))
    session.flush()
    assert plans.goals(actor_for(noor), case, 1, person=other.id) == []
    assert plans.standing(actor_for(noor), case, person=other.id).open == []
    assert measuring.lines(actor_for(noor), case, person=other.id) == []


def test_of_several_people_it_must_be_said_whose_it_is(family, noor):
    case, ids = family
    plans.begin_version(actor_for(noor), case)
    with pytest.raises(RuleBroken, match="plan-of-whom"):
        goal_in(noor, case)
    facts = {"domain": Domain.HOUSING, "text": "Rust.", "track": None}
    ours = plans.add_goal(actor_for(noor), case, whose=TOGETHER, **facts)
    hers = plans.add_goal(actor_for(noor), case, whose=Whose(ids["Dochter"]), **facts)
    with pytest.raises(RuleBroken, match="plan-of-whom"):
        action_in(noor, case, ours)
    with pytest.raises(RuleBroken, match="action-beside-person"):
        action_in(noor, case, hers, whose=Whose(ids["Vader"]))
    with pytest.raises(RuleBroken, match="action-beside-person"):
        action_in(noor, case, hers, whose=TOGETHER)
    assert Whose.of(action_in(noor, case, hers)) == Whose(ids["Dochter"])
    with pytest.raises(RuleBroken, match="plan-of-whom"):
        measured(noor, case)


def test_nothing_is_of_somebody_the_case_is_not_about(town, family, noor):
    case, _ids = family
    stranger = Whose(town.resident("Vreemde").id)
    plans.begin_version(actor_for(noor), case)
    with pytest.raises(RuleBroken, match="plan-of-outsider"):
        plans.add_goal(
            actor_for(noor), case, domain=Domain.HOUSING, text="Rust.", track=None, whose=stranger
        )
    with pytest.raises(RuleBroken, match="plan-of-outsider"):
        measured(noor, case, whose=stranger)


def test_a_plan_holds_once_it_is_said_of_each_whether_they_were_asked(family, noor):
    case, ids = family
    plan = plans.begin_version(actor_for(noor), case)
    facts = {"domain": Domain.HOUSING, "text": "Rust.", "track": None}
    plans.add_goal(actor_for(noor), case, whose=TOGETHER, **facts)
    asked = Member(stand=Stand(Presence.JOINED, Consent.AGREES))
    for name in ("Vader", "Moeder"):
        written(actor_for(noor), case, stands={}, each={ids[name]: asked})
        with pytest.raises(RuleBroken, match="plan-without-everybody"):
            plans.confirm_version(actor_for(noor), case, version=plan.version)
    away = Member(stand=Stand(Presence.INVITED, Consent.DISAGREES))
    written(actor_for(noor), case, stands={}, each={ids["Dochter"]: away})
    with pytest.raises(RuleBroken, match="plan-without-why"):
        plans.confirm_version(actor_for(noor), case, version=plan.version)
    told = Member(stand=Stand(Presence.INVITED, Consent.DISAGREES, "Wilde niet komen."))
    written(actor_for(noor), case, stands={}, each={ids["Dochter"]: told})
    plans.confirm_version(actor_for(noor), case, version=plan.version)


def test_a_new_version_takes_the_part_of_each_along_and_a_goal_stays_whose_it_is(
    session, family, noor, authors
):
    case, ids = family
    households.marked(case, ids, authors)
    first = plans.active(case)
    second = plans.begin_version(actor_for(noor), case)
    assert (second.members, second.is_joint) == (first.members, True)
    hers = next(
        one
        for one in plans.goals(actor_for(noor), case, 2)
        if one.resident_id == ids["Dochter"] and one.track is None
    )
    other = plans.reword_goal(
        actor_for(noor), hers, domain=Domain.HOUSING, text="Anders.", whose=Whose(ids["Vader"])
    )
    assert Whose.of(other) == Whose(ids["Dochter"])


def test_what_is_of_one_is_not_among_what_another_takes_home(session, family, noor, authors):
    case, ids = family
    households.marked(case, ids, authors)
    for name, person in ids.items():
        actor = actor_for(authors[None])
        goals = plans.goals(actor, case, 1, person=person)
        actions = plans.standing(actor, case, person=person)
        lines = measuring.lines(actor, case, person=person)
        texts = [one.text for one in (*goals, *(one.action for one in actions.open))]
        texts += [one.text for one in actions.ended]
        texts += [one.evidence for line in lines for one in line.measurements]
        for other in ids:
            found = [one for one in texts if one.startswith(f"merk{other}".lower())]
            assert bool(found) == (other == name), found
        assert marker("samen", "goal") in texts
        assert marker(name, "helps") in texts


def test_a_goal_of_which_nobody_said_whose_it_is_goes_along_with_nobody_until_it_is_said(
    session, family, noor, authors
):
    case, ids = family
    households.marked(case, ids, authors)
    plans.begin_version(actor_for(noor), case)
    actor = actor_for(noor)
    goal = plans.goals(actor, case, 2, person=ids["Dochter"])[0]
    action = next(
        one.action
        for one in plans.standing(actor, case).open
        if one.action.goal_id == goal.origin_id
    )
    goal.resident_id = action.resident_id = None
    goal.of_all = action.of_all = False
    session.flush()
    for person in ids.values():
        assert goal not in plans.goals(actor, case, 2, person=person)
        known = plans.standing(actor, case, person=person).open
        assert action not in [one.action for one in known]
    facts = {"domain": Domain.HOUSING, "text": "Nu gezegd."}
    plans.reword_goal(actor, goal, whose=Whose(ids["Dochter"]), **facts)
    session.flush()
    for name, person in ids.items():
        known = plans.standing(actor, case, person=person).open
        assert (action in [one.action for one in known]) == (name == "Dochter")


def test_what_of_an_action_under_a_goal_of_all_was_not_said_stays_with_nobody(
    session, family, noor, authors
):
    case, ids = family
    households.marked(case, ids, authors)
    actor = actor_for(noor)
    action = next(
        one.action
        for one in plans.standing(actor, case).open
        if one.action.text == marker("Dochter", "helps")
    )
    action.resident_id = None
    session.flush()
    for person in ids.values():
        known = plans.standing(actor, case, person=person).open
        assert action not in [one.action for one in known]


def test_two_members_are_measured_on_one_day_and_each_has_a_line(session, family, noor, authors):
    case, ids = family
    households.marked(case, ids, authors)
    found = measuring.lines(actor_for(noor), case)
    whose = [one.whose for one in found if one.track is CARE]
    assert sorted(one.key for one in whose) == sorted(
        one.key for one in (TOGETHER, *map(Whose, ids.values()))
    )
    with pytest.raises(RuleBroken, match="measurement-that-day"):
        measured(noor, case, track=CARE, whose=Whose(ids["Dochter"]))


def test_the_database_holds_that_nothing_is_of_one_and_of_all(session, family, noor):
    case, ids = family
    drafted_goal = PlanGoal(
        municipality_id=case.municipality_id,
        case=case,
        case_id=case.id,
        domain=Domain.HOUSING,
        text="Rust.",
        from_number=1,
        resident_id=ids["Vader"],
        of_all=True,
    )
    drafted_goal.origin_id = drafted_goal.id
    session.add(drafted_goal)
    with pytest.raises(IntegrityError):
        session.flush()
    session.rollback()


@pytest.mark.parametrize(
    ("table", "changes"),
    [
        ("plans", "members_sealed = NULL"),
        ("plans", "is_joint = NOT is_joint"),
        ("plan_measurements", "resident_id = NULL, of_all = true"),
    ],
)
def test_whose_it_is_does_not_change_once_it_holds(session, family, authors, table, changes):
    case, ids = family
    reference = case.id.hex
    households.marked(case, ids, authors)
    with pytest.raises(DBAPIError, match="does not change"), session.begin_nested():
        session.execute(
            text(f"UPDATE {table} SET {changes} WHERE case_id = :case"), {"case": reference}
        )


def test_what_a_meeting_decides_about_several_people_goes_along_with_none_of_them(
    session, town, family, noor, dora
):
    case, ids = family
    meeting = meeting_up.called(town, dora)
    item = meeting_up.tabled(dora, case, meeting)
    made = meeting_up.decided(dora, item)
    assert Whose.of(made) == UNSAID
    for person in ids.values():
        assert plans.standing(actor_for(noor), case, person=person).open == []


def test_what_a_meeting_decides_about_one_person_is_theirs(session, town, noor, dora):
    one = town.resident()
    case, person = town.case(one, care=noor, director=dora), one.id
    item = meeting_up.tabled(dora, case, meeting_up.called(town, dora))
    assert Whose.of(meeting_up.decided(dora, item)) == Whose(person)
