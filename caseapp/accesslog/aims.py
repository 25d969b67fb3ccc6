"""What a look into a resident's data is for, where that was said, and of which activity it is."""

from enum import StrEnum


class Purpose(StrEnum):
    """What somebody looked for. The last ones are asked; the first follow from the work."""

    CASEWORK = "casework"
    TRIAGE = "triage"
    ADMINISTRATION = "administration"
    ACCOUNT = "account"
    SECURITY = "security"
    LOG_REVIEW = "log-review"
    SUPERVISION = "supervision"
    ESCALATION = "escalation"
    REPLACEMENT = "replacement"
    COMPLAINT = "complaint"
    RESIDENT_REQUEST = "resident-request"


ASKED_PURPOSES = (
    Purpose.TRIAGE,
    Purpose.SUPERVISION,
    Purpose.ESCALATION,
    Purpose.REPLACEMENT,
    Purpose.COMPLAINT,
    Purpose.RESIDENT_REQUEST,
)
"""The short list for somebody who looks by office, without a relation to the case."""


class Origin(StrEnum):
    """How far away on the network somebody was."""

    MACHINE = "machine"
    OWN = "own"
    OUTSIDE = "outside"


class Activity(StrEnum):
    """A processing activity of the municipality's register."""

    CASEWORK = "care-and-safety-casework"
    INTAKE = "intake-and-registration"
    OVERSIGHT = "oversight-of-access"
    OPERATION = "operation-of-the-system"
