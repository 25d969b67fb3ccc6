"""Agreeing that something on the list may stand for a while: with a reason, and until a day."""

from datetime import date

from caseapp import accesslog, policy
from caseapp.accesslog import Event
from caseapp.extensions import db
from caseapp.kernel import clock
from caseapp.kernel.actor import Actor
from caseapp.kernel.errors import RuleBroken
from caseapp.model.agreements import Agreement
from caseapp.model.watchdog import Finding
from caseapp.policy import Permission
from caseapp.watchdog.found import day_after
from caseapp.watchdog.queries import last_day


def agree(actor: Actor, finding: Finding, *, until: date, reason: str) -> Agreement:
    """Let a finding stand through a day, for who leads the team it is with.

    It is off the list until that day is over, and then back by itself unless it was mended. Raises
    RuleBroken for what leaves somebody without cover, for what ended meanwhile, for a day that is
    not ahead or further than agreed, and without a reason.
    """
    policy.require(actor, Permission.FINDING_AGREE, finding)
    if not finding.kind.is_agreeable or finding.case is None:
        raise RuleBroken("agreement-not-for-this")
    if not finding.runs_at(clock.now()):
        raise RuleBroken("finding-mended-before")
    if until <= clock.today():
        raise RuleBroken("agreement-not-ahead", "until")
    if until > last_day(finding):
        raise RuleBroken("agreement-too-long", "until")
    if not reason.strip():
        raise RuleBroken("agreement-without-reason", "reason")
    made = Agreement(
        municipality_id=finding.municipality_id,
        finding=finding,
        case=finding.case,
        case_id=finding.case.id,
        until=until,
        reason=reason,
        made_at=clock.now(),
        made_by_id=actor.user_id,
    )
    finding.agreed_until = day_after(until)
    db.session.add(made)
    db.session.flush()
    accesslog.record(actor, Event.FINDING_AGREED, made, until=until.isoformat())
    return made
