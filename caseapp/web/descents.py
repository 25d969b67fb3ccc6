"""Bringing a case down: propose it, read it, agree, accept, refuse, take it back."""

from collections.abc import Mapping
from typing import Any

from flask import Blueprint, flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l

from caseapp import accounts, cases, measures, policy
from caseapp.accesslog import Event
from caseapp.escalation import descents, ladder
from caseapp.kernel import clock
from caseapp.kernel.actor import WORKING_ROLES, Actor
from caseapp.kernel.errors import RuleBroken
from caseapp.model.accounts import User
from caseapp.model.cases import Case
from caseapp.model.descents import TEXT_LENGTH, Descent, DescentEnd
from caseapp.policy import Permission
from caseapp.web import drafts, messages, phase_page
from caseapp.web.case_page import on_from
from caseapp.web.forms import Day, Form, FromList, LongText
from caseapp.web.guard import guard

bp = Blueprint("descents", __name__)


class DescentForm(Form):
    """Asks: Why can it come down, who takes it on, and when do we look whether it held?"""

    reason = LongText(_l("Waarom kan het omlaag?"), length=TEXT_LENGTH)
    receiver = FromList(_l("Wie vangt de casus op?"))
    aftercare_on = Day(_l("Wanneer kijken we of het houdt?"))


class RefusalForm(Form):
    """Asks: Why not, and what is needed first?"""

    refusal = LongText(_l("Waarom niet, en wat is eerst nodig?"), length=TEXT_LENGTH, required=True)


@bp.get("/cases/<reference:reference>/descents/new")
@guard(Permission.CASE_CHANGE_PHASE, loads=cases.by_reference)
def new(actor: Actor, case: Case) -> ResponseReturnValue:
    """Ask why it can come down, who receives it, and when to look whether it held."""
    form, _known = _offered(actor, case)
    drafts.taken_up(actor, form, url_for("descents.create", reference=case.reference))
    form.version.data = str(case.phase)
    return _asking(actor, case, form)


@bp.post("/cases/<reference:reference>/descents")
@guard(Permission.CASE_CHANGE_PHASE, loads=cases.by_reference)
def create(actor: Actor, case: Case) -> ResponseReturnValue:
    """Propose it; the case stays where it is until two others have said yes."""
    form, known = _offered(actor, case)
    phase_page.must_be_made_in(case, form)
    form.validate()
    reason, day = form.reason.data, form.aftercare_on.data
    form.refuse_all(ladder.objections_to_descent(case.phase, reason, day, clock.today()))
    if not form.errors and (made := _proposed(actor, case, form, known)) is not None:
        flash(_("Voorgesteld. De casus blijft in deze fase tot twee anderen ja zeggen."), "ok")
        return redirect(url_for("descents.show", descent_id=made.id), 303)
    return _asking(actor, case, form), 422


def _proposed(
    actor: Actor, case: Case, form: DescentForm, known: Mapping[str, User]
) -> Descent | None:
    receiver, day = known[form.receiver.data], form.aftercare_on.data
    try:
        return descents.propose(
            actor, case, reason=form.reason.data, receiver=receiver, aftercare_on=day
        )
    except RuleBroken as error:
        form.refuse(error)
        return None


def _offered(actor: Actor, case: Case) -> tuple[DescentForm, dict[str, User]]:
    people = accounts.active_holders(case.municipality_id, *WORKING_ROLES)
    known = {one.id.hex: one for one in people if one.id != actor.user_id}
    form = DescentForm()
    named = [(key, f"{one.name}, {one.function}") for key, one in known.items()]
    form.receiver.choices = [("", _("Kies iemand")), *named]
    return form, known


def _asking(actor: Actor, case: Case, form: DescentForm) -> str:
    return render_template(
        "phases/descend.html",
        form=form,
        action=url_for("descents.create", reference=case.reference),
        tab="down",
        **phase_page.of(actor, case),
    )


@bp.get("/descents/<id:descent_id>")
@guard(Permission.DESCENT_VIEW, loads=descents.descent, records=Event.DESCENT_SHOWN)
def show(actor: Actor, descent: Descent) -> ResponseReturnValue:
    """Show what is proposed, who said yes already and who has not; and what came of it."""
    form = RefusalForm()
    drafts.taken_up(actor, form, _refusal(descent))
    return _page(actor, descent, form)


