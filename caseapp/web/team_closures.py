"""Closing a team: what is with it, and the team that takes all of it in one go."""

from flask import Blueprint, flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l

from caseapp import holdings, organisations
from caseapp.accesslog import Event
from caseapp.flows import team_closing
from caseapp.holdings import HoldingKind
from caseapp.kernel.actor import Actor
from caseapp.kernel.errors import RuleBroken
from caseapp.model.organisations import Team
from caseapp.policy import Permission
from caseapp.web import drafts
from caseapp.web.forms import Form, FromList
from caseapp.web.guard import guard

bp = Blueprint("team_closures", __name__, url_prefix="/teams/<id:team_id>/closure")


class TeamClosureForm(Form):
    """Asks: Which team takes the people and the work?"""

    successor = FromList(_l("Welk team neemt alles over?"), required=False)


def _form(team: Team) -> tuple[TeamClosureForm, dict[str, Team]]:
    known = {one.id.hex: one for one in team_closing.successors_of(team)}
    form = TeamClosureForm()
    named = [(key, one.name) for key, one in known.items()]
    form.successor.choices = [("", _("Geen: er is niets over te nemen")), *named]
    return form, known


@bp.get("/new")
@guard(Permission.TEAMS_ARRANGE, loads=organisations.open_team, records=Event.TEAMS_SHOWN)
def new(actor: Actor, team: Team) -> ResponseReturnValue:
    """Show how much is with the team, and ask who takes it."""
    form, _known = _form(team)
    drafts.taken_up(actor, form, url_for("team_closures.create", team_id=team.id))
    return _page(team, form)


@bp.post("")
@guard(Permission.TEAMS_ARRANGE, loads=organisations.open_team, records=Event.TEAMS_SHOWN)
def create(actor: Actor, team: Team) -> ResponseReturnValue:
    """Close it: everything goes over, or nothing does."""
    form, known = _form(team)
    if form.validate():
        try:
            team_closing.close_team(actor, team, successor=known.get(form.successor.data or ""))
        except RuleBroken as error:
            form.refuse(error)
        else:
            flash(_("Het team %(team)s is opgeheven.", team=team.name), "ok")
            return redirect(url_for("teams.index"), 303)
    return _page(team, form), 422


def _page(team: Team, form: TeamClosureForm) -> str:
    counted = holdings.work_of(team.id)
    return render_template(
        "teams/closure.html",
        form=form,
        team=team,
        people=len(organisations.members_of(team.id)),
        tracks=counted[HoldingKind.TRACK],
        reported=counted[HoldingKind.SIGNAL],
        offers=counted[HoldingKind.OFFER],
        action=url_for("team_closures.create", team_id=team.id),
    )
