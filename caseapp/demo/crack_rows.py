"""Somebody in every crack of the fictitious municipality: what went wrong there, once of each.

Only in teams that nobody leads, and never with a colleague whose sign-in is shown: there it would
stand in the way of who tries a day of work.
"""

from collections.abc import Callable
from datetime import timedelta
from typing import Any
from uuid import UUID, uuid5

from sqlalchemy import func, insert, select, update
from sqlalchemy.orm import Session

from caseapp.demo.bulk import table_of
from caseapp.demo.waiting_rows import plant_what_waits
from caseapp.kernel import clock
from caseapp.model.accounts import TeamMembership, User
from caseapp.model.case_words import CaseState, Part, ReturnFrom, TrackKind, TrackState
from caseapp.model.cases import Case, CaseSubject, Involvement, Track
from caseapp.model.organisations import Team, TeamKind
from caseapp.model.signals import Signal

CASES, TRACKS, PARTS = table_of(Case), table_of(Track), table_of(Involvement)
SUBJECTS, SIGNALS, TEAMS = table_of(CaseSubject), table_of(Signal), table_of(Team)
CARE = TrackKind.CARE
EMPTY_TEAM = "Wijkteam Zuid (in oprichting)"
"""A team in which nobody works yet."""
Plant = Callable[[Session, "Ground", UUID], None]


def _do(session: Session, statement: Any) -> Any:
    """Change or look up rows of which nobody is shown anything."""
    return session.execute(statement, execution_options={"unseen": "cover"})


class Ground:
    """What the cracks of one municipality are made with."""

    def __init__(self, session: Session, municipality_id: UUID) -> None:
        """Make the team in which nobody works, and find a colleague who went."""
        self.municipality_id = municipality_id
        self.empty_team = uuid5(municipality_id, EMPTY_TEAM)
        self.gone = _do(
            session,
            select(User.id)
            .where(User.municipality_id == municipality_id, User.deactivated_at.is_not(None))
            .order_by(User.email)
            .limit(1),
        ).scalar_one_or_none()
        row = {
            "id": self.empty_team,
            "municipality_id": municipality_id,
            "name": EMPTY_TEAM,
            "kind": TeamKind.CARE,
            "created_at": clock.now(),
            "version": 1,
        }
        _do(session, insert(TEAMS).values(row))


def _set_care(session: Session, case_id: UUID, **values: Any) -> None:
    mine = (TRACKS.c.case_id == case_id) & (TRACKS.c.kind == CARE)
    _do(session, update(TRACKS).where(mine).values(**values))


def _part(session: Session, case_id: UUID, part: Part, **values: Any) -> None:
    mine = (PARTS.c.case_id == case_id) & (PARTS.c.part == part) & PARTS.c.ended_at.is_(None)
    if part is Part.OWNER:
        mine &= PARTS.c.track == CARE
    _do(session, update(PARTS).where(mine).values(**values))


def nothing_runs(session: Session, _ground: Ground, case_id: UUID) -> None:
    """Both tracks were called not needed, and the case stayed open."""
    mine = TRACKS.c.case_id == case_id
    _do(session, update(TRACKS).where(mine).values(state=TrackState.NOT_NEEDED, next_on=None))


def nobodys(session: Session, ground: Ground, case_id: UUID) -> None:
    """The owner stopped, and it waits with a team in which nobody works."""
    _part(session, case_id, Part.OWNER, ended_at=clock.now() - timedelta(days=2))
    _set_care(session, case_id, team_id=ground.empty_team)


def owner_gone(session: Session, ground: Ground, case_id: UUID) -> None:
    """The owner left the municipality and nobody thought of this track."""
    _part(session, case_id, Part.OWNER, user_id=ground.gone)


def director_gone(session: Session, ground: Ground, case_id: UUID) -> None:
    """The director left the municipality."""
    _part(session, case_id, Part.DIRECTOR, user_id=ground.gone)


def no_director(session: Session, _ground: Ground, case_id: UUID) -> None:
    """The director stopped, in a phase in which somebody must direct."""
    _part(session, case_id, Part.DIRECTOR, ended_at=clock.now() - timedelta(days=4))


def no_next_date(session: Session, _ground: Ground, case_id: UUID) -> None:
    """Nothing was agreed to happen on the care track."""
    _set_care(session, case_id, next_on=None)


def owner_left_team(session: Session, ground: Ground, case_id: UUID) -> None:
    """The owner went on with a track of a team they are not in."""
    other = (
        select(TEAMS.c.id)
        .where(
            TEAMS.c.municipality_id == ground.municipality_id,
            TEAMS.c.kind == TeamKind.CARE,
            TEAMS.c.id != ground.empty_team,
            TEAMS.c.id.not_in(_teams_of_owner(case_id)),
        )
        .order_by(TEAMS.c.name.desc())
        .limit(1)
    )
    _set_care(session, case_id, team_id=other.scalar_subquery())


def _teams_of_owner(case_id: UUID) -> Any:
    members = table_of(TeamMembership)
    return (
        select(members.c.team_id)
        .join(PARTS, PARTS.c.user_id == members.c.user_id)
        .where(PARTS.c.case_id == case_id, PARTS.c.part == Part.OWNER)
    )


