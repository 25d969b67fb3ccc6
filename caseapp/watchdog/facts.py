"""What the rules judge by: plain facts about one case, team or desk, without a database."""

from dataclasses import dataclass, field
from datetime import date, datetime
from uuid import UUID

from caseapp.model.case_words import CaseState, TrackKind, TrackState


@dataclass(frozen=True, slots=True)
class Worker:
    """A colleague on a case: whether they can still do anything, and in which teams they are."""

    id: UUID
    can_work: bool
    """May sign in, holds a role that comes near casework, and is not kept from the case."""
    left_at: datetime | None = None
    teams: frozenset[UUID] = frozenset()


@dataclass(frozen=True, slots=True)
class Gap:
    """Days on which somebody is on leave and nobody stands in, both inclusive."""

    first_on: date
    last_on: date


@dataclass(frozen=True, slots=True)
class TrackFacts:
    """One track: whose it is, where it waits, and when something happens next."""

    id: UUID
    kind: TrackKind
    state: TrackState
    created_at: datetime
    team_id: UUID | None = None
    queue_is_staffed: bool = False
    """Whether somebody of the team may take it; behind a shield, whether somebody directs it."""
    waits_with_id: UUID | None = None
    """Who directs the case, where it is shielded: what nobody owns is theirs."""
    next_on: date | None = None
    waits_for_other: bool = False
    """Whether it can only go on after something that the other track does."""
    owner: Worker | None = None
    owner_away: Gap | None = None
    left_at: datetime | None = None
    """When its last owner went."""
    last_contact_on: date | None = None
    tried_on: tuple[date, ...] = ()
    """On which days it was tried in vain since then, in order."""
    gave_up_on: date | None = None
    """When somebody stopped trying without anybody knowing how the person is."""

    @property
    def is_needed(self) -> bool:
        """Tell whether work goes on, on this track."""
        return self.state is TrackState.NEEDED


@dataclass(frozen=True, slots=True)
class FlagFacts:
    """A flag nobody answered."""

    id: UUID
    answer_by: datetime


@dataclass(frozen=True, slots=True)
class OfferFacts:
    """An offer to hand over that nobody answered, or that came back and was not read yet."""

    id: UUID
    answer_by: datetime
    sender_id: UUID
    track: TrackKind | None = None
    team_id: UUID | None = None
    """The team it was offered to, or a team of the colleague it was offered to."""
    is_of_watch: bool = False


@dataclass(frozen=True, slots=True)
class WatchFacts:
    """A watch over a closed case that runs: whose it is, and when must be decided."""

    id: UUID
    until_on: date
    watcher: Worker
    away: Gap | None = None


@dataclass(frozen=True, slots=True)
class DescentFacts:
    """A proposal to bring a case down that waits for somebody."""

    id: UUID
    answer_by: datetime
    by_id: UUID


@dataclass(frozen=True, slots=True)
class MeasureFacts:
    """A measure that is prepared or runs, and by which day somebody must look again."""

    id: UUID
    next_on: date


@dataclass(frozen=True, slots=True)
class ActionFacts:
    """An action of the plan that is open: whose it is today, and before when."""

    id: UUID
    due_on: date
    track: TrackKind | None = None
    holder_id: UUID | None = None


@dataclass(frozen=True, slots=True)
class ItemFacts:
    """The case on an agenda, about which nothing was concluded: when, and who runs it."""

    id: UUID
    on_day: date
    track: TrackKind | None = None
    chair_id: UUID | None = None


@dataclass(frozen=True, slots=True)
class CaseFacts:
    """One case, as far as the rules need it."""

    id: UUID
    state: CaseState
    phase: int
    phenomenon: str
    phase_since: date
    opened_at: datetime
    closed_at: datetime | None = None
    tracks: tuple[TrackFacts, ...] = ()
    director: Worker | None = None
    director_away: Gap | None = None
    director_left_at: datetime | None = None
    flags: tuple[FlagFacts, ...] = ()
    offers: tuple[OfferFacts, ...] = ()
    last_step_on: date | None = None
    review_on: date | None = None
    """The day on which the last decision about the phase is to be looked at again."""
    decided_on: date | None = None
    """The day of the last decision about the phase."""
    off_ladder_since: datetime | None = None
    """Since when the municipality's ladder has no phase as the one it is in."""
    came_down: bool = False
    """Whether that decision brought it down."""
    received: bool = True
    """Whether somebody said yes to have it in the lower phase, where it came down."""
    unevaluated_since: date | None = None
    """When it came down from the highest phase without anybody looking back on it since."""
    descents: tuple[DescentFacts, ...] = ()
    measures: tuple[MeasureFacts, ...] = ()
    actions: tuple[ActionFacts, ...] = ()
    items: tuple[ItemFacts, ...] = ()
    previous_closed_at: datetime | None = None
    raised_at: tuple[datetime, ...] = ()
    """When flags were raised on cases about the same people, in order."""
    returns_on: tuple[tuple[UUID, date], ...] = ()
    """Who of the people comes back on which day, by their place in the case."""
    adult_on: tuple[tuple[UUID, date], ...] = ()
    """Who of the people turns eighteen soon, by their place in the case."""
    watch: WatchFacts | None = None

    @property
    def director_id(self) -> UUID | None:
        """Who directs it, if anybody does."""
        return self.director.id if self.director is not None else None

    @property
    def is_open(self) -> bool:
        """Tell whether work goes on."""
        return self.state is not CaseState.CLOSED

    @property
    def teams(self) -> tuple[UUID, ...]:
        """The teams its tracks are with."""
        return tuple(dict.fromkeys(t.team_id for t in self.tracks if t.team_id is not None))

    def track(self, kind: TrackKind) -> TrackFacts | None:
        """Give one of the two tracks."""
        return next((track for track in self.tracks if track.kind is kind), None)


@dataclass(frozen=True, slots=True)
class SignalFacts:
    """An open signal: with whom it is, until when, where it goes, and what came in beside it."""

    id: UUID
    team_id: UUID
    recorded_at: datetime
    user_id: UUID | None = None
    holder_works: bool = False
    queue_is_staffed: bool = False
    next_on: date | None = None
    to_team_id: UUID | None = None
    answer_by: datetime | None = None
    came_back: bool = False
    """Whether it is about somebody whose case was closed."""
    received: tuple[date, ...] = ()
    """When signals about the same person or address came in with this team, its own too."""


@dataclass(frozen=True, slots=True)
class TeamFacts:
    """A team: whether somebody leads it, and whether anybody can take what waits in its queue."""

    id: UUID
    is_led: bool
    is_staffed: bool
    keeps_queue: bool
    """Whether tracks wait with teams of its kind."""
    lead_away: Gap | None = None
    """Days on which everybody who leads it is on leave, and no other team lead stands in."""


@dataclass(frozen=True, slots=True)
class DeskFacts:
    """Something on the desk of those who watch over access, that waits and has a term."""

    id: UUID
    due_at: datetime
    case_id: UUID | None = None
    user_id: UUID | None = None


@dataclass(frozen=True, slots=True)
class OfficeFacts:
    """All such things of one municipality."""

    emergencies: tuple[DeskFacts, ...] = field(default=())
    approvals: tuple[DeskFacts, ...] = field(default=())
    breaches: tuple[DeskFacts, ...] = field(default=())
    requests: tuple[DeskFacts, ...] = field(default=())
