"""Cracks a person can fall through: what has nobody or no next date, since when, and until when."""

from __future__ import annotations

from datetime import date, datetime
from enum import StrEnum
from uuid import UUID

from sqlalchemy import CheckConstraint, ForeignKey, LargeBinary, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from caseapp.model.accounts import User
from caseapp.model.base import Base, Identified, OfMunicipality, one_of
from caseapp.model.case_words import TrackKind
from caseapp.model.cases import Case
from caseapp.model.finding_lookups import indexes
from caseapp.model.organisations import Team


class FindingKind(StrEnum):
    """What is wrong: one kind for each rule."""

    NOTHING_RUNS = "nothing-runs"
    TRACK_NOBODYS = "track-nobodys"
    OWNER_GONE = "owner-gone"
    DIRECTOR_GONE = "director-gone"
    OWNER_AWAY = "owner-away"
    DIRECTOR_AWAY = "director-away"
    NO_NEXT_DATE = "no-next-date"
    DATE_PASSED = "date-passed"
    ACTION_PASSED = "action-passed"
    ITEM_UNDECIDED = "item-undecided"
    FLAG_UNANSWERED = "flag-unanswered"
    HANDOVER_UNANSWERED = "handover-unanswered"
    WATCH_UNDECIDED = "watch-undecided"
    WATCHER_GONE = "watcher-gone"
    WATCHER_AWAY = "watcher-away"
    SIGNAL_NOBODYS = "signal-nobodys"
    SIGNAL_DATE_PASSED = "signal-date-passed"
    SIGNAL_NOT_ACCEPTED = "signal-not-accepted"
    NO_DIRECTOR = "no-director"
    TRACK_UNOWNED = "track-unowned"
    OWNER_LEFT_TEAM = "owner-left-team"
    REVIEW_MISSING = "review-missing"
    REVIEW_PASSED = "review-passed"
    PHASE_OVERSTAYED = "phase-overstayed"
    EVALUATION_DUE = "evaluation-due"
    MEASURE_DUE = "measure-due"
    DESCENT_UNANSWERED = "descent-unanswered"
    DESCENDED_UNRECEIVED = "descended-unreceived"
    NO_CONTACT = "no-contact"
    UNREACHED = "unreached"
    STAGNATION = "stagnation"
    CLOSED_WITH_OPEN = "closed-with-open"
    RETURNED = "returned"
    REPEATED = "repeated"
    SIGNAL_ON_CLOSED = "signal-on-closed"
    SIGNALS_REPEATED = "signals-repeated"
    TURNS_ADULT = "turns-adult"
    RETURN_AHEAD = "return-ahead"
    RETURN_UNSEEN = "return-unseen"
    TRACK_WAITS_IN_VAIN = "track-waits-in-vain"
    TEAM_WITHOUT_LEAD = "team-without-lead"
    QUEUE_WITHOUT_STAFF = "queue-without-staff"
    EMERGENCY_UNJUDGED = "emergency-unjudged"
    APPROVAL_UNDECIDED = "approval-undecided"
    BREACH_UNREPORTED = "breach-unreported"
    REQUEST_UNANSWERED = "request-unanswered"

    @property
    def uncovers(self) -> bool:
        """Tell whether somebody is without cover by it: nobody is responsible, or no date comes."""
        return self in _UNCOVERING

    @property
    def is_hint(self) -> bool:
        """Tell whether it only points at something, with its evidence: nothing went wrong yet."""
        return self in _HINTS

    @property
    def is_agreeable(self) -> bool:
        """Tell whether it may stand for a while by agreement: nobody is without cover by it."""
        return self in _AGREEABLE

    @property
    def is_about_signal(self) -> bool:
        """Tell whether it is about a signal: it has no case, and says nothing of whom."""
        return self in OF_SIGNALS


