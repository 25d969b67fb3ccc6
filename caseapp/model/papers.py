"""Papers that were made of a case: what, for whom, on which ground, by whom; not what they said."""

from __future__ import annotations

from datetime import datetime
from enum import StrEnum
from uuid import UUID

from sqlalchemy import CheckConstraint, ForeignKey, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from caseapp.model.accounts import User
from caseapp.model.base import Base, Identified, OfMunicipality, one_of
from caseapp.model.case_words import TrackKind
from caseapp.model.cases import Case
from caseapp.model.sealed import DataKey, Opens, Sealed, SealedTexts
from caseapp.model.shares import PURPOSE_LENGTH, ShareGround

RECIPIENT_LENGTH = 120


class PaperKind(StrEnum):
    """What can be made of a case on paper."""

    BRIEFING = "briefing"
    REFERRAL = "referral"
    PLAN = "plan"


class Reach(StrEnum):
    """Whether a paper stays within the municipality, or leaves it."""

    INSIDE = "inside"
    OUTSIDE = "outside"


class Receiver(StrEnum):
    """Who takes the copy of one of the people a plan is about, and by what right."""

    SELF = "self"
    LEGAL_REPRESENTATIVE = "legal-representative"
    AUTHORISED = "authorised"


class CasePaper(SealedTexts, Identified, OfMunicipality, Base):
    """That a paper was made of a case, for one recipient, as one numbered copy.

    The database refuses to change or remove it. What it said is kept nowhere: the paper itself
    goes to whom it is for, and the case goes on.
    """

    __tablename__ = "case_papers"
    about = ("case", "case_id")
    concerns = "resident_id"
    __table_args__ = (
        UniqueConstraint("case_id", "number"),
        CheckConstraint("number >= 1", name="counts_from_one"),
        CheckConstraint("track IS NULL OR kind = 'plan'", name="track_of_plan"),
        CheckConstraint("ground <> 'police-act'", name="no_police_data"),
        CheckConstraint("resident_id IS NULL OR kind = 'plan'", name="copy_of_plan"),
        CheckConstraint("(resident_id IS NULL) = (receiver IS NULL)", name="copy_has_receiver"),
        {"sqlite_strict": True},
    )

    case_id: Mapped[UUID] = mapped_column(ForeignKey("cases.id"))
    number: Mapped[int]
    """Which copy it is of all that were made of the case."""
    kind: Mapped[PaperKind] = mapped_column(one_of(PaperKind))
    track: Mapped[TrackKind | None] = mapped_column(one_of(TrackKind))
    """The track that is in it beside what is for both; only a plan has one."""
    resident_id: Mapped[UUID | None] = mapped_column(ForeignKey("residents.id"))
    """Whose copy of the plan it is: it holds nothing of the others the case is about."""
    receiver: Mapped[Receiver | None] = mapped_column(one_of(Receiver))
    reach: Mapped[Reach] = mapped_column(one_of(Reach))
    ground: Mapped[ShareGround] = mapped_column(one_of(ShareGround))
    recipient_sealed: Mapped[bytes | None] = mapped_column(Sealed())
    recipient = Opens("recipient_sealed", length=RECIPIENT_LENGTH)
    function_sealed: Mapped[bytes | None] = mapped_column(Sealed())
    function = Opens("function_sealed", length=RECIPIENT_LENGTH)
    organisation_sealed: Mapped[bytes | None] = mapped_column(Sealed())
    organisation = Opens("organisation_sealed", length=RECIPIENT_LENGTH)
    purpose_sealed: Mapped[bytes | None] = mapped_column(Sealed())
    purpose = Opens("purpose_sealed", length=PURPOSE_LENGTH)
    """What the recipient needs it for; both tracks read it."""
    made_at: Mapped[datetime]
    made_by_id: Mapped[UUID] = mapped_column(ForeignKey("users.id"))

    case: Mapped[Case] = relationship()
    made_by: Mapped[User] = relationship()

    @property
    def key(self) -> DataKey:
        """Its texts are sealed with the key of the case."""
        return self.case.key

    @property
    def addressee(self) -> str:
        """For whom it is, on one line: name, function, organisation."""
        return ", ".join(filter(None, (self.recipient, self.function, self.organisation)))
