"""The handover screens: offer what one holds, answer what one was offered, read what came of it."""

from typing import Any

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l

from caseapp import accounts, cases, handovers, policy
from caseapp.accesslog import Event
from caseapp.kernel.actor import WORKING_ROLES, Actor
from caseapp.kernel.errors import RuleBroken
from caseapp.model.cases import Case
from caseapp.model.handovers import TEXT_LENGTH, Handover, HandoverOf
from caseapp.policy import Permission
from caseapp.web import drafts
from caseapp.web.case_page import on_from
from caseapp.web.forms import Cards, Form, FromList, LongText
from caseapp.web.guard import guard

bp = Blueprint("handovers", __name__)
PERSON, TEAM = "u", "t"


class OfferForm(Form):
    """Asks: What do you hand over, to whom, and what must they know?"""

    of = Cards(_l("Wat draagt u over?"), HandoverOf)
    to = FromList(_l("Aan wie?"))
    note = LongText(_l("Wat moet de ander weten?"), length=TEXT_LENGTH, required=True)


class RefusalForm(Form):
    """Asks: Why not, and what could be done instead?"""

    reason = LongText(_l("Waarom neemt u het niet aan?"), length=TEXT_LENGTH, required=True)
    proposal = LongText(_l("Wat stelt u voor?"), length=TEXT_LENGTH, required=True)


def _offered(actor: Actor, case: Case) -> tuple[OfferForm, dict[str, Any]]:
    """Make the form with what this person holds, and with who could take it."""
    mine = [one for one in HandoverOf if handovers.held(case, one) == actor.user_id]
    asked = request.args.get("of")
    form = OfferForm(of=next((one for one in mine if one.value == asked), mine[0]))
    form.of.members = mine
    people = accounts.active_holders(case.municipality_id, *WORKING_ROLES)
    known: dict[str, Any] = {
        f"{PERSON}{one.id.hex}": one for one in people if one.id != actor.user_id
    }
    if any(one.track for one in mine):
        teams = accounts.teams(case.municipality_id)
        known |= {f"{TEAM}{one.id.hex}": one for one in teams}
    form.to.choices = [("", _("Kies iemand"))] + [(key, one.name) for key, one in known.items()]
    return form, known


@bp.get("/cases/<reference:reference>/handovers/new")
@guard(Permission.HANDOVER_OFFER, loads=cases.by_reference)
def new(actor: Actor, case: Case) -> ResponseReturnValue:
    """Ask what is handed over, to whom, and what the other must know."""
    form, _known = _offered(actor, case)
    drafts.taken_up(actor, form, _address(case))
    return _asking(case, form)


@bp.post("/cases/<reference:reference>/handovers")
@guard(Permission.HANDOVER_OFFER, loads=cases.by_reference)
def create(actor: Actor, case: Case) -> ResponseReturnValue:
    """Offer it; who offers stays responsible until somebody accepts."""
    form, known = _offered(actor, case)
    if form.validate():
        to, whom = form.to.data, known[form.to.data]
        try:
            made = handovers.offer(
                actor,
                case,
                of=form.of.data,
                user=whom if to.startswith(PERSON) else None,
                team=whom if to.startswith(TEAM) else None,
                note=form.note.data,
            )
        except RuleBroken as error:
            form.refuse(error)
        else:
            flash(_("Aangeboden. Tot iemand het aanneemt, blijft het van u."), "ok")
            return redirect(url_for("handovers.show", handover_id=made.id), 303)
    return _asking(case, form), 422


def _asking(case: Case, form: OfferForm) -> str:
    return render_template("handovers/new.html", form=form, case=case, action=_address(case))


def _address(case: Case) -> str:
    return url_for("handovers.create", reference=case.reference)


def _refusal(handover: Handover) -> str:
    return url_for("handovers.refusals.create", handover_id=handover.id)


@bp.get("/handovers/<id:handover_id>")
@guard(Permission.HANDOVER_VIEW, loads=handovers.handover, records=Event.HANDOVER_SHOWN)
def show(actor: Actor, handover: Handover) -> ResponseReturnValue:
    """Show what is offered, by whom and until when; and what came of it."""
    form = RefusalForm()
    drafts.taken_up(actor, form, _refusal(handover))
    return _page(actor, handover, form)


