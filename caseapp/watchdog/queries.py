"""What is asked about findings: the list, its number, what ended, and the statements of nights."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, Select, cast, func, literal, or_, select, tuple_, union_all
from sqlalchemy.orm import joinedload, selectinload

from caseapp import policy, settings
from caseapp.extensions import db
from caseapp.kernel import clock, paging
from caseapp.kernel.actor import Actor
from caseapp.kernel.paging import Page
from caseapp.model.agreements import Agreement
from caseapp.model.among import among
from caseapp.model.cases import Case, Involvement
from caseapp.model.watchdog import CoverStatement, Finding, FindingKind
from caseapp.policy import Permission

HISTORY, HISTORY_DAYS = 20, 14
LATELY = 200
NIGHTS = 30
MOST = 999
"""Above this the number is told as "more than": nobody counts on, and every page must be fast."""
CASE = joinedload(Finding.case)
HEAD = (
    CASE.options(
        selectinload(Case.tracks),
        selectinload(Case.involvements).joinedload(Involvement.user),
        selectinload(Case.subjects),
    ),
    joinedload(Finding.team),
    joinedload(Finding.user),
)


@dataclass(frozen=True, slots=True)
class Filter:
    """What the list is narrowed to; everything that is None does not narrow."""

    kind: FindingKind | None = None
    team_id: UUID | None = None

    def apply(self, query: Select[Any]) -> Select[Any]:
        """Narrow a query of findings."""
        if self.kind is not None:
            query = query.where(Finding.kind == self.kind)
        if self.team_id is not None:
            of_team = or_(Finding.team_id == self.team_id, Finding.second_team_id == self.team_id)
            query = query.where(of_team)
        return query


EVERYTHING = Filter()


def running(now: datetime) -> ColumnElement[bool]:
    """Ask for what is a crack at this moment: it began, nothing ended it, nothing was agreed."""
    return _begun(now) & or_(Finding.agreed_until.is_(None), Finding.agreed_until <= now)


def _begun(now: datetime) -> ColumnElement[bool]:
    begun = Finding.ended_at.is_(None) & (Finding.since <= now)
    return begun & or_(Finding.until.is_(None), Finding.until > now)


def _listed(actor: Actor, chosen: Filter, query: Select[Any]) -> Select[Any]:
    """Narrow to what is on somebody's list: the number and the list are both made of this."""
    found = chosen.apply(query.where(running(clock.now())))
    return policy.visible(actor, Permission.FINDING_VIEW, found)


def count(actor: Actor, chosen: Filter = EVERYTHING) -> int:
    """Count the list, up to one more than `MOST`."""
    capped = _listed(actor, chosen, select(Finding.id)).limit(MOST + 1).subquery()
    return db.session.execute(select(func.count()).select_from(capped)).scalar_one()


def kinds(actor: Actor, chosen: Filter = EVERYTHING) -> dict[FindingKind, int]:
    """Count the list by kind, the gravest first, each up to one more than `MOST`."""
    asked = union_all(*(select(literal(kind.value).label("kind")) for kind in FindingKind))
    known = asked.subquery("known")
    one_kind = Finding.kind == cast(known.c.kind, Finding.kind.type)
    capped = _listed(actor, chosen, select(Finding.id).where(one_kind)).limit(MOST + 1)
    counted = select(func.count()).select_from(capped.correlate(known).subquery())
    query = select(known.c.kind, counted.scalar_subquery().label("number"))
    found = {row.kind: row.number for row in db.session.execute(query).all()}
    return {kind: found[kind.value] for kind in FindingKind if found[kind.value]}


def page(actor: Actor, chosen: Filter = EVERYTHING, mark: str | None = None) -> Page[Finding]:
    """Give a page of the list, the longest running first."""
    query = _listed(actor, chosen, select(Finding)).options(*HEAD)
    position = _position(mark)
    if position is not None:
        query = query.where(tuple_(Finding.since, Finding.id) > position)
    ordered = query.order_by(Finding.since, Finding.id).limit(paging.PAGE_SIZE + 1)
    found = list(db.session.scalars(ordered))
    shown = found[: paging.PAGE_SIZE]
    after = None
    if len(found) > paging.PAGE_SIZE:
        last = shown[-1]
        after = paging.encode([last.since.isoformat(), last.id.hex])
    return Page(shown, after=after)


