"""Who may see what, written a second time: plain loops over plain facts.

From `docs/permissions.md` and the agreements about the work; nothing here asks the application.
Where the application and this page disagree, one of them is wrong.
"""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from uuid import UUID

CASEWORK = frozenset({"social-worker", "safety-adviser", "intake", "process-director", "team-lead"})
LOG_READERS = frozenset({"privacy-officer", "data-protection-officer"})
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

    def lane(self, kind: str) -> Lane:
        return Lane(self, kind, *self.lanes[kind], self.town)

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


@dataclass(frozen=True)
class Alarm:
    """A flag."""

    id: UUID
    town: UUID
    case: Dossier
    answered: bool


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


def works_on(who: Person, case: Dossier) -> bool:
    return who.is_any(*CASEWORK) and holds_part(who, case, *WORKING)


def directs(who: Person, case: Dossier) -> bool:
    return who.is_any(*CASEWORK) and holds_part(who, case, "director")


def leads(who: Person, case: Dossier) -> bool:
    if case.shielded or not who.is_any("team-lead"):
        return False
    return any(team in who.led for team, _ in case.lanes.values())


def at_intake(who: Person, case: Dossier) -> bool:
    return not case.shielded and who.is_any("intake") and case.state == "intake"


def escalated(who: Person, case: Dossier) -> bool:
    return not case.shielded and who.is_any("process-director") and case.phase >= 2


def waits_for(who: Person, lane: Lane) -> bool:
    queued = lane.team in who.teams and lane.state == "needed" and not lane.case.shielded
    return who.is_any(*CASEWORK) and queued and not lane.case.is_owned(lane.kind)


def oversees(who: Person, case: Dossier) -> bool:
    return works_on(who, case) or leads(who, case) or at_intake(who, case) or escalated(who, case)


def works_near(who: Person, case: Dossier) -> bool:
    if who.town != case.town or keeps_out(who, case):
        return False
    queued = any(waits_for(who, case.lane(kind)) for kind in case.lanes)
    partner = who.is_any("chain-partner") and holds_part(who, case, "partner")
    return oversees(who, case) or queued or partner


def hurries(who: Person, case: Dossier) -> bool:
    return who.is_any(*CASEWORK) and case.id in who.hurried and not keeps_out(who, case)


def hurries_notes(who: Person, case: Dossier) -> bool:
    return hurries(who, case) and case.id in who.hurried_notes


def sees(who: Person, case: Dossier) -> bool:
    return works_near(who, case) or hurries(who, case)


def keeps_out(who: Person, thing: object) -> bool:
    """Nobody opens a file of whom they know, nor any case about them."""
    if isinstance(thing, Dweller):
        return thing.id in who.knows
    case = thing if isinstance(thing, Dossier) else getattr(thing, "case", None)
    return case is not None and not who.knows.isdisjoint(case.people)


def steers(who: Person, case: Dossier) -> bool:
    return directs(who, case) or leads(who, case) or at_intake(who, case) or escalated(who, case)


def on_track(who: Person, case: Dossier, kind: str) -> bool:
    if not who.is_any(*CASEWORK) or keeps_out(who, case):
        return False
    return directs(who, case) or any(
        p.active and p.person == who.id and p.part in WORKING and p.track == kind
        for p in case.parts
    )


def reads_step(who: Person, step: Entry) -> bool:
    if step.track is None:
        return sees(who, step.case)
    return on_track(who, step.case, step.track) or hurries_notes(who, step.case)


