"""One's own account: by what one is kept from one's own file, and whom one said to know."""

from typing import Any

from flask import Blueprint, flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from wtforms.validators import ValidationError

from caseapp import acquaintances, residents
from caseapp.kernel.actor import Actor
from caseapp.kernel.errors import RuleBroken
from caseapp.model.acquaintances import Acquaintance, MarkKind
from caseapp.model.approvals import REASON_LENGTH
from caseapp.policy import Permission
from caseapp.web import drafts
from caseapp.web.forms import Day, Form, LongText, Text
from caseapp.web.guard import guard

bp = Blueprint("profile", __name__, url_prefix="/profile")
marks = Blueprint("marks", __name__, url_prefix="/marks")
lifts = Blueprint("lifts", __name__, url_prefix="/acquaintances/<id:acquaintance_id>/lift")


class MarksForm(Form):
    """Who are you, and where do you live?"""

    first_names = Text(_l("Voornamen"), length=100)
    surname = Text(_l("Achternaam, met tussenvoegsel"), length=100)
    born = Day(_l("Geboortedatum"), past=True)
    postcode = Text(_l("Postcode"), length=10)
    house_number = Text(_l("Huisnummer"), length=10)

    def validate_surname(self, field: Text) -> None:
        """A date of birth alone is many people's."""
        if any(self.born.parts.values()) and not field.data:
            raise ValidationError(str(_l("Vul ook uw achternaam in.")))

    def validate_house_number(self, field: Text) -> None:
        """A postcode alone is a whole street."""
        if self.postcode.data and residents.number_of(field.data) is None:
            raise ValidationError(str(_l("Vul ook uw huisnummer in.")))


class LiftForm(Form):
    """Why may this be lifted?"""

    reason = LongText(_l("Waarom kan dit vervallen?"), length=REASON_LENGTH, required=True)


@bp.get("")
@guard(Permission.MARKS_SET)
def show(actor: Actor, _office: Any) -> ResponseReturnValue:
    """Show what is kept about oneself here, and what one declared."""
    return _page(actor, MarksForm())


def _page(actor: Actor, form: MarksForm) -> str:
    known = acquaintances.own_marks(actor)
    return render_template(
        "profile/show.html",
        form=form,
        by_person=[one.set_at for one in known if one.kind is MarkKind.BIRTH_DATE],
        by_address=[one.set_at for one in known if one.kind is MarkKind.ADDRESS],
        declared=acquaintances.acquaintances_of(actor),
    )


@marks.post("")
@guard(Permission.MARKS_SET)
def create(actor: Actor, office: Any) -> ResponseReturnValue:
    """Keep by what one is recognised; the words themselves are kept nowhere."""
    form = MarksForm()
    if not form.validate():
        return _page(actor, form), 422
    acquaintances.set_own_marks(
        actor,
        office,
        first_names=form.first_names.data,
        surname=form.surname.data,
        born=form.born.data,
        postcode=form.postcode.data,
        house_number=form.house_number.data,
    )
    flash(_("Bewaard. Uw eigen dossier en dat van uw huishouden gaan voor u niet meer open."), "ok")
    return redirect(url_for("profile.show"), 303)


@lifts.get("/new")
@guard(Permission.ACQUAINTANCE_LIFT, loads=acquaintances.acquaintance)
def new(actor: Actor, declared: Acquaintance) -> ResponseReturnValue:
    """Ask why it may be lifted."""
    form = LiftForm()
    drafts.taken_up(actor, form, _lift(declared))
    return _asking(declared, form)


@lifts.post("", endpoint="create")
@guard(Permission.ACQUAINTANCE_LIFT, loads=acquaintances.acquaintance)
def create_lift(actor: Actor, declared: Acquaintance) -> ResponseReturnValue:
    """Ask the second person."""
    form = LiftForm()
    if form.validate():
        try:
            approval = acquaintances.ask_lift(actor, declared, reason=form.reason.data)
        except RuleBroken as error:
            form.refuse(error)
        else:
            flash(_("Gevraagd. Een teamleider of de privacy officer beslist binnen een dag."), "ok")
            return redirect(url_for("approvals.show", approval_id=approval.id), 303)
    return _asking(declared, form), 422


def _asking(declared: Acquaintance, form: LiftForm) -> str:
    return render_template(
        "profile/lift.html", form=form, declared=declared, action=_lift(declared)
    )


def _lift(declared: Acquaintance) -> str:
    return url_for("lifts.create", acquaintance_id=declared.id)


bp.register_blueprint(marks)
