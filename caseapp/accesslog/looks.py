"""One line of the log as it is told: pure. And what many lines say of one colleague."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from caseapp.accesslog.events import Event
from caseapp.accesslog.facts import FACTS
from caseapp.kernel import clock
from caseapp.kernel.actor import Role
from caseapp.model.accesslog import AccessEntry, Result

LISTS = frozenset(
    {
        Event.WORKLIST_SHOWN,
        Event.CASES_LISTED,
        Event.BRIEFING_SHOWN,
        Event.RESIDENTS_SEARCHED,
        Event.SEARCH_SHOWN,
        Event.LIST_SHOWN,
    }
)
"""Screens that show a person among others: somebody passed by, and did not open anything."""


@dataclass(frozen=True, slots=True)
class Held:
    """A role somebody had, from when until when."""

    role: Role
    since: datetime
    until: datetime | None


@dataclass(frozen=True, slots=True)
class Colleague:
    """Who did it: as people know them, with every role they ever held here."""

    user_id: UUID
    name: str
    function: str
    held: tuple[Held, ...] = ()

    def roles_at(self, moment: datetime) -> tuple[Role, ...]:
        """Give the roles held at that moment: what they may do today is another question."""
        return tuple(
            sorted(
                one.role
                for one in self.held
                if one.since <= moment and (one.until is None or moment < one.until)
            )
        )


@dataclass(frozen=True, slots=True)
class Look:
    """One line: somebody saw or did something, about one resident or about several."""

    number: int
    entry: AccessEntry
    who: Colleague | None
    resident_id: UUID | None
    reference: str | None
    people: int

    @property
    def at(self) -> datetime:
        """When it was."""
        return self.entry.at

    @property
    def refused(self) -> bool:
        """Tell whether nothing was shown: it was not there, or not for them."""
        return self.entry.result is Result.REFUSED

    @property
    def roles(self) -> tuple[Role, ...]:
        """Give the roles the colleague held at that moment."""
        return self.who.roles_at(self.at) if self.who is not None else ()


@dataclass(frozen=True, slots=True)
class Passage:
    """The least that must be known of a line to count it."""

    user_id: UUID | None
    entry: int
    at: datetime
    event: str
    relation: str | None
    purpose: str | None
    subject_kind: str | None = None

    @property
    def opened(self) -> bool:
        """Tell whether the person was opened, and not only passed on a list."""
        in_passing = self.event == Event.LOG_SHOWN and self.subject_kind != "residents"
        return self.event not in LISTS and not in_passing

    @property
    def stated(self) -> str | None:
        """Give the purpose, where it is not simply that of the event."""
        known = self.event in set(Event) and FACTS[Event(self.event)].purpose == self.purpose
        return None if known else self.purpose


@dataclass(frozen=True, slots=True)
class Account:
    """What one colleague did with one resident's data, in one line."""

    user_id: UUID | None
    opened: int
    listed: int
    days: int
    first: datetime
    last: datetime
    rights: tuple[str, ...]
    """What they were to the case or person, each time it was something."""
    purposes: tuple[str, ...]
    """What they said they looked for, where they were nothing to it."""


def accounts_of(passages: Iterable[Passage]) -> list[Account]:
    """Fold lines into one account per colleague; who opened most comes first."""
    by_person: dict[UUID | None, list[Passage]] = {}
    for passage in passages:
        by_person.setdefault(passage.user_id, []).append(passage)
    told = [_account(user_id, own) for user_id, own in by_person.items()]
    return sorted(told, key=lambda one: (-one.opened, -one.listed, one.first, str(one.user_id)))


def _account(user_id: UUID | None, own: list[Passage]) -> Account:
    return Account(
        user_id=user_id,
        opened=len({one.entry for one in own if one.opened}),
        listed=len({one.entry for one in own if not one.opened}),
        days=len({clock.local(one.at).date() for one in own}),
        first=min(one.at for one in own),
        last=max(one.at for one in own),
        rights=tuple(sorted({one.relation for one in own if one.relation})),
        purposes=tuple(sorted({one.stated for one in own if one.stated and not one.relation})),
    )
