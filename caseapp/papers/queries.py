"""What is asked about papers: which were made, which number is next, and whether one fits whom."""

from collections.abc import Iterator, Sequence

from sqlalchemy import Select, func, select
from sqlalchemy.orm import joinedload

from caseapp.extensions import db
from caseapp.kernel.errors import RuleBroken
from caseapp.model.accounts import User
from caseapp.model.cases import Case
from caseapp.model.papers import CasePaper, PaperKind, Reach, Receiver
from caseapp.papers.addressing import Address, names_one_of

MOST = 200
MANY = 2


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


def unfit_recipient(case: Case, kind: PaperKind, address: Address) -> Iterator[RuleBroken]:
    """Give what forbids a plan of several people for this recipient.

    A copy that holds everybody's part goes to none of them, and the copy of one of them to nobody
    else under the name of being for themselves.
    """
    people = {one.resident_id: one.resident for one in case.subjects}
    if kind is not PaperKind.PLAN or (len(people) < MANY and address.person is None):
        return
    names = {person: [one.name, one.short_name] for person, one in people.items()}
    if address.person is None:
        if names_one_of(address.recipient, [name for both in names.values() for name in both]):
            yield RuleBroken("copy-of-all-for-one", "recipient")
    elif address.person not in people:
        yield RuleBroken("copy-of-outsider", "whose")
    elif address.receiver is Receiver.SELF and not names_one_of(
        address.recipient, names[address.person]
    ):
        yield RuleBroken("copy-for-another", "recipient")


def _of(case: Case) -> Select[CasePaper]:
    return (
        select(CasePaper)
        .where(CasePaper.case_id == case.id)
        .options(joinedload(CasePaper.made_by).load_only(User.name))
        .order_by(CasePaper.number.desc())
        .limit(MOST)
    )
