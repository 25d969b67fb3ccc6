"""Agreeing what is done when it becomes unsafe: a new text is confirmed by nobody yet."""

from caseapp import accesslog, policy
from caseapp.accesslog import Event
from caseapp.cases.safety_line.queries import last_number, line_of
from caseapp.cases.staffing import lock
from caseapp.extensions import db
from caseapp.kernel import clock
from caseapp.kernel.actor import Actor
from caseapp.kernel.errors import RuleBroken
from caseapp.model.cases import Case, Track
from caseapp.model.safety_lines import SafetyLine
from caseapp.policy import Permission


def set_line(actor: Actor, case: Case, *, body: str, over: int) -> SafetyLine:
    """Set the text of the safety line, in place of the one with this number; 0 is none before.

    Who owns a track agrees by that for their side; the other side confirms it, or it says that
    nobody did. What was confirmed before says nothing of this text.

    Raises RuleBroken for no text, for the text that stands there already, and when a colleague set
    another meanwhile.
    """
    policy.require(actor, Permission.SAFETY_LINE_SET, case)
    lock(case)
    if not body.strip():
        raise RuleBroken("line-without-text", "body")
    if last_number(case) != over:
        raise RuleBroken("line-set-before")
    before = line_of(case)
    if before is not None and before.body == body:
        raise RuleBroken("line-unchanged", "body")
    now = clock.now()
    line = SafetyLine(
        municipality_id=case.municipality_id,
        case=case,
        case_id=case.id,
        number=over + 1,
        body=body,
        set_at=now,
        set_by_id=actor.user_id,
    )
    for track in case.tracks:
        if policy.allows(actor, Permission.SAFETY_LINE_CONFIRM, track):
            line.agree(track.kind, actor.user_id, now)
    db.session.add(line)
    accesslog.record(actor, Event.SAFETY_LINE_SET, line)
    return line


def confirm_line(actor: Actor, track: Track, *, number: int) -> SafetyLine:
    """Confirm, as who owns this track, the text that was read: the one with this number.

    Raises RuleBroken when there is another by now, or this side agreed with it before.
    """
    policy.require(actor, Permission.SAFETY_LINE_CONFIRM, track)
    lock(track.case)
    line = line_of(track.case)
    if line is None or line.number != number:
        raise RuleBroken("line-set-before")
    db.session.refresh(line, ["care_at", "safety_at"])
    if line.is_agreed(track.kind):
        raise RuleBroken("line-confirmed-before")
    line.agree(track.kind, actor.user_id, clock.now())
    accesslog.record(actor, Event.SAFETY_LINE_CONFIRMED, line, track=track.kind)
    return line