def _page(actor: Actor, handover: Handover, form: RefusalForm) -> str:
    return render_template(
        "handovers/show.html",
        handover=handover,
        case=handover.case,
        form=form,
        refusal=_refusal(handover),
        may_answer=policy.allows(actor, Permission.HANDOVER_ANSWER, handover),
        may_withdraw=policy.allows(actor, Permission.HANDOVER_WITHDRAW, handover),
        may_see=policy.allows(actor, Permission.HANDOVER_SEE, handover),
        may_open=policy.allows(actor, Permission.CASE_VIEW, handover.case),
    )


@bp.post("/handovers/<id:handover_id>")
@guard(Permission.HANDOVER_SEE, loads=handovers.handover, records=Event.HANDOVER_SHOWN)
def update(actor: Actor, handover: Handover) -> ResponseReturnValue:
    """Say that one read what came of an offer."""
    handovers.see(actor, handover)
    flash(_("Gelezen. Het werk is van u; bied het opnieuw aan als dat nodig is."), "ok")
    return redirect(url_for("work.index"), 303)


acceptances = Blueprint("acceptances", __name__, url_prefix="/handovers/<id:handover_id>")
refusals = Blueprint("refusals", __name__, url_prefix="/handovers/<id:handover_id>")
withdrawals = Blueprint("withdrawals", __name__, url_prefix="/handovers/<id:handover_id>")


@acceptances.post("/acceptance", endpoint="create")
@guard(Permission.HANDOVER_VIEW, loads=handovers.handover, records=Event.HANDOVER_SHOWN)
def accept(actor: Actor, handover: Handover) -> ResponseReturnValue:
    """Take it over; who comes second reads who was first."""
    try:
        _refuse_answered(handover)
        handovers.accept(actor, handover)
    except RuleBroken as error:
        return _told(actor, handover, error)
    flash(_("Aangenomen. Het is nu van u."), "ok")
    return on_from(actor, handover.case)


@refusals.post("/refusal", endpoint="create")
@guard(Permission.HANDOVER_VIEW, loads=handovers.handover, records=Event.HANDOVER_SHOWN)
def refuse(actor: Actor, handover: Handover) -> ResponseReturnValue:
    """Refuse it, with the reason and a proposal; the sender is told."""
    form = RefusalForm()
    if not form.validate():
        return _page(actor, handover, form), 422
    try:
        _refuse_answered(handover)
        handovers.refuse(actor, handover, reason=form.reason.data, proposal=form.proposal.data)
    except RuleBroken as error:
        return _told(actor, handover, error, form)
    flash(_("Geweigerd. Wie het aanbood, leest waarom en wat u voorstelt."), "ok")
    return redirect(url_for("work.index"), 303)


@withdrawals.post("/withdrawal", endpoint="create")
@guard(Permission.HANDOVER_VIEW, loads=handovers.handover, records=Event.HANDOVER_SHOWN)
def withdraw(actor: Actor, handover: Handover) -> ResponseReturnValue:
    """Take back an offer of one's own that nobody answered."""
    try:
        _refuse_answered(handover)
        handovers.withdraw(actor, handover)
    except RuleBroken as error:
        return _told(actor, handover, error)
    flash(_("Ingetrokken. Het blijft van u."), "ok")
    return redirect(url_for("handovers.show", handover_id=handover.id), 303)


def _refuse_answered(handover: Handover) -> None:
    """Say in words what the law would say with a refusal: somebody was first."""
    if not handover.is_waiting:
        raise RuleBroken("handover-answered-before")


def _told(
    actor: Actor, handover: Handover, error: RuleBroken, form: RefusalForm | None = None
) -> ResponseReturnValue:
    form = form or RefusalForm()
    form.refuse(error)
    return _page(actor, handover, form), 422


for _part in (acceptances, refusals, withdrawals):
    bp.register_blueprint(_part)
