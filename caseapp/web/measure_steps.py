"""The steps in the chain of a measure: each is asked what the law asks of it, and nothing else."""

from uuid import UUID

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l

from caseapp import measures, policy
from caseapp.accesslog import Event
from caseapp.kernel import clock
from caseapp.kernel.actor import Actor
from caseapp.kernel.errors import RuleBroken
from caseapp.measures import Taken, law
from caseapp.model.measures import TEXT_LENGTH, CheckResult, Measure, MeasureEnd, Stage
from caseapp.policy import Permission
from caseapp.web import drafts, labels, measure_page
from caseapp.web.forms import Cards, Choice, Day, Form, LongText
from caseapp.web.guard import guard

bp = Blueprint("measure_steps", __name__, url_prefix="/measures/<id:measure_id>/steps")
FIELDS: dict[Stage, tuple[str, ...]] = {
    Stage.WARNING: ("on_day", "said", "next_on"),
    Stage.INTENTION: ("on_day", "said"),
    Stage.VIEWS: ("on_day", "said", "next_on"),
    Stage.CHECK: ("on_day", "result", "said", "next_on"),
    Stage.END: ("on_day", "end", "said"),
}
WEIGHED = (
    "on_day",
    "said",
    "proportionality",
    "subsidiarity",
    "household",
    "hurry",
    "without_care",
    "from_on",
    "until_on",
    "next_on",
)
"""What a decision and an extension are asked."""


class StepForm(Form):
    """Asks: What was done on which day, why is it right, and when does somebody look again?"""

    on_day = Day(_l("Op welke dag?"), required=True, past=True)
    result = Cards(_l("Wat is gezien?"), CheckResult)
    end = Choice(_l("Hoe eindigt het?"), MeasureEnd)
    said = LongText(_l("Wat staat erin?"), length=TEXT_LENGTH, required=True)
    proportionality = LongText(_l("Waarom is dit niet zwaarder dan nodig?"), length=TEXT_LENGTH)
    subsidiarity = LongText(
        _l("Wat is geprobeerd dat lichter is, en waarom was dat niet genoeg?"), length=TEXT_LENGTH
    )
    household = LongText(
        _l("Wat betekent het voor kinderen en voor waar mensen wonen?"), length=TEXT_LENGTH
    )
    hurry = LongText(_l("Waarom kan het horen niet worden afgewacht?"), length=TEXT_LENGTH)
    without_care = LongText(_l("Waarom zonder zorg aan te bieden?"), length=TEXT_LENGTH)
    from_on = Day(_l("Vanaf welke dag?"))
    until_on = Day(_l("Tot en met welke dag?"))
    next_on = Day(_l("Wanneer kijkt iemand opnieuw?"), required=True, future=True)

    def only(self, names: tuple[str, ...]) -> None:
        """Ask no more than this."""
        for name in list(self._fields):
            if name not in (*names, "form_key", "version", "made_from"):
                del self[name]

    def taken(self, stage: Stage) -> Taken:
        """Give the step as it was filled in."""
        known = {name: field.data for name, field in self._fields.items() if name in ASKED}
        return Taken(stage, **{name: value for name, value in known.items() if value is not None})


ASKED = frozenset({*WEIGHED, "result", "end"})
SAID = {
    Stage.WARNING: _l("Wat staat in de waarschuwing?"),
    Stage.INTENTION: _l("Wat staat in het voornemen?"),
    Stage.VIEWS: _l("Wat zeiden de betrokkenen?"),
    Stage.DECISION: _l("Wat houdt het besluit in?"),
    Stage.CHECK: _l("Wat is er gezien, en door wie?"),
    Stage.EXTENSION: _l("Waarom is het nog nodig, en wat geldt er?"),
    Stage.END: _l("Wat is bereikt, en hoe gaat het verder?"),
}
TITLES = {
    Stage.WARNING: _l("Waarschuwen"),
    Stage.INTENTION: _l("Voornemen sturen"),
    Stage.VIEWS: _l("Zienswijze vastleggen"),
    Stage.DECISION: _l("Besluit vastleggen"),
    Stage.CHECK: _l("Controle vastleggen"),
    Stage.EXTENSION: _l("Verlengen"),
    Stage.END: _l("Beëindigen"),
}


