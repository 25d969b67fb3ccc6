"""The screens of leave: saying who is away and who stands in, answering, changing, taking back."""

from datetime import date
from typing import Any
from uuid import UUID

from flask import Blueprint, flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l

from caseapp import accounts, leaves, policy
from caseapp.accesslog import Event
from caseapp.kernel.actor import Actor
from caseapp.kernel.errors import RuleBroken
from caseapp.model.accounts import User
from caseapp.model.leaves import Leave
from caseapp.policy import Permission
from caseapp.web import drafts, wording
from caseapp.web.forms import Day, Form, FromList
from caseapp.web.guard import guard
from caseapp.web.holding_words import Left, left_open, load_of

bp = Blueprint("leaves", __name__, url_prefix="/leaves")


class LeaveForm(Form):
    """Asks: From when until when, and who stands in?"""

    first_on = Day(_l("Eerste dag"), required=True)
    last_on = Day(_l("Laatste dag"), required=True)
    substitute = FromList(_l("Wie vervangt?"), required=False)

    def offer(self, municipality_id: UUID) -> None:
        """Offer the colleagues who may stand in, and nobody."""
        people = [(one.id.hex, one.name) for one in leaves.candidates(municipality_id)]
        self.substitute.choices = [("", _("Niemand: er staat niets open")), *people]

    def chosen(self) -> User | None:
        """Give who was chosen to stand in."""
        return accounts.user(UUID(self.substitute.data)) if self.substitute.data else None

    def days(self) -> dict[str, date]:
        """Give the days, once they were found to be days."""
        first, last = self.first_on.data, self.last_on.data
        return {"first_on": first, "last_on": last} if first and last else {}


class NewLeaveForm(LeaveForm):
    """Asks also: Of whom?"""

    who = FromList(_l("Wie is er niet?"))


def _asked(actor: Actor, office: Any) -> tuple[NewLeaveForm, dict[str, User]]:
    """Make the form, with those for whom this person may ask."""
    known = {one.id.hex: one for one in leaves.who_may_be_away(actor)}
    form = NewLeaveForm(who=actor.user_id.hex)
    form.offer(office.id)
    form.who.choices = [(key, one.name) for key, one in known.items()]
    return form, known


@bp.get("")
@guard(Permission.LEAVES_BROWSE, records=Event.LEAVES_SHOWN)
def index(actor: Actor, _office: Any) -> ResponseReturnValue:
    """Show one's own leave, for whom one stands in, and who is away in one's teams."""
    return render_template(
        "leaves/index.html",
        own=leaves.own(actor),
        refused=leaves.turned_down(actor),
        standing_in=leaves.stood_in_by(actor),
        team=leaves.of_teams(actor),
        leads=bool(actor.led_team_ids),
        own_id=actor.user_id,
        led=[one for one in leaves.who_may_be_away(actor) if one.id != actor.user_id],
    )


@bp.get("/new")
@guard(Permission.LEAVES_BROWSE)
def new(actor: Actor, office: Any) -> ResponseReturnValue:
    """Ask who is away, from when until when, and who stands in."""
    form, _known = _asked(actor, office)
    drafts.taken_up(actor, form, url_for("leaves.create"))
    return _asking(form, [])


@bp.post("")
@guard(Permission.LEAVES_BROWSE, records=Event.LEAVES_SHOWN)
def create(actor: Actor, office: Any) -> ResponseReturnValue:
    """Keep the leave, or say what is still open and would be left to nobody."""
    form, known = _asked(actor, office)
    left: list[Left] = []
    if form.validate():
        user = known[form.who.data]
        try:
            made = leaves.ask(actor, user, substitute=form.chosen(), **form.days())
        except RuleBroken as error:
            form.refuse(error)
            left = left_open(actor, user, form, error)
        else:
            flash(_told(made), "ok")
            return redirect(url_for("leaves.show", leave_id=made.id), 303)
    return _asking(form, left), 422


def _asking(form: NewLeaveForm, left: list[Left]) -> str:
    return render_template("leaves/form.html", form=form, leave=None, left=left)


def _told(leave: Leave) -> str:
    if leave.substitute is None or not leave.waits:
        return str(_("Het verlof is vastgelegd."))
    name = leave.substitute.name
    return str(_("Gevraagd aan %(name)s. Het verlof geldt pas als die het aanneemt.", name=name))


@bp.get("/<id:leave_id>")
@guard(Permission.LEAVE_VIEW, loads=leaves.leave, records=Event.LEAVES_SHOWN)
def show(actor: Actor, leave: Leave) -> ResponseReturnValue:
    """Show a leave: the days, who stands in, and whether they said so."""
    return _page(actor, leave)


