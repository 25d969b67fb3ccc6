"""The quarterly report of the review of access, as a page to print and as an accessible PDF.

Management and the data protection officer read how many looks were put to reviewers, what was found
and how much is late; no colleague, case or resident is in it.
"""

from datetime import date, timedelta
from typing import Any

from flask import Blueprint, Response, render_template
from flask.typing import ResponseReturnValue

from caseapp import accesslog, reviews
from caseapp.accesslog import Event
from caseapp.kernel import clock
from caseapp.kernel.actor import Actor
from caseapp.policy import Permission
from caseapp.web.guard import guard
from caseapp.web.paper import as_pdf
from caseapp.web.wording import day, label, language
from caseapp.web.wording import gettext as _

A_QUARTER = timedelta(days=91)
bp = Blueprint("figures", __name__, url_prefix="/figures")
files = Blueprint("files", __name__, url_prefix="/pdf")


@bp.get("")
@guard(Permission.REVIEWS_BROWSE, records=Event.REVIEWS_SHOWN)
def index(_actor: Actor, office: Any) -> ResponseReturnValue:
    """Show how the reviewing went in the last quarter, to print and sign."""
    return render_template("reviews/figures.html", **_report(office.id))


@files.get("")
@guard(Permission.REVIEWS_BROWSE, records=Event.REVIEWS_SHOWN)
def show(_actor: Actor, office: Any) -> ResponseReturnValue:
    """Give the same as a PDF that a screen reader can read."""
    report = _report(office.id)
    body = as_pdf("report", _paper(office.name, **report), written_at=clock.now())
    name = f"beoordeling-{report['first'].isoformat()}-{report['last'].isoformat()}.pdf"
    headers = {"Content-Disposition": f'attachment; filename="{name}"'}
    return Response(body, headers=headers, content_type="application/pdf")


def _report(municipality_id: Any) -> dict[str, Any]:
    last = clock.today()
    first = last - A_QUARTER
    chosen = reviews.parameters_of(municipality_id)
    return {
        "figures": reviews.figures(municipality_id, first, last),
        "first": first,
        "last": last,
        "unsampled": reviews.weeks_without_sample(municipality_id, first, last),
        "head": accesslog.newest_head(municipality_id),
        "numbers": [(name, getattr(chosen, name)) for name in sorted(reviews.MEANINGS)],
    }


def _paper(
    town: str, *, figures: Any, first: date, last: date, unsampled: Any, head: Any, numbers: Any
) -> dict[str, Any]:
    """Write the report down as the template of the paper takes it: texts and nothing else."""
    parts = [
        _part(_("In cijfers"), [_("Wat"), _("Aantal")], _pairs(figures)),
        _part(
            _("Per soort"),
            [_("Soort"), _("Voorgelegd"), _("Beoordeeld"), _("Niet toegestaan")],
            [(label(kind), *counts) for kind, counts in figures.by_kind.items()],
        ),
        _part(_("De getallen van de regels"), [_("Getal"), _("Waarde")], numbers),
    ]
    if unsampled:
        weeks = [_("de week tot en met %(day)s", day=day(sunday)) for sunday in unsampled]
        parts.insert(2, _part(_("Weken zonder steekproef"), [], [], weeks))
    if head is not None:
        said = [
            _("Stand van het log bij dit verslag:"),
            head.origin,
            str(head.size),
            head.root.hex(),
        ]
        parts.append(_part(_("Het zegel"), [], [], [" ".join(str(one) for one in said)]))
    return {
        "lang": language(),
        "title": str(_("Kwartaalverslag van de beoordeling")),
        "intro": [
            town,
            str(_("Van %(first)s tot en met %(last)s", first=day(first), last=day(last))),
        ],
        "parts": parts,
    }


def _pairs(figures: Any) -> list[tuple[Any, ...]]:
    none = _("nog geen")
    agreement = figures.agreement
    return [
        (_("Keren dat iemand een inwoner of casus opende"), figures.looks),
        (_("Voorgelegd"), figures.put),
        (_("Beoordeeld"), figures.judged),
        (_("beoordeeld van wat is voorgelegd"), f"{figures.coverage}%"),
        (_("te laat"), figures.overdue),
        (_("niet toegestaan"), figures.unlawful),
        (_("Niet duidelijk, in gesprek"), figures.unclear),
        (
            _("Dagen tot een oordeel (mediaan)"),
            none if figures.median_days is None else figures.median_days,
        ),
        (_("Twee lezers eens"), none if agreement is None else f"{agreement}%"),
    ]


def _part(title: Any, columns: Any, rows: Any, texts: Any = ()) -> dict[str, Any]:
    return {
        "title": str(title),
        "columns": [str(one) for one in columns],
        "rows": [[str(cell) for cell in row] for row in rows],
        "texts": [str(one) for one in texts],
    }


bp.register_blueprint(files)
