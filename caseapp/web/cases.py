"""The case screens: the list, the case page with its two tracks, and opening a case."""

from typing import Any
from uuid import UUID

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from wtforms import BooleanField, HiddenField

from caseapp import (
    accounts,
    cases,
    closures,
    escalation,
    handovers,
    journal,
    measures,
    policy,
    residents,
    signals,
)
from caseapp.accesslog import Event
from caseapp.flows import joining
from caseapp.kernel import clock
from caseapp.kernel.actor import Actor
from caseapp.kernel.errors import RuleBroken
from caseapp.kernel.paging import COUNT_CAP
from caseapp.meetings import items
from caseapp.model.case_words import CaseState, Phase, Phenomenon, SubjectKind
from caseapp.model.cases import Case
from caseapp.model.organisations import TeamKind
from caseapp.model.residents import Resident
from caseapp.policy import Permission
from caseapp.web import (
    attempts,
    drafts,
    meeting_page,
    phase_page,
    phase_words,
    plan_page,
    queues,
    signal_page,
    silence,
    strip_page,
    timeline,
)
from caseapp.web.case_page import page_of
from caseapp.web.forms import Choice, Day, Form, FromList, LongText, Text
from caseapp.web.guard import guard

SHOWN_TABLES = 5
"""As many meetings as the page of a case shows of those that were."""

bp = Blueprint("cases", __name__, url_prefix="/cases")


class FilterForm(Form):
    """Asks: Which cases?"""

    state = Choice(_l("Stand"), CaseState, must_choose=False)
    phase = Choice(_l("Fase"), Phase, must_choose=False)
    phenomenon = Choice(_l("Wat er speelt"), Phenomenon, must_choose=False)
    reference = Text(_l("Casusnummer"), length=20)
    mine = BooleanField(_l("Alleen waar ik aan werk"))

    def chosen(self) -> cases.Filter:
        """Give the filter; what was not understood does not narrow."""
        return cases.Filter(
            state=self.state.data,
            phase=int(self.phase.data) if self.phase.data else None,
            phenomenon=self.phenomenon.data,
            typed_reference=self.reference.data or "",
            mine=bool(self.mine.data),
        )


class CaseForm(Form):
    """Asks: What is going on, whom is it about, and who takes it up?"""

    residents = HiddenField()
    phenomenon = Choice(_l("Wat speelt er?"), Phenomenon)
    subject_kind = Choice(_l("Waar draait het om?"), SubjectKind)
    title = Text(_l("Korte omschrijving"), length=200, required=True)
    summary = LongText(_l("Wat is er aan de hand?"), length=20_000)
    address = Text(_l("Adres of gebied"), length=300)
    care_team = FromList(_l("Team voor het zorgspoor"))
    safety_team = FromList(_l("Team voor het veiligheidsspoor"))
    next_on = Day(_l("Wanneer gebeurt het volgende?"), required=True, future=True)
    previous = Text(_l("Vorige casus"), length=20)

    def offer_teams(self, municipality_id: UUID) -> None:
        """Offer the teams that do the work of each track."""
        known = accounts.teams(municipality_id)
        for field, kind in ((self.care_team, TeamKind.CARE), (self.safety_team, TeamKind.SAFETY)):
            field.choices = [(team.id.hex, team.name) for team in known if team.kind is kind]


@bp.get("")
@guard(Permission.CASES_BROWSE, records=Event.CASES_LISTED)
def index(actor: Actor, office: Any) -> ResponseReturnValue:
    """List the cases this person may open."""
    form = FilterForm(request.args)
    form.phase.members = phase_words.to_choose_from()
    order = request.args.get("order", "next")
    found = cases.page(actor, form.chosen(), order=order, mark=request.args.get("mark"))
    total = cases.count(actor, form.chosen())
    return render_template(
        "cases/index.html",
        form=form,
        page=found,
        order=order if order in cases.ORDERS else "next",
        total=total,
        capped=total > COUNT_CAP,
        narrowed=_narrowed(),
        may_open=policy.allows(actor, Permission.CASE_OPEN, office),
    )


def _narrowed() -> dict[str, str]:
    """Give the filter as it stands in the address, for links to other pages and orders."""
    return {
        name: value
        for name, value in request.args.items()
        if name in ("state", "phase", "phenomenon", "reference", "mine") and value
    }


