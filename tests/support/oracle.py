"""Who may see what, written a second time: plain loops over plain facts.

From `docs/permissions.md` and the agreements about the work; nothing here asks the application.
Where the application and this page disagree, one of them is wrong.
"""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from uuid import UUID

CASEWORK = frozenset({"social-worker", "safety-adviser", "intake", "process-director", "team-lead"})
LOG_READERS = frozenset({"privacy-officer", "data-protection-officer"})
HIGHEST = 4
WORKING = frozenset({"director", "owner", "member"})


@dataclass(frozen=True)
class Person:
    """A colleague: what they are hired for, where they work and what they lead."""

    id: UUID
    town: UUID
    roles: frozenset[str]
    teams: frozenset[UUID] = frozenset()
    led: frozenset[UUID] = frozenset()
    knows: frozenset[UUID] = frozenset()
    """Residents they are, live with or said to know."""
    hurried: frozenset[UUID] = frozenset()
    """Cases they opened in an emergency that runs; with the notes too in `hurried_notes`."""
    hurried_notes: frozenset[UUID] = frozenset()
    stands_in_for: frozenset[UUID] = frozenset()
    """Colleagues who are on leave, for whom they do the work."""

    def is_any(self, *roles: str) -> bool:
        return not self.roles.isdisjoint(roles)


@dataclass(frozen=True)
class Part:
    """What somebody is, or was, to a case."""

    person: UUID
    part: str
    track: str | None
    active: bool


@dataclass(frozen=True)
class Lane:
    """One of the two tracks of a case."""

    case: "Dossier"
    kind: str
    team: UUID | None
    state: str
    town: UUID
    said_by: UUID | None = None
    """Who said that it is not needed, while nobody confirmed it."""


@dataclass(frozen=True)
class Dossier:
    """A case."""

    id: UUID
    town: UUID
    reference: str
    state: str
    phase: int
    people: tuple[UUID, ...]
    parts: tuple[Part, ...]
    lanes: dict[str, tuple[UUID | None, str]] = field(hash=False)
    shielded: bool = False
    watcher: UUID | None = None
    """Who keeps an eye on it, while it is closed."""
    undirected: bool = False
    """Whether nobody who can sign in and does casework directs it."""
    leaderless: bool = False
    """Whether nobody who is a team lead leads a team that one of its tracks is with."""
    said: dict[str, UUID] = field(default_factory=dict, hash=False)
    """Of which tracks somebody said that they are not needed, and who, until it is confirmed."""

    def lane(self, kind: str) -> Lane:
        return Lane(self, kind, *self.lanes[kind], self.town, self.said.get(kind))

    def is_open(self) -> bool:
        return self.state != "closed"

    def is_owned(self, kind: str) -> bool:
        return any(p.active and p.part == "owner" and p.track == kind for p in self.parts)


@dataclass(frozen=True)
class Entry:
    """A step on a track, or on the shared strip where `track` is None."""

    id: UUID
    town: UUID
    case: Dossier
    track: str | None
    author: UUID
    stage: str = "at-hand"
    """How near police data still is; anything else is always at hand."""


@dataclass(frozen=True)
class Planned:
    """A goal, an action or a measurement of a plan, on a track or for both."""

    id: UUID
    town: UUID
    case: Dossier
    track: str | None


@dataclass(frozen=True)
class Sitting:
    """A meeting: who chairs it, and who was asked to it for any case."""

    id: UUID
    town: UUID
    chair: UUID
    invited: frozenset[UUID] = frozenset()


@dataclass(frozen=True)
class Tabled:
    """A case on an agenda, about a track or both: who chairs, and who was asked for it."""

    id: UUID
    town: UUID
    case: Dossier
    track: str | None
    chair: UUID
    invited: frozenset[UUID] = frozenset()


@dataclass(frozen=True)
class Alarm:
    """A flag."""

    id: UUID
    town: UUID
    case: Dossier
    answered: bool
    reached: frozenset[tuple[UUID, str]] = frozenset()
    """Who it reached to be answered, and on which rung."""


@dataclass(frozen=True)
class Shared:
    """What was copied from a track to the strip."""

    id: UUID
    town: UUID
    case: Dossier
    track: str
    runs: bool


@dataclass(frozen=True)
class Hurry:
    """An emergency access."""

    id: UUID
    town: UUID
    person: UUID
    case: Dossier


@dataclass(frozen=True)
class Leaving:
    """That a colleague left a case."""

    id: UUID
    town: UUID
    case: Dossier


@dataclass(frozen=True)
class Offered:
    """An offer to hand over: by whom, to whom or to which team, and who leads who received it."""

    id: UUID
    town: UUID
    case: Dossier
    sender: UUID
    receiver: UUID | None = None
    team: UUID | None = None
    teams: frozenset[UUID] = frozenset()
    """The teams of the receiver."""
    waits: bool = True
    of_watch: bool = False


