"""The months of the log: how long each stays, what holds it, and how it ends by two people."""

from typing import Any

from flask import Blueprint, flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from wtforms.fields.choices import SelectChoice  # type: ignore[attr-defined] # stubs lag behind

from caseapp import policy, retention
from caseapp.accesslog import Event
from caseapp.kernel.actor import Actor
from caseapp.kernel.errors import RuleBroken
from caseapp.model.approvals import REASON_LENGTH
from caseapp.model.endings import MARK_LENGTH, HoldGround, LogDestruction, LogHold
from caseapp.model.seals import LogTree
from caseapp.policy import Permission
from caseapp.web import drafts
from caseapp.web.forms import Choice, Day, Form, FromList, LongText, Text
from caseapp.web.guard import guard
from caseapp.web.wording import month as month_name

bp = Blueprint("months", __name__, url_prefix="/months")
askings = Blueprint("requests", __name__, url_prefix="/<id:tree_id>/destruction")
destructions = Blueprint("destructions", __name__, url_prefix="/destructions")
holds = Blueprint("holds", __name__, url_prefix="/holds")
lifts = Blueprint("lifts", __name__, url_prefix="/<id:hold_id>/lift")


class DestructionForm(Form):
    """Why may this month go?"""

    reason = LongText(_l("Waarom mag deze maand weg?"), length=REASON_LENGTH, required=True)


class HoldForm(Form):
    """Which months must stay, and for what?"""

    first_month = FromList(_l("Vanaf"))
    last_month = FromList(_l("Tot en met"))
    ground = Choice(_l("Waarvoor?"), HoldGround)
    mark = Text(_l("Kenmerk van het incident of onderzoek"), length=MARK_LENGTH)
    until = Day(_l("Tot wanneer minstens?"), future=True)

    def offer(self, known: list[retention.LogMonth]) -> None:
        """Offer the months there are, the newest first."""
        for field in (self.first_month, self.last_month):
            field.choices = [
                SelectChoice(f"{one.month:%Y-%m}", month_name(one.month)) for one in known[::-1]
            ]

    def chosen(self, known: list[retention.LogMonth]) -> dict[str, Any]:
        """Give what was chosen, as the action takes it."""
        days = {f"{one.month:%Y-%m}": one.month for one in known}
        return {
            "first_month": days[self.first_month.data],
            "last_month": days[self.last_month.data],
            "ground": self.ground.data,
            "mark": self.mark.data or "",
            "until": self.until.data,
        }


@bp.get("")
@guard(Permission.SEAL_READ, records=Event.SEAL_SHOWN)
def index(actor: Actor, office: Any) -> ResponseReturnValue:
    """Show the months of the log, what holds them, and which may go."""
    held = retention.holds(office.id)
    return render_template(
        "seal/months.html",
        months=retention.months(office.id)[::-1],
        holds=held,
        liftable={one.id for one in held if _may_lift(actor, one)},
    )


def _may_lift(actor: Actor, held: LogHold) -> bool:
    return held.lifted_at is None and policy.allows(actor, Permission.LOG_HOLD_LIFT, held)


@askings.get("/new")
@guard(Permission.LOG_END, loads=retention.tree)
def new(actor: Actor, tree: LogTree) -> ResponseReturnValue:
    """Ask why a month may go."""
    form = DestructionForm()
    drafts.taken_up(actor, form, _request(tree))
    return _asking(actor, tree, form)


@askings.post("")
@guard(Permission.LOG_END, loads=retention.tree)
def create(actor: Actor, tree: LogTree) -> ResponseReturnValue:
    """Ask the second person."""
    form = DestructionForm()
    if form.validate():
        try:
            asked = retention.ask_destruction(actor, tree, reason=form.reason.data)
        except RuleBroken as error:
            form.refuse(error)
        else:
            flash(_("Gevraagd. De FG of de CISO beslist binnen dertig dagen."), "ok")
            return redirect(url_for("approvals.show", approval_id=asked.id), 303)
    return _asking(actor, tree, form), 422


def _asking(actor: Actor, tree: LogTree, form: DestructionForm) -> str:
    found = retention.month(actor.municipality_id, tree.id)
    action = _request(tree)
    return render_template(
        "seal/destruction.html", form=form, tree=tree, month=found, action=action
    )


def _request(tree: LogTree) -> str:
    return url_for("seal.months.requests.create", tree_id=tree.id)


@destructions.get("/<id:destruction_id>")
@guard(Permission.LOG_CERTIFICATE_READ, loads=retention.certificate, records=Event.SEAL_SHOWN)
def show(_actor: Actor, ends: LogDestruction) -> ResponseReturnValue:
    """Show the certificate: which month, who asked, who agreed, when it went, and its root."""
    return render_template("seal/certificate.html", ends=ends)


@holds.get("/new", endpoint="new")
@guard(Permission.LOG_HOLD)
def new_hold(actor: Actor, office: Any) -> ResponseReturnValue:
    """Ask which months must stay."""
    form = HoldForm()
    form.offer(retention.months(office.id))
    drafts.taken_up(actor, form, url_for("seal.holds.create"))
    return _asking_hold(form)


@holds.post("", endpoint="create")
@guard(Permission.LOG_HOLD)
def create_hold(actor: Actor, office: Any) -> ResponseReturnValue:
    """Keep the months."""
    form, known = HoldForm(), retention.months(office.id)
    form.offer(known)
    if form.validate():
        try:
            retention.place_hold(actor, office, **form.chosen(known))
        except RuleBroken as error:
            form.refuse(error)
        else:
            flash(_("Deze maanden blijven."), "ok")
            return redirect(url_for("seal.months.index", _anchor="holds"), 303)
    return _asking_hold(form), 422


def _asking_hold(form: HoldForm) -> str:
    return render_template("seal/hold.html", form=form, action=url_for("seal.holds.create"))


@lifts.post("", endpoint="create")
@guard(Permission.LOG_HOLD_LIFT, loads=retention.hold, records=Event.LOG_HOLD_LIFTED)
def create_lift(actor: Actor, held: LogHold) -> ResponseReturnValue:
    """Let the months go by their own term again."""
    retention.lift_hold(actor, held)
    flash(_("Deze maanden gaan weer op hun eigen termijn."), "ok")
    return redirect(url_for("seal.months.index", _anchor="holds"), 303)


bp.register_blueprint(askings)
holds.register_blueprint(lifts)
