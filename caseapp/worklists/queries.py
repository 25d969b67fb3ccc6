"""The list of what waits for one person."""

from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import joinedload, selectinload
from sqlalchemy.orm.interfaces import ORMOption

from caseapp.extensions import db
from caseapp.kernel import clock
from caseapp.kernel.actor import Actor
from caseapp.model.accounts import User
from caseapp.model.acquaintances import Departure
from caseapp.model.cases import Case, CaseSubject, Involvement, Track
from caseapp.model.closures import Watch
from caseapp.model.descents import Descent
from caseapp.model.emergencies import EmergencyAccess
from caseapp.model.escalation import Flag
from caseapp.model.handovers import Handover
from caseapp.model.measures import Measure
from caseapp.model.meetings import AgendaItem
from caseapp.model.plans import PlanAction
from caseapp.model.safety_lines import SafetyLine
from caseapp.model.shares import Share
from caseapp.model.signals import Signal
from caseapp.worklists.candidates import KINDS
from caseapp.worklists.urgency import Candidate, Horizon, Reason, ordered

LENGTH = 60
"""More than anybody does in a day; what is left comes into view as the top is done."""

OWN_TRACK = frozenset(
    {
        Reason.DATE_MISSING,
        Reason.DATE_PASSED,
        Reason.DATE_TODAY,
        Reason.DATE_SOON,
        Reason.NO_CONTACT,
        Reason.UNREACHED,
    }
)
OTHER_TRACK = frozenset({Reason.TEAM_UNOWNED, Reason.QUEUE, Reason.TEAM_DATE})
FLAGGED = frozenset({Reason.FLAG_TO_ANSWER, Reason.FLAG_TO_KNOW})
WATCHED = frozenset({Reason.WATCH_DUE, Reason.WATCH_RUNS})
OFFERED = frozenset({Reason.HANDOVER_TO_ANSWER, Reason.HANDOVER_BACK})
DESCENDING = frozenset({Reason.DESCENT_TO_ANSWER})
REPORTED = frozenset(
    {
        Reason.SIGNAL_PASSED,
        Reason.SIGNAL_TO_ACCEPT,
        Reason.SIGNAL_TODAY,
        Reason.SIGNAL_WAITS,
    }
)
PLANNED = frozenset({Reason.ACTION_PASSED, Reason.ACTION_TODAY, Reason.ACTION_SOON})
UNCONFIRMED = frozenset({Reason.LINE_TO_CONFIRM})
ENDING = frozenset({Reason.SHARE_ENDING})
TABLED = frozenset({Reason.ITEM_UNDECIDED, Reason.ITEM_TODAY})
WHOLE_CASE = frozenset(
    {
        Reason.STAGNATION,
        Reason.AT_INTAKE,
        Reason.REVIEW_MISSING,
        Reason.REVIEW_PASSED,
        Reason.PHASE_TO_DECIDE,
        Reason.EVALUATION_DUE,
    }
)


@dataclass(frozen=True, slots=True)
class Item:
    """One line of the list: what, why, until or since when."""

    candidate: Candidate
    noun: Any
    """The track, flag or case it is about."""
    days: int
    on_behalf_of: str | None = None
    """The name of the colleague on leave whose it is."""

    @property
    def reason(self) -> Reason:
        """Why it is on the list."""
        return self.candidate.reason

    @property
    def horizon(self) -> Horizon:
        """The heading it comes under."""
        return self.candidate.reason.horizon

    @property
    def case(self) -> Case | None:
        """The case it belongs to; a signal has none yet."""
        if isinstance(self.noun, Signal):
            return None
        return self.noun if isinstance(self.noun, Case) else self.noun.case

    @property
    def names_people(self) -> bool:
        """Tell whether the line says whom it is about: only where that is one's own work."""
        return self.reason in OWN_TRACK


@dataclass(frozen=True, slots=True)
class Worklist:
    """What waits for somebody, the most urgent first, and how much more there is."""

    items: list[Item]
    more: int

    def under(self, horizon: Horizon) -> list[Item]:
        """Give the lines under one heading."""
        return [item for item in self.items if item.horizon is horizon]