@dataclass(frozen=True)
class Descending:
    """A proposal to bring a case down: by whom, to whom, and who said yes already."""

    id: UUID
    town: UUID
    case: Dossier
    sender: UUID
    receiver: UUID
    agreed: bool = False
    accepted: bool = False
    waits: bool = True


@dataclass(frozen=True)
class Filed:
    """A measure, or an offer of care: content of one track of a case, which runs or is over."""

    id: UUID
    town: UUID
    case: Dossier
    runs: bool = True


@dataclass(frozen=True)
class Reported:
    """A signal: about whom, with whose team and whom it is, to which team it goes, and its case."""

    id: UUID
    town: UUID
    resident: UUID | None
    team: UUID
    person: UUID | None = None
    to: UUID | None = None
    recorder: UUID | None = None
    side: str | None = None
    open: bool = True
    case: "Dossier | None" = None


@dataclass(frozen=True)
class Guarded:
    """A watch over a closed case, while it runs or after."""

    id: UUID
    town: UUID
    case: Dossier
    runs: bool = True


@dataclass(frozen=True)
class Away:
    """A leave: whose, in which teams they work, and who stands in or is asked to."""

    id: UUID
    town: UUID
    person: UUID
    substitute: UUID
    teams: frozenset[UUID]


@dataclass(frozen=True)
class Crack:
    """A finding: about a case or a track of it, about a team, or about the review of access."""

    id: UUID
    town: UUID
    about: str
    case: Dossier | None = None
    teams: frozenset[UUID] = frozenset()
    person: UUID | None = None


@dataclass(frozen=True)
class Asking:
    """A request to a second person: who may decide depends on what it is about."""

    id: UUID
    town: UUID
    asker: UUID
    deciders: frozenset[str]
    subject: UUID


@dataclass(frozen=True)
class Looks:
    """A review of somebody's looks."""

    id: UUID
    town: UUID
    person: UUID
    asked: bool = False
    judge: UUID | None = None


@dataclass(frozen=True)
class Own:
    """Something that is one person's alone: a search, a draft, a request to acknowledge."""

    id: UUID
    town: UUID
    person: UUID


@dataclass(frozen=True)
class Dweller:
    """A resident: who registered them, and with whom they live today."""

    id: UUID
    town: UUID
    registrar: UUID | None = None
    lives_with: frozenset[UUID] = frozenset()


@dataclass(frozen=True)
class Town:
    """A municipality as the thing a permission is asked of."""

    id: UUID

    @property
    def town(self) -> UUID:
        return self.id


def holds_part(who: Person, case: Dossier, *parts: str) -> bool:
    return any(p.active and p.person == who.id and p.part in parts for p in case.parts)


def does_for(who: Person, case: Dossier, part: Part) -> bool:
    """It is one's own, or of a colleague on leave: but never of a shielded case."""
    return part.person == who.id or (part.person in who.stands_in_for and not case.shielded)


def works_on(who: Person, case: Dossier) -> bool:
    mine = [p for p in case.parts if p.active and does_for(who, case, p)]
    return who.is_any(*CASEWORK) and any(p.part in WORKING for p in mine)


def directs(who: Person, case: Dossier) -> bool:
    mine = [p for p in case.parts if p.active and does_for(who, case, p)]
    return who.is_any(*CASEWORK) and any(p.part == "director" for p in mine)


def watches(who: Person, case: Dossier) -> bool:
    """It is one's own watch, or that of a colleague on leave: but never over a shielded case."""
    mine = case.watcher == who.id or (case.watcher in who.stands_in_for and not case.shielded)
    return who.is_any(*CASEWORK) and case.watcher is not None and mine


def directs_themselves(who: Person, case: Dossier) -> bool:
    return who.is_any(*CASEWORK) and holds_part(who, case, "director")


def leads(who: Person, case: Dossier) -> bool:
    if case.shielded or not who.is_any("team-lead"):
        return False
    return any(team in who.led for team, _ in case.lanes.values())


def at_intake(who: Person, case: Dossier) -> bool:
    return not case.shielded and who.is_any("intake") and case.state == "intake"


def escalated(who: Person, case: Dossier) -> bool:
    return not case.shielded and who.is_any("process-director") and case.phase >= 2


def confirms_stop(who: Person, lane: Lane) -> bool:
    """Who owns the other track, or steers the case: but never who said it."""
    other = any(
        p.active and p.person == who.id and p.part == "owner" and p.track != lane.kind
        for p in lane.case.parts
    )
    may = (who.is_any(*CASEWORK) and other) or steers(who, lane.case)
    return may and lane.said_by not in (None, who.id) and lane.case.is_open()


