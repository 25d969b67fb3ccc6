"""The round along everything in a municipality, also what was changed past the session."""

from uuid import UUID

from caseapp.extensions import db
from caseapp.watchdog.keeping import (
    AT_ONCE,
    examine_cases,
    examine_office,
    examine_teams,
    to_examine,
)
from caseapp.watchdog.signals import examine_signals


def examine(municipality_id: UUID) -> int:
    """Look again at everything in a municipality, a part at a time; gives how many cases.

    Each part is a transaction of its own: nobody who works waits for the whole.
    """
    ids = to_examine(municipality_id)
    for first in range(0, len(ids), AT_ONCE):
        examine_cases(municipality_id, ids[first : first + AT_ONCE])
        db.session.commit()
    examine_teams(municipality_id)
    examine_office(municipality_id)
    examine_signals(municipality_id)
    db.session.commit()
    return len(ids)
