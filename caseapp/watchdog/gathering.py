"""Facts about cases, brought together by a handful of statements however many cases there are.

Nobody is shown what is read here: it decides only what is a finding.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any
from uuid import UUID

from sqlalchemy import bindparam, select

from caseapp import journal
from caseapp.extensions import db
from caseapp.journal import Attempts
from caseapp.model import lock
from caseapp.model.among import among
from caseapp.model.case_words import CaseState, Part, TrackKind
from caseapp.model.cases import Case
from caseapp.settings import Terms
from caseapp.watchdog import case_rows, contacts, offers, people, weighings
from caseapp.watchdog.asking import rows
from caseapp.watchdog.case_rows import Rows
from caseapp.watchdog.facts import (
    CaseFacts,
    DescentFacts,
    FlagFacts,
    Gap,
    MeasureFacts,
    OfferFacts,
    TrackFacts,
    WatchFacts,
    Worker,
)
from caseapp.watchdog.found import day_of
from caseapp.watchdog.kept import Kept
from caseapp.watchdog.planned import Actions
from caseapp.watchdog.staff import Staff
from caseapp.watchdog.tabled import Tabled

CASES: Any = (
    select(Case.id, Case.state, Case.phase, Case.phenomenon, Case.phase_since, Case.is_shielded)
    .add_columns(Case.opened_at, Case.closed_at, Case.previous_case_id)
    .where(among(Case.id, "ids"), Case.municipality_id == bindparam("where"))
)


@dataclass(slots=True)
class _Gathered:
    """What the statements gave, by case."""

    staff: Staff
    kept: Kept
    tracks: Rows
    parts: Rows
    flags: dict[UUID, list[FlagFacts]]
    offers: dict[UUID, list[OfferFacts]]
    steps: dict[UUID, tuple[date | None, date | None]]
    decisions: weighings.Decisions
    unevaluated: dict[UUID, date]
    off_ladder: dict[int, datetime]
    descents: dict[UUID, list[DescentFacts]]
    measures: dict[UUID, list[MeasureFacts]]
    closed: dict[UUID, datetime | None]
    raised: dict[UUID, tuple[datetime, ...]] = field(default_factory=dict)
    adults: dict[UUID, tuple[tuple[UUID, date], ...]] = field(default_factory=dict)
    returns: dict[UUID, tuple[tuple[UUID, date], ...]] = field(default_factory=dict)
    watches: Rows = field(default_factory=dict)
    attempts: dict[tuple[UUID, TrackKind], Attempts] = field(default_factory=dict)
    actions: Actions = field(default_factory=Actions)
    tabled: Tabled = field(default_factory=Tabled)


def facts_of(
    municipality_id: UUID, ids: Sequence[UUID], terms: Terms, now: datetime
) -> Iterator[CaseFacts]:
    """Give the facts of these cases of one municipality; they are held in memory together."""
    cases = rows(CASES, ids=ids, where=municipality_id)
    still = [case.id for case in cases if case.state is not CaseState.CLOSED]
    over = [case.id for case in cases if case.state is CaseState.CLOSED]
    tracks, parts, watches = case_rows.tracks(ids), case_rows.parts(still), case_rows.watches(over)
    watchers = {row.watcher_id for found in watches.values() for row in found}
    with lock.aloud(db.session(), lock.Voice.UNSEEN):
        actions, tabled = Actions.of(ids), Tabled.of(ids)
        steps, attempts = contacts.steps(still), journal.attempts_of(still)
    gathered = _Gathered(
        staff=Staff.of(
            {row.user_id for found in parts.values() for row in found if row.ended_at is None}
            | watchers
            | actions.people
            | tabled.people,
            {row.team_id for found in tracks.values() for row in found if row.team_id is not None},
            day_of(now),
        ),
        kept=Kept.of(ids, ((row.case_id, row.team_id) for all_ in tracks.values() for row in all_)),
        tracks=tracks,
        parts=parts,
        flags=weighings.flags(ids),
        offers=offers.of(ids),
        steps=steps,
        decisions=weighings.decisions(still),
        unevaluated=weighings.unevaluated(still),
        off_ladder=weighings.off_ladder(municipality_id),
        descents=weighings.descents(still),
        measures=weighings.measures(still),
        closed=case_rows.closed({case.previous_case_id for case in cases} - {None}),
        raised=people.raised(still, terms, now),
        adults=people.adults(municipality_id, still, terms, now),
        returns=people.returns(still),
        watches=watches,
        attempts=attempts,
        actions=actions,
        tabled=tabled,
    )
    for case in cases:
        yield _facts(case, gathered)


@dataclass(slots=True)
class _Held:
    """Who holds the parts of one case now, and since when nobody does; each looked up once."""

    case: Any
    gathered: _Gathered
    parts: list[Any]

    def by(self, part: Part, track: TrackKind | None) -> Worker | None:
        """Give who holds a part."""
        for row in self.parts:
            if row.ended_at is None and row.part is part and row.track is track:
                worker = self.gathered.staff.workers[row.user_id]
                return self.gathered.kept.holder(worker, self.case.id)
        return None

    def away(self, worker: Worker | None, track: TrackKind | None) -> Gap | None:
        """Give on which days who holds it is away and nobody stands in."""
        if worker is None:
            return None
        stand_ins = self.gathered.staff.stand_ins
        return stand_ins.gap(worker.id, self.case.id, track, shielded=self.case.is_shielded)

    def left_at(self, part: Part, track: TrackKind | None) -> datetime | None:
        """Give when the last of who had it went."""
        ended = [
            r.ended_at
            for r in self.parts
            if r.ended_at is not None and r.part is part and r.track is track
        ]
        return max(ended, default=None)


def _facts(case: Any, gathered: _Gathered) -> CaseFacts:
    held = _Held(case, gathered, gathered.parts.get(case.id, []))
    director = held.by(Part.DIRECTOR, None)
    last, spoken = gathered.steps.get(case.id, (None, None))
    return CaseFacts(
        id=case.id,
        state=case.state,
        phase=case.phase,
        phenomenon=str(case.phenomenon),
        phase_since=case.phase_since,
        opened_at=case.opened_at,
        closed_at=case.closed_at,
        tracks=tuple(
            _track(held, row, director, spoken) for row in gathered.tracks.get(case.id, [])
        ),
        director=director,
        director_away=held.away(director, None),
        director_left_at=held.left_at(Part.DIRECTOR, None),
        flags=tuple(gathered.flags.get(case.id, ())),
        offers=tuple(gathered.offers.get(case.id, ())),
        last_step_on=last,
        **gathered.decisions.get(case.id, {}),
        unevaluated_since=gathered.unevaluated.get(case.id),
        off_ladder_since=gathered.off_ladder.get(case.phase),
        descents=tuple(gathered.descents.get(case.id, ())),
        measures=tuple(gathered.measures.get(case.id, ())),
        previous_closed_at=gathered.closed.get(case.previous_case_id),
        raised_at=gathered.raised.get(case.id, ()),
        adult_on=gathered.adults.get(case.id, ()),
        returns_on=gathered.returns.get(case.id, ()),
        watch=_watch(case, gathered),
        actions=gathered.actions.facts(case.id, gathered.staff, gathered.kept),
        items=gathered.tabled.facts(case.id, gathered.staff, gathered.kept),
    )


def _watch(case: Any, gathered: _Gathered) -> WatchFacts | None:
    for row in gathered.watches.get(case.id, []):
        gap = gathered.staff.stand_ins.gap(row.watcher_id, case.id, None, shielded=case.is_shielded)
        watcher = gathered.kept.holder(gathered.staff.workers[row.watcher_id], case.id)
        return WatchFacts(row.id, row.until_on, watcher, gap)
    return None


def _track(held: _Held, row: Any, director: Worker | None, spoken: date | None) -> TrackFacts:
    case, gathered = held.case, held.gathered
    steers = director if case.is_shielded else None
    owner = held.by(Part.OWNER, row.kind)
    return TrackFacts(
        id=row.id,
        kind=row.kind,
        state=row.state,
        created_at=row.created_at,
        team_id=row.team_id,
        queue_is_staffed=_can_be_taken(case, row.team_id, steers, gathered),
        next_on=row.next_on,
        waits_for_other=row.waits_for_other,
        owner=owner,
        waits_with_id=steers.id if steers is not None else None,
        owner_away=held.away(owner, row.kind),
        left_at=held.left_at(Part.OWNER, row.kind),
        last_contact_on=spoken,
        **contacts.tried(gathered.attempts.get((case.id, row.kind))),
    )


def _can_be_taken(case: Any, team_id: UUID, director: Worker | None, gathered: _Gathered) -> bool:
    if case.is_shielded:
        return director is not None and director.can_work
    staffed = team_id in gathered.staff.staffed
    return gathered.kept.can_be_taken(team_id, case.id, staffed=staffed)
