"""One plan of a case: in versions that do not change, with goals each track keeps to itself."""

import pytest
from sqlalchemy import select, text
from sqlalchemy.exc import DBAPIError, IntegrityError

from caseapp import accesslog, plans
from caseapp.accesslog import Event
from caseapp.extensions import db
from caseapp.kernel import clock
from caseapp.kernel.actor import Role
from caseapp.kernel.errors import NotPermitted, RuleBroken
from caseapp.model.accesslog import AccessEntry
from caseapp.model.case_words import TrackKind
from caseapp.model.plan_words import Domain, DomainSet
from caseapp.model.plans import Plan
from caseapp.plans.parties import Consent, PlanParty, Presence, Stand
from tests.plans.writing import action_in, confirmed, drafted, goal_in, written
from tests.support.cast import actor_for

CARE, SAFETY = TrackKind.CARE, TrackKind.SAFETY


@pytest.fixture
def case(town, noor, sem, dora):
    return town.case(care=noor, safety=sem, director=dora)


@pytest.fixture(autouse=True)
def _seen(session):
    """What these tests look at themselves is no look of anybody."""
    yield
    accesslog.logbook(db.session()).clear()


def test_a_plan_holds_once_it_is_confirmed_and_not_before(session, case, noor):
    plan = drafted(noor, case)
    assert plans.active(case) is None
    plans.confirm_version(actor_for(noor), case, version=plan.version)
    session.commit()
    assert plans.active(case).id == plan.id
    assert plans.draft(case) is None


def test_a_new_version_takes_over_what_was_agreed_and_replaces_the_one_before(session, case, noor):
    first = confirmed(noor, case)
    second = plans.begin_version(actor_for(noor), case)
    assert (second.number, second.own_words, second.parties) == (
        2,
        first.own_words,
        first.parties,
    )
    assert plans.active(case).id == first.id
    goal = plans.goals(actor_for(noor), case, 2)[0]
    plans.reword_goal(actor_for(noor), goal, domain=Domain.HOUSING, text="Hij houdt zijn huis.")
    plans.confirm_version(actor_for(noor), case, version=second.version)
    session.commit()
    assert plans.active(case).id == second.id
    assert first.replaced_at is not None
    assert [one.text for one in plans.goals(actor_for(noor), case, 1)] == ["Hij woont rustig."]
    assert [one.text for one in plans.goals(actor_for(noor), case, 2)] == ["Hij houdt zijn huis."]


def test_one_version_is_written_at_a_time(case, noor, dora):
    drafted(noor, case)
    with pytest.raises(RuleBroken, match="plan-draft-before"):
        plans.begin_version(actor_for(dora), case)


@pytest.mark.parametrize(
    "changes", [{"own_words_sealed": b"x"}, {"domain_set": "zrm-11"}, {"number": 9}]
)
def test_the_database_refuses_to_change_a_confirmed_version(session, case, noor, changes):
    plan = confirmed(noor, case)
    sets = ", ".join(f"{name} = :{name}" for name in changes)
    with pytest.raises(DBAPIError, match="does not change"), session.begin_nested():
        session.execute(
            text(f"UPDATE plans SET {sets} WHERE case_id = :case"),
            changes | {"case": plan.case_id.hex},
        )


@pytest.mark.parametrize("is_confirmed", [False, True])
def test_the_database_holds_one_active_version_and_one_draft(session, case, noor, is_confirmed):
    first = confirmed(noor, case) if is_confirmed else drafted(noor, case)
    twin = Plan(
        municipality_id=case.municipality_id,
        case=case,
        case_id=case.id,
        number=7,
        domain_set=DomainSet.ZRM_13,
        made_at=clock.now(),
        made_by_id=noor.id,
        changed_at=clock.now(),
        confirmed_at=clock.now() if is_confirmed else None,
        confirmed_by_id=noor.id if is_confirmed else None,
    )
    assert first.number == 1
    session.add(twin)
    with pytest.raises(IntegrityError):
        session.flush()
    session.rollback()


def test_nobody_confirms_what_they_did_not_see(case, noor, dora):
    plan = drafted(noor, case)
    seen = plan.version
    goal_in(dora, case, text="Nog een doel.")
    with pytest.raises(RuleBroken, match="plan-changed-meanwhile"):
        plans.confirm_version(actor_for(noor), case, version=seen)


