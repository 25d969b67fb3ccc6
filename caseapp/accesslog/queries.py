"""What the log answers: who looked at this resident, what did this colleague see, and so on.

Newest first, by moment and number, in keyset pages. What is read here is itself shown to somebody:
residents are loaded as residents, so that reading the log about them is a look at them. The
reference of a case is read bare: it is drawn at random and says nothing about anybody.
"""

from collections.abc import Iterable, Sequence
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from sqlalchemy import bindparam, func, literal, select, tuple_

from caseapp.accesslog.looks import Account, Colleague, Held, Look, Passage, accounts_of
from caseapp.accesslog.question import ALWAYS, About, Period, Question, Subject
from caseapp.extensions import db
from caseapp.kernel import clock, paging
from caseapp.kernel.paging import Page
from caseapp.model.accesslog import AccessEntry, Processing, Result
from caseapp.model.accounts import RoleGrant, User
from caseapp.model.cases import Case, CaseSubject
from caseapp.model.residents import Resident

MOST_REFUSALS = 50
LARGEST_NUMBER = 2**63 - 1
REFUSED = bindparam(
    None, Result.REFUSED, type_=AccessEntry.__table__.c.result.type, literal_execute=True
)
"""Written out in the statement: only then can a database use the index on refusals alone."""


def page(question: Question, mark: str | None = None) -> Page[Look]:
    """Give one page of the answer, newest first."""
    forward, position = _position(mark)
    query, model = question.select(), question.model
    if position is not None:
        keys = tuple_(model.at, model.seq)
        here = tuple_(literal(position[0], model.at.type), literal(position[1]))
        query = query.where(keys < here if forward else keys > here)
    order = (model.at.desc(), model.seq.desc()) if forward else (model.at, model.seq)
    found = list(db.session.execute(query.order_by(*order).limit(paging.PAGE_SIZE + 1)).all())
    more, found = len(found) > paging.PAGE_SIZE, found[: paging.PAGE_SIZE]
    if not forward:
        found.reverse()
    older = bool(found) and (more or not forward)
    newer = bool(found) and (position is not None if forward else more)
    return Page(
        _told(found),
        after=_mark("after", found[-1][0]) if older else None,
        before=_mark("before", found[0][0]) if newer else None,
    )


def first(question: Question, limit: int) -> list[Look]:
    """Give the newest looks at once, for a file."""
    model = question.model
    newest = question.select().order_by(model.at.desc(), model.seq.desc()).limit(limit)
    return _told(db.session.execute(newest).all())


def tally(question: Question) -> tuple[list[Account], bool]:
    """Fold what is known of one resident into a line per colleague; True when more is left out.

    Counts the newest lines up to the cap of `paging`, so that no page takes for ever.
    """
    columns = (
        Processing.user_id,
        Processing.entry_seq,
        Processing.at,
        Processing.event,
        AccessEntry.relation,
        Processing.purpose,
        AccessEntry.subject_kind,
    )
    newest = question.select().with_only_columns(*columns).order_by(Processing.at.desc())
    rows = db.session.execute(newest.limit(paging.COUNT_CAP + 1)).all()
    passages = (Passage(*row) for row in rows[: paging.COUNT_CAP])
    return accounts_of(passages), len(rows) > paging.COUNT_CAP


def subject(about: About, key: Any) -> Subject | None:
    """Give whom or what a page of the log is about, by id or by reference, without a look at it."""
    row: Any = None
    if about is About.COLLEAGUE:
        user = db.session.get(User, key)
        row = user and (user.id, user.municipality_id, user.name)
    elif about is About.RESIDENT:
        query = select(Resident.id, Resident.municipality_id, literal("")).where(Resident.id == key)
        row = db.session.execute(query.execution_options(unseen="log")).first()
    elif about is About.CASE:
        named = Case.id == key if isinstance(key, UUID) else Case.reference == key
        found = select(Case.id, Case.municipality_id, Case.reference).where(named)
        row = db.session.execute(found.execution_options(unseen="log")).first()
    return Subject(about, *row) if row else None


