"""Fictitious police data of other years: only searched for, only stored, and to be destroyed."""

from datetime import timedelta
from uuid import UUID

from caseapp.demo.desk import Desk
from caseapp.journal.police import days_of
from caseapp.model.case_words import Part, TrackKind
from caseapp.model.content import ContentClass
from caseapp.model.journal import Nature, Outcome, Source, Step, StepKind
from caseapp.settings import Terms

YEAR = timedelta(days=366)
OF_OLD = (
    (2, "Proces-verbaal van vernieling in het portiek; de zaak is geseponeerd."),
    (6, "Aangifte van bedreiging door een buurtgenoot, ingetrokken na bemiddeling."),
    (11, "Proces-verbaal van geluidsoverlast tijdens oud en nieuw; waarschuwing gegeven."),
)
"""How many years ago it happened, and what the police wrote down of it."""


def keep_old_police_data(desk: Desk, case_id: UUID) -> None:
    """Have a case hold what the police handed over of years ago, on its safety track."""
    for years, text in OF_OLD:
        happened_on = desk.today - years * YEAR
        desk.add(
            Step, desk.key_of(case_id), case_id=case_id, track=TrackKind.SAFETY,
            author_id=desk.holder(case_id, Part.DIRECTOR), kind=StepKind.REPORT_RECEIVED,
            outcome=Outcome.NONE, source=Source.POLICE, nature=Nature.FACT,
            content=ContentClass.POLICE, happened_on=happened_on, body_text=text,
            **days_of(ContentClass.POLICE, happened_on, Terms()),
        )  # fmt: skip
