"""Deciding on a watch over a closed case: it ends, goes on once more, or another has it."""

from flask import Blueprint, flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l

from caseapp import closures, handovers, policy, settings
from caseapp.kernel import clock
from caseapp.kernel.actor import Actor
from caseapp.kernel.errors import RuleBroken
from caseapp.model.accounts import User
from caseapp.model.closures import TEXT_LENGTH, Watch
from caseapp.policy import Permission
from caseapp.web import drafts
from caseapp.web.case_page import on_from
from caseapp.web.closure_choices import WatchDecision
from caseapp.web.forms import Cards, Day, Form, FromList, LongText
from caseapp.web.guard import guard

bp = Blueprint("watches", __name__, url_prefix="/watches/<id:watch_id>")


class WatchForm(Form):
    """Asks: What do you decide, and why; until when, or to whom?"""

    decision = Cards(_l("Wat besluit u?"), WatchDecision)
    reason = LongText(_l("Waarom?"), length=TEXT_LENGTH)
    until_on = Day(_l("Tot wanneer?"), future=True)
    watcher = FromList(_l("Aan wie?"), required=False)


@bp.get("/edit")
@guard(Permission.WATCH_DECIDE, loads=closures.watch)
def edit(actor: Actor, watch: Watch) -> ResponseReturnValue:
    """Ask what is decided."""
    form, _known = _offered(actor, watch)
    drafts.taken_up(actor, form, url_for("watches.update", watch_id=watch.id))
    return _page(actor, watch, form)


@bp.post("")
@guard(Permission.WATCH_DECIDE, loads=closures.watch)
def update(actor: Actor, watch: Watch) -> ResponseReturnValue:
    """Do what was decided; who comes second reads what the first decided."""
    form, known = _offered(actor, watch)
    if form.validate():
        try:
            said = _decided(actor, watch, form, known)
        except RuleBroken as error:
            form.refuse(error)
        else:
            flash(said, "ok")
            if form.decision.data is WatchDecision.EXTEND:
                return redirect(url_for("work.index"), 303)
            return on_from(actor, watch.case)
    return _page(actor, watch, form), 422


def _decided(actor: Actor, watch: Watch, form: WatchForm, known: dict[str, User]) -> str:
    decision, reason = form.decision.data, form.reason.data
    if decision is WatchDecision.STOP:
        closures.stop_watch(actor, watch, reason=reason)
        return str(_("De waakvlam is beëindigd. De casus blijft gesloten."))
    if decision is WatchDecision.EXTEND:
        closures.extend_watch(actor, watch, reason=reason, until_on=form.until_on.data)
        return str(_("De waakvlam is verlengd."))
    if not form.watcher.data:
        raise RuleBroken("watch-without-watcher", "watcher")
    closures.pass_on_watch(actor, watch, to=known[form.watcher.data])
    return str(_("De waakvlam is van uw collega."))


def _offered(actor: Actor, watch: Watch) -> tuple[WatchForm, dict[str, User]]:
    """Make the form: it is extended once, and who steers the case says which other has it."""
    people = closures.watchers_for(watch.municipality_id)
    known = {one.id.hex: one for one in people if one.id != watch.watcher_id}
    form = WatchForm()
    taken = {WatchDecision.EXTEND} if watch.extended_at is not None else set()
    if not policy.allows(actor, Permission.WATCH_GIVE, watch):
        taken.add(WatchDecision.GIVE)
    form.decision.members = [one for one in WatchDecision if one not in taken]
    form.watcher.choices = [("", _("Kies iemand")), *((key, u.name) for key, u in known.items())]
    return form, known


def _page(actor: Actor, watch: Watch, form: WatchForm) -> str:
    return render_template(
        "watches/edit.html",
        form=form,
        watch=watch,
        case=watch.case,
        action=url_for("watches.update", watch_id=watch.id),
        is_due=watch.until_on <= clock.today(),
        may_reopen=policy.allows(actor, Permission.CASE_REOPEN, watch.case),
        may_offer=policy.allows(actor, Permission.HANDOVER_OFFER, watch.case),
        may_give=WatchDecision.GIVE in form.decision.members,
        offer=handovers.waiting_watch_of(watch.case),
        longest=settings.terms_of(watch.municipality_id)(settings.WATCH_DAYS),
    )