def owns_lane(who: Person, case: Dossier, kind: str | None = None) -> bool:
    """Who owns a track, or stands in for whoever does: this one, or any."""
    return who.is_any(*CASEWORK) and any(
        p.active and p.part == "owner" and kind in (None, p.track) and does_for(who, case, p)
        for p in case.parts
    )


def waits_for(who: Person, lane: Lane) -> bool:
    queued = lane.team in who.teams and lane.state == "needed" and not lane.case.shielded
    return who.is_any(*CASEWORK) and queued and not lane.case.is_owned(lane.kind)


def oversees(who: Person, case: Dossier) -> bool:
    by_office = leads(who, case) or at_intake(who, case) or escalated(who, case)
    return works_on(who, case) or by_office or watches(who, case)


def works_near(who: Person, case: Dossier) -> bool:
    if who.town != case.town or keeps_out(who, case):
        return False
    queued = any(waits_for(who, case.lane(kind)) for kind in case.lanes)
    partner = who.is_any("chain-partner") and holds_part(who, case, "partner")
    return oversees(who, case) or queued or partner


def hurries(who: Person, case: Dossier) -> bool:
    return who.is_any(*CASEWORK) and case.id in who.hurried and not keeps_out(who, case)


def called_up(who: Person, it: Alarm) -> bool:
    """It reached them by office: as process director, team lead or on call."""
    by_office = {"process-director", "team-lead", "on-call"}
    mine = {rung for person, rung in it.reached if person == who.id}
    return who.is_any(*CASEWORK) and bool(mine & by_office)


def asked_at_work(who: Person, it: Alarm) -> bool:
    """It reached them, or whom they stand in for, as somebody who works on the case."""
    return works_on(who, it.case) and any(
        person == who.id or person in who.stands_in_for for person, _ in it.reached
    )


def hurries_notes(who: Person, case: Dossier) -> bool:
    return hurries(who, case) and case.id in who.hurried_notes


def sees(who: Person, case: Dossier) -> bool:
    return works_near(who, case) or hurries(who, case)


def keeps_out(who: Person, thing: object) -> bool:
    """Nobody opens a file of whom they know, nor any case about them."""
    if isinstance(thing, Dweller):
        return thing.id in who.knows
    if isinstance(thing, Reported) and thing.resident in who.knows:
        return True
    case = thing if isinstance(thing, Dossier) else getattr(thing, "case", None)
    return case is not None and not who.knows.isdisjoint(case.people)


def steers(who: Person, case: Dossier) -> bool:
    return directs(who, case) or leads(who, case) or at_intake(who, case) or escalated(who, case)


def left_over(who: Person, case: Dossier) -> bool:
    """What nobody is left to steer falls to who leads the process, or behind a shield the team."""
    process = who.is_any("process-director")
    if not case.shielded:
        return process and case.leaderless
    leads_it = who.is_any("team-lead") and any(team in who.led for team, _ in case.lanes.values())
    return case.undirected and (process or leads_it)


def on_track(who: Person, case: Dossier, kind: str) -> bool:
    if not who.is_any(*CASEWORK) or keeps_out(who, case):
        return False
    return directs(who, case) or any(
        p.active and does_for(who, case, p) and p.part in WORKING and p.track == kind
        for p in case.parts
    )


def reads_lane(who: Person, case: Dossier, kind: str) -> bool:
    return on_track(who, case, kind) or (who.is_any(*CASEWORK) and hurries_notes(who, case))


def reads_step(who: Person, step: Entry) -> bool:
    if step.track is None:
        return sees(who, step.case)
    return on_track(who, step.case, step.track) or hurries_notes(who, step.case)


def keeps_planned(who: Person, it: Planned) -> bool:
    if it.track is None:
        return works_on(who, it.case) and it.case.is_open()
    return on_track(who, it.case, it.track) and it.case.is_open()


def reads_tabled(who: Person, it: Tabled) -> bool:
    reads = sees(who, it.case) if it.track is None else on_track(who, it.case, it.track)
    return reads or _chairs(who, it) or (comes_to_tables(who, it) and who.id in it.invited)


def prepares_tabled(who: Person, it: Tabled) -> bool:
    works = works_on(who, it.case) if it.track is None else on_track(who, it.case, it.track)
    return works or runs_tabled(who, it)


def runs_tabled(who: Person, it: Tabled) -> bool:
    by_office = it.track is None and steers(who, it.case)
    return _chairs(who, it) or directs(who, it.case) or by_office


def comes_to_tables(who: Person, _it: object = None) -> bool:
    return who.is_any(*CASEWORK, "mayor", "chain-partner")