def test_what_is_missing_in_a_plan_is_said(session, case, noor):
    actor = actor_for(noor)
    plan = plans.begin_version(actor, case)
    with pytest.raises(RuleBroken, match="plan-without-goal"):
        plans.confirm_version(actor, case, version=plan.version)
    goal_in(noor, case)
    with pytest.raises(RuleBroken, match="plan-without-resident"):
        plans.confirm_version(actor, case, version=plan.version)
    for stand in (Stand(Presence.NOT_INVITED), Stand(Presence.JOINED, Consent.PARTLY)):
        written(actor, case, stands={PlanParty.RESIDENT: stand})
        with pytest.raises(RuleBroken, match="plan-without-why"):
            plans.confirm_version(actor, case, version=plan.version)
    told = Stand(Presence.NOT_INVITED, Consent.UNASKED, "Hij is opgenomen.")
    written(actor, case, stands={PlanParty.RESIDENT: told})
    plans.confirm_version(actor, case, version=plan.version)


def test_a_goal_on_one_track_is_not_there_for_the_other(session, case, noor, sem, dora):
    drafted(noor, case)
    goal_in(noor, case, CARE, "Zorgdoel.")
    goal_in(sem, case, SAFETY, "Veiligheidsdoel.")
    session.commit()

    def read(who):
        return {one.text for one in plans.goals(actor_for(who), case, 1)}

    assert read(noor) == {"Hij woont rustig.", "Zorgdoel."}
    assert read(sem) == {"Hij woont rustig.", "Veiligheidsdoel."}
    assert read(dora) == {"Hij woont rustig.", "Zorgdoel.", "Veiligheidsdoel."}


def test_nobody_writes_on_the_track_of_another(town, case, noor, sem):
    drafted(noor, case)
    secret = goal_in(sem, case, SAFETY, "Veiligheidsdoel.")
    with pytest.raises(NotPermitted):
        goal_in(noor, case, SAFETY)
    for refused in (
        lambda: plans.reword_goal(actor_for(noor), secret, domain=Domain.JUSTICE, text="Anders."),
        lambda: plans.drop_goal(actor_for(noor), secret),
    ):
        with pytest.raises(NotPermitted):
            refused()
    for bystander in (town.person(Role.SOCIAL_WORKER), town.person(Role.TEAM_LEAD)):
        with pytest.raises(NotPermitted):
            written(actor_for(bystander), case)


def test_a_goal_left_out_stays_in_the_versions_before(session, case, noor):
    confirmed(noor, case)
    plans.begin_version(actor_for(noor), case)
    goal = plans.goals(actor_for(noor), case, 2)[0]
    plans.drop_goal(actor_for(noor), goal)
    session.commit()
    assert plans.goals(actor_for(noor), case, 2) == []
    assert [one.id for one in plans.goals(actor_for(noor), case, 1)] == [goal.id]
    with pytest.raises(RuleBroken, match="goal-left-before"):
        plans.drop_goal(actor_for(noor), goal)


def test_a_goal_stays_while_something_is_still_done_for_it(session, case, noor, sem):
    drafted(noor, case)
    goal = plans.goals(actor_for(noor), case, 1)[0]
    action_in(sem, case, goal, SAFETY)
    with pytest.raises(RuleBroken, match="goal-with-open-actions"):
        plans.drop_goal(actor_for(noor), goal)


def test_without_a_version_to_write_on_nothing_is_written(case, noor):
    with pytest.raises(RuleBroken, match="plan-not-in-draft"):
        written(actor_for(noor), case)
    confirmed(noor, case)
    with pytest.raises(RuleBroken, match="plan-not-in-draft"):
        goal_in(noor, case)
    plans.begin_version(actor_for(noor), case)
    with pytest.raises(RuleBroken, match="goal-without-text"):
        goal_in(noor, case, text="  ")


def test_what_is_written_is_sealed_with_the_key_of_the_case(session, case, noor):
    plan = drafted(noor, case, own_words="Laat mij met rust.")
    goal = goal_in(noor, case, CARE, "Minder drinken.")
    session.commit()
    for sealed, said in ((plan.own_words_sealed, b"rust"), (goal.text_sealed, b"drinken")):
        assert said not in sealed
    assert plan.key is goal.key is case.key


def test_each_change_is_in_the_log(session, case, noor):
    confirmed(noor, case)
    told = set(session.scalars(select(AccessEntry.event)))
    assert {Event.PLAN_BEGUN, Event.PLAN_WRITTEN, Event.GOAL_SET, Event.PLAN_CONFIRMED} <= told
