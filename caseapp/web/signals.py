"""The signal screens: what waits, recording a signal, reading one, and saying who has it."""

from typing import Any
from uuid import UUID

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from wtforms import BooleanField, HiddenField
from wtforms.validators import ValidationError

from caseapp import accounts, cases, policy, residents, signals
from caseapp.accesslog import Event
from caseapp.kernel import clock
from caseapp.kernel.actor import CASEWORK_ROLES, Actor
from caseapp.kernel.errors import RuleBroken
from caseapp.model.accounts import User
from caseapp.model.case_words import Phenomenon
from caseapp.model.journal import Source
from caseapp.model.organisations import Team
from caseapp.model.residents import Resident
from caseapp.model.signals import BODY_LENGTH, TEXT_LENGTH, Signal, Urgency
from caseapp.policy import Permission
from caseapp.policy.trades import fits
from caseapp.web import drafts, signal_page
from caseapp.web.forms import Cards, Choice, Day, Form, FromList, LongText, Text
from caseapp.web.guard import guard
from caseapp.web.resident_form import postcode_of
from caseapp.web.signal_words import Readers

bp = Blueprint("signals", __name__, url_prefix="/signals")


class SignalForm(Form):
    """Asks: What was reported, about whom or where, by whom, and who looks at it?"""

    resident = HiddenField()
    body = LongText(_l("Wat is er gemeld?"), length=BODY_LENGTH, required=True)
    phenomenon = Choice(_l("Wat speelt er?"), Phenomenon)
    urgency = Choice(_l("Wanneer moet iemand kijken?"), Urgency)
    place = Text(_l("Over wie of waar?"), length=300)
    postcode = Text(_l("Postcode"), length=10)
    house_number = Text(_l("Huisnummer"), length=20)
    source = Choice(_l("Van wie komt het?"), Source)
    received_on = Day(_l("Ontvangen op"), required=True, past=True)
    reporter = LongText(_l("Wie meldde het, en hoe is die te bereiken?"), length=TEXT_LENGTH)
    wants_answer = BooleanField(_l("De melder wil horen wat ermee gebeurt"))
    readers = Cards(_l("Wie mag dit lezen?"), Readers)
    team = FromList(_l("Welk team kijkt ernaar?"))

    def validate_postcode(self, field: Text) -> None:
        """A postcode as it is written."""
        postcode_of(field.data or "")

    def validate_house_number(self, field: Text) -> None:
        """Begins with a number, and belongs to a postcode."""
        if field.data and residents.number_of(field.data) is None:
            raise ValidationError(str(_l("Een huisnummer begint met een cijfer.")))

    def address(self) -> tuple[str, int] | None:
        """Give the postcode and number by which signals on one address are found."""
        number = residents.number_of(self.house_number.data or "")
        return (self.postcode.data, number) if self.postcode.data and number is not None else None


class PlanForm(Form):
    """Asks: Who has it, and when does it go on?"""

    user = FromList(_l("Wie heeft het?"), required=False)
    next_on = Day(_l("Volgende datum"), required=True, future=True)


@bp.get("")
@guard(Permission.SIGNALS_BROWSE, records=Event.SIGNALS_SHOWN)
def index(actor: Actor, _office: Any) -> ResponseReturnValue:
    """Show what waits for this person and their teams, by date."""
    found = signals.waiting(actor)
    return render_template(
        "signals/index.html",
        found=signal_page.lines(actor, found),
        most=signals.MOST,
    )


def _form(office: Any) -> tuple[SignalForm, dict[str, Team]]:
    form = SignalForm(
        received_on=clock.today(),
        resident=request.args.get("resident", ""),
        urgency=Urgency.USUAL,
        source=Source.RESIDENT,
        readers=Readers.BOTH,
    )
    known = {one.id.hex: one for one in signals.queues(office.id)}
    form.team.choices = [("", _("Kies een team")), *((k, one.name) for k, one in known.items())]
    return form, known


@bp.get("/new")
@guard(Permission.SIGNAL_RECORD)
def new(actor: Actor, office: Any) -> ResponseReturnValue:
    """Ask what was reported; of somebody known, from the page of that resident."""
    form, _known = _form(office)
    drafts.taken_up(actor, form, url_for("signals.create"))
    return _asking(form, _resident(actor, form.resident.data))


