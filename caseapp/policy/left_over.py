"""Facts about cases nobody is left to steer: what then falls to whom by office.

Where nobody leads a team of a case, the process director says who has it. Where a shielded case has
no director who can work, nobody named on it can say so: who leads a team of it, or the process,
gives it one, and still does not open it.
"""

from typing import Any

from sqlalchemy import ColumnElement, exists, select

from caseapp.extensions import db
from caseapp.kernel.actor import WORKING_ROLES, Actor, Role
from caseapp.model.accounts import RoleGrant, TeamMembership, User
from caseapp.model.case_words import Part
from caseapp.model.cases import Case, Involvement, Track
from caseapp.policy.doors import case_is_not_shielded
from caseapp.policy.predicates import Predicate, has_role
from caseapp.policy.relations import leads_team_of_case


def _holds(user_id: Any, *roles: Role) -> ColumnElement[bool]:
    """Ask whether somebody may sign in and holds one of these roles."""
    return exists(
        select(RoleGrant.id)
        .join(User, User.id == RoleGrant.user_id)
        .where(RoleGrant.user_id == user_id, RoleGrant.role.in_(roles))
        .where(RoleGrant.ended_at.is_(None), User.deactivated_at.is_(None))
        .correlate_except(RoleGrant, User)
    )


def is_directed() -> ColumnElement[bool]:
    """Ask of a case whether somebody directs it who can sign in and does casework."""
    return exists(
        select(Involvement.id)
        .where(Involvement.case_id == Case.id, Involvement.part == Part.DIRECTOR)
        .where(Involvement.ended_at.is_(None), _holds(Involvement.user_id, *WORKING_ROLES))
        .correlate(Case)
    )


def _is_led() -> ColumnElement[bool]:
    return exists(
        select(Track.id)
        .join(TeamMembership, TeamMembership.team_id == Track.team_id)
        .where(Track.case_id == Case.id, TeamMembership.is_lead)
        .where(_holds(TeamMembership.user_id, Role.TEAM_LEAD))
        .correlate(Case)
    )


def _holds_for(case: Case, condition: ColumnElement[bool]) -> bool:
    query = select(Case.id).where(Case.id == case.id, condition)
    return db.session.scalar(query.execution_options(unseen="policy")) is not None


def _undirected(_actor: Actor) -> ColumnElement[bool]:
    return Case.is_shielded & ~is_directed()


shielded_without_director = Predicate(
    "the case is shielded and nobody who can work directs it",
    lambda actor, case: case.is_shielded and _holds_for(case, _undirected(actor)),
    _undirected,
)

nobody_leads_its_teams = Predicate(
    "nobody leads a team that one of its tracks is with",
    lambda _actor, case: _holds_for(case, ~_is_led()),
    lambda _actor: ~_is_led(),
)

steers_what_is_left = (
    has_role(Role.PROCESS_DIRECTOR) & case_is_not_shielded & nobody_leads_its_teams
    | (leads_team_of_case | has_role(Role.PROCESS_DIRECTOR)) & shielded_without_director
)
