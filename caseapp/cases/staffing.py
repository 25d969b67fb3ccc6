"""Who fits a place on a case, and how room is made for them."""

from collections.abc import Sequence
from uuid import UUID

from sqlalchemy import ColumnElement, exists, func, inspect, or_, select
from sqlalchemy.orm import aliased
from sqlalchemy.orm.attributes import set_committed_value

from caseapp import accounts
from caseapp.accounts import doors
from caseapp.cases.making import involve
from caseapp.extensions import db
from caseapp.kernel import clock
from caseapp.kernel.actor import WORKING_ROLES, Actor, Role
from caseapp.kernel.errors import RuleBroken
from caseapp.model import lock as voices
from caseapp.model.accounts import RoleGrant, TeamMembership, User
from caseapp.model.case_words import CaseState, Part, TrackKind, TrackState
from caseapp.model.cases import Case, Involvement, Track
from caseapp.model.measures import Measure
from caseapp.model.meetings import AgendaItem
from caseapp.model.organisations import Team
from caseapp.model.plans import PlanAction
from caseapp.policy.trades import TRACK_OF_ROLE, fits


def lock(case: Case) -> None:
    """Hold the case until the end of the transaction: who comes second sees what the first did.

    Others may still write rows that belong to it: who holds an account and finds what was left of
    this case does not wait for who holds the case and asks for that account.

    Raises RuleBroken when somebody closed it meanwhile.
    """
    state = db.session.scalar(
        select(Case.state).where(Case.id == case.id).with_for_update(key_share=True),
        execution_options={"unseen": "position"},
    )
    if case.is_open and state is CaseState.CLOSED:
        raise RuleBroken("case-closed-before")
    db.session.expire(case, ["involvements"])


def refuse_unfit(case: Case, user: User, part: Part, track: TrackKind | None) -> None:
    """Raise RuleBroken for who cannot sign in, works elsewhere or has the other track's trade.

    Also for who is kept from the case, of which nothing is said, and for who does no casework
    where they would be responsible. Their account is held until the end of the transaction: their
    access does not end meanwhile.
    """
    accounts.hold(user)
    db.session.refresh(user, ["deactivated_at"])
    if user.municipality_id != case.municipality_id or not user.is_active:
        raise RuleBroken("colleague-unavailable", "user")
    if case.id in doors.kept_from(user.id):
        raise RuleBroken("colleague-unavailable", "user")
    if (part in (Part.OWNER, Part.MEMBER)) != (track is not None):
        raise RuleBroken("part-needs-track", "track")
    partner = Role.CHAIN_PARTNER in user.roles
    if partner != (part is Part.PARTNER):
        raise RuleBroken("part-of-partner", "user")
    if part in (Part.OWNER, Part.DIRECTOR) and not can_work(user):
        raise RuleBroken("colleague-unavailable", "user")
    if not fits(user.roles, track):
        raise RuleBroken("other-trade", "user")


def refuse_letting_in(actor: Actor, case: Case, user: User, part: Part) -> None:
    """Raise RuleBroken for who lets in more than needed where they may not come themselves.

    Not themselves; and behind a shield a director alone, who says who else is on the case.
    """
    if user.id == actor.user_id:
        raise RuleBroken("place-for-oneself", "user")
    if case.is_shielded and part is not Part.DIRECTOR:
        raise RuleBroken("director-first", "part")


def can_work(user: User) -> bool:
    """Tell whether somebody can sign in and holds a role that comes near casework."""
    return user.is_active and not user.roles.isdisjoint(WORKING_ROLES)


def at_work(case: Case) -> list[Involvement]:
    """Give who has a part in a case today and can still do something."""
    active = [one for one in case.involvements if one.is_active]
    strangers = {one.user_id: one for one in active if "user" in inspect(one).unloaded}
    for user in accounts.people(strangers):
        set_committed_value(strangers[user.id], "user", user)
    accounts.know_roles(one.user for one in active)
    return [one for one in active if can_work(one.user)]


def people_on(track: Track) -> list[Involvement]:
    """Give who works on a track and can still do so: its owner, and who is involved in it."""
    return [one for one in at_work(track.case) if one.track is track.kind]


