"""The plan on paper: what is for both tracks, and one track when who works on it asks for it."""

from dataclasses import replace

from flask import Blueprint, flash, redirect, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l

from caseapp import cases, plans, policy
from caseapp.accesslog import Event
from caseapp.kernel.actor import Actor
from caseapp.model.cases import Case
from caseapp.model.papers import RECIPIENT_LENGTH, PaperKind, Reach, Receiver
from caseapp.model.shares import ShareGround
from caseapp.model.whose import TOGETHER
from caseapp.papers.addressing import Address
from caseapp.policy import Permission
from caseapp.web import drafts, paper_making, plan_paper_words, plan_people
from caseapp.web.forms import Choice, FromList, Text
from caseapp.web.guard import guard
from caseapp.web.paper_labels import Contents
from caseapp.web.paper_making import PaperForm

bp = Blueprint("plan_papers", __name__, url_prefix="/cases/<reference:reference>/papers/plan")


class PlanPaperForm(PaperForm):
    """Asks: Does a track go along, and of several people, whose copy is it and who takes it?"""

    whose = FromList(_l("Van wie is dit exemplaar?"))
    receiver = Choice(_l("Aan wie geeft u het?"), Receiver, must_choose=False)
    organisation = Text(_l("Organisatie"), length=RECIPIENT_LENGTH)
    contents = Choice(_l("Wat staat erin?"), Contents)

    def address(self) -> Address:
        """Give for whom it is, and whose copy; of one person there is no other."""
        person = plan_people.chosen(self).resident_id
        receiver = self.receiver.data if "receiver" in self else None
        return replace(super().address(), person=person, receiver=receiver)


@bp.get("/new")
@guard(Permission.PAPER_MAKE, loads=cases.by_reference, records=Event.PAPER_PREVIEWED)
def new(actor: Actor, case: Case) -> ResponseReturnValue:
    """Ask for whom it is, and whether one's own track goes along."""
    if plans.active(case) is None:
        return _back(case)
    form = PlanPaperForm(ground=ShareGround.PUBLIC_TASK, contents=Contents.BOTH)
    _offer(actor, case, form)
    plan_people.asked_for(form)
    _fill_in(case, form)
    drafts.taken_up(actor, form, url_for("plan_papers.create", reference=case.reference))
    return paper_making.page(case, form, PaperKind.PLAN)


@bp.post("")
@guard(Permission.PAPER_MAKE, loads=cases.by_reference, records=Event.PAPER_PREVIEWED)
def create(actor: Actor, case: Case) -> ResponseReturnValue:
    """Show it as it will be, and make it once it was read like that."""
    plan, form = plans.active(case), PlanPaperForm()
    if plan is None:
        return _back(case)
    _offer(actor, case, form)
    form.validate()
    track = form.contents.data.track if form.contents.data is not None else None
    return paper_making.made_or_previewed(
        actor,
        case,
        form,
        PaperKind.PLAN,
        compose=lambda number: plan_paper_words.paper(
            actor, case, plan, address=form.address(), number=number, track=track
        ),
        track=track,
        tells_of=lambda: plan_paper_words.told(
            actor, case, plan, person=form.address().person, track=track
        ),
    )


def _fill_in(case: Case, form: PlanPaperForm) -> None:
    """Fill in what the copy of one of them asks; who takes it is said by whoever makes it."""
    person = plan_people.chosen(form).resident_id
    if person is not None:
        form.recipient.data = plan_people.people(case)[person]
        form.reach.data = Reach.OUTSIDE


def _back(case: Case) -> ResponseReturnValue:
    flash(_("Er is geen plan dat geldt. Stel het eerst vast."), "warning")
    return redirect(url_for("papers.index", reference=case.reference), 303)


def _offer(actor: Actor, case: Case, form: PlanPaperForm) -> None:
    own = [
        Contents(track.kind.value)
        for track in case.tracks
        if policy.allows(actor, Permission.TRACK_PRINT, track)
    ]
    form.contents.members = [Contents.BOTH, *own]
    if plan_people.is_household(case):
        names = plan_people.people(case).items()
        everybody = _("van iedereen: alleen voor wie eraan werkt")
        form.whose.choices = [
            ("", _("Kies van wie")),
            (TOGETHER.key, everybody),
            *((person.hex, name) for person, name in names),
        ]
    else:
        del form.whose, form.receiver
    if form.contents.data not in form.contents.members:
        form.contents.data = None
