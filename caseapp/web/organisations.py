"""The organisations around the municipality: whose people may be asked to take part in a case."""

from functools import partial
from typing import Any

from flask import Blueprint
from flask.typing import ResponseReturnValue
from flask_babel import lazy_gettext as _l

from caseapp import organisations
from caseapp.accesslog import Event
from caseapp.kernel.actor import Actor
from caseapp.model.organisations import Organisation, OrganisationKind
from caseapp.policy import Permission
from caseapp.web.forms import Choice, Form, Text
from caseapp.web.guard import guard
from caseapp.web.naming import Naming

bp = Blueprint("organisations", __name__, url_prefix="/organisations")


class OrganisationForm(Form):
    """Asks: Which organisation is it?"""

    name = Text(_l("Naam van de organisatie"), length=160, required=True)
    kind = Choice(_l("Wat voor organisatie is het?"), OrganisationKind)


naming = Naming(
    "organisations",
    OrganisationForm,
    hint=_l("Een ketenpartner werkt voor zo'n organisatie."),
    making=_l("Organisatie toevoegen"),
    changing=_l("Organisatie wijzigen"),
    done=_l("De organisatie is bewaard."),
)


@bp.get("/new")
@guard(Permission.TEAMS_ARRANGE)
def new(actor: Actor, _office: Any) -> ResponseReturnValue:
    """Ask which organisation it is."""
    return naming.new(actor)


@bp.post("")
@guard(Permission.TEAMS_ARRANGE)
def create(actor: Actor, office: Any) -> ResponseReturnValue:
    """Name the organisation."""
    return naming.create(partial(organisations.set_up_organisation, actor, office))


@bp.get("/<id:organisation_id>/edit")
@guard(Permission.TEAMS_ARRANGE, loads=organisations.organisation, records=Event.TEAMS_SHOWN)
def edit(actor: Actor, organisation: Organisation) -> ResponseReturnValue:
    """Show the organisation, to be changed."""
    return naming.edit(actor, organisation)


@bp.post("/<id:organisation_id>")
@guard(Permission.TEAMS_ARRANGE, loads=organisations.organisation, records=Event.TEAMS_SHOWN)
def update(actor: Actor, organisation: Organisation) -> ResponseReturnValue:
    """Give the organisation another name or kind."""
    return naming.update(
        organisation, partial(organisations.change_organisation, actor, organisation)
    )
