"""What is asked about flags and phases."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import datetime
from functools import lru_cache
from uuid import UUID

from sqlalchemy import Select, bindparam, exists, func, select
from sqlalchemy.orm import contains_eager, joinedload, selectinload

from caseapp import accesslog, policy, settings
from caseapp.escalation import climbing, ladder, reaching
from caseapp.extensions import db
from caseapp.kernel.actor import Actor, Role
from caseapp.model.accesslog import AccessEntry
from caseapp.model.accounts import RoleGrant, TeamMembership, User
from caseapp.model.case_words import CaseState, Part, Phase
from caseapp.model.cases import Case, Involvement, Track
from caseapp.model.escalation import Acknowledgement, Flag, PhaseChange, Rung
from caseapp.policy import Permission

PROCESS_DIRECTOR_FROM = Phase.TWO
"""From this phase on the process directors are told of every flag: the policy lets them in then."""
FEW = 10
"""Below this a count of cases is not shown: few enough to be guessed at."""
OPEN_FLAGS = 100
STATEMENTS = 300
"""How many are kept written out, in each process; the same person asks the same with every page."""
OPEN_OF_CASE = (
    select(Flag)
    .where(Flag.case_id == bindparam("case_id"), Flag.answered_at.is_(None))
    .options(joinedload(Flag.raised_by).load_only(User.name))
    .order_by(Flag.raised_at.desc(), Flag.id)
)
PHASES_OF_CASE = (
    select(PhaseChange)
    .where(PhaseChange.case_id == bindparam("case_id"))
    .options(joinedload(PhaseChange.decided_by).load_only(User.name))
    .order_by(PhaseChange.changed_at.desc(), PhaseChange.id)
)
WORKERS = (
    selectinload(Case.tracks).joinedload(Track.team),
    selectinload(Case.involvements).joinedload(Involvement.user),
)


def audience(actor: Actor, case: Case) -> list[User]:
    """Give who must be told of a flag that this person raises on this case.

    The director and the owners of both tracks; from phase 2 the process directors too. Where no
    director is left to answer, the leads of the tracks' teams. Whoever must answer first is among
    them. Never the raiser: they know.
    """
    told = [
        i.user for i in case.involvements if i.is_active and i.part in (Part.DIRECTOR, Part.OWNER)
    ]
    directors = {i.user_id for i in case.involvements if i.is_active and i.part is Part.DIRECTOR}
    if not directors - {actor.user_id}:
        told += _team_leads(case)
    if case.phase >= PROCESS_DIRECTOR_FROM:
        told += _holders(case.municipality_id, Role.PROCESS_DIRECTOR)
    first = first_reach(actor, case)
    if first is not None:
        told += db.session.scalars(select(User).where(User.id.in_(first.user_ids)))
    return _present(told, actor) or _present(_team_leads(case), actor)


def first_reach(actor: Actor, case: Case) -> reaching.Reach | None:
    """Give on which rung a flag of this person begins, and who must answer it there."""
    return reaching.next_reach(case.municipality_id, case.id, raised_by_id=actor.user_id)


def answer_by(case: Case, first: reaching.Reach | None, raised_at: datetime) -> datetime:
    """Give before which moment a flag that is raised at that moment must be answered."""
    office = case.municipality_id
    rung = first.rung if first is not None else Rung.OWNER
    hours = settings.terms_of(office)(climbing.HOURS[rung])
    return ladder.answer_by(raised_at, settings.closed_days(office), hours)


def first_seen(flag: Flag) -> dict[UUID, datetime]:
    """Give who opened the page of a flag, and when first: the log keeps it, and nothing else."""
    shown = (
        select(AccessEntry.user_id, func.min(AccessEntry.at).label("at"))
        .where(
            AccessEntry.case_id == flag.case_id,
            AccessEntry.subject_id == flag.id,
            AccessEntry.event == str(accesslog.Event.FLAG_SHOWN),
            AccessEntry.result == accesslog.Result.DONE,
        )
        .group_by(AccessEntry.user_id)
    )
    return {row.user_id: row.at for row in db.session.execute(shown)}


@dataclass(frozen=True, slots=True)
class Standing:
    """Where a flag is on the ladder of people, and when it climbs next."""

    rung: Rung | None
    climbs_at: datetime | None
    is_mine: bool
    """Whether it reached the person who asks."""


def standings(actor: Actor, flag_ids: Collection[UUID]) -> dict[UUID, Standing]:
    """Give where flags are: positions only, for a list that shows nothing of what they say."""
    mine = exists().where(
        Acknowledgement.flag_id == Flag.id,
        Acknowledgement.user_id == actor.user_id,
        Acknowledgement.rung.is_not(None),
    )
    query = select(Flag.id, Flag.rung, Flag.climbs_at, mine.label("is_mine")).where(
        Flag.id.in_(flag_ids)
    )
    rows = db.session.execute(query.execution_options(unseen="position"))
    return {row.id: Standing(row.rung, row.climbs_at, row.is_mine) for row in rows}


def _present(people: Iterable[User], actor: Actor) -> list[User]:
    known = {user.id: user for user in people if user.is_active and user.id != actor.user_id}
    return sorted(known.values(), key=lambda user: (user.name, user.id))


def _of_role(municipality_id: UUID, role: Role) -> Select[User]:
    return (
        select(User)
        .join(RoleGrant, RoleGrant.user_id == User.id)
        .where(
            User.municipality_id == municipality_id,
            RoleGrant.role == role,
            RoleGrant.ended_at.is_(None),
        )
    )


def _holders(municipality_id: UUID, role: Role) -> list[User]:
    return list(db.session.scalars(_of_role(municipality_id, role)))


def _team_leads(case: Case) -> list[User]:
    teams = {track.team_id for track in case.tracks if track.team_id is not None}
    query = (
        _of_role(case.municipality_id, Role.TEAM_LEAD)
        .join(TeamMembership, TeamMembership.user_id == User.id)
        .where(TeamMembership.team_id.in_(teams), TeamMembership.is_lead)
    )
    return list(db.session.scalars(query).unique())


def flag(flag_id: UUID) -> Flag | None:
    """Give one flag: its case and who works on that, who was told, who answered."""
    return db.session.scalar(
        select(Flag)
        .where(Flag.id == flag_id)
        .options(
            joinedload(Flag.case).options(*WORKERS),
            joinedload(Flag.raised_by),
            joinedload(Flag.answered_by),
            selectinload(Flag.acknowledgements).joinedload(Acknowledgement.user),
        )
    )


def open_flags_of(actor: Actor, case: Case) -> list[Flag]:
    """Give the flags of one case that this person may read and that wait for an answer."""
    return list(db.session.scalars(_flags_for(actor), {"case_id": case.id}))


@lru_cache(maxsize=STATEMENTS)
def _flags_for(actor: Actor) -> Select[Flag]:
    """Give the statement for the flags of a case that this person may read."""
    return policy.visible(actor, Permission.FLAG_VIEW, OPEN_OF_CASE)


def open_flags(actor: Actor, limit: int = OPEN_FLAGS) -> list[Flag]:
    """Give the flags this person may read that wait for an answer, the oldest first."""
    query = (
        select(Flag)
        .join(Flag.case)
        .where(Flag.answered_at.is_(None), Case.state != CaseState.CLOSED)
        .options(contains_eager(Flag.case), joinedload(Flag.raised_by))
        .order_by(Flag.raised_at, Flag.id)
        .limit(limit)
    )
    return list(db.session.scalars(policy.visible(actor, Permission.FLAG_VIEW, query)))


def acknowledgement(acknowledgement_id: UUID) -> Acknowledgement | None:
    """Give one request to say that one knows of a flag."""
    return db.session.scalar(
        select(Acknowledgement)
        .where(Acknowledgement.id == acknowledgement_id)
        .options(joinedload(Acknowledgement.flag).joinedload(Flag.case).options(*WORKERS))
    )


def history(case: Case) -> list[PhaseChange]:
    """Give the phases a case went through, the last change first."""
    return list(db.session.scalars(PHASES_OF_CASE, {"case_id": case.id}))


@dataclass(frozen=True, slots=True)
class Briefed:
    """A case as the mayor reads it: no names and no texts."""

    case: Case
    open_flags: int


def highest_cases(actor: Actor) -> list[Briefed]:
    """Give the cases in the highest phase, the one that is there longest first."""
    query = (
        select(Case)
        .where(Case.state != CaseState.CLOSED)
        .options(*WORKERS)
        .order_by(Case.phase_since, Case.id)
    )
    found = db.session.scalars(policy.visible(actor, Permission.CASE_BRIEF, query)).all()
    counts = (
        select(Flag.case_id, func.count())
        .where(Flag.case_id.in_([case.id for case in found]), Flag.answered_at.is_(None))
        .group_by(Flag.case_id)
        .execution_options(unseen="count")
    )
    flags: dict[UUID, int] = {row[0]: row[1] for row in db.session.execute(counts)}
    return [Briefed(case, flags.get(case.id, 0)) for case in found]


def phase_counts(actor: Actor) -> dict[Phase, int | None]:
    """Give how many cases are open in each phase; None where they are too few to tell."""
    query = (
        select(Case.phase, func.count())
        .where(Case.municipality_id == actor.municipality_id, Case.state != CaseState.CLOSED)
        .group_by(Case.phase)
        .execution_options(unseen="count")
    )
    counted = {Phase(phase): number for phase, number in db.session.execute(query)}
    return {phase: number if (number := counted.get(phase, 0)) >= FEW else None for phase in Phase}


def last_duties(case: Case) -> str:
    """Give who had the four responsibilities at the last decision that said so, as it is stored."""
    return next((change.duties for change in history(case) if change.duties), "")
