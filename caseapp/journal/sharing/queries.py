"""What is asked about what was shared: what is on the strip now, and the whole ledger."""

from collections.abc import Sequence
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import joinedload, selectinload

from caseapp import policy
from caseapp.extensions import db
from caseapp.kernel import clock
from caseapp.kernel.actor import Actor
from caseapp.model.accounts import User
from caseapp.model.cases import Case, Involvement
from caseapp.model.shares import Share
from caseapp.policy import Permission

MOST = 200


def on_strip(actor: Actor, case: Case) -> Sequence[Share]:
    """Give what of this case is shared today, and this person may read; the newest first."""
    query = (
        select(Share)
        .where(
            Share.case_id == case.id,
            Share.until_on >= clock.today(),
            Share.withdrawn_at.is_(None),
        )
        .options(joinedload(Share.shared_by).load_only(User.name))
        .order_by(Share.shared_at.desc(), Share.id)
        .limit(MOST)
    )
    return db.session.scalars(policy.visible(actor, Permission.SHARE_VIEW, query)).all()


def ledger(case: Case) -> Sequence[Share]:
    """Give everything that was ever shared in a case; what it said is not for showing."""
    query = (
        select(Share)
        .where(Share.case_id == case.id)
        .options(joinedload(Share.shared_by), joinedload(Share.withdrawn_by))
        .order_by(Share.shared_at.desc(), Share.id)
        .limit(MOST)
    )
    return db.session.scalars(query).all()


def share(share_id: UUID) -> Share | None:
    """Give one thing that was shared, with the case it belongs to."""
    of_case = joinedload(Share.case).options(
        selectinload(Case.tracks),
        selectinload(Case.involvements).joinedload(Involvement.user),
        selectinload(Case.subjects),
    )
    return db.session.scalar(select(Share).where(Share.id == share_id).options(of_case))
