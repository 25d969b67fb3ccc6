"""Saying that one knows of a flag one was told of."""

from flask import Blueprint, flash, redirect, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from caseapp import escalation, policy
from caseapp.kernel.actor import Actor
from caseapp.model.escalation import Acknowledgement
from caseapp.policy import Permission
from caseapp.web.guard import guard

bp = Blueprint("acknowledgements", __name__, url_prefix="/acknowledgements")


@bp.post("/<id:acknowledgement_id>")
@guard(Permission.FLAG_ACKNOWLEDGE, loads=escalation.acknowledgement)
def update(actor: Actor, acknowledgement: Acknowledgement) -> ResponseReturnValue:
    """Write down that this person knows of the flag."""
    escalation.acknowledge(actor, acknowledgement)
    flash(_("Genoteerd: u weet van deze vlag."), "ok")
    if policy.allows(actor, Permission.FLAG_VIEW, acknowledgement.flag):
        return redirect(url_for("flags.show", flag_id=acknowledgement.flag_id), 303)
    return redirect(url_for("work.index"), 303)
