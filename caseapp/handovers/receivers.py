"""Who can take what is offered: fit for it, and somebody else than who offers."""

from sqlalchemy import select

from caseapp import cases
from caseapp.extensions import db
from caseapp.kernel.actor import Actor
from caseapp.kernel.errors import RuleBroken
from caseapp.model.accounts import TeamMembership, User
from caseapp.model.case_words import Part
from caseapp.model.cases import Case
from caseapp.model.handovers import HandoverOf
from caseapp.model.organisations import Team


def part_of(of: HandoverOf) -> Part:
    """Give the part that somebody has by it; a watch asks what a direction asks."""
    return Part.OWNER if of.track is not None else Part.DIRECTOR


def refuse_watcher(case: Case, user: User) -> None:
    """Raise RuleBroken for who cannot sign in, does no casework here, or is kept from the case."""
    try:
        cases.refuse_unfit(case, user, Part.DIRECTOR, None)
    except RuleBroken as error:
        raise RuleBroken("watcher-unfit", "watcher") from error


def refuse_unable(case: Case, user: User, of: HandoverOf) -> None:
    """Raise RuleBroken for who cannot have it, whatever it is."""
    if of is HandoverOf.WATCH:
        refuse_watcher(case, user)
    else:
        cases.refuse_unfit(case, user, part_of(of), of.track)


def refuse_receiver(
    actor: Actor, case: Case, of: HandoverOf, user: User | None, team: Team | None
) -> None:
    """Raise RuleBroken for nobody, oneself, who cannot take it, and a team without people."""
    if user is not None:
        if user.id == actor.user_id:
            raise RuleBroken("handover-to-oneself", "to")
        refuse_unable(case, user, of)
        return
    if team is None or of.track is None or team.municipality_id != case.municipality_id:
        raise RuleBroken("handover-to-nobody", "to")
    others = (
        select(TeamMembership.user_id)
        .join(User, User.id == TeamMembership.user_id)
        .where(TeamMembership.team_id == team.id, TeamMembership.user_id != actor.user_id)
        .where(User.deactivated_at.is_(None))
    )
    if db.session.scalar(others.limit(1)) is None:
        raise RuleBroken("handover-to-nobody", "to")
