"""Escalation: the phases a case went through, and flags that must be answered."""

from __future__ import annotations

from datetime import date, datetime
from enum import StrEnum
from uuid import UUID

from sqlalchemy import CheckConstraint, ForeignKey, Index, String, false
from sqlalchemy.orm import Mapped, mapped_column, relationship

from caseapp.model.accounts import User
from caseapp.model.base import Base, Dated, Identified, OfMunicipality, Versioned, one_of
from caseapp.model.cases import Case
from caseapp.model.descents import Descent
from caseapp.model.sealed import DataKey, Opens, Sealed, SealedTexts

TEXT_LENGTH = 10_000
DUTIES_LENGTH = 6000
STEPS = 20
"""How many steps a decision may rest on."""


class Duty(StrEnum):
    """The four responsibilities that each phase of the AVE approach puts somewhere."""

    CASE_DIRECTION = "case-direction"
    PROCESS_DIRECTION = "process-direction"
    OPERATIONAL = "operational"
    ADMINISTRATIVE = "administrative"


class Party(StrEnum):
    """Who hears that a case goes up."""

    HOUSEHOLD = "household"
    PARTNERS = "partners"
    ALDERMAN = "alderman"
    MAYOR = "mayor"


class Trigger(StrEnum):
    """Why a case may go up the ladder: the three grounds of the AVE approach."""

    STAGNATION = "stagnation"
    COMPLEXITY = "complexity"
    SAFETY_AT_STAKE = "safety-at-stake"


class Criterion(StrEnum):
    """What makes casework complex, by the national criteria (Landelijk Kader, 2013)."""

    MULTIPROBLEM = "c1"
    CHAINS = "c2"
    SYSTEM = "c3"
    AREA_SAFETY = "c4"


class Rung(StrEnum):
    """The ladder of people a flag climbs while nobody answers it, the lowest first."""

    OWNER = "owner"
    DIRECTOR = "director"
    PROCESS_DIRECTOR = "process-director"
    TEAM_LEAD = "team-lead"
    ON_CALL = "on-call"


class PhaseChange(SealedTexts, Identified, OfMunicipality, Dated, Base):
    """What was decided about the phase of a case: up, down, or to stay; why, and by whom."""

    __tablename__ = "phase_changes"
    about = ("case", "case_id")
    __table_args__ = (
        Index("ix_phase_changes_case", "case_id", "changed_at"),
        CheckConstraint(
            "to_phase >= from_phase OR descent_id IS NOT NULL OR is_from_before",
            name="down_by_two_people",
        ),
        CheckConstraint("to_phase BETWEEN 1 AND 4 AND from_phase BETWEEN 1 AND 4", name="ladder"),
        {"sqlite_strict": True},
    )

    case_id: Mapped[UUID] = mapped_column(ForeignKey("cases.id"))
    from_phase: Mapped[int]
    to_phase: Mapped[int]
    triggers: Mapped[str] = mapped_column(String(120), default="")
    reason_sealed: Mapped[bytes | None] = mapped_column(Sealed())
    reason = Opens("reason_sealed", length=TEXT_LENGTH)
    tried_sealed: Mapped[bytes | None] = mapped_column(Sealed())
    tried = Opens("tried_sealed", length=TEXT_LENGTH)
    """What was tried in the lower phase and why it was not enough."""
    conditions_sealed: Mapped[bytes | None] = mapped_column(Sealed())
    conditions = Opens("conditions_sealed", length=TEXT_LENGTH)
    """When it may come down again: agreed when it goes up."""
    duties_sealed: Mapped[bytes | None] = mapped_column(Sealed())
    duties = Opens("duties_sealed", length=DUTIES_LENGTH)
    """Who has the four responsibilities since then, as `escalation.duties` writes it."""
    informed_sealed: Mapped[bytes | None] = mapped_column(Sealed())
    informed = Opens("informed_sealed", length=DUTIES_LENGTH)
    """Who was informed on which day, or why not, as `escalation.duties` writes it."""
    criteria: Mapped[str] = mapped_column(String(120), default="", server_default="")
    """Which national criteria whoever decided ticked: an aid, never a decision."""
    step_ids: Mapped[str] = mapped_column(String(STEPS * 33), default="", server_default="")
    """The steps with the facts it rests on, as numbers beside each other."""
    descent_id: Mapped[UUID | None] = mapped_column(ForeignKey("descents.id"))
    """The proposal it came down by: a second person agreed, a receiver accepted."""
    is_from_before: Mapped[bool] = mapped_column(default=False, server_default=false())
    """Whether it was decided before coming down took two people."""
    asks_evaluation: Mapped[bool] = mapped_column(default=False, server_default=false())
    """Whether it came down from the highest phase, so that somebody looks back on it."""
    review_on: Mapped[date | None]
    decided_by_id: Mapped[UUID] = mapped_column(ForeignKey("users.id"))
    changed_at: Mapped[datetime]

    case: Mapped[Case] = relationship()
    decided_by: Mapped[User] = relationship()
    descent: Mapped[Descent | None] = relationship()

    @property
    def key(self) -> DataKey:
        """Its texts are sealed with the key of the case."""
        return self.case.key

    @property
    def goes_up(self) -> bool:
        """Tell whether this was an escalation rather than a de-escalation."""
        return self.to_phase > self.from_phase

    @property
    def stays(self) -> bool:
        """Tell whether it was weighed again, and stayed where it was."""
        return self.to_phase == self.from_phase


