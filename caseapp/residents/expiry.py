"""What was searched for is kept for a working day, and then forgotten."""

from datetime import timedelta

from caseapp.extensions import db
from caseapp.kernel import clock
from caseapp.model.forgetting import forget_sealed
from caseapp.model.searches import Search

SEARCH_LASTS = timedelta(hours=8)


def forget_expired_searches(limit: int) -> int:
    """Forget the searches of yesterday; gives how many went."""
    over = Search.at <= clock.now() - SEARCH_LASTS
    return forget_sealed(db.session(), Search, over, limit=limit)
