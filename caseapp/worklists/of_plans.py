"""What somebody has to do of a plan before a day, and which case to conclude on an agenda."""

from collections.abc import Iterator

from sqlalchemy import select

from caseapp.kernel import clock
from caseapp.kernel.actor import Actor
from caseapp.model.cases import Case, Track
from caseapp.model.meetings import AgendaItem, Meeting
from caseapp.model.plans import PlanAction
from caseapp.model.watchdog import Finding
from caseapp.model.watchdog import FindingKind as K
from caseapp.policy import Permission
from caseapp.worklists.positions import found, mine, on_behalf_of, rows_of
from caseapp.worklists.urgency import SOON, Candidate, Reason


def actions(actor: Actor) -> Iterator[Candidate]:
    """Give the actions that are this person's today: on a track that they read, or for both."""
    today = clock.today()
    query = (
        select(PlanAction.id, PlanAction.due_on, Finding.user_id)
        .join(Finding, found(PlanAction.id.expression, K.ACTION_PASSED))
        .where(
            Finding.user_id.in_(mine(actor)),
            PlanAction.ended_at.is_(None),
            PlanAction.due_on <= today + SOON,
        )
        .order_by(PlanAction.due_on, PlanAction.id)
    )
    where = (Track.case_id == PlanAction.case_id) & (Track.kind == PlanAction.track)
    on_tracks = rows_of(actor, Permission.TRACK_VIEW, query.join(Track, where))
    for_both = query.join(Case, Case.id == PlanAction.case_id).where(PlanAction.track.is_(None))
    for row in [*on_tracks, *rows_of(actor, Permission.CASE_VIEW, for_both)]:
        reason = Reason.ACTION_SOON
        if row.due_on <= today:
            reason = Reason.ACTION_PASSED if row.due_on < today else Reason.ACTION_TODAY
        holder = on_behalf_of(actor, row.user_id)
        yield Candidate(reason, row.id, until=row.due_on, for_id=holder)


def tables(actor: Actor) -> Iterator[Candidate]:
    """Give the cases this person must conclude: on an agenda of today, or of a day that passed."""
    today = clock.today()
    query = (
        select(AgendaItem.id, Meeting.on_day, Finding.user_id)
        .join(Meeting, Meeting.id == AgendaItem.meeting_id)
        .join(Finding, found(AgendaItem.id.expression, K.ITEM_UNDECIDED))
        .where(
            Finding.user_id.in_(mine(actor)),
            AgendaItem.outcome.is_(None),
            Meeting.on_day <= today,
        )
        .order_by(Meeting.on_day, AgendaItem.id)
    )
    for row in rows_of(actor, Permission.ITEM_RUN, query):
        reason = Reason.ITEM_UNDECIDED if row.on_day < today else Reason.ITEM_TODAY
        holder = on_behalf_of(actor, row.user_id)
        yield Candidate(reason, row.id, until=row.on_day, for_id=holder)
