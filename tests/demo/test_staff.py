from collections import Counter

from caseapp.demo.world import World
from caseapp.kernel.actor import Role
from tests.demo.worlds import MAIN, TODAY, world


def test_forty_people_work_for_the_municipality_and_a_handful_for_the_neighbour() -> None:
    assert Counter(one.municipality for one in world().staff) == {MAIN: 40, "acv": 6}


def test_every_role_has_exactly_one_sign_in_of_the_day() -> None:
    shown = Counter(one.role for one in world().staff if one.of_the_day)
    assert shown == {role.value: 1 for role in Role}


def test_the_sign_ins_of_the_day_are_the_same_for_every_seed_and_scale() -> None:
    def shown(world: World) -> list[str]:
        return [one.email for one in world.staff if one.of_the_day]

    other = World.make(99, today=TODAY, scale=20)
    assert shown(world()) == shown(other)
    assert "noor.wissink@oudeijsselrand.example" in shown(other)


def test_everybody_has_a_team_an_organisation_and_an_address_of_their_own() -> None:
    large = World.make(5, today=TODAY, scale=30)
    for each in (world(), large):
        assert {one.team for one in each.staff} <= {team.key for team in each.teams}
        assert {one.organisation for one in each.staff} <= {o.key for o in each.organisations}
        assert max(Counter(one.email for one in each.staff).values()) == 1
        assert max(Counter(one.key for one in each.staff).values()) == 1


def test_every_team_lead_leads_a_team() -> None:
    leads = [one for one in world().staff if one.role == Role.TEAM_LEAD]
    assert len(leads) == 4
    assert all(one.leads == one.team for one in leads)
    assert not any(one.leads for one in world().staff if one.role != Role.TEAM_LEAD)
