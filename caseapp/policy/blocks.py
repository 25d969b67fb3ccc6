"""What goes before every rule: from whose file somebody is kept away, whatever they may otherwise.

The file of oneself, of one's own household, and of whom one said to know. No role, no part and no
emergency lifts it. It is a fact of the actor, looked up with the session at every request.
"""

from typing import Any

from sqlalchemy import ColumnElement, and_, func, true

from caseapp.kernel.actor import Actor
from caseapp.model.acquaintances import Departure
from caseapp.model.cases import Case, Track
from caseapp.model.closures import Watch
from caseapp.model.descents import Descent
from caseapp.model.emergencies import EmergencyAccess
from caseapp.model.escalation import Flag
from caseapp.model.handovers import Handover
from caseapp.model.journal import Step
from caseapp.model.measurements import Measurement
from caseapp.model.measures import CareOffer, Measure
from caseapp.model.meetings import AgendaItem
from caseapp.model.plans import PlanAction, PlanGoal
from caseapp.model.residents import Resident
from caseapp.model.shares import Share
from caseapp.model.signals import Signal
from caseapp.model.watchdog import Finding

KEYS: dict[Any, Any] = {
    Resident: Resident.id,
    Case: Case.id,
    Track: Track.case_id,
    Step: Step.case_id,
    Flag: Flag.case_id,
    Share: Share.case_id,
    EmergencyAccess: EmergencyAccess.case_id,
    Departure: Departure.case_id,
    Handover: Handover.case_id,
    Descent: Descent.case_id,
    Measure: Measure.case_id,
    CareOffer: CareOffer.case_id,
    AgendaItem: AgendaItem.case_id,
    PlanGoal: PlanGoal.case_id,
    PlanAction: PlanAction.case_id,
    Measurement: Measurement.case_id,
    Watch: Watch.case_id,
    Signal: (
        func.coalesce(Signal.resident_id, Signal.id),
        func.coalesce(Signal.case_id, Signal.id),
    ),
    Finding: func.coalesce(Finding.case_id, Finding.id),
}
"""By which id each noun is recognised as part of such a file; a signal may be of two."""

OF_SOMEBODY = frozenset(model.__tablename__ for model in KEYS)
"""What such nouns are called; the log speaks of a resident or case under the same name."""


def is_kept_from(actor: Actor, subject: Any) -> bool:
    """Tell whether this very object is in a file the actor is kept away from."""
    if not actor.kept_from or subject.__tablename__ not in OF_SOMEBODY:
        return False
    about = {getattr(subject, name, None) for name in ("id", "case_id", "resident_id")}
    return not actor.kept_from.isdisjoint(about)


def open_to(actor: Actor, model: Any) -> ColumnElement[bool]:
    """Give the condition that leaves those files out."""
    key = KEYS.get(model)
    if key is None or not actor.kept_from:
        return true()
    keys = key if isinstance(key, tuple) else (key,)
    return and_(*(one.not_in(actor.kept_from) for one in keys))
