"""The answer to a resident who asks who looked: made, read once more, released, and printed."""

from typing import Any
from uuid import UUID

from flask import Blueprint, Response, flash, g, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from wtforms.validators import ValidationError

from caseapp import accesslog, approvals, privacy
from caseapp.accesslog import About, Event, Period, Subject
from caseapp.kernel import clock
from caseapp.kernel.actor import Actor
from caseapp.kernel.errors import NotFound, RuleBroken
from caseapp.model.approvals import Approval, ApprovalKind
from caseapp.model.privacy import ResidentAnswer
from caseapp.model.residents import Resident
from caseapp.policy import Permission
from caseapp.web import answer_words, drafts
from caseapp.web.forms import Day, Form
from caseapp.web.guard import guard
from caseapp.web.log_words import face
from caseapp.web.paper import as_pdf

bp = Blueprint("answers", __name__)
releases = Blueprint("releases", __name__)
pages = Blueprint("pages", __name__)
files = Blueprint("files", __name__)


class AnswerForm(Form):
    """When did the resident ask, and over which days?"""

    asked = Day(_l("Wanneer vroeg de inwoner het?"), required=True, past=True)
    first = Day(_l("Van"), required=True, past=True)
    last = Day(_l("Tot en met"), required=True, past=True)

    def validate_last(self, field: Day) -> None:
        """Refuse a period that ends before it begins."""
        if self.first.data and field.data and field.data < self.first.data:
            raise ValidationError(str(_l("Deze dag ligt voor de eerste.")))


def _subject(resident_id: UUID) -> Subject | None:
    return accesslog.subject(About.RESIDENT, resident_id)


@bp.get("/residents/<id:resident_id>/answers")
@guard(Permission.ANSWER_PREPARE, loads=_subject, records=Event.ANSWER_SHOWN)
def index(actor: Actor, subject: Subject) -> ResponseReturnValue:
    """Show the answers that were made for a resident, and ask over which days another is."""
    form = AnswerForm()
    drafts.taken_up(actor, form, url_for("log.answers.create", resident_id=subject.id))
    return _index(subject, form)


@bp.post("/residents/<id:resident_id>/answers")
@guard(Permission.ANSWER_PREPARE, loads=_subject, records=Event.ANSWER_SHOWN)
def create(actor: Actor, subject: Subject) -> ResponseReturnValue:
    """Make an answer, to be read before anybody releases it."""
    form = AnswerForm()
    if not form.validate():
        return _index(subject, form), 422
    asked, first, last = form.asked.data, form.first.data, form.last.data
    assert asked is not None  # noqa: S101 - all are required
    assert first is not None  # noqa: S101 - all are required
    assert last is not None  # noqa: S101 - all are required
    try:
        resident = _resident(subject)
        content, from_safety = _content(resident, first, last, clock.today())
        answer = privacy.prepare_answer(
            actor,
            resident,
            asked_on=asked,
            first_on=first,
            last_on=last,
            content=content,
            involves_safety=from_safety,
        )
    except RuleBroken as error:
        form.refuse(error)
        return _index(subject, form), 422
    return redirect(url_for("log.answers.show", answer_id=answer.id), 303)


@bp.get("/answers/<id:answer_id>")
@guard(Permission.ANSWER_READ, loads=privacy.answer, records=Event.ANSWER_SHOWN)
def show(actor: Actor, answer: ResidentAnswer) -> ResponseReturnValue:
    """Show an answer as the resident will read it, and what must still happen."""
    asked = approvals.waiting_about(answer, ApprovalKind.RELEASE_ANSWER)
    involved = {answer.prepared_by_id} | (
        {answer.release.released_by_id} if answer.release is not None else set()
    )
    return render_template(
        "log/answers/show.html",
        answer=answer,
        paper=answer_words.read(answer.content),
        names=accesslog.colleagues(involved),
        asked=asked,
        asked_myself=asked is not None and asked.requested_by_id == actor.user_id,
    )


@releases.post("/answers/<id:answer_id>/release", endpoint="create")
@guard(Permission.ANSWER_RELEASE, loads=privacy.answer, records=Event.ANSWER_SHOWN)
def create_release(actor: Actor, answer: ResidentAnswer) -> ResponseReturnValue:
    """Release an answer exactly as it was prepared, or ask a colleague to."""
    made_on = clock.local(answer.prepared_at).date()
    content, _safety = _content(answer.resident, answer.first_on, answer.last_on, made_on)
    done = privacy.release_answer(actor, answer, content=content)
    asked = _("Gevraagd. Een collega leest het antwoord en geeft het vrij.")
    flash(asked if isinstance(done, Approval) else _("Het antwoord is vrijgegeven."), "ok")
    return redirect(url_for("log.answers.show", answer_id=answer.id), 303)


@pages.get("/answers/<id:answer_id>/page", endpoint="show")
@guard(Permission.ANSWER_READ, loads=privacy.answer, records=Event.ANSWER_SHOWN)
def show_page(_actor: Actor, answer: ResidentAnswer) -> ResponseReturnValue:
    """Show a released answer as a page to print: nothing but what the resident may read."""
    return render_template("log/answers/page.html", paper=_released(answer))


@files.get("/answers/<id:answer_id>/pdf", endpoint="show")
@guard(Permission.ANSWER_READ, loads=privacy.answer, records=Event.ANSWER_SHOWN)
def show_file(_actor: Actor, answer: ResidentAnswer) -> ResponseReturnValue:
    """Give a released answer as a PDF that a screen reader can read."""
    name = f"wie-keek-{answer.first_on.isoformat()}-{answer.last_on.isoformat()}.pdf"
    body = as_pdf("answer", _released(answer), written_at=answer.prepared_at)
    headers = {"Content-Disposition": f'attachment; filename="{name}"'}
    return Response(body, headers=headers, content_type="application/pdf")


def _released(answer: ResidentAnswer) -> Any:
    """Give what was released; what is not, does not leave."""
    if answer.release is None:
        raise NotFound
    return answer_words.read(answer.content)


def _resident(subject: Subject) -> Resident:
    resident = accesslog.faces(subject.municipality_id, [subject.id])[subject.id]
    if resident.key.wrapped is None:
        raise RuleBroken("resident-destroyed")
    return resident


def _content(resident: Resident, first: Any, last: Any, made_on: Any) -> tuple[str, bool]:
    """Write down what may be told of a period, and say whether the safety side looked in it."""
    rows, from_safety = privacy.rows_for(
        resident.municipality_id, resident.id, Period.of_days(first, last)
    )
    content = answer_words.content_of(
        town=g.signed_in.office.name,
        person=face(resident),
        first=first,
        last=last,
        made_on=made_on,
        rows=rows,
    )
    return content, from_safety


def _index(subject: Subject, form: AnswerForm) -> str:
    people = accesslog.faces(subject.municipality_id, [subject.id])
    answers = privacy.answers_to(subject.id)
    return render_template(
        "log/answers/index.html",
        form=form,
        resident_id=subject.id,
        name=face(people.get(subject.id)),
        answers=answers,
        names=accesslog.colleagues(answer.prepared_by_id for answer in answers),
    )


for _part in (releases, pages, files):
    bp.register_blueprint(_part)
