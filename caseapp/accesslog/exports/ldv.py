"""The log as lines of Logius Logboek Dataverwerkingen, in OTLP/HTTP with JSON.

One line per data subject, without who did it: that stands in the access log, under the trace id.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from caseapp.accesslog.grounds import ACTIVITIES, activity_of

SUBJECT_TYPE = "urn:samenhang:pseudonym"
INTERNAL, OK = 1, 1
"""SpanKind internal; STATUS_CODE_OK."""


@dataclass(frozen=True, slots=True)
class Processed:
    """One processing of one person's data; the person under a pseudonym."""

    event: str
    trace_id: UUID
    span: bytes
    at: datetime
    subject: str
    confidential: bool


def request(lines: Iterable[Processed], *, service: str, register_url: str) -> dict[str, Any]:
    """Write lines as one export request."""
    spans = [_span(line, register_url) for line in lines]
    resource = {
        "attributes": [_text("service.name", "Samenhang"), _text("service.namespace", service)]
    }
    scope = {"scope": {"name": "samenhang.access-log"}, "spans": spans}
    return {"resourceSpans": [{"resource": resource, "scopeSpans": [scope]}]}


def _span(line: Processed, register_url: str) -> dict[str, Any]:
    moment = str(int(line.at.timestamp() * 1_000_000) * 1000)
    return {
        "traceId": line.trace_id.hex,
        "spanId": line.span.hex(),
        "name": line.event,
        "kind": INTERNAL,
        "startTimeUnixNano": moment,
        "endTimeUnixNano": moment,
        "status": {"code": OK},
        "attributes": [
            _text("dpl.core.processing_activity_id", _activity(line, register_url)),
            _text("dpl.core.data_subject_id", line.subject),
            _text("dpl.core.data_subject_id_type", SUBJECT_TYPE),
        ],
    }


def _activity(line: Processed, register_url: str) -> str:
    """Confidentiality follows from the activity: it has a line of its own in the register."""
    number = ACTIVITIES[activity_of(line.event)].id
    return f"{register_url}/{number}{'/vertrouwelijk' if line.confidential else ''}"


def _text(key: str, value: str) -> dict[str, Any]:
    return {"key": key, "value": {"stringValue": value}}
