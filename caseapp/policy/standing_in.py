"""Facts about standing in: what somebody may for a colleague who is on leave today.

As far as the colleague may, and no further: the same tracks of the same cases. Not in a shielded
case, which is open to the people named on it only; that one is handed over before the leave.
"""

from __future__ import annotations

from typing import Any

from sqlalchemy import ColumnElement, and_, false, func, select
from sqlalchemy.orm import aliased

from caseapp.kernel.actor import Actor, Role
from caseapp.model.accounts import TeamMembership, User
from caseapp.model.case_words import Part
from caseapp.model.cases import Case, Involvement, Track
from caseapp.model.journal import Step
from caseapp.model.leaves import Leave
from caseapp.policy.predicates import Predicate, has_role
from caseapp.policy.relations import WORKING_PARTS


def stands_in(actor: Actor, case: Case, *parts: Part, kind: Any = None) -> bool:
    """Tell whether a colleague for whom somebody stands in is one of these on an open door."""
    return not case.is_shielded and any(
        one.is_active
        and one.user_id in actor.stands_in_for
        and one.part in parts
        and (kind is None or one.part is Part.DIRECTOR or one.track is kind)
        for one in case.involvements
    )


def _standing_in(actor: Actor, *parts: Part) -> ColumnElement[bool]:
    """Ask for those cases as one list, so that the database begins at the few there are."""
    if not actor.stands_in_for:
        return false()
    return Case.id.in_(
        select(Involvement.case_id)
        .join(Case, Case.id == Involvement.case_id)
        .where(
            Involvement.user_id.in_(actor.stands_in_for),
            Involvement.ended_at.is_(None),
            Involvement.part.in_(parts),
            Case.is_shielded.is_not(True),
        )
        .correlate(None)
    )


def standing_in_on(actor: Actor, case_id: Any, kind: Any, *parts: Part) -> ColumnElement[bool]:
    """Ask for what is on a track on which somebody stands in for a colleague.

    As whoever works there or directs the case, or as one of these parts on that very track.
    """
    on_it: ColumnElement[bool] = Involvement.track == kind
    if not actor.stands_in_for:
        return false()
    theirs = aliased(Case)
    return (
        select(Involvement.id)
        .join(theirs, theirs.id == Involvement.case_id)
        .where(
            Involvement.case_id == case_id,
            Involvement.user_id.in_(actor.stands_in_for),
            Involvement.ended_at.is_(None),
            Involvement.part.in_(parts or WORKING_PARTS),
            on_it if parts else (Involvement.part == Part.DIRECTOR) | on_it,
            theirs.is_shielded.is_not(True),
        )
        .exists()
    )


stands_in_on_case = Predicate(
    "stands in for a colleague on leave who works on the case, which is not shielded",
    lambda actor, case: stands_in(actor, case, *WORKING_PARTS),
    lambda actor: _standing_in(actor, *WORKING_PARTS),
)

stands_in_for_director = Predicate(
    "stands in for the director of the case, who is on leave, and it is not shielded",
    lambda actor, case: stands_in(actor, case, Part.DIRECTOR),
    lambda actor: _standing_in(actor, Part.DIRECTOR),
)

stands_in_on_track = Predicate(
    "stands in for a colleague on leave who works on this very track, or directs the case",
    lambda actor, track: stands_in(actor, track.case, *WORKING_PARTS, kind=track.kind),
    lambda actor: standing_in_on(actor, Track.case_id, Track.kind),
)

stands_in_for_an_owner = Predicate(
    "stands in for a colleague on leave who owns a track of the case, which is not shielded",
    lambda actor, case: stands_in(actor, case, Part.OWNER),
    lambda actor: _standing_in(actor, Part.OWNER),
)

stands_in_for_owner = Predicate(
    "stands in for a colleague on leave who owns this very track",
    lambda actor, track: (
        any(
            one.track is track.kind
            and one.part is Part.OWNER
            and one.is_active
            and one.user_id in actor.stands_in_for
            for one in track.case.involvements
        )
        and not track.case.is_shielded
    ),
    lambda actor: standing_in_on(actor, Track.case_id, Track.kind, Part.OWNER),
)

step_is_on_track_stood_in_on = Predicate(
    "the step is on a track on which they stand in for a colleague on leave",
    lambda actor, step: (
        step.track is not None and stands_in(actor, step.case, *WORKING_PARTS, kind=step.track)
    ),
    lambda actor: (
        and_(Step.track.is_not(None), standing_in_on(actor, Step.case_id, Step.track))
        if actor.stands_in_for
        else false()
    ),
)


def _led(actor: Actor, user_id: Any) -> ColumnElement[bool]:
    members = select(TeamMembership.user_id).where(TeamMembership.team_id.in_(actor.led_team_ids))
    found: ColumnElement[bool] = user_id.in_(members.correlate(None))
    return found


def _leads(actor: Actor, user: User) -> bool:
    return not actor.led_team_ids.isdisjoint(one.team_id for one in user.memberships)


is_oneself = Predicate(
    "is the colleague themselves",
    lambda actor, user: user.id == actor.user_id,
    lambda actor: User.id == actor.user_id,
)

leads_colleague = has_role(Role.TEAM_LEAD) & Predicate(
    "leads a team the colleague works in", _leads, lambda actor: _led(actor, User.id)
)

leads_who_is_away = has_role(Role.TEAM_LEAD) & Predicate(
    "leads a team of the colleague whose leave it is",
    lambda actor, leave: _leads(actor, leave.user),
    lambda actor: _led(actor, Leave.user_id),
)

was_asked_to_stand_in = Predicate(
    "is asked to stand in",
    lambda actor, leave: leave.substitute_id == actor.user_id,
    lambda actor: func.coalesce(Leave.substitute_id == actor.user_id, false()),
)