class Flag(SealedTexts, Identified, OfMunicipality, Versioned, Dated, Base):
    """A threatening escalation, raised by anyone on the case with the facts; must be answered."""

    __tablename__ = "flags"
    about = ("case", "case_id")
    __table_args__ = (
        Index("ix_flags_case", "case_id"),
        Index("ix_flags_open", "municipality_id", "answer_by", "answered_at"),
        CheckConstraint(
            "(answered_at IS NULL) = (answered_by_id IS NULL)", name="answer_has_author"
        ),
        CheckConstraint("answered_at IS NULL OR climbs_at IS NULL", name="answered_climbs_no_more"),
        {"sqlite_strict": True},
    )

    case_id: Mapped[UUID] = mapped_column(ForeignKey("cases.id"))
    raised_by_id: Mapped[UUID] = mapped_column(ForeignKey("users.id"))
    raised_at: Mapped[datetime]
    answer_by: Mapped[datetime]
    facts_sealed: Mapped[bytes | None] = mapped_column(Sealed())
    facts = Opens("facts_sealed", length=TEXT_LENGTH)
    answered_by_id: Mapped[UUID | None] = mapped_column(ForeignKey("users.id"))
    answered_at: Mapped[datetime | None]
    answer_sealed: Mapped[bytes | None] = mapped_column(Sealed())
    answer = Opens("answer_sealed", length=TEXT_LENGTH)
    rung: Mapped[Rung | None] = mapped_column(one_of(Rung))
    """Where on the ladder of people it is now."""
    climbs_at: Mapped[datetime | None]
    """When it climbs next; None once it was answered, or when it reached everybody there is."""

    case: Mapped[Case] = relationship()
    raised_by: Mapped[User] = relationship(foreign_keys=[raised_by_id])
    answered_by: Mapped[User | None] = relationship(foreign_keys=[answered_by_id])
    acknowledgements: Mapped[list[Acknowledgement]] = relationship(back_populates="flag")

    @property
    def key(self) -> DataKey:
        """Its texts are sealed with the key of the case."""
        return self.case.key

    @property
    def is_open(self) -> bool:
        """Tell whether it still waits for an answer."""
        return self.answered_at is None


class Acknowledgement(Identified, OfMunicipality, Base):
    """That a person who must know of a flag was told, and when they said they know."""

    __tablename__ = "acknowledgements"
    __table_args__ = (
        Index("uq_acknowledgements_flag_user", "flag_id", "user_id", unique=True),
        CheckConstraint("(rung IS NULL) = (reached_at IS NULL)", name="reached_has_moment"),
        {"sqlite_strict": True},
    )

    flag_id: Mapped[UUID] = mapped_column(ForeignKey("flags.id"))
    user_id: Mapped[UUID] = mapped_column(ForeignKey("users.id"), index=True)
    asked_at: Mapped[datetime]
    acknowledged_at: Mapped[datetime | None]
    rung: Mapped[Rung | None] = mapped_column(one_of(Rung, "reached_on_rung"))
    """On which rung the flag reached them, to be answered; None for who only has to know of it."""
    reached_at: Mapped[datetime | None]

    flag: Mapped[Flag] = relationship(back_populates="acknowledgements")
    user: Mapped[User] = relationship()
