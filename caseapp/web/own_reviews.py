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
from caseapp.web import drafts
from caseapp.web.guard import guard
from caseapp.web.review_forms import AnswerForm

mine = Blueprint("mine", __name__, url_prefix="/mine")
answers = Blueprint("answers", __name__, url_prefix="/<id:review_id>/answer")


@mine.get("")
@guard(Permission.REVIEWS_OWN)
def index(actor: Actor, _office: Any) -> ResponseReturnValue:
    """Show what one was asked about one's own looks."""
    return _own(actor)


def _own(actor: Actor, sent: AnswerForm | None = None, at: Review | None = None) -> str:
    asked = reviews.asked_of(actor)
    references = accesslog.references(
        one.subject_id for one in asked if one.subject_kind == "cases"
    )
    return render_template(
        "reviews/mine.html",
        asked=[(one, _address(one), _form(actor, one, sent, at)) for one in asked],
        references=references,
        sent=sent,
    )


def _form(actor: Actor, one: Review, sent: AnswerForm | None, at: Review | None) -> AnswerForm:
    """Give each question a form of its own: the one that was sent, or what was typed before."""
    if sent is not None and at is not None and at.id == one.id:
        return sent
    form = AnswerForm(formdata=None)
    drafts.taken_up(actor, form, _address(one))
    return form


def _address(one: Review) -> str:
    return url_for("reviews.answers.create", review_id=one.id)


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
