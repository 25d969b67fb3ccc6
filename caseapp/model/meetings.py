"""Meetings about cases: the table, the agenda, who is invited to what, and what came of it."""

from __future__ import annotations

from datetime import date, datetime
from uuid import UUID

from sqlalchemy import CheckConstraint, ForeignKey, Index, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from caseapp.model.accounts import User
from caseapp.model.base import Base, Identified, OfMunicipality, Versioned, one_of
from caseapp.model.case_words import TrackKind
from caseapp.model.cases import Case
from caseapp.model.content import ContentClass
from caseapp.model.meeting_words import INTERNAL, ItemOutcome, MeetingKind, Need, Presence
from caseapp.model.organisations import Organisation
from caseapp.model.sealed import DataKey, Opens, Sealed, SealedTexts
from caseapp.model.shares import ShareGround

NAME_LENGTH = 80
PLACE_LENGTH = 120
PERSON_LENGTH = 160
PURPOSE_LENGTH = 1000
SHARED_LENGTH = 4000


class OwnMeetingKind(Identified, OfMunicipality, Base):
    """A kind of meeting that a municipality named itself."""

    __tablename__ = "own_meeting_kinds"
    __table_args__ = (UniqueConstraint("municipality_id", "name"), {"sqlite_strict": True})

    name: Mapped[str] = mapped_column(String(NAME_LENGTH))
    is_internal: Mapped[bool] = mapped_column(default=False)
    """Nobody from outside the municipality sits at it."""
    ended_at: Mapped[datetime | None]


class Meeting(Identified, OfMunicipality, Versioned, Base):
    """One time people meet about cases; itself it says nothing about anybody.

    The database refuses to close one with a case on it that nothing was decided about.
    """

    __tablename__ = "meetings"
    __table_args__ = (
        Index("ix_meetings_day", "municipality_id", "on_day"),
        CheckConstraint("(kind = 'own') = (own_kind_id IS NOT NULL)", name="own_kind_named"),
        CheckConstraint("cut_off_on <= on_day", name="cut_off_before"),
        CheckConstraint("(closed_at IS NULL) = (closed_by_id IS NULL)", name="closed_by_somebody"),
        {"sqlite_strict": True},
    )

    kind: Mapped[MeetingKind] = mapped_column(one_of(MeetingKind))
    own_kind_id: Mapped[UUID | None] = mapped_column(ForeignKey("own_meeting_kinds.id"))
    on_day: Mapped[date]
    begins: Mapped[str] = mapped_column(String(5))
    """On the clock of the Netherlands, as 09:30."""
    place: Mapped[str] = mapped_column(String(PLACE_LENGTH), default="")
    cut_off_on: Mapped[date]
    """The last day on which anybody puts a case on the agenda; afterwards who chairs does."""
    chair_id: Mapped[UUID] = mapped_column(ForeignKey("users.id"))
    called_at: Mapped[datetime]
    called_by_id: Mapped[UUID] = mapped_column(ForeignKey("users.id"))
    closed_at: Mapped[datetime | None]
    closed_by_id: Mapped[UUID | None] = mapped_column(ForeignKey("users.id"))

    own_kind: Mapped[OwnMeetingKind | None] = relationship()
    chair: Mapped[User] = relationship(foreign_keys=[chair_id])
    closed_by: Mapped[User | None] = relationship(foreign_keys=[closed_by_id])

    @property
    def is_open(self) -> bool:
        """Tell whether it still has to be held or closed."""
        return self.closed_at is None

    @property
    def is_internal(self) -> bool:
        """Tell whether nobody from outside the municipality sits at it."""
        return self.kind in INTERNAL or (self.own_kind is not None and self.own_kind.is_internal)


