"""What the log answers: who looked at this resident, what did this colleague see, and so on.

Newest first, by moment and number, in keyset pages. What is read here is itself shown to somebody:
residents are loaded as residents, so that reading the log about them is a look at them. The
reference of a case is read bare: it is drawn at random and says nothing about anybody.
"""

from collections.abc import Iterable, Sequence
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from sqlalchemy import Select, bindparam, func, literal, select, tuple_, union

from caseapp.accesslog.entries import Stands, entries_of
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
Pair = tuple[Processing | None, AccessEntry]
"""A line with the entry it stands under, or an entry as a whole."""
REFUSED = bindparam(
    None, Result.REFUSED, type_=AccessEntry.__table__.c.result.type, literal_execute=True
)
"""Written out in the statement: only then can a database use the index on refusals alone."""


def page(question: Question, mark: str | None = None) -> Page[Look]:
    """Give one page of the answer, newest first."""
    forward, position = _position(mark)
    chosen = question.selection()
    query = chosen.query
    if position is not None:
        keys = tuple_(chosen.at, chosen.seq)
        here = tuple_(literal(position[0], AccessEntry.at.type), literal(position[1]))
        query = query.where(keys < here if forward else keys > here)
    order = (chosen.at.desc(), chosen.seq.desc()) if forward else (chosen.at, chosen.seq)
    rows = db.session.execute(query.order_by(*order).limit(paging.PAGE_SIZE + 1)).all()
    more, found = len(rows) > paging.PAGE_SIZE, _with_entries(question, rows[: paging.PAGE_SIZE])
    if not forward:
        found.reverse()
    older = bool(found) and (more or not forward)
    newer = bool(found) and (position is not None if forward else more)
    return Page(
        _told(found),
        after=_mark("after", found[-1]) if older else None,
        before=_mark("before", found[0]) if newer else None,
    )


def first(question: Question, limit: int) -> list[Look]:
    """Give the newest looks at once, for a file."""
    chosen = question.selection()
    newest = chosen.query.order_by(chosen.at.desc(), chosen.seq.desc()).limit(limit)
    return _told(_with_entries(question, db.session.execute(newest).all()))


def tally(question: Question) -> tuple[list[Account], bool]:
    """Fold what is known of one resident into a line per colleague; True when more is left out.

    Counts the newest lines up to the cap of `paging`, so that no page takes for ever.
    """
    columns = (
        Processing.user_id,
        Processing.entry_seq.label("seq"),
        Processing.at,
        Processing.event,
        Processing.purpose,
    )
    newest = question.selection().query.with_only_columns(*columns).order_by(Processing.at.desc())
    rows = db.session.execute(newest.limit(paging.COUNT_CAP + 1)).all()
    counted = rows[: paging.COUNT_CAP]
    stood = entries_of(counted, AccessEntry.seq, AccessEntry.relation, AccessEntry.subject_kind)
    passages = (
        Passage(row.user_id, row.seq, row.at, row.event, under.relation, row.purpose, under[2])
        for row in counted
        if (under := stood.get(row.seq)) is not None
    )
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
    refused: Any = select(AccessEntry.seq, AccessEntry.at).where(
        AccessEntry.municipality_id == municipality_id,
        AccessEntry.result == REFUSED,
        *period.holds(AccessEntry.at),
    )
    if user_id is not None:
        refused = refused.where(AccessEntry.user_id == user_id)
    parts = [refused] if resident_id is None else _refused_at(refused, resident_id)
    near = union(*(select(_newest(one, AccessEntry).subquery()) for one in parts)).subquery()
    found = db.session.execute(_newest(select(near.c.seq, near.c.at), near.c)).all()
    known = entries_of(found)
    return _told([(None, known[row.seq][0]) for row in found if row.seq in known])


def _newest(entries: Select[Any], of: Any) -> Any:
    return entries.order_by(of.at.desc(), of.seq.desc()).limit(MOST_REFUSALS)


def _refused_at(refused: Select[Any], resident_id: UUID) -> list[Select[Any]]:
    """Give the attempts at a resident and those at their cases, each to be found by an index."""
    about = select(CaseSubject.case_id).where(CaseSubject.resident_id == resident_id)
    own = db.session.scalars(about.execution_options(unseen="log")).all()
    at_cases = [refused.where(AccessEntry.case_id.in_(own))] if own else []
    return [refused.where(AccessEntry.subject_id == resident_id), *at_cases]


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


def _mark(way: str, pair: Pair) -> str:
    row = pair[0] or pair[1]
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


def _with_entries(question: Question, rows: Sequence[Any]) -> list[Pair]:
    """Put beside what was found the entry it stands under."""
    if question.about is About.PERIOD:
        return [(None, entry) for (entry,) in rows]
    if not question.by_line:
        known = entries_of(rows)
        return [(None, known[row.seq][0]) for row in rows if row.seq in known]
    lines = [line for (line,) in rows]
    known = entries_of([Stands(line.entry_seq, line.at) for line in lines])
    return [(line, known[line.entry_seq][0]) for line in lines if line.entry_seq in known]


def _told(pairs: Sequence[Pair]) -> list[Look]:
    """Add to the rows who it was and which case, in four queries whatever their number."""
    names = colleagues(entry.user_id for _, entry in pairs)
    cases = references(line.case_id if line else entry.case_id for line, entry in pairs)
    counted = _people([entry for line, entry in pairs if line is None])
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


def _people(entries: Sequence[AccessEntry]) -> dict[int, int]:
    """Count the residents under each entry."""
    if not entries:
        return {}
    moments = [entry.at for entry in entries]
    query = (
        select(Processing.entry_seq, func.count(Processing.resident_id.distinct()))
        .where(
            Processing.entry_seq.in_([entry.seq for entry in entries]),
            Processing.at.between(min(moments), max(moments)),
        )
        .group_by(Processing.entry_seq)
    )
    return {seq: count for seq, count in db.session.execute(query).all()}  # noqa: C416 - typed rows
