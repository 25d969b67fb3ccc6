"""What is done with a signal: deciding on it, forwarding it, answering, telling who reported it."""

from typing import Any

from flask import Blueprint, flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from wtforms.validators import ValidationError

from caseapp import cases, policy, residents, signals
from caseapp.accesslog import Event
from caseapp.kernel import clock
from caseapp.kernel.actor import Actor
from caseapp.kernel.errors import RuleBroken
from caseapp.model.case_words import TrackKind
from caseapp.model.cases import Case
from caseapp.model.organisations import Team
from caseapp.model.signals import TEXT_LENGTH, Signal, SignalEnd
from caseapp.policy import Permission
from caseapp.web import drafts, queues, signal_page
from caseapp.web.forms import Cards, Day, Form, FromList, LongText, Text
from caseapp.web.guard import guard
from caseapp.web.signal_words import Decision
from caseapp.web.signals import bp

__all__ = ["bp"]
HERE = "/<id:signal_id>"
decisions = Blueprint("decisions", __name__, url_prefix=f"{HERE}/decision")
forwards = Blueprint("forwards", __name__, url_prefix=f"{HERE}/forward")
acceptances = Blueprint("acceptances", __name__, url_prefix=HERE)
refusals = Blueprint("refusals", __name__, url_prefix=HERE)
replies = Blueprint("replies", __name__, url_prefix=HERE)


class DecisionForm(Form):
    """Asks: What becomes of it, why, and what goes with that?"""

    decision = Cards(_l("Wat gebeurt er met dit signaal?"), Decision)
    reason = LongText(_l("Waarom?"), length=TEXT_LENGTH, required=True)
    case = Text(_l("Nummer van de casus die loopt"), length=20)
    title = Text(_l("Korte omschrijving van de nieuwe casus"), length=200)
    care_team = FromList(_l("Team voor het zorgspoor"), required=False)
    safety_team = FromList(_l("Team voor het veiligheidsspoor"), required=False)
    next_on = Day(_l("Wanneer gebeurt het volgende?"), future=True)

    def _needs(self, field: Any, decision: Decision, words: Any) -> None:
        if self.decision.data is decision and not field.data and not field.errors:
            raise ValidationError(str(words))

    def validate_case(self, field: Text) -> None:
        """Which case it joins."""
        self._needs(field, Decision.JOINED, _l("Vul het nummer van de casus in."))

    def validate_title(self, field: Text) -> None:
        """What the new case is about."""
        self._needs(field, Decision.NEW_CASE, _l("Vul dit in."))

    def validate_care_team(self, field: FromList) -> None:
        """Where the care track waits."""
        self._needs(field, Decision.NEW_CASE, _l("Kies een team."))

    def validate_safety_team(self, field: FromList) -> None:
        """Where the safety track waits."""
        self._needs(field, Decision.NEW_CASE, _l("Kies een team."))

    def validate_next_on(self, field: Day) -> None:
        """When the new case goes on."""
        self._needs(field, Decision.NEW_CASE, _l("Vul een datum in."))


class ForwardForm(Form):
    """Asks: To which team, and what must they know?"""

    team = FromList(_l("Naar welk team?"))
    note = LongText(_l("Wat moet dat team weten?"), length=TEXT_LENGTH, required=True)


def _decision(actor: Actor, signal: Signal) -> tuple[DecisionForm, dict[str, Team]]:
    running = signals.cases_to_join(actor, signal)
    form = DecisionForm(
        decision=Decision.JOINED if running else Decision.NEW_CASE,
        case=running[0].reference if running else "",
    )
    known = {one.id.hex: one for one in signals.queues(signal.municipality_id)}
    for field, kind in ((form.care_team, TrackKind.CARE), (form.safety_team, TrackKind.SAFETY)):
        named = [(key, one.name) for key, one in known.items() if one.kind.value == kind.value]
        field.choices = [("", _("Kies een team")), *named]
    return form, known


@decisions.get("/new")
@guard(Permission.SIGNAL_HANDLE, loads=signals.signal, records=Event.SIGNAL_SHOWN)
def new(actor: Actor, signal: Signal) -> ResponseReturnValue:
    """Ask what becomes of a signal, with what is known already beside it."""
    form, _known = _decision(actor, signal)
    drafts.taken_up(actor, form, url_for("signals.decisions.create", signal_id=signal.id))
    return _deciding(actor, signal, form)


@decisions.post("")
@guard(Permission.SIGNAL_VIEW, loads=signals.signal, records=Event.SIGNAL_SHOWN)
def create(actor: Actor, signal: Signal) -> ResponseReturnValue:
    """Decide; of two who do so at once one wins, and the other reads what it became."""
    form, known = _decision(actor, signal)
    if not signal.is_open:
        return signal_page.told(actor, signal, RuleBroken("signal-decided-before"))
    if form.validate():
        try:
            case = _decided(actor, signal, form, known)
        except RuleBroken as error:
            form.refuse(error)
        else:
            flash(_("Besloten. Vertel de melder wat ermee is gedaan, als die dat wil."), "ok")
            if case is not None and form.decision.data is Decision.NEW_CASE:
                queues.tell_of_nobody(cases.left_waiting(case))
            return _on_from(actor, signal, case)
    return _deciding(actor, signal, form), 422


