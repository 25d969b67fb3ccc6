"""What is asked about the ladders of a municipality."""

from collections.abc import Collection, Sequence
from uuid import UUID

from sqlalchemy import bindparam, select
from sqlalchemy.orm import joinedload

from caseapp import policy
from caseapp.escalation.ladders import shape as shapes
from caseapp.escalation.ladders.shape import Shape
from caseapp.extensions import db
from caseapp.kernel.actor import Actor
from caseapp.model.case_words import CaseState, Phase
from caseapp.model.cases import Case
from caseapp.model.ladders import Ladder
from caseapp.policy import Permission

SHAPES = 200
"""How many are kept read, in each process: what a version says never changes."""


_KNOWN: dict[UUID, Shape] = {}
EVER_ADOPTED = (
    select(Ladder)
    .where(Ladder.municipality_id == bindparam("where"), Ladder.adopted_at.is_not(None))
    .order_by(Ladder.adopted_at.desc(), Ladder.number.desc())
)
HOLDS = EVER_ADOPTED.where(Ladder.ended_at.is_(None))


def shape_of(ladder: Ladder | None) -> Shape:
    """Give what a version says; of none, what holds where nothing else was agreed."""
    return shapes.read(ladder.name, ladder.phases) if ladder is not None else shapes.USUAL


def known(ladder_id: UUID) -> Shape:
    """Give what one version says, asked of the database once in each process."""
    if ladder_id not in _KNOWN:
        found = ladder(ladder_id)
        if found is None:  # not for who asks: that says nothing of the version itself
            return shapes.USUAL
        if len(_KNOWN) >= SHAPES:
            _KNOWN.clear()
        _KNOWN[ladder_id] = shapes.read(found.name, found.phases)
    return _KNOWN[ladder_id]


def in_force(municipality_id: UUID) -> Shape:
    """Give the ladder by which the cases of a municipality go."""
    return shape_of(db.session.scalars(HOLDS, {"where": municipality_id}).first())


def ever_in_force(municipality_id: UUID) -> Sequence[Ladder]:
    """Give the versions that hold or held, the last one first."""
    return db.session.scalars(EVER_ADOPTED, {"where": municipality_id}).all()


def ladder(ladder_id: UUID) -> Ladder | None:
    """Give one version."""
    query = select(Ladder).where(Ladder.id == ladder_id).options(joinedload(Ladder.made_by))
    return db.session.scalar(query)


def versions(actor: Actor) -> Sequence[Ladder]:
    """Give every version of their municipality that this person may see, the last one first."""
    query = select(Ladder).options(joinedload(Ladder.made_by)).order_by(Ladder.number.desc())
    return db.session.scalars(policy.visible(actor, Permission.LADDER_VIEW, query)).all()


def left_behind(
    actor: Actor, weights: Collection[int], permission: Permission = Permission.CASE_VIEW
) -> set[Phase]:
    """Give in which phases open cases are that a ladder of these weights has not.

    Of the cases that this person may see: that there is another is not told.
    """
    query = (
        select(Case.phase)
        .where(
            Case.municipality_id == actor.municipality_id,
            Case.phase.in_(set(Phase) - set(weights)),
            Case.state != CaseState.CLOSED,
        )
        .distinct()
        .execution_options(unseen="count")
    )
    return {Phase(phase) for phase in db.session.scalars(policy.visible(actor, permission, query))}
