"""What a colleague was asked about their own looks, and what they say of it."""

from typing import Any

from flask import Blueprint, flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from caseapp import accesslog, reviews
from caseapp.kernel.actor import Actor
from caseapp.kernel.errors import RuleBroken
from caseapp.model.reviews import Review
from caseapp.policy import Permission
from caseapp.web.guard import guard
from caseapp.web.review_forms import AnswerForm

mine = Blueprint("mine", __name__, url_prefix="/mine")
answers = Blueprint("answers", __name__, url_prefix="/<id:review_id>/answer")


@mine.get("")
@guard(Permission.REVIEWS_OWN)
def index(actor: Actor, _office: Any) -> ResponseReturnValue:
    """Show what one was asked about one's own looks."""
    return _own(actor, AnswerForm(), None)


def _own(actor: Actor, form: AnswerForm, at: Review | None) -> str:
    asked = reviews.asked_of(actor)
    references = accesslog.references(
        one.subject_id for one in asked if one.subject_kind == "cases"
    )
    return render_template(
        "reviews/mine.html", asked=asked, references=references, form=form, at=at
    )


@answers.post("")
@guard(Permission.REVIEW_ANSWER, loads=reviews.review)
def create(actor: Actor, review: Review) -> ResponseReturnValue:
    """Keep the explanation."""
    form = AnswerForm()
    if form.validate():
        try:
            reviews.answer(actor, review, answer=form.answer.data, text=form.text.data)
        except RuleBroken as error:
            form.refuse(error)
        else:
            flash(_("Bedankt. De privacy officer leest uw uitleg."), "ok")
            return redirect(url_for("reviews.mine.index"), 303)
    return _own(actor, form, review), 422
