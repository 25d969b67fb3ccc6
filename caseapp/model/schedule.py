"""The work that comes back by the clock: one row for each, over all municipalities."""

from __future__ import annotations

from datetime import datetime
from enum import StrEnum
from uuid import UUID

from sqlalchemy import String
from sqlalchemy.orm import Mapped, mapped_column

from caseapp.model.base import Base, one_of


class DutyName(StrEnum):
    """What comes back."""

    WATCHDOG = "watchdog"
    """Look at everything again, and tell of what became somebody's own to mend."""
    REVIEWS = "reviews"
    """Put what stood out yesterday to the reviewers."""
    STATEMENT = "statement"
    """State for each municipality what is covered."""
    SWEEP = "sweep"
    """Forget what has had its time."""
    LOG_END = "log-end"
    """Take out the months of the log that two people agreed on."""
    DIGEST = "digest"
    """Write the mails of the day."""


class Duty(Base):
    """When a piece of recurring work is due, who does it now, and how it went."""

    __tablename__ = "schedule"

    name: Mapped[DutyName] = mapped_column(one_of(DutyName), primary_key=True)
    next_at: Mapped[datetime]
    lease_id: Mapped[UUID | None]
    leased_until: Mapped[datetime | None]
    done_at: Mapped[datetime | None]
    """When it last went well."""
    failures: Mapped[int] = mapped_column(default=0)
    """How many times in a row it did not."""
    trouble: Mapped[str] = mapped_column(String(80), default="")
    """What went wrong the last time: the name of the error, never its text."""
