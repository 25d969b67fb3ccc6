"""What is asked about the safety line of a case."""

from sqlalchemy import func, select
from sqlalchemy.orm import joinedload

from caseapp.extensions import db
from caseapp.model.accounts import User
from caseapp.model.cases import Case
from caseapp.model.safety_lines import SafetyLine

NAMES = tuple(
    joinedload(one).load_only(User.name)
    for one in (SafetyLine.set_by, SafetyLine.care_by, SafetyLine.safety_by)
)


def line_of(case: Case) -> SafetyLine | None:
    """Give the text that holds now, with who set it and who agreed with it."""
    query = (
        select(SafetyLine)
        .where(SafetyLine.case_id == case.id)
        .options(*NAMES)
        .order_by(SafetyLine.number.desc())
        .limit(1)
    )
    return db.session.scalar(query)


def last_number(case: Case) -> int:
    """Give how often a text was set for this case."""
    query = select(func.max(SafetyLine.number)).where(SafetyLine.case_id == case.id)
    return int(db.session.scalar(query.execution_options(unseen="position")) or 0)