def _page(actor: Actor, descent: Descent, form: RefusalForm) -> str:
    goes_on = not (descent.is_waiting and descents.is_of_another_ladder(descent))
    yes = {"agree": Permission.DESCENT_AGREE, "accept": Permission.DESCENT_ACCEPT}
    return render_template(
        "phases/descent.html",
        descent=descent,
        case=descent.case,
        form=form,
        refusal=_refusal(descent),
        may={
            name: policy.allows(actor, permission, descent)
            for name, permission in {
                **(yes if goes_on else {}),
                "refuse": Permission.DESCENT_ANSWER,
                "withdraw": Permission.DESCENT_WITHDRAW,
            }.items()
        },
        stale="" if goes_on else messages.of(RuleBroken("descent-of-another-ladder")),
        balance=measures.balance_of(descent.case),
        may_open=policy.allows(actor, Permission.CASE_VIEW, descent.case),
    )


def _refusal(descent: Descent) -> str:
    return url_for("descents.refusals.create", descent_id=descent.id)


agreements = Blueprint("agreements", __name__, url_prefix="/descents/<id:descent_id>")
acceptances = Blueprint("acceptances", __name__, url_prefix="/descents/<id:descent_id>")
refusals = Blueprint("refusals", __name__, url_prefix="/descents/<id:descent_id>")
withdrawals = Blueprint("withdrawals", __name__, url_prefix="/descents/<id:descent_id>")


@agreements.post("/agreement", endpoint="create")
@guard(Permission.DESCENT_VIEW, loads=descents.descent, records=Event.DESCENT_SHOWN)
def agree(actor: Actor, descent: Descent) -> ResponseReturnValue:
    """Agree as the second person."""
    return _answered(actor, descent, descents.agree)


@acceptances.post("/acceptance", endpoint="create")
@guard(Permission.DESCENT_VIEW, loads=descents.descent, records=Event.DESCENT_SHOWN)
def accept(actor: Actor, descent: Descent) -> ResponseReturnValue:
    """Take the case on in the lower phase."""
    return _answered(actor, descent, descents.accept)


def _answered(actor: Actor, descent: Descent, answer: Any) -> ResponseReturnValue:
    try:
        _refuse_answered(descent)
        answer(actor, descent)
    except RuleBroken as error:
        return _told(actor, descent, error)
    if descent.end is DescentEnd.DONE:
        flash(_("Afgeschaald: iedereen heeft ja gezegd."), "ok")
        return on_from(actor, descent.case)
    flash(_("Vastgelegd. Het wacht nog op een ander."), "ok")
    return _back(actor, descent)


@refusals.post("/refusal", endpoint="create")
@guard(Permission.DESCENT_VIEW, loads=descents.descent, records=Event.DESCENT_SHOWN)
def refuse(actor: Actor, descent: Descent) -> ResponseReturnValue:
    """Refuse it and say what is needed first; the case stays where it is."""
    form = RefusalForm()
    if not form.validate():
        return _page(actor, descent, form), 422
    try:
        _refuse_answered(descent)
        descents.refuse(actor, descent, reason=form.refusal.data)
    except RuleBroken as error:
        return _told(actor, descent, error, form)
    flash(_("Geweigerd. De casus blijft in deze fase."), "ok")
    return _back(actor, descent)


@withdrawals.post("/withdrawal", endpoint="create")
@guard(Permission.DESCENT_VIEW, loads=descents.descent, records=Event.DESCENT_SHOWN)
def withdraw(actor: Actor, descent: Descent) -> ResponseReturnValue:
    """Take back a proposal of one's own."""
    try:
        _refuse_answered(descent)
        descents.withdraw(actor, descent)
    except RuleBroken as error:
        return _told(actor, descent, error)
    flash(_("Ingetrokken. De casus blijft in deze fase."), "ok")
    return _back(actor, descent)


def _back(actor: Actor, descent: Descent) -> ResponseReturnValue:
    if policy.allows(actor, Permission.DESCENT_VIEW, descent):
        return redirect(url_for("descents.show", descent_id=descent.id), 303)
    return redirect(url_for("work.index"), 303)


def _refuse_answered(descent: Descent) -> None:
    """Say in words what the law would say with a refusal: somebody was first."""
    if not descent.is_waiting:
        raise RuleBroken("descent-ended-before")


def _told(
    actor: Actor, descent: Descent, error: RuleBroken, form: RefusalForm | None = None
) -> ResponseReturnValue:
    form = form or RefusalForm()
    form.refuse(error)
    return _page(actor, descent, form), 422


for _part in (agreements, acceptances, refusals, withdrawals):
    bp.register_blueprint(_part)
