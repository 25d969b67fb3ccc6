"""Moving a case up or down the escalation ladder."""

from typing import Any

from flask import Blueprint, flash, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from wtforms import SelectMultipleField
from wtforms.fields.choices import Choice as Offer  # type: ignore[attr-defined] # stubs lag
from wtforms.widgets import CheckboxInput, ListWidget

from caseapp import cases, escalation
from caseapp.escalation import ladder
from caseapp.kernel import clock
from caseapp.kernel.actor import Actor
from caseapp.kernel.errors import Conflict, RuleBroken
from caseapp.model.case_words import Phase
from caseapp.model.cases import Case
from caseapp.model.escalation import TEXT_LENGTH, Trigger
from caseapp.policy import Permission
from caseapp.web import drafts, labels
from caseapp.web.case_page import on_from
from caseapp.web.forms import Cards, Day, Form, LongText
from caseapp.web.guard import guard

bp = Blueprint("phases", __name__, url_prefix="/cases/<reference:reference>/phase-changes")


class Triggers(SelectMultipleField):
    """One or more of the three grounds for going up; none for going down."""

    widget = ListWidget(prefix_label=False)
    option_widget = CheckboxInput()
    data: Any

    def __init__(self, label: Any, **kwargs: Any) -> None:
        super().__init__(label, choices=[], validate_choice=False, **kwargs)

    def process_formdata(self, valuelist: list[str]) -> None:
        """Take what was ticked; what is not offered is nothing."""
        self.data = [trigger for trigger in Trigger if trigger.value in valuelist]

    def iter_choices(self) -> Any:
        """Offer the triggers in the words of `labels`."""
        for trigger in Trigger:
            chosen = trigger in (self.data or ())
            yield Offer(trigger.value, labels.of(trigger), chosen, {})


class PhaseForm(Form):
    """Asks where to, why, what was tried, and when to look again."""

    to = Cards(_l("Naar welke fase?"), Phase)
    triggers = Triggers(_l("Waarom nu?"))
    reason = LongText(_l("Toelichting"), length=TEXT_LENGTH, required=True)
    tried = LongText(_l("Wat is er al geprobeerd?"), length=TEXT_LENGTH)
    review_on = Day(_l("Wanneer kijken we opnieuw?"), required=True)

    def move_from(self, phase: int) -> ladder.Move:
        """Give the move that was filled in."""
        return ladder.Move(
            start=phase,
            to=self.to.data,
            triggers=self.triggers.data or [],
            reason=self.reason.data,
            tried=self.tried.data,
            review_on=self.review_on.data,
        )


@bp.get("/new")
@guard(Permission.CASE_CHANGE_PHASE, loads=cases.by_reference)
def new(actor: Actor, case: Case) -> ResponseReturnValue:
    """Ask where to, and why."""
    form = PhaseForm()
    drafts.taken_up(actor, form, url_for("phases.create", reference=case.reference))
    form.version.data = str(case.phase)
    return _page(case, form)


@bp.post("")
@guard(Permission.CASE_CHANGE_PHASE, loads=cases.by_reference)
def create(actor: Actor, case: Case) -> ResponseReturnValue:
    """Move the case, unless somebody moved it since the form was made."""
    form = PhaseForm()
    if form.version.data != str(case.phase):
        raise Conflict({str(_("Fase")): labels.of(case.phase)}, form.as_typed())
    if form.validate() and _moved(actor, case, form):
        flash(_("De fase is gewijzigd."), "ok")
        return on_from(actor, case)
    return _page(case, form), 422


def _moved(actor: Actor, case: Case, form: PhaseForm) -> bool:
    """Make the move; everything that forbids it is said at once, each at its field."""
    for objection in ladder.objections(form.move_from(case.phase), clock.today()):
        form.refuse(objection)
    if form.errors:
        return False
    try:
        escalation.change_phase(
            actor,
            case,
            to=form.to.data,
            triggers=form.triggers.data,
            reason=form.reason.data,
            tried=form.tried.data,
            review_on=form.review_on.data,
        )
    except RuleBroken as error:
        form.refuse(error)
        return False
    return True


def _page(case: Case, form: PhaseForm) -> str:
    form.to.members = ladder.reachable(case.phase)
    return render_template(
        "phases/new.html",
        form=form,
        case=case,
        history=[(change, ladder.read(change.triggers)) for change in escalation.history(case)],
        action=url_for("phases.create", reference=case.reference),
    )
