"""The teams of the municipality: in whose queue work waits until somebody takes it."""

from functools import partial
from typing import Any

from flask import Blueprint, render_template
from flask.typing import ResponseReturnValue
from flask_babel import lazy_gettext as _l

from caseapp import accounts, organisations
from caseapp.accesslog import Event
from caseapp.kernel.actor import Actor
from caseapp.model.organisations import Team, TeamKind
from caseapp.policy import Permission
from caseapp.web.forms import Choice, Form, Text
from caseapp.web.guard import guard
from caseapp.web.naming import Naming

bp = Blueprint("teams", __name__, url_prefix="/teams")


class TeamForm(Form):
    """Asks: Which team, and for which work?"""

    name = Text(_l("Naam van het team"), length=120, required=True)
    kind = Choice(_l("Welk werk doet het?"), TeamKind)


naming = Naming(
    "teams",
    TeamForm,
    hint=_l("Een zorgspoor wacht bij een team voor zorg, een veiligheidsspoor bij veiligheid."),
    making=_l("Team maken"),
    changing=_l("Team wijzigen"),
    done=_l("Het team is bewaard."),
    closing="team_closures.new",
)


@bp.get("")
@guard(Permission.TEAMS_ARRANGE, records=Event.TEAMS_SHOWN)
def index(_actor: Actor, office: Any) -> ResponseReturnValue:
    """Show the teams, and the organisations around them."""
    return render_template(
        "teams/index.html",
        teams=accounts.teams(office.id),
        organisations=organisations.organisations(office.id),
    )


@bp.get("/new")
@guard(Permission.TEAMS_ARRANGE)
def new(actor: Actor, _office: Any) -> ResponseReturnValue:
    """Ask which team it is."""
    return naming.new(actor)


@bp.post("")
@guard(Permission.TEAMS_ARRANGE)
def create(actor: Actor, office: Any) -> ResponseReturnValue:
    """Make the team."""
    return naming.create(partial(organisations.set_up_team, actor, office))


@bp.get("/<id:team_id>/edit")
@guard(Permission.TEAMS_ARRANGE, loads=organisations.open_team, records=Event.TEAMS_SHOWN)
def edit(actor: Actor, team: Team) -> ResponseReturnValue:
    """Show the team, to be changed."""
    return naming.edit(actor, team)


@bp.post("/<id:team_id>")
@guard(Permission.TEAMS_ARRANGE, loads=organisations.open_team, records=Event.TEAMS_SHOWN)
def update(actor: Actor, team: Team) -> ResponseReturnValue:
    """Give the team another name or other work."""
    return naming.update(team, partial(organisations.change_team, actor, team))
