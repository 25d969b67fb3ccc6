"""What is asked about police data that is not at hand: what is only stored, and what must go."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any, ClassVar
from uuid import UUID

from sqlalchemy import ColumnElement, Select, exists, select
from sqlalchemy.orm import aliased, joinedload

from caseapp import policy
from caseapp.extensions import db
from caseapp.kernel import clock
from caseapp.kernel.actor import Actor
from caseapp.model import lock
from caseapp.model.case_words import TrackKind
from caseapp.model.cases import Case, Track
from caseapp.model.journal import Step
from caseapp.policy import Permission

MOST = 200
COLUMNS: tuple[Any, ...] = (
    Step.id,
    Step.case_id,
    Case.reference,
    Step.track,
    Step.happened_on,
    Step.restricted_from,
    Step.destroy_from,
    Step.destruction_id,
)


@dataclass(frozen=True, slots=True)
class Stored:
    """A step with police data that is only stored: where and since when, and nothing it says."""

    __tablename__: ClassVar[str] = "steps"
    """As what the log knows it."""
    id: UUID
    case_id: UUID
    reference: str
    track: TrackKind
    happened_on: date
    restricted_from: date
    destroy_from: date
    destruction_id: UUID | None = None
    """On which agreement it was destroyed."""
    texts: tuple[UUID, ...] = ()
    """Where it is asked: the text itself, and those it corrects."""

    def must_go(self, today: date) -> bool:
        """Tell whether it has to be destroyed."""
        return self.destroy_from <= today


def is_last() -> ColumnElement[bool]:
    """Ask for the last text of a step: what was corrected stands under its correction."""
    later = aliased(Step)
    return ~exists().where(later.corrects_id == Step.id)


def stored(actor: Actor) -> Sequence[Stored]:
    """Give what is only stored in a municipality, what has to be destroyed first on top.

    Where and since when, and nothing of what it says: for whoever watches over the terms.
    """
    query: Select[Any] = (
        select(*COLUMNS)
        .join(Case, Case.id == Step.case_id)
        .order_by(Step.destroy_from, Step.id)
        .limit(MOST)
        .execution_options(shows={"case": "case_id"})
    )
    mine = query.where(
        Step.municipality_id == actor.municipality_id,
        Step.restricted_from.is_not(None),
        Step.restricted_from <= clock.today(),
        Step.destruction_id.is_(None),
        is_last(),
    )
    with lock.aloud(db.session(), lock.Voice.UNSEEN):
        return [Stored(*row) for row in db.session.execute(mine)]


def stored_on(actor: Actor, track: Track) -> Sequence[Stored]:
    """Give what is only stored of one track, for who may read it for a reason."""
    query: Select[Any] = (
        select(*COLUMNS)
        .join(Case, Case.id == Step.case_id)
        .where(Step.case_id == track.case_id, Step.track == track.kind)
        .order_by(Step.happened_on, Step.id)
        .limit(MOST)
        .execution_options(shows={"case": "case_id"})
    )
    seen = policy.visible(actor, Permission.STEP_STORED, query)
    return [Stored(*row) for row in db.session.execute(seen)]


def stored_step(step_id: UUID) -> Step | None:
    """Give one step, with the case it belongs to."""
    query = select(Step).where(Step.id == step_id).options(joinedload(Step.author))
    return db.session.scalar(query.options(joinedload(Step.case)))
