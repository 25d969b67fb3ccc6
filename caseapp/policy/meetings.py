"""Facts and rules about meetings: the table, a case on its agenda, and who is asked to it."""

from __future__ import annotations

from typing import Any

from sqlalchemy import ColumnElement, exists, false, select
from sqlalchemy.orm import aliased

from caseapp.extensions import db
from caseapp.kernel.actor import CASEWORK_ROLES, Actor, Role
from caseapp.model.cases import Case
from caseapp.model.meeting_words import Presence
from caseapp.model.meetings import AgendaItem, Invitation, Meeting
from caseapp.model.organisations import Municipality
from caseapp.policy.doors import case_is_not_shielded
from caseapp.policy.permissions import Permission as P  # noqa: N817 - the law is read often
from caseapp.policy.plans import is_for_both, is_on_own_track, is_on_track_stood_in_on
from caseapp.policy.predicates import Predicate, has_role
from caseapp.policy.relations import case_is_open, via_case
from caseapp.policy.rule import Rule
from caseapp.policy.terms import (
    administers,
    casework,
    directs,
    oversees_escalation,
    sees_case,
    steers_case,
    works,
)

comes_to_tables = has_role(*CASEWORK_ROLES)


_asked, _held, _tabled = aliased(Invitation), aliased(Meeting), aliased(AgendaItem)
"""By other names: what is asked for is often these very nouns, joined."""


def _invited(actor: Actor, *which: Any) -> ColumnElement[bool]:
    return exists().where(_asked.user_id == actor.user_id, _asked.withdrawn_at.is_(None), *which)


is_invited = Predicate(
    "was asked to the table for it, and once it is concluded was there",
    lambda actor, item: item.is_heard_by(actor.user_id),
    lambda actor: _invited(
        actor,
        _asked.item_id == AgendaItem.id,
        AgendaItem.outcome.is_(None) | (_asked.presence == Presence.PRESENT),
    ),
)


def _is_invited_to_some(actor: Actor, meeting: Meeting) -> bool:
    query = select(Meeting.id).where(Meeting.id == meeting.id, is_invited_to_some.where(actor))
    return db.session.scalar(query.execution_options(unseen="policy")) is not None


is_invited_to_some = Predicate(
    "was asked to it for one of the cases",
    _is_invited_to_some,
    lambda actor: _invited(actor, _asked.item_id == _tabled.id, _tabled.meeting_id == Meeting.id),
)

chairs = Predicate(
    "chairs the meeting, or stands in for who does and is on leave",
    lambda actor, meeting: meeting.chair_id in {actor.user_id, *actor.stands_in_for},
    lambda actor: Meeting.chair_id.in_({actor.user_id, *actor.stands_in_for}),
)

chairs_its_meeting = Predicate(
    "chairs the meeting it is on the agenda of",
    lambda actor, item: item.meeting.chair_id == actor.user_id,
    lambda actor: exists().where(
        _held.id == AgendaItem.meeting_id, _held.chair_id == actor.user_id
    ),
)


def _chaired_for(actor: Actor) -> ColumnElement[bool]:
    if not actor.stands_in_for:
        return false()
    return exists().where(
        _held.id == AgendaItem.meeting_id, _held.chair_id.in_(actor.stands_in_for)
    )


stands_in_for_chair = Predicate(
    "stands in for who chairs the meeting, who is on leave",
    lambda actor, item: item.meeting.chair_id in actor.stands_in_for,
    _chaired_for,
)


_for_both = is_for_both(AgendaItem)
_works_there = is_on_own_track(AgendaItem)
_on_track = casework & (_works_there | is_on_track_stood_in_on(AgendaItem))
_open_chair = stands_in_for_chair & via_case(AgendaItem, case_is_not_shielded)
_chairs = casework & (chairs_its_meeting & (_for_both | _works_there) | _open_chair & _for_both)
_steers = _for_both & via_case(AgendaItem, steers_case) | via_case(AgendaItem, directs)
_prepares = _for_both & via_case(AgendaItem, works) | _on_track | _chairs | _steers

OF_MEETINGS: dict[P, Rule] = {
    P.MEETINGS_BROWSE: Rule(Municipality, comes_to_tables),
    P.MEETING_CALL: Rule(Municipality, casework),
    P.MEETING_KINDS_KEEP: Rule(Municipality, administers),
    P.MEETING_VIEW: Rule(Meeting, casework | comes_to_tables & is_invited_to_some),
    P.MEETING_KEEP: Rule(Meeting, casework & chairs | has_role(Role.PROCESS_DIRECTOR)),
    P.CASE_TABLE: Rule(Case, (works | oversees_escalation & case_is_not_shielded) & case_is_open),
    P.ITEM_VIEW: Rule(
        AgendaItem,
        _for_both & via_case(AgendaItem, sees_case)
        | _on_track
        | _chairs
        | comes_to_tables & is_invited,
    ),
    P.ITEM_PREPARE: Rule(AgendaItem, _prepares),
    P.ITEM_RUN: Rule(AgendaItem, _chairs | _steers),
}
