"""Who is on call for flags that nobody answered: the list, in its order."""

from collections.abc import Sequence
from typing import Any
from uuid import UUID

from flask import Blueprint, flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l

from caseapp.accesslog import Event
from caseapp.escalation import on_call
from caseapp.kernel.actor import Actor
from caseapp.kernel.errors import RuleBroken
from caseapp.model.accounts import User
from caseapp.model.on_call import PLACES
from caseapp.policy import Permission
from caseapp.web import drafts
from caseapp.web.forms import Form, FromList
from caseapp.web.guard import guard

bp = Blueprint("on_call", __name__, url_prefix="/settings/on-call")


class OnCallForm(Form):
    """Asks: Who is reached first, who second, and so on?"""

    place_1 = FromList(_l("Eerst"), required=False)
    place_2 = FromList(_l("Daarna"), required=False)
    place_3 = FromList(_l("Derde"), required=False)
    place_4 = FromList(_l("Vierde"), required=False)
    place_5 = FromList(_l("Vijfde"), required=False)
    place_6 = FromList(_l("Zesde"), required=False)

    def places(self) -> list[FromList]:
        """Give the fields, the first one first."""
        return [self[f"place_{number}"] for number in range(1, PLACES + 1)]

    def offer(self, people: Sequence[User]) -> None:
        """Offer who can be called, and nobody."""
        offered = [("", _("Niemand"))] + [(one.id.hex, one.name) for one in people]
        for place in self.places():
            place.choices = offered

    def chosen(self) -> list[UUID]:
        """Give who was chosen; a place that was left open is closed up."""
        return [UUID(hex=place.data) for place in self.places() if place.data]


@bp.get("")
@guard(Permission.SETTINGS_ARRANGE, records=Event.SETTINGS_SHOWN)
def edit(actor: Actor, office: Any) -> ResponseReturnValue:
    """Show who is on call, to be changed."""
    kept = on_call.kept(office.id)
    form = OnCallForm(data={f"place_{one.place}": one.user_id.hex for one in kept})
    form.offer(on_call.who_can(office.id))
    drafts.taken_up(actor, form, url_for("on_call.update"))
    return _page(office, form)


@bp.post("")
@guard(Permission.SETTINGS_ARRANGE, records=Event.SETTINGS_SHOWN)
def update(actor: Actor, office: Any) -> ResponseReturnValue:
    """Let these be on call from now on."""
    form = OnCallForm()
    form.offer(on_call.who_can(office.id))
    if form.validate():
        try:
            on_call.keep_list(actor, office, user_ids=form.chosen())
        except RuleBroken as error:
            form.refuse(error)
        else:
            flash(_("De lijst geldt. Een vlag die wacht, gaat ermee verder."), "ok")
            return redirect(url_for("on_call.edit"), 303)
    return _page(office, form), 422


def _page(office: Any, form: OnCallForm) -> str:
    kept = on_call.kept(office.id)
    able = {one.id for one in on_call.who_can(office.id)}
    return render_template(
        "settings/on_call.html",
        form=form,
        kept=[(one, one.user_id in able) for one in kept],
        action=url_for("on_call.update"),
    )
