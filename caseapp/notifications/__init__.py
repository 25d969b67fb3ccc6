"""Telling people: written in the transaction of the change, sent by a worker, as each chose."""

from caseapp.notifications.actions import choose
from caseapp.notifications.backoff import MOST_TRIES
from caseapp.notifications.outbox import (
    Claimed,
    claim,
    drop,
    forget_old_messages,
    mark_sent,
    put_off,
)
from caseapp.notifications.queries import (
    CHOSEN,
    awaiting_digest,
    for_digest,
    given_up,
    message,
    references,
    shown,
    tellable,
    told,
    wanted_by,
)
from caseapp.notifications.recipients import (
    directors_of,
    holders_of,
    leads_of_case,
    leads_of_teams,
    members_of,
)
from caseapp.notifications.standing import stands
from caseapp.notifications.telling import tell
from caseapp.notifications.ways import offered, ways_of

__all__ = [
    "CHOSEN",
    "MOST_TRIES",
    "Claimed",
    "awaiting_digest",
    "choose",
    "claim",
    "directors_of",
    "drop",
    "for_digest",
    "forget_old_messages",
    "given_up",
    "holders_of",
    "leads_of_case",
    "leads_of_teams",
    "mark_sent",
    "members_of",
    "message",
    "offered",
    "put_off",
    "references",
    "shown",
    "stands",
    "tell",
    "tellable",
    "told",
    "wanted_by",
    "ways_of",
]