def waits_in_vain(session: Session, _ground: Ground, case_id: UUID) -> None:
    """The care track waits for a safety track that is done."""
    _set_care(session, case_id, waits_for_other=True)
    theirs = (TRACKS.c.case_id == case_id) & (TRACKS.c.kind == TrackKind.SAFETY)
    _do(session, update(TRACKS).where(theirs).values(state=TrackState.DONE, next_on=None))


def _comes_back(session: Session, case_id: UUID, days: int) -> None:
    one = select(SUBJECTS.c.id).where(SUBJECTS.c.case_id == case_id).order_by(SUBJECTS.c.id)
    _do(
        session,
        update(SUBJECTS)
        .where(SUBJECTS.c.id == one.limit(1).scalar_subquery())
        .values(returns_on=clock.today() + timedelta(days=days), returns_from=ReturnFrom.DETENTION),
    )


def return_ahead(session: Session, _ground: Ground, case_id: UUID) -> None:
    """Somebody comes back from detention in three weeks."""
    _comes_back(session, case_id, 21)


def return_unseen(session: Session, _ground: Ground, case_id: UUID) -> None:
    """Somebody came back from detention, and nobody spoke them since."""
    _set_care(session, case_id, next_on=clock.today() + timedelta(days=5))
    _comes_back(session, case_id, -4)


PLANTS: tuple[Plant, ...] = (
    nobodys,
    owner_gone,
    director_gone,
    no_director,
    no_next_date,
    return_unseen,
    return_ahead,
    waits_in_vain,
    owner_left_team,
    nothing_runs,
)


def plant_cracks(session: Session, municipality_id: UUID) -> None:
    """Plant each of these in a case of its own, as far as there are cases for it."""
    ground = Ground(session, municipality_id)
    ids = [row.id for row in _do(session, _free_cases(municipality_id))]
    for plant, case_id in zip(PLANTS, ids, strict=False):
        if ground.gone is not None or plant not in (owner_gone, director_gone):
            plant(session, ground, case_id)
    plant_what_waits(session, municipality_id, ids[len(PLANTS) :])
    _leave_a_signal(session, ground)
    _leave_something_open(session, municipality_id)
    earliest = select(func.min(TRACKS.c.next_on)).where(TRACKS.c.case_id == CASES.c.id)
    mine = CASES.c.municipality_id == municipality_id
    _do(session, update(CASES).where(mine).values(next_on=earliest.scalar_subquery()))


def _free_cases(municipality_id: UUID) -> Any:
    """Select open, escalated cases with an owner and a director, with teams that nobody leads."""
    members = table_of(TeamMembership)
    led = select(members.c.team_id).where(members.c.is_lead)
    held = [
        select(PARTS.c.case_id).where(PARTS.c.part == part, PARTS.c.ended_at.is_(None))
        for part in (Part.DIRECTOR, Part.OWNER)
    ]
    return (
        select(CASES.c.id)
        .join(TRACKS, (TRACKS.c.case_id == CASES.c.id) & (TRACKS.c.kind == CARE))
        .where(
            CASES.c.municipality_id == municipality_id,
            CASES.c.state != CaseState.CLOSED,
            CASES.c.phase > 1,
            CASES.c.is_shielded.is_(False),
            CASES.c.id.in_(held[0]),
            CASES.c.id.in_(held[1]),
            CASES.c.id.in_(select(SUBJECTS.c.case_id)),
            TRACKS.c.state == TrackState.NEEDED,
            TRACKS.c.team_id.not_in(led),
        )
        .order_by(CASES.c.reference)
    )


def _leave_a_signal(session: Session, ground: Ground) -> None:
    """Let a signal wait with the team in which nobody works."""
    one = (
        select(SIGNALS.c.id)
        .where(SIGNALS.c.municipality_id == ground.municipality_id, SIGNALS.c.user_id.is_(None))
        .where(SIGNALS.c.to_team_id.is_(None), SIGNALS.c.previous_case_id.is_(None))
        .where(SIGNALS.c.address_key.is_(None), SIGNALS.c.next_on > clock.today())
        .order_by(SIGNALS.c.id)
        .limit(1)
    )
    _do(
        session,
        update(SIGNALS)
        .where(SIGNALS.c.id == one.scalar_subquery())
        .values(team_id=ground.empty_team),
    )


def _leave_something_open(session: Session, municipality_id: UUID) -> None:
    """Let a date still wait on a track of a case that is closed."""
    members = table_of(TeamMembership)
    one = (
        select(TRACKS.c.id)
        .join(CASES, CASES.c.id == TRACKS.c.case_id)
        .where(CASES.c.municipality_id == municipality_id, CASES.c.state == CaseState.CLOSED)
        .where(TRACKS.c.kind == CARE)
        .where(TRACKS.c.team_id.not_in(select(members.c.team_id).where(members.c.is_lead)))
        .order_by(CASES.c.reference)
        .limit(1)
    )
    _do(
        session,
        update(TRACKS)
        .where(TRACKS.c.id == one.scalar_subquery())
        .values(state=TrackState.NEEDED, next_on=clock.today() + timedelta(days=3)),
    )
