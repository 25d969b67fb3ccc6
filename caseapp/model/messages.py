"""The outbox: what somebody is told, written in the transaction of the change that it tells of.

A row holds ids, moments and codes: never a name, an address, a title or a text.
"""

from __future__ import annotations

from datetime import datetime
from enum import StrEnum
from uuid import UUID

from sqlalchemy import ForeignKey, Index, String, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column

from caseapp.model.base import Base, Identified, OfMunicipality, one_of

SLOT_LENGTH = 40
TROUBLE_LENGTH = 80
TO_BE_SENT = text("next_at IS NOT NULL")


class Way(StrEnum):
    """How somebody is told, the fastest first."""

    AT_ONCE = "at-once"
    """A mail of its own, and on the screen."""
    DIGEST = "digest"
    """In the mail of the next working day, and on the screen."""
    SCREEN = "screen"
    """On the screen only."""


class MessageKind(StrEnum):
    """What somebody is told of."""

    FLAG_RAISED = "flag-raised"
    FLAG_UNANSWERED = "flag-unanswered"
    EMERGENCY_OPENED = "emergency-opened"
    HANDOVER_OFFERED = "handover-offered"
    HANDOVER_BACK = "handover-back"
    WORK_GIVEN = "work-given"
    WATCH_GIVEN = "watch-given"
    COLLEAGUE_LEFT = "colleague-left"
    LEAVE_ASKED = "leave-asked"
    LEAVE_REFUSED = "leave-refused"
    SIGNAL_GIVEN = "signal-given"
    SIGNAL_WAITS = "signal-waits"
    SIGNAL_BACK = "signal-back"
    REVIEW_QUESTION = "review-question"
    REVIEW_WAITS = "review-waits"
    APPROVAL_ASKED = "approval-asked"
    APPROVAL_DECIDED = "approval-decided"
    FINDING = "finding"
    DIGEST = "digest"
    DESCENT_ASKED = "descent-asked"
    DESCENT_BACK = "descent-back"
    MEETING_GIVEN = "meeting-given"
    MEETING_INVITED = "meeting-invited"

    @property
    def usual(self) -> Way:
        """How somebody is told who chose nothing."""
        return Way.DIGEST if self in _CAN_WAIT else Way.AT_ONCE

    @property
    def slowest(self) -> Way:
        """How somebody is told at the least: what must reach them cannot be switched off."""
        if self in _CANNOT_WAIT:
            return Way.AT_ONCE
        return Way.SCREEN if self in _CAN_BE_OFF else Way.DIGEST


K = MessageKind
_CANNOT_WAIT = frozenset({K.FLAG_RAISED, K.FLAG_UNANSWERED, K.EMERGENCY_OPENED})
_CAN_WAIT = frozenset({K.FINDING, K.REVIEW_WAITS, K.SIGNAL_WAITS})
_CAN_BE_OFF = frozenset({K.APPROVAL_ASKED, K.APPROVAL_DECIDED, K.WATCH_GIVEN, K.FINDING, K.DIGEST})


class Message(Identified, OfMunicipality, Base):
    """That somebody is told of something: how, and what became of it.

    Once for each thing, person and slot; the database sees to that. While a mail has to go,
    `next_at` says when it is tried; a worker that sends it holds a lease on the row.
    """

    __tablename__ = "messages"
    __table_args__ = (
        UniqueConstraint("user_id", "kind", "subject_id", "slot", name="uq_messages_once"),
        Index("ix_messages_next", "next_at", sqlite_where=TO_BE_SENT, postgresql_where=TO_BE_SENT),
        Index("ix_messages_user", "user_id", "made_at"),
        Index("ix_messages_made", "made_at"),
        {"sqlite_strict": True},
    )

    user_id: Mapped[UUID] = mapped_column(ForeignKey("users.id"))
    kind: Mapped[MessageKind] = mapped_column(one_of(MessageKind))
    subject_id: Mapped[UUID]
    """The flag, offer, leave, request, review, finding ... that it tells of."""
    case_id: Mapped[UUID | None] = mapped_column(ForeignKey("cases.id"))
    slot: Mapped[str] = mapped_column(String(SLOT_LENGTH), default="")
    """Tells apart what may be told more than once of one thing: the day of a digest."""
    way: Mapped[Way] = mapped_column(one_of(Way))
    made_at: Mapped[datetime]
    next_at: Mapped[datetime | None]
    lease_id: Mapped[UUID | None]
    """Of the worker that is sending it now."""
    leased_until: Mapped[datetime | None]
    tries: Mapped[int] = mapped_column(default=0)
    sent_at: Mapped[datetime | None]
    """When a mail server took it, or the digest it was part of."""
    dropped_at: Mapped[datetime | None]
    """When it was found to be nothing for them any more: answered, taken back, or not theirs."""
    gave_up_at: Mapped[datetime | None]
    trouble: Mapped[str] = mapped_column(String(TROUBLE_LENGTH), default="")
    """What went wrong the last time, as a code."""


class MessageChoice(Identified, OfMunicipality, Base):
    """That somebody wants to be told of one kind in another way than is usual."""

    __tablename__ = "message_choices"
    __table_args__ = (UniqueConstraint("user_id", "kind"), {"sqlite_strict": True})

    user_id: Mapped[UUID] = mapped_column(ForeignKey("users.id"))
    kind: Mapped[MessageKind] = mapped_column(one_of(MessageKind, "chosen_kind"))
    way: Mapped[Way] = mapped_column(one_of(Way, "chosen_way"))
    chosen_at: Mapped[datetime]
