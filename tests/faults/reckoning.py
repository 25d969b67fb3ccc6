"""Holds what people were told against what the database and its log hold, after it all ended."""

import json
from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from tests.faults.people import Person
from tests.faults.siege import Siege
from tests.support import serving

OK, SEE_OTHER = 200, 303
NOUNS = {"step": ("steps", "step:logged"), "flag": ("flags", "flag:raised")}


@dataclass(frozen=True)
class Entry:
    """One line of the access log, as far as it matters here."""

    at: datetime
    event: str
    user: str
    subject: str
    case: str
    told: int


class Reckoning:
    """Everything that may not be, as sentences; empty when all is well."""

    def __init__(self, siege: Siege, people: Sequence[Person], since: datetime) -> None:
        self.deeds = [deed for one in people for deed in one.deeds]
        cases = sorted({one.told["case"] for one in people})
        asked = ["tests.faults.inside", "tell", since.isoformat(), *cases]
        told: dict[str, Any] = json.loads(serving.say(siege.environment, *asked))
        self.entries = [_entry(row) for row in told["entries"]]
        self.rows: dict[str, list[tuple[str, str]]] = {
            kind: [(identity, text) for identity, text in told[table]]
            for kind, (table, _event) in NOUNS.items()
        }
        self.by_event: dict[str, list[Entry]] = defaultdict(list)
        for entry in self.entries:
            self.by_event[entry.event].append(entry)
        self.done = Counter(deed.kind for deed in self.deeds if deed.answer.is_clear)

    def wrong(self) -> list[str]:
        """Give all that is wrong."""
        return [
            *self.unlogged_looks(),
            *self.lost_or_doubled(),
            *self.edits_that_do_not_fit(),
            *self.doors_left_open(),
            *self.unanswered(),
        ]

    def unlogged_looks(self) -> Iterable[str]:
        """Whatever was shown has an entry of that person, between asking and getting it."""
        for kind, event in (("view", "case:shown"), ("list", "cases:listed")):
            entries = self.by_event[event]
            for deed in self.deeds:
                if deed.kind != kind or deed.answer.status != OK:
                    continue
                mine = [
                    one
                    for one in entries
                    if one.user == deed.user
                    and deed.began <= one.at <= (deed.ended or deed.began)
                    and (kind == "list" or (one.case == deed.about and one.told))
                ]
                if not mine:
                    yield f"{kind} of {deed.about} by {deed.user} at {deed.began} is in no log"

    def lost_or_doubled(self) -> Iterable[str]:
        """What was acknowledged is there once, what was not at most once, each with its entry."""
        for kind, (_table, event) in NOUNS.items():
            logged = Counter(entry.subject for entry in self.by_event[event])
            for deed in (one for one in self.deeds if one.kind == kind):
                found = [identity for identity, text in self.rows[kind] if deed.word in text]
                acknowledged = deed.answer.status == SEE_OTHER
                if len(found) > 1 or (acknowledged and not found):
                    yield f"{kind} {deed.word}: {deed.answer.status}, {len(found)} rows"
                if deed.answer.is_clear and not acknowledged and found:
                    yield f"{kind} {deed.word}: refused with {deed.answer.status}, and there"
                yield from (
                    f"{kind} {deed.word}: {logged[one]} entries"
                    for one in found
                    if logged[one] != 1
                )

    def edits_that_do_not_fit(self) -> Iterable[str]:
        """Each change of a person has its entry, and each entry its change."""
        edits = [deed for deed in self.deeds if deed.kind == "edit"]
        for resident in {deed.about for deed in edits}:
            mine = [deed for deed in edits if deed.about == resident]
            acknowledged = sum(deed.answer.status == SEE_OTHER for deed in mine)
            unknown = sum(not deed.answer.is_clear for deed in mine)
            logged = sum(one.subject == resident for one in self.by_event["resident:changed"])
            if not acknowledged <= logged <= acknowledged + unknown:
                yield f"resident {resident}: {acknowledged} changes told, {logged} in the log"

    def doors_left_open(self) -> Iterable[str]:
        """Who signed out has no page any more with what they carried before."""
        for deed in self.deeds:
            if deed.kind == "after" and deed.answer.status == OK:
                yield f"{deed.user} is shown a case after signing out"

    def unanswered(self) -> Iterable[str]:
        """Nobody was thrown out, and whoever went on asking got to know in the end."""
        for deed in self.deeds:
            if deed.kind not in ("view", "list") and not deed.answer.is_clear:
                yield f"{deed.kind} {deed.word} never became clear in {deed.tries} tries"
            if deed.kind != "after" and deed.answer.location.startswith("/sign-in"):
                yield f"{deed.kind} by {deed.user}: the session was gone"


def _entry(row: Sequence[Any]) -> Entry:
    at, event, user, subject, case, told = row
    moment = datetime.fromisoformat(at)
    if moment.tzinfo is None:
        moment = moment.replace(tzinfo=UTC)
    plain = [one.replace("-", "") for one in (user, subject, case)]
    return Entry(moment, event, *plain, int(told))
