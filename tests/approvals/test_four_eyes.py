"""Two people, and exactly the same thing."""

from datetime import timedelta

import pytest
import time_machine
from sqlalchemy import select, update
from sqlalchemy.exc import IntegrityError

from caseapp import approvals, cases
from caseapp.flows import approved
from caseapp.kernel import clock
from caseapp.kernel.actor import Role
from caseapp.kernel.errors import NotPermitted, RuleBroken
from caseapp.model.accesslog import AccessEntry
from caseapp.model.approvals import Approval
from caseapp.model.case_words import Part
from tests.support.cast import actor_for


@pytest.fixture
def director(town):
    return town.person(Role.SOCIAL_WORKER)


@pytest.fixture
def lead(town):
    return town.person(Role.TEAM_LEAD)


@pytest.fixture
def case(town, director):
    return town.case(town.resident(), director=director)


@pytest.fixture
def asked(session, director, case):
    made = cases.ask_shield(actor_for(director), case, reason="Een bekende inwoner.")
    session.commit()
    return made


def shown(approval):
    return approvals.hashed(approval.kind, approval.subject_id, approval.payload).hex()


def test_a_yes_of_another_is_carried_out_at_once(session, asked, lead, case):
    approved.decide(actor_for(lead), asked, shown=shown(asked), granted=True)
    session.commit()
    assert case.is_shielded
    events = session.scalars(select(AccessEntry.event)).all()
    assert {"approval:asked", "approval:decided", "case:shielded"} <= set(events)


def test_a_no_changes_nothing(session, asked, lead, case):
    approved.decide(actor_for(lead), asked, shown=shown(asked), granted=False)
    session.commit()
    assert not case.is_shielded
    assert asked.granted is False


def test_who_asked_does_not_decide_even_with_the_role_for_it(session, town, case):
    both = town.person(Role.TEAM_LEAD)
    case.involvements[0].ended_at = clock.now()
    session.flush()
    cases.involve(case, both.id, Part.DIRECTOR)
    session.commit()
    mine = cases.ask_shield(actor_for(both), case, reason="Een bekende inwoner.")
    session.commit()
    with pytest.raises(NotPermitted):
        approved.decide(actor_for(both), mine, shown=shown(mine), granted=True)


def test_the_database_knows_it_takes_two(session, asked):
    now = clock.now()
    one_person = (
        update(Approval)
        .where(Approval.id == asked.id)
        .values(decided_by_id=asked.requested_by_id, decided_at=now, granted=True)
    )
    with pytest.raises(IntegrityError):
        session.execute(one_person)
    session.rollback()


@pytest.mark.parametrize("role", [Role.SOCIAL_WORKER, Role.CISO, Role.FUNCTIONAL_ADMINISTRATOR])
def test_who_has_no_part_in_it_decides_nothing(town, asked, role):
    with pytest.raises(NotPermitted):
        approved.decide(actor_for(town.person(role)), asked, shown=shown(asked), granted=True)


def test_a_decision_falls_once(session, town, asked, lead):
    approved.decide(actor_for(lead), asked, shown=shown(asked), granted=False)
    session.commit()
    late = actor_for(town.person(Role.PRIVACY_OFFICER))
    with pytest.raises(RuleBroken, match="approval-decided-before"):
        approved.decide(late, asked, shown=shown(asked), granted=True)


def test_what_nobody_decided_within_a_day_is_over(asked, lead):
    with (
        time_machine.travel(clock.now() + timedelta(hours=24, minutes=1), tick=False),
        pytest.raises(RuleBroken, match="approval-over"),
    ):
        approved.decide(actor_for(lead), asked, shown=shown(asked), granted=True)


def test_a_payload_that_was_changed_after_it_was_shown_is_not_agreed_to(session, asked, lead):
    seen = shown(asked)
    session.execute(
        update(Approval).where(Approval.id == asked.id).values(payload='{"shielded":"no"}')
    )
    session.commit()
    session.refresh(asked)
    for hashed in (seen, shown(asked), ""):
        with pytest.raises(RuleBroken, match="approval-of-something-else"):
            approved.decide(actor_for(lead), asked, shown=hashed, granted=True)


def test_asking_twice_is_one_request(session, director, case, asked):
    again = cases.ask_shield(actor_for(director), case, reason="Nog eens.")
    assert again.id == asked.id


def test_a_case_without_director_is_not_shielded_for_then_nobody_finds_the_resident(
    session, director, case
):
    actor = actor_for(director)
    case.involvements[0].ended_at = clock.now()
    session.commit()
    with pytest.raises((RuleBroken, NotPermitted)):
        cases.ask_shield(actor, case, reason="Een bekende inwoner.")


def test_the_desk_asks_and_decides_in_the_browser(client, session, director, lead, case):
    client.sign_in(director)
    address = f"/cases/{case.reference}/shield"
    assert client.get(f"{address}/new").status_code == 200
    assert client.post(address, data={"reason": ""}).status_code == 422
    answer = client.post(address, data={"reason": "Een bekende inwoner."})
    assert answer.status_code == 303
    request = session.scalars(select(Approval)).one()
    own = client.get(answer.location).get_data(as_text=True)
    assert "Dit wacht op een ander" in own
    client.sign_in(lead)
    assert "afschermen" in client.get("/approvals").get_data(as_text=True)
    client.post(f"/approvals/{request.id.hex}/grant", data={"shown": shown(request)})
    session.expire_all()
    assert client.get(f"/cases/{case.reference}").status_code == 404
