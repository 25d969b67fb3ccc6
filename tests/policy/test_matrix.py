"""The page that privacy officers read is made from the law itself."""

import pytest

from caseapp.kernel.actor import Actor, Role
from caseapp.kernel.identifiers import new_id
from caseapp.policy import Permission, matrix
from caseapp.policy.predicates import has_role
from caseapp.policy.rules import RULES


def test_every_permission_has_a_row_and_a_condition():
    page = "\n".join(matrix.lines())
    for permission in Permission:
        assert f"[`{permission}`]" in page
        assert f"### `{permission}`" in page


@pytest.mark.parametrize("role", [Role.PRIVACY_OFFICER, Role.CISO, Role.FUNCTIONAL_ADMINISTRATOR])
def test_who_oversees_has_no_mark_at_the_content_of_cases(role):
    content = (Permission.CASE_VIEW, Permission.TRACK_VIEW, Permission.STEP_VIEW)
    assert {matrix.cell(permission, role) for permission in content} == {"-"}


def test_a_permission_without_a_rule_is_nobodys(monkeypatch):
    monkeypatch.delitem(RULES, Permission.CASE_VIEW)
    assert matrix.cell(Permission.CASE_VIEW, Role.SOCIAL_WORKER) == "-"


def test_not_is_the_reverse_for_one_object_and_for_a_list(session):
    actor = Actor(new_id(), new_id(), "Noor", frozenset({Role.SOCIAL_WORKER}))
    fact = has_role(Role.SOCIAL_WORKER)
    assert fact.check(actor, None)
    assert not (~fact).check(actor, None)
    assert str((~fact).where(actor)) != str(fact.where(actor))
    assert (~fact).name == "not is social worker"
