"""Alles overdragen: all that is open with a colleague on one page, with a choice at each line."""

from typing import Any
from uuid import UUID

from flask import Blueprint, flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from flask_babel import ngettext
from wtforms.validators import ValidationError

from caseapp import accounts
from caseapp.accesslog import Event
from caseapp.flows import reassignment
from caseapp.flows.reassignment import Line, Successors
from caseapp.holdings import HoldingKind
from caseapp.kernel.actor import Actor
from caseapp.kernel.errors import RuleBroken
from caseapp.model.accounts import User
from caseapp.model.handovers import TEXT_LENGTH, HandoverOf
from caseapp.model.organisations import Team
from caseapp.model.signals import Signal
from caseapp.policy import Permission
from caseapp.web import drafts, holding_words, labels, wording
from caseapp.web.forms import Form, FromList, LongText
from caseapp.web.guard import guard

bp = Blueprint("reassignments", __name__, url_prefix="/colleagues/<id:user_id>/work")
PERSON, TEAM = "u", "t"


class ReassignmentForm(Form):
    """Asks: Who takes each of these? The lines are added for what somebody holds."""

    lines: list[Line]
    known: Successors

    def choices(self) -> dict[UUID, User | Team]:
        """Give what was chosen at each line; a line left alone is left as it is."""
        found: dict[UUID, User | Team] = {}
        for line in self.lines:
            chosen = self[line.holding.id.hex].data
            if chosen:
                kind, identity = chosen[0], UUID(chosen[1:])
                known: Any = self.known.people if kind == PERSON else self.known.teams
                found[line.holding.id] = known[identity]
        return found

    def validate_note(self, field: LongText) -> None:
        """Ask for a word with what a colleague must accept; what goes over at once needs none."""
        asked = any(_is_offered(one) and self[one.holding.id.hex].data for one in self.lines)
        if asked and not field.data:
            raise ValidationError(_("Schrijf wat de anderen moeten weten."))


def _is_offered(line: Line) -> bool:
    """Tell whether it waits for who gets it to accept, where it is one's own."""
    return line.holding.kind not in reassignment.AT_ONCE


def _form(user: User, lines: list[Line], *, own: bool) -> ReassignmentForm:
    """Make the form for these lines; what one offers needs a word for who gets it."""
    fields: dict[str, Any] = {
        one.holding.id.hex: FromList(_asked(one), required=False) for one in lines
    }
    if own and any(_is_offered(one) for one in lines):
        fields["note"] = LongText(_l("Wat moeten de anderen weten?"), length=TEXT_LENGTH)
    made = type("LinesForm", (ReassignmentForm,), fields)
    form: ReassignmentForm = made()
    form.lines, form.known = lines, reassignment.successors(user)
    for one in lines:
        form[one.holding.id.hex].choices = _offers(form.known, one)
    return form


def _asked(line: Line) -> str:
    """Ask it in words that are of this line alone, for who hears the page."""
    if isinstance(line.about, Signal):
        day = wording.day(line.about.received_on)
        return str(_("Wie neemt het signaal van %(day)s over?", day=day))
    track = line.holding.track
    of = HandoverOf(track.value) if track is not None else HandoverOf.DIRECTION
    what, reference = labels.of(of), line.about.reference
    if line.holding.kind is HoldingKind.WATCH:
        return str(_("Wie neemt de waakvlam van %(reference)s over?", reference=reference))
    return str(_("Wie neemt %(what)s van %(reference)s over?", what=what, reference=reference))


def _offers(known: Successors, line: Line) -> list[tuple[str, str]]:
    return [
        ("", _("Laat zo")),
        *((f"{TEAM}{one.id.hex}", _("Wachtrij van %(team)s", team=one.name))
          for one in known.teams_for(line.holding)),
        *((f"{PERSON}{one.id.hex}", one.name) for one in known.people_for(line.holding)),
    ]  # fmt: skip


@bp.get("")
@guard(Permission.WORK_REASSIGN, loads=accounts.user, records=Event.HOLDINGS_SHOWN)
def edit(actor: Actor, user: User) -> ResponseReturnValue:
    """Show all that is open with a colleague, and ask who takes each of it."""
    mine, others = reassignment.lines(actor, user)
    form = _form(user, list(mine), own=actor.user_id == user.id)
    drafts.taken_up(actor, form, url_for("reassignments.update", user_id=user.id))
    return _page(actor, user, form, others)


@bp.post("")
@guard(Permission.WORK_REASSIGN, loads=accounts.user, records=Event.HOLDINGS_SHOWN)
def update(actor: Actor, user: User) -> ResponseReturnValue:
    """Hand it over: all that was chosen, or nothing of it."""
    mine, others = reassignment.lines(actor, user)
    own = actor.user_id == user.id
    form = _form(user, list(mine), own=own)
    if form.validate():
        chosen = form.choices()
        note = form["note"].data if "note" in form else ""
        try:
            number = reassignment.reassign(actor, user, choices=chosen, note=note)
        except RuleBroken as error:
            form.refuse(error)
        else:
            offered = sum(
                own and _is_offered(one) for one in form.lines if one.holding.id in chosen
            )
            flash(_told(offered, number - offered), "ok")
            return redirect(url_for("reassignments.edit", user_id=user.id), 303)
    return _page(actor, user, form, others), 422


def _told(offered: int, given: int) -> str:
    """Say of how much one is still responsible, and what is somebody else's from now on."""
    texts = []
    if offered:
        texts.append(
            ngettext(
                "%(num)d aangeboden. Tot iemand het aanneemt, blijft het van u.",
                "%(num)d aangeboden. Tot iemand ze aanneemt, blijven ze van u.",
                offered,
            )
        )
    if given:
        texts.append(ngettext("%(num)d overgedragen.", "%(num)d overgedragen.", given))
    return " ".join(texts)


def _page(actor: Actor, user: User, form: ReassignmentForm, others: Any) -> str:
    return render_template(
        "reassignments/edit.html",
        form=form,
        user=user,
        own=actor.user_id == user.id,
        others=holding_words.lines(actor, others),
    )