def corrects_step(who: Person, step: Entry) -> bool:
    if step.track is None:
        return works_near(who, step.case)
    return on_track(who, step.case, step.track)


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

    def __init__(self, cases: list[Dossier], askings: Iterable[Asking] = ()) -> None:
        self.cases, self.askings = cases, list(askings)
        self.laws: dict[str, Callable[..., bool]] = {
            "worklist:read": _anybody,
            "draft:keep": _anybody,
            "profile:edit": _anybody,
            "cases:browse": _hired_as(*CASEWORK, "mayor", "chain-partner"),
            "case:open": _casework,
            "residents:search": _casework,
            "resident:register": _casework,
            "cases:import": _hired_as("intake", "functional-administrator"),
            "import:handle": lambda who, it: (
                who.is_any("intake", "functional-administrator") and _own(who, it)
            ),
            "briefing:read": _hired_as("mayor"),
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
            "log:find-subject": lambda who, it: who.is_any(*LOG_READERS) and _own(who, it),
            "security-log:read": _hired_as("ciso", "data-protection-officer"),
            "teams:arrange": _hired_as("functional-administrator"),
            "tokens:arrange": _hired_as("functional-administrator"),
            "token:end": _hired_as("functional-administrator"),
            "users:browse": _hired_as("functional-administrator"),
            "user:invite": _hired_as("functional-administrator"),
            "user:arrange": _hired_as("functional-administrator"),
            "search:read": lambda who, it: who.is_any(*CASEWORK) and _own(who, it),
            "flag:acknowledge": _own,
            "case:view": sees,
            "case:shield": lambda who, it: directs(who, it) and it.is_open(),
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
            "case:direct": lambda who, it: steers(who, it) and it.is_open(),
            "case:change-phase": lambda who, it: (
                (directs(who, it) or escalated(who, it)) and it.is_open()
            ),
            "strip:write": lambda who, it: (
                (works_on(who, it) or (who.is_any("chain-partner") and works_near(who, it)))
                and it.is_open()
            ),
            "flag:raise": lambda who, it: (works_on(who, it) or leads(who, it)) and it.is_open(),
            "flag:view": lambda who, it: oversees(who, it.case) or hurries(who, it.case),
            "track:take": lambda who, it: waits_for(who, it) and it.case.is_open(),
            "track:arrange": lambda who, it: (
                (
                    on_track(who, it.case, it.kind)
                    or (who.is_any("team-lead") and it.team in who.led and not it.case.shielded)
                )
                and it.case.is_open()
            ),
            "step:view": reads_step,
            "step:correct": lambda who, it: (
                corrects_step(who, it)
                and (it.author == who.id or directs(who, it.case))
                and it.case.is_open()
            ),
            "resident:view": lambda who, it: (
                self._office(who, it)
                or self._around(who, it, oversees)
                or self._around(who, it, hurries)
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
        if isinstance(self.about, Hurry):
            return frozenset(self.about.case.people)
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
    return sees(who, case) or briefed or asked or who.is_any(*LOG_READERS)


READERS: dict[str, Callable[[Oracle, Person, Secret], bool]] = {
    "resident-name": _reads_name,
    "resident-id": _reads_name,
    "resident-detail": lambda oracle, who, it: oracle.may(who, "resident:view", it.about),
    "bsn": lambda oracle, who, it: oracle.may(who, "resident:reveal-bsn", it.about),
    "reference": _knows_reference,
    "case-text": lambda _oracle, who, it: sees(who, it.about),
    "phase-text": lambda _oracle, who, it: oversees(who, it.about),
    "flag-text": lambda _oracle, who, it: oversees(who, it.about) or hurries(who, it.about),
    "hurry-text": lambda oracle, who, it: oracle.may(who, "emergency:view", it.about),
    "asking-text": lambda oracle, who, it: oracle.may(who, "approval:view", it.about),
    "track-text": lambda oracle, who, it: (
        oracle.may(who, "track:arrange", it.about.lane(it.track))
        or on_track(who, it.about, it.track)
        or hurries_notes(who, it.about)
    ),
    "step-text": lambda _oracle, who, it: (
        sees(who, it.about)
        if it.track is None
        else on_track(who, it.about, it.track) or hurries_notes(who, it.about)
    ),
    "own-text": lambda _oracle, who, it: it.about.person == who.id,
    "colleague": lambda _oracle, _who, _it: True,
    "email": lambda _oracle, who, _it: who.is_any("functional-administrator"),
}
