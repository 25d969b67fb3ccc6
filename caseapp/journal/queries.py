"""What is asked of the journal."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Any
from uuid import UUID

from sqlalchemy import Integer, Select, bindparam, select
from sqlalchemy.orm import joinedload

from caseapp import policy
from caseapp.extensions import db
from caseapp.kernel.actor import Actor
from caseapp.kernel.errors import Hidden
from caseapp.model import lock
from caseapp.model.accounts import User
from caseapp.model.cases import Case, Involvement
from caseapp.model.journal import ListedStep, Step
from caseapp.policy import Permission

TIMELINE_STEPS = 40
STATEMENTS = 300
"""How many are kept written out, in each process; the same person asks the same with every page."""
LINE: tuple[Any, ...] = (
    Step.id,
    Step.case_id,
    Step.track,
    Step.kind,
    Step.outcome,
    Step.end_result,
    Step.source,
    Step.nature,
    Step.content,
    Step.happened_on,
    Step.created_at,
    Step.corrects_id,
    Step.body_sealed,
    Step.reason_sealed,
)
OF_CASE = (
    select(*LINE, User.name)
    .join(Step.author)
    .where(Step.case_id == bindparam("case_id"))
    .order_by(Step.happened_on.desc(), Step.created_at.desc(), Step.id)
    .limit(bindparam("most", type_=Integer))
    .execution_options(shows={"case": "case_id"})
)
"""Read as rows and not as nouns: a page shows forty, and changes none of them."""
MOST_STEPS = 2**31 - 1
"""What no case has."""


@dataclass(frozen=True, slots=True)
class Told:
    """A step as the reader finds it: the last text, and the earlier ones it corrects."""

    step: ListedStep
    earlier: tuple[ListedStep, ...] = ()


def step(step_id: UUID) -> Step | None:
    """Give one step, with its case and who works on that.

    Raises Hidden for a step that the database itself keeps from whoever asks.
    """
    found = db.session.scalar(
        select(Step)
        .where(Step.id == step_id)
        .options(
            joinedload(Step.author),
            joinedload(Step.case).selectinload(Case.involvements).joinedload(Involvement.user),
            joinedload(Step.case).selectinload(Case.tracks),
        )
    )
    if found is None:
        _say_if_hidden(step_id)
    return found


def _say_if_hidden(step_id: UUID) -> None:
    kept = select(Step.id, Step.case_id).where(Step.id == step_id)
    with lock.aloud(db.session(), lock.Voice.UNSEEN):
        row = db.session.execute(kept, execution_options={"unseen": "log"}).one_or_none()
    if row is not None:
        raise Hidden(Step.__tablename__, row.id, row.case_id)


def timeline(actor: Actor, case: Case, *, limit: int | None = TIMELINE_STEPS) -> list[Told]:
    """Give the newest steps of a case that this person may read, corrections folded in."""
    asked = {"case_id": case.id, "most": MOST_STEPS if limit is None else limit}
    rows = db.session.execute(_steps_for(actor), asked)
    return _folded([ListedStep(case.key, *row) for row in rows])


@lru_cache(maxsize=STATEMENTS)
def _steps_for(actor: Actor) -> Select[Any]:
    """Give the statement for the steps of a case that this person may read."""
    return policy.visible(actor, Permission.STEP_VIEW, OF_CASE)


def _folded(steps: Sequence[ListedStep]) -> list[Told]:
    known = {one.id: one for one in steps}
    corrected = {one.corrects_id for one in steps if one.corrects_id is not None}
    told = []
    for one in steps:
        if one.id in corrected:
            continue
        earlier, before = [], one.corrects_id
        while before is not None and before in known:
            earlier.append(known[before])
            before = known[before].corrects_id
        told.append(Told(one, tuple(earlier)))
    return told
