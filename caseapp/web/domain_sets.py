"""The sets of areas of life that a municipality made itself: see them, add one, let one lapse."""

from typing import Any

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l

from caseapp.accesslog import Event
from caseapp.kernel.actor import Actor
from caseapp.kernel.errors import RuleBroken
from caseapp.model.domains import SET_NAME_LENGTH
from caseapp.model.plan_words import DomainSet
from caseapp.plans import own_sets
from caseapp.policy import Permission
from caseapp.web import drafts, wording
from caseapp.web.forms import Form, LongText, Text
from caseapp.web.guard import guard

bp = Blueprint("domain_sets", __name__, url_prefix="/settings/domain-sets")
NAMES_LENGTH = 2000


class DomainSetForm(Form):
    """Asks: What is the set called, and which areas of life are in it?"""

    name = Text(_l("Naam van de set"), length=SET_NAME_LENGTH, required=True)
    domains = LongText(_l("Leefgebieden"), length=NAMES_LENGTH, required=True)


@bp.get("")
@guard(Permission.SETTINGS_ARRANGE, records=Event.SETTINGS_SHOWN)
def index(actor: Actor, office: Any) -> ResponseReturnValue:
    """Show the sets there are, and ask for another."""
    form = DomainSetForm()
    drafts.taken_up(actor, form, url_for("domain_sets.create"))
    return _page(office, form)


@bp.post("")
@guard(Permission.SETTINGS_ARRANGE, records=Event.SETTINGS_SHOWN)
def create(actor: Actor, office: Any) -> ResponseReturnValue:
    """Make a set; plans can go by it from now on."""
    form = DomainSetForm()
    if form.validate():
        domains = own_sets.listed(form.domains.data)
        try:
            own_sets.add_set(actor, office, name=form.name.data, domains=domains)
        except RuleBroken as error:
            form.refuse(error)
        else:
            flash(_("De set is toegevoegd. Een plan kan haar vanaf nu kiezen."), "ok")
            return redirect(url_for("domain_sets.index"), 303)
    return _page(office, form), 422


@bp.post("/retirement")
@guard(Permission.SETTINGS_ARRANGE, records=Event.SETTINGS_SHOWN)
def destroy(actor: Actor, office: Any) -> ResponseReturnValue:
    """Have no plan choose a set any more; what goes by it goes on."""
    form = DomainSetForm(formdata=None)
    try:
        own_sets.retire_set(actor, office, which=request.form.get("set", ""))
    except RuleBroken as error:
        form.refuse(error)
        return _page(office, form), 422
    flash(_("De set is vervallen. Plannen die haar gebruiken, houden haar."), "ok")
    return redirect(url_for("domain_sets.index"), 303)


def _page(office: Any, form: DomainSetForm) -> str:
    return render_template(
        "settings/domain_sets.html",
        form=form,
        sets=own_sets.own_sets(office.id),
        known=", ".join(wording.label(one) for one in DomainSet),
        action=url_for("domain_sets.create"),
    )
