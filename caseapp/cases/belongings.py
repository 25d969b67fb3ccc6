"""What there is any of, that belongs to a case: a page asks for no more than that.

Most cases never had a flag, were never closed and have nobody who cannot be reached. One question
tells, in place of one for each kind of thing. It tells of all there is, also of what the reader may
not see: that is for the question itself, and nobody is shown the answer to this one.
"""

from dataclasses import dataclass

from sqlalchemy import ColumnElement, and_, bindparam, exists, or_, select
from sqlalchemy.orm import aliased

from caseapp.model.cases import Case, CaseSubject
from caseapp.model.closures import Closure
from caseapp.model.descents import Descent
from caseapp.model.escalation import Flag, PhaseChange
from caseapp.model.journal import Step, in_vain, reached
from caseapp.model.measures import CareOffer, Measure
from caseapp.model.meetings import AgendaItem
from caseapp.model.plans import Plan, PlanAction
from caseapp.model.safety_lines import SafetyLine
from caseapp.model.shares import Share
from caseapp.model.signals import Signal


@dataclass(frozen=True, slots=True)
class Belongings:
    """Which kinds of things a case has one of, at least."""

    attempts: bool
    """Somebody was tried in vain since they were last spoken."""
    flags: bool
    """A flag waits for an answer."""
    phases: bool
    descents: bool
    """A proposal to come down waits for an answer."""
    closures: bool
    balance: bool
    """A measure runs, or care was offered."""
    safety_line: bool
    """What is done when it becomes unsafe was agreed."""
    shares: bool
    """Something was copied from a track to the strip."""
    plan: bool
    """A version of a plan was ever begun, or a meeting decided on something."""
    agendas: bool
    """It is, or was, on the agenda of a meeting."""
    signals: bool
    """Something was reported about the case, or about its people."""
    joined: bool
    """A closed case goes on as this one."""
    following: bool
    """A later case goes on from this one."""


def _tried() -> ColumnElement[bool]:
    """Ask for an attempt after which nobody was spoken, on its track or on the shared strip."""
    later = aliased(Step)
    spoken = exists().where(
        later.case_id == Step.case_id,
        later.happened_on >= Step.happened_on,
        or_(later.track.is_(None), later.track == Step.track),
        reached(later),
    )
    return exists().where(
        Step.case_id == OF_CASE, Step.corrects_id.is_(None), in_vain(Step), ~spoken
    )


def _reported() -> ColumnElement[bool]:
    about = exists().where(
        CaseSubject.case_id == OF_CASE, Signal.resident_id == CaseSubject.resident_id
    )
    return or_(exists().where(Signal.case_id == OF_CASE), about)


def _weighed() -> ColumnElement[bool]:
    runs = exists().where(Measure.case_id == OF_CASE, Measure.ended_on.is_(None))
    return or_(exists().where(CareOffer.case_id == OF_CASE), runs)


def _planned() -> ColumnElement[bool]:
    decided = exists().where(PlanAction.case_id == OF_CASE, PlanAction.agenda_item_id.is_not(None))
    return or_(exists().where(Plan.case_id == OF_CASE), decided)


OF_CASE = bindparam("case_id", type_=Case.id.type)
THERE = select(
    _tried().label("attempts"),
    exists().where(and_(Flag.case_id == OF_CASE, Flag.answered_at.is_(None))).label("flags"),
    exists().where(PhaseChange.case_id == OF_CASE).label("phases"),
    exists().where(and_(Descent.case_id == OF_CASE, Descent.ended_at.is_(None))).label("descents"),
    exists().where(Closure.case_id == OF_CASE).label("closures"),
    _weighed().label("balance"),
    exists().where(SafetyLine.case_id == OF_CASE).label("safety_line"),
    exists().where(and_(Share.case_id == OF_CASE, Share.withdrawn_at.is_(None))).label("shares"),
    _planned().label("plan"),
    exists().where(AgendaItem.case_id == OF_CASE).label("agendas"),
    _reported().label("signals"),
    exists().where(Closure.into_id == OF_CASE, Closure.reopened_at.is_(None)).label("joined"),
    exists().where(Case.previous_case_id == OF_CASE).label("following"),
).execution_options(unseen="count")
