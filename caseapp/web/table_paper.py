"""The paper for one who is asked to the table: the invitation, and afterwards what was decided.

Marked for that one person; what they do not need is not in it. A decision list, no minutes.
"""

from typing import Any

from flask_babel import gettext as _

from caseapp import policy
from caseapp.kernel import clock
from caseapp.kernel.actor import Actor
from caseapp.model.meeting_words import ItemOutcome, Need, Presence
from caseapp.model.meetings import AgendaItem, Invitation
from caseapp.plans import action_items
from caseapp.policy import Permission
from caseapp.web import meeting_page, wording


def of(actor: Actor, item: AgendaItem, invitation: Invitation) -> dict[str, Any]:
    """Give the words of the paper: of the invitation, or once concluded of what was decided."""
    held = item.outcome is ItemOutcome.DECIDED
    who = meeting_page.guest(invitation)
    return {
        "lang": "nl",
        "title": _("Besluitenlijst") if held else _("Uitnodiging"),
        "file": ("besluitenlijst-" if held else "uitnodiging-") + item.case.reference.lower(),
        "mark": _(
            "Alleen voor %(who)s. Casus %(reference)s, gemaakt op %(day)s. Niet doorsturen.",
            who=who,
            reference=item.case.reference,
            day=wording.day(clock.today()),
        ),
        "intro": [meeting_page.title(item.meeting), *_where(item)],
        "parts": _decided(actor, item) if held else _asked(actor, item, invitation),
    }


def is_for(item: AgendaItem, invitation: Invitation) -> bool:
    """Tell whether there is a paper for somebody: while they are asked, or once they were there."""
    if invitation.withdrawn_at is not None:
        return False
    heard = invitation.presence is Presence.PRESENT and item.outcome is ItemOutcome.DECIDED
    return item.is_open or heard


def _where(item: AgendaItem) -> list[str]:
    meeting = item.meeting
    place = [_("Waar: %(place)s", place=meeting.place)] if meeting.place else []
    return [*place, _("Voorzitter: %(name)s", name=meeting_page.colleague(meeting.chair))]


def _asked(actor: Actor, item: AgendaItem, invitation: Invitation) -> list[dict[str, Any]]:
    return [
        _part(_("Wat wij willen bereiken"), [item.purpose]),
        _part(_("Wat wij van u vragen"), [invitation.why]),
        *_about(actor, item, invitation),
        _part(
            _("Wat u te weten krijgt, en op welke grond"),
            [
                wording.label(invitation.need),
                _("Grondslag: %(ground)s", ground=wording.label(invitation.ground)),
            ],
        ),
    ]


def _about(actor: Actor, item: AgendaItem, invitation: Invitation) -> list[dict[str, Any]]:
    """Say whom it is about, to who needs more than the question; by who may open the case."""
    may = policy.allows(actor, Permission.CASE_VIEW, item.case)
    if invitation.need is Need.QUESTION or not may:
        return []
    people = [one.resident.name for one in item.case.subjects] or [item.case.address]
    lines = [*people, wording.label(item.case.phenomenon), wording.label(item.case.phase)]
    return [_part(_("Over wie en wat"), [line for line in lines if line])]


def _decided(actor: Actor, item: AgendaItem) -> list[dict[str, Any]]:
    there = [meeting_page.guest(one) for one in item.invited if one.presence is Presence.PRESENT]
    chair = _("%(name)s (voorzitter)", name=meeting_page.colleague(item.meeting.chair))
    rows = [
        [one.text, _doer(one), wording.day(one.due_on)] for one in action_items.decided(actor, item)
    ]
    return [
        _part(_("Wat wij wilden bereiken"), [item.purpose]),
        _part(_("Wie erbij was"), [chair, *there]),
        {
            "title": _("Wat is besloten"),
            "texts": [],
            "columns": [_("Besluit"), _("Wie zorgt ervoor"), _("Uiterlijk op")],
            "rows": rows,
        },
    ]


def _doer(action: Any) -> str:
    nobody = _("wie het spoor heeft") if action.track is not None else _("de casusregisseur")
    owner = action.owner.name if action.owner is not None else nobody
    return f"{action.executor} ({owner})" if action.executor else str(owner)


def _part(title: str, texts: list[str]) -> dict[str, Any]:
    return {"title": title, "texts": texts, "columns": [], "rows": []}
