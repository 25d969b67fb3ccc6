"""The click that says one knows somebody: and one is out of the file."""

from uuid import UUID

from flask import Blueprint, flash, redirect, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from caseapp import acquaintances, cases, residents
from caseapp.kernel.actor import Actor
from caseapp.kernel.errors import RuleBroken
from caseapp.model.acquaintances import Departure
from caseapp.model.cases import Case
from caseapp.model.residents import Resident
from caseapp.policy import Permission
from caseapp.web import messages
from caseapp.web.guard import guard

of_cases = Blueprint(
    "case_departures", __name__, url_prefix="/cases/<reference:reference>/departures"
)
of_residents = Blueprint(
    "resident_departures", __name__, url_prefix="/residents/<id:resident_id>/departures"
)
departures = Blueprint("departures", __name__, url_prefix="/departures")


def _resident(resident_id: UUID) -> Resident | None:
    return residents.resident(resident_id)


@of_cases.post("")
@guard(Permission.CASE_VIEW, loads=cases.by_reference, asks_purpose=False)
def create(actor: Actor, case: Case) -> ResponseReturnValue:
    """Take oneself out of a case; no reason is asked."""
    try:
        acquaintances.step_aside_from_case(actor, case)
    except RuleBroken as error:
        flash(messages.of(error), "error")
        return redirect(url_for("cases.show", reference=case.reference), 303)
    return _gone()


@of_residents.post("", endpoint="create")
@guard(Permission.RESIDENT_VIEW, loads=_resident, asks_purpose=False)
def create_of_resident(actor: Actor, resident: Resident) -> ResponseReturnValue:
    """Take oneself out of every case about this resident."""
    try:
        acquaintances.step_aside_from_resident(actor, resident)
    except RuleBroken as error:
        flash(messages.of(error), "error")
        return redirect(url_for("residents.show", resident_id=resident.id), 303)
    return _gone()


def _gone() -> ResponseReturnValue:
    flash(_("U bent eruit. Wie de casus leidt, ziet alleen dat uw plaats vrij is."), "ok")
    return redirect(url_for("work.index"), 303)


@departures.post("/<id:departure_id>")
@guard(Permission.DEPARTURE_SEE, loads=acquaintances.departure)
def update(actor: Actor, departure: Departure) -> ResponseReturnValue:
    """Say that one saw it, and go to where the place is given to somebody else."""
    acquaintances.see_departure(actor, departure)
    return redirect(url_for("staff.new", reference=departure.case.reference), 303)
