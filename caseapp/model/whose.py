"""Whose something in a plan is: of one of the people a case is about, of all of them, or not said.

What is not said is nobody's to take home: it is on no copy that is made for one of them.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any
from uuid import UUID

from sqlalchemy import CheckConstraint, ForeignKey, false
from sqlalchemy.orm import Mapped, mapped_column


@dataclass(frozen=True, slots=True)
class Whose:
    """Of one resident, of everybody together, or not said."""

    resident_id: UUID | None = None
    of_all: bool = False

    @classmethod
    def of(cls, noun: Any) -> Whose:
        """Give whose a goal, an action or a measurement is."""
        return cls(noun.resident_id, bool(noun.of_all))

    @property
    def is_said(self) -> bool:
        """Tell whether it was said whose it is."""
        return self.of_all or self.resident_id is not None

    @property
    def key(self) -> str:
        """By what it is sent and named on a page; nothing where it is not said."""
        return "all" if self.of_all else self.resident_id.hex if self.resident_id else ""


UNSAID, TOGETHER = Whose(), Whose(of_all=True)


class OfSomebody:
    """What is of one of the people a case is about, or of all of them.

    The log has a line for that one resident too, also once the case is not about them any more.
    """

    concerns = "resident_id"

    resident_id: Mapped[UUID | None] = mapped_column(ForeignKey("residents.id"))
    of_all: Mapped[bool] = mapped_column(default=False, server_default=false())


def of_one_or_all() -> CheckConstraint:
    """Have the database hold that nothing is of one and of all."""
    return CheckConstraint("resident_id IS NULL OR of_all = false", name="of_one_or_all")
