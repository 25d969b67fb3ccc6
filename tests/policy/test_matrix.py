"""The page that privacy officers read is made from the law itself."""

import pytest

from caseapp.kernel.actor import OVERSIGHT_ROLES, Actor, Role
from caseapp.kernel.identifiers import new_id
from caseapp.model.cases import Case, Track
from caseapp.model.escalation import Flag
from caseapp.model.journal import Step
from caseapp.model.residents import Resident
from caseapp.policy import Permission, matrix
from caseapp.policy.predicates import has_role
from caseapp.policy.rules import RULES, Rule

CONTENT = {Case, Track, Step, Flag, Resident}


def section(permission):
    page = "\n".join(matrix.lines())
    return page.partition(f"### `{permission}`\n")[2].partition("\n#")[0]


def test_every_permission_has_a_row_and_a_condition():
    page = "\n".join(matrix.lines())
    for permission in Permission:
        assert page.count(f"[`{permission}`]") == 1
        assert page.count(f"### `{permission}`") == 1
        assert "Allowed when" in section(permission)


def test_every_permission_stands_under_one_heading():
    told = [permission for group in matrix.GROUPS.values() for permission in group]
    assert sorted(told) == sorted(Permission)


@pytest.mark.parametrize("role", sorted(OVERSIGHT_ROLES))
def test_who_oversees_has_no_mark_at_the_content_of_cases(role):
    content = [p for p in Permission if RULES[p].model in CONTENT]
    assert len(content) > 15
    assert {matrix.cell(permission, role) for permission in content} == {""}


@pytest.mark.parametrize("role", sorted(OVERSIGHT_ROLES))
def test_the_page_tells_all_that_an_oversight_role_can_do(role):
    line = next(x for x in matrix.lines() if x.startswith(f"- **{matrix.HEADINGS[role]}**"))
    assert all(f"`{permission}`" in line for permission in matrix.held(role))


def test_each_way_to_hold_a_permission_is_a_line_of_its_own():
    ways = [x for x in section(Permission.STEP_VIEW).splitlines() if x.startswith("- ")]
    assert len(ways) == 3
    assert "the step is on the shared strip **and** may open the case" in ways[1]


def test_what_must_hold_besides_stands_in_every_line():
    ways = [x for x in section(Permission.STEP_CORRECT).splitlines() if x.startswith("- ")]
    assert len(ways) == 4
    assert all("the case is open" in way for way in ways)


def test_one_way_is_a_sentence():
    assert "Allowed when the person is signed in." in section(Permission.PROFILE_EDIT)
    assert "Allowed when the person may open the case." in section(Permission.CASE_VIEW)
    assert "is mayor / alderman **and** the case is" in section(Permission.CASE_BRIEF)


def test_what_is_asked_of_a_resident_is_asked_of_their_cases():
    text = section(Permission.BSN_REVEAL)
    assert "a case is about the resident or a housemate, and of that case the person: works" in text


def test_a_condition_that_changes_changes_the_page(monkeypatch):
    before = section(Permission.CASE_VIEW)
    monkeypatch.setitem(RULES, Permission.CASE_VIEW, Rule(Case, has_role(Role.MAYOR)))
    assert section(Permission.CASE_VIEW) != before


def test_a_permission_that_depends_on_no_role_has_a_mark_of_its_own():
    assert matrix.cell(Permission.FLAG_ACKNOWLEDGE, Role.MAYOR) == "○"
    assert Permission.FLAG_ACKNOWLEDGE not in matrix.held(Role.MAYOR)


def test_a_permission_without_a_rule_is_nobodys(monkeypatch):
    monkeypatch.delitem(RULES, Permission.CASE_VIEW)
    assert matrix.cell(Permission.CASE_VIEW, Role.SOCIAL_WORKER) == ""


def test_not_is_the_reverse_for_one_object_and_for_a_list(session):
    actor = Actor(new_id(), new_id(), "Noor", frozenset({Role.SOCIAL_WORKER}))
    fact = has_role(Role.SOCIAL_WORKER)
    assert fact.check(actor, None)
    assert not (~fact).check(actor, None)
    assert str((~fact).where(actor)) != str(fact.where(actor))
    assert (~fact).name == "not is social worker"
