"""Facts about contact: when people were last spoken, and what was tried in vain since."""

from collections.abc import Sequence
from datetime import date
from typing import Any
from uuid import UUID

from sqlalchemy import func, or_, select

from caseapp.journal import Attempts
from caseapp.model.among import among
from caseapp.model.case_words import TrackKind
from caseapp.model.journal import Step, reached
from caseapp.watchdog.asking import rows

HEARD = reached() & or_(Step.track.is_(None), Step.track == TrackKind.CARE)
LAST, SPOKEN = func.max(Step.happened_on), func.max(Step.happened_on).filter(HEARD)
STEPS = (
    select(Step.case_id, LAST.label("last"), SPOKEN.label("spoken"))
    .where(among(Step.case_id, "ids"))
    .group_by(Step.case_id)
)


def steps(ids: Sequence[UUID]) -> dict[UUID, tuple[date | None, date | None]]:
    """Give of each case the day of its last step, and that on which the people were spoken.

    Of both tracks: who asks speaks with the voice that shows nobody what it read.
    """
    found = rows(STEPS, ids=ids) if ids else ()
    return {row.case_id: (row.last, row.spoken) for row in found}


def tried(attempts: Attempts | None) -> dict[str, Any]:
    """Give it as facts of a track: on which days, and when somebody gave up."""
    if attempts is None:
        return {}
    gave_up = attempts.end_result is not None and attempts.end_result.leaves_somebody
    return {"tried_on": attempts.days, "gave_up_on": attempts.ended_on if gave_up else None}