def _loaded(measure_id: UUID, stage: str) -> Measure | None:
    return measures.measure(measure_id) if stage in set(Stage) else None


def _stage() -> Stage:
    return Stage((request.view_args or {})["stage"])


@bp.get("/<stage>/new")
@guard(Permission.MEASURE_VIEW, loads=_loaded, records=Event.MEASURE_SHOWN)
def new(actor: Actor, measure: Measure) -> ResponseReturnValue:
    """Ask what was done."""
    stage = _stage()
    if stage not in _following(actor, measure):
        flash(_("Deze stap is nu niet aan de beurt."), "info")
        return redirect(url_for("measures.show", measure_id=measure.id), 303)
    form = _form(measure, stage)
    drafts.taken_up(actor, form, _address(measure, stage), version=measure.version)
    return _page(measure, stage, form)


@bp.post("/<stage>")
@guard(Permission.MEASURE_VIEW, loads=_loaded, records=Event.MEASURE_SHOWN)
def create(actor: Actor, measure: Measure) -> ResponseReturnValue:
    """Write the step down."""
    stage = _stage()
    form = _form(measure, stage)
    if form.validate() and measure.runs:
        form.must_be_made_from(measure, lambda: _as_it_stands(measure))
    taken = form.taken(stage)
    over = [RuleBroken("measure-ended-before")]
    form.refuse_all(measures.objections_to(measure, taken) if measure.runs else over)
    if not form.errors and _advanced(actor, measure, form, taken):
        flash(_("De stap is bewaard."), "ok")
        return redirect(url_for("measures.show", measure_id=measure.id), 303)
    return _page(measure, stage, form), 422


def _advanced(actor: Actor, measure: Measure, form: StepForm, taken: Taken) -> bool:
    try:
        measures.advance(actor, measure, taken=taken)
    except RuleBroken as error:
        form.refuse(error)
        return False
    return True


def _following(actor: Actor, measure: Measure) -> tuple[Stage, ...]:
    if not policy.allows(actor, Permission.MEASURE_ADVANCE, measure):
        return ()
    return measures.following(measure)


def _form(measure: Measure, stage: Stage) -> StepForm:
    rule = law.LAWS[measure.kind]
    form = StepForm(on_day=clock.today(), from_on=_start(measure, stage))
    names = FIELDS.get(stage, WEIGHED)
    left_out = set() if rule.touches_household else {"household"}
    if stage is Stage.EXTENSION or not rule.is_heard or measure.stage is Stage.VIEWS:
        left_out.add("hurry")
    if measures.balance_of(measure.case).offers:
        left_out.add("without_care")
    form.only(tuple(name for name in names if name not in left_out))
    form.said.label.text = SAID[stage]
    if stage is Stage.END:
        form.end.members = _ends(measure)
    return form


def _start(measure: Measure, stage: Stage) -> object:
    return law.joins_on(measure.until_on) if stage is Stage.EXTENSION else clock.today()


def _ends(measure: Measure) -> list[MeasureEnd]:
    imposed = measure.decided_on is not None
    never = {MeasureEnd.NOT_IMPOSED} if imposed else {MeasureEnd.TERM_OVER, MeasureEnd.ANNULLED}
    if not law.LAWS[measure.kind].decides:
        never = {MeasureEnd.NOT_IMPOSED, MeasureEnd.ANNULLED}
    return [one for one in MeasureEnd if one not in never]


def _address(measure: Measure, stage: Stage) -> str:
    return url_for("measure_steps.create", measure_id=measure.id, stage=stage.value)


def _as_it_stands(measure: Measure) -> dict[str, str]:
    return {str(_("Stap")): labels.of(measure.stage) if measure.stage else str(_("voorbereiding"))}


def _page(measure: Measure, stage: Stage, form: StepForm) -> str:
    return render_template(
        "measures/step.html",
        form=form,
        stage=stage,
        title=TITLES[stage],
        action=_address(measure, stage),
        **measure_page.of(measure),
    )
