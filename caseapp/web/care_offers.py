"""Care that was offered: the days beside the measures of a case, and what was said to it."""

from flask import Blueprint, flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l

from caseapp import cases, measures, policy
from caseapp.accesslog import Event
from caseapp.kernel import clock
from caseapp.kernel.actor import Actor
from caseapp.kernel.errors import RuleBroken
from caseapp.model.cases import Case
from caseapp.model.measures import TEXT_LENGTH, CareAnswer, CareKind, CareOffer
from caseapp.policy import Permission
from caseapp.web import drafts, labels
from caseapp.web.forms import Cards, Choice, Day, Form, LongText
from caseapp.web.guard import guard

bp = Blueprint("care_offers", __name__)


class OfferForm(Form):
    """Asks: Which help was offered, and when?"""

    kind = Choice(_l("Welke hulp?"), CareKind)
    offered_on = Day(_l("Wanneer aangeboden?"), required=True, past=True)
    note = LongText(_l("Wat is aangeboden, en door wie?"), length=TEXT_LENGTH, required=True)


class AnswerForm(Form):
    """Asks: What did they say to it, and when?"""

    answer = Cards(_l("Wat was het antwoord?"), CareAnswer)
    answered_on = Day(_l("Wanneer?"), required=True, past=True)
    note = LongText(_l("Wat is aangeboden, en hoe liep het?"), length=TEXT_LENGTH, required=True)


@bp.get("/cases/<reference:reference>/care-offers")
@guard(Permission.CARE_READ, loads=cases.by_reference, records=Event.CARE_OFFERS_SHOWN)
def index(actor: Actor, case: Case) -> ResponseReturnValue:
    """Show the care that was offered in a case, beside the days of its measures."""
    return render_template(
        "measures/care.html",
        case=case,
        offers=measures.care_offers_of(actor, case),
        balance=measures.balance_of(case),
        may_offer=policy.allows(actor, Permission.CARE_OFFER, case),
    )


@bp.get("/cases/<reference:reference>/care-offers/new")
@guard(Permission.CARE_OFFER, loads=cases.by_reference)
def new(actor: Actor, case: Case) -> ResponseReturnValue:
    """Ask which help was offered."""
    form = OfferForm(offered_on=clock.today())
    drafts.taken_up(actor, form, _address(case))
    return _page(case, form)


@bp.post("/cases/<reference:reference>/care-offers")
@guard(Permission.CARE_OFFER, loads=cases.by_reference)
def create(actor: Actor, case: Case) -> ResponseReturnValue:
    """Write down that it was offered."""
    form = OfferForm()
    if form.validate():
        try:
            measures.offer_care(
                actor,
                case,
                kind=form.kind.data,
                offered_on=form.offered_on.data or clock.today(),
                note=form.note.data,
            )
        except RuleBroken as error:
            form.refuse(error)
        else:
            flash(_("Het aanbod is bewaard."), "ok")
            return redirect(url_for("care_offers.index", reference=case.reference), 303)
    return _page(case, form), 422


def _address(case: Case) -> str:
    return url_for("care_offers.create", reference=case.reference)


def _page(case: Case, form: OfferForm) -> str:
    return render_template("measures/care_new.html", form=form, case=case, action=_address(case))


@bp.get("/care-offers/<id:offer_id>/edit")
@guard(Permission.CARE_OFFER_ANSWER, loads=measures.care_offer)
def edit(actor: Actor, offer: CareOffer) -> ResponseReturnValue:
    """Ask what was said to it."""
    form = AnswerForm(
        answer=offer.answer, answered_on=offer.answered_on or clock.today(), note=offer.note
    )
    overtaken = drafts.taken_up(actor, form, _place(offer), version=offer.version)
    return _answering(offer, form, overtaken=overtaken)


@bp.post("/care-offers/<id:offer_id>")
@guard(Permission.CARE_OFFER_ANSWER, loads=measures.care_offer)
def update(actor: Actor, offer: CareOffer) -> ResponseReturnValue:
    """Keep what was said to it."""
    form = AnswerForm()
    if form.validate():
        form.must_be_made_from(offer, lambda: _as_it_stands(offer))
        try:
            measures.answer_care(
                actor,
                offer,
                answer=form.answer.data,
                answered_on=form.answered_on.data or clock.today(),
                note=form.note.data,
            )
        except RuleBroken as error:
            form.refuse(error)
        else:
            flash(_("Het antwoord is bewaard."), "ok")
            return redirect(url_for("care_offers.index", reference=offer.case.reference), 303)
    return _answering(offer, form, overtaken=False), 422


def _place(offer: CareOffer) -> str:
    return url_for("care_offers.update", offer_id=offer.id)


def _as_it_stands(offer: CareOffer) -> dict[str, str]:
    return {
        str(_("Antwoord")): labels.of(offer.answer) if offer.answer else "",
        str(_("Wat is aangeboden")): offer.note,
    }


def _answering(offer: CareOffer, form: AnswerForm, *, overtaken: bool) -> str:
    return render_template(
        "measures/care_edit.html",
        form=form,
        offer=offer,
        case=offer.case,
        action=_place(offer),
        theirs=list(_as_it_stands(offer).items()) if overtaken else [],
    )