def _chairs(who: Person, it: Tabled | Sitting) -> bool:
    stands_in = it.chair in who.stands_in_for
    if isinstance(it, Tabled):
        stands_in = stands_in and it.track is None and not it.case.shielded
        itself = it.chair == who.id and (it.track is None or on_track(who, it.case, it.track))
        return who.is_any(*CASEWORK) and (itself or stands_in)
    return who.is_any(*CASEWORK) and (it.chair == who.id or stands_in)


def corrects_step(who: Person, step: Entry) -> bool:
    if step.track is None:
        return works_near(who, step.case)
    return on_track(who, step.case, step.track)


def offered_to(who: Person, it: Offered) -> bool:
    mine = it.receiver == who.id or (it.team is not None and it.team in who.teams)
    return who.is_any(*CASEWORK) and mine and it.sender != who.id


def is_second(who: Person, it: Descending) -> bool:
    decides = directs(who, it.case) or escalated(who, it.case)
    return decides and it.sender != who.id and not it.agreed and _runs(it)


def is_receiver(who: Person, it: Descending) -> bool:
    mine = who.is_any(*CASEWORK) and it.receiver == who.id
    return mine and not it.accepted and _runs(it)


def _runs(it: Descending) -> bool:
    return it.waits and it.case.is_open()


def sees_crack(who: Person, it: Crack) -> bool:
    """Whoever it waits for sees it, whatever it is about: also a request of theirs."""
    if who.is_any(*CASEWORK) and it.person == who.id:
        return True
    leads_it = who.is_any("team-lead") and not it.teams.isdisjoint(who.led)
    if it.about == "team":
        return leads_it or who.is_any("functional-administrator", "process-director")
    if it.about == "access":
        return who.is_any("privacy-officer")
    open_case = it.case is not None and (not it.case.shielded or it.case.undirected)
    overseen = open_case and (leads_it or who.is_any("process-director"))
    return overseen or (leads_it and it.about == "signal")


def agrees_on_crack(who: Person, it: Crack) -> bool:
    """Who leads the team, or the process: of a case that is open to others than the named."""
    if it.about != "case" or it.case is None:
        return False
    if it.case.shielded and not it.case.undirected:
        return False
    leads_it = who.is_any("team-lead") and not it.teams.isdisjoint(who.led)
    return leads_it or who.is_any("process-director")


def _leads_person(who: Person, it: "Away | Person") -> bool:
    return who.is_any("team-lead") and not it.teams.isdisjoint(who.led)


def _casework(who: Person, _thing: object) -> bool:
    return who.is_any(*CASEWORK)


def _hired_as(*roles: str) -> Callable[[Person, object], bool]:
    return lambda who, _thing: who.is_any(*roles)


def _anybody(_who: Person, _thing: object) -> bool:
    return True


def _own(who: Person, thing: Own) -> bool:
    return thing.person == who.id


