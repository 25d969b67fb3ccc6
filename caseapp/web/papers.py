"""The papers of a case: which may be made, and which were, when, by whom and for whom."""

from flask import Blueprint, render_template
from flask.typing import ResponseReturnValue

from caseapp import cases, papers, plans, policy
from caseapp.accesslog import Event
from caseapp.kernel.actor import Actor
from caseapp.model.cases import Case
from caseapp.model.papers import PaperKind
from caseapp.papers import letters
from caseapp.policy import Permission
from caseapp.web.guard import guard

bp = Blueprint("papers", __name__, url_prefix="/cases/<reference:reference>/papers")


@bp.get("")
@guard(Permission.PAPERS_READ, loads=cases.by_reference, records=Event.PAPERS_SHOWN)
def index(actor: Actor, case: Case) -> ResponseReturnValue:
    """Show what can be made of this case, and every copy that was; not what they said."""
    return render_template(
        "papers/index.html",
        case=case,
        made=papers.papers_of(case),
        letters=letters.letters_of(case),
        may_make=policy.allows(actor, Permission.PAPER_MAKE, case),
        plan=plans.active(case),
        kinds=PaperKind,
    )
