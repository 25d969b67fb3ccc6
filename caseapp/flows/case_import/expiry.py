"""A list that nobody brought in does not lie about for ever."""

from datetime import timedelta

from sqlalchemy import select, update

from caseapp.extensions import db
from caseapp.kernel import clock
from caseapp.model.forgetting import UNSYNCHRONISED
from caseapp.model.imports import ImportRun, ImportState
from caseapp.model.sealed import DataKey

LIST_LASTS = timedelta(days=14)
EMPTIED = {
    "file_sealed": None,
    "file_name_sealed": None,
    "choices_sealed": None,
    "report_sealed": None,
    "state": ImportState.DISCARDED,
}


def forget_lists_left_lying(limit: int) -> int:
    """Throw away lists that were offered two weeks ago and not brought in; gives how many."""
    query = (
        select(ImportRun.id, ImportRun.key_id)
        .where(
            ImportRun.state == ImportState.UPLOADED,
            ImportRun.started_at <= clock.now() - LIST_LASTS,
        )
        .order_by(ImportRun.id)
        .limit(limit)
    )
    lying = db.session.execute(query.with_for_update(skip_locked=True)).all()
    if lying:
        runs = update(ImportRun).where(ImportRun.id.in_([row.id for row in lying]))
        keys = update(DataKey).where(DataKey.id.in_([row.key_id for row in lying]))
        thrown = runs.values(**EMPTIED, done_at=clock.now())
        db.session.execute(thrown, execution_options=UNSYNCHRONISED)
        db.session.execute(keys.values(wrapped=None), execution_options=UNSYNCHRONISED)
    return len(lying)
