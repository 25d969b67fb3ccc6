"""Police data goes by two people: exactly what they agreed on, and once."""

from dataclasses import replace

import pytest

from caseapp import approvals
from caseapp.journal import police
from caseapp.kernel import clock
from caseapp.kernel.actor import Role
from caseapp.kernel.errors import NotPermitted, RuleBroken
from caseapp.model.approvals import ApprovalKind
from tests.support.cast import actor_for
from tests.support.destroying import (
    OLD,
    SAID,
    aged,
    ask,
    body_of,
    decide,
    listed,
)


def test_who_asked_does_not_agree_whatever_offices_they_hold(session, step, piet):
    offices = frozenset({Role.PRIVACY_OFFICER, Role.DATA_PROTECTION_OFFICER})
    both = replace(actor_for(piet), roles=offices)
    asked = ask(both)
    with pytest.raises(NotPermitted):
        decide(both, asked)
    with pytest.raises(NotPermitted):
        decide(piet, asked)
    assert body_of(session, step) == SAID


def test_nobody_of_the_casework_or_another_office_asks(town, step, sem, dora, fia, lida, fay):
    for who in (sem, dora, fia, lida, fay):
        with pytest.raises(NotPermitted):
            ask(who, only=step.id, shown=police.fingerprint([step.id]))


def test_another_set_than_was_shown_is_refused(session, town, case, step, sem, piet):
    with pytest.raises(RuleBroken, match="police-set-changed"):
        ask(piet, shown=police.fingerprint([step.id, case.id]))
    alone = police.fingerprint([step.id])
    aged(town, case, sem, days=OLD + 1)
    with pytest.raises(RuleBroken, match="police-set-changed"):
        ask(piet, shown=alone)


def test_what_is_asked_is_asked_once(session, step, piet):
    ask(piet)
    assert listed(piet)[0] == []
    assert [one.kind for one in police.asked(actor_for(piet))] == [ApprovalKind.DESTROY_POLICE_DATA]
    with pytest.raises(RuleBroken, match="police-nothing-due"):
        ask(piet)
    with pytest.raises(RuleBroken, match="police-asked-before"):
        ask(piet, only=step.id)


def test_what_is_gone_is_not_destroyed_twice(session, step, piet, fia):
    asked = ask(piet)
    decide(fia, asked)
    with pytest.raises(RuleBroken, match="police-destroyed-before"):
        ask(piet, only=step.id)
    with pytest.raises(RuleBroken, match="police-destroyed-before"):
        police.destroy(actor_for(fia), asked)
    with pytest.raises(RuleBroken, match="approval-decided-before"):
        decide(fia, asked)


def test_a_request_that_lapsed_destroys_nothing_and_is_asked_anew(session, step, hands, piet, fia):
    asked = ask(piet)
    hands.pass_by(days=31)
    with pytest.raises(RuleBroken, match="approval-over"):
        decide(fia, asked)
    assert listed(piet)[0] == [step.id]


def test_two_requests_that_crossed_each_other_destroy_it_once(session, step, hands, piet, fia):
    first = ask(piet)
    hands.pass_by(days=31)
    second = ask(piet)
    hands.pass_by(days=-31)
    decide(fia, first)
    with pytest.raises(RuleBroken, match="police-destroyed-before"):
        decide(fia, second)


def test_a_set_that_was_changed_in_the_request_is_refused(
    session, town, case, step, sem, piet, fia
):
    asked = ask(piet)
    told = approvals.read(asked.payload) | {"set": police.fingerprint([case.id])}
    asked.payload = approvals.written(told)
    asked.payload_hash = approvals.hashed(asked.kind, asked.subject_id, asked.payload)
    session.commit()
    with pytest.raises(RuleBroken, match="police-set-changed"):
        decide(fia, asked)


def test_a_text_that_came_beside_it_since_is_no_part_of_what_was_agreed(
    session, town, case, step, sem, piet, fia
):
    asked = ask(piet)
    how = {"corrects_id": step.id, "reason": "Vergist."}
    later = aged(town, case, sem, said="Een busje.", **how)
    with pytest.raises(RuleBroken, match="police-set-changed"):
        decide(fia, asked)
    assert body_of(session, later) == "Een busje."


def test_the_day_is_looked_at_again_when_it_is_decided(session, step, hands, piet, fia):
    asked = ask(piet)
    hands.pass_by(days=-60)
    assert step.destroy_from > clock.today()
    with pytest.raises(RuleBroken, match="police-not-due"):
        decide(fia, asked)


def test_another_municipality_has_its_own_list(session, town, step, piet):
    other = type(town)("Elders")
    officer = other.person(Role.PRIVACY_OFFICER)
    assert listed(officer) == ([], [])
    with pytest.raises(RuleBroken, match="police-not-due"):
        ask(officer, only=step.id)
