"""An escalation to the highest phase on which nobody looked back."""

from collections.abc import Sequence
from datetime import timedelta
from uuid import UUID

from sqlalchemy import select, update

from caseapp.demo.desk import CASES, Desk
from caseapp.kernel.actor import Role
from caseapp.model.case_words import Part
from caseapp.model.descents import Descent, DescentEnd
from caseapp.model.escalation import PhaseChange

DAY = timedelta(days=1)
UP, DOWN = 55 * DAY, 40 * DAY
"""How long ago it went up to the highest phase, and came down."""
WHY = "Drie meldingen in een week, en de school en de politie wisten niets van elkaar."
WELL = "De crisis is voorbij; het gezin is weer bereikbaar."


def look_back_never(desk: Desk, open_ids: Sequence[UUID]) -> None:
    """Have one case been up and down again, by two people, without anybody looking back on it.

    One that somebody directs and that stood still before, so that its course is one story.
    """
    quiet = select(CASES.c.id).where(
        CASES.c.id.in_(open_ids), CASES.c.phase_since < desk.today - UP
    )
    calm = {row.id for row in desk.ask(quiet)}
    led = [one for one in open_ids if desk.holder(one, Part.DIRECTOR) is not None]
    for case_id in [*(one for one in led if one in calm), *led[-1:]][:1]:
        _go_up_and_down(desk, case_id)


def _go_up_and_down(desk: Desk, case_id: UUID) -> None:
    director, key_id = desk.holder(case_id, Part.DIRECTOR), desk.key_of(case_id)
    receiver = desk.person(Role.SOCIAL_WORKER, but=director)
    at, again = desk.now - DOWN, desk.today + 30 * DAY
    desk.add(
        PhaseChange, key_id, case_id=case_id, from_phase=desk.phase_of(case_id), to_phase=4,
        triggers="safety-at-stake", decided_by_id=director, changed_at=desk.now - UP,
        review_on=desk.today - DOWN, reason_text=WHY,
    )  # fmt: skip
    down = {"case_id": case_id, "from_phase": 4, "to_phase": 3, "reason_text": WELL}
    descent_id = desk.add(
        Descent, key_id, **down, aftercare_on=again, requested_by_id=director, requested_at=at,
        answer_by=at + 5 * DAY, receiver_id=receiver, accepted_at=at, agreed_by_id=receiver,
        agreed_at=at, end=DescentEnd.DONE, ended_at=at, ended_by_id=receiver,
    )  # fmt: skip
    desk.add(
        PhaseChange, key_id, **down, triggers="", decided_by_id=receiver, changed_at=at,
        review_on=again, descent_id=descent_id, asks_evaluation=True,
    )  # fmt: skip
    moved = {"phase": 3, "phase_since": desk.today - DOWN}
    desk.ask(update(CASES).where(CASES.c.id == case_id).values(**moved))
