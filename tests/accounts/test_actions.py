"""Accounts: who may do what with them, and which roles do not go together."""

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy import func, select

from caseapp import accounts
from caseapp.accounts.actions import _refuse_clash
from caseapp.kernel.actor import CASEWORK_ROLES, OVERSIGHT_ROLES, Role
from caseapp.kernel.errors import NotPermitted, RuleBroken
from caseapp.model.accounts import RoleGrant, UserSession
from tests.support.cast import actor_for

INVITATION = {"name": "Nina Nieuw", "email": "nina@testdam.example", "function": "wijkcoach",
              "team_ids": (), "password": "een heel lang wachtwoord"}  # fmt: skip


@pytest.fixture
def admin(town):
    return actor_for(town.person(Role.FUNCTIONAL_ADMINISTRATOR))


@given(st.sets(st.sampled_from(Role)))
def test_who_watches_or_administers_has_no_other_role(roles):
    clash = bool(roles & OVERSIGHT_ROLES) and len(roles) > 1
    if roles and not clash:
        _refuse_clash(roles)
    else:
        with pytest.raises(RuleBroken):
            _refuse_clash(roles)


def test_every_role_either_works_or_watches():
    assert set(Role) == CASEWORK_ROLES | OVERSIGHT_ROLES
    assert not CASEWORK_ROLES & OVERSIGHT_ROLES


@pytest.mark.parametrize(
    "role", [role for role in Role if role is not Role.FUNCTIONAL_ADMINISTRATOR]
)
def test_only_the_administrator_touches_accounts(town, role):
    actor, noor = actor_for(town.person(role)), town.person(Role.SOCIAL_WORKER)
    rights = {"function": "", "roles": [Role.INTAKE], "team_ids": ()}
    with pytest.raises(NotPermitted):
        accounts.invite(actor, town.municipality, roles=[Role.INTAKE], **INVITATION)
    with pytest.raises(NotPermitted):
        accounts.arrange(actor, noor, **rights)
    with pytest.raises(NotPermitted):
        accounts.deactivate(actor, noor)


def test_a_weak_password_is_refused(town, admin):
    with pytest.raises(RuleBroken, match="password-too-short"):
        accounts.invite(
            admin, town.municipality, roles=[Role.INTAKE], **{**INVITATION, "password": "kort"}
        )


def test_a_role_that_ends_stays_in_the_history(session, town, admin):
    noor = town.person(Role.SOCIAL_WORKER)
    for roles in ([Role.INTAKE], [Role.SOCIAL_WORKER], [Role.SOCIAL_WORKER]):
        accounts.arrange(admin, noor, function="", roles=roles, team_ids=())
        session.commit()
    grants = session.scalars(select(RoleGrant).where(RoleGrant.user_id == noor.id)).all()
    assert sorted(g.role for g in grants) == ["intake", "social-worker", "social-worker"]
    assert noor.roles == {Role.SOCIAL_WORKER}


def test_a_change_of_roles_alone_raises_the_version(session, town, admin):
    noor = town.person(Role.SOCIAL_WORKER)
    before = noor.version
    accounts.arrange(admin, noor, function=noor.function, roles=[Role.INTAKE], team_ids=())
    session.commit()
    assert noor.version == before + 1


def test_a_team_of_another_municipality_is_unknown(town, admin):
    other = type(town)("Buurdorp")
    noor = town.person(Role.SOCIAL_WORKER)
    with pytest.raises(RuleBroken, match="team-unknown"):
        accounts.arrange(
            admin, noor, function="", roles=[Role.INTAKE], team_ids=[other.care_team.id]
        )


def test_deactivating_twice_keeps_the_first_moment(session, town, admin, client):
    noor = town.person(Role.SOCIAL_WORKER)
    client.sign_in(noor)
    accounts.deactivate(admin, noor)
    first = noor.deactivated_at
    accounts.deactivate(admin, noor)
    session.commit()
    assert noor.deactivated_at == first
    still_open = select(func.count()).where(
        UserSession.user_id == noor.id, UserSession.ended_at.is_(None)
    )
    assert session.scalar(still_open) == 0
