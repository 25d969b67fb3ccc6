"""A signal as a person sees it: whom they may read of, what they may do, what was before."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from flask import flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l

from caseapp import policy, residents, settings, signals
from caseapp.kernel import clock
from caseapp.kernel.actor import Actor
from caseapp.kernel.errors import RuleBroken
from caseapp.model.residents import Resident
from caseapp.model.signals import TEXT_LENGTH, Signal
from caseapp.policy import Permission
from caseapp.web import drafts
from caseapp.web.forms import Form, LongText


class RefusalForm(Form):
    """Asks: Why does your team not accept it?"""

    reason = LongText(_l("Waarom neemt uw team het niet aan?"), length=TEXT_LENGTH, required=True)


@dataclass(frozen=True, slots=True)
class Line:
    """One signal on a list."""

    signal: Signal
    resident: Resident | None
    """Whom it is about, for who may know that."""
    to_accept: bool

    @property
    def age(self) -> int:
        """How many days ago it was received."""
        return (clock.today() - self.signal.received_on).days

    @property
    def late(self) -> bool:
        """Tell whether the day before which somebody was to decide is over."""
        return self.signal.next_on is not None and self.signal.next_on < clock.today()

    @property
    def unanswered(self) -> bool:
        """Tell whether the other team did not accept it in time."""
        return self.signal.answer_by is not None and self.signal.answer_by < clock.now()


def lines(actor: Actor, found: Sequence[Signal]) -> list[Line]:
    """Give signals as lines of a list for somebody; what they may is asked once for all."""
    accepts = signals.acceptable(actor, [one.id for one in found if one.is_forwarded])
    about = {one.resident_id for one in found if one.resident_id is not None}
    openable = residents.openable(actor, about)
    return [
        Line(one, one.resident if one.resident_id in openable else None, one.id in accepts)
        for one in found
    ]


def known(actor: Actor, signal: Signal) -> Resident | None:
    """Give whom a signal is about, for who may know that."""
    resident = signal.resident
    may = resident is not None and policy.allows(actor, Permission.RESIDENT_VIEW, resident)
    return resident if may else None


def page(actor: Actor, signal: Signal, form: RefusalForm | None = None) -> str:
    """Write the page of a signal."""
    if form is None:
        form = RefusalForm()
        drafts.taken_up(actor, form, _refusal(signal))
    resident = known(actor, signal)
    return render_template(
        "signals/show.html",
        signal=signal,
        resident=resident,
        form=form,
        refusal=_refusal(signal),
        may={
            name: policy.allows(actor, permission, signal)
            for name, permission in {
                "handle": Permission.SIGNAL_HANDLE,
                "accept": Permission.SIGNAL_ACCEPT,
                "answer": Permission.SIGNAL_ANSWER,
            }.items()
        },
        **before(actor, signal, resident),
    )


def before(actor: Actor, signal: Signal, resident: Resident | None) -> dict[str, Any]:
    """Give what came before, of what somebody may see: no score, and gone with its evidence."""
    previous = signals.openable_previous(actor, signal)
    terms = settings.terms_of(signal.municipality_id)
    cases = residents.cases_of(actor, resident) if resident is not None else []
    return {
        "earlier": lines(actor, signals.earlier(actor, signal)),
        "window": terms(settings.SIGNAL_WINDOW),
        "previous": previous,
        "may_reopen": previous is not None
        and policy.allows(actor, Permission.CASE_REOPEN, previous),
        "cases": [one for one in cases if previous is None or one.id != previous.id],
        "case": next((one for one in cases if one.id == signal.case_id), None),
    }


def _refusal(signal: Signal) -> str:
    return url_for("signals.refusals.create", signal_id=signal.id)


def told(actor: Actor, signal: Signal, error: RuleBroken) -> ResponseReturnValue:
    """Say on the page what went wrong."""
    form = RefusalForm()
    form.refuse(error)
    return page(actor, signal, form), 422


def on_from(actor: Actor, signal: Signal) -> ResponseReturnValue:
    """Go on after a change: to the signal, or to the list when it is now of others."""
    if policy.allows(actor, Permission.SIGNAL_VIEW, signal):
        return redirect(url_for("signals.show", signal_id=signal.id), 303)
    flash(_("Het signaal is nu van anderen. U ziet het niet meer in uw lijst."), "info")
    return redirect(url_for("signals.index"), 303)