K = FindingKind
_UNCOVERING = frozenset(
    {
        K.NOTHING_RUNS,
        K.TRACK_NOBODYS,
        K.OWNER_GONE,
        K.DIRECTOR_GONE,
        K.OWNER_AWAY,
        K.DIRECTOR_AWAY,
        K.NO_NEXT_DATE,
        K.DATE_PASSED,
        K.ACTION_PASSED,
        K.FLAG_UNANSWERED,
        K.HANDOVER_UNANSWERED,
        K.WATCH_UNDECIDED,
        K.MEASURE_DUE,
        K.WATCHER_GONE,
        K.WATCHER_AWAY,
        K.SIGNAL_NOBODYS,
        K.SIGNAL_DATE_PASSED,
        K.SIGNAL_NOT_ACCEPTED,
    }
)
_HINTS = frozenset(
    {
        K.RETURNED,
        K.REPEATED,
        K.TURNS_ADULT,
        K.RETURN_AHEAD,
        K.SIGNAL_ON_CLOSED,
        K.SIGNALS_REPEATED,
    }
)
_AGREEABLE = frozenset(
    {
        K.RETURNED,
        K.REPEATED,
        K.TURNS_ADULT,
        K.RETURN_AHEAD,
        K.NO_CONTACT,
        K.UNREACHED,
        K.STAGNATION,
        K.REVIEW_MISSING,
        K.REVIEW_PASSED,
        K.PHASE_OVERSTAYED,
    }
)
OF_TEAMS = frozenset({K.TEAM_WITHOUT_LEAD, K.QUEUE_WITHOUT_STAFF})
"""About a team: whoever arranges teams mends it."""
OF_STAFFING = OF_TEAMS | {K.SIGNAL_NOBODYS}
"""Ends when somebody works in a team; of a signal nobody can open, nobody else could mend it."""
OF_SIGNALS = frozenset(
    {
        K.SIGNAL_NOBODYS,
        K.SIGNAL_DATE_PASSED,
        K.SIGNAL_NOT_ACCEPTED,
        K.SIGNAL_ON_CLOSED,
        K.SIGNALS_REPEATED,
    }
)
"""About a signal: whoever may decide on it mends it."""
OF_PRIVACY = frozenset(
    {K.EMERGENCY_UNJUDGED, K.BREACH_UNREPORTED, K.APPROVAL_UNDECIDED, K.REQUEST_UNANSWERED}
)
"""About the review of access: the privacy officer mends it."""


class Finding(Identified, OfMunicipality, Base):
    """That something is, or will be if nobody does anything, a crack: from when and until when.

    It is written down as soon as the rule can tell, also when the day lies ahead: what passes is
    then a matter of the clock, and needs nobody to come by. Ids, days and numbers only.
    """

    __tablename__ = "findings"
    __table_args__ = (
        *indexes(),
        CheckConstraint("until > since", name="ends_after_start"),
        {"sqlite_strict": True},
    )

    kind: Mapped[FindingKind] = mapped_column(one_of(FindingKind))
    subject_id: Mapped[UUID]
    """The case, track, flag, resident, team, review or request that it is about."""
    case_id: Mapped[UUID | None] = mapped_column(ForeignKey("cases.id"))
    track: Mapped[TrackKind | None] = mapped_column(one_of(TrackKind))
    team_id: Mapped[UUID | None] = mapped_column(ForeignKey("teams.id"))
    """The team whose lead can mend it; of a whole case also the team of the other track."""
    second_team_id: Mapped[UUID | None] = mapped_column(ForeignKey("teams.id"))
    user_id: Mapped[UUID | None] = mapped_column(ForeignKey("users.id"))
    """Who is responsible: nobody, where that is the trouble."""
    since: Mapped[datetime]
    until: Mapped[datetime | None]
    """When it ends by itself."""
    last_on: Mapped[date | None]
    """The day it counts from: the last contact, the last step, the agreed date."""
    number: Mapped[int | None]
    """How many days were agreed, or how many times it happened."""
    found_at: Mapped[datetime]
    ended_at: Mapped[datetime | None]
    agreed_until: Mapped[datetime | None]
    """Until when it stands by agreement; it is back on the list when that moment passes."""

    def runs_at(self, now: datetime) -> bool:
        """Tell whether it is a crack: it began, and neither somebody nor the clock ended it."""
        begun = self.ended_at is None and self.since <= now
        return begun and (self.until is None or self.until > now)

    case: Mapped[Case | None] = relationship()
    team: Mapped[Team | None] = relationship(foreign_keys=[team_id])
    user: Mapped[User | None] = relationship()


class CoverStatement(Identified, OfMunicipality, Base):
    """What was open on one night, what of it was covered, and the list of what was not.

    The entry in the access log holds the hash of the list: the sealed and signed log says since
    then that it was so.
    """

    __tablename__ = "cover_statements"
    __table_args__ = (
        UniqueConstraint("municipality_id", "day"),
        CheckConstraint("open_count = covered_count + uncovered_count", name="adds_up"),
        {"sqlite_strict": True},
    )

    day: Mapped[date]
    stated_at: Mapped[datetime]
    open_count: Mapped[int]
    covered_count: Mapped[int]
    uncovered_count: Mapped[int]
    new_count: Mapped[int]
    """Uncovered, and not on the list of the night before."""
    mended_count: Mapped[int]
    """On the list of the night before, and no longer."""
    content: Mapped[bytes] = mapped_column(LargeBinary)
    """The list as canonical JSON, compressed: kinds, ids and days."""
    digest: Mapped[bytes] = mapped_column(LargeBinary)
    """SHA-256 of the list before compression."""
