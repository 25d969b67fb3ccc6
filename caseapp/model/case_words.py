"""What is said of a case in one word: its phase, its state, what it turns around, what goes on."""

from __future__ import annotations

from enum import IntEnum, StrEnum


class Phase(IntEnum):
    """The rungs of the escalation ladder AVE (Aanpak ter Voorkoming van Escalatie)."""

    ONE = 1
    TWO = 2
    THREE = 3
    FOUR = 4


class CaseState(StrEnum):
    """Where the work stands. Not the phase: a case can be in AVE 3 and only be watched."""

    INTAKE = "intake"
    ACTIVE = "active"
    WATCH = "watch"
    CLOSED = "closed"


class ReturnFrom(StrEnum):
    """From where somebody comes back to the municipality (nazorg)."""

    DETENTION = "detention"
    CLINIC = "clinic"
    ELSEWHERE = "elsewhere"


class SubjectKind(StrEnum):
    """What a case turns around."""

    PERSON = "person"
    HOUSEHOLD = "household"
    GROUP = "group"
    ADDRESS = "address"


class Phenomenon(StrEnum):
    """What is going on (glossary of the field, section on phenomena)."""

    NUISANCE = "nuisance"
    RESIDENTIAL_NUISANCE = "residential-nuisance"
    YOUTH_NUISANCE = "youth-nuisance"
    DRUG_NUISANCE = "drug-nuisance"
    MISUNDERSTOOD_BEHAVIOUR = "misunderstood-behaviour"
    NEGLECT = "neglect"
    HOARDING_POLLUTION = "hoarding-pollution"
    ADDICTION = "addiction"
    DOMESTIC_VIOLENCE = "domestic-violence"
    CHILD_ABUSE = "child-abuse"
    STALKING = "stalking"
    RADICALISATION = "radicalisation"
    REPEAT_OFFENDER = "repeat-offender"
    RECIDIVISM = "recidivism"
    EARLY_SIGNALLING = "early-signalling"
    DEBT_PROBLEMS = "debt-problems"
    HOMELESSNESS = "homelessness"
    SUBVERSIVE_CRIME = "subversive-crime"
    HUMAN_TRAFFICKING = "human-trafficking"
    LABOUR_EXPLOITATION = "labour-exploitation"
    CYBERCRIME = "cybercrime"
    OTHER = "other"


class StopAnswer(StrEnum):
    """What is answered to a track that would not be needed."""

    CONFIRMED = "confirmed"
    NEEDED = "needed"


class TrackKind(StrEnum):
    """Care (zorgspoor) or safety (veiligheidsspoor): each its own readers and writers."""

    CARE = "care"
    SAFETY = "safety"

    @property
    def other(self) -> TrackKind:
        """The other side of the same case."""
        return TrackKind.SAFETY if self is TrackKind.CARE else TrackKind.CARE


class TrackState(StrEnum):
    """Whether a track is worked on, not (yet) needed, or done."""

    NEEDED = "needed"
    NOT_NEEDED = "not-needed"
    DONE = "done"


class Part(StrEnum):
    """What somebody is to a case."""

    DIRECTOR = "director"
    OWNER = "owner"
    MEMBER = "member"
    PARTNER = "partner"