class Oracle:
    """Answers for a whole world, which it is given as facts."""

    def __init__(
        self,
        cases: list[Dossier],
        askings: Iterable[Asking] = (),
        offers: Iterable[Offered] = (),
        signals: Iterable[Reported] = (),
        descents: Iterable[Descending] = (),
        tabled: Iterable[Tabled] = (),
    ) -> None:
        self.cases, self.askings, self.offers = cases, list(askings), list(offers)
        self.signals, self.descents = list(signals), list(descents)
        self.tabled = list(tabled)
        self.laws: dict[str, Callable[..., bool]] = {
            "worklist:read": _anybody,
            "draft:keep": _anybody,
            "profile:edit": _anybody,
            "messages:own": _anybody,
            "message:read": _own,
            "cases:browse": _hired_as(*CASEWORK, "mayor", "chain-partner"),
            "case:open": _casework,
            "residents:search": _casework,
            "resident:register": _casework,
            "cases:import": _hired_as("intake", "functional-administrator"),
            "import:handle": lambda who, it: (
                who.is_any("intake", "functional-administrator") and _own(who, it)
            ),
            "briefing:read": _hired_as("mayor"),
            "purpose:state": _casework,
            "case:brief": lambda who, it: (
                who.is_any("mayor") and it.phase >= HIGHEST and not it.shielded
            ),
            "case:close": lambda who, it: steers(who, it) and it.is_open(),
            "case:reopen": lambda who, it: (
                (steers(who, it) or watches(who, it)) and not it.is_open()
            ),
            "watch:decide": lambda who, it: (
                (steers(who, it.case) or watches(who, it.case)) and it.runs
            ),
            "watch:give": lambda who, it: (
                steers(who, it.case) and it.runs and it.case.watcher != who.id
            ),
            "handover:offer": lambda who, it: (
                who.is_any(*CASEWORK)
                and (
                    (holds_part(who, it, "director", "owner") and it.is_open())
                    or (it.watcher == who.id and not it.is_open())
                )
            ),
            "handover:view": lambda who, it: (
                offered_to(who, it)
                or (who.is_any(*CASEWORK) and it.sender == who.id)
                or (who.is_any("team-lead") and not who.led.isdisjoint(it.teams | {it.team}))
                or steers(who, it.case)
            ),
            "handover:answer": lambda who, it: (
                offered_to(who, it) and it.waits and it.case.is_open() is not it.of_watch
            ),
            "handover:withdraw": lambda who, it: (
                who.is_any(*CASEWORK) and it.sender == who.id and it.waits
            ),
            "handover:see": lambda who, it: who.is_any(*CASEWORK) and it.sender == who.id,
            "phases:read": lambda who, it: oversees(who, it) or hurries(who, it),
            "plan:keep": lambda who, it: works_on(who, it) and it.is_open(),
            "goal:keep": keeps_planned,
            "action:keep": keeps_planned,
            "measurement:keep": keeps_planned,
            "meetings:browse": comes_to_tables,
            "meeting:call": _casework,
            "meeting-kinds:keep": _hired_as("functional-administrator"),
            "meeting:view": lambda who, it: (
                who.is_any(*CASEWORK) or (comes_to_tables(who) and who.id in it.invited)
            ),
            "meeting:keep": lambda who, it: _chairs(who, it) or who.is_any("process-director"),
            "case:table": lambda who, it: (
                (works_on(who, it) or escalated(who, it)) and it.is_open()
            ),
            "agenda-item:view": reads_tabled,
            "agenda-item:prepare": prepares_tabled,
            "agenda-item:run": runs_tabled,
            "descent:view": lambda who, it: (
                oversees(who, it.case)
                or (who.is_any(*CASEWORK) and who.id in (it.sender, it.receiver))
            ),
            "descent:agree": is_second,
            "descent:accept": is_receiver,
            "descent:answer": lambda who, it: is_second(who, it) or is_receiver(who, it),
            "descent:withdraw": lambda who, it: (
                who.is_any(*CASEWORK) and it.sender == who.id and it.waits
            ),
            "measures:read": lambda who, it: reads_lane(who, it, "safety"),
            "measure:prepare": lambda who, it: on_track(who, it, "safety") and it.is_open(),
            "measure:view": lambda who, it: reads_lane(who, it.case, "safety"),
            "measure:advance": lambda who, it: (
                on_track(who, it.case, "safety") and it.case.is_open() and it.runs
            ),
            "care:read": lambda who, it: reads_lane(who, it, "care"),
            "care:offer": lambda who, it: on_track(who, it, "care") and it.is_open(),
            "care-offer:view": lambda who, it: reads_lane(who, it.case, "care"),
            "care-offer:answer": lambda who, it: (
                on_track(who, it.case, "care") and it.case.is_open()
            ),
            "signals:browse": _casework,
            "signal:record": _casework,
            "signal:view": self._reads_signal,
            "signal:handle": lambda who, it: self._has_signal(who, it) and it.open,
            "signal:accept": lambda who, it: (
                who.is_any(*CASEWORK) and it.to in who.teams and self._open_by_team(who, it)
            ),
            "signal:answer-reporter": self._has_signal,
            "leaves:browse": _casework,
            "work:reassign": lambda who, it: (
                (who.is_any(*CASEWORK) and it.id == who.id) or _leads_person(who, it)
            ),
            "leave:ask": lambda who, it: (
                (who.is_any(*CASEWORK) and it.id == who.id) or _leads_person(who, it)
            ),
            "leave:view": lambda who, it: (
                (who.is_any(*CASEWORK) and who.id in (it.person, it.substitute))
                or _leads_person(who, it)
            ),
            "leave:arrange": lambda who, it: (
                (who.is_any(*CASEWORK) and it.person == who.id) or _leads_person(who, it)
            ),
            "leave:answer": lambda who, it: who.is_any(*CASEWORK) and it.substitute == who.id,
            "cover:browse": _hired_as(
                "team-lead", "process-director", "privacy-officer", "functional-administrator"
            ),
            "cover:read-night": _hired_as(
                "team-lead", "process-director", "privacy-officer", "functional-administrator"
            ),
            "settings:arrange": _hired_as("functional-administrator"),
            "finding:view": sees_crack,
            "finding:agree": agrees_on_crack,
            "log:read": _hired_as(*LOG_READERS),
            "log:export": _hired_as(*LOG_READERS),
            "answer:prepare": _hired_as(*LOG_READERS),
            "answer:read": _hired_as(*LOG_READERS),
            "answer:release": _hired_as(*LOG_READERS),
            "confidentiality:keep": _hired_as(*LOG_READERS),
            "confidentiality:end": _hired_as(*LOG_READERS),
            "seal:read": _hired_as(*LOG_READERS, "ciso"),
            "seal:check": _hired_as(*LOG_READERS, "ciso"),
            "seal:keep": _hired_as(*LOG_READERS, "ciso"),
            "log:hand-out": _hired_as(*LOG_READERS, "ciso"),
            "log:end": _hired_as(*LOG_READERS, "ciso"),
            "log:read-certificate": _hired_as(*LOG_READERS, "ciso"),
            "log:hold": _hired_as(*LOG_READERS, "ciso"),
            "log:lift-hold": lambda who, it: (
                it.person != who.id and who.is_any(*LOG_READERS, "ciso")
            ),
            "log:find-subject": lambda who, it: who.is_any(*LOG_READERS) and _own(who, it),
            "security-log:read": _hired_as("ciso", "data-protection-officer"),
            "teams:arrange": _hired_as("functional-administrator"),
            "tokens:arrange": _hired_as("functional-administrator"),
            "token:end": _hired_as("functional-administrator"),
            "letter-templates:keep": _hired_as("functional-administrator"),
            "letter-template:change": _hired_as("functional-administrator"),
            "ladders:keep": _hired_as("functional-administrator"),
            "ladder:ask": _hired_as("functional-administrator"),
            "ladder:view": _hired_as("functional-administrator", "process-director"),
            "users:browse": _hired_as("functional-administrator"),
            "user:invite": _hired_as("functional-administrator"),
            "user:arrange": _hired_as("functional-administrator"),
            "search:read": lambda who, it: who.is_any(*CASEWORK) and _own(who, it),
            "flag:acknowledge": _own,
            "case:view": sees,
            "case:shield": lambda who, it: directs_themselves(who, it) and it.is_open(),
            "case:see-readers": oversees,
            "approvals:browse": _anybody,
            "approval:view": lambda who, it: it.asker == who.id or who.is_any(*it.deciders),
            "approval:decide": lambda who, it: it.asker != who.id and who.is_any(*it.deciders),
            "acquaintance:lift": _own,
            "departure:see": lambda who, it: steers(who, it.case) and it.case.is_open(),
            "profile:set-marks": _anybody,
            "emergency:open": _casework,
            "emergency:use": _own,
            "emergency:explain": lambda who, it: steers(who, it.case),
            "emergency:view": lambda who, it: (
                _own(who, it) or oversees(who, it.case) or who.is_any("privacy-officer")
            ),
            "reviews:browse": _hired_as(*LOG_READERS, "ciso"),
            "reviews:answer-own": _anybody,
            "review:view": lambda who, it: who.is_any(*LOG_READERS, "ciso") and it.person != who.id,
            "review:judge": lambda who, it: who.is_any("privacy-officer") and it.person != who.id,
            "review:reread": lambda who, it: (
                who.is_any(*LOG_READERS, "ciso") and who.id not in (it.person, it.judge)
            ),
            "review:answer": lambda who, it: it.person == who.id and it.asked,
            "case:direct": lambda who, it: (steers(who, it) or left_over(who, it)) and it.is_open(),
            "case:change-phase": lambda who, it: (
                (directs(who, it) or escalated(who, it)) and it.is_open()
            ),
            "case:expect-return": lambda who, it: works_on(who, it) and it.is_open(),
            "strip:write": lambda who, it: (
                (works_on(who, it) or (who.is_any("chain-partner") and works_near(who, it)))
                and it.is_open()
            ),
            "flag:raise": lambda who, it: (works_on(who, it) or leads(who, it)) and it.is_open(),
            "flag:view": lambda who, it: (
                oversees(who, it.case) or hurries(who, it.case) or called_up(who, it)
            ),
            "flag:answer": lambda who, it: (
                (steers(who, it.case) or asked_at_work(who, it) or called_up(who, it))
                and it.case.is_open()
                and not it.answered
            ),
            "track:view": lambda who, it: (
                on_track(who, it.case, it.kind) or hurries_notes(who, it.case)
            ),
            "track:write": lambda who, it: on_track(who, it.case, it.kind) and it.case.is_open(),
            "track:take": lambda who, it: waits_for(who, it) and it.case.is_open(),
            "track:confirm": confirms_stop,
            "safety-line:set": lambda who, it: (
                (directs(who, it) or owns_lane(who, it)) and it.is_open()
            ),
            "safety-line:confirm": lambda who, it: (
                owns_lane(who, it.case, it.kind) and it.case.is_open()
            ),
            "track:arrange": lambda who, it: (
                (
                    on_track(who, it.case, it.kind)
                    or (who.is_any("team-lead") and it.team in who.led and not it.case.shielded)
                )
                and it.case.is_open()
            ),
            "step:view": lambda who, it: reads_step(who, it) and it.stage == "at-hand",
            "police-data:search": lambda who, it: on_track(who, it.case, it.kind),
            "step:find": lambda who, it: (
                it.track is not None and on_track(who, it.case, it.track) and it.stage == "searched"
            ),
            "police-data:stored": lambda who, _it: who.is_any("privacy-officer"),
            "police-data:destroy": lambda who, _it: who.is_any("privacy-officer"),
            "step:read-stored": lambda who, it: (
                directs(who, it.case) and it.stage in ("restricted", "due")
            ),
            "step:share": lambda who, it: (
                it.track is not None
                and it.stage == "at-hand"
                and on_track(who, it.case, it.track)
                and it.case.is_open()
            ),
            "shares:read": oversees,
            "papers:read": oversees,
            "paper:make": lambda who, it: (
                (works_on(who, it) or escalated(who, it)) and it.is_open()
            ),
            "track:print": lambda who, it: on_track(who, it.case, it.kind) and it.case.is_open(),
            "share:view": lambda who, it: sees(who, it.case) and it.runs,
            "share:withdraw": lambda who, it: (
                on_track(who, it.case, it.track) and it.case.is_open()
            ),
            "step:correct": lambda who, it: (
                corrects_step(who, it)
                and it.stage == "at-hand"
                and (it.author == who.id or directs(who, it.case))
                and it.case.is_open()
            ),
            "resident:view": lambda who, it: (
                self._office(who, it)
                or self._around(who, it, oversees)
                or self._around(who, it, hurries)
                or self._reported(who, it)
            ),
            "resident:see-readers": lambda who, it: (
                (who.is_any("intake") and not self._shielded(it)) or self._around(who, it, works_on)
            ),
            "resident:edit": lambda who, it: (
                self._office(who, it) or self._around(who, it, works_on)
            ),
            "resident:reveal-bsn": lambda who, it: (
                (who.is_any("intake") and not self._shielded(it)) or self._around(who, it, works_on)
            ),
        }

    def may(self, who: Person, permission: str, thing: object) -> bool:
        """Tell whether somebody may; what is of another town is not there."""
        here = thing.town == who.town and not keeps_out(who, thing)
        return here and self.laws[permission](who, thing)

    def _sheltered(self, it: Reported) -> bool:
        """Tell whether a shielded case is about whom, or is where, a signal belongs."""
        about = any(case.shielded and it.resident in case.people for case in self.cases)
        return about or (it.case is not None and it.case.shielded)

    def _open_by_team(self, who: Person, it: Reported) -> bool:
        return self._is_of_side(who, it) and not self._sheltered(it)

    def _has_signal(self, who: Person, it: Reported) -> bool:
        near = it.team in who.teams or it.person in who.stands_in_for
        directed = any(
            case.shielded
            and it.resident in case.people
            and any(p.person == who.id and p.active and p.part == "director" for p in case.parts)
            for case in self.cases
        )
        mine = it.person == who.id or directed or (near and self._open_by_team(who, it))
        return who.is_any(*CASEWORK) and mine

    def _is_of_side(self, who: Person, it: Reported) -> bool:
        """Who has the other trade alone is told nothing that is for one side."""
        trades = {"care": "social-worker", "safety": "safety-adviser"}
        has = {side for side, role in trades.items() if role in who.roles}
        return it.side is None or not has or it.side in has

    def _reads_signal(self, who: Person, it: Reported) -> bool:
        if not who.is_any(*CASEWORK):
            return False
        comes = it.open and it.to in who.teams and self._open_by_team(who, it)
        wrote = it.open and it.recorder == who.id and not self._sheltered(it)
        works = it.case is not None and any(
            p.person == who.id
            and p.active
            and p.part in WORKING
            and (p.part == "director" or it.side is None or p.track == it.side)
            for p in it.case.parts
        )
        return self._has_signal(who, it) or comes or wrote or works

    def _is_near(self, who: Person, it: Reported) -> bool:
        near = {it.team, it.to} & who.teams or it.person in who.stands_in_for
        return bool(near) and self._is_of_side(who, it)

    def _reported(self, who: Person, resident: Dweller) -> bool:
        near = any(
            one.open
            and one.resident == resident.id
            and (one.person == who.id or self._is_near(who, one))
            for one in self.signals
        )
        return who.is_any(*CASEWORK) and near and not self._shielded(resident)

    def _office(self, who: Person, resident: Dweller) -> bool:
        mine = who.is_any("intake") or self._registered(who, resident)
        return mine and not self._shielded(resident)

    def _shielded(self, resident: Dweller) -> bool:
        return any(case.shielded for case in self.cases_of(resident))

    def _registered(self, who: Person, resident: Dweller) -> bool:
        return who.is_any(*CASEWORK) and resident.registrar == who.id

    def _around(
        self, who: Person, resident: Dweller, fact: Callable[[Person, Dossier], bool]
    ) -> bool:
        near = {resident.id} | resident.lives_with
        return any(
            case.town == who.town and fact(who, case) and not near.isdisjoint(case.people)
            for case in self.cases
        )

    def cases_of(self, resident: Dweller) -> Iterator[Dossier]:
        return (case for case in self.cases if resident.id in case.people)


