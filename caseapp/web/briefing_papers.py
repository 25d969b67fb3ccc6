"""The briefing sheet: one page for the mayor or an alderman who has to decide.

It holds what both tracks read and nobody's notes: the phase and why, what was tried, the balance of
care and safety, what can be chosen, and who is responsible. No resident is named.
"""

from collections.abc import Sequence

from flask import Blueprint, g, url_for
from flask.typing import ResponseReturnValue
from flask_babel import lazy_gettext as _l

from caseapp import cases, escalation
from caseapp.accesslog import Event
from caseapp.kernel import clock
from caseapp.kernel.actor import Actor
from caseapp.model.cases import Case
from caseapp.model.escalation import PhaseChange
from caseapp.model.papers import PaperKind, Reach
from caseapp.model.shares import ShareGround
from caseapp.policy import Permission
from caseapp.web import drafts, paper_making
from caseapp.web import paper_words as words
from caseapp.web.forms import LongText
from caseapp.web.guard import guard
from caseapp.web.paper_making import PaperForm
from caseapp.web.paper_words import Words
from caseapp.web.wording import label, short_day

bp = Blueprint(
    "briefing_papers", __name__, url_prefix="/cases/<reference:reference>/papers/briefing"
)
SHORT, OPTIONS = 900, 1_500
PHASES_SHOWN = 4


class BriefingForm(PaperForm):
    """Asks: What of the reasons, what of what was tried, and what can be chosen?"""

    why = LongText(_l("Waarom deze fase?"), length=SHORT)
    tried = LongText(_l("Wat is er geprobeerd?"), length=SHORT)
    options = LongText(_l("Wat kan de bestuurder kiezen?"), length=OPTIONS, required=True)


@bp.get("/new")
@guard(Permission.PAPER_MAKE, loads=cases.by_reference, records=Event.PAPER_PREVIEWED)
def new(actor: Actor, case: Case) -> ResponseReturnValue:
    """Ask for whom it is, with the last reasons filled in to be shortened."""
    history = escalation.history(case)
    form = BriefingForm(
        organisation=f"Gemeente {g.signed_in.office.name}",
        function="burgemeester",
        reach=Reach.INSIDE,
        ground=ShareGround.PUBLIC_TASK,
        why=words.begin_of(words.last_reason(history), SHORT),
        tried=words.begin_of(words.last_tried(history), SHORT),
    )
    drafts.taken_up(actor, form, url_for("briefing_papers.create", reference=case.reference))
    return paper_making.page(case, form, PaperKind.BRIEFING)


@bp.post("")
@guard(Permission.PAPER_MAKE, loads=cases.by_reference, records=Event.PAPER_PREVIEWED)
def create(actor: Actor, case: Case) -> ResponseReturnValue:
    """Show it as it will be, and make it once it was read like that."""
    form, history = BriefingForm(), escalation.history(case)
    form.validate()
    form.refuse_all(words.other_words(history, why=form.why.data, tried=form.tried.data))
    return paper_making.made_or_previewed(
        actor,
        case,
        form,
        PaperKind.BRIEFING,
        compose=lambda number: _words(actor, case, form, history, number),
    )


def phases(history: Sequence[PhaseChange]) -> Words:
    """Give the last decisions about the phase: when, to where, and by whom."""
    return words.part(
        "De laatste besluiten over de fase",
        columns=("Dag", "Besluit", "Door"),
        rows=[
            (
                short_day(clock.local(one.changed_at).date()),
                f"blijft in {label(one.to_phase)}"
                if one.stays
                else f"van {label(one.from_phase)} naar {label(one.to_phase)}",
                one.decided_by.name,
            )
            for one in history[:PHASES_SHOWN]
        ],
    )


def _words(
    actor: Actor, case: Case, form: BriefingForm, history: Sequence[PhaseChange], number: int
) -> Words:
    return words.paper(
        case,
        form.address(),
        number=number,
        title=f"Informatieblad voor het bestuur, casus {case.reference}",
        one_page=True,
        parts=[
            words.phase(case),
            phases(history),
            words.part("Waarom", form.why.data or "Over de fase is nog niets besloten."),
            words.part("Wat is er geprobeerd", form.tried.data or "Daarover is niets vastgelegd."),
            words.balance(case),
            words.agreed(actor, case),
            words.part("Wat u kunt kiezen", form.options.data),
            words.responsible(case, history),
        ],
    )