def _decided(
    actor: Actor, signal: Signal, form: DecisionForm, known: dict[str, Team]
) -> Case | None:
    reason, end = form.reason.data, SignalEnd(form.decision.data.value)
    if end is SignalEnd.NEW_CASE:
        return signals.open_case_from(
            actor,
            signal,
            title=form.title.data,
            reason=reason,
            care_team=known[form.care_team.data],
            safety_team=known[form.safety_team.data],
            next_on=form.next_on.data or clock.today(),
        )
    typed = form.case.data if end is SignalEnd.JOINED else ""
    reference = residents.openable_case(actor, typed) if typed else None
    case = cases.by_reference(reference) if reference is not None else None
    signals.decide(actor, signal, end=end, reason=reason, case=case)
    return case


def _on_from(actor: Actor, signal: Signal, case: Case | None) -> ResponseReturnValue:
    waits = signal.wants_answer and policy.allows(actor, Permission.SIGNAL_ANSWER, signal)
    if case is not None and not waits and policy.allows(actor, Permission.CASE_VIEW, case):
        return redirect(url_for("cases.show", reference=case.reference), 303)
    return signal_page.on_from(actor, signal)


def _deciding(actor: Actor, signal: Signal, form: DecisionForm) -> str:
    resident = signal_page.known(actor, signal)
    return render_template(
        "signals/decision.html",
        form=form,
        signal=signal,
        resident=resident,
        action=url_for("signals.decisions.create", signal_id=signal.id),
        **signal_page.before(actor, signal, resident),
    )


def _forwarding(signal: Signal) -> tuple[ForwardForm, dict[str, Team]]:
    form = ForwardForm()
    known = {
        one.id.hex: one
        for one in signals.queues(signal.municipality_id, signal.side)
        if one.id != signal.team_id
    }
    form.team.choices = [("", _("Kies een team")), *((k, one.name) for k, one in known.items())]
    return form, known


@forwards.get("/new", endpoint="new")
@guard(Permission.SIGNAL_HANDLE, loads=signals.signal, records=Event.SIGNAL_SHOWN)
def ask_forward(actor: Actor, signal: Signal) -> ResponseReturnValue:
    """Ask to which team it goes."""
    form, _known = _forwarding(signal)
    drafts.taken_up(actor, form, url_for("signals.forwards.create", signal_id=signal.id))
    return _asking_forward(signal, form)


@forwards.post("", endpoint="create")
@guard(Permission.SIGNAL_HANDLE, loads=signals.signal, records=Event.SIGNAL_SHOWN)
def forward(actor: Actor, signal: Signal) -> ResponseReturnValue:
    """Forward it; it stays with whom it is until the other team accepts it."""
    form, known = _forwarding(signal)
    if form.validate():
        try:
            signals.forward(actor, signal, team=known[form.team.data], note=form.note.data)
        except RuleBroken as error:
            form.refuse(error)
        else:
            flash(_("Doorgezet. Tot het team het aanneemt, blijft het bij u."), "ok")
            return redirect(url_for("signals.show", signal_id=signal.id), 303)
    return _asking_forward(signal, form), 422


def _asking_forward(signal: Signal, form: ForwardForm) -> str:
    action = url_for("signals.forwards.create", signal_id=signal.id)
    return render_template("signals/forward.html", form=form, signal=signal, action=action)


@acceptances.post("/acceptance", endpoint="create")
@guard(Permission.SIGNAL_VIEW, loads=signals.signal, records=Event.SIGNAL_SHOWN)
def accept(actor: Actor, signal: Signal) -> ResponseReturnValue:
    """Accept it; who comes second reads who was first."""
    try:
        _refuse_answered(signal)
        signals.accept(actor, signal)
    except RuleBroken as error:
        return signal_page.told(actor, signal, error)
    flash(_("Aangenomen. Het is nu van u."), "ok")
    return redirect(url_for("signals.show", signal_id=signal.id), 303)


@refusals.post("/refusal", endpoint="create")
@guard(Permission.SIGNAL_VIEW, loads=signals.signal, records=Event.SIGNAL_SHOWN)
def refuse(actor: Actor, signal: Signal) -> ResponseReturnValue:
    """Refuse it with the reason; it stays with whom it was."""
    form = signal_page.RefusalForm()
    if not form.validate():
        return signal_page.page(actor, signal, form), 422
    try:
        _refuse_answered(signal)
        signals.refuse(actor, signal, reason=form.reason.data)
    except RuleBroken as error:
        return signal_page.told(actor, signal, error)
    flash(_("Geweigerd. Wie het doorzette, leest waarom."), "ok")
    return signal_page.on_from(actor, signal)


def _refuse_answered(signal: Signal) -> None:
    """Say in words what the law would say with a refusal: somebody was first."""
    if not signal.is_forwarded or not signal.is_open:
        raise RuleBroken("signal-answered-before")


@replies.post("/reply", endpoint="create")
@guard(Permission.SIGNAL_ANSWER, loads=signals.signal, records=Event.SIGNAL_SHOWN)
def reply(actor: Actor, signal: Signal) -> ResponseReturnValue:
    """Say that who reported it heard what came of it."""
    signals.answer_reporter(actor, signal)
    flash(_("Vastgelegd: de melder weet wat ermee is gedaan."), "ok")
    return redirect(url_for("signals.show", signal_id=signal.id), 303)


for _part in (decisions, forwards, acceptances, refusals, replies):
    bp.register_blueprint(_part)
