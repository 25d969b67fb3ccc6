"""How every paper of a case is made: asked, shown as it will be, written down, and then printed."""

from collections.abc import Callable, Collection
from typing import Any
from uuid import UUID

from flask import Response, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import lazy_gettext as _l
from wtforms import HiddenField

from caseapp import papers
from caseapp.kernel import clock
from caseapp.kernel.actor import Actor
from caseapp.kernel.errors import RuleBroken
from caseapp.model.case_words import TrackKind
from caseapp.model.cases import Case
from caseapp.model.papers import RECIPIENT_LENGTH, PaperKind, Reach
from caseapp.model.shares import PURPOSE_LENGTH, ShareGround
from caseapp.papers import addressing
from caseapp.papers.addressing import Address
from caseapp.web import paper_words
from caseapp.web.forms import Choice, Form, LongText, Text
from caseapp.web.paper import as_pdf, pages_of
from caseapp.web.paper_words import Words

SIZES = (10.5, 10, 9.5, 9)
"""In which sizes a paper of one page is tried, the largest first; smaller cannot be read."""
Compose = Callable[[int], Words]
"""Writes the whole paper down, as the copy with this number."""


class PaperForm(Form):
    """Asks: For whom is it, does it leave the municipality, what for, and on which ground?"""

    recipient = Text(_l("Voor wie?"), length=RECIPIENT_LENGTH, required=True)
    function = Text(_l("Functie"), length=RECIPIENT_LENGTH)
    organisation = Text(_l("Organisatie"), length=RECIPIENT_LENGTH, required=True)
    reach = Choice(_l("Blijft het binnen de gemeente?"), Reach)
    purpose = LongText(
        _l("Waarvoor heeft de ontvanger dit nodig?"), length=PURPOSE_LENGTH, required=True
    )
    ground = Choice(_l("Grondslag"), ShareGround, members=addressing.GROUNDS)
    previewed = HiddenField()
    """By what the paper that was read is known: only that one is made."""

    def address(self) -> Address:
        """Give for whom it is, once that is filled in."""
        return Address(
            recipient=self.recipient.data,
            function=self.function.data,
            organisation=self.organisation.data,
            purpose=self.purpose.data,
            ground=self.ground.data,
            reach=self.reach.data,
        )


def page(case: Case, form: PaperForm, kind: PaperKind, *, preview: Words | None = None) -> str:
    """Show the form, and above it the paper as it will be."""
    form.previewed.data = paper_words.fingerprint(preview) if preview else ""
    return render_template(
        f"papers/{kind.value}.html",
        form=form,
        case=case,
        kind=kind,
        preview=preview,
        action=url_for(f"{kind.value}_papers.create", reference=case.reference),
    )


def made_or_previewed(
    actor: Actor,
    case: Case,
    form: PaperForm,
    kind: PaperKind,
    *,
    compose: Compose,
    track: TrackKind | None = None,
    tells_of: Callable[[], Collection[UUID] | None] = lambda: None,
) -> ResponseReturnValue:
    """Hand the paper out once it was read as it is; until then, and when it changed, show it.

    That it is made stands in the log and in the case first: both are committed before a byte of it
    leaves.
    """
    form.refuse_all(addressing.objections_to(kind, form.address()))
    form.refuse_all(papers.unfit_recipient(case, kind, form.address()))
    words = _composed(case, form, compose) if not form.errors else None
    if words is None or form.previewed.data != paper_words.fingerprint(words):
        return page(case, form, kind, preview=words), 422
    address, number = form.address(), words["number"]
    try:
        papers.make_paper(
            actor, case, kind=kind, number=number, address=address, track=track, tells_of=tells_of()
        )
    except RuleBroken as error:
        form.refuse(error)
        return page(case, form, kind), 422
    body, name = as_pdf("case", words, written_at=clock.now()), f"{case.reference}-{number}.pdf"
    return handed_out(case, body, name=name, content_type="application/pdf")


def _composed(case: Case, form: PaperForm, compose: Compose) -> Words | None:
    """Write it down in Dutch; what must fit on one page is set as large as it does, or refused."""
    with paper_words.in_dutch():
        words = compose(papers.next_number(case))
    if not words["one_page"]:
        return words
    for size in SIZES:
        words["size"] = size
        if pages_of("case", words) == 1:
            return words
    form.refuse(RuleBroken("paper-too-long"))
    return None


def handed_out(case: Case, body: bytes, *, name: str, content_type: str) -> Response:
    """Give the file; a second press on the same button leads to the list, not to a second copy."""
    headers: dict[str, Any] = {
        "Content-Disposition": f'attachment; filename="{name}"',
        "Location": url_for("papers.index", reference=case.reference),
    }
    return Response(body, headers=headers, content_type=content_type)
