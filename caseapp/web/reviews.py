"""The review desk: the queue, one review, and the figures."""

from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from flask import Blueprint, flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from wtforms import BooleanField

from caseapp import accesslog, policy, reviews
from caseapp.accesslog import About, Event, Period, Question
from caseapp.kernel import clock
from caseapp.kernel.actor import Actor, Role
from caseapp.kernel.errors import RuleBroken
from caseapp.model.reviews import Review, Verdict
from caseapp.policy import Permission
from caseapp.web import drafts, own_reviews, review_report
from caseapp.web.guard import guard
from caseapp.web.log_words import by_day, face, lines_of
from caseapp.web.review_forms import BreachForm, ReadingForm, VerdictForm
from caseapp.web.review_words import reasons

bp = Blueprint("reviews", __name__, url_prefix="/reviews")
questions = Blueprint("questions", __name__, url_prefix="/<id:review_id>/question")
verdicts = Blueprint("verdicts", __name__, url_prefix="/<id:review_id>/verdict")
readings = Blueprint("readings", __name__, url_prefix="/<id:review_id>/reading")
breaches = Blueprint("breaches", __name__, url_prefix="/<id:review_id>/breach")

LOOKS_BACK = timedelta(days=60)
MOST_LINES = 200
NAMES_PEOPLE = frozenset({Role.PRIVACY_OFFICER, Role.DATA_PROTECTION_OFFICER})
"""Who sees whom it is about; others see a pseudonym."""


@dataclass(frozen=True, slots=True)
class Row:
    """One line of the queue."""

    review: Review
    whom: str
    why: list[str]
    late: bool


def _rows(actor: Actor, found: Any) -> list[Row]:
    names = _names(actor, found)
    today = clock.today()
    return [
        Row(one, names.get(one.id, ""), reasons(one), one.verdict is None and one.due_on < today)
        for one in found
    ]


def _names(actor: Actor, found: Any) -> dict[Any, str]:
    """Say whom each is about: a name for the privacy officer, a pseudonym for the auditor."""
    if actor.roles.isdisjoint(NAMES_PEOPLE):
        return {
            one.id: accesslog.pseudonym(one.municipality_id, one.subject_id)
            for one in found
            if one.subject_kind != "users"
        }
    people = [one.subject_id for one in found if one.subject_kind == "residents"]
    faces = accesslog.faces(actor.municipality_id, people)
    cases = accesslog.references(one.subject_id for one in found if one.subject_kind == "cases")
    told = {}
    for one in found:
        if one.subject_kind == "residents":
            told[one.id] = face(faces.get(one.subject_id))
        elif one.subject_kind == "cases":
            told[one.id] = cases.get(one.subject_id, "")
    return told


@bp.get("")
@guard(Permission.REVIEWS_BROWSE, records=Event.REVIEWS_SHOWN)
def index(actor: Actor, _office: Any) -> ResponseReturnValue:
    """Show what waits for a verdict, for a second reading, and the breaches that run."""
    return render_template(
        "reviews/index.html",
        queue=_rows(actor, reviews.queue(actor)),
        to_reread=_rows(actor, reviews.to_reread(actor)),
        breaches=_rows(actor, reviews.breaches(actor)),
        may_judge=actor.has(Role.PRIVACY_OFFICER),
    )


@bp.get("/<id:review_id>")
@guard(Permission.REVIEW_VIEW, loads=reviews.review, records=Event.REVIEW_SHOWN)
def show(actor: Actor, review: Review) -> ResponseReturnValue:
    """Show one review: whose look, at whom, what stood out, and the lines of the log."""
    form = VerdictForm()
    drafts.taken_up(actor, form, url_for("reviews.verdicts.create", review_id=review.id))
    return _page(actor, review, form)


def _page(actor: Actor, review: Review, form: Any = None) -> str:
    blind = review.reread and review.second is None and not _knows_verdict(actor, review)
    return render_template(
        "reviews/show.html",
        review=review,
        row=_rows(actor, [review])[0],
        days=_lines(actor, review),
        blind=blind,
        may_judge=policy.allows(actor, Permission.REVIEW_JUDGE, review)
        and review.verdict in (None, Verdict.UNCLEAR),
        may_handle=policy.allows(actor, Permission.REVIEW_JUDGE, review),
        may_reread=blind and policy.allows(actor, Permission.REVIEW_REREAD, review),
        form=form if isinstance(form, VerdictForm) else VerdictForm(),
        reading=form if isinstance(form, ReadingForm) else ReadingForm(),
        breach_form=_ticked(review),
    )


