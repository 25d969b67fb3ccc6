"""Asking somebody to the table for a case, taking them off, and the paper for one of them."""

from typing import Any
from uuid import UUID

from flask import Blueprint, Response, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l

from caseapp import accounts, organisations
from caseapp.accesslog import Event
from caseapp.kernel import clock
from caseapp.kernel.actor import CASEWORK_ROLES, Actor
from caseapp.kernel.errors import NotFound, RuleBroken
from caseapp.meetings import items
from caseapp.model.meeting_words import Need
from caseapp.model.meetings import PERSON_LENGTH, PURPOSE_LENGTH, AgendaItem, Invitation
from caseapp.model.shares import ShareGround
from caseapp.policy import Permission
from caseapp.web import drafts, meeting_page, messages, table_paper
from caseapp.web.forms import Choice, Form, FromList, LongText, Text
from caseapp.web.guard import guard
from caseapp.web.paper import as_pdf

bp = Blueprint("invitations", __name__, url_prefix="/agenda/<id:item_id>/invitations")
papers = Blueprint("table_papers", __name__, url_prefix="/agenda/<id:item_id>/papers")


class GuestForm(Form):
    """Asks: Who is needed, what is asked of them, on which ground, and what do they get?"""

    user = FromList(_l("Welke collega?"), required=False)
    name = Text(_l("Of iemand die niet inlogt: naam en functie"), length=PERSON_LENGTH)
    organisation = FromList(_l("Van welke organisatie?"), required=False)
    why = LongText(_l("Wat vraagt u van deze persoon?"), length=PURPOSE_LENGTH, required=True)
    need = Choice(_l("Wat krijgt deze persoon te weten?"), Need)
    ground = Choice(_l("Grondslag"), ShareGround)


@bp.get("/new")
@guard(Permission.ITEM_PREPARE, loads=items.item, records=Event.ITEM_SHOWN)
def new(actor: Actor, item: AgendaItem) -> ResponseReturnValue:
    """Ask who is needed for this case."""
    form = _form(actor, item, need=Need.QUESTION, ground=ShareGround.PUBLIC_TASK)
    drafts.taken_up(actor, form, _address(item))
    return _page(item, form)


@bp.post("")
@guard(Permission.ITEM_PREPARE, loads=items.item, records=Event.ITEM_SHOWN)
def create(actor: Actor, item: AgendaItem) -> ResponseReturnValue:
    """Ask somebody to the table."""
    form = _form(actor, item)
    if form.validate():
        try:
            items.ask_to_table(actor, item, **_who(actor, form), **_what(form))
        except RuleBroken as error:
            form.refuse(error)
        else:
            flash(_("Deze persoon is gevraagd, voor deze casus alleen."), "ok")
            return redirect(url_for("agenda_items.show", item_id=item.id), 303)
    return _page(item, form), 422


@bp.post("/withdrawal")
@guard(Permission.ITEM_PREPARE, loads=items.item, records=Event.ITEM_SHOWN)
def destroy(actor: Actor, item: AgendaItem) -> ResponseReturnValue:
    """Take somebody off again."""
    try:
        items.take_from_table(actor, _of(item, request.form.get("invitation", "")))
    except RuleBroken as error:
        flash(messages.of(error), "warning")
    else:
        flash(_("De uitnodiging is ingetrokken."), "ok")
    return redirect(url_for("agenda_items.show", item_id=item.id), 303)


@papers.get("/new", endpoint="new")
@guard(Permission.ITEM_PREPARE, loads=items.item, records=Event.ITEM_SHOWN)
def preview(actor: Actor, item: AgendaItem) -> ResponseReturnValue:
    """Show the paper for one of them, in the very words that will be printed; or ask for whom."""
    asked = request.args.get("for")
    invitation = _at_table(item, asked) if asked else None
    return render_template(
        "meetings/paper.html",
        item=item,
        case=item.case,
        meeting=item.meeting,
        name=meeting_page.name(item.meeting),
        invitation=invitation,
        preview=table_paper.of(actor, item, invitation) if invitation is not None else None,
        readers=[one for one in item.invited if table_paper.is_for(item, one)],
        guest=meeting_page.guest,
        action=url_for("table_papers.create", item_id=item.id),
    )


@papers.post("", endpoint="create")
@guard(Permission.ITEM_PREPARE, loads=items.item, records=Event.INVITATION_PRINTED)
def make(actor: Actor, item: AgendaItem) -> ResponseReturnValue:
    """Give the paper for one of them; that it was made is committed before a byte leaves."""
    invitation = _at_table(item, request.form.get("invitation", ""))
    paper = table_paper.of(actor, item, invitation)
    body = as_pdf("case", paper, written_at=clock.now())
    headers = {"Content-Disposition": f'attachment; filename="{table_paper.file_name(item)}"'}
    return Response(body, headers=headers, content_type="application/pdf")


def _form(actor: Actor, item: AgendaItem, **given: Any) -> GuestForm:
    form = GuestForm(**given)
    people = accounts.active_holders(actor.municipality_id, *CASEWORK_ROLES)
    asked = {one.user_id for one in item.invited}
    known = [
        (one.id.hex, meeting_page.colleague(one))
        for one in people
        if one.id not in asked and not (item.meeting.is_internal and one.elsewhere)
    ]
    form.user.choices = [("", _("Niemand uit de lijst")), *known]
    outside = [] if item.meeting.is_internal else organisations.organisations(item.municipality_id)
    form.organisation.choices = [
        ("", _("Geen organisatie")),
        *((one.id.hex, one.name) for one in outside),
    ]
    needs = [one for one in Need if one is not Need.TRACK or item.track is not None]
    form.need.members = needs
    return form


def _who(actor: Actor, form: GuestForm) -> dict[str, Any]:
    """Give who was chosen; a colleague goes before somebody who was typed."""
    user = accounts.user(UUID(hex=form.user.data)) if form.user.data else None
    found = {one.id.hex: one for one in organisations.organisations(actor.municipality_id)}
    outside = found.get(form.organisation.data or "") if user is None else None
    return {"user": user, "organisation": outside, "name": form.name.data}


def _what(form: GuestForm) -> dict[str, Any]:
    return {"ground": form.ground.data, "need": form.need.data, "why": form.why.data}


def _of(item: AgendaItem, typed: str) -> Invitation:
    found = {one.id.hex: one for one in item.invitations}
    if typed not in found:
        raise NotFound
    return found[typed]


def _at_table(item: AgendaItem, typed: str) -> Invitation:
    """Give for whom the paper is; nothing of the case is for who was taken off or was not there."""
    found = _of(item, typed)
    if not table_paper.is_for(item, found):
        raise NotFound
    return found


def _address(item: AgendaItem) -> str:
    return url_for("invitations.create", item_id=item.id)


def _page(item: AgendaItem, form: GuestForm) -> str:
    return render_template(
        "meetings/invite.html",
        form=form,
        item=item,
        case=item.case,
        meeting=item.meeting,
        name=meeting_page.name(item.meeting),
        action=_address(item),
    )
