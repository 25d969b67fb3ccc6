"""Registering who is somebody's mother, partner, guardian ..., and who lives with them."""

from flask import Blueprint, flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from wtforms import BooleanField, HiddenField, RadioField
from wtforms.fields.choices import SelectChoice  # type: ignore[attr-defined] # stubs lag behind
from wtforms.validators import ValidationError

from caseapp import policy, residents
from caseapp.accesslog import Event
from caseapp.kernel.actor import Actor
from caseapp.kernel.errors import RuleBroken
from caseapp.model.residents import RelationKind, Resident
from caseapp.policy import Permission
from caseapp.web import drafts
from caseapp.web.forms import Choice, Day, Form, Text
from caseapp.web.guard import guard

bp = Blueprint("relations", __name__, url_prefix="/residents/<id:resident_id>/relations")


class RelationForm(Form):
    """Who it is, what they are to the resident, since when, and who says so."""

    asked = HiddenField()
    """The name for which people were offered: another name asks anew."""
    who = Text(_l("Naam van de ander"), length=200, required=True)
    other = RadioField(_l("Wie bedoelt u?"), validate_choice=False, choices=[])
    kind = Choice(_l("Wat is die ander van deze inwoner?"), RelationKind, must_choose=False)
    together = BooleanField(_l("Zij wonen nu bij elkaar"))
    started_on = Day(_l("Sinds"), past=True)
    ended_on = Day(_l("Tot"))
    source = Text(_l("Van wie weten we dit?"), length=60)

    def validate_kind(self, field: Choice) -> None:
        """Nothing is chosen beforehand: a parent by mistake stays a parent for years."""
        if field.data is None:
            raise ValidationError(_("Kies een van deze."))

    def offer(self, people: list[Resident]) -> None:
        """Offer these people to choose from."""
        self.other.choices = [SelectChoice(person.id.hex, _words(person)) for person in people]


def _words(person: Resident) -> str:
    born = person.birth_date
    return f"{person.name} ({born:%d-%m-%Y})" if born else person.name


@bp.get("/new")
@guard(Permission.RESIDENT_EDIT, loads=residents.resident, records=Event.RESIDENT_SHOWN)
def new(actor: Actor, resident: Resident) -> ResponseReturnValue:
    """Ask who it is and what they are to each other."""
    form = RelationForm()
    drafts.taken_up(actor, form, url_for("relations.create", resident_id=resident.id))
    return _page(form, resident)


@bp.post("")
@guard(Permission.RESIDENT_EDIT, loads=residents.resident, records=Event.RESIDENT_SHOWN)
def create(actor: Actor, resident: Resident) -> ResponseReturnValue:
    """Keep the relation; a name that fits several people is asked about first."""
    form = RelationForm()
    valid = form.validate()
    other = _chosen(actor, form, resident)
    if valid and other is not None:
        try:
            _related(actor, resident, other, form)
        except RuleBroken as error:
            form.refuse(error)
        else:
            flash(_("De relatie is vastgelegd."), "ok")
            return redirect(url_for("residents.show", resident_id=resident.id), 303)
    return _page(form, resident), 422


def _page(form: RelationForm, resident: Resident) -> str:
    action = url_for("relations.create", resident_id=resident.id)
    return render_template("residents/relation.html", form=form, resident=resident, action=action)


def _chosen(actor: Actor, form: RelationForm, resident: Resident) -> Resident | None:
    """Give the person who was picked; until then, offer who fits the name and say what to do."""
    picked = residents.people(actor, [form.other.data or ""])
    if picked and form.asked.data == form.who.data:
        form.offer(picked)
        return picked[0]
    question = residents.read(form.who.data or "")
    found = [] if question.is_empty else residents.matches(actor, question)
    people = [one.resident for one in found if one.resident.id != resident.id]
    form.offer(people)
    form.asked.data = form.who.data
    if people:
        form.other.errors = [_("Kies wie u bedoelt.")]
    elif form.who.data:
        form.who.errors = [*form.who.errors, _("Niemand gevonden. Schrijf deze persoon eerst in.")]
    return None


def _related(actor: Actor, resident: Resident, other: Resident, form: RelationForm) -> None:
    """Keep the relation, and with it that they live together."""
    if form.together.data:
        if not policy.allows(actor, Permission.RESIDENT_EDIT, other):
            raise RuleBroken("household-not-yours", "together")
        residents.join_household(
            actor, resident, other=other, started_on=form.started_on.data, source=form.source.data
        )
    residents.relate(
        actor,
        resident,
        other=other,
        kind=form.kind.data,
        started_on=form.started_on.data,
        ended_on=form.ended_on.data,
        source=form.source.data,
    )
