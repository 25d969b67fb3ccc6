"""The words of meetings: which tables there are, and what becomes of a case on an agenda."""

from enum import StrEnum


class MeetingKind(StrEnum):
    """Which table it is (glossary 6.4 and 6.8); `OWN` is one the municipality named itself."""

    TRIAGE = "triage"
    MULTIDISCIPLINARY = "multidisciplinary"
    """Multidisciplinair overleg (MDO)."""
    INTEGRATED = "integrated"
    """Integraal casusoverleg (ICO)."""
    SIGNALS = "signals"
    """Gemeentelijk signalenoverleg (GSO): of the municipality alone."""
    SUBVERSION = "subversion"
    """Lokaal ondermijningsoverleg (LOO)."""
    TRIANGLE = "triangle"
    """Driehoek: mayor, public prosecutor, police."""
    OWN = "own"


INTERNAL = frozenset({MeetingKind.SIGNALS})
"""Nobody from outside sits at these tables: sharp focus, no standard presence of the police."""


class ItemOutcome(StrEnum):
    """What became of a case on an agenda."""

    DECIDED = "decided"
    POSTPONED = "postponed"
    WITHDRAWN = "withdrawn"


class Need(StrEnum):
    """What somebody gets to read or hear of a case, and not more."""

    QUESTION = "question"
    """The purpose, and what is asked of them."""
    STRIP = "strip"
    """What stands on the shared strip."""
    TRACK = "track"
    """What stands on the track that is spoken about."""


class Presence(StrEnum):
    """Whether somebody was there for this case."""

    PRESENT = "present"
    ABSENT = "absent"