@dataclass(frozen=True)
class Secret:
    """A word that stands in one place only, and what place that is."""

    label: str
    kind: str
    about: object
    track: str | None = None

    @property
    def subjects(self) -> frozenset[UUID]:
        """Whose data it is: for each of them a line must stand in the log."""
        if isinstance(self.about, Hurry | Offered | Descending | Tabled):
            return frozenset(self.about.case.people)
        if isinstance(self.about, Reported):
            return frozenset({self.about.resident} - {None})
        if isinstance(self.about, Dweller):
            return frozenset({self.about.id})
        return frozenset(self.about.people) if isinstance(self.about, Dossier) else frozenset()


def may_read(oracle: Oracle, who: Person, secret: Secret) -> bool:
    """Tell whether a secret may stand on any page of this person at all."""
    it = secret.about
    if it.town != who.town or keeps_out(who, it):
        return False
    return READERS[secret.kind](oracle, who, secret)


def _reads_name(oracle: Oracle, who: Person, secret: Secret) -> bool:
    it = secret.about
    return (
        oracle.may(who, "resident:view", it)
        or who.is_any(*LOG_READERS)
        or any(sees(who, case) for case in oracle.cases_of(it))
    )


def _knows_reference(oracle: Oracle, who: Person, secret: Secret) -> bool:
    case = secret.about
    briefed = who.is_any("mayor") and case.phase == 4 and case.is_open() and not case.shielded
    asked = any(who.is_any(*one.deciders) for one in oracle.askings if one.subject == case.id)
    listed = who.is_any("process-director") and not case.shielded
    offered = any(
        oracle.may(who, "handover:view", one) for one in oracle.offers if one.case.id == case.id
    )
    offered = offered or any(
        oracle.may(who, "descent:view", one) for one in oracle.descents if one.case.id == case.id
    )
    offered = offered or any(
        oracle.may(who, "agenda-item:view", one) for one in oracle.tabled if one.case.id == case.id
    )
    known = sees(who, case) or briefed or asked or listed or offered
    return known or who.is_any(*LOG_READERS)


