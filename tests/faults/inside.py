"""What a besieged installation says of itself, asked in a process with its settings and keys.

python -m tests.faults.inside people NUMBER PLACE     who may be at work, and on which case
python -m tests.faults.inside tell CASE ...      what the database holds about these cases
"""

import json
import sys
from collections.abc import Iterable
from datetime import datetime
from typing import Any

from sqlalchemy import func, select

from caseapp import accesslog, create_app
from caseapp.extensions import db
from caseapp.kernel.actor import Role
from caseapp.model import lock
from caseapp.model.accesslog import AccessEntry, Processing
from caseapp.model.accounts import RoleGrant, User
from caseapp.model.case_words import CaseState, Part
from caseapp.model.cases import Case, CaseSubject, Involvement
from caseapp.model.escalation import Flag
from caseapp.model.journal import Step
from config import Config


def people(number: int, place: str) -> list[dict[str, str]]:
    """Give people of a place who each work on an open case, no two the same person."""
    query = (
        select(Case.id, Case.reference, User.id, User.email, CaseSubject.resident_id)
        .join(Involvement, Involvement.case_id == Case.id)
        .join(User, User.id == Involvement.user_id)
        .join(RoleGrant, RoleGrant.user_id == User.id)
        .join(CaseSubject, CaseSubject.case_id == Case.id)
        .where(Case.state == CaseState.ACTIVE, Involvement.ended_at.is_(None))
        .where(Involvement.part.in_([Part.DIRECTOR, Part.OWNER]), Case.is_shielded.is_(False))
        .where(RoleGrant.role.in_([Role.SOCIAL_WORKER, Role.SAFETY_ADVISER]))
        .where(User.email.endswith(place, autoescape=True))
        .order_by(Case.reference)
    )
    found: dict[str, dict[str, str]] = {}
    for case, reference, user, email, resident in db.session.execute(
        query.execution_options(unseen="count")
    ):
        one = {"case": case.hex, "reference": reference, "user": user.hex, "email": email}
        found.setdefault(email, one | {"resident": resident.hex})
    return list(found.values())[:number]


def tell(since: str, cases: Iterable[str]) -> dict[str, Any]:
    """Give the texts of steps and flags, and the entries of the log, as they are at the end."""
    wanted = set(cases)
    told = (
        select(func.count())
        .where(Processing.entry_seq == AccessEntry.seq, Processing.case_id == AccessEntry.case_id)
        .scalar_subquery()
    )
    columns = (AccessEntry.at, AccessEntry.event, AccessEntry.user_id, AccessEntry.subject_id)
    entries = db.session.execute(
        select(*columns, AccessEntry.case_id, told).where(
            AccessEntry.at >= datetime.fromisoformat(since)
        )
    )
    return {
        "steps": [[one.id.hex, one.body] for one in _of(Step, wanted)],
        "flags": [[one.id.hex, one.facts] for one in _of(Flag, wanted)],
        "entries": [[str(value) if value is not None else "" for value in row] for row in entries],
    }


def _of(noun: Any, cases: set[str]) -> list[Any]:
    return [one for one in db.session.scalars(select(noun)) if one.case_id.hex in cases]


def main(asked: str, *arguments: str) -> None:
    """Answer one question as JSON; nobody is shown it, so the log of it is left out."""
    app = create_app(Config.from_environment())
    builder = lock.Speaker(voice=lock.Voice.BUILDER)
    with app.app_context(), lock.speaking(db.session(), builder):
        first, *rest = arguments
        told = people(int(first), *rest) if asked == "people" else tell(first, rest)
        accesslog.logbook(db.session()).clear()
    sys.stdout.write(json.dumps(told))


if __name__ == "__main__":
    main(*sys.argv[1:])
