"""The main menu: an item is there for whoever may open its screen."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import Any

from flask import g, request, url_for
from flask_babel import lazy_gettext as _l

from caseapp import policy, reviews, signals, watchdog
from caseapp.journal import police
from caseapp.kernel.actor import Actor
from caseapp.policy import Permission


@dataclass(frozen=True, slots=True)
class Item:
    """One line of the menu."""

    endpoint: str
    label: Any
    icon: str
    permission: Permission
    count: int | str | None = None
    """How much waits behind it, as long as the list there."""

    @property
    def href(self) -> str:
        """Where it leads."""
        return url_for(self.endpoint)

    @property
    def current(self) -> bool:
        """Tell whether this is the part of the system the reader is in."""
        here = (request.endpoint or "").partition(".")[0]
        return here == self.endpoint.partition(".")[0]


ITEMS = (
    Item("work.index", _l("Mijn werk"), "home", Permission.WORKLIST_READ),
    Item("watchdog.index", _l("Wal en schip"), "lifebuoy", Permission.COVER_BROWSE),
    Item("briefing.index", _l("Briefing"), "building-community", Permission.BRIEFING_READ),
    Item("signals.index", _l("Signalen"), "message-2", Permission.SIGNALS_BROWSE),
    Item("cases.index", _l("Casussen"), "list-check", Permission.CASES_BROWSE),
    Item("meetings.index", _l("Overleggen"), "users-group", Permission.MEETINGS_BROWSE),
    Item("residents.new", _l("Inwoner inschrijven"), "user-plus", Permission.RESIDENT_REGISTER),
    Item("imports.index", _l("Lijst inlezen"), "database-import", Permission.CASES_IMPORT),
    Item("emergencies.new", _l("Noodtoegang"), "urgent", Permission.EMERGENCY_OPEN),
    Item("log.index", _l("Toegangslog"), "eye", Permission.LOG_READ),
    Item("police_data.index", _l("Politiegegevens"), "archive", Permission.POLICE_STORED),
    Item("reviews.index", _l("Beoordeling"), "scale", Permission.REVIEWS_BROWSE),
    Item("seal.index", _l("Verzegeling"), "lock", Permission.SEAL_READ),
    Item("security.index", _l("Beveiliging"), "shield-lock", Permission.SECURITY_LOG_READ),
    Item("teams.index", _l("Teams en organisaties"), "users-group", Permission.TEAMS_ARRANGE),
    Item("settings.index", _l("Instellingen"), "settings", Permission.SETTINGS_ARRANGE),
    Item("tokens.index", _l("Tokens"), "key", Permission.TOKENS_ARRANGE),
    Item("users.index", _l("Medewerkers"), "users", Permission.USERS_BROWSE),
)


def _uncovered(actor: Actor) -> int | str:
    """Count what is on "Wal en schip" for this person: as long as the list there."""
    return _capped(watchdog.count(actor), watchdog.MOST)


def _to_destroy(actor: Actor) -> int | str:
    """Count the police data of which the day has come, and that nobody asked to destroy yet."""
    return _capped(police.count_due(actor), police.MOST)


def _capped(number: int, most: int) -> int | str:
    """Give a number, or that there are more than are counted."""
    return number if number <= most else f"{most}+"


COUNTED: dict[str, Callable[[Actor], int | str]] = {
    "police_data.index": _to_destroy,
    "reviews.index": reviews.waiting,
    "signals.index": signals.count,
    "watchdog.index": _uncovered,
}
"""What waits, where somebody must be told at once: an emergency, what stood out, or what the law
wants gone."""


def of(actor: Actor, *, counted: bool = True) -> list[Item]:
    """Give the menu of this person, with how much waits where somebody must be told."""
    office = g.signed_in.office
    items = [item for item in ITEMS if policy.allows(actor, item.permission, office)]
    if not counted:
        return items
    return [replace(item, count=COUNTED[item.endpoint](actor)) if item.endpoint in COUNTED else item
            for item in items]  # fmt: skip