class AgendaItem(SealedTexts, Identified, OfMunicipality, Versioned, Base):
    """A case on an agenda: what must be reached, on a track or for both, and what came of it.

    Its decisions are the actions of the plan that point to it. Once something was decided, nothing
    of it changes any more; the database sees to that.
    """

    __tablename__ = "agenda_items"
    about = ("case", "case_id")
    __table_args__ = (
        Index("ix_agenda_items_meeting", "meeting_id"),
        Index("ix_agenda_items_case", "case_id", "concluded_at"),
        CheckConstraint("(outcome IS NULL) = (concluded_at IS NULL)", name="outcome_has_moment"),
        CheckConstraint(
            "(concluded_at IS NULL) = (concluded_by_id IS NULL)", name="concluded_by_somebody"
        ),
        CheckConstraint(
            "outcome IS NULL OR (outcome = 'postponed') = (moved_to_id IS NOT NULL)",
            name="postponed_to_a_meeting",
        ),
        CheckConstraint(
            "outcome IS NULL OR outcome = 'decided' OR reason_sealed IS NOT NULL",
            name="not_held_for_a_reason",
        ),
        {"sqlite_strict": True},
    )

    meeting_id: Mapped[UUID] = mapped_column(ForeignKey("meetings.id"))
    case_id: Mapped[UUID] = mapped_column(ForeignKey("cases.id"))
    track: Mapped[TrackKind | None] = mapped_column(one_of(TrackKind))
    purpose_sealed: Mapped[bytes | None] = mapped_column(Sealed())
    purpose = Opens("purpose_sealed", length=PURPOSE_LENGTH)
    """What must be reached at this table."""
    put_at: Mapped[datetime]
    put_by_id: Mapped[UUID] = mapped_column(ForeignKey("users.id"))
    outcome: Mapped[ItemOutcome | None] = mapped_column(one_of(ItemOutcome))
    shared_sealed: Mapped[bytes | None] = mapped_column(Sealed())
    shared = Opens("shared_sealed", length=SHARED_LENGTH)
    """What was told to whoever was there: a line for the ledger, no minutes."""
    content: Mapped[ContentClass | None] = mapped_column(one_of(ContentClass))
    reason_sealed: Mapped[bytes | None] = mapped_column(Sealed())
    reason = Opens("reason_sealed", length=PURPOSE_LENGTH)
    """Why it was put off, or taken off the agenda."""
    moved_to_id: Mapped[UUID | None] = mapped_column(ForeignKey("meetings.id"))
    """Where it was put off to."""
    concluded_at: Mapped[datetime | None]
    concluded_by_id: Mapped[UUID | None] = mapped_column(ForeignKey("users.id"))

    meeting: Mapped[Meeting] = relationship(foreign_keys=[meeting_id])
    moved_to: Mapped[Meeting | None] = relationship(foreign_keys=[moved_to_id])
    case: Mapped[Case] = relationship()
    put_by: Mapped[User] = relationship(foreign_keys=[put_by_id])
    concluded_by: Mapped[User | None] = relationship(foreign_keys=[concluded_by_id])
    invitations: Mapped[list[Invitation]] = relationship(
        back_populates="item", order_by="Invitation.invited_at"
    )

    @property
    def key(self) -> DataKey:
        """Its texts are sealed with the key of the case."""
        return self.case.key

    @property
    def is_open(self) -> bool:
        """Tell whether something must still be decided about it."""
        return self.outcome is None

    def is_for(self, user_id: UUID) -> bool:
        """Tell whether somebody chairs its meeting, or was asked to the table for it."""
        return self.is_heard_by(user_id) or self.meeting.chair_id == user_id

    def is_heard_by(self, user_id: UUID) -> bool:
        """Tell whether somebody was asked to the table for it; once it is over, and sat there."""
        return any(
            one.user_id == user_id and (self.is_open or one.presence is Presence.PRESENT)
            for one in self.invited
        )

    @property
    def invited(self) -> list[Invitation]:
        """Give who is invited, and was not taken off again."""
        return [one for one in self.invitations if one.withdrawn_at is None]


class Invitation(SealedTexts, Identified, OfMunicipality, Base):
    """That somebody is asked to the table for one case: on which ground, and for what they need.

    A colleague, or somebody of another organisation who never signs in. Once they were there and
    the case was decided about, it is the line in the ledger of what was shared with them.
    """

    __tablename__ = "invitations"
    about = ("case", "case_id")
    __table_args__ = (
        Index("ix_invitations_item", "item_id"),
        Index("ix_invitations_user", "user_id"),
        Index("ix_invitations_case", "case_id"),
        CheckConstraint("(user_id IS NULL) = (organisation_id IS NOT NULL)", name="somebody"),
        CheckConstraint("(user_id IS NULL) = (name_sealed IS NOT NULL)", name="outsider_has_name"),
        CheckConstraint(
            "(withdrawn_at IS NULL) = (withdrawn_by_id IS NULL)", name="withdrawn_by_somebody"
        ),
        {"sqlite_strict": True},
    )

    item_id: Mapped[UUID] = mapped_column(ForeignKey("agenda_items.id"))
    case_id: Mapped[UUID] = mapped_column(ForeignKey("cases.id"))
    user_id: Mapped[UUID | None] = mapped_column(ForeignKey("users.id"))
    organisation_id: Mapped[UUID | None] = mapped_column(ForeignKey("organisations.id"))
    name_sealed: Mapped[bytes | None] = mapped_column(Sealed())
    name = Opens("name_sealed", length=PERSON_LENGTH)
    """Of somebody who does not sign in: their name and function."""
    ground: Mapped[ShareGround] = mapped_column(one_of(ShareGround))
    need: Mapped[Need] = mapped_column(one_of(Need))
    why_sealed: Mapped[bytes | None] = mapped_column(Sealed())
    why = Opens("why_sealed", length=PURPOSE_LENGTH)
    """What is asked of them: why they cannot be missed for this case."""
    presence: Mapped[Presence | None] = mapped_column(one_of(Presence))
    invited_at: Mapped[datetime]
    invited_by_id: Mapped[UUID] = mapped_column(ForeignKey("users.id"))
    withdrawn_at: Mapped[datetime | None]
    withdrawn_by_id: Mapped[UUID | None] = mapped_column(ForeignKey("users.id"))

    item: Mapped[AgendaItem] = relationship(back_populates="invitations")
    case: Mapped[Case] = relationship()
    user: Mapped[User | None] = relationship(foreign_keys=[user_id])
    organisation: Mapped[Organisation | None] = relationship()

    @property
    def key(self) -> DataKey:
        """Its texts are sealed with the key of the case."""
        return self.case.key
