"""The referral package: a case brought to the Zorg- en Veiligheidshuis or a table like it.

Who is asked for help there wants to know the same of every case. It is filled from what both tracks
read and from what the maker writes here; of the words that were shared from a track only those go
along that the maker ticks, and never police data. Nobody's notes are in it, and no citizen service
number.
"""

from collections.abc import Sequence

from flask import Blueprint, url_for
from flask.typing import ResponseReturnValue
from flask_babel import lazy_gettext as _l

from caseapp import cases, escalation
from caseapp.accesslog import Event
from caseapp.journal import sharing
from caseapp.kernel.actor import Actor
from caseapp.kernel.errors import RuleBroken
from caseapp.model.cases import Case
from caseapp.model.content import ContentClass
from caseapp.model.escalation import TEXT_LENGTH, Criterion, PhaseChange
from caseapp.model.papers import PaperKind, Reach
from caseapp.model.shares import Share, ShareGround
from caseapp.policy import Permission
from caseapp.web import drafts, labels, paper_making, paper_words, referral_words
from caseapp.web.forms import Choice, Day, LongText, Text
from caseapp.web.guard import guard
from caseapp.web.paper_labels import Danger, Informed
from caseapp.web.paper_making import PaperForm
from caseapp.web.phase_changes import Ticks

bp = Blueprint(
    "referral_papers", __name__, url_prefix="/cases/<reference:reference>/papers/referral"
)
ANSWER, TITLE = 2_000, 300


class ReferralForm(PaperForm):
    """Asks: What is the question, what is acute, what was tried, and does the resident know?"""

    manager = Text(_l("Welke leidinggevende is het ermee eens?"), required=True)
    question = LongText(_l("Wat vraagt u?"), length=ANSWER, required=True)
    outcome = LongText(_l("Wat wilt u bereiken?"), length=ANSWER, required=True)
    partners = LongText(_l("Wie moet erbij zijn?"), length=ANSWER)
    shared = Ticks(_l("Welke gedeelde woorden gaan mee?"))
    dangers = Ticks(_l("Wat speelt er acuut?"))
    acted = LongText(_l("Wat is daaraan gedaan?"), length=ANSWER)
    why = LongText(_l("Waarom deze fase?"), length=TEXT_LENGTH)
    tried = LongText(_l("Wat is er geprobeerd?"), length=TEXT_LENGTH)
    criteria = Ticks(_l("Wat klopt voor deze casus?"))
    explained = LongText(_l("Waaraan ziet u dat?"), length=ANSWER, required=True)
    informed = Choice(_l("Weet de inwoner van deze aanmelding?"), Informed)
    informed_on = Day(_l("Wanneer hoorde de inwoner het, of wanneer kijkt u opnieuw?"))
    informed_how = LongText(
        _l("Hoe, en wat zei de inwoner? Of: waarom nog niet?"), length=ANSWER, required=True
    )


@bp.get("/new")
@guard(Permission.PAPER_MAKE, loads=cases.by_reference, records=Event.PAPER_PREVIEWED)
def new(actor: Actor, case: Case) -> ResponseReturnValue:
    """Ask what the table wants to know, with what is known filled in."""
    history = escalation.history(case)
    form = ReferralForm(
        reach=Reach.OUTSIDE,
        ground=ShareGround.PUBLIC_TASK,
        why=paper_words.last_reason(history),
        tried=paper_words.last_tried(history),
        criteria=next((one.criteria.split() for one in history if one.criteria), []),
    )
    offer(actor, case, form)
    drafts.taken_up(actor, form, url_for("referral_papers.create", reference=case.reference))
    return paper_making.page(case, form, PaperKind.REFERRAL)


@bp.post("")
@guard(Permission.PAPER_MAKE, loads=cases.by_reference, records=Event.PAPER_PREVIEWED)
def create(actor: Actor, case: Case) -> ResponseReturnValue:
    """Show it as it will be, and make it once it was read like that."""
    form, history = ReferralForm(), escalation.history(case)
    offer(actor, case, form)
    form.validate()
    form.refuse_all(objections(form, history))
    return paper_making.made_or_previewed(
        actor,
        case,
        form,
        PaperKind.REFERRAL,
        compose=lambda number: referral_words.of(actor, case, form, history, number),
    )


def objections(form: ReferralForm, history: Sequence[PhaseChange]) -> list[RuleBroken]:
    """Give what forbids it: words that are no decision about the phase, and an untold day."""
    found = paper_words.other_words(history, why=form.why.data, tried=form.tried.data)
    if form.informed.data is not None and form.informed_on.data is None:
        done = form.informed.data is Informed.DONE
        found.append(
            RuleBroken("paper-informed-when" if done else "paper-informed-again", "informed_on")
        )
    return found


def offer(actor: Actor, case: Case, form: ReferralForm) -> None:
    """Offer the dangers, the criteria, and what of each track was shared and is no police data."""
    form.dangers.offers = [(one.value, labels.of(one), one) for one in Danger]
    form.criteria.offers = [(one.value, labels.of(one), one) for one in Criterion]
    form.shared.offers = [(one.id.hex, _titled(one), one) for one in may_go_along(actor, case)]


def may_go_along(actor: Actor, case: Case) -> list[Share]:
    """Give what is on the strip today but police data: that goes by a decision of its own."""
    return [one for one in sharing.on_strip(actor, case) if one.content is not ContentClass.POLICE]


def _titled(share: Share) -> str:
    return f"{labels.of(share.from_track)}: {paper_words.begin_of(share.excerpt, TITLE)}"
