"""Where a signal comes to lie: with which team and whom, and by when somebody must look at it."""

from datetime import date
from uuid import UUID

from sqlalchemy import select

from caseapp import accounts, cases, settings
from caseapp.extensions import db
from caseapp.kernel import clock, deadlines
from caseapp.kernel.actor import Actor
from caseapp.kernel.errors import RuleBroken
from caseapp.model.accounts import User
from caseapp.model.case_words import Part, TrackKind
from caseapp.model.cases import Involvement, Track
from caseapp.model.organisations import Team
from caseapp.model.signals import Signal, Urgency
from caseapp.policy.trades import fits
from caseapp.signals.queries import last_closed, queues
from caseapp.signals.telling import tell_who_has

HELD = (
    "ended_at",
    "ended_by_id",
    "end",
    "to_team_id",
    "answer_by",
    "user_id",
    "team_id",
    "resident_id",
    "next_on",
    "version",
)
"""What is read again under the lock, before a change."""


def hold(signal: Signal) -> None:
    """Hold the signal until the end of the transaction; raises RuleBroken when it was decided."""
    db.session.refresh(signal, HELD, with_for_update=True)
    db.session.expire(signal, ["team", "to_team", "user"])
    if not signal.is_open:
        raise RuleBroken("signal-decided-before")


def refuse_team(municipality_id: UUID, side: TrackKind | None, team: Team) -> None:
    """Raise RuleBroken for a team in which nobody works, or of the side that may not read it."""
    accounts.hold_teams(team.id)
    if team.id not in {one.id for one in queues(municipality_id, side)}:
        raise RuleBroken("signal-without-queue", "team")


def give(actor: Actor, signal: Signal, user: User | None) -> None:
    """Give a signal to somebody of its team, who is told, or to its queue; see `plan`."""
    if user is None:
        refuse_team(signal.municipality_id, signal.side, signal.team)
    elif user.id != signal.user_id:
        here = any(one.team_id == signal.team_id for one in user.memberships)
        if not here or not cases.can_work(user):
            raise RuleBroken("colleague-unavailable", "user")
        if not fits(user.roles, signal.side):
            raise RuleBroken("other-trade", "user")
    before, signal.user_id = signal.user_id, user.id if user is not None else None
    if signal.user_id != before:
        tell_who_has(actor, signal)


def date_for(municipality_id: UUID, urgency: Urgency) -> date:
    """Give by when somebody decides: today, the next working day, or within the term."""
    today = clock.today()
    if urgency is Urgency.TODAY:
        return today
    usual = settings.terms_of(municipality_id)(settings.TRIAGE_DAYS)
    days = 1 if urgency is Urgency.SOON else usual
    return deadlines.working_days_after(today, days, settings.closed_days(municipality_id))


def place_on_return(signal: Signal) -> None:
    """Bring a signal on a closed case to who directed it last, and to the team of its track.

    Who records it is shown nothing of that case: it may not be theirs to know of.
    """
    case_id = last_closed(signal.resident_id) if signal.resident_id is not None else None
    if case_id is None:
        return
    signal.previous_case_id = case_id
    kind = signal.side or TrackKind.CARE
    held = select(Track.team_id).where(Track.case_id == case_id, Track.kind == kind)
    team_id = db.session.scalar(held.execution_options(unseen="position"))
    for team in queues(signal.municipality_id, signal.side):
        if team.id == team_id:
            signal.team, signal.team_id = team, team.id
    signal.user_id = _last_director(case_id, signal.side)
    if signal.to_team_id == signal.team_id:  # where it was on its way to, it is now
        signal.to_team, signal.to_team_id, signal.answer_by = None, None, None


def _last_director(case_id: UUID, side: TrackKind | None) -> UUID | None:
    """Give who directed it last and still does casework; whose trade is the other side's, not."""
    directed = (
        select(User)
        .join(Involvement, Involvement.user_id == User.id)
        .where(Involvement.case_id == case_id, Involvement.part == Part.DIRECTOR)
        .order_by(Involvement.started_at.desc())
    )
    for one in db.session.scalars(directed):
        if cases.can_work(one) and fits(one.roles, side):
            return one.id
    return None
