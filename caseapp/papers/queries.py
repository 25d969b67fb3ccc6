"""What is asked about papers: which were made of a case, and which number the next one has."""

from collections.abc import Sequence

from sqlalchemy import Select, func, select
from sqlalchemy.orm import joinedload

from caseapp.extensions import db
from caseapp.model.accounts import User
from caseapp.model.cases import Case
from caseapp.model.papers import CasePaper, Reach

MOST = 200


def papers_of(case: Case) -> Sequence[CasePaper]:
    """Give the papers that were made of a case, the last first."""
    return db.session.scalars(_of(case)).all()


def sent_outside(case: Case) -> Sequence[CasePaper]:
    """Give the papers of a case that left the municipality, the last first."""
    return db.session.scalars(_of(case).where(CasePaper.reach == Reach.OUTSIDE)).all()


def next_number(case: Case) -> int:
    """Give the number of the copy that is made next."""
    query = select(func.max(CasePaper.number)).where(CasePaper.case_id == case.id)
    return int(db.session.scalar(query.execution_options(unseen="count")) or 0) + 1


def _of(case: Case) -> Select[CasePaper]:
    return (
        select(CasePaper)
        .where(CasePaper.case_id == case.id)
        .options(joinedload(CasePaper.made_by).load_only(User.name))
        .order_by(CasePaper.number.desc())
        .limit(MOST)
    )
