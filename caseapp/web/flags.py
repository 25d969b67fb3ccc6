"""The flag screens: raise one in a quarter of a minute, and read who was told and who answered."""

from flask import Blueprint, flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l

from caseapp import cases, escalation, policy
from caseapp.accesslog import Event
from caseapp.kernel import clock
from caseapp.kernel.actor import Actor
from caseapp.kernel.errors import RuleBroken
from caseapp.model.cases import Case
from caseapp.model.escalation import TEXT_LENGTH, Flag
from caseapp.policy import Permission
from caseapp.web import drafts
from caseapp.web.forms import Form, LongText
from caseapp.web.guard import guard

bp = Blueprint("flags", __name__)


class FlagForm(Form):
    """Asks what happened."""

    facts = LongText(_l("Wat is er gebeurd?"), length=TEXT_LENGTH, required=True)


@bp.get("/cases/<reference:reference>/flags/new")
@guard(Permission.FLAG_RAISE, loads=cases.by_reference)
def new(actor: Actor, case: Case) -> ResponseReturnValue:
    """Ask what happened, and show who will be told."""
    form = FlagForm()
    drafts.taken_up(actor, form, url_for("flags.create", reference=case.reference))
    return _raising(actor, case, form)


@bp.post("/cases/<reference:reference>/flags")
@guard(Permission.FLAG_RAISE, loads=cases.by_reference)
def create(actor: Actor, case: Case) -> ResponseReturnValue:
    """Raise the flag."""
    form = FlagForm()
    if form.validate():
        try:
            flag = escalation.raise_flag(actor, case, facts=form.facts.data)
        except RuleBroken as error:
            form.refuse(error)
        else:
            flash(_("De vlag is gezet. Wie het moet weten, ziet het nu bij Mijn werk."), "ok")
            return redirect(url_for("flags.show", flag_id=flag.id), 303)
    return _raising(actor, case, form), 422


def _raising(actor: Actor, case: Case, form: FlagForm) -> str:
    return render_template(
        "flags/new.html",
        form=form,
        case=case,
        told=escalation.audience(actor, case),
        answer_by=escalation.answer_by(case, escalation.first_reach(actor, case), clock.now()),
        action=url_for("flags.create", reference=case.reference),
    )


@bp.get("/flags/<id:flag_id>")
@guard(Permission.FLAG_VIEW, loads=escalation.flag, records=Event.FLAG_SHOWN)
def show(actor: Actor, flag: Flag) -> ResponseReturnValue:
    """Show a flag: the facts, whom it reached, who saw it and when, and the answer."""
    mine = next((a for a in flag.acknowledgements if a.user_id == actor.user_id), None)
    return render_template(
        "flags/show.html",
        flag=flag,
        case=flag.case,
        mine=mine,
        late=flag.is_open and flag.answer_by < clock.now(),
        seen=escalation.first_seen(flag),
        may_open=policy.allows(actor, Permission.CASE_VIEW, flag.case),
        may_answer=policy.allows(actor, Permission.FLAG_ANSWER, flag),
        may_move=policy.allows(actor, Permission.CASE_CHANGE_PHASE, flag.case),
    )
