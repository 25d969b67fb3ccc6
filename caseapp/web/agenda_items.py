"""A case on an agenda: putting it there, and its page, on which the meeting is run."""

from flask import Blueprint, flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l

from caseapp import cases, meetings
from caseapp.accesslog import Event
from caseapp.kernel.actor import Actor
from caseapp.kernel.errors import RuleBroken
from caseapp.meetings import items
from caseapp.model.cases import Case
from caseapp.model.meetings import PURPOSE_LENGTH, AgendaItem
from caseapp.policy import Permission
from caseapp.web import drafts, meeting_page, plan_page, table_page
from caseapp.web.forms import Cards, Form, FromList, LongText
from caseapp.web.guard import guard
from caseapp.web.places import Place

bp = Blueprint("agenda_items", __name__)


class TableForm(Form):
    """Asks: On which agenda, about what, and what must be reached?"""

    meeting = FromList(_l("Op welk overleg?"))
    place = Cards(_l("Waarover gaat het?"), Place)
    purpose = LongText(_l("Wat wilt u bereiken?"), length=PURPOSE_LENGTH, required=True)


@bp.get("/cases/<reference:reference>/agenda/new")
@guard(Permission.CASE_TABLE, loads=cases.by_reference)
def new(actor: Actor, case: Case) -> ResponseReturnValue:
    """Ask on which agenda, and what must be reached."""
    form = _form(actor, case)
    drafts.taken_up(actor, form, _address(case))
    return _page(case, form)


@bp.post("/cases/<reference:reference>/agenda")
@guard(Permission.CASE_TABLE, loads=cases.by_reference)
def create(actor: Actor, case: Case) -> ResponseReturnValue:
    """Put the case on the agenda."""
    form = _form(actor, case)
    if form.validate():
        found = {one.id.hex: one for one in meetings.to_come(case.municipality_id)}
        try:
            made = items.table_case(
                actor,
                case,
                meeting=found[form.meeting.data],
                track=plan_page.track_of(form.place.data),
                purpose=form.purpose.data,
            )
        except RuleBroken as error:
            form.refuse(error)
        else:
            flash(_("De casus staat op de agenda. Vraag nu alleen wie nodig is."), "ok")
            return redirect(url_for("agenda_items.show", item_id=made.id), 303)
    return _page(case, form), 422


@bp.get("/agenda/<id:item_id>")
@guard(Permission.ITEM_VIEW, loads=items.item, records=Event.ITEM_SHOWN)
def show(actor: Actor, item: AgendaItem) -> ResponseReturnValue:
    """Show what must be reached, who is there, what was decided; and run the meeting."""
    return table_page.page(actor, item)


def _form(actor: Actor, case: Case) -> TableForm:
    # Both tracks first: what is spoken about alone is the exception, and chosen on purpose.
    places = [
        Place.STRIP,
        *(one for one in plan_page.places(actor, case) if one is not Place.STRIP),
    ]
    form = TableForm(place=places[0])
    form.place.members = places
    form.meeting.choices = [("", _("Kies een overleg")), *meeting_page.offered(actor)]
    return form


def _address(case: Case) -> str:
    return url_for("agenda_items.create", reference=case.reference)


def _page(case: Case, form: TableForm) -> str:
    return render_template(
        "meetings/table.html",
        form=form,
        case=case,
        action=_address(case),
        none=not meetings.to_come(case.municipality_id),
    )
