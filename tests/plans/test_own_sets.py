"""A municipality's own sets of areas of life: made, retired, and plans that go by them."""

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy import select, text
from sqlalchemy.exc import DBAPIError, IntegrityError

from caseapp import accesslog, plans
from caseapp.accesslog import Event
from caseapp.extensions import db
from caseapp.kernel.actor import Role
from caseapp.kernel.errors import NotPermitted, RuleBroken
from caseapp.model.accesslog import AccessEntry
from caseapp.model.domains import Area
from caseapp.model.plan_words import Domain, DomainSet, Level
from caseapp.plans import measuring, own_sets
from caseapp.plans.own_sets import names
from tests.plans.measured import measured
from tests.plans.writing import confirmed, drafted, goal_in, written
from tests.support.cast import Town, actor_for


@pytest.fixture
def admin(town):
    return town.person(Role.FUNCTIONAL_ADMINISTRATOR)


@pytest.fixture
def case(town, noor, sem, dora):
    return town.case(care=noor, safety=sem, director=dora)


@pytest.fixture(autouse=True)
def _seen(session):
    """What these tests look at themselves is no look of anybody."""
    yield
    accesslog.logbook(db.session()).clear()


def added(admin, town, name="Jeugd", domains=("Thuis", "School")):
    actor = actor_for(admin)
    made = own_sets.add_set(actor, town.municipality, name=name, domains=domains)
    db.session.commit()
    return made


def test_a_set_is_made_and_a_plan_its_goals_and_measurements_go_by_it(
    session, town, case, admin, noor
):
    made = added(admin, town)
    plan = plans.begin_version(actor_for(noor), case)
    written(actor_for(noor), case, domain_set=made)
    thuis, school = made.domains
    assert [one.own_domain.name for one in plan.areas] == ["Thuis", "School"]
    goal = goal_in(noor, case, domain=thuis)
    with pytest.raises(RuleBroken, match="goal-outside-set"):
        goal_in(noor, case, domain=Domain.HOUSING)
    plans.reword_goal(actor_for(noor), goal, domain=school, text="Hij gaat weer.")
    plans.confirm_version(actor_for(noor), case, version=plan.version)
    session.commit()
    assert (goal.domain, goal.own_domain.name) == (None, "School")
    measured(noor, case, Level.LIMITED, domain=school)
    (line,) = measuring.lines(actor_for(noor), case)
    assert line.area == Area(own_domain=school)
    with pytest.raises(RuleBroken, match="measurement-outside-set"):
        measured(noor, case, domain=Domain.HOUSING)


def test_a_set_that_is_retired_is_chosen_no_more_but_kept_where_it_is(
    session, town, case, admin, noor, dora
):
    made = added(admin, town)
    plans.begin_version(actor_for(noor), case)
    written(actor_for(noor), case, domain_set=made)
    for _twice in range(2):
        own_sets.retire_set(actor_for(admin), town.municipality, which=made.id.hex)
    session.commit()
    assert own_sets.in_use(town.municipality.id) == []
    assert written(actor_for(noor), case, domain_set=made).own_set is made
    other = town.case(care=noor)
    plans.begin_version(actor_for(noor), other)
    with pytest.raises(RuleBroken, match="plan-by-retired-set"):
        written(actor_for(noor), other, domain_set=made)


def test_a_new_version_goes_by_the_own_set_of_the_one_before(session, town, case, admin, noor):
    made = added(admin, town)
    plan = plans.begin_version(actor_for(noor), case)
    written(actor_for(noor), case, domain_set=made)
    goal_in(noor, case, domain=made.domains[0])
    plans.confirm_version(actor_for(noor), case, version=plan.version)
    assert plans.begin_version(actor_for(noor), case).own_set is made
    written(actor_for(noor), case, domain_set=DomainSet.ZRM_11)
    assert plans.draft(case).own_set is None


def test_a_set_of_another_municipality_is_not_there(session, town, case, admin, noor):
    elsewhere = Town()
    theirs = added(elsewhere.person(Role.FUNCTIONAL_ADMINISTRATOR), elsewhere)
    drafted(noor, case)
    with pytest.raises(RuleBroken, match="plan-by-retired-set"):
        written(actor_for(noor), case, domain_set=theirs)
    with pytest.raises(RuleBroken, match="goal-outside-set"):
        goal_in(noor, case, domain=theirs.domains[0])
    with pytest.raises(RuleBroken, match="domain-set-unknown"):
        own_sets.retire_set(actor_for(admin), town.municipality, which=theirs.id.hex)


def test_only_who_arranges_the_settings_makes_or_retires_a_set(town, admin, noor):
    made = added(admin, town)
    with pytest.raises(NotPermitted):
        added(noor, town, "Anders")
    with pytest.raises(NotPermitted):
        own_sets.retire_set(actor_for(noor), town.municipality, which=made.id.hex)


@pytest.mark.parametrize(
    ("name", "domains", "said"),
    [
        (" ", ("Thuis",), "domain-set-without-name"),
        ("jeugd ", ("Thuis",), "domain-set-known"),
        ("Ouder", (), "domain-set-empty"),
        ("Ouder", ("Thuis", " "), "domain-set-empty"),
        ("Ouder", ("Thuis", "thuis "), "domain-set-double"),
        ("Ouder", tuple(f"Gebied {one}" for one in range(21)), "domain-set-too-long"),
        ("Ouder", ("x" * 81,), "domain-set-long-name"),
    ],
)
def test_names_that_cannot_be_used_are_refused(town, admin, name, domains, said):
    own_sets.retire_set(actor_for(admin), town.municipality, which=added(admin, town).id.hex)
    with pytest.raises(RuleBroken, match=said):
        added(admin, town, name, domains)


@given(st.lists(st.text(max_size=90), max_size=25))
def test_names_typed_on_lines_are_tidy_and_what_passes_can_be_kept(typed):
    found = names.listed("\n".join(typed))
    assert all(one == names.tidy(one) != "" for one in found)
    if not list(names.objections("Set", found, taken=set())):
        assert 0 < len({one.casefold() for one in found}) == len(found) <= names.MOST
        assert max(map(len, found)) <= 80


def test_the_database_holds_that_a_plan_goes_by_one_set_and_a_goal_is_in_one_area(
    session, town, case, admin, noor
):
    made = added(admin, town)
    confirmed(noor, case)
    plans.begin_version(actor_for(noor), case)
    session.commit()
    own = {"plans": ("own_set_id", made.id), "plan_goals": ("own_domain_id", made.domains[0].id)}
    for table, (column, value) in own.items():
        which = "confirmed_at IS NULL" if table == "plans" else "1 = 1"
        with pytest.raises(IntegrityError), session.begin_nested():
            session.execute(
                text(f"UPDATE {table} SET {column} = :value WHERE {which}"), {"value": value.hex}
            )
    with pytest.raises(DBAPIError, match="does not change"), session.begin_nested():
        session.execute(
            text("UPDATE plans SET own_set_id = :value, domain_set = NULL"
                 " WHERE confirmed_at IS NOT NULL"),
            {"value": made.id.hex},
        )  # fmt: skip


def test_making_and_retiring_are_in_the_log(session, town, admin):
    made = added(admin, town)
    own_sets.retire_set(actor_for(admin), town.municipality, which=made.id.hex)
    session.commit()
    told = set(session.scalars(select(AccessEntry.event)))
    assert {Event.DOMAIN_SET_ADDED, Event.DOMAIN_SET_RETIRED} <= told
