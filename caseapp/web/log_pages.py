"""The pages of the log: about a resident, a colleague, a case, or everything in a period."""

from functools import partial
from typing import Any
from uuid import UUID

from flask import Blueprint, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import lazy_gettext as _l
from wtforms.validators import ValidationError

from caseapp import accesslog
from caseapp.accesslog import About, Event, Period, Question, Subject
from caseapp.kernel.actor import Actor
from caseapp.policy import Permission
from caseapp.web.forms import Day, Form
from caseapp.web.guard import guard
from caseapp.web.log_words import by_day, face, lines_of, purpose_of, right

DATES = ("first-day", "first-month", "first-year", "last-day", "last-month", "last-year")


class PeriodForm(Form):
    """From which day through which?"""

    first = Day(_l("Van"), past=True)
    last = Day(_l("Tot en met"))

    def validate_last(self, field: Day) -> None:
        """Refuse a period that ends before it begins."""
        if self.first.data and field.data and field.data < self.first.data:
            raise ValidationError(str(_l("Deze dag ligt voor de eerste.")))

    def chosen(self) -> Period:
        """Give the period; a day that was not understood does not narrow."""
        return Period.of_days(self.first.data, self.last.data)


def _blueprint(name: str) -> Blueprint:
    return Blueprint(name, __name__, url_prefix=f"/{name}")


of_residents = _blueprint("residents")
of_colleagues = _blueprint("colleagues")
of_cases = _blueprint("cases")
of_period = _blueprint("period")


def _resident(resident_id: UUID) -> Subject | None:
    return accesslog.subject(About.RESIDENT, resident_id)


def _colleague(user_id: UUID) -> Subject | None:
    return accesslog.subject(About.COLLEAGUE, user_id)


def _case(reference: str) -> Subject | None:
    return accesslog.subject(About.CASE, reference)


@of_residents.get("/<id:resident_id>", endpoint="show")
@guard(Permission.LOG_READ, loads=_resident, records=Event.LOG_SHOWN)
def show_resident(_actor: Actor, subject: Subject) -> ResponseReturnValue:
    """Show who saw this resident: a line per colleague first, then every look by day."""
    people = accesslog.faces(subject.municipality_id, [subject.id])
    asked = _Asked(subject)
    told, capped = accesslog.tally(asked.question)
    names = accesslog.colleagues(one.user_id for one in told)
    accounts = [
        {
            "who": names.get(one.user_id),
            "account": one,
            "rights": [right(code, None) for code in one.rights],
            "purposes": [purpose_of(code) for code in one.purposes],
        }
        for one in told
    ]
    return asked.page(
        "log/residents/show.html",
        name=face(people.get(subject.id)),
        accounts=accounts,
        answers=url_for("log.answers.index", resident_id=subject.id),
        capped=capped,
        refused=lines_of(
            accesslog.refusals(
                subject.municipality_id, asked.question.period, resident_id=subject.id
            )
        ),
    )


@of_colleagues.get("/<id:user_id>", endpoint="show")
@guard(Permission.LOG_READ, loads=_colleague, records=Event.LOG_SHOWN)
def show_colleague(_actor: Actor, subject: Subject) -> ResponseReturnValue:
    """Show whose data a colleague saw, and what they were refused."""
    asked = _Asked(subject, names_people=True)
    refused = accesslog.refusals(subject.municipality_id, asked.question.period, user_id=subject.id)
    known = accesslog.colleagues([subject.id])
    return asked.page(
        "log/colleagues/show.html", colleague=known[subject.id], refused=lines_of(refused)
    )


@of_cases.get("/<reference:reference>", endpoint="show")
@guard(Permission.LOG_READ, loads=_case, records=Event.LOG_SHOWN)
def show_case(_actor: Actor, subject: Subject) -> ResponseReturnValue:
    """Show who came near a case. Not what is in it, nor whom it is about."""
    return _Asked(subject).page("log/cases/show.html", reference=subject.name)


@of_period.get("")
@guard(Permission.LOG_READ, records=Event.LOG_SHOWN)
def index(_actor: Actor, office: Any) -> ResponseReturnValue:
    """Show everything that was seen and done in a period, by day."""
    return _Asked(office).page("log/period/index.html")


class _Asked:
    """One question to the log as it came in with the address, and the page that answers it."""

    def __init__(self, subject: Any, *, names_people: bool = False) -> None:
        self.form = PeriodForm(request.args)
        self.valid = self.form.validate()
        self.names_people = names_people
        self.subject = subject
        about = subject.about if isinstance(subject, Subject) else About.PERIOD
        period = self.form.chosen() if self.valid else Period()
        self.question = Question(subject.municipality_id, about, subject.id, period)

    def page(self, template: str, **context: Any) -> ResponseReturnValue:
        """Render the answer; dates that make no sense are said at their field."""
        found = accesslog.page(self.question, request.args.get("mark"))
        seen = [look.resident_id for look in found.items] if self.names_people else []
        people = accesslog.faces(self.subject.municipality_id, seen)
        form = self.form
        page = render_template(
            template,
            form=form,
            here=partial(url_for, str(request.endpoint), **(request.view_args or {})),
            page=found,
            days=by_day(lines_of(found.items, people)),
            narrowed={name: request.args[name] for name in DATES if request.args.get(name)},
            export={
                "about": self.question.about,
                "subject": self.subject.id.hex,
                "first": form.first.data.isoformat() if form.first.data else "",
                "last": form.last.data.isoformat() if form.last.data else "",
            },
            **context,
        )
        return page, 200 if self.valid else 422