def _page(actor: Actor, leave: Leave, error: RuleBroken | None = None) -> str:
    form = Form()
    if error is not None:
        form.refuse(error)
    return render_template(
        "leaves/show.html",
        leave=leave,
        form=form,
        load=load_of(leave.user_id) if leave.waits else [],
        may_answer=leave.waits and policy.allows(actor, Permission.LEAVE_ANSWER, leave),
        may_arrange=policy.allows(actor, Permission.LEAVE_ARRANGE, leave),
    )


@bp.get("/<id:leave_id>/edit")
@guard(Permission.LEAVE_ARRANGE, loads=leaves.leave, records=Event.LEAVES_SHOWN)
def edit(_actor: Actor, leave: Leave) -> ResponseReturnValue:
    """Show the days and the substitute, to be changed."""
    substitute = leave.substitute_id.hex if leave.substitute_id is not None else ""
    form = LeaveForm(first_on=leave.first_on, last_on=leave.last_on, substitute=substitute)
    form.offer(leave.municipality_id)
    return _changing(form, leave, [])


@bp.post("/<id:leave_id>")
@guard(Permission.LEAVE_ARRANGE, loads=leaves.leave, records=Event.LEAVES_SHOWN)
def update(actor: Actor, leave: Leave) -> ResponseReturnValue:
    """Keep fewer days at once; ask for more, or for somebody else, anew."""
    form = LeaveForm()
    form.offer(leave.municipality_id)
    left: list[Left] = []
    if form.validate():
        form.must_be_made_from(leave, lambda: _as_it_stands(leave))
        try:
            kept = leaves.change(actor, leave, substitute=form.chosen(), **form.days())
        except RuleBroken as error:
            form.refuse(error)
            left = left_open(actor, leave.user, form, error)
        else:
            flash(_told(kept), "ok")
            return redirect(url_for("leaves.show", leave_id=kept.id), 303)
    return _changing(form, leave, left), 422


def _changing(form: LeaveForm, leave: Leave, left: list[Left]) -> str:
    return render_template("leaves/form.html", form=form, leave=leave, left=left)


def _as_it_stands(leave: Leave) -> dict[str, str]:
    return {
        _("Eerste dag"): wording.day(leave.first_on),
        _("Laatste dag"): wording.day(leave.last_on),
        _("Wie vervangt?"): leave.substitute.name if leave.substitute is not None else "",
    }


acceptances = Blueprint("acceptances", __name__, url_prefix="/<id:leave_id>/acceptance")
refusals = Blueprint("refusals", __name__, url_prefix="/<id:leave_id>/refusal")
withdrawals = Blueprint("withdrawals", __name__, url_prefix="/<id:leave_id>/withdrawal")


@acceptances.post("", endpoint="create")
@guard(Permission.LEAVE_ANSWER, loads=leaves.leave, records=Event.LEAVES_SHOWN)
def accept(actor: Actor, leave: Leave) -> ResponseReturnValue:
    """Stand in."""
    try:
        leaves.accept(actor, leave)
    except RuleBroken as error:
        return _page(actor, leave, error), 422
    flash(_("U vervangt %(name)s in deze dagen.", name=leave.user.name), "ok")
    return redirect(url_for("leaves.show", leave_id=leave.id), 303)


@refusals.post("", endpoint="create")
@guard(Permission.LEAVE_ANSWER, loads=leaves.leave, records=Event.LEAVES_SHOWN)
def refuse(actor: Actor, leave: Leave) -> ResponseReturnValue:
    """Not stand in; who asked reads it."""
    try:
        leaves.refuse(actor, leave)
    except RuleBroken as error:
        return _page(actor, leave, error), 422
    flash(_("U vervangt niet. %(name)s vraagt een ander.", name=leave.user.name), "ok")
    return redirect(url_for("work.index"), 303)


@withdrawals.post("", endpoint="create")
@guard(Permission.LEAVE_ARRANGE, loads=leaves.leave, records=Event.LEAVES_SHOWN)
def withdraw(actor: Actor, leave: Leave) -> ResponseReturnValue:
    """Take a leave back."""
    try:
        leaves.withdraw(actor, leave)
    except RuleBroken as error:
        return _page(actor, leave, error), 422
    flash(_("Ingetrokken. Niemand vervangt in deze dagen."), "ok")
    return redirect(url_for("leaves.index"), 303)


for _part in (acceptances, refusals, withdrawals):
    bp.register_blueprint(_part)