@bp.get("/<reference:reference>")
@guard(Permission.CASE_VIEW, loads=cases.by_reference, records=Event.CASE_SHOWN)
def show(actor: Actor, case: Case) -> ResponseReturnValue:
    """Show a case: its head, both tracks as far as this person may read them, its people."""
    limit = None if request.args.get("all") else journal.TIMELINE_STEPS
    told, has = journal.timeline(actor, case, limit=limit), cases.belongings(case)
    head = page_of(actor, case, attempts.tried(actor, case, any_left=has.attempts))
    reported = signals.of_case(actor, case) if has.signals else ()
    maybe_more = limit is not None and len(told) >= limit // 2
    return render_template(
        "cases/show.html",
        **head,
        lines=timeline.of(told),
        **strip_page.of(actor, case, has),
        silent=silence.of(head["heads"], told, whole=not maybe_more),
        maybe_more=maybe_more,
        one_list=request.args.get("view") == "one",
        flags=escalation.open_flags_of(actor, case) if has.flags else (),
        phases=escalation.history(case) if has.phases else (),
        descent=phase_page.waiting(actor, case) if has.descents else None,
        plan_head=plan_page.head(actor, case) if has.plan else None,
        at_tables=items.held(actor, case)[:SHOWN_TABLES] if has.agendas else (),
        meeting_title=meeting_page.title,
        previous=cases.previous_to(actor, case),
        following=cases.following(actor, case) if has.following else (),
        joined=joining.joined_from(actor, case) if has.joined else (),
        goes_on_as=joining.joined_into(actor, case),
        closures=closures.closures_of(case) if has.closures else (),
        balance=measures.balance_of(case) if has.balance else measures.Balance(),
        reported=signal_page.lines(actor, reported),
        **_watched(actor, case),
        may_open=policy.allows(actor, Permission.CASE_OPEN, case),
    )


def _watched(actor: Actor, case: Case) -> dict[str, Any]:
    """Give the watch over a closed case, and whether this person decides on it."""
    watch = None if case.is_open else closures.last_watch_of(case)
    may = watch is not None and policy.allows(actor, Permission.WATCH_DECIDE, watch)
    offer = handovers.waiting_watch_of(case) if watch is not None and watch.runs else None
    return {"watch": watch, "may_watch": may, "watch_offer": offer}


@bp.get("/new")
@guard(Permission.CASE_OPEN)
def new(actor: Actor, office: Any) -> ResponseReturnValue:
    """Ask what is going on; the people it is about were found or registered first."""
    form = CaseForm(
        residents=request.args.get("residents", ""), previous=request.args.get("previous", "")
    )
    form.offer_teams(office.id)
    drafts.taken_up(actor, form, url_for("cases.create"))
    people = _people(actor, form.residents.data)
    return render_template("cases/new.html", form=form, people=people)


@bp.post("")
@guard(Permission.CASE_OPEN)
def create(actor: Actor, office: Any) -> ResponseReturnValue:
    """Open the case."""
    form = CaseForm()
    form.offer_teams(office.id)
    people = _people(actor, form.residents.data)
    previous = _previous(actor, form)
    valid = form.validate()
    if form.previous.data and previous is None:
        form.previous.errors = [_("Er is geen casus met dit nummer die u mag openen.")]
    elif valid:
        try:
            case = _opened(actor, office, form, people, previous)
        except RuleBroken as error:
            form.refuse(error)
        else:
            flash(_("De casus is geopend."), "ok")
            queues.tell_of_nobody(cases.left_waiting(case))
            return redirect(url_for("cases.show", reference=case.reference), 303)
    return render_template("cases/new.html", form=form, people=people), 422


def _previous(actor: Actor, form: CaseForm) -> Case | None:
    """Give the case whose reference was typed; one that is not for this person is not there."""
    typed = form.previous.data
    reference = residents.openable_case(actor, typed) if typed else None
    return cases.by_reference(reference) if reference is not None else None


def _opened(
    actor: Actor,
    office: Any,
    form: CaseForm,
    people: list[Resident],
    previous: Case | None,
) -> Case:
    known = {team.id.hex: team for team in accounts.teams(office.id)}
    return cases.open_case(
        actor,
        office,
        phenomenon=form.phenomenon.data,
        subject_kind=form.subject_kind.data,
        residents=people,
        title=form.title.data,
        summary=form.summary.data,
        address=form.address.data,
        care_team=known[form.care_team.data],
        safety_team=known[form.safety_team.data],
        next_on=form.next_on.data or clock.today(),
        previous=previous,
    )


def _people(actor: Actor, typed: str | None) -> list[Resident]:
    """Give the residents named in the form, as far as this person may see them."""
    found = []
    for text in (typed or "").split(",")[:20]:
        try:
            resident = residents.resident(UUID(hex=text))
        except ValueError:
            continue
        if resident is not None and policy.allows(actor, Permission.RESIDENT_VIEW, resident):
            found.append(resident)
    return found
