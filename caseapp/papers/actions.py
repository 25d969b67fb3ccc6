"""Writing down that a paper is made, before it is made."""

from collections.abc import Collection
from uuid import UUID

from caseapp import accesslog, cases, policy
from caseapp.accesslog import Event
from caseapp.extensions import db
from caseapp.kernel import clock
from caseapp.kernel.actor import Actor
from caseapp.kernel.errors import RuleBroken
from caseapp.model.case_words import TrackKind
from caseapp.model.cases import Case
from caseapp.model.papers import CasePaper, PaperKind
from caseapp.papers.addressing import Address, objections_to
from caseapp.papers.queries import next_number, unfit_recipient
from caseapp.policy import Permission


def make_paper(
    actor: Actor,
    case: Case,
    *,
    kind: PaperKind,
    number: int,
    address: Address,
    track: TrackKind | None = None,
    tells_of: Collection[UUID] | None = None,
) -> CasePaper:
    """Write down that this copy is made for this recipient, in the log and in the case.

    A track goes into a plan only, by who works on it. Of several people, the copy of one of them is
    for them or who stands for them; `tells_of` says of whom a copy tells, where not of everybody.
    Raises RuleBroken for what is not said of the recipient, for a plan of everybody that would go
    to one of them, and when a colleague made a copy with this number meanwhile.
    """
    policy.require(actor, Permission.PAPER_MAKE, case)
    if track is not None:
        policy.require(actor, Permission.TRACK_PRINT, case.track(track))
    cases.lock(case)
    for objection in (*objections_to(kind, address), *unfit_recipient(case, kind, address)):
        raise objection
    if track is not None and kind is not PaperKind.PLAN:
        raise RuleBroken("paper-with-track")
    if number != next_number(case):
        raise RuleBroken("paper-number-taken")
    paper = CasePaper(
        municipality_id=case.municipality_id,
        case_id=case.id,
        case=case,
        number=number,
        kind=kind,
        track=track,
        resident_id=address.person,
        receiver=address.receiver,
        reach=address.reach,
        ground=address.ground,
        recipient=address.recipient,
        function=address.function,
        organisation=address.organisation,
        purpose=address.purpose,
        made_at=clock.now(),
        made_by_id=actor.user_id,
    )
    db.session.add(paper)
    db.session.flush()
    told: dict[str, str] = {"kind": kind, "reach": address.reach, "ground": address.ground}
    if track is not None:
        told["track"] = track
    if address.person is not None and address.receiver is not None:
        told |= {"receiver": address.receiver, "resident": address.person.hex}
    if tells_of is not None:
        others = {one.resident_id for one in case.subjects}.difference(tells_of)
        accesslog.tells_nothing_of(case.id, others, but=tells_of)
    accesslog.record(actor, Event.PAPER_MADE, paper, **told)
    return paper
