"""The log under the field names of NEN 7513 (logging of access to patient records), as JSON.

The names are those of the IHE ATNA audit message that the norm takes over. Codes stay codes; the
people it is about are named by their number here, which the municipality can look up.
"""

import json
from collections.abc import Iterable
from typing import Any
from uuid import UUID

from caseapp.accesslog.events import Event
from caseapp.accesslog.exports.spreadsheet import as_spreadsheet
from caseapp.accesslog.facts import FACTS
from caseapp.accesslog.looks import Look
from caseapp.model.accesslog import Result

OUTCOMES = {Result.DONE: 0, Result.INVALID: 4, Result.CONFLICT: 4, Result.REFUSED: 8}
"""EventOutcomeIndicator: 0 success, 4 minor failure, 8 serious failure."""

PARTICIPLES = {
    "C": ("opened", "logged", "raised", "registered", "related", "formed", "offered", "done"),
    "U": ("changed", "corrected", "staffed", "taken", "arranged", "answered", "acknowledged"),
    "D": ("discarded", "deactivated"),
}
SOURCE = "Samenhang"
NAMES = (
    "EventID", "EventTypeCode", "EventActionCode", "EventDateTime", "EventOutcomeIndicator",
    "UserID", "UserName", "RoleIDCode", "UserIsRequestor", "PurposeOfUse", "ProcessingActivity",
    "TreatmentRelation", "AuthorisationProtocol", "ParticipantObjectID",
    "ParticipantObjectTypeCodeRole", "ParticipantObjectName", "CaseReference",
    "NetworkAccessPointID", "RequestID",
)  # fmt: skip
"""The names in their order; the events carry the same, which a test holds."""


def action_code(event: str) -> str:
    """Give EventActionCode: C created, R read, U changed, D ended."""
    participle = event.partition(":")[2]
    found = (code for code, ends in PARTICIPLES.items() if participle.endswith(ends))
    return next(found, "R")


def as_nen7513(municipality: str, looks: Iterable[Look]) -> bytes:
    """Write looks as one JSON document, an object per event and person."""
    document = {
        "AuditSourceID": SOURCE,
        "AuditEnterpriseSiteID": municipality,
        "Events": [_event(look) for look in looks],
    }
    return json.dumps(document, ensure_ascii=False, indent=1).encode()


def as_nen7513_rows(looks: Iterable[Look]) -> bytes:
    """Write the same as a spreadsheet: a row per event and person, under the names of the norm."""
    events = [_event(look) for look in looks]
    rows = [[_cell(value) for value in event.values()] for event in events]
    return as_spreadsheet(NAMES, rows)


def _cell(value: Any) -> str:
    if isinstance(value, list):
        return " ".join(value)
    return "" if value is None else str(value)


def _event(look: Look) -> dict[str, Any]:
    entry = look.entry
    return {
        "EventID": look.number,
        "EventTypeCode": entry.event,
        "EventActionCode": action_code(entry.event),
        "EventDateTime": entry.at.isoformat(),
        "EventOutcomeIndicator": OUTCOMES[entry.result],
        "UserID": _hex(entry.user_id),
        "UserName": look.who.name if look.who is not None else None,
        "RoleIDCode": [str(role) for role in look.roles],
        "UserIsRequestor": True,
        "PurposeOfUse": entry.purpose,
        "ProcessingActivity": _activity(entry.event),
        "TreatmentRelation": entry.relation,
        "AuthorisationProtocol": entry.permission,
        "ParticipantObjectID": _hex(look.resident_id),
        "ParticipantObjectTypeCodeRole": 1 if look.resident_id is not None else None,
        "ParticipantObjectName": None,
        "CaseReference": look.reference,
        "NetworkAccessPointID": entry.origin,
        "RequestID": entry.request_id,
    }


def _activity(event: str) -> str | None:
    return str(FACTS[Event(event)].activity) if event in set(Event) else None


def _hex(identity: UUID | None) -> str | None:
    return identity.hex if identity is not None else None
