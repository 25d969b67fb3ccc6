"""Destroying police data: asked about an exact set, agreed by another, gone in all its texts."""

from collections.abc import Sequence
from datetime import timedelta
from typing import Any
from uuid import UUID

from sqlalchemy import select, update

from caseapp import accesslog, approvals, policy
from caseapp.accesslog import Event
from caseapp.extensions import db
from caseapp.journal.police.destruction import queries
from caseapp.journal.police.destruction.exact import fingerprint
from caseapp.journal.police.queries import Stored
from caseapp.kernel import clock
from caseapp.kernel.actor import Actor
from caseapp.kernel.errors import RuleBroken
from caseapp.model import lock
from caseapp.model.approvals import Approval, ApprovalKind
from caseapp.model.forgetting import forget_sealed
from caseapp.model.journal import Draft, Nature, Outcome, Source, Step, StepKind
from caseapp.model.police import PoliceDestruction
from caseapp.model.shares import Share
from caseapp.policy import Permission

ASK_WITHIN = timedelta(days=30)
"""How long a request to destroy waits for a second person."""
SAYS_NOTHING = {
    "body_sealed": None,
    "reason_sealed": None,
    "kind": StepKind.OTHER,
    "outcome": Outcome.NONE,
    "end_result": None,
    "source": Source.OWN,
    "nature": Nature.FACT,
}
"""A step once it is destroyed: how somebody was reached, and what came of it, say something too."""
UNSYNCHRONISED = {"synchronize_session": False}


def ask_destruction(
    actor: Actor, municipality: Any, *, shown: str, only: UUID | None = None
) -> Approval:
    """Ask a second person to destroy what was shown: all that is due, or one line of it.

    For the office that watches over police data (articles 8 and 14 of the Wpg). Raises
    NotPermitted, and RuleBroken for what is not due, is gone, was asked before, or is not what was
    shown.
    """
    policy.require(actor, Permission.POLICE_DESTROY, municipality)
    lines = [one for one in queries.due(actor) if only in (None, one.id)]
    if not lines:
        raise _why_not(only)
    texts = [text for one in lines for text in one.texts]
    if fingerprint(texts) != shown:
        raise RuleBroken("police-set-changed")
    request = approvals.request(
        actor,
        municipality,
        permission=Permission.POLICE_DESTROY,
        asked_of=municipality,
        kind=ApprovalKind.DESTROY_POLICE_DATA,
        payload={"steps": str(len(lines)), "texts": str(len(texts)), "set": shown},
        reason="",  # the law is the reason: its day has come
        term=ASK_WITHIN,
    )
    db.session.flush()
    with lock.aloud(db.session(), lock.Voice.UNSEEN):  # the database looks whether they are due
        db.session.add_all(
            PoliceDestruction(
                municipality_id=request.municipality_id, approval_id=request.id, step_id=text
            )
            for text in texts
        )
        db.session.flush()
    return request


def _why_not(step_id: UUID | None) -> RuleBroken:
    """Say why there is nothing to ask."""
    if step_id is None:
        return RuleBroken("police-nothing-due")
    gone = select(Step.id).where(Step.id == step_id, Step.destruction_id.is_not(None))
    with lock.aloud(db.session(), lock.Voice.UNSEEN):
        if db.session.scalar(gone, execution_options={"unseen": "policy"}) is not None:
            return RuleBroken("police-destroyed-before")
    asked = queries.is_in_request(step_id)
    return RuleBroken("police-asked-before" if asked else "police-not-due")


def destroy(actor: Actor, approval: Approval) -> Sequence[Stored]:
    """Destroy what two people agreed on: its texts, what was shared of them, and what was typed.

    What stays is that there was a step, where, from which day it had to go, and this agreement;
    each text has its entry in the log (article 32 of the Wpg). For the second person; gives what
    went. Raises RuleBroken when anything of it is gone, is not due, or is not what was asked: then
    nothing goes.
    """
    policy.require(actor, Permission.APPROVAL_DECIDE, approval)
    with lock.aloud(db.session(), lock.Voice.UNSEEN):
        gone = queries.texts_of(approval)
        _refuse_unless_exact(gone, approvals.read(approval.payload)["set"])
        _empty(approval, [one.id for one in gone])
    for one in gone:
        accesslog.record(
            actor,
            Event.POLICE_DESTROYED,
            one,
            approval=approval.id.hex,
            due=f"{one.destroy_from:%Y-%m-%d}",
            track=one.track,
        )
    return gone


def _refuse_unless_exact(texts: Sequence[Stored], agreed: str) -> None:
    ids = {one.id for one in texts}
    if any(one.destruction_id is not None for one in texts):
        raise RuleBroken("police-destroyed-before")
    if fingerprint(ids) != agreed or queries.whole_chain(ids) != ids:
        raise RuleBroken("police-set-changed")
    today = clock.today()
    if not ids or not all(one.must_go(today) for one in texts):
        raise RuleBroken("police-not-due")


def _empty(approval: Approval, ids: list[UUID]) -> None:
    emptied = (
        update(Step)
        .where(Step.id.in_(ids), Step.destruction_id.is_(None))
        .values(**SAYS_NOTHING, destruction_id=approval.id)
    )
    went = db.session.execute(emptied, execution_options=UNSYNCHRONISED)
    if went.rowcount != len(ids):  # type: ignore[attr-defined] # a result of UPDATE has it
        raise RuleBroken("police-destroyed-before")
    shared = update(Share).where(Share.step_id.in_(ids))
    words = shared.values(excerpt_sealed=None, purpose_sealed=None)
    db.session.execute(words, execution_options=UNSYNCHRONISED)
    _forget_drafts(approval.municipality_id, {one.hex for one in ids})


def _forget_drafts(municipality_id: UUID, steps: set[str]) -> None:
    """Forget what anybody was still typing on a form of one of these steps."""
    kept = select(Draft.id, Draft.path).where(Draft.municipality_id == municipality_id)
    mine = [row.id for row in db.session.execute(kept) if steps.intersection(row.path.split("/"))]
    if mine:
        forget_sealed(db.session(), Draft, Draft.id.in_(mine), limit=len(mine), waits=True)
