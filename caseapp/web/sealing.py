"""What the screens still do when the sealing of the log is late: every door asks here.

How late it is, is asked of the database once in ten seconds. Each rung of the ladder is told to the
technical log, once by each worker, and to the access log, once for each municipality.
"""

from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

import structlog
from flask import Flask, current_app, g, request

from caseapp import accesslog, policy
from caseapp.accesslog import Ladder, Rung, RungNote
from caseapp.extensions import db
from caseapp.kernel import clock
from caseapp.kernel.actor import CASEWORK_ROLES, Actor, Role
from caseapp.kernel.errors import SealingOverdue
from caseapp.policy import Permission as P  # noqa: N817 - as the law itself is written
from caseapp.web.doorstep import SAFE_METHODS

log = structlog.get_logger("samenhang.sealer")
FRESH = timedelta(seconds=10)
CLOSED = frozenset(
    {
        P.LOG_EXPORT,
        P.LOG_HAND_OUT,
        P.TEAMS_ARRANGE,
        P.USERS_BROWSE,
        P.USER_INVITE,
        P.USER_ARRANGE,
        P.CASES_IMPORT,
        P.LIST_HANDLE,
        P.TOKENS_ARRANGE,
        P.ANSWER_PREPARE,
        P.ANSWER_RELEASE,
        P.REVIEW_JUDGE,
        P.REVIEW_REREAD,
    }
)
"""What takes data out, arranges who may see what, or says of looks what they were: not while looks
cannot be proved."""
NOT_ABOUT_A_CASE = frozenset({P.WORKLIST_READ, P.SEAL_READ, P.SEAL_CHECK, P.PROFILE_EDIT})
"""What stays open on the last rung although it is about no case: one's own work, and the seal."""
TOLD = frozenset(
    {
        Role.PRIVACY_OFFICER,
        Role.DATA_PROTECTION_OFFICER,
        Role.CISO,
        Role.FUNCTIONAL_ADMINISTRATOR,
    }
)


@dataclass
class Watch:
    """What one worker knows of the sealer: how late it was, and what was told of that."""

    ladder: Ladder
    expected: bool
    """A real municipality has a sealer; a trial may never have started one."""
    looked_at: datetime | None = None
    since: datetime | None = None
    late_since: datetime | None = None
    """Since when something waited, kept to tell that it is over."""
    said: Rung = Rung.IN_TIME
    written: dict[UUID, Rung] = field(default_factory=dict)

    def rung(self) -> Rung:
        """Give how far up the ladder it is now."""
        now = clock.now()
        if self.looked_at is None or not timedelta() <= now - self.looked_at < FRESH:
            self.since = accesslog.waits_since(db.session.connection(), expected=self.expected)
            self.looked_at = now
        found = self.ladder.rung(now - self.since) if self.since else Rung.IN_TIME
        if found is not Rung.IN_TIME:
            self.late_since = self.since
        if found is not self.said:
            tell = log.error if found > self.said else log.warning
            tell("sealing", rung=found.name.lower(), since=str(self.since))
            self.said = found
        return found


def register(app: Flask) -> None:
    """Begin to watch."""
    config = app.config["SAMENHANG"]
    ladder = Ladder(
        timedelta(minutes=config.seal_alarm_minutes),
        timedelta(hours=config.seal_closed_hours),
        timedelta(hours=config.seal_own_cases_hours),
    )
    app.extensions["samenhang-sealing"] = Watch(ladder, config.production)


def watch() -> Watch:
    """Give the watch of this worker."""
    found: Watch = current_app.extensions["samenhang-sealing"]
    return found


def refuse_when_late(actor: Actor, permission: P, subject: Any) -> None:
    """Go on only if this may be done with the log as late as it is; raises SealingOverdue."""
    watching = watch()
    rung = g.sealing_rung = watching.rung()
    if rung is not watching.written.get(actor.municipality_id, Rung.IN_TIME):
        _write_down(watching, actor, rung)
    if rung >= Rung.CLOSED and (permission in CLOSED or _is_only_partner(actor)):
        raise SealingOverdue
    if rung is Rung.OWN_CASES and not _is_own_reading(actor, permission, subject):
        raise SealingOverdue


def banner() -> str | None:
    """Give which banner stands above the page: for everybody on the last rung, else for guards."""
    rung, found = g.get("sealing_rung", Rung.IN_TIME), g.get("signed_in")
    if rung is Rung.IN_TIME or found is None:
        return None
    if rung is Rung.OWN_CASES or found.actor.has_any(TOLD):
        return str(rung.name.lower())
    return None


def _is_only_partner(actor: Actor) -> bool:
    return actor.has(Role.CHAIN_PARTNER) and not actor.has_any(
        CASEWORK_ROLES - {Role.CHAIN_PARTNER}
    )


def _is_own_reading(actor: Actor, permission: P, subject: Any) -> bool:
    if permission in NOT_ABOUT_A_CASE:
        return True
    about = policy.subject_of(subject)
    reads = request.method in SAFE_METHODS
    return reads and about is not None and policy.relation(actor, about) is not None


def _write_down(watching: Watch, actor: Actor, rung: Rung) -> None:
    """Have the access log told of the rung, unless it is said there already."""
    if watching.late_since is None:
        return
    note = RungNote(actor.municipality_id, rung, watching.late_since)
    if note.is_written(db.session.connection()):
        watching.written[actor.municipality_id] = rung
    else:
        accesslog.logbook(db.session()).rung = note
