"""Teams and organisations: set up and changed by the functional administrator alone."""

import pytest
from sqlalchemy import select

from caseapp import organisations
from caseapp.accesslog import Event
from caseapp.kernel.actor import Role
from caseapp.kernel.errors import NotPermitted, RuleBroken
from caseapp.model.accesslog import AccessEntry
from caseapp.model.organisations import OrganisationKind, TeamKind
from tests.support.cast import Town, actor_for


@pytest.fixture
def admin(town):
    return actor_for(town.person(Role.FUNCTIONAL_ADMINISTRATOR))


def test_a_team_and_an_organisation_are_set_up_and_changed_and_the_log_knows(session, town, admin):
    team = organisations.set_up_team(admin, town.municipality, name="Noord", kind=TeamKind.CARE)
    organisations.change_team(admin, team, name="Zuid", kind=TeamKind.SAFETY)
    partner = organisations.set_up_organisation(
        admin, town.municipality, name="Wonen", kind=OrganisationKind.HOUSING
    )
    organisations.change_organisation(admin, partner, name="Wonen+", kind=OrganisationKind.OTHER)
    session.commit()
    assert (team.name, team.kind, partner.name) == ("Zuid", TeamKind.SAFETY, "Wonen+")
    told = session.scalars(select(AccessEntry.event).order_by(AccessEntry.seq)).all()
    assert told == [Event.TEAM_ARRANGED] * 2 + [Event.ORGANISATION_ARRANGED] * 2


def test_a_name_that_is_taken_is_refused_but_not_ones_own(session, town, admin):
    with pytest.raises(RuleBroken, match="name-taken"):
        organisations.set_up_team(
            admin, town.municipality, name=town.care_team.name, kind=TeamKind.CARE
        )
    with pytest.raises(RuleBroken, match="name-taken"):
        organisations.change_team(
            admin, town.care_team, name=town.safety_team.name, kind=TeamKind.CARE
        )
    organisations.change_team(admin, town.care_team, name=town.care_team.name, kind=TeamKind.OTHER)


@pytest.mark.parametrize("role", [role for role in Role if role != Role.FUNCTIONAL_ADMINISTRATOR])
def test_nobody_else_arranges_teams(session, town, role):
    actor = actor_for(town.person(role))
    with pytest.raises(NotPermitted):
        organisations.set_up_team(actor, town.municipality, name="X", kind=TeamKind.CARE)
    with pytest.raises(NotPermitted):
        organisations.change_team(actor, town.care_team, name="X", kind=TeamKind.CARE)


def test_an_administrator_elsewhere_arranges_nothing_here(session, town):
    elsewhere = actor_for(Town("Elders").person(Role.FUNCTIONAL_ADMINISTRATOR))
    with pytest.raises(NotPermitted):
        organisations.change_team(elsewhere, town.care_team, name="X", kind=TeamKind.CARE)


def test_a_team_that_has_tracks_keeps_its_work_and_may_have_another_name(session, town, admin):
    noor = town.person(Role.SOCIAL_WORKER)
    town.case(care=noor)
    with pytest.raises(RuleBroken, match="team-holds-work") as broken:
        organisations.change_team(admin, town.care_team, name="Noord", kind=TeamKind.SAFETY)
    assert broken.value.field == "kind"
    organisations.change_team(admin, town.care_team, name="Noord", kind=TeamKind.CARE)
    assert town.care_team.name == "Noord"
