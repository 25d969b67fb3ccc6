"""The plan of a case: its versions, the goals in them, and who does what before when."""

from __future__ import annotations

from datetime import date, datetime
from uuid import UUID

from sqlalchemy import CheckConstraint, ForeignKey, Index, UniqueConstraint, false, text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from caseapp.model.accounts import User
from caseapp.model.base import Base, Identified, OfMunicipality, Versioned, one_of
from caseapp.model.case_words import TrackKind
from caseapp.model.cases import Case
from caseapp.model.domains import Area, OwnDomain, OwnDomainSet
from caseapp.model.plan_words import ActionEnd, Domain, DomainSet, Intervention
from caseapp.model.sealed import DataKey, Opens, Sealed, SealedTexts
from caseapp.model.whose import OfSomebody, of_one_or_all

TEXT_LENGTH = 4000
GOAL_LENGTH = 1000
PARTIES_LENGTH = 8000
MEMBER_TEXT_LENGTH = 2000
MEMBERS_LENGTH = 200_000
"""Of everybody together, as it is kept."""
EXECUTOR_LENGTH = 160
ACTIVE = text("confirmed_at IS NOT NULL AND replaced_at IS NULL")
DRAFT = text("confirmed_at IS NULL")


class Plan(SealedTexts, Identified, OfMunicipality, Versioned, Base):
    """One version of the plan of a case (plan van aanpak): a draft, the one that holds, or an old.

    The database holds that one version is active and one is being written. Once confirmed it does
    not change any more; the next one takes its place. Its goals are those whose range of versions
    it falls in. What is in the plan itself, both tracks read.
    """

    __tablename__ = "plans"
    about = ("case", "case_id")
    __table_args__ = (
        UniqueConstraint("case_id", "number"),
        Index(
            "uq_plans_one_active",
            "case_id",
            unique=True,
            sqlite_where=ACTIVE,
            postgresql_where=ACTIVE,
        ),
        Index(
            "uq_plans_one_draft", "case_id", unique=True, sqlite_where=DRAFT, postgresql_where=DRAFT
        ),
        CheckConstraint("number >= 1", name="counts_from_one"),
        CheckConstraint(
            "(confirmed_at IS NULL) = (confirmed_by_id IS NULL)", name="confirmed_by_somebody"
        ),
        CheckConstraint(
            "replaced_at IS NULL OR confirmed_at IS NOT NULL", name="replaced_once_confirmed"
        ),
        CheckConstraint("(domain_set IS NULL) <> (own_set_id IS NULL)", name="by_one_set"),
        {"sqlite_strict": True},
    )

    case_id: Mapped[UUID] = mapped_column(ForeignKey("cases.id"))
    number: Mapped[int]
    domain_set: Mapped[DomainSet | None] = mapped_column(one_of(DomainSet))
    own_set_id: Mapped[UUID | None] = mapped_column(ForeignKey("own_domain_sets.id"))
    """The municipality's own set it goes by, where that is none everybody knows."""
    own_words_sealed: Mapped[bytes | None] = mapped_column(Sealed())
    own_words = Opens("own_words_sealed", length=TEXT_LENGTH)
    """What the resident wants to change, in their own words."""
    parties_sealed: Mapped[bytes | None] = mapped_column(Sealed())
    parties = Opens("parties_sealed", length=PARTIES_LENGTH)
    """Who was invited, who joined, who agrees, and why not: as `plans.parties` writes it."""
    signs_sealed: Mapped[bytes | None] = mapped_column(Sealed())
    signs = Opens("signs_sealed", length=TEXT_LENGTH)
    """By what people see that it goes wrong (veiligheidsafspraken)."""
    safety_sealed: Mapped[bytes | None] = mapped_column(Sealed())
    safety = Opens("safety_sealed", length=TEXT_LENGTH)
    """Who does what then."""
    to_call_sealed: Mapped[bytes | None] = mapped_column(Sealed())
    to_call = Opens("to_call_sealed", length=TEXT_LENGTH)
    """Whom to call, by day and by night."""
    members_sealed: Mapped[bytes | None] = mapped_column(Sealed())
    members = Opens("members_sealed", length=MEMBERS_LENGTH)
    """What each of several people wants, agrees with and keeps to: as `plans.members` writes it."""
    is_joint: Mapped[bool] = mapped_column(default=False, server_default=false())
    """Whether the texts above are of everybody together, so that each of them may read them."""
    made_at: Mapped[datetime]
    made_by_id: Mapped[UUID] = mapped_column(ForeignKey("users.id"))
    changed_at: Mapped[datetime]
    confirmed_at: Mapped[datetime | None]
    confirmed_by_id: Mapped[UUID | None] = mapped_column(ForeignKey("users.id"))
    replaced_at: Mapped[datetime | None]

    case: Mapped[Case] = relationship()
    own_set: Mapped[OwnDomainSet | None] = relationship()
    made_by: Mapped[User] = relationship(foreign_keys=[made_by_id])
    confirmed_by: Mapped[User | None] = relationship(foreign_keys=[confirmed_by_id])

    @property
    def key(self) -> DataKey:
        """Its texts are sealed with the key of the case."""
        return self.case.key

    @property
    def areas(self) -> tuple[Area, ...]:
        """Give the areas of life it goes by, in their order."""
        if self.own_set is not None:
            return tuple(Area(own_domain=one) for one in self.own_set.domains)
        return tuple(Area(one) for one in self.domain_set.domains) if self.domain_set else ()

    @property
    def is_draft(self) -> bool:
        """Tell whether it is still being written."""
        return self.confirmed_at is None

    @property
    def is_active(self) -> bool:
        """Tell whether it is the version that holds."""
        return self.confirmed_at is not None and self.replaced_at is None


