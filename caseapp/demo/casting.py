"""Who works on a case: owners of the two tracks, colleagues, director and intake."""

from collections import defaultdict
from dataclasses import dataclass
from datetime import date
from random import Random

from caseapp.demo.entities import StaffMember, Team
from caseapp.demo.storylines import Storyline

YOUTH_TEAMS = ("jeugd", "leerplicht")
CRIME = frozenset({"subversive_crime", "labour_exploitation", "drug_nuisance"})
AREA_OF_TOWN = {"Silvolden": "Terborgh", "Ettensebroek": "Gendrum", "Lutterzijde": "Achterveen"}


@dataclass(frozen=True, slots=True)
class Crew:
    """The members of staff around one case; `former` handed it over to the present owner."""

    care: StaffMember
    care2: StaffMember
    safety: StaffMember
    director: StaffMember
    intake: StaffMember
    lead: StaffMember
    partner: StaffMember | None
    former: StaffMember | None

    def names(self) -> dict[str, str]:
        """Give the given names of colleagues, for the slots of a story."""
        return {
            "zorg": self.care.given_name,
            "collega": self.care2.given_name,
            "veiligheid": self.safety.given_name,
            "regie": self.director.given_name,
        }


class Roster:
    """The staff of one municipality, in copies of about forty people who work together."""

    def __init__(self, staff: tuple[StaffMember, ...], teams: tuple[Team, ...]) -> None:
        """Sort the staff by copy, role and area."""
        self._teams = {team.key: team for team in teams}
        self._copies: list[dict[str, list[StaffMember]]] = []
        self.former = [member for member in staff if member.left_on]
        by_copy: dict[str, list[StaffMember]] = defaultdict(list)
        for member in staff:
            by_copy[member.key[-5:-2]].append(member)
        for members in by_copy.values():
            self._copies.append(self._sorted([one for one in members if not one.left_on]))

    def _sorted(self, members: list[StaffMember]) -> dict[str, list[StaffMember]]:
        found: dict[str, list[StaffMember]] = defaultdict(list)
        for member in members:
            found[member.role].append(member)
            if member.role == "social-worker":
                team = self._teams[member.team]
                youth = team.key.split("-")[2] in YOUTH_TEAMS
                found["youth" if youth else f"area/{team.area}"].append(member)
        return found

    def crew(self, random: Random, story: Storyline, town: str, today: date) -> Crew:
        """Pick the people for a case of a storyline in a town."""
        people = self._copies[random.randrange(len(self._copies))]
        area = people.get(f"area/{AREA_OF_TOWN.get(town, town)}") or people["social-worker"]
        youth = people.get("youth") or area
        care = random.choice(youth if story.youth and random.randrange(2) else area)
        others = [one for one in (youth if story.youth else area) if one is not care] or [care]
        advisers = people["safety-adviser"]
        expert = [one for one in advisers if "ondermijning" in one.job_title]
        safety = random.choice(expert if expert and story.phenomenon in CRIME else advisers)
        partners = people.get("chain-partner")
        left = [one for one in self.former if one.left_on and one.left_on < today]
        return Crew(
            care=care,
            care2=random.choice(others),
            safety=safety,
            director=random.choice(people["process-director"]),
            intake=random.choice(people["intake"]),
            lead=random.choice(people.get("team-lead") or people["process-director"]),
            partner=random.choice(partners) if partners and random.randrange(3) == 0 else None,
            former=random.choice(left) if left and town == "Varsveld" else None,
        )