def refusals(
    municipality_id: UUID,
    period: Period = ALWAYS,
    *,
    user_id: UUID | None = None,
    resident_id: UUID | None = None,
) -> list[Look]:
    """Give the latest refused attempts, by a colleague or at a resident and their cases."""
    query = select(AccessEntry).where(
        AccessEntry.municipality_id == municipality_id,
        AccessEntry.result == REFUSED,
        *period.holds(AccessEntry.at),
    )
    if user_id is not None:
        query = query.where(AccessEntry.user_id == user_id)
    if resident_id is not None:
        about = select(CaseSubject.case_id).where(CaseSubject.resident_id == resident_id)
        own = db.session.scalars(about.execution_options(unseen="log")).all()
        query = query.where((AccessEntry.subject_id == resident_id) | AccessEntry.case_id.in_(own))
    newest = query.order_by(AccessEntry.at.desc(), AccessEntry.seq.desc()).limit(MOST_REFUSALS)
    return _told(db.session.execute(newest).all())


def calls_since_a_minute(token: Any, event: str) -> int:
    """Count how often a token was used in the last minute."""
    recent = AccessEntry.at > clock.now() - timedelta(minutes=1)
    query = select(func.count()).where(
        AccessEntry.municipality_id == token.municipality_id,
        recent,
        AccessEntry.event == str(event),
        AccessEntry.subject_id == token.id,
    )
    return db.session.scalar(query) or 0


def faces(municipality_id: UUID, resident_ids: Iterable[UUID | None]) -> dict[UUID, Resident]:
    """Give the residents who are named on a page of the log; that is a look at each of them."""
    wanted = {identity for identity in resident_ids if identity is not None}
    if not wanted:
        return {}
    query = select(Resident).where(
        Resident.municipality_id == municipality_id, Resident.id.in_(wanted)
    )
    return {resident.id: resident for resident in db.session.scalars(query)}


def colleagues(user_ids: Iterable[UUID | None]) -> dict[UUID | None, Colleague]:
    """Give who these colleagues are, with the roles they held and when."""
    wanted = {identity for identity in user_ids if identity is not None}
    if not wanted:
        return {}
    held: dict[UUID, list[Held]] = {}
    for grant in db.session.scalars(select(RoleGrant).where(RoleGrant.user_id.in_(wanted))):
        one = Held(grant.role, grant.granted_at, grant.ended_at)
        held.setdefault(grant.user_id, []).append(one)
    people = select(User.id, User.name, User.function).where(User.id.in_(wanted))
    return {
        row.id: Colleague(row.id, row.name, row.function, tuple(held.get(row.id, ())))
        for row in db.session.execute(people)
    }


def references(case_ids: Iterable[UUID | None]) -> dict[UUID | None, str]:
    """Give the references of cases: all that the log tells about a case."""
    wanted = {identity for identity in case_ids if identity is not None}
    if not wanted:
        return {}
    query = select(Case.id, Case.reference).where(Case.id.in_(wanted))
    found = db.session.execute(query.execution_options(unseen="log"))
    return {row.id: row.reference for row in found}


def _mark(way: str, row: AccessEntry | Processing) -> str:
    return paging.encode([way, row.at.isoformat(), str(row.seq)])


def _position(mark: str | None) -> tuple[bool, tuple[datetime, int] | None]:
    values = paging.decode(mark, 3)
    if values is None:
        return True, None
    try:
        at, seq = paging.moment(values[1]), int(values[2])
    except ValueError:
        return True, None
    if not 0 <= seq <= LARGEST_NUMBER:
        return True, None
    return values[0] != "before", (at, seq)


def _told(rows: Sequence[Any]) -> list[Look]:
    """Add to the rows who it was and which case, in four queries whatever their number."""
    pairs = [(row[0], row[1]) if len(row) > 1 else (None, row[0]) for row in rows]
    names = colleagues(entry.user_id for _, entry in pairs)
    cases = references(line.case_id if line else entry.case_id for line, entry in pairs)
    counted = _people([entry.seq for line, entry in pairs if line is None])
    return [
        Look(
            number=line.seq if line else entry.seq,
            entry=entry,
            who=names.get(entry.user_id),
            resident_id=line.resident_id if line else None,
            reference=cases.get(line.case_id if line else entry.case_id),
            people=1 if line else counted.get(entry.seq, 0),
        )
        for line, entry in pairs
    ]


def _people(entries: list[int]) -> dict[int, int]:
    """Count the residents under each entry."""
    if not entries:
        return {}
    query = (
        select(Processing.entry_seq, func.count(Processing.resident_id.distinct()))
        .where(Processing.entry_seq.in_(entries))
        .group_by(Processing.entry_seq)
    )
    return {seq: count for seq, count in db.session.execute(query).all()}  # noqa: C416 - typed rows