def make_room(case: Case, part: Part, track: TrackKind | None) -> None:
    """The one who held the place steps back: a director leaves, an owner stays involved."""
    if part not in (Part.DIRECTOR, Part.OWNER):
        return
    for held in case.involvements:
        if held.is_active and held.part is part and held.track is track:
            held.ended_at = clock.now()
            if part is Part.OWNER:
                db.session.flush()
                involve(case, held.user_id, Part.MEMBER, track)
                return


def is_staffed(team: Team, *, but: User | None = None, side: TrackKind | None = None) -> bool:
    """Tell whether somebody works in a team who can take what waits there, and is for one side."""
    return bool(staffed([team], but=but, side=side))


def staffed(
    teams: Sequence[Team], *, but: User | None = None, side: TrackKind | None = None
) -> list[Team]:
    """Give the teams in which somebody works who can take what waits there, and is for one side."""
    works = (
        select(TeamMembership.team_id)
        .join(User, User.id == TeamMembership.user_id)
        .join(RoleGrant, RoleGrant.user_id == User.id)
        .where(
            TeamMembership.team_id.in_([team.id for team in teams]),
            User.deactivated_at.is_(None),
            RoleGrant.ended_at.is_(None),
            RoleGrant.role.in_(WORKING_ROLES),
        )
    )
    if but is not None:
        works = works.where(User.id != but.id)
    if side is not None:
        works = works.where(or_(~_has_a_trade(*TrackKind), _has_a_trade(side)))
    manned = set(db.session.scalars(works.distinct())) if teams else set()
    return [team for team in teams if team.id in manned]


def open_actions(case: Case, track: TrackKind | None = None) -> int:
    """Count the actions of the plan that have still to be done: of one track, or all."""
    query = select(func.count(PlanAction.id)).where(
        PlanAction.case_id == case.id, PlanAction.ended_at.is_(None)
    )
    if track is not None:
        query = query.where(PlanAction.track == track)
    with voices.aloud(db.session(), voices.Voice.UNSEEN):
        return int(db.session.scalar(query, execution_options={"unseen": "count"}) or 0)


def open_items(case: Case, track: TrackKind | None = None) -> Sequence[UUID]:
    """Give where the case is on an agenda and nothing was concluded: of one track alone, or all."""
    query = select(AgendaItem.id).where(AgendaItem.case_id == case.id, AgendaItem.outcome.is_(None))
    if track is not None:
        query = query.where(AgendaItem.track == track)
    with voices.aloud(db.session(), voices.Voice.UNSEEN):
        found = db.session.scalars(
            query.order_by(AgendaItem.id), execution_options={"unseen": "policy"}
        )
        return found.all()


def refuse_unfinished(track: Track, state: TrackState) -> None:
    """Raise RuleBroken for a track that stops while something on it has still to be done.

    Of the plan, or at a table that speaks about it alone; and on the safety track a measure that is
    prepared or runs: nobody would have it.
    """
    if state is TrackState.NEEDED:
        return
    if open_actions(track.case, track.kind):
        raise RuleBroken("track-with-open-actions", "state")
    if open_items(track.case, track.kind):
        raise RuleBroken("track-on-agenda", "state")
    runs = exists().where(Measure.case_id == track.case_id, Measure.ended_on.is_(None))
    unseen = {"unseen": "policy"}
    if track.kind is TrackKind.SAFETY and db.session.scalar(select(runs), execution_options=unseen):
        raise RuleBroken("track-with-measure", "state")


def left_waiting(case: Case) -> list[Team]:
    """Give the teams in whose queue a needed track of this case waits while nobody works there."""
    db.session.flush()  # a case just opened has its tracks' state, and its owners, once written
    waiting = [one for one in case.tracks if one.state is TrackState.NEEDED and one.owner is None]
    teams = [one.team for one in waiting if one.team is not None]
    manned = staffed(teams)
    return [team for team in teams if team not in manned]


def _has_a_trade(*sides: TrackKind) -> ColumnElement[bool]:
    grant = aliased(RoleGrant)
    trades = [role for role, side in TRACK_OF_ROLE.items() if side in sides]
    return exists().where(
        grant.user_id == User.id, grant.ended_at.is_(None), grant.role.in_(trades)
    )
