"""What is asked to close a team: which teams could take what is with it."""

from caseapp import accounts
from caseapp.model.organisations import Team


def successors_of(team: Team) -> list[Team]:
    """Give the other teams that do the same work, by name."""
    known = accounts.teams(team.municipality_id)
    return [one for one in known if one.kind is team.kind and one.id != team.id]
