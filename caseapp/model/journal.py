"""The journal: the steps that were taken, and drafts of what is being written."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum
from typing import Any
from uuid import UUID

from sqlalchemy import (
    CheckConstraint,
    ColumnElement,
    ForeignKey,
    Index,
    String,
    UniqueConstraint,
    and_,
    or_,
    text,
)
from sqlalchemy.orm import Mapped, mapped_column, relationship

from caseapp.model.accounts import User
from caseapp.model.base import Base, Dated, Identified, OfMunicipality, one_of
from caseapp.model.case_words import TrackKind
from caseapp.model.cases import Case
from caseapp.model.content import USUAL, ContentClass
from caseapp.model.headline import parted
from caseapp.model.police import PoliceTerms
from caseapp.model.sealed import MEGABYTE, DataKey, Opens, Sealed, SealedTexts

BODY_LENGTH = 20_000
STORED = text("restricted_from IS NOT NULL")
SAYS_NOTHING = (
    "destruction_id IS NULL OR (content = 'police-data' AND body_sealed IS NULL"
    " AND reason_sealed IS NULL AND end_result IS NULL AND kind = 'other' AND outcome = 'none'"
    " AND source = 'own' AND nature = 'fact')"
)
"""What is left of a step that was destroyed."""


class StepKind(StrEnum):
    """What sort of thing was done."""

    PHONE_CALL = "phone-call"
    HOME_VISIT = "home-visit"
    OFFICE_VISIT = "office-visit"
    MESSAGE = "message"
    ATTEMPT = "attempt"
    CONSULTATION = "consultation"
    AGREEMENT = "agreement"
    OBSERVATION = "observation"
    REPORT_RECEIVED = "report-received"
    DECISION = "decision"
    OTHER = "other"


class Outcome(StrEnum):
    """What came of it."""

    REACHED = "reached"
    NOT_REACHED = "not-reached"
    AGREED = "agreed"
    REFUSED = "refused"
    NO_RESULT = "no-result"
    FORWARDED = "forwarded"
    NONE = "none"


class EndResult(StrEnum):
    """What ended the attempts to reach somebody (after the end results of DDAS, VNG-Realisatie)."""

    NO_REACTION = "no-reaction"
    NO_CONTACT = "no-contact"
    ALREADY_HELPED = "already-helped"
    NO_HELP_WANTED = "no-help-wanted"
    REFERRED_MONEY = "referred-money"
    REFERRED_OTHER = "referred-other"
    UNJUSTIFIED = "unjustified"
    NOT_RESIDENT = "not-resident"
    DECEASED = "deceased"

    @property
    def leaves_somebody(self) -> bool:
        """Tell whether nobody knows how the person is: then the track cannot just stop."""
        return self in {EndResult.NO_REACTION, EndResult.NO_CONTACT}


class Source(StrEnum):
    """Where the information comes from."""

    OWN = "own"
    RESIDENT = "resident"
    HOUSEHOLD_MEMBER = "household-member"
    NEIGHBOUR = "neighbour"
    POLICE = "police"
    HOUSING = "housing"
    SCHOOL = "school"
    GENERAL_PRACTITIONER = "general-practitioner"
    MENTAL_HEALTH = "mental-health"
    OTHER = "other"


class Nature(StrEnum):
    """Fact, opinion or the resident's own statement: the reader must be able to tell."""

    FACT = "fact"
    OPINION = "opinion"
    STATEMENT = "statement"


class Told:
    """What a step tells, from its sealed texts."""

    body = Opens("body_sealed", length=BODY_LENGTH)
    reason = Opens("reason_sealed", length=1000)
    """Why it was corrected."""

    @property
    def parted(self) -> tuple[str, str]:
        """The first sentence, by which a reader finds the step on the timeline, and the rest."""
        return parted(self.body)


@dataclass
class ListedStep(Told):
    """A step as a row of a timeline brought it: to read, never to change."""

    key: DataKey
    """The key of its case."""
    id: UUID
    case_id: UUID
    track: TrackKind | None
    kind: StepKind
    outcome: Outcome
    end_result: EndResult | None
    source: Source
    nature: Nature
    content: ContentClass
    happened_on: date
    created_at: datetime
    corrects_id: UUID | None
    body_sealed: bytes | None
    reason_sealed: bytes | None
    author: str

    __tablename__ = "steps"


