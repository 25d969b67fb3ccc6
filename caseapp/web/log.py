"""The privacy officer's desk: who saw this person and why, asked in one of four ways."""

from typing import Any
from uuid import UUID

from flask import Blueprint, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from wtforms import SelectField
from wtforms.fields.choices import SelectChoice  # type: ignore[attr-defined] # stubs lag behind

from caseapp import accesslog, accounts, residents
from caseapp.accesslog import About, Event
from caseapp.kernel.actor import Actor
from caseapp.kernel.identifiers import read_reference
from caseapp.model.searches import Search
from caseapp.policy import Permission
from caseapp.web import answer_pages, confidentiality, log_exports, log_pages
from caseapp.web.forms import Form, Text
from caseapp.web.guard import guard
from caseapp.web.log_words import face

bp = Blueprint("log", __name__, url_prefix="/log")
questions = Blueprint("questions", __name__, url_prefix="/questions")


class PersonForm(Form):
    """About whom is the question?"""

    text = Text(_l("Naam, geboortedatum, adres of BSN"), length=200, required=True)


class ColleagueForm(Form):
    """Which colleague?"""

    colleague = SelectField(_l("Collega"), validate_choice=False)
    offered: set[str]

    def offer(self, municipality_id: UUID) -> None:
        """Offer everybody who ever had an account: who left may have looked before."""
        left = _("%(name)s (geen toegang meer)", name="%s")
        known = accounts.colleagues(municipality_id)
        self.offered = {user.id.hex for user in known}
        self.colleague.choices = [SelectChoice("", _("Kies een collega"))] + [
            SelectChoice(user.id.hex, user.name if user.is_active else left % user.name)
            for user in known
        ]


class CaseForm(Form):
    """Which case?"""

    reference = Text(_l("Casusnummer"), length=20)


@bp.get("")
@guard(Permission.LOG_READ)
def index(_actor: Actor, office: Any) -> ResponseReturnValue:
    """Ask about whom or what the question is; a colleague or case that is known is opened."""
    forms = {"person": PersonForm(), "period": log_pages.PeriodForm()}
    colleague, case = ColleagueForm(request.args), CaseForm(request.args)
    colleague.offer(office.id)
    if (found := _known(office, colleague, case)) is not None:
        return redirect(found, 303)
    return render_template("log/index.html", colleague=colleague, case=case, **forms)


def _known(office: Any, colleague: ColleagueForm, case: CaseForm) -> str | None:
    """Give the page of the colleague or case that was asked for; otherwise say what is wrong."""
    chosen, typed = colleague.colleague.data, case.reference.data
    if chosen in colleague.offered:
        return url_for("log.colleagues.show", user_id=UUID(chosen))
    if not typed:
        return None
    reference = read_reference(typed)
    found = reference and accesslog.subject(About.CASE, reference)
    if found and found.municipality_id == office.id:
        return url_for("log.cases.show", reference=reference)
    case.reference.errors = [_("Er is geen casus met dit nummer.")]
    return None


@questions.post("")
@guard(Permission.LOG_READ)
def create(actor: Actor, office: Any) -> ResponseReturnValue:
    """Keep whom the question is about, and go to whoever fits."""
    form = PersonForm()
    question = residents.read(form.text.data)
    if form.validate() and question.is_empty:
        form.text.errors = [_("Vul een achternaam, geboortedatum, BSN of adres in.")]
    if form.errors or question.is_empty:
        return render_template("log/questions/new.html", form=form), 422
    search = residents.keep_log_search(actor, office, question=question)
    return redirect(url_for("log.questions.show", search_id=search.id), 303)


@questions.get("/<id:search_id>")
@guard(Permission.LOG_SUBJECT_FIND, loads=residents.search, records=Event.LOG_SHOWN)
def show(actor: Actor, search: Search) -> ResponseReturnValue:
    """Show whom the question may be about: name and year of birth, and nothing else."""
    found = residents.subjects_of_log(actor, search)
    people = [(face(one.resident), one.resident.id) for one in found]
    return render_template("log/questions/show.html", people=people)


for _part in (
    questions,
    log_pages.of_residents,
    log_pages.of_colleagues,
    log_pages.of_cases,
    log_pages.of_period,
    log_exports.bp,
    answer_pages.bp,
    confidentiality.bp,
):
    bp.register_blueprint(_part)
