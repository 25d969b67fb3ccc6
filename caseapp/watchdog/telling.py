"""Telling people of what became theirs to mend: once for each finding, whoever found it."""

from datetime import timedelta
from typing import Any
from uuid import UUID

from sqlalchemy import select

from caseapp import notifications
from caseapp.extensions import db
from caseapp.kernel import clock
from caseapp.model.messages import MessageKind
from caseapp.model.organisations import Municipality
from caseapp.model.watchdog import Finding, FindingKind
from caseapp.watchdog.queries import running

LATELY = timedelta(days=14)
"""What began longer ago was told, or was there before anybody was told of anything."""


class _Told:
    """A thing to tell of, as the outbox knows it."""

    def __init__(self, municipality_id: UUID, identity: UUID, case_id: UUID | None) -> None:
        self.municipality_id, self.id, self.case_id = municipality_id, identity, case_id


def tell_of_findings(municipality: Municipality) -> None:
    """Tell whoever is responsible what began lately; of an unanswered flag also who leads the team.

    The day on which something begins may have come without anybody doing anything: it is asked by
    the clock, and not in the transaction of a change.
    """
    now = clock.now()
    query = select(
        Finding.id, Finding.kind, Finding.subject_id, Finding.case_id, Finding.user_id
    ).where(Finding.municipality_id == municipality.id, running(now), Finding.since > now - LATELY)
    for row in db.session.execute(query).all():
        if row.kind is FindingKind.FLAG_UNANSWERED:
            told = _Told(municipality.id, row.subject_id, row.case_id)
            notifications.tell(MessageKind.FLAG_UNANSWERED, told, to=_who_answers(row))
        elif row.user_id is not None and not row.kind.is_hint:
            told = _Told(municipality.id, row.id, row.case_id)
            notifications.tell(MessageKind.FINDING, told, to=[row.user_id])


def _who_answers(row: Any) -> set[UUID]:
    directors: set[UUID] = {row.user_id} - {None}
    return directors | notifications.leads_of_case(row.case_id)
