"""What the security officer is shown: refusals and failed sign-ins, and no resident in view.

What somebody was refused has a pseudonym here: the same thing has the same one, so that probing
shows, and who it is cannot be found without the key of the municipality.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from sqlalchemy import select

from caseapp.accesslog.events import Event
from caseapp.accesslog.queries import REFUSED
from caseapp.accesslog.question import Period
from caseapp.extensions import db
from caseapp.kernel import clock, crypto, paging
from caseapp.model.accesslog import AccessEntry

PSEUDONYM_LENGTH = 8
WATCHED = (
    Event.SIGN_IN_FAILED,
    Event.SIGNED_IN,
    Event.SIGNED_OUT,
    Event.SEALING_LATE,
    Event.SEALING_IN_TIME,
)


@dataclass(frozen=True, slots=True)
class Refusals:
    """What one colleague was refused on one day."""

    day: date
    user_id: UUID | None
    times: int
    permissions: tuple[str, ...]
    pseudonyms: tuple[str, ...]
    """What it was about, without telling what: many different ones in a day is probing."""


def pseudonym(municipality_id: UUID, subject_id: UUID) -> str:
    """Give the name under which the security officer sees a subject: 8 hexadecimal characters."""
    digest = crypto.keyed_hash(municipality_id, "log-subject", subject_id.hex)
    return digest.hex()[:PSEUDONYM_LENGTH]


def refusals_by_day(municipality_id: UUID, period: Period) -> tuple[list[Refusals], bool]:
    """Give the refusals per colleague and day, newest first; True when there were more."""
    query = (
        select(AccessEntry.at, AccessEntry.user_id, AccessEntry.permission, AccessEntry.subject_id)
        .where(
            AccessEntry.municipality_id == municipality_id,
            AccessEntry.result == REFUSED,
            *period.holds(AccessEntry.at),
        )
        .order_by(AccessEntry.at.desc(), AccessEntry.seq.desc())
        .limit(paging.COUNT_CAP + 1)
    )
    rows = db.session.execute(query).all()
    found: dict[tuple[date, UUID | None], list[tuple[str | None, UUID | None]]] = {}
    for at, user_id, permission, subject_id in rows[: paging.COUNT_CAP]:
        day = clock.local(at).date()
        found.setdefault((day, user_id), []).append((permission, subject_id))
    told = [
        Refusals(
            day,
            user_id,
            len(met),
            tuple(sorted({permission for permission, _ in met if permission})),
            tuple(sorted({pseudonym(municipality_id, s) for _, s in met if s is not None})),
        )
        for (day, user_id), met in found.items()
    ]
    return told, len(rows) > paging.COUNT_CAP


def session_events(
    municipality_id: UUID, period: Period, *events: Event, limit: int = 200
) -> Sequence[tuple[datetime, UUID | None, str]]:
    """Give the newest moments, colleague and event of signing in: (at, user id, event)."""
    query = (
        select(AccessEntry.at, AccessEntry.user_id, AccessEntry.event)
        .where(
            AccessEntry.municipality_id == municipality_id,
            AccessEntry.event.in_(events or WATCHED),
            *period.holds(AccessEntry.at),
        )
        .order_by(AccessEntry.at.desc(), AccessEntry.seq.desc())
        .limit(limit)
    )
    return db.session.execute(query).all()
