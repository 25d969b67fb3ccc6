"""One fictitious case with everything that hangs on it, as frozen values.

Moments are aware datetimes in UTC, on believable working hours in Europe/Amsterdam. People are
named by the keys of `entities`.
"""

from dataclasses import dataclass
from datetime import date, datetime


@dataclass(frozen=True, slots=True)
class Subject:
    """What a case is about.

    `kind` is person, household, group or address; the residents are all the people it concerns,
    the main one first (empty is possible for an address).
    """

    kind: str
    residents: tuple[str, ...]
    household: str | None
    address: str | None
    group_name: str


@dataclass(frozen=True, slots=True)
class Involvement:
    """A member of staff on a track (`care`, `safety`) or on the whole case (`case`).

    `relation` is owner, involved, case-director or process-director.
    """

    staff: str
    strip: str
    relation: str
    since: datetime
    until: datetime | None


@dataclass(frozen=True, slots=True)
class Track:
    """`kind` is care or safety.

    `state` is waiting, active, watch or closed; a track that still waits for somebody has no
    owner.
    """

    kind: str
    owner: str | None
    state: str
    goal: str


@dataclass(frozen=True, slots=True)
class Step:
    """One step on a strip (`care`, `safety` or `shared`).

    kind: contact, attempt, consultation, agreement, observation, report, decision, other
    channel: phone, home-visit, office, message or none
    outcome: reached, not-reached, agreed, refused, no-result, forwarded
    source: own-observation, resident, household-member, neighbour, police, housing-association,
    school, gp, mental-health-care, other
    nature: the main nature of the text: fact, opinion or statement
    """

    key: str
    strip: str
    kind: str
    channel: str
    outcome: str
    source: str
    nature: str
    happened_at: datetime
    logged_at: datetime
    author: str
    facts: str
    statement: str
    opinion: str
    about: tuple[str, ...]

    @property
    def text(self) -> str:
        """Facts, what the resident said and the author's opinion as one text of paragraphs."""
        return "\n\n".join(part for part in (self.facts, self.statement, self.opinion) if part)


@dataclass(frozen=True, slots=True)
class Correction:
    """A later correction of a step; the step itself stays as it was."""

    key: str
    step: str
    author: str
    corrected_at: datetime
    reason: str
    text: str


@dataclass(frozen=True, slots=True)
class PhaseChange:
    """A change of escalation phase (1 to 4); `from_phase` 0 is the phase a case starts in.

    triggers: any of stagnation, complexity, safety. `responsible` holds, from phase 3, one pair
    for case-direction, process-direction, operational and administrative.
    """

    key: str
    from_phase: int
    to_phase: int
    decided_at: datetime
    decided_by: str
    requested_by: str
    triggers: tuple[str, ...]
    reason: str
    tried: str
    end_condition: str
    review_on: date | None
    accepted_by: str
    responsible: tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class Flag:
    """An escalation flag on a track.

    `urgency` is today, this-week or next-meeting; a flag that nobody answered yet has empty
    answer fields. `answer_kind`: scale-up, no-change, meeting.
    """

    key: str
    strip: str
    raised_by: str
    raised_at: datetime
    urgency: str
    reason: str
    answered_by: str | None
    answered_at: datetime | None
    answer_kind: str
    answer: str


@dataclass(frozen=True, slots=True)
class NextDate:
    """What has to happen when. Open when `done_at` is None; open ones may be overdue."""

    key: str
    strip: str
    owner: str
    due_on: date
    text: str
    set_at: datetime
    done_at: datetime | None


@dataclass(frozen=True, slots=True)
class Draft:
    """A step somebody began to write and did not yet log."""

    author: str
    strip: str
    saved_at: datetime
    text: str


@dataclass(frozen=True, slots=True)
class Look:
    """Somebody looked at a case.

    `via` is case, search or audit; `reason` is relation, or what was chosen where there was no
    relation: replacement, consultation, review, question.
    """

    staff: str
    case: str
    residents: tuple[str, ...]
    at: datetime
    via: str
    reason: str


@dataclass(frozen=True, slots=True)
class Case:
    """One case. `state` is intake, active, watch or closed."""

    key: str
    municipality: str
    storyline: str
    phenomenon: str
    other_phenomena: tuple[str, ...]
    question: str
    reported_via: str
    subject: Subject
    previous_case: str | None
    state: str
    phase: int
    opened_at: datetime
    opened_by: str
    closed_at: datetime | None
    closed_by: str | None
    closing_reason: str
    closing_note: str
    reopened_at: datetime | None
    reopening_reason: str
    first_closed_at: datetime | None
    tracks: tuple[Track, ...]
    involvements: tuple[Involvement, ...]
    steps: tuple[Step, ...]
    corrections: tuple[Correction, ...]
    phases: tuple[PhaseChange, ...]
    flags: tuple[Flag, ...]
    next_dates: tuple[NextDate, ...]
    drafts: tuple[Draft, ...]
    looks: tuple[Look, ...]