class PlanGoal(OfSomebody, SealedTexts, Identified, OfMunicipality, Base):
    """What must be reached in one area of life, on a track or for both.

    Never copied: a version holds the goals that began in it or before, and were not left out since.
    A goal that is put otherwise is another one, with the same origin.
    """

    __tablename__ = "plan_goals"
    about = ("case", "case_id")
    __table_args__ = (
        Index("ix_plan_goals_case", "case_id"),
        CheckConstraint("until_number >= from_number", name="ends_after_start"),
        CheckConstraint("(domain IS NULL) <> (own_domain_id IS NULL)", name="of_one_area"),
        of_one_or_all(),
        {"sqlite_strict": True},
    )

    case_id: Mapped[UUID] = mapped_column(ForeignKey("cases.id"))
    origin_id: Mapped[UUID]
    """The first of the goals that this one puts otherwise; its own id where it is the first."""
    track: Mapped[TrackKind | None] = mapped_column(one_of(TrackKind))
    domain: Mapped[Domain | None] = mapped_column(one_of(Domain))
    own_domain_id: Mapped[UUID | None] = mapped_column(ForeignKey("own_domains.id"))
    text_sealed: Mapped[bytes | None] = mapped_column(Sealed())
    text = Opens("text_sealed", length=GOAL_LENGTH)
    from_number: Mapped[int]
    until_number: Mapped[int | None]
    """The first version it is not in any more."""

    case: Mapped[Case] = relationship()
    own_domain: Mapped[OwnDomain | None] = relationship()

    @property
    def area(self) -> Area:
        """The area of life it is about."""
        return Area.of(self)

    @property
    def key(self) -> DataKey:
        """Its text is sealed with the key of the case."""
        return self.case.key


class PlanAction(OfSomebody, SealedTexts, Identified, OfMunicipality, Versioned, Base):
    """What somebody does before a day, on a track or for both. Its text never changes.

    For a goal of the plan, or because a meeting decided so: then it is that decision. It belongs
    to the case and not to one version: who wrote it down means it. It is with whoever it
    was given to while they work on that track, and else with who owns the track or directs the
    case: whoever hands those over hands it over too.
    """

    __tablename__ = "plan_actions"
    about = ("case", "case_id")
    __table_args__ = (
        Index("ix_plan_actions_case", "case_id", "ended_at"),
        CheckConstraint('("end" IS NULL) = (ended_at IS NULL)', name="end_has_moment"),
        CheckConstraint("(ended_at IS NULL) = (ended_by_id IS NULL)", name="ended_by_somebody"),
        CheckConstraint(
            "\"end\" <> 'stopped' OR outcome_sealed IS NOT NULL",
            name="stopped_for_a_reason",
        ),
        CheckConstraint("goal_id IS NOT NULL OR agenda_item_id IS NOT NULL", name="stems_from"),
        Index("ix_plan_actions_item", "agenda_item_id"),
        of_one_or_all(),
        {"sqlite_strict": True},
    )

    case_id: Mapped[UUID] = mapped_column(ForeignKey("cases.id"))
    goal_id: Mapped[UUID | None] = mapped_column(ForeignKey("plan_goals.id"))
    """The first of the goals it serves, however that is put since."""
    agenda_item_id: Mapped[UUID | None] = mapped_column(ForeignKey("agenda_items.id"))
    """For which case on which agenda it was decided."""
    track: Mapped[TrackKind | None] = mapped_column(one_of(TrackKind))
    text_sealed: Mapped[bytes | None] = mapped_column(Sealed())
    text = Opens("text_sealed", length=GOAL_LENGTH)
    intervention: Mapped[Intervention | None] = mapped_column(one_of(Intervention))
    owner_id: Mapped[UUID | None] = mapped_column(ForeignKey("users.id"))
    """Whom it was given to; nobody means who owns the track, or directs the case."""
    executor_sealed: Mapped[bytes | None] = mapped_column(Sealed())
    executor = Opens("executor_sealed", length=EXECUTOR_LENGTH)
    """Who does it, where that is a partner who does not sign in; its owner sees that it is done."""
    planned_on: Mapped[date]
    """The day that was agreed first."""
    due_on: Mapped[date]
    from_number: Mapped[int]
    """The version of the plan in which it was added."""
    made_at: Mapped[datetime]
    made_by_id: Mapped[UUID] = mapped_column(ForeignKey("users.id"))
    end: Mapped[ActionEnd | None] = mapped_column(one_of(ActionEnd))
    ended_at: Mapped[datetime | None]
    ended_by_id: Mapped[UUID | None] = mapped_column(ForeignKey("users.id"))
    outcome_sealed: Mapped[bytes | None] = mapped_column(Sealed())
    outcome = Opens("outcome_sealed", length=TEXT_LENGTH)
    """What came of it, or why it was stopped."""

    case: Mapped[Case] = relationship()
    goal: Mapped[PlanGoal | None] = relationship()
    owner: Mapped[User | None] = relationship(foreign_keys=[owner_id])
    made_by: Mapped[User] = relationship(foreign_keys=[made_by_id])
    ended_by: Mapped[User | None] = relationship(foreign_keys=[ended_by_id])

    @property
    def key(self) -> DataKey:
        """Its texts are sealed with the key of the case."""
        return self.case.key

    @property
    def is_open(self) -> bool:
        """Tell whether it still has to be done."""
        return self.ended_at is None
