"""Telling people of what became theirs to mend: once for each finding, whoever found it."""

from datetime import timedelta
from typing import Any
from uuid import UUID

from sqlalchemy import select

from caseapp import notifications
from caseapp.extensions import db
from caseapp.kernel import clock
from caseapp.kernel.actor import Role
from caseapp.model.messages import MessageKind, Way
from caseapp.model.organisations import Municipality
from caseapp.model.watchdog import OF_PRIVACY, OF_STAFFING, Finding, FindingKind
from caseapp.watchdog.queries import running

LATELY = timedelta(days=14)
"""What began longer ago was told, or was there before anybody was told of anything."""


class _Told:
    """A thing to tell of, as the outbox knows it."""

    def __init__(self, municipality_id: UUID, identity: UUID, case_id: UUID | None) -> None:
        self.municipality_id, self.id, self.case_id = municipality_id, identity, case_id


def tell_of_findings(municipality: Municipality) -> None:
    """Tell whoever is responsible what began lately; of an unanswered flag also who leads the team.

    What came back because nobody answered is raised at who leads the receiving team, whatever they
    chose to be told. What is nobody's is told to who can mend it. The day on which something begins
    may have come without anybody doing anything: it is asked by the clock, and not in the
    transaction of a change.
    """
    now = clock.now()
    columns = (Finding.id, Finding.kind, Finding.subject_id, Finding.case_id, Finding.user_id)
    query = select(*columns, Finding.team_id, Finding.second_team_id).where(
        Finding.municipality_id == municipality.id, running(now), Finding.since > now - LATELY
    )
    for row in db.session.execute(query).all():
        if row.kind is FindingKind.FLAG_UNANSWERED:
            told = _Told(municipality.id, row.subject_id, row.case_id)
            notifications.tell(MessageKind.FLAG_UNANSWERED, told, to=_who_answers(row))
        elif not row.kind.is_hint:
            _tell_of(_Told(municipality.id, row.id, row.case_id), row)


def _tell_of(told: _Told, row: Any) -> None:
    if row.kind is FindingKind.HANDOVER_UNANSWERED:
        leads = notifications.leads_of_teams({row.team_id} - {None})
        notifications.tell(MessageKind.FINDING, told, to=leads, way=Way.AT_ONCE)
    people = {row.user_id} if row.user_id is not None else _who_mends(told.municipality_id, row)
    notifications.tell(MessageKind.FINDING, told, to=people)


def _who_answers(row: Any) -> set[UUID]:
    directors: set[UUID] = {row.user_id} - {None}
    return directors | notifications.leads_of_case(row.case_id)


def _who_mends(municipality_id: UUID, row: Any) -> set[UUID]:
    """Give who can mend what nobody has: who leads its team, else whoever has it by office."""
    if row.kind in OF_PRIVACY:
        return notifications.holders_of(municipality_id, {Role.PRIVACY_OFFICER})
    if row.kind in OF_STAFFING:
        return notifications.holders_of(municipality_id, {Role.FUNCTIONAL_ADMINISTRATOR})
    leads = notifications.leads_of_teams({row.team_id, row.second_team_id} - {None})
    return leads or notifications.holders_of(municipality_id, {Role.PROCESS_DIRECTOR})
