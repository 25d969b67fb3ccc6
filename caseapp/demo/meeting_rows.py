"""Fictitious meetings: one that comes, with cases on its agenda, and one that nobody concluded."""

from collections.abc import Sequence
from datetime import timedelta
from typing import Any
from uuid import UUID

from sqlalchemy import select

from caseapp.demo.bulk import table_of
from caseapp.demo.desk import Desk
from caseapp.kernel.actor import Role
from caseapp.model.case_words import Part
from caseapp.model.meeting_words import MeetingKind, Need
from caseapp.model.meetings import AgendaItem, Invitation, Meeting
from caseapp.model.organisations import Organisation
from caseapp.model.shares import ShareGround

DAY = timedelta(days=1)
PURPOSES = (
    "Eén plan voor wonen en veiligheid: wie spreekt de verhuurder, en wie het gezin?",
    "Besluiten of opschalen nodig is, nu de afspraken van vorige maand niet gehaald zijn.",
    "Afstemmen wie de komende twee weken langsgaat, en wat we doen als de deur dicht blijft.",
)


def call_a_meeting(desk: Desk, case_ids: Sequence[UUID]) -> None:
    """A table that comes in four days, with some cases on it and who is asked for each."""
    chair = desk.person(Role.PROCESS_DIRECTOR)
    if chair is None or not case_ids:
        return
    meeting_id = _meeting(desk, chair, desk.today + 4 * DAY)
    for case_id, purpose in zip(case_ids, PURPOSES, strict=False):
        item_id = _item(desk, meeting_id, case_id, purpose)
        _ask(desk, item_id, case_id)


def item_undecided(desk: Desk, case_id: UUID) -> None:
    """A table was three days ago, and nobody wrote down what came of this case."""
    chair = desk.holder(case_id, Part.DIRECTOR)
    meeting_id = _meeting(desk, chair, desk.today - 3 * DAY)
    _item(desk, meeting_id, case_id, PURPOSES[1])


def _meeting(desk: Desk, chair: UUID, day: Any) -> UUID:
    return desk.add(
        Meeting, kind=MeetingKind.MULTIDISCIPLINARY, on_day=day, begins="09:30",
        place="Gemeentehuis, zaal 2", cut_off_on=day - DAY, chair_id=chair,
        called_at=desk.now - 10 * DAY, called_by_id=chair,
    )  # fmt: skip


def _item(desk: Desk, meeting_id: UUID, case_id: UUID, purpose: str) -> UUID:
    by = desk.holder(case_id, Part.DIRECTOR)
    return desk.add(
        AgendaItem, desk.key_of(case_id), meeting_id=meeting_id, case_id=case_id,
        put_at=desk.now - 9 * DAY, put_by_id=by, purpose_text=purpose,
    )  # fmt: skip


def _ask(desk: Desk, item_id: UUID, case_id: UUID) -> None:
    """Ask who owns the care track, and somebody of an organisation who never signs in."""
    by, key_id = desk.holder(case_id, Part.DIRECTOR), desk.key_of(case_id)
    made = {"item_id": item_id, "case_id": case_id, "invited_at": desk.now - 8 * DAY}
    grounds = {"ground": ShareGround.PUBLIC_TASK, "invited_by_id": by, **made}
    desk.add(
        Invitation, key_id, user_id=desk.holder(case_id, Part.OWNER), need=Need.STRIP,
        why_text="Kent het gezin, en weet wat al geprobeerd is.", **grounds,
    )  # fmt: skip
    known = table_of(Organisation)
    mine = select(known.c.id).where(known.c.municipality_id == desk.municipality_id)
    organisation = desk.ask(mine.order_by(known.c.name).limit(1)).scalar_one_or_none()
    if organisation is not None:
        desk.add(
            Invitation, key_id, organisation_id=organisation, need=Need.QUESTION,
            name_text="M. Jansen, medewerker", why_text="Kan zeggen wat er mogelijk is.",
            **grounds,
        )  # fmt: skip