def _knows_verdict(actor: Actor, review: Review) -> bool:
    return review.verdict_by_id == actor.user_id


def _ticked(review: Review) -> BreachForm:
    if review.breach is None:
        return BreachForm()
    names = [field.name for field in BreachForm() if isinstance(field, BooleanField)]
    return BreachForm(data={name: bool(getattr(review.breach, name)) for name in names})


def _lines(actor: Actor, review: Review) -> list[Any]:
    """Give the lines of the colleague about this subject, two months back; of nobody else."""
    if actor.roles.isdisjoint(NAMES_PEOPLE):
        return []
    of_a_day = review.subject_kind == "users"
    question = Question(
        review.municipality_id,
        About.COLLEAGUE,
        review.user_id,
        Period.of_days(review.day if of_a_day else review.day - LOOKS_BACK, review.day),
        narrowed_to=None if of_a_day else review.subject_id,
    )
    looks = accesslog.first(question, MOST_LINES)
    people = [review.subject_id] if review.subject_kind == "residents" else []
    faces = accesslog.faces(review.municipality_id, people)
    return by_day(lines_of(looks, faces))


@questions.post("")
@guard(Permission.REVIEW_JUDGE, loads=reviews.review, records=Event.REVIEW_SHOWN)
def create(actor: Actor, review: Review) -> ResponseReturnValue:
    """Ask the colleague why."""
    try:
        reviews.ask(actor, review)
    except RuleBroken as error:
        form = VerdictForm()
        form.refuse(error)
        return _page(actor, review, form), 422
    flash(_("Gevraagd. De collega ziet de vraag op het eigen scherm."), "ok")
    return redirect(url_for("reviews.show", review_id=review.id), 303)


@verdicts.post("", endpoint="create")
@guard(Permission.REVIEW_JUDGE, loads=reviews.review, records=Event.REVIEW_SHOWN)
def create_verdict(actor: Actor, review: Review) -> ResponseReturnValue:
    """Keep the verdict; an unlawful look begins the checklist of a breach."""
    form = VerdictForm()
    if form.validate():
        try:
            reviews.judge(actor, review, verdict=form.verdict.data, text=form.text.data)
        except RuleBroken as error:
            form.refuse(error)
        else:
            flash(_("Uw oordeel is bewaard."), "ok")
            unlawful = form.verdict.data is Verdict.UNLAWFUL
            there = url_for("reviews.show", review_id=review.id, _anchor="breach")
            return redirect(there if unlawful else url_for("reviews.index"), 303)
    return _page(actor, review, form), 422


@readings.post("", endpoint="create")
@guard(Permission.REVIEW_REREAD, loads=reviews.review, records=Event.REVIEW_SHOWN)
def create_reading(actor: Actor, review: Review) -> ResponseReturnValue:
    """Keep what the second reader found."""
    form = ReadingForm()
    if form.validate():
        try:
            reviews.reread(actor, review, verdict=form.verdict.data)
        except RuleBroken as error:
            form.refuse(error)
        else:
            flash(_("Uw oordeel als tweede lezer is bewaard."), "ok")
            return redirect(url_for("reviews.index"), 303)
    return _page(actor, review, form), 422


@breaches.post("")
@guard(Permission.REVIEW_JUDGE, loads=reviews.review, records=Event.REVIEW_SHOWN)
def update(actor: Actor, review: Review) -> ResponseReturnValue:
    """Keep what was done about the breach."""
    form = BreachForm()
    done = {field.name for field in form if isinstance(field, BooleanField) and field.data}
    try:
        reviews.handle_breach(
            actor,
            review,
            done=frozenset(done),
            supervisor_not_needed="supervisor_not_needed" in done,
            resident_not_needed="resident_not_needed" in done,
        )
    except RuleBroken as error:
        verdict = VerdictForm()
        verdict.refuse(error)
        return _page(actor, review, verdict), 422
    flash(_("Bewaard."), "ok")
    return redirect(url_for("reviews.show", review_id=review.id, _anchor="breach"), 303)


for _part in (
    questions,
    own_reviews.answers,
    verdicts,
    readings,
    breaches,
    review_report.bp,
    own_reviews.mine,
):
    bp.register_blueprint(_part)
