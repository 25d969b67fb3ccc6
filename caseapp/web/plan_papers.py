"""The plan on paper: what is for both tracks, and one track when who works on it asks for it."""

from collections.abc import Sequence
from typing import Any

from flask import Blueprint, flash, redirect, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l

from caseapp import cases, plans, policy
from caseapp.accesslog import Event
from caseapp.kernel.actor import Actor
from caseapp.model.cases import Case, TrackKind
from caseapp.model.papers import PaperKind
from caseapp.model.plans import Plan
from caseapp.model.shares import ShareGround
from caseapp.plans import parties
from caseapp.policy import Permission
from caseapp.web import drafts, paper_making
from caseapp.web import paper_words as words
from caseapp.web.area_fields import area_name
from caseapp.web.forms import Choice
from caseapp.web.guard import guard
from caseapp.web.paper_labels import Contents
from caseapp.web.paper_making import PaperForm
from caseapp.web.paper_words import Words
from caseapp.web.wording import day, label

bp = Blueprint("plan_papers", __name__, url_prefix="/cases/<reference:reference>/papers/plan")


class PlanPaperForm(PaperForm):
    """Asks: Does a track go along with what is for both?"""

    contents = Choice(_l("Wat staat erin?"), Contents)


@bp.get("/new")
@guard(Permission.PAPER_MAKE, loads=cases.by_reference, records=Event.PAPER_PREVIEWED)
def new(actor: Actor, case: Case) -> ResponseReturnValue:
    """Ask for whom it is, and whether one's own track goes along."""
    if plans.active(case) is None:
        return _back(case)
    form = PlanPaperForm(ground=ShareGround.PUBLIC_TASK, contents=Contents.BOTH)
    _offer(actor, case, form)
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
        compose=lambda number: _words(actor, case, form, plan, number),
        track=track,
    )


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
    if form.contents.data not in form.contents.members:
        form.contents.data = None


def _words(actor: Actor, case: Case, form: PlanPaperForm, plan: Plan, number: int) -> Words:
    track = form.contents.data.track
    named = "" if track is None else f" met het {label(track)}"
    since = f"Versie {plan.number}, geldt sinds {day(plan.confirmed_at)}."
    return words.paper(
        case,
        form.address(),
        number=number,
        title=f"Plan van aanpak{named}, casus {case.reference}",
        parts=[
            words.part("Welk plan dit is", since),
            words.part("Wat de inwoner zelf wil", plan.own_words or "Nog niet opgeschreven."),
            *_side(actor, case, plan, None),
            *(_side(actor, case, plan, track) if track is not None else ()),
            words.part(
                "Veiligheidsafspraken",
                *_said("Waaraan merken we dat het misgaat", plan.signs),
                *_said("Wie doet dan wat", plan.safety),
                *_said("Wie bellen we", plan.to_call),
            ),
            _stands(plan),
        ],
    )


def _said(name: str, text: str) -> list[str]:
    return [f"{name}: {text}"] if text else []


def _side(actor: Actor, case: Case, plan: Plan, track: TrackKind | None) -> Sequence[Words]:
    """Give the goals and the open actions of one side of the plan, and of no other."""
    side = "voor beide sporen" if track is None else f"op het {label(track)}"
    goals = [one for one in plans.goals(actor, case, plan.number) if one.track is track]
    open_now = [one for one in plans.standing(actor, case).open if one.action.track is track]
    return [
        words.part(
            f"Doelen {side}",
            *([] if goals else ["Er is hier geen doel."]),
            columns=("Leefgebied", "Doel"),
            rows=[(area_name(one), one.text) for one in goals],
        ),
        words.part(
            f"Wie doet wat {side}",
            *([] if open_now else ["Er staat hier niets open."]),
            columns=("Wat", "Wie", "Voor"),
            rows=[
                (
                    one.action.text,
                    one.holder.name if one.holder is not None else "nog niemand",
                    day(one.due_on),
                )
                for one in open_now
            ],
        ),
    ]


def _stands(plan: Plan) -> Words:
    rows: list[tuple[Any, ...]] = [
        (
            label(party),
            ", ".join(label(one) for one in (stand.presence, stand.consent) if one is not None),
            stand.why,
        )
        for party, stand in parties.read(plan.parties).items()
    ]
    return words.part(
        "Wie dacht mee, en wie stemt in",
        columns=("Wie", "Meegedacht en ingestemd", "Toelichting"),
        rows=rows,
    )