def work_of(actor: Actor) -> Worklist:
    """Give what waits for this person. The number of queries does not depend on its length."""
    waiting = ordered(_candidates(actor))
    shown = waiting[:LENGTH]
    nouns = _nouns(shown)
    today, names = clock.today(), _names(actor)
    items = [
        Item(one, nouns[one.noun_id], one.days(today), names.get(one.for_id))
        for one in shown
        if one.noun_id in nouns
    ]
    return Worklist(items, more=len(waiting) - len(shown))


def tally(actor: Actor) -> dict[Horizon, int]:
    """Count what waits for this person under each heading: as much as the list holds in all."""
    counted = Counter(one.reason.horizon for one in ordered(_candidates(actor)))
    return {horizon: counted[horizon] for horizon in Horizon if counted[horizon]}


def _candidates(actor: Actor) -> Iterator[Candidate]:
    for kind in KINDS:
        yield from kind(actor)


def _names(actor: Actor) -> dict[UUID | None, str]:
    """Give what the colleagues are called for whom somebody stands in today."""
    if not actor.stands_in_for:
        return {}
    query = select(User.id, User.name).where(User.id.in_(actor.stands_in_for))
    return {row.id: row.name for row in db.session.execute(query)}


def _nouns(shown: Iterable[Candidate]) -> dict[UUID, Any]:
    """Bring up the nouns of the lines that are shown, and only those: each is a look at a case."""
    case_of_track = joinedload(Track.case)
    of_line = joinedload(SafetyLine.case)
    workers = selectinload(Case.involvements).joinedload(Involvement.user)
    people = selectinload(Case.subjects).joinedload(CaseSubject.resident)
    return {
        **_found(Track, shown, OWN_TRACK, case_of_track.options(people)),
        **_found(Track, shown, OTHER_TRACK, case_of_track.options(workers), joinedload(Track.team)),
        **_found(Flag, shown, FLAGGED, joinedload(Flag.case), joinedload(Flag.raised_by)),
        **_found(Case, shown, WHOLE_CASE),
        **_found(Signal, shown, REPORTED, joinedload(Signal.team), joinedload(Signal.to_team)),
        **_found(PlanAction, shown, PLANNED, joinedload(PlanAction.case)),
        **_found(Track, shown, frozenset({Reason.STOP_TO_CONFIRM}), case_of_track),
        **_found(SafetyLine, shown, UNCONFIRMED, joinedload(SafetyLine.set_by), of_line),
        **_found(Share, shown, ENDING, joinedload(Share.case), joinedload(Share.shared_by)),
        **_found(AgendaItem, shown, TABLED, joinedload(AgendaItem.case)),
        **_found(Watch, shown, WATCHED, joinedload(Watch.case)),
        **_found(
            Handover,
            shown,
            OFFERED,
            joinedload(Handover.case),
            joinedload(Handover.sender),
            joinedload(Handover.ended_by),
        ),
        **_found(
            Descent, shown, DESCENDING, joinedload(Descent.case), joinedload(Descent.requested_by)
        ),
        **_found(Measure, shown, frozenset({Reason.MEASURE_DUE}), joinedload(Measure.case)),
        **_found(
            EmergencyAccess,
            shown,
            frozenset({Reason.EMERGENCY}),
            joinedload(EmergencyAccess.case),
            joinedload(EmergencyAccess.user),
        ),
        **_found(
            Departure,
            shown,
            frozenset({Reason.DEPARTURE}),
            joinedload(Departure.case),
            joinedload(Departure.user),
        ),
    }


def _found(
    noun: Any, shown: Iterable[Candidate], reasons: frozenset[Reason], *options: ORMOption
) -> dict[UUID, Any]:
    wanted = [one.noun_id for one in shown if one.reason in reasons]
    if not wanted:
        return {}
    query = select(noun).where(noun.id.in_(wanted)).options(*options)
    return {row.id: row for row in db.session.scalars(query)}
