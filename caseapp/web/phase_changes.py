"""The phases a case went through, and bringing it up the escalation ladder."""

from typing import Any
from uuid import UUID

from flask import Blueprint, flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from wtforms import SelectMultipleField
from wtforms.fields.choices import Choice as Offer  # type: ignore[attr-defined] # stubs lag
from wtforms.widgets import CheckboxInput, ListWidget

from caseapp import cases, escalation, journal
from caseapp.accesslog import Event
from caseapp.escalation import duties, ladder
from caseapp.kernel import clock
from caseapp.kernel.actor import Actor
from caseapp.kernel.errors import RuleBroken
from caseapp.model.case_words import Phase
from caseapp.model.cases import Case
from caseapp.model.escalation import STEPS, TEXT_LENGTH, Criterion, Trigger
from caseapp.policy import Permission
from caseapp.web import drafts, duty_fields, labels, phase_page, phase_words
from caseapp.web.case_page import on_from
from caseapp.web.forms import Cards, Day, LongText
from caseapp.web.guard import guard

bp = Blueprint("phases", __name__, url_prefix="/cases/<reference:reference>/phase-changes")


class Ticks(SelectMultipleField):
    """Some of what is offered, each a box to tick."""

    widget = ListWidget(prefix_label=False)
    option_widget = CheckboxInput()
    data: Any

    def __init__(self, label: Any, **kwargs: Any) -> None:
        super().__init__(label, choices=[], validate_choice=False, **kwargs)
        self.offers: list[tuple[str, Any, Any]] = []

    def process_formdata(self, valuelist: list[str]) -> None:
        """Take what was ticked; what is not offered is nothing."""
        self.data = valuelist

    @property
    def chosen(self) -> list[Any]:
        """Give the ticked members, in the order they are offered."""
        return [member for value, _text, member in self.offers if value in (self.data or ())]

    def iter_choices(self) -> Any:
        """Offer what there is to choose from."""
        for value, text, _member in self.offers:
            yield Offer(value, text, value in (self.data or ()), {})


class EscalationForm(duty_fields.DutyForm):
    """Asks: Where to, why now, what was tried, when down again, and who is responsible?"""

    to = Cards(_l("Naar welke fase?"), Phase)
    triggers = Ticks(_l("Waarom nu?"))
    criteria = Ticks(_l("Is dit complexe casuïstiek?"))
    reason = LongText(_l("Toelichting"), length=TEXT_LENGTH)
    steps = Ticks(_l("Op welke feiten rust dit?"))
    tried = LongText(_l("Wat is er al geprobeerd?"), length=TEXT_LENGTH)
    conditions = LongText(_l("Wanneer kan het weer omlaag?"), length=TEXT_LENGTH)
    review_on = Day(_l("Wanneer kijken we opnieuw?"))

    def rise_from(self, phase: int) -> ladder.Rise:
        """Give what was filled in, as the ladder weighs it; to the next phase if none is chosen."""
        return ladder.Rise(
            start=phase,
            to=self.to.data or ladder.above(phase, phase_words.current().weights)[0],
            triggers=self.triggers.chosen,
            criteria=self.criteria.chosen,
            reason=self.reason.data,
            tried=self.tried.data,
            conditions=self.conditions.data,
            review_on=self.review_on.data,
            posts=self.posts(),
            heard=self.heard(),
            ladder=phase_words.current().weights,
        )


@bp.get("")
@guard(Permission.PHASES_READ, loads=cases.by_reference, records=Event.PHASES_SHOWN)
def index(actor: Actor, case: Case) -> ResponseReturnValue:
    """Show which phases a case went through: since when, why, by whom, and who is responsible."""
    return render_template("phases/index.html", tab="all", **phase_page.of(actor, case))


@bp.get("/new")
@guard(Permission.CASE_CHANGE_PHASE, loads=cases.by_reference)
def new(actor: Actor, case: Case) -> ResponseReturnValue:
    """Ask where to, and why; from the highest phase there is no way up."""
    if not ladder.above(case.phase, phase_words.current().weights):
        return redirect(url_for("stays.new", reference=case.reference), 303)
    known = duties.read_posts(escalation.last_duties(case))
    form = EscalationForm(data=duty_fields.filled(known or phase_page.usual_posts(case)))
    drafts.taken_up(actor, form, url_for("phases.create", reference=case.reference))
    form.version.data = str(case.phase)
    return _page(actor, case, form)


@bp.post("")
@guard(Permission.CASE_CHANGE_PHASE, loads=cases.by_reference)
def create(actor: Actor, case: Case) -> ResponseReturnValue:
    """Bring the case up, unless somebody moved it since the form was made."""
    form = EscalationForm()
    phase_page.must_be_made_in(case, form)
    _offer(actor, case, form)
    form.validate()
    form.refuse_all(ladder.objections(form.rise_from(case.phase), clock.today()))
    if not form.errors and _moved(actor, case, form):
        flash(_("De casus is opgeschaald."), "ok")
        return on_from(actor, case)
    return _page(actor, case, form), 422


def _moved(actor: Actor, case: Case, form: EscalationForm) -> bool:
    steps: list[UUID] = form.steps.chosen
    try:
        escalation.escalate(actor, case, rise=form.rise_from(case.phase), step_ids=steps)
    except RuleBroken as error:
        form.refuse(error)
        return False
    return True


def _offer(actor: Actor, case: Case, form: EscalationForm) -> None:
    form.to.members = ladder.above(case.phase, phase_words.current().weights)
    form.triggers.offers = [(one.value, labels.of(one), one) for one in Trigger]
    form.criteria.offers = [(one.value, labels.of(one), one) for one in Criterion]
    told = journal.timeline(actor, case, limit=STEPS)
    form.steps.offers = [
        (one.step.id.hex, phase_page.titled(one.step), one.step.id) for one in told
    ]


def _page(actor: Actor, case: Case, form: EscalationForm) -> str:
    _offer(actor, case, form)
    return render_template(
        "phases/new.html",
        form=form,
        action=url_for("phases.create", reference=case.reference),
        tab="up",
        duties_from=phase_words.first_from(duties.DUTIES_FROM),
        told_from=phase_words.first_from(duties.ADMINISTRATION_FROM),
        **phase_page.of(actor, case),
    )
