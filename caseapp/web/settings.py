"""The numbers a municipality works by: what holds, what it means, and why it was changed."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from flask import Blueprint, current_app, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from wtforms import IntegerField
from wtforms.validators import ValidationError

from caseapp import notifications, settings
from caseapp.accesslog import Event
from caseapp.flows import recurring
from caseapp.kernel.actor import Actor
from caseapp.kernel.errors import RuleBroken
from caseapp.model.case_words import Phase, Phenomenon
from caseapp.model.settings import REASON_LENGTH
from caseapp.policy import Permission
from caseapp.settings import Number
from caseapp.web import drafts, labels, phase_words
from caseapp.web.forms import Form, FromList, Text
from caseapp.web.guard import guard
from caseapp.web.setting_words import MEANINGS

DIGITS = 10
bp = Blueprint("settings", __name__, url_prefix="/settings")

OFFERED = (*settings.COVER, *settings.MEASURES, *settings.POLICE)


class WholeNumber(IntegerField):
    """A number without a fraction; anything else is told in the language of the page."""

    def __init__(self, label: Any = None, **options: Any) -> None:
        super().__init__(label, **options)
        self.flags.required = True

    def process_formdata(self, valuelist: Sequence[str]) -> None:
        """Take the number as typed; what is none is nothing."""
        typed = valuelist[0].strip() if valuelist else ""
        self.data = (
            int(typed) if typed.isascii() and typed.isdigit() and len(typed) < DIGITS else None
        )

    def pre_validate(self, _form: Any) -> None:
        """Refuse what is no number."""
        if self.data is None:
            raise ValidationError(_("Vul een getal in."))


class SettingForm(Form):
    """Asks: Which number, for which cases, what, and why?"""

    name = FromList(_l("Welk getal?"))
    scope = FromList(_l("Voor welke casussen?"))
    number = WholeNumber(_l("Getal"))
    reason = Text(_l("Waarom?"), length=REASON_LENGTH, required=True)

    def validate_number(self, field: WholeNumber) -> None:
        """Say between which numbers it may be."""
        known = settings.CATALOGUE.get(self.name.data)
        if known is not None and not known.allows(int(field.data or 0)):
            bounds = {"first": known.least, "last": known.most}
            raise ValidationError(_("Kies een getal van %(first)d tot en met %(last)d.", **bounds))


@dataclass(frozen=True, slots=True)
class Line:
    """One number as the list shows it: what holds for all, and for which cases another."""

    number: Number
    title: str
    meaning: str
    values: list[tuple[str, int]]


@bp.get("")
@guard(Permission.SETTINGS_ARRANGE, records=Event.SETTINGS_SHOWN)
def index(_actor: Actor, office: Any) -> ResponseReturnValue:
    """Show every number, and what was changed and why."""
    chosen, scopes = settings.chosen(office.id), _scopes(Phase)
    return render_template(
        "settings/index.html",
        lines=[_line(number, chosen) for number in OFFERED],
        changes=[
            (one, MEANINGS[one.name][0], scopes.get(one.scope, one.scope))
            for one in settings.changes(office.id)
            if one.name in MEANINGS
        ],
        mails=current_app.config["SAMENHANG"].mail is not None,
        duties=recurring.schedule(),
        given_up=notifications.given_up(office.id),
    )


def _line(number: Number, chosen: Mapping[tuple[str, str], int]) -> Line:
    title, meaning = MEANINGS[number.name]
    terms, scopes = settings.Terms(chosen), _scopes(Phase)
    if number.by_phase is None:
        values = [("", terms(number))]
    else:
        values = [(one.name, terms(number, one.weight)) for one in phase_words.current().steps]
        values += [
            (scopes[scope], value)
            for (name, scope), value in chosen.items()
            if name == number.name and scope.startswith("phenomenon:")
        ]
    return Line(number, str(title), str(meaning), values)


def _scopes(weights: Iterable[int]) -> dict[str, str]:
    """Give the cases a number may be set for, in words."""
    phases = {settings.of_phase(one): phase_words.look(one).name for one in weights}
    phenomena = {settings.of_phenomenon(one): labels.of(one) for one in Phenomenon}
    return {settings.ALL: str(_("alle casussen")), **phases, **phenomena}


def _form() -> SettingForm:
    form = SettingForm(name=request.args.get("name"))
    form.name.choices = [(number.name, MEANINGS[number.name][0]) for number in OFFERED]
    scopes = _scopes(phase_words.current().weights)
    form.scope.choices = [(scope or "all", words) for scope, words in scopes.items()]
    return form


@bp.get("/new")
@guard(Permission.SETTINGS_ARRANGE)
def new(actor: Actor, _office: Any) -> ResponseReturnValue:
    """Ask which number is to change, to what and why."""
    form = _form()
    drafts.taken_up(actor, form, url_for("settings.create"))
    return _page(form)


@bp.post("")
@guard(Permission.SETTINGS_ARRANGE)
def create(actor: Actor, office: Any) -> ResponseReturnValue:
    """Let the number hold from now on."""
    form = _form()
    if form.validate():
        scope = "" if form.scope.data == "all" else form.scope.data
        try:
            settings.choose_number(
                actor,
                office,
                name=form.name.data,
                scope=scope,
                number=int(form.number.data or 0),
                reason=form.reason.data,
            )
        except RuleBroken as error:
            form.refuse(error)
        else:
            flash(_("Het getal geldt. Wal en schip rekent ermee vanaf de volgende ronde."), "ok")
            return redirect(url_for("settings.index"), 303)
    return _page(form), 422


def _page(form: SettingForm) -> str:
    return render_template("settings/new.html", form=form, action=url_for("settings.create"))
