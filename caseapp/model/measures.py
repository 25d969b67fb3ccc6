"""Measures of the municipality (bestuurlijke maatregelen), and the care that was offered."""

from __future__ import annotations

from datetime import date, datetime
from enum import StrEnum
from uuid import UUID

from sqlalchemy import CheckConstraint, ForeignKey, Index, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from caseapp.model.accounts import User
from caseapp.model.base import Base, Identified, OfMunicipality, Versioned, one_of
from caseapp.model.cases import Case
from caseapp.model.residents import Resident
from caseapp.model.sealed import DataKey, Opens, Sealed, SealedTexts

TEXT_LENGTH = 10_000


class MeasureKind(StrEnum):
    """What the mayor may impose, each on an article of its own."""

    BEHAVIOURAL_ORDER = "behavioural-order"
    AREA_BAN = "area-ban"
    GROUP_BAN = "group-ban"
    DUTY_TO_REPORT_IN = "duty-to-report-in"
    TEMPORARY_HOUSE_BAN = "temporary-house-ban"
    CLOSURE_PUBLIC_ORDER = "closure-public-order"
    CLOSURE_DRUGS = "closure-drugs"
    WARNING = "warning"
    PENALTY_ORDER = "penalty-order"


class Stage(StrEnum):
    """The chain of a measure: each step is taken after the one before it, and kept."""

    WARNING = "warning"
    INTENTION = "intention"
    VIEWS = "views"
    DECISION = "decision"
    CHECK = "check"
    EXTENSION = "extension"
    END = "end"


class CheckResult(StrEnum):
    """What was seen when somebody looked whether a measure is kept to."""

    KEPT = "kept"
    BREACHED = "breached"
    UNCLEAR = "unclear"


class MeasureEnd(StrEnum):
    """How a measure ended."""

    TERM_OVER = "term-over"
    WITHDRAWN = "withdrawn"
    NOT_IMPOSED = "not-imposed"
    """Prepared, and never decided: something else was enough."""
    ANNULLED = "annulled"
    """After an objection (bezwaar) or an appeal (beroep)."""
    REPLACED = "replaced"


class Measure(SealedTexts, Identified, OfMunicipality, Versioned, Base):
    """One measure of the municipality, from its first preparation to its end.

    It is content of the safety track. Whatever is prepared or runs has a next day, so that no
    measure goes on because nobody looked; its steps stand beside it and are never changed. Where it
    stands is what its steps made of it: kept here too, for the database holds its rules by it.
    """

    __tablename__ = "measures"
    about = ("case", "case_id")
    __table_args__ = (
        Index("ix_measures_case", "case_id", "ended_on"),
        CheckConstraint("(ended_on IS NULL) = (next_on IS NOT NULL)", name="runs_with_a_next_day"),
        CheckConstraint('(ended_on IS NULL) = ("end" IS NULL)', name="end_has_day"),
        CheckConstraint("until_on >= from_on", name="term_goes_on"),
        CheckConstraint("(from_on IS NULL) = (decided_on IS NULL)", name="begins_by_decision"),
        CheckConstraint("extensions >= 0", name="extensions_counted"),
        {"sqlite_strict": True},
    )

    case_id: Mapped[UUID] = mapped_column(ForeignKey("cases.id"))
    kind: Mapped[MeasureKind] = mapped_column(one_of(MeasureKind))
    resident_id: Mapped[UUID | None] = mapped_column(ForeignKey("residents.id"))
    """Against whom, of the people of the case; none where it is about a place or a group."""
    ground_sealed: Mapped[bytes | None] = mapped_column(Sealed())
    ground = Opens("ground_sealed", length=TEXT_LENGTH)
    """What happened, and with what that can be shown."""
    stage: Mapped[Stage | None] = mapped_column(one_of(Stage))
    """The last step that was taken; none while it is only being prepared."""
    decided_on: Mapped[date | None]
    from_on: Mapped[date | None]
    until_on: Mapped[date | None]
    """The last day it holds, both days inclusive; none where it holds until it is ended."""
    extensions: Mapped[int] = mapped_column(default=0)
    next_on: Mapped[date | None]
    """By which day somebody decides, checks or ends it."""
    views_until_on: Mapped[date | None]
    """The last day on which those concerned can say what they think of it (zienswijze)."""
    prepared_by_id: Mapped[UUID] = mapped_column(ForeignKey("users.id"))
    prepared_at: Mapped[datetime]
    ended_on: Mapped[date | None]
    end: Mapped[MeasureEnd | None] = mapped_column(one_of(MeasureEnd))

    case: Mapped[Case] = relationship()
    resident: Mapped[Resident | None] = relationship()
    prepared_by: Mapped[User] = relationship()
    stages: Mapped[list[MeasureStage]] = relationship(
        back_populates="measure", order_by="MeasureStage.number"
    )

    @property
    def key(self) -> DataKey:
        """Its texts are sealed with the key of the case."""
        return self.case.key

    @property
    def runs(self) -> bool:
        """Tell whether it did not end yet."""
        return self.ended_on is None


