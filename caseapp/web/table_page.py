"""The page of a case on an agenda, with the forms by which the meeting is run."""

from typing import Any

from flask import render_template, request, url_for
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l

from caseapp import meetings, policy
from caseapp.kernel.actor import Actor
from caseapp.meetings import items
from caseapp.model.accounts import User
from caseapp.model.content import ContentClass
from caseapp.model.meeting_words import ItemOutcome, Presence
from caseapp.model.meetings import PURPOSE_LENGTH, SHARED_LENGTH, AgendaItem
from caseapp.model.plans import EXECUTOR_LENGTH, GOAL_LENGTH
from caseapp.plans import action_items
from caseapp.policy import Permission
from caseapp.web import drafts, meeting_page, table_paper
from caseapp.web.forms import Cards, Choice, Day, Form, FromList, LongText, Text
from caseapp.web.phase_changes import Ticks


class PresenceForm(Form):
    """Asks: Who of the invited is there?"""

    present = Ticks(_l("Wie is er bij?"))


class DecisionForm(Form):
    """Asks: What is decided, who sees to it, and before when?"""

    text = LongText(_l("Wat is besloten?"), length=GOAL_LENGTH, required=True)
    owner = FromList(_l("Wie zorgt dat het gebeurt?"), required=False)
    executor = Text(_l("Wie voert het uit, als dat een partner is?"), length=EXECUTOR_LENGTH)
    due_on = Day(_l("Uiterlijk op"), required=True, future=True)


class ConclusionForm(Form):
    """Asks: What came of it, and what was told to whoever does not work on the case?"""

    outcome = Cards(_l("Wat kwam ervan?"), ItemOutcome)
    shared = LongText(_l("Wat is gedeeld aan tafel?"), length=SHARED_LENGTH)
    content = Choice(_l("Soort gegevens"), ContentClass, must_choose=False)
    to = FromList(_l("Naar welk overleg?"), required=False)
    reason = LongText(_l("Waarom niet nu?"), length=PURPOSE_LENGTH)


def presence_form(item: AgendaItem, **how: Any) -> PresenceForm:
    """Ask who is there, filled in with what was written down before; at first everybody is."""
    there = [one.id.hex for one in item.invited if one.presence is not Presence.ABSENT]
    form = PresenceForm(present=there, **how)
    form.present.offers = [(one.id.hex, meeting_page.guest(one), one.id) for one in item.invited]
    return form


def decision_form(item: AgendaItem, **how: Any) -> DecisionForm:
    """Ask what is decided."""
    form = DecisionForm(**how)
    people = action_items.fit_for(item.case, item.track)
    first = ("", _("Wie het spoor heeft, of de casusregisseur"))
    form.owner.choices = [first, *((one.id.hex, meeting_page.colleague(one)) for one in people)]
    return form


def conclusion_form(actor: Actor, item: AgendaItem, **how: Any) -> ConclusionForm:
    """Ask what came of it."""
    form = ConclusionForm(outcome=ItemOutcome.DECIDED, **how)
    later = [one for one in meeting_page.offered(actor) if one[0] != item.meeting_id.hex]
    form.to.choices = [("", _("Kies een overleg")), *later]
    return form


def chosen_owner(item: AgendaItem, typed: str) -> User | None:
    """Give who was chosen to see to it; the form offers only who can."""
    fit = {one.id.hex: one for one in action_items.fit_for(item.case, item.track)}
    return fit.get(typed)


def page(actor: Actor, item: AgendaItem, **sent: Form) -> str:
    """Write the page; a form that was sent and refused stands as it was typed."""
    fresh: dict[str, Any] = {"formdata": None} if request.method == "POST" else {}
    runs = item.is_open and items.is_of_today(item)
    may_run = runs and policy.allows(actor, Permission.ITEM_RUN, item)
    forms: dict[str, Form] = {
        "presence": presence_form(item, **fresh),
        "decision": decision_form(item, **fresh),
        "conclusion": conclusion_form(actor, item, **fresh),
    }
    places = addresses(item)
    if not fresh:
        for name in ("decision", "conclusion"):
            drafts.taken_up(actor, forms[name], places[name])
    before, after = items.neighbours(actor, item)
    return render_template(
        "meetings/item.html",
        item=item,
        case=item.case,
        meeting=item.meeting,
        name=meeting_page.name(item.meeting),
        guest=meeting_page.guest,
        has_paper=table_paper.is_for,
        decided=action_items.decided(actor, item),
        number=items.decided(item),
        may_run=may_run,
        may_prepare=policy.allows(actor, Permission.ITEM_PREPARE, item),
        may_open=policy.allows(actor, Permission.CASE_VIEW, item.case),
        today_or_before=items.is_of_today(item),
        before=before,
        after=after,
        places=places,
        **{**forms, **sent},
    )


def addresses(item: AgendaItem) -> dict[str, str]:
    """Give where each form of the page is sent."""
    return {
        "presence": url_for("presence.update", item_id=item.id),
        "decision": url_for("decisions.create", item_id=item.id),
        "conclusion": url_for("conclusions.create", item_id=item.id),
    }


def later_meeting(actor: Actor, typed: str) -> Any:
    """Give the meeting that was chosen to put a case off to."""
    found = {one.id.hex: one for one in meetings.to_come(actor.municipality_id)}
    return found.get(typed)
