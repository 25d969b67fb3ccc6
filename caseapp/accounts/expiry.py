"""What was needed to sign in, and is needed no longer."""

from datetime import timedelta

from sqlalchemy import func

from caseapp.accounts import throttle
from caseapp.extensions import db
from caseapp.kernel import clock
from caseapp.model.accounts import SignInAttempt, UserSession
from caseapp.model.forgetting import forget

SESSION_LASTS = timedelta(days=7)
"""After its end: until then, what is sent too late is still kept for whoever typed it."""


def forget_ended_sessions(limit: int) -> int:
    """Forget sessions that ended a week ago, or were left open then; gives how many went."""
    end = func.coalesce(UserSession.ended_at, UserSession.seen_at)
    over = end <= clock.now() - SESSION_LASTS
    return forget(db.session(), UserSession, over, limit=limit)


def forget_old_attempts(limit: int) -> int:
    """Forget failed attempts that count no longer; gives how many went."""
    over = SignInAttempt.at <= clock.now() - throttle.WINDOW
    return forget(db.session(), SignInAttempt, over, limit=limit)
