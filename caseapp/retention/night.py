"""What the night does about the end of the log: taking out what two people agreed on."""

from sqlalchemy import select

from caseapp import accesslog
from caseapp.accesslog import Event
from caseapp.extensions import db
from caseapp.kernel import clock
from caseapp.model.endings import LogDestruction


def destroy_due() -> int:
    """Take out of the log every month whose time has come, and write down that it went.

    For the work of the night. Gives how many entries went; what is held stays until it is not.
    """
    now, gone = clock.now(), 0
    waiting = (LogDestruction.destroyed_at.is_(None), LogDestruction.due_at <= now)
    query = select(LogDestruction.month).where(*waiting).distinct().order_by(LogDestruction.month)
    for one in db.session.scalars(query).all():
        open_ends = db.session.scalars(
            select(LogDestruction.id).where(*waiting, LogDestruction.month == one)
        ).all()
        gone += accesslog.destroy_month(one)
        for ends in db.session.scalars(
            select(LogDestruction)
            .where(LogDestruction.id.in_(open_ends), LogDestruction.destroyed_at.is_not(None))
            .execution_options(populate_existing=True)
        ).all():
            accesslog.record_by_command(
                Event.LOG_ENDED, ends, month=f"{ends.month:%Y-%m}", size=str(ends.size)
            )
            db.session.commit()
    return gone
