"""What both tracks read on the page of a case: the safety line, the day they meet, the words."""

from collections.abc import Sequence
from datetime import date
from typing import Any

from flask_babel import gettext as _

from caseapp import policy
from caseapp.cases import Belongings, safety_line
from caseapp.journal import sharing
from caseapp.kernel import clock
from caseapp.kernel.actor import Actor
from caseapp.meetings import items
from caseapp.model.cases import Case
from caseapp.model.meetings import AgendaItem
from caseapp.model.safety_lines import SafetyLine
from caseapp.policy import Permission
from caseapp.web import labels
from caseapp.web.wording import day


def of(actor: Actor, case: Case, has: Belongings) -> dict[str, Any]:
    """Give what the strip of a case shows."""
    on_agendas = items.of_case(actor, case) if has.agendas else ()
    line = safety_line.line_of(case) if has.safety_line else None
    return {
        "shared": sharing.on_strip(actor, case) if has.shares else (),
        "on_agendas": on_agendas,
        "joint_day": joint_day(on_agendas),
        "line": line,
        "line_told": told(line) if line is not None else [],
        "may_set_line": policy.allows(actor, Permission.SAFETY_LINE_SET, case),
        "line_to_confirm": [
            kind
            for kind in (line.awaited() if line is not None else ())
            if policy.allows(actor, Permission.SAFETY_LINE_CONFIRM, case.track(kind))
        ],
    }


def joint_day(on_agendas: Sequence[AgendaItem]) -> date | None:
    """Give the first day on which both tracks are at a table about the case as a whole."""
    days = [one.meeting.on_day for one in on_agendas if one.track is None]
    return min((one for one in days if one >= clock.today()), default=None)


def told(line: SafetyLine) -> list[str]:
    """Tell who set the text that holds and who confirmed it, and which side did not yet."""
    set_on = day(clock.local(line.set_at).date())
    said = [_("Vastgesteld door %(name)s op %(day)s.", name=line.set_by.name, day=set_on)]
    said += [
        _(
            "Bevestigd voor het %(track)s door %(name)s op %(day)s.",
            track=labels.of(kind),
            name=who.name,
            day=day(clock.local(moment).date()),
        )
        for kind, who, moment in line.confirmations()
    ]
    waits = [
        _("Nog niet bevestigd voor het %(track)s.", track=labels.of(kind))
        for kind in line.awaited()
    ]
    if waits and line.number > 1:
        waits.append(_("De tekst is gewijzigd: wat eerder is bevestigd, geldt niet meer."))
    return said + waits