class Step(Told, PoliceTerms, SealedTexts, Identified, OfMunicipality, Dated, Base):
    """One thing that was done for the people in a case. Never edited: only corrected by another."""

    __tablename__ = "steps"
    about = ("case", "case_id")
    __table_args__ = (
        Index("ix_steps_timeline", "case_id", "track", "happened_on"),
        Index(
            "ix_steps_restricted",
            "municipality_id",
            "restricted_from",
            sqlite_where=STORED,
            postgresql_where=STORED,
        ),
        UniqueConstraint("corrects_id"),
        CheckConstraint("content <> 'police-data' OR track IS NOT NULL", name="police_on_track"),
        CheckConstraint(SAYS_NOTHING, name="destroyed_says_nothing"),
        {"sqlite_strict": True},
    )

    case_id: Mapped[UUID] = mapped_column(ForeignKey("cases.id"))
    track: Mapped[TrackKind | None] = mapped_column(one_of(TrackKind))
    """The track it belongs to; none means the shared strip, which both sides read."""
    author_id: Mapped[UUID] = mapped_column(ForeignKey("users.id"))
    kind: Mapped[StepKind] = mapped_column(one_of(StepKind))
    outcome: Mapped[Outcome] = mapped_column(one_of(Outcome), default=Outcome.NONE)
    end_result: Mapped[EndResult | None] = mapped_column(one_of(EndResult))
    """What ended the attempts, where somebody was not reached and nobody tries again."""
    source: Mapped[Source] = mapped_column(one_of(Source), default=Source.OWN)
    nature: Mapped[Nature] = mapped_column(one_of(Nature), default=Nature.FACT)
    content: Mapped[ContentClass] = mapped_column(
        one_of(ContentClass), default=USUAL, server_default=USUAL.value
    )
    """Police data is on a track alone, and goes on by decision alone."""
    happened_on: Mapped[date]
    body_sealed: Mapped[bytes | None] = mapped_column(Sealed())
    corrects_id: Mapped[UUID | None] = mapped_column(ForeignKey("steps.id"))
    reason_sealed: Mapped[bytes | None] = mapped_column(Sealed())

    case: Mapped[Case] = relationship()
    author: Mapped[User] = relationship()

    @property
    def key(self) -> DataKey:
        """Its texts are sealed with the key of the case."""
        return self.case.key


CONTACTS = (
    StepKind.PHONE_CALL,
    StepKind.HOME_VISIT,
    StepKind.OFFICE_VISIT,
    StepKind.MESSAGE,
)
"""Steps by which somebody was spoken, unless they say that nobody was reached."""
SPOKEN = (Outcome.REACHED, Outcome.AGREED, Outcome.REFUSED)


def in_vain(step: Any = Step) -> ColumnElement[bool]:
    """Ask for steps by which somebody was tried and not spoken."""
    attempt = and_(step.kind == StepKind.ATTEMPT, step.outcome.not_in(SPOKEN))
    return or_(step.outcome == Outcome.NOT_REACHED, attempt)


def reached(step: Any = Step) -> ColumnElement[bool]:
    """Ask for steps by which somebody was spoken."""
    return or_(
        and_(step.kind.in_(CONTACTS), step.outcome != Outcome.NOT_REACHED),
        and_(step.kind == StepKind.ATTEMPT, step.outcome.in_(SPOKEN)),
    )


class Draft(SealedTexts, Identified, OfMunicipality, Base):
    """What somebody is still writing: theirs alone, kept through a time-out or a crash."""

    __tablename__ = "drafts"
    __table_args__ = (UniqueConstraint("user_id", "path"), {"sqlite_strict": True})

    user_id: Mapped[UUID] = mapped_column(ForeignKey("users.id"))
    path: Mapped[str] = mapped_column(String(200))
    """The address of the form; it holds opaque ids only."""
    key_id: Mapped[UUID] = mapped_column(ForeignKey("data_keys.id"))
    fields_sealed: Mapped[bytes | None] = mapped_column(Sealed())
    fields = Opens("fields_sealed", length=2 * MEGABYTE)
    saved_at: Mapped[datetime]

    key: Mapped[DataKey] = relationship(lazy="joined", innerjoin=True)
