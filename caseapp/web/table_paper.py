"""The paper for one who is asked to the table: the invitation, and afterwards what was decided.

Marked for that one person; what they do not need is not in it. A decision list, no minutes. Dutch,
and set as every paper of a case is.
"""

from typing import Any

from caseapp import policy
from caseapp.kernel import clock
from caseapp.kernel.actor import Actor
from caseapp.model.meeting_words import ItemOutcome, Need, Presence
from caseapp.model.meetings import AgendaItem, Invitation
from caseapp.plans import action_items
from caseapp.policy import Permission
from caseapp.web import meeting_page, wording
from caseapp.web.paper_words import Words, in_dutch, part


def of(actor: Actor, item: AgendaItem, invitation: Invitation) -> Words:
    """Give the words of the paper: of the invitation, or once concluded of what was decided."""
    with in_dutch():
        today, reference = wording.day(clock.today()), item.case.reference
        return {
            "title": "Besluitenlijst" if _is_held(item) else "Uitnodiging",
            "one_page": False,
            "size": 10.5,
            "mark": f"Alleen voor {meeting_page.guest(invitation)}. Niet doorsturen.",
            "made": f"{today} · casus {reference}",
            "intro": [meeting_page.title(item.meeting), *_where(item)],
            "parts": _decided(actor, item) if _is_held(item) else _asked(actor, item, invitation),
        }


def file_name(item: AgendaItem) -> str:
    """Give what the file is called: nobody's name."""
    kind = "besluitenlijst" if _is_held(item) else "uitnodiging"
    return f"{kind}-{item.case.reference.lower()}.pdf"


def is_for(item: AgendaItem, invitation: Invitation) -> bool:
    """Tell whether there is a paper for somebody: while they are asked, or once they were there."""
    if invitation.withdrawn_at is not None:
        return False
    heard = invitation.presence is Presence.PRESENT and _is_held(item)
    return item.is_open or heard


def _is_held(item: AgendaItem) -> bool:
    return item.outcome is ItemOutcome.DECIDED


def _where(item: AgendaItem) -> list[str]:
    meeting = item.meeting
    place = [f"Waar: {meeting.place}"] if meeting.place else []
    return [*place, f"Voorzitter: {meeting_page.colleague(meeting.chair)}"]


def _asked(actor: Actor, item: AgendaItem, invitation: Invitation) -> list[Words]:
    return [
        part("Wat wij willen bereiken", item.purpose),
        part("Wat wij van u vragen", invitation.why),
        *_about(actor, item, invitation),
        part(
            "Wat u te weten krijgt, en op welke grond",
            wording.label(invitation.need),
            f"Grondslag: {wording.label(invitation.ground)}",
        ),
    ]


def _about(actor: Actor, item: AgendaItem, invitation: Invitation) -> list[Words]:
    """Say whom it is about, to who needs more than the question; by who may open the case."""
    may = policy.allows(actor, Permission.CASE_VIEW, item.case)
    if invitation.need is Need.QUESTION or not may:
        return []
    people = [one.resident.name for one in item.case.subjects] or [item.case.address]
    what = (wording.label(item.case.phenomenon), wording.label(item.case.phase))
    return [part("Over wie en wat", *people, *what)]


def _decided(actor: Actor, item: AgendaItem) -> list[Words]:
    there = [meeting_page.guest(one) for one in item.invited if one.presence is Presence.PRESENT]
    return [
        part("Wat wij wilden bereiken", item.purpose),
        part("Wie erbij was", f"{meeting_page.colleague(item.meeting.chair)} (voorzitter)", *there),
        part(
            "Wat is besloten",
            columns=("Besluit", "Wie zorgt ervoor", "Uiterlijk op"),
            rows=[
                (one.text, _doer(one), wording.day(one.due_on))
                for one in action_items.decided(actor, item)
            ],
        ),
    ]


def _doer(action: Any) -> str:
    nobody = "wie het spoor heeft" if action.track is not None else "de casusregisseur"
    owner = action.owner.name if action.owner is not None else nobody
    return f"{action.executor} ({owner})" if action.executor else str(owner)
