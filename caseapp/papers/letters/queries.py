"""What is asked about letters: the templates in use, and which letters were made of a case."""

from collections.abc import Sequence
from uuid import UUID

from sqlalchemy import func, select
from sqlalchemy.orm import defer, joinedload

from caseapp.extensions import db
from caseapp.model.accounts import User
from caseapp.model.cases import Case
from caseapp.model.letters import Letter, LetterTemplate

MOST = 200


def templates_in_use(municipality_id: UUID) -> Sequence[LetterTemplate]:
    """Give the templates letters are made of, by name, without their files."""
    query = (
        select(LetterTemplate)
        .where(LetterTemplate.municipality_id == municipality_id)
        .where(LetterTemplate.retired_at.is_(None))
        .options(
            defer(LetterTemplate.file_sealed),
            joinedload(LetterTemplate.added_by).load_only(User.name),
        )
        .order_by(LetterTemplate.name)
    )
    return db.session.scalars(query).all()


def template(template_id: UUID) -> LetterTemplate | None:
    """Give one template, with its file."""
    return db.session.get(LetterTemplate, template_id)


def letters_of(case: Case) -> Sequence[Letter]:
    """Give the letters that were made of a case, the last first."""
    query = (
        select(Letter)
        .where(Letter.case_id == case.id)
        .options(
            joinedload(Letter.template).defer(LetterTemplate.file_sealed),
            joinedload(Letter.made_by).load_only(User.name),
        )
        .order_by(Letter.number.desc())
        .limit(MOST)
    )
    return db.session.scalars(query).all()


def next_number(case: Case) -> int:
    """Give the number of the letter that is made next."""
    query = select(func.max(Letter.number)).where(Letter.case_id == case.id)
    return int(db.session.scalar(query.execution_options(unseen="count")) or 0) + 1
