"""A letter to a resident: from a template of the municipality, read before it is made."""

from uuid import UUID

from flask import Blueprint, flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from wtforms import HiddenField

from caseapp import cases, policy
from caseapp.accesslog import Event
from caseapp.kernel.actor import Actor
from caseapp.kernel.errors import RuleBroken
from caseapp.model.cases import Case
from caseapp.model.letters import LetterTemplate
from caseapp.model.residents import Resident
from caseapp.papers import letters
from caseapp.policy import Permission
from caseapp.web import docx, drafts, letter_words, paper_making, paper_words
from caseapp.web.forms import Form, FromList, LongText
from caseapp.web.guard import guard

bp = Blueprint("letters", __name__, url_prefix="/cases/<reference:reference>/papers/letter")
BODY = 6_000
WORD = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"


class LetterForm(Form):
    """Asks: Which letter, to whom, and what do you write?"""

    template = FromList(_l("Welke brief?"))
    resident = FromList(_l("Aan wie?"))
    body = LongText(_l("Uw eigen tekst"), length=BODY)
    previewed = HiddenField()
    """By what the letter that was read is known: only that one is made."""


@bp.get("/new")
@guard(Permission.PAPER_MAKE, loads=cases.by_reference, records=Event.LETTER_PREVIEWED)
def new(actor: Actor, case: Case) -> ResponseReturnValue:
    """Ask which letter, and to whom."""
    form = LetterForm()
    if not _offered(actor, case, form):
        flash(_("Er is nog geen brief om te kiezen, of niemand om aan te schrijven."), "info")
        return redirect(url_for("papers.index", reference=case.reference), 303)
    drafts.taken_up(actor, form, url_for("letters.create", reference=case.reference))
    return _page(case, form)


@bp.post("")
@guard(Permission.PAPER_MAKE, loads=cases.by_reference, records=Event.LETTER_PREVIEWED)
def create(actor: Actor, case: Case) -> ResponseReturnValue:
    """Show it as it will be; once it was read like that, hand it out."""
    form = LetterForm()
    people = _offered(actor, case, form)
    if not form.validate():
        return _page(case, form), 422
    resident, template = people[form.resident.data], _chosen(form)
    number = letters.next_number(case)
    try:
        letter = _filled_in(case, template, resident, number, form.body.data)
        lines = docx.text_of(letter)
        read = paper_words.fingerprint([template.id.hex, resident.id.hex, *lines])
        if form.previewed.data != read:
            return _page(case, form, lines=lines, read=read), 422
        letters.write_letter(actor, case, template=template, resident=resident, number=number)
    except RuleBroken as error:
        form.refuse(error)
        return _page(case, form), 422
    name = f"{case.reference}-brief-{number}.docx"
    return paper_making.handed_out(case, letter, name=name, content_type=WORD)


def _offered(actor: Actor, case: Case, form: LetterForm) -> dict[str, Resident]:
    """Offer the templates and the people of the case; give those people, if there is a choice."""
    known = letters.templates_in_use(case.municipality_id)
    people = {
        one.resident_id.hex: one.resident
        for one in case.subjects
        if policy.allows(actor, Permission.RESIDENT_VIEW, one.resident)
    }
    form.template.choices = [(one.id.hex, one.name) for one in known]
    form.resident.choices = [(key, one.name) for key, one in people.items()]
    return people if known else {}


def _chosen(form: LetterForm) -> LetterTemplate:
    found = letters.template(UUID(hex=form.template.data))
    assert found is not None  # noqa: S101 - it was chosen from the list
    return found


def _filled_in(
    case: Case, template: LetterTemplate, resident: Resident, number: int, body: str
) -> bytes:
    with paper_words.in_dutch():
        fields = letter_words.fields_of(case, resident, number=number, body=body)
    return docx.filled_in(template.file, fields)


def _page(case: Case, form: LetterForm, *, lines: list[str] | None = None, read: str = "") -> str:
    form.previewed.data = read
    return render_template(
        "letters/new.html",
        form=form,
        case=case,
        preview=lines,
        action=url_for("letters.create", reference=case.reference),
    )
