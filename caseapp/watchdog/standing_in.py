"""Facts about leave: on which days people are away from a case, and who stands in for them."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date
from uuid import UUID

from sqlalchemy import bindparam, select

from caseapp.accounts import doors
from caseapp.kernel.actor import Role
from caseapp.model.accounts import RoleGrant
from caseapp.model.among import among
from caseapp.model.case_words import TrackKind
from caseapp.model.leaves import Leave
from caseapp.policy.trades import TRACK_OF_ROLE, fits
from caseapp.watchdog.absences import StandsIn, Stay, first_gap, is_away, uncovered
from caseapp.watchdog.asking import rows
from caseapp.watchdog.facts import Gap, Worker
from caseapp.watchdog.found import day_of

STANDS = Leave.ended_at.is_(None)
"""A leave that holds or waits for an answer."""
STAYS = (
    select(Leave.user_id, Leave.first_on, Leave.last_on)
    .add_columns(Leave.substitute_id, Leave.accepted_at)
    .where(STANDS, among(Leave.user_id, "ids"), Leave.last_on >= bindparam("today"))
    .order_by(Leave.first_on, Leave.id)
)
TRADES = select(RoleGrant.user_id, RoleGrant.role).where(
    among(RoleGrant.user_id, "ids"),
    RoleGrant.ended_at.is_(None),
    RoleGrant.role.in_(list(TRACK_OF_ROLE)),
)
FOR_WHOM = select(Leave.user_id).where(STANDS, Leave.substitute_id == bindparam("user_id"))


@dataclass(frozen=True, slots=True)
class StandIns:
    """The leaves of some colleagues, and what is known of who stands in for them."""

    today: date
    stays: dict[UUID, list[Stay]] = field(default_factory=dict)
    """Of the colleagues, and of who stands in for them."""
    workers: dict[UUID, Worker] = field(default_factory=dict)
    trades: dict[UUID, set[Role]] = field(default_factory=dict)
    kept_from: dict[UUID, frozenset[UUID]] = field(default_factory=dict)

    def gap(
        self, user_id: UUID, case_id: UUID, track: TrackKind | None, *, shielded: bool
    ) -> Gap | None:
        """Give the first days on which somebody is away from their part of a case, uncovered."""
        mine = self.stays.get(user_id)
        if not mine:
            return None

        def stands_in(substitute: UUID, day: date) -> bool:
            return not shielded and self._can(substitute, case_id, track, day)

        return first_gap(mine, self.today, stands_in)

    def uncovered(self, user_id: UUID, stands_in: StandsIn) -> set[date]:
        """Give the days on which somebody is away and nobody stands in who can."""
        return uncovered(self.stays.get(user_id, []), stands_in)

    def is_here(self, substitute: UUID, day: date) -> bool:
        """Tell whether who stands in can work, and is not away on this day."""
        here = not is_away(self.stays.get(substitute, ()), day)
        return here and self._works(substitute, day)

    def here_for(
        self, user_id: UUID, side: TrackKind | None, *, shielded: bool
    ) -> list[UUID] | None:
        """Give who stands in today for a side of somebody's work; None when they are here."""
        away = [stay for stay in self.stays.get(user_id, ()) if stay.includes(self.today)]
        if not away:
            return None
        asked = [stay.substitute_id for stay in away if stay.substitute_id is not None]
        return [one for one in asked if not shielded and self._fits(one, side, self.today)]

    def _can(self, substitute: UUID, case_id: UUID, track: TrackKind | None, day: date) -> bool:
        if not self._works(substitute, day):
            return False
        kept = case_id in self.kept_from[substitute]
        return not kept and self._fits(substitute, track, day)

    def _works(self, substitute: UUID, day: date) -> bool:
        worker = self.workers[substitute]
        return worker.can_work or (worker.left_at is not None and day < day_of(worker.left_at))

    def _fits(self, substitute: UUID, track: TrackKind | None, day: date) -> bool:
        """Tell whether somebody is here on a day, and has the trade or none."""
        here = not is_away(self.stays.get(substitute, ()), day)
        return here and fits(self.trades.get(substitute, ()), track)


def stays_of(user_ids: Iterable[UUID], today: date) -> dict[UUID, list[Stay]]:
    """Give the leaves of these colleagues that are not over, and hold or wait for an answer."""
    found: dict[UUID, list[Stay]] = defaultdict(list)
    wanted = list(user_ids)
    for row in rows(STAYS, ids=wanted, today=today) if wanted else ():
        substitute = row.substitute_id if row.accepted_at is not None else None
        found[row.user_id].append(Stay(row.user_id, row.first_on, row.last_on, substitute))
    return found


def trades_of(user_ids: Iterable[UUID]) -> dict[UUID, set[Role]]:
    """Give the trades of each of these who has one."""
    found: dict[UUID, set[Role]] = defaultdict(set)
    for row in rows(TRADES, ids=list(user_ids)):
        found[row.user_id].add(row.role)
    return dict(found)


def kept_from(user_ids: Iterable[UUID]) -> dict[UUID, frozenset[UUID]]:
    """Give from which cases each of these is kept away."""
    return {one: doors.kept_from(one) for one in user_ids}


def for_whom(user_id: UUID) -> set[UUID]:
    """Give for whom somebody stands in, or is asked to: what they can do matters to their cases."""
    return {row.user_id for row in rows(FOR_WHOM, user_id=user_id)}