class MeasureStage(SealedTexts, Identified, OfMunicipality, Base):
    """One step in the chain of a measure: what was done, on which day, why, and by whom.

    The database holds that no decision or extension is without its weighing (proportionality and
    subsidiarity, art. 3:4 and 5:9 Awb) and that no two people take the same step.
    """

    __tablename__ = "measure_stages"
    about = ("case", "case_id")
    __table_args__ = (
        UniqueConstraint("measure_id", "number"),
        CheckConstraint(
            "stage NOT IN ('decision', 'extension') OR (proportionality_sealed IS NOT NULL"
            " AND subsidiarity_sealed IS NOT NULL AND from_on IS NOT NULL)",
            name="weighed",
        ),
        CheckConstraint("(stage = 'check') = (result IS NOT NULL)", name="check_has_result"),
        CheckConstraint("until_on >= from_on", name="stage_term_goes_on"),
        {"sqlite_strict": True},
    )

    measure_id: Mapped[UUID] = mapped_column(ForeignKey("measures.id"))
    case_id: Mapped[UUID] = mapped_column(ForeignKey("cases.id"))
    number: Mapped[int]
    stage: Mapped[Stage] = mapped_column(one_of(Stage, "stage_taken"))
    on_day: Mapped[date]
    said_sealed: Mapped[bytes | None] = mapped_column(Sealed())
    said = Opens("said_sealed", length=TEXT_LENGTH)
    """What the letter or the order says, what those concerned said, or what was seen."""
    proportionality_sealed: Mapped[bytes | None] = mapped_column(Sealed())
    proportionality = Opens("proportionality_sealed", length=TEXT_LENGTH)
    """Why it is not heavier than what it is for asks."""
    subsidiarity_sealed: Mapped[bytes | None] = mapped_column(Sealed())
    subsidiarity = Opens("subsidiarity_sealed", length=TEXT_LENGTH)
    """What was tried that is lighter, and why it was not enough."""
    household_sealed: Mapped[bytes | None] = mapped_column(Sealed())
    household = Opens("household_sealed", length=TEXT_LENGTH)
    """What it means for children and for where people live."""
    hurry_sealed: Mapped[bytes | None] = mapped_column(Sealed())
    hurry = Opens("hurry_sealed", length=TEXT_LENGTH)
    """Why it could not wait for what those concerned think of it (art. 4:11 Awb)."""
    without_care_sealed: Mapped[bytes | None] = mapped_column(Sealed())
    without_care = Opens("without_care_sealed", length=TEXT_LENGTH)
    """Why it was decided although no care was offered."""
    from_on: Mapped[date | None]
    until_on: Mapped[date | None]
    result: Mapped[CheckResult | None] = mapped_column(one_of(CheckResult))
    recorded_by_id: Mapped[UUID] = mapped_column(ForeignKey("users.id"))
    recorded_at: Mapped[datetime]

    measure: Mapped[Measure] = relationship(back_populates="stages")
    case: Mapped[Case] = relationship()
    recorded_by: Mapped[User] = relationship()

    @property
    def key(self) -> DataKey:
        """Its texts are sealed with the key of the case."""
        return self.case.key


class CareKind(StrEnum):
    """What kind of help is offered."""

    SOCIAL_WORK = "social-work"
    GUIDANCE = "guidance"
    MENTAL_HEALTH = "mental-health"
    ADDICTION = "addiction"
    HOUSING = "housing"
    DEBTS = "debts"
    YOUTH = "youth"
    DAYTIME = "daytime"
    OTHER = "other"


class CareAnswer(StrEnum):
    """What somebody said to help that was offered."""

    ACCEPTED = "accepted"
    REFUSED = "refused"
    STOPPED = "stopped"
    """It began, and ended."""


class CareOffer(SealedTexts, Identified, OfMunicipality, Versioned, Base):
    """Help that was offered (zorgaanbod): the other side of the balance beside a measure.

    Which help it is and what was written of it is content of the care track. That something was
    offered, on which day, and what was said to it, both tracks may know: nobody decides on a
    measure without seeing it.
    """

    __tablename__ = "care_offers"
    about = ("case", "case_id")
    __table_args__ = (
        Index("ix_care_offers_case", "case_id", "offered_on"),
        CheckConstraint("(answer IS NULL) = (answered_on IS NULL)", name="answer_has_day"),
        CheckConstraint("answered_on >= offered_on", name="answered_after_offer"),
        {"sqlite_strict": True},
    )

    case_id: Mapped[UUID] = mapped_column(ForeignKey("cases.id"))
    kind: Mapped[CareKind] = mapped_column(one_of(CareKind))
    offered_on: Mapped[date]
    note_sealed: Mapped[bytes | None] = mapped_column(Sealed())
    note = Opens("note_sealed", length=TEXT_LENGTH)
    answer: Mapped[CareAnswer | None] = mapped_column(one_of(CareAnswer))
    answered_on: Mapped[date | None]
    offered_by_id: Mapped[UUID] = mapped_column(ForeignKey("users.id"))
    recorded_at: Mapped[datetime]

    case: Mapped[Case] = relationship()
    offered_by: Mapped[User] = relationship()

    @property
    def key(self) -> DataKey:
        """Its texts are sealed with the key of the case."""
        return self.case.key
