"""Giving the database roles their rights: by whom, to whom, and again."""

import pytest

from tests.support import roles

pytestmark = pytest.mark.postgresql

DENIED = "42501"
BESIDE = ("application", "auditor", "sealer")


@pytest.fixture(scope="module")
def installation():
    with roles.installation("giving") as made:
        assert made.grants().exit_code == 0
        yield made


def test_rights_that_crept_in_are_taken_away_again(installation):
    application = installation.roles["application"]
    installation.admin(f"GRANT UPDATE (event), DELETE ON access_entries TO {application}")
    installation.admin("GRANT SELECT ON residents TO PUBLIC")
    planted = "UPDATE access_entries SET event = '' WHERE false"
    assert roles.refusal(installation.url("application"), planted) is None
    assert roles.refusal(installation.url("sealer"), "SELECT id FROM residents") is None
    assert installation.grants().exit_code == 0
    assert roles.refusal(installation.url("application"), planted) == DENIED
    assert roles.refusal(installation.url("sealer"), "SELECT id FROM residents") == DENIED


def test_only_the_owner_gives_rights(installation):
    refused = installation.grants("application")
    assert refused.exit_code == 1
    assert f"The tables are of {installation.roles['owner']}" in refused.output


@pytest.mark.parametrize("power", ["BYPASSRLS", "CREATEROLE", "SUPERUSER"])
def test_a_role_with_powers_is_no_role_to_work_as(installation, power):
    application = installation.roles["application"]
    installation.admin(f"ALTER ROLE {application} {power}")
    refused = installation.grants()
    installation.admin(f"ALTER ROLE {application} NO{power}")
    assert refused.exit_code == 1
    assert "give it a role of its own" in refused.output


def test_a_member_of_the_owner_is_no_role_to_work_as(installation):
    owner, application = installation.roles["owner"], installation.roles["application"]
    installation.admin(f"GRANT {owner} TO {application}")
    refused = installation.grants()
    installation.admin(f"REVOKE {owner} FROM {application}")
    assert "give it a role of its own" in refused.output


def test_three_roles_are_three(installation):
    name = installation.roles["application"]
    given = [f"--{role}={name}" for role in BESIDE]
    refused = installation.command("owner", "db", "grants", *given)
    assert refused.exit_code == 1
    assert "three roles" in refused.output


def test_who_may_not_make_roles_is_told_what_a_superuser_does(installation):
    refused = installation.command("owner", "db", "grants", "--auditor=nobody_yet")
    assert refused.exit_code == 1
    assert 'CREATE ROLE "nobody_yet" LOGIN PASSWORD' in refused.output
