"""Four eyes: what waits for a second person, and deciding on it."""

from typing import Any

from flask import Blueprint, flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from wtforms import HiddenField

from caseapp import accesslog, approvals, policy
from caseapp.accesslog import Event
from caseapp.escalation import ladders
from caseapp.flows import approved
from caseapp.journal import police
from caseapp.kernel import clock
from caseapp.kernel.actor import Actor
from caseapp.kernel.errors import RuleBroken
from caseapp.model.approvals import Approval, ApprovalKind
from caseapp.model.emergencies import EmergencyReason
from caseapp.policy import Permission
from caseapp.web import labels, phase_words
from caseapp.web.forms import Form
from caseapp.web.guard import guard

bp = Blueprint("approvals", __name__, url_prefix="/approvals")
grants = Blueprint("grants", __name__, url_prefix="/<id:approval_id>/grant")
refusals = Blueprint("refusals", __name__, url_prefix="/<id:approval_id>/refusal")


class DecisionForm(Form):
    """Do you agree with exactly this?"""

    shown = HiddenField()
    """The hash of what stands on the screen: only that is agreed to."""


@bp.get("")
@guard(Permission.APPROVALS_BROWSE, records=Event.APPROVALS_SHOWN)
def index(actor: Actor, _office: Any) -> ResponseReturnValue:
    """Show what waits for a second person, and what was decided lately."""
    waiting = approvals.waiting_for(actor)
    return render_template(
        "approvals/index.html",
        mine=[one for one in waiting if one.requested_by_id == actor.user_id],
        to_decide=[one for one in waiting if policy.allows(actor, Permission.APPROVAL_DECIDE, one)],
        decided=approvals.decided_lately(actor),
        references=_references(waiting),
        place_of=_place_of,
    )


def _place_of(approval: Approval) -> str:
    """Give where to decide: an answer to a resident is read before it is released."""
    if approval.kind is ApprovalKind.RELEASE_ANSWER:
        return url_for("log.answers.show", answer_id=approval.subject_id)
    return url_for("approvals.show", approval_id=approval.id)


def _references(found: Any) -> dict[Any, str]:
    return accesslog.references(one.subject_id for one in found if one.subject_kind == "cases")


@bp.get("/<id:approval_id>")
@guard(Permission.APPROVAL_VIEW, loads=approvals.approval, records=Event.APPROVALS_SHOWN)
def show(actor: Actor, approval: Approval) -> ResponseReturnValue:
    """Show what is asked, by whom and why, and exactly what a yes does."""
    return _page(actor, approval, DecisionForm())


def _page(actor: Actor, approval: Approval, form: DecisionForm) -> str:
    if approval.subject_kind == "cases":  # the reason is about it, though no row of it is loaded
        accesslog.also_about([(None, approval.subject_id)])
    form.shown.data = approvals.hashed(approval.kind, approval.subject_id, approval.payload).hex()
    return render_template(
        "approvals/show.html",
        form=form,
        approval=approval,
        facts=_facts(approval),
        lines=_lines(approval),
        place=_place_of(approval) if approval.kind is ApprovalKind.RELEASE_ANSWER else None,
        open=approval.is_open(clock.now()),
        more=url_for("ladders.show", ladder_id=approval.subject_id)
        if approval.kind is ApprovalKind.ADOPT_LADDER
        else None,
        at_once=approval.kind is not ApprovalKind.DESTROY_LOG,
        may_decide=policy.allows(actor, Permission.APPROVAL_DECIDE, approval),
    )


def _lines(approval: Approval) -> list[police.Stored]:
    """Give each line that a yes destroys: exactly what the second person agrees to."""
    goes = approval.kind is ApprovalKind.DESTROY_POLICE_DATA
    return police.lines_of(approval) if goes else []


def _facts(approval: Approval) -> list[tuple[str, str]]:
    """Say what a yes does, in words, from the payload and from nothing else."""
    told = approvals.read(approval.payload)
    facts = [(_("Wat er gebeurt"), labels.of(approval.kind))]
    references = _references([approval])
    if approval.subject_id in references:
        facts.append((_("Casus"), references[approval.subject_id]))
    if approval.kind is ApprovalKind.DESTROY_LOG:
        facts.append((_("Maand"), told["month"]))
        facts.append((_("Regels"), told["size"]))
        facts.append((_("Wortel van het zegel"), told["root"]))
        facts.append((_("Bij akkoord"), _("gaat de maand na veertien dagen weg.")))
    if approval.kind is ApprovalKind.DESTROY_POLICE_DATA:
        facts.append((_("Stappen"), told["steps"]))
        facts.append((_("Teksten, met wat is verbeterd"), told["texts"]))
        facts.append((_("Kenmerk van precies deze"), told["set"][:16]))
    if approval.kind is ApprovalKind.ADOPT_LADDER:
        facts += _ladder_facts(approval)
    if approval.kind is ApprovalKind.OPEN_EMERGENCY:
        facts.append((_("Reden"), labels.of(EmergencyReason(told["kind"]))))
        facts.append((_("Hoe lang"), _("%(minutes)s minuten", minutes=told["minutes"])))
    return facts


def _ladder_facts(approval: Approval) -> list[tuple[str, str]]:
    """Say which phases the ladder would have: what the second person agrees to."""
    found = ladders.ladder(approval.subject_id)
    looks = phase_words.of_shape(ladders.shape_of(found))
    return [
        (_("Versie"), f"{found.number}: {found.name}" if found is not None else ""),
        *((_("Fase %(number)d", number=look.place), look.full) for look in looks),
    ]


@grants.post("", endpoint="create")
@guard(Permission.APPROVAL_DECIDE, loads=approvals.approval, records=Event.APPROVALS_SHOWN)
def grant(actor: Actor, approval: Approval) -> ResponseReturnValue:
    """Agree: it is done at once."""
    return _decided(actor, approval, granted=True)


@refusals.post("", endpoint="create")
@guard(Permission.APPROVAL_DECIDE, loads=approvals.approval, records=Event.APPROVALS_SHOWN)
def refuse(actor: Actor, approval: Approval) -> ResponseReturnValue:
    """Refuse: nothing happens, and the asker reads that."""
    return _decided(actor, approval, granted=False)


def _decided(actor: Actor, approval: Approval, *, granted: bool) -> ResponseReturnValue:
    form = DecisionForm()
    try:
        approved.decide(actor, approval, shown=form.shown.data or "", granted=granted)
    except RuleBroken as error:
        form.refuse(error)
        return _page(actor, approval, form), 422
    done, left = _("Akkoord. Het is meteen uitgevoerd."), _("Niet akkoord. Er is niets gewijzigd.")
    flash(done if granted else left, "ok")
    return redirect(url_for("approvals.index"), 303)


for _part in (grants, refusals):
    bp.register_blueprint(_part)
