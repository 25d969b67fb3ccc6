"""Answering a flag: saying what is going to happen."""

from flask import Blueprint, flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l

from caseapp import escalation, policy
from caseapp.accesslog import Event
from caseapp.kernel.actor import Actor
from caseapp.kernel.errors import RuleBroken
from caseapp.model.escalation import TEXT_LENGTH, Flag
from caseapp.policy import Permission
from caseapp.web import drafts
from caseapp.web.forms import Form, LongText
from caseapp.web.guard import guard

bp = Blueprint("answers", __name__, url_prefix="/flags/<id:flag_id>/answer")


class AnswerForm(Form):
    """Asks what is going to happen."""

    answer = LongText(_l("Wat gaat er gebeuren?"), length=TEXT_LENGTH, required=True)


@bp.get("/new")
@guard(Permission.FLAG_VIEW, loads=escalation.flag, records=Event.FLAG_SHOWN)
def new(actor: Actor, flag: Flag) -> ResponseReturnValue:
    """Ask what is going to happen; a flag that is answered, or not yours to answer, is shown."""
    if not policy.allows(actor, Permission.FLAG_ANSWER, flag):
        return redirect(url_for("flags.show", flag_id=flag.id), 303)
    form = AnswerForm()
    drafts.taken_up(actor, form, url_for("answers.create", flag_id=flag.id))
    return _page(actor, flag, form)


@bp.post("")
@guard(Permission.FLAG_VIEW, loads=escalation.flag, records=Event.FLAG_SHOWN)
def create(actor: Actor, flag: Flag) -> ResponseReturnValue:
    """Keep the answer; who comes second reads what the first answered, and loses no word."""
    form = AnswerForm()
    if form.validate():
        try:
            escalation.answer_flag(actor, flag, answer=form.answer.data)
        except RuleBroken as error:
            form.refuse(error)
        else:
            flash(_("De vlag is beantwoord. Wie haar zette, kan uw antwoord lezen."), "ok")
            return redirect(url_for("flags.show", flag_id=flag.id), 303)
    return _page(actor, flag, form), 422


def _page(actor: Actor, flag: Flag, form: AnswerForm) -> str:
    action = url_for("answers.create", flag_id=flag.id)
    return render_template(
        "flags/answer.html",
        form=form,
        flag=flag,
        case=flag.case,
        action=action,
        seen=escalation.first_seen(flag),
        may_open=policy.allows(actor, Permission.CASE_VIEW, flag.case),
    )
