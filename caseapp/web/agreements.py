"""Agreeing that something on Wal en schip may stand for a while: why, and through which day."""

from flask import Blueprint, flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l

from caseapp import watchdog
from caseapp.accesslog import Event
from caseapp.kernel.actor import Actor
from caseapp.kernel.errors import RuleBroken
from caseapp.model.agreements import REASON_LENGTH
from caseapp.model.watchdog import Finding
from caseapp.policy import Permission
from caseapp.web import drafts
from caseapp.web import watchdog_words as words
from caseapp.web.forms import Day, Form, LongText
from caseapp.web.guard import guard

bp = Blueprint("agreements", __name__, url_prefix="/watchdog/<id:finding_id>/agreement")


class AgreementForm(Form):
    """Asks: Through which day, and why may it stand?"""

    until = Day(_l("Tot en met welke dag?"), required=True, future=True)
    reason = LongText(
        _l("Waarom mag dit blijven staan, en wat gebeurt er intussen?"),
        length=REASON_LENGTH,
        required=True,
    )


@bp.get("/new")
@guard(Permission.FINDING_AGREE, loads=watchdog.finding, records=Event.AGREEMENT_SHOWN)
def new(actor: Actor, finding: Finding) -> ResponseReturnValue:
    """Ask why it may stand, and show what was agreed before."""
    form = AgreementForm()
    drafts.taken_up(actor, form, _address(finding))
    return _page(finding, form)


@bp.post("")
@guard(Permission.FINDING_AGREE, loads=watchdog.finding, records=Event.AGREEMENT_SHOWN)
def create(actor: Actor, finding: Finding) -> ResponseReturnValue:
    """Keep the agreement; the finding comes back by itself."""
    form = AgreementForm()
    if form.validate() and form.until.data is not None:
        try:
            watchdog.agree(actor, finding, until=form.until.data, reason=form.reason.data)
        except RuleBroken as error:
            form.refuse(error)
        else:
            flash(_("Afgesproken. Daarna staat het vanzelf weer op Wal en schip."), "ok")
            return redirect(url_for("watchdog.index"), 303)
    return _page(finding, form), 422


def _page(finding: Finding, form: AgreementForm) -> str:
    return render_template(
        "watchdog/agreement.html",
        finding=finding,
        form=form,
        why=words.why(finding),
        action=_address(finding),
        last_day=watchdog.last_day(finding),
        before=watchdog.agreements(finding),
    )


def _address(finding: Finding) -> str:
    return url_for("agreements.create", finding_id=finding.id)
