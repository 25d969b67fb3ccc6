"""Running a meeting: who is there, what is decided, and that the case is concluded."""

from flask import Blueprint, flash, redirect, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from caseapp.accesslog import Event
from caseapp.kernel.actor import Actor
from caseapp.kernel.errors import Conflict, RuleBroken
from caseapp.meetings import items
from caseapp.meetings.agenda import Conclusion
from caseapp.model.meetings import AgendaItem
from caseapp.plans import action_items
from caseapp.policy import Permission
from caseapp.web import table_page, wording
from caseapp.web.forms import Form
from caseapp.web.guard import guard

presence = Blueprint("presence", __name__, url_prefix="/agenda/<id:item_id>/presence")
decisions = Blueprint("decisions", __name__, url_prefix="/agenda/<id:item_id>/decisions")
conclusions = Blueprint("conclusions", __name__, url_prefix="/agenda/<id:item_id>/conclusion")


@presence.post("", endpoint="update")
@guard(Permission.ITEM_RUN, loads=items.item, records=Event.ITEM_SHOWN)
def note(actor: Actor, item: AgendaItem) -> ResponseReturnValue:
    """Write down who is there for this case."""
    form = table_page.presence_form(item)
    if form.validate():
        try:
            items.note_presence(actor, item, present=form.present.chosen)
        except RuleBroken as error:
            form.refuse(error)
        else:
            flash(_("Wie erbij is, staat vast."), "ok")
            return redirect(_at(item, "decision"), 303)
    return _refused(actor, item, presence=form)


@decisions.post("", endpoint="create")
@guard(Permission.ITEM_RUN, loads=items.item, records=Event.ITEM_SHOWN)
def decide(actor: Actor, item: AgendaItem) -> ResponseReturnValue:
    """Write down what is decided: an action of the plan, with somebody and a day."""
    form = table_page.decision_form(item)
    if form.validate():
        try:
            action_items.decide(
                actor,
                item,
                text=form.text.data,
                due_on=form.due_on.data,
                owner=table_page.chosen_owner(item, form.owner.data),
                executor=form.executor.data,
            )
        except RuleBroken as error:
            form.refuse(error)
        else:
            flash(_("Het besluit staat vast, bij wie ervoor zorgt."), "ok")
            return redirect(_at(item, "decision"), 303)
    return _refused(actor, item, decision=form)


@conclusions.post("", endpoint="create")
@guard(Permission.ITEM_RUN, loads=items.item, records=Event.ITEM_SHOWN)
def conclude(actor: Actor, item: AgendaItem) -> ResponseReturnValue:
    """Conclude the case, and go on with the next on the agenda."""
    form = table_page.conclusion_form(actor, item)
    if form.validate():
        said = Conclusion(form.outcome.data, form.shared.data, form.content.data, form.reason.data)
        _before, after = items.neighbours(actor, item)
        to = table_page.later_meeting(actor, form.to.data)
        try:
            later = items.conclude(actor, item, said=said, to=to)
        except RuleBroken as error:
            form.refuse(error)
        else:
            flash(_("Deze casus is in het overleg afgerond."), "ok")
            if later is not None and len(later.invited) < len(item.invited):
                flash(
                    _("Niet iedereen kan daar zijn. Kijk wie er op dat overleg nog nodig is."),
                    "warning",
                )
            if after is not None:
                return redirect(url_for("agenda_items.show", item_id=after), 303)
            return redirect(url_for("meetings.show", meeting_id=item.meeting_id), 303)
    return _refused(actor, item, conclusion=form)


def _refused(actor: Actor, item: AgendaItem, **sent: Form) -> ResponseReturnValue:
    """Show the page with what was typed; raises Conflict where another concluded it meanwhile."""
    if item.outcome is None:
        return table_page.page(actor, item, **sent), 422
    (form,) = sent.values()
    theirs = {str(_("Wat kwam ervan?")): wording.label(item.outcome)}
    if item.concluded_by is not None:
        theirs[str(_("Afgerond door"))] = item.concluded_by.name
    raise Conflict(theirs, form.as_typed())


def _at(item: AgendaItem, part: str) -> str:
    return url_for("agenda_items.show", item_id=item.id, _anchor=part)
