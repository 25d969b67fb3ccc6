"""In whose queue a track stands: the team of its owner, or the one that serves the place."""

from caseapp.demo.casefile import Case, Track
from caseapp.demo.casting import AREA_OF_TOWN
from caseapp.demo.entities import Household, Team
from caseapp.demo.households import BLOCK_RESIDENTS, Ground, block
from caseapp.demo.world import World

PARTS_OF_KEY = 3
"""`oij-t-terborgh`; a fourth part is the number of a copy in a larger world."""


class Queues:
    """The teams of a world, by what they do."""

    def __init__(self, world: World) -> None:
        """Sort the teams by municipality, copy and kind."""
        self._world = world
        self._team_of = {member.key: member.team for member in world.staff}
        self._teams: dict[tuple[str, str, str], list[Team]] = {}
        for team in world.teams:
            place = (team.municipality, _copy(team.key), team.kind)
            self._teams.setdefault(place, []).append(team)

    def team(self, case: Case, track: Track) -> str:
        """Give the key of the team of a track."""
        if track.owner:
            return self._team_of[track.owner]
        copy = _copy(self._team_of[case.opened_by])
        teams = self._teams[case.municipality, copy, track.kind]
        town = home_of(self._world, case).address.town
        area = AREA_OF_TOWN.get(town, town)
        return next((team for team in teams if team.area == area), teams[0]).key


def home_of(world: World, case: Case) -> Household:
    """Give the household of the first resident a case is about."""
    resident = case.subject.residents[0]
    number = int(resident.rpartition("-r")[2]) // BLOCK_RESIDENTS
    ground = Ground(world.seed, case.municipality, world.today, 0)
    return next(
        home
        for home in block(ground, number)
        if any(person.key == resident for person in home.residents)
    )


def _copy(team: str) -> str:
    parts = team.split("-")
    return parts[PARTS_OF_KEY] if len(parts) > PARTS_OF_KEY else ""
