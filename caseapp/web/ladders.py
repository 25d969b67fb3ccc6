"""The escalation ladder of the municipality: what holds, another version, and asking for it."""

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l

from caseapp import approvals, escalation, policy
from caseapp.accesslog import Event
from caseapp.escalation import ladders
from caseapp.escalation.ladders import Shape, Step
from caseapp.kernel.actor import Actor
from caseapp.kernel.errors import RuleBroken
from caseapp.model.approvals import ApprovalKind
from caseapp.model.case_words import Phase
from caseapp.model.ladders import (
    LADDER_NAME_LENGTH,
    REASON_LENGTH,
    Ladder,
    PhaseColour,
    PhaseIcon,
)
from caseapp.policy import Permission
from caseapp.web import drafts, phase_words
from caseapp.web.forms import Choice, Form, Text
from caseapp.web.guard import guard

bp = Blueprint("ladders", __name__, url_prefix="/settings/ladders")

WEIGHTS = {
    Phase.ONE: _l("Gewoon werk. Deze fase heeft elke ladder."),
    Phase.TWO: _l("De procesregisseur kijkt mee, en er is altijd een dag om opnieuw te kijken."),
    Phase.THREE: _l("De vier verantwoordelijkheden zijn ingevuld; het bestuur hoort ervan."),
    Phase.FOUR: _l("De burgemeester ziet de casus in de bestuurlijke briefing, zonder namen."),
}
"""What a phase of each weight means for the work, the same in every municipality."""


class LadderForm(Form):
    """Asks: How is the ladder called, which phases has it, and why another?"""

    name = Text(_l("Naam van de ladder"), length=LADDER_NAME_LENGTH, required=True)
    reason = Text(_l("Waarom een andere ladder?"), length=REASON_LENGTH, required=True)

    def shape(self) -> Shape:
        """Give the ladder as filled in; a phase without a name is not on it."""
        return Shape(self.name.data.strip(), tuple(filter(None, map(self._step, Phase))))

    def _step(self, weight: Phase) -> Step | None:
        name, words, colour, icon = (self[one].data for one in _of_phase(weight))
        if not name.strip():
            return None
        return Step(int(weight), name.strip(), words.strip(), colour, icon)

    def rows(self) -> list[tuple[Phase, Any, list[Any]]]:
        """Give the fields of each weight, with what it means."""
        return [(one, WEIGHTS[one], [self[name] for name in _of_phase(one)]) for one in Phase]


def _of_phase(weight: Phase) -> tuple[str, str, str, str]:
    return f"name_{weight:d}", f"words_{weight:d}", f"colour_{weight:d}", f"icon_{weight:d}"


for _phase in Phase:
    _name, _words, _colour, _icon = _of_phase(_phase)
    setattr(LadderForm, _name, Text(_l("Naam van de fase"), length=ladders.NAME_LENGTH))
    setattr(LadderForm, _words, Text(_l("In woorden"), length=ladders.WORDS_LENGTH))
    setattr(LadderForm, _colour, Choice(_l("Kleur"), PhaseColour))
    setattr(LadderForm, _icon, Choice(_l("Teken"), PhaseIcon))


@bp.get("")
@guard(Permission.LADDERS_KEEP, records=Event.LADDERS_SHOWN)
def index(actor: Actor, office: Any) -> ResponseReturnValue:
    """Show the ladder that holds, the versions there are, and what to begin another from."""
    return render_template(
        "ladders/index.html",
        shape=ladders.in_force(office.id),
        looks=phase_words.of_shape(ladders.in_force(office.id)),
        versions=ladders.versions(actor),
    )


@bp.get("/new")
@guard(Permission.LADDERS_KEEP)
def new(actor: Actor, office: Any) -> ResponseReturnValue:
    """Ask what the ladder is to be, beginning from the one that holds or one that is shipped."""
    form = LadderForm(data=_filled(_begun_from(actor, office, request.args.get("from", ""))))
    drafts.taken_up(actor, form, url_for("ladders.create"))
    return _page(form)


@bp.post("")
@guard(Permission.LADDERS_KEEP)
def create(actor: Actor, office: Any) -> ResponseReturnValue:
    """Write the version down; nothing changes until two people agreed."""
    form = LadderForm()
    if form.validate():
        form.refuse_all(ladders.objections(form.shape()))
    if not form.errors and not form.form_errors:
        try:
            made = ladders.write(actor, office, shape=form.shape(), reason=form.reason.data)
        except RuleBroken as error:
            form.refuse(error)
        else:
            return redirect(url_for("ladders.show", ladder_id=made.id), 303)
    return _page(form), 422


@bp.get("/<id:ladder_id>")
@guard(Permission.LADDER_VIEW, loads=ladders.ladder, records=Event.LADDERS_SHOWN)
def show(actor: Actor, ladder: Ladder) -> ResponseReturnValue:
    """Show how a version would look and what it means for running cases, before anybody agrees."""
    return _shown(actor, ladder, Form())


@bp.post("/<id:ladder_id>")
@guard(Permission.LADDER_ASK, loads=ladders.ladder, records=Event.LADDERS_SHOWN)
def update(actor: Actor, ladder: Ladder) -> ResponseReturnValue:
    """Ask a second person to let it hold."""
    form = Form()
    try:
        asked = ladders.ask(actor, ladder)
    except RuleBroken as error:
        form.refuse(error)
        return _shown(actor, ladder, form), 422
    flash(_("Gevraagd. Een tweede persoon beslist."), "ok")
    return redirect(url_for("approvals.show", approval_id=asked.id), 303)


def _begun_from(actor: Actor, office: Any, what: str) -> Shape:
    """Give what another ladder begins from: a shipped one, another version, or what holds."""
    if what in ladders.SHIPPED:
        return ladders.SHIPPED[what]
    other = next((one for one in ladders.versions(actor) if one.id.hex == what), None)
    return ladders.shape_of(other) if other is not None else ladders.in_force(office.id)


def _filled(shape: Shape) -> Mapping[str, Any]:
    """Give what stands in the fields; where the ladder has no phase, the usual colour and sign."""
    usual = [replace(step, name="", words="") for step in ladders.USUAL.steps]
    return {"name": shape.name} | {
        name: value
        for step in (*usual, *shape.steps)
        for name, value in zip(
            _of_phase(Phase(step.weight)),
            (step.name, step.words, step.colour, step.icon),
            strict=True,
        )
    }


def _page(form: LadderForm) -> str:
    return render_template("ladders/edit.html", form=form, action=url_for("ladders.create"))


def _shown(actor: Actor, ladder: Ladder, form: Form) -> str:
    shape = ladders.shape_of(ladder)
    counts = escalation.phase_counts(actor)
    gone = ladders.dropped(ladders.in_force(ladder.municipality_id), shape)
    return render_template(
        "ladders/show.html",
        form=form,
        ladder=ladder,
        looks=list(zip(phase_words.of_shape(shape), shape.weights, strict=True)),
        weights=WEIGHTS,
        counts=counts,
        few=escalation.FEW,
        gone=[one.weight for one in gone],
        waiting=approvals.waiting_about(ladder, ApprovalKind.ADOPT_LADDER),
        may_ask=policy.allows(actor, Permission.LADDER_ASK, ladder),
        may_keep=policy.allows(actor, Permission.LADDERS_KEEP, ladder),
    )