@bp.post("")
@guard(Permission.SIGNAL_RECORD)
def create(actor: Actor, office: Any) -> ResponseReturnValue:
    """Write it down; from now on a team has it."""
    form, known = _form(office)
    resident = _resident(actor, form.resident.data)
    if form.validate():
        try:
            made = signals.record_signal(
                actor,
                office,
                team=known[form.team.data],
                phenomenon=form.phenomenon.data,
                source=form.source.data,
                urgency=form.urgency.data,
                received_on=form.received_on.data or clock.today(),
                body=form.body.data,
                resident=resident,
                place=form.place.data,
                address=form.address(),
                side=form.readers.data.side,
                reporter=form.reporter.data,
                wants_answer=bool(form.wants_answer.data),
            )
        except RuleBroken as error:
            form.refuse(error)
        else:
            flash(_("Het signaal is vastgelegd. Iemand heeft het, met een datum."), "ok")
            return redirect(url_for("signals.show", signal_id=made.id), 303)
    return _asking(form, resident), 422


def _asking(form: SignalForm, resident: Resident | None) -> str:
    action = url_for("signals.create")
    return render_template("signals/new.html", form=form, resident=resident, action=action)


def _resident(actor: Actor, typed: str | None) -> Resident | None:
    """Give the resident named in the form, as far as this person may see them."""
    try:
        found = residents.resident(UUID(hex=typed or ""))
    except ValueError:
        return None
    allowed = found is not None and policy.allows(actor, Permission.RESIDENT_VIEW, found)
    return found if allowed else None


@bp.get("/<id:signal_id>")
@guard(Permission.SIGNAL_VIEW, loads=signals.signal, records=Event.SIGNAL_SHOWN)
def show(actor: Actor, signal: Signal) -> ResponseReturnValue:
    """Show what was reported, who has it, what was reported before, and what came of it."""
    return signal_page.page(actor, signal)


def _plan(signal: Signal) -> tuple[PlanForm, dict[str, User]]:
    """Make the form with who of the team can have it."""
    people = accounts.active_holders(signal.municipality_id, *CASEWORK_ROLES)
    accounts.know_roles(people)
    accounts.know_teams(people)
    here = [
        one
        for one in people
        if cases.can_work(one)
        and fits(one.roles, signal.side)
        and (one.id == signal.user_id or any(m.team_id == signal.team_id for m in one.memberships))
    ]
    known = {one.id.hex: one for one in here}
    held = signal.user_id.hex if signal.user_id in {one.id for one in here} else ""
    form = PlanForm(user=held, next_on=signal.next_on)
    queue = _("Niemand: het wacht bij %(team)s", team=signal.team.name)
    form.user.choices = [("", queue), *((key, one.name) for key, one in known.items())]
    return form, known


@bp.get("/<id:signal_id>/edit")
@guard(Permission.SIGNAL_HANDLE, loads=signals.signal, records=Event.SIGNAL_SHOWN)
def edit(actor: Actor, signal: Signal) -> ResponseReturnValue:
    """Ask who has it, and when it goes on."""
    form, _known = _plan(signal)
    drafts.taken_up(actor, form, url_for("signals.update", signal_id=signal.id))
    return _planning(signal, form)


@bp.post("/<id:signal_id>")
@guard(Permission.SIGNAL_HANDLE, loads=signals.signal, records=Event.SIGNAL_SHOWN)
def update(actor: Actor, signal: Signal) -> ResponseReturnValue:
    """Keep who has it; who comes second sees that it is decided."""
    form, known = _plan(signal)
    if form.validate():
        try:
            signals.plan(
                actor,
                signal,
                user=known.get(form.user.data or ""),
                next_on=form.next_on.data or clock.today(),
            )
        except RuleBroken as error:
            form.refuse(error)
        else:
            flash(_("Dat is geregeld."), "ok")
            return signal_page.on_from(actor, signal)
    return _planning(signal, form), 422


def _planning(signal: Signal, form: PlanForm) -> str:
    action = url_for("signals.update", signal_id=signal.id)
    return render_template("signals/edit.html", form=form, signal=signal, action=action)
