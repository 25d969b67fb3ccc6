"""What is asked about the end of police data: what is due, what waits, and what is gone.

Nothing of what it says, ever: where it stands and on which day it has to go.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, Select, exists, select
from sqlalchemy.orm import aliased, joinedload

from caseapp.extensions import db
from caseapp.journal.police.queries import COLUMNS, MOST, Stored, is_last
from caseapp.kernel import clock
from caseapp.kernel.actor import Actor
from caseapp.model import lock
from caseapp.model.accounts import User
from caseapp.model.approvals import Approval, ApprovalKind
from caseapp.model.cases import Case
from caseapp.model.journal import Step
from caseapp.model.police import PoliceDestruction


@dataclass(frozen=True, slots=True)
class Destroyed:
    """That a step with police data was there, who had it destroyed, and when."""

    line: Stored
    destroyed_at: datetime
    asked_by: str
    agreed_by: str


def _is_open() -> ColumnElement[bool]:
    return Approval.decided_at.is_(None) & (Approval.until > clock.now())


def _is_due(actor: Actor) -> tuple[ColumnElement[bool], ...]:
    """Ask for what must go, by its last text, and is in no request that waits."""
    waits = (
        exists()
        .where(PoliceDestruction.step_id == Step.id, PoliceDestruction.approval_id == Approval.id)
        .where(_is_open())
    )
    return (
        Step.municipality_id == actor.municipality_id,
        Step.restricted_from.is_not(None),  # as the index has it
        Step.destroy_from <= clock.today(),
        Step.destruction_id.is_(None),
        is_last(),
        ~waits,
    )


def due(actor: Actor) -> list[Stored]:
    """Give what has to be destroyed and is not asked yet, for the office that watches over it.

    Each line with all texts it stands for: what was corrected goes with the correction.
    """
    query = _lines().where(*_is_due(actor)).order_by(Step.destroy_from, Step.id).limit(MOST)
    with lock.aloud(db.session(), lock.Voice.UNSEEN):
        found = [Stored(*row) for row in db.session.execute(query)]
        before = _corrected(one.id for one in found)
    return [replace(one, texts=_texts(one.id, before)) for one in found]


def count_due(actor: Actor) -> int:
    """Count the lines of that list, and one more where it is longer than a page."""
    query = select(Step.id).where(*_is_due(actor)).limit(MOST + 1)
    with lock.aloud(db.session(), lock.Voice.UNSEEN):
        return len(db.session.scalars(query, execution_options={"unseen": "count"}).all())


def asked(actor: Actor) -> Sequence[Approval]:
    """Give the requests to destroy police data that wait for a second person, the oldest first."""
    return db.session.scalars(
        select(Approval)
        .where(
            Approval.municipality_id == actor.municipality_id,
            Approval.kind == ApprovalKind.DESTROY_POLICE_DATA,
            _is_open(),
        )
        .options(joinedload(Approval.requested_by))
        .order_by(Approval.requested_at, Approval.id)
    ).all()


def lines_of(approval: Approval) -> list[Stored]:
    """Give what a request asks to destroy, or asked, for who may see the request."""
    with lock.aloud(db.session(), lock.Voice.UNSEEN):
        return _asked_in(approval, is_last())


def texts_of(approval: Approval) -> list[Stored]:
    """Give every text that a request asks to destroy, corrected ones too."""
    return _asked_in(approval)


def _asked_in(approval: Approval, *narrowed: ColumnElement[bool]) -> list[Stored]:
    query = (
        _lines()
        .join(PoliceDestruction, PoliceDestruction.step_id == Step.id)
        .where(PoliceDestruction.approval_id == approval.id, *narrowed)
        .order_by(Step.destroy_from, Step.id)
    )
    return [Stored(*row) for row in db.session.execute(query)]


def destroyed(actor: Actor) -> list[Destroyed]:
    """Give what was destroyed in a municipality, what went last on top."""
    asker, decider = aliased(User), aliased(User)
    query = (
        _lines()
        .join(Approval, Approval.id == Step.destruction_id)
        .join(asker, asker.id == Approval.requested_by_id)
        .join(decider, decider.id == Approval.decided_by_id)
        .where(Step.municipality_id == actor.municipality_id, is_last())
        .order_by(Approval.decided_at.desc(), Step.destroy_from, Step.id)
        .limit(MOST)
        .add_columns(Approval.decided_at, asker.name, decider.name)
    )
    with lock.aloud(db.session(), lock.Voice.UNSEEN):
        return [Destroyed(Stored(*row[:-3]), *row[-3:]) for row in db.session.execute(query)]


def is_in_request(step_id: UUID) -> bool:
    """Tell whether a request that waits names this text."""
    query = (
        select(PoliceDestruction.id)
        .join(Approval, Approval.id == PoliceDestruction.approval_id)
        .where(PoliceDestruction.step_id == step_id, _is_open())
        .limit(1)
    )
    return db.session.scalar(query) is not None


def whole_chain(texts: Iterable[UUID]) -> set[UUID]:
    """Give these texts with every one they correct, and every one that corrects them."""
    found, new = set[UUID](), set(texts)
    while new:
        found |= new
        near = select(Step.id, Step.corrects_id).where(Step.id.in_(new) | Step.corrects_id.in_(new))
        rows = db.session.execute(near, execution_options={"unseen": "policy"}).all()
        new = {one for row in rows for one in row if one is not None} - found
    return found


def _lines() -> Select[Any]:
    query: Select[Any] = select(*COLUMNS).join(Case, Case.id == Step.case_id)
    return query.execution_options(shows={"case": "case_id"})


def _corrected(ids: Iterable[UUID]) -> dict[UUID, UUID]:
    """Give, for texts and all they correct in turn, which one each of them corrects."""
    before: dict[UUID, UUID] = {}
    new = set(ids)
    while new:
        query = select(Step.id, Step.corrects_id).where(
            Step.id.in_(new), Step.corrects_id.is_not(None)
        )
        rows = db.session.execute(query, execution_options={"unseen": "policy"}).all()
        found = {row.id: row.corrects_id for row in rows}
        before |= found
        new = set(found.values())
    return before


def _texts(last: UUID, before: dict[UUID, UUID]) -> tuple[UUID, ...]:
    texts = [last]
    while (earlier := before.get(texts[-1])) is not None:
        texts.append(earlier)
    return tuple(texts)