def _position(mark: str | None) -> Any:
    values = paging.decode(mark, 2)
    if values is None:
        return None
    try:
        moment, identity = paging.moment(values[0]), UUID(values[1])
    except ValueError:
        return None
    return tuple_(literal(moment, Finding.since.type), literal(identity, Finding.id.type))


def finding(finding_id: UUID) -> Finding | None:
    """Give one finding, also when it ended meanwhile."""
    return db.session.scalar(select(Finding).where(Finding.id == finding_id).options(CASE))


def ended(actor: Actor) -> Sequence[Finding]:
    """Give what was mended lately, the last first: on cases that somebody may still open.

    Looked for among the last `LATELY`. Which of their cases may be opened is asked of those alone:
    asked beside the findings, the database would go through every case there is.
    """
    lately = Finding.ended_at > clock.now() - timedelta(days=HISTORY_DAYS)
    last = (Finding.ended_at.desc(), Finding.id)
    asked: Any = select(Finding.id, Finding.case_id).where(lately).order_by(*last).limit(LATELY)
    rows = db.session.execute(policy.visible(actor, Permission.FINDING_VIEW, asked)).all()
    ids = {row.case_id for row in rows} - {None}
    cases = select(Case.id).where(among(Case.id, ids)).execution_options(unseen="position")
    opens = {None, *db.session.scalars(policy.visible(actor, Permission.CASE_VIEW, cases))}
    shown = [row.id for row in rows if row.case_id in opens][:HISTORY]
    query = select(Finding).where(among(Finding.id, shown)).options(*HEAD).order_by(*last)
    return db.session.scalars(query).all()


def agreed(actor: Actor) -> Sequence[Finding]:
    """Give what stands by agreement, first what comes back first."""
    now = clock.now()
    query = select(Finding).where(_begun(now), Finding.agreed_until > now).options(*HEAD)
    ordered = query.order_by(Finding.agreed_until, Finding.id).limit(MOST)
    return db.session.scalars(policy.visible(actor, Permission.FINDING_VIEW, ordered)).all()


def agreements(finding: Finding) -> Sequence[Agreement]:
    """Give what was agreed about a finding, the last first."""
    query = (
        select(Agreement)
        .where(Agreement.finding_id == finding.id)
        .options(joinedload(Agreement.made_by), joinedload(Agreement.case))
        .order_by(Agreement.made_at.desc(), Agreement.id)
    )
    return db.session.scalars(query).all()


def statement(statement_id: UUID) -> CoverStatement | None:
    """Give the statement of one night."""
    return db.session.get(CoverStatement, statement_id)


def night_before(municipality_id: UUID, day: date) -> CoverStatement | None:
    """Give the statement before a day, of whatever night: one may have been missed."""
    return db.session.scalar(
        select(CoverStatement)
        .where(CoverStatement.municipality_id == municipality_id, CoverStatement.day < day)
        .order_by(CoverStatement.day.desc())
        .limit(1)
    )


def last_day(finding: Finding) -> date:
    """Give the last day through which a finding may stand by agreement."""
    days = settings.terms_of(finding.municipality_id)(settings.AGREE_DAYS)
    return clock.today() + timedelta(days=days)


def seen_cases(actor: Actor, ids: Collection[UUID]) -> dict[UUID, Case]:
    """Give those of these cases that somebody may open, with the people the log must name."""
    query = select(Case).where(Case.id.in_(ids)).options(selectinload(Case.subjects))
    found = db.session.scalars(policy.visible(actor, Permission.CASE_VIEW, query))
    return {case.id: case for case in found}


def statements(municipality_id: UUID) -> Sequence[CoverStatement]:
    """Give the statements of the last nights, the last first."""
    query = (
        select(CoverStatement)
        .where(CoverStatement.municipality_id == municipality_id)
        .order_by(CoverStatement.day.desc())
        .limit(NIGHTS)
    )
    return db.session.scalars(query).all()