READERS: dict[str, Callable[[Oracle, Person, Secret], bool]] = {
    "resident-name": _reads_name,
    "resident-id": _reads_name,
    "resident-detail": lambda oracle, who, it: oracle.may(who, "resident:view", it.about),
    "bsn": lambda oracle, who, it: oracle.may(who, "resident:reveal-bsn", it.about),
    "reference": _knows_reference,
    "case-text": lambda _oracle, who, it: sees(who, it.about),
    "phase-text": lambda oracle, who, it: oracle.may(who, "phases:read", it.about),
    "descent-text": lambda oracle, who, it: oracle.may(who, "descent:view", it.about),
    "paper-text": lambda oracle, who, it: oracle.may(who, "papers:read", it.about),
    "share-text": lambda oracle, who, it: oracle.may(who, "share:view", it.about),
    "flag-text": lambda _oracle, who, it: oversees(who, it.about) or hurries(who, it.about),
    "agreement-text": lambda oracle, who, it: oracle.may(who, "finding:agree", it.about),
    "offer-text": lambda oracle, who, it: oracle.may(who, "handover:view", it.about),
    "signal-text": lambda oracle, who, it: oracle.may(who, "signal:view", it.about),
    "agenda-text": lambda oracle, who, it: oracle.may(who, "agenda-item:view", it.about),
    "reporter": lambda oracle, who, it: oracle.may(who, "signal:answer-reporter", it.about),
    "hurry-text": lambda oracle, who, it: oracle.may(who, "emergency:view", it.about),
    "asking-text": lambda oracle, who, it: oracle.may(who, "approval:view", it.about),
    "track-text": lambda oracle, who, it: (
        oracle.may(who, "track:arrange", it.about.lane(it.track))
        or oracle.may(who, "track:confirm", it.about.lane(it.track))
        or on_track(who, it.about, it.track)
        or hurries_notes(who, it.about)
    ),
    "track-goal": lambda _oracle, who, it: reads_lane(who, it.about, it.track),
    "step-text": lambda _oracle, who, it: (
        sees(who, it.about)
        if it.track is None
        else on_track(who, it.about, it.track) or hurries_notes(who, it.about)
    ),
    "searched-text": lambda _oracle, who, it: on_track(who, it.about, it.track),
    "restricted-text": lambda _oracle, who, it: directs(who, it.about),
    "own-text": lambda _oracle, who, it: it.about.person == who.id,
    "colleague": lambda _oracle, _who, _it: True,
    "email": lambda _oracle, who, _it: who.is_any("functional-administrator"),
}
