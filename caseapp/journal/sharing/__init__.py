"""Moving something from a track to the strip: a decision, a copy, and an end."""

from caseapp.journal.sharing.actions import share_excerpt, withdraw_share
from caseapp.journal.sharing.queries import ledger, on_strip, share

__all__ = ["ledger", "on_strip", "share", "share_excerpt", "withdraw_share"]
