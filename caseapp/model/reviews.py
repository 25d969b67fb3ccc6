"""The review of access: what was put to a reviewer, what was asked, and what was found."""

from __future__ import annotations

from datetime import date, datetime
from enum import StrEnum
from uuid import UUID

from sqlalchemy import CheckConstraint, ForeignKey, Index, String
from sqlalchemy.orm import Mapped, mapped_column, relationship

from caseapp.model.accounts import User
from caseapp.model.base import Base, Identified, OfMunicipality, Versioned, one_of
from caseapp.model.sealed import DataKey, Opens, Sealed, SealedTexts

TEXT_LENGTH = 4000


class ReviewKind(StrEnum):
    """Why a look was put to a reviewer."""

    ALERT = "alert"
    SAMPLE = "sample"
    EMERGENCY = "emergency"
    SHIELDED = "shielded"


class Answer(StrEnum):
    """What a colleague may say of a look of their own, with one button."""

    WORK = "work"
    REPLACED_COLLEAGUE = "replaced-colleague"
    MISTAKE = "mistake"
    NOT_MINE = "not-mine"
    OTHER = "other"


class Verdict(StrEnum):
    """What the reviewer found."""

    LAWFUL = "lawful"
    UNLAWFUL = "unlawful"
    UNCLEAR = "unclear"


class Review(SealedTexts, Identified, OfMunicipality, Versioned, Base):
    """One colleague's looks at one resident or case on one day or more, put to a reviewer.

    The database lets nobody review or re-read their own looks, nor re-read their own verdict.
    """

    __tablename__ = "reviews"
    __table_args__ = (
        Index(
            "uq_reviews_once",
            "municipality_id",
            "kind",
            "user_id",
            "subject_id",
            "day",
            unique=True,
        ),
        Index("ix_reviews_open", "municipality_id", "verdict_at", "due_on"),
        CheckConstraint("verdict_by_id <> user_id", name="nobody_judges_themselves"),
        CheckConstraint("second_by_id <> user_id", name="nobody_rereads_themselves"),
        CheckConstraint("second_by_id <> verdict_by_id", name="second_is_another"),
        CheckConstraint("(verdict IS NULL) = (verdict_at IS NULL)", name="verdict_has_moment"),
        {"sqlite_strict": True},
    )

    kind: Mapped[ReviewKind] = mapped_column(one_of(ReviewKind))
    user_id: Mapped[UUID] = mapped_column(ForeignKey("users.id"))
    subject_kind: Mapped[str] = mapped_column(String(40))
    subject_id: Mapped[UUID]
    """The resident whose data was seen; the case, where it is about no resident."""
    emergency_id: Mapped[UUID | None] = mapped_column(ForeignKey("emergency_accesses.id"))
    day: Mapped[date]
    """The last day it was about."""
    days: Mapped[int] = mapped_column(default=1)
    """On how many days the same stood out while nobody had judged it yet."""
    score: Mapped[int] = mapped_column(default=0)
    facts: Mapped[str] = mapped_column(String(4000), default="")
    """The rules that fired with their facts, as JSON of codes and numbers."""
    drawn_from: Mapped[str] = mapped_column(String(200), default="")
    """For a sample: the signed head whose root was the seed, so that the draw can be redone."""
    opened_at: Mapped[datetime]
    due_on: Mapped[date]
    key_id: Mapped[UUID] = mapped_column(ForeignKey("data_keys.id"))
    asked_at: Mapped[datetime | None]
    asked_by_id: Mapped[UUID | None] = mapped_column(ForeignKey("users.id"))
    answer_by: Mapped[date | None]
    answer: Mapped[Answer | None] = mapped_column(one_of(Answer))
    answer_text_sealed: Mapped[bytes | None] = mapped_column(Sealed())
    answer_text = Opens("answer_text_sealed", length=TEXT_LENGTH)
    answered_at: Mapped[datetime | None]
    verdict: Mapped[Verdict | None] = mapped_column(one_of(Verdict))
    verdict_text_sealed: Mapped[bytes | None] = mapped_column(Sealed())
    verdict_text = Opens("verdict_text_sealed", length=TEXT_LENGTH)
    verdict_by_id: Mapped[UUID | None] = mapped_column(ForeignKey("users.id"))
    verdict_at: Mapped[datetime | None]
    reread: Mapped[bool] = mapped_column(default=False)
    """Whether somebody else judges it too, without seeing the first verdict."""
    second: Mapped[Verdict | None] = mapped_column(one_of(Verdict, "second"))
    second_by_id: Mapped[UUID | None] = mapped_column(ForeignKey("users.id"))
    second_at: Mapped[datetime | None]

    key: Mapped[DataKey] = relationship(lazy="joined", innerjoin=True)
    user: Mapped[User] = relationship(foreign_keys=[user_id])
    breach: Mapped[Breach | None] = relationship(back_populates="review")


class Breach(Identified, OfMunicipality, Versioned, Base):
    """What is done after unlawful access: the checklist of a data breach (AVG articles 33 and 34).

    The supervisor hears of it within 72 hours of the moment it became known, unless a risk to
    people is unlikely; the resident hears of it when the risk is high.
    """

    __tablename__ = "breaches"

    review_id: Mapped[UUID] = mapped_column(ForeignKey("reviews.id"), unique=True)
    known_at: Mapped[datetime]
    report_by: Mapped[datetime]
    officer_told_at: Mapped[datetime | None]
    risk_weighed_at: Mapped[datetime | None]
    supervisor_told_at: Mapped[datetime | None]
    supervisor_not_needed: Mapped[bool] = mapped_column(default=False)
    resident_told_at: Mapped[datetime | None]
    resident_not_needed: Mapped[bool] = mapped_column(default=False)
    measures_taken_at: Mapped[datetime | None]
    closed_at: Mapped[datetime | None]

    review: Mapped[Review] = relationship(back_populates="breach")


class ReviewDraw(Identified, OfMunicipality, Base):
    """That the looks of one day, or the sample of one week, were put to the reviewers.

    What was not drawn on would be access nobody reviews: the figures count from here.
    """

    __tablename__ = "review_draws"
    __table_args__ = (
        Index("uq_review_draws_once", "municipality_id", "kind", "day", unique=True),
        {"sqlite_strict": True},
    )

    kind: Mapped[ReviewKind] = mapped_column(one_of(ReviewKind))
    day: Mapped[date]
    """The day itself; of a sample the last day of its week."""
    drawn_at: Mapped[datetime]
    looks: Mapped[int]
    """Openings of a person or case by a colleague, of which it was drawn."""
    reviews: Mapped[int]
    seed: Mapped[str] = mapped_column(String(200), default="")
    """Of a sample: the head signed after the week ended, whose root is the seed."""
