"""Who can see this, and why: told by asking the law itself about every colleague."""

from dataclasses import dataclass
from typing import Any
from uuid import UUID

from flask import Blueprint, render_template
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from caseapp import accounts, cases, policy, residents
from caseapp.accesslog import Event
from caseapp.kernel.actor import Actor
from caseapp.model.cases import Case
from caseapp.model.residents import Resident
from caseapp.policy import Permission
from caseapp.web import labels
from caseapp.web.guard import guard
from caseapp.web.log_words import RIGHTS

of_cases = Blueprint("case_readers", __name__, url_prefix="/cases/<reference:reference>/readers")
of_residents = Blueprint(
    "resident_readers", __name__, url_prefix="/residents/<id:resident_id>/readers"
)


@dataclass(frozen=True, slots=True)
class Reader:
    """A colleague who can open it today: by what right, and how far."""

    name: str
    roles: str
    why: str
    tracks: tuple[str, ...] = ()


def _resident(resident_id: UUID) -> Resident | None:
    return residents.resident(resident_id)


@of_cases.get("")
@guard(Permission.READERS_SEE, loads=cases.by_reference, records=Event.READERS_SHOWN)
def index(_actor: Actor, case: Case) -> ResponseReturnValue:
    """Show who can open the case today."""
    readers = [
        _reader(one, case, tuple(_tracks(one, case)))
        for one in accounts.actors(case.municipality_id)
        if policy.allows(one, Permission.CASE_VIEW, case)
    ]
    return render_template("readers/case.html", case=case, readers=readers)


@of_residents.get("", endpoint="index")
@guard(Permission.RESIDENT_READERS_SEE, loads=_resident, records=Event.READERS_SHOWN)
def index_of_resident(_actor: Actor, resident: Resident) -> ResponseReturnValue:
    """Show who can open the page of a resident today."""
    readers = [
        _reader(one, resident)
        for one in accounts.actors(resident.municipality_id)
        if policy.allows(one, Permission.RESIDENT_VIEW, resident)
    ]
    return render_template("readers/resident.html", resident=resident, readers=readers)


def _reader(one: Actor, about: Any, tracks: tuple[str, ...] = ()) -> Reader:
    relation = policy.relation(one, about)
    by_office = _("door de functie; de reden wordt elke dag gevraagd")
    why = str(RIGHTS[relation]) if relation else by_office
    roles = ", ".join(labels.of(role) for role in sorted(one.roles))
    return Reader(one.name, roles, why, tracks)


def _tracks(one: Actor, case: Case) -> list[str]:
    """Give the tracks of which this person reads the notes."""
    return [
        labels.of(track.kind)
        for track in sorted(case.tracks, key=lambda track: track.kind)
        if policy.allows(one, Permission.TRACK_VIEW, track)
    ]
