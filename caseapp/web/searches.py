"""Searching people. What is typed travels in a form and is kept sealed: no address tells it."""

from typing import Any

from flask import Blueprint, g, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from wtforms.validators import ValidationError

from caseapp import policy, residents
from caseapp.accesslog import Event
from caseapp.kernel.actor import Actor
from caseapp.model.searches import Search
from caseapp.policy import Permission
from caseapp.residents import Question
from caseapp.web.forms import Day, Form, Text
from caseapp.web.guard import guard
from caseapp.web.resident_form import BSN_AS_TYPED, bsn_of, postcode_of

bp = Blueprint("searches", __name__, url_prefix="/searches")


class SearchForm(Form):
    """What somebody knows of the person they look for."""

    name = Text(_l("Naam"), length=200)
    born = Day(_l("Geboortedatum"), past=True)
    postcode = Text(_l("Postcode"), length=10)
    house_number = Text(_l("Huisnummer"), length=20)
    bsn = Text(_l("BSN"), length=BSN_AS_TYPED)

    def validate_bsn(self, field: Text) -> None:
        """Nine digits that pass the elfproef."""
        bsn_of(field.data or "")

    def validate_postcode(self, field: Text) -> None:
        """A postcode as it is written."""
        postcode_of(field.data or "")

    def validate_house_number(self, field: Text) -> None:
        """Begins with a number; what follows it does not matter here."""
        if field.data and residents.number_of(field.data) is None:
            raise ValidationError(str(_l("Een huisnummer begint met een cijfer.")))

    def question(self) -> Question:
        """Give what was filled in."""
        return Question(
            self.name.data or "",
            self.born.data,
            postcode_of(self.postcode.data or ""),
            residents.number_of(self.house_number.data or ""),
            bsn_of(self.bsn.data or ""),
        )


def _filled(question: Question) -> SearchForm:
    return SearchForm(
        formdata=None,
        name=question.name,
        born=question.born,
        postcode=question.postcode,
        house_number=str(question.house_number or ""),
        bsn=question.bsn,
    )


@bp.get("")
@guard(Permission.RESIDENTS_SEARCH)
def index(_actor: Actor, _office: Any) -> ResponseReturnValue:
    """Ask what is known of the person."""
    return render_template("searches/index.html", form=SearchForm(formdata=None))


@bp.post("")
@guard(Permission.RESIDENTS_SEARCH, records=Event.RESIDENTS_SEARCHED)
def create(actor: Actor, office: Any) -> ResponseReturnValue:
    """Keep what is looked for, and show what it finds; a case reference leads to the case."""
    typed = request.form.get("text")
    if typed is not None and (reference := residents.openable_case(actor, typed)) is not None:
        return redirect(url_for("cases.show", reference=reference), 303)
    form = SearchForm() if typed is None else _filled(residents.read(typed))
    if typed is not None or form.validate():
        question = residents.read(typed) if typed is not None else form.question()
        if not question.is_empty:
            search = residents.keep_search(actor, office, question=question)
            return redirect(url_for("searches.show", search_id=search.id), 303)
        form.form_errors.append(
            _("Vul een naam, een geboortedatum, een BSN, of een postcode met huisnummer in.")
        )
    return render_template("searches/index.html", form=form), 422


@bp.get("/<id:search_id>")
@guard(Permission.SEARCH_READ, loads=residents.search, records=Event.SEARCH_SHOWN)
def show(actor: Actor, search: Search) -> ResponseReturnValue:
    """Show who was found, each with why; nobody else is in view."""
    question = Question.read_back(search.terms)
    return render_template(
        "searches/show.html",
        search=search,
        found=residents.matches(actor, question),
        most=residents.SHOWN,
        form=_filled(question),
        may_register=policy.allows(actor, Permission.RESIDENT_REGISTER, g.signed_in.office),
    )
