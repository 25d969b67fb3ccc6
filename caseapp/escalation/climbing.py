"""A flag that nobody answers in time climbs to the next rung: by the clock, and each time once."""

from collections.abc import Sequence
from datetime import datetime
from typing import cast
from uuid import UUID

from sqlalchemy import ColumnElement, Table, func, select, update

from caseapp import accesslog, notifications, settings
from caseapp.accesslog import Event
from caseapp.escalation import ladder, reaching
from caseapp.extensions import db
from caseapp.kernel import clock
from caseapp.model.case_words import CaseState
from caseapp.model.cases import Case
from caseapp.model.escalation import Acknowledgement, Flag, Rung
from caseapp.model.messages import MessageKind
from caseapp.model.organisations import Municipality


def climb_unanswered(municipality: Municipality) -> int:
    """Let every flag climb whose time on its rung is over; gives how many reached somebody.

    Whoever it reaches has their own time from now on, however late the clock was looked at. What
    reached everybody is looked at again each time: somebody may have come on the list.
    """
    return sum(_climb(municipality, flag_id, case_id) for flag_id, case_id in _due(municipality.id))


def _due(municipality_id: UUID) -> Sequence[tuple[UUID, UUID]]:
    query = (
        select(Flag.id, Flag.case_id)
        .join(Case, Case.id == Flag.case_id)
        .where(Flag.municipality_id == municipality_id, _is_due())
        .where(Case.state != CaseState.CLOSED)
        .order_by(Flag.answer_by, Flag.id)
    )
    rows = db.session.execute(query.execution_options(unseen="cover"))
    return [(row.id, row.case_id) for row in rows]


def _is_due() -> ColumnElement[bool]:
    ends = func.coalesce(Flag.climbs_at, Flag.answer_by)
    return Flag.answered_at.is_(None) & (ends <= clock.now())


def _climb(municipality: Municipality, flag_id: UUID, case_id: UUID) -> bool:
    """Hold the case as an answer does: who comes second sees that it was answered, or climbed."""
    held = select(Case.id).where(Case.id == case_id).with_for_update()
    db.session.execute(held.execution_options(unseen="position"))
    standing = select(Flag.raised_by_id, Flag.rung).where(Flag.id == flag_id, _is_due())
    row = db.session.execute(standing.execution_options(unseen="position")).first()
    if row is None:
        return False
    asked = select(Acknowledgement.user_id).where(
        Acknowledgement.flag_id == flag_id, Acknowledgement.rung.is_not(None)
    )
    reach = reaching.next_reach(
        municipality.id,
        case_id,
        raised_by_id=row.raised_by_id,
        rung=row.rung,
        reached=db.session.scalars(asked).all(),
    )
    if reach is None:
        _stay(flag_id)
        return False
    flag = db.session.scalars(
        select(Flag).where(Flag.id == flag_id).execution_options(populate_existing=True)
    ).one()
    arrive(flag, reach, clock.now())
    notifications.tell(MessageKind.FLAG_UNANSWERED, flag, to=reach.user_ids)
    accesslog.record_by_command(
        Event.FLAG_CLIMBED, flag, rung=reach.rung.value, reached=str(len(reach.user_ids))
    )
    db.session.flush()
    return True


def _stay(flag_id: UUID) -> None:
    table = cast("Table", Flag.__table__)
    db.session.connection().execute(
        update(table).where(table.c.id == flag_id).values(climbs_at=None)
    )


def arrive(flag: Flag, reach: reaching.Reach, now: datetime) -> None:
    """Write down whom a flag reached on which rung, and when it climbs on if nobody answers."""
    hours = settings.terms_of(flag.municipality_id)(HOURS[reach.rung])
    closed = settings.closed_days(flag.municipality_id)
    flag.rung, flag.climbs_at = reach.rung, ladder.answer_by(now, closed, hours)
    known = {one.user_id: one for one in flag.acknowledgements}
    for user_id in reach.user_ids:
        asked = known.get(user_id)
        if asked is None:
            asked = Acknowledgement(
                municipality_id=flag.municipality_id, user_id=user_id, asked_at=now
            )
            flag.acknowledgements.append(asked)
        asked.rung, asked.reached_at = reach.rung, now


HOURS = dict(zip(Rung, settings.FLAG_HOURS, strict=True))
"""How long it waits on each rung, as the municipality set it."""
