"""The distinct names of a municipality in memory, to find those close to what was typed.

Each worker process keeps two for a municipality, surnames and given names, about 110 bytes a
name. They know no person: which residents bear a name is asked of the database, by keyed hash.
"""

import threading
from array import array
from collections.abc import Iterable
from operator import itemgetter
from typing import NamedTuple

from rapidfuzz import process
from rapidfuzz.distance import OSA, JaroWinkler

from caseapp.residents.names import sound_of
from caseapp.residents.packed_words import PackedWords

SOUND, PREFIX = 0.5, 1.5
"""How far a name is from what was typed; a typing error (OSA distance) counts 1."""

LONG_ENOUGH_FOR_TWO_ERRORS = 6
SHORTEST_PREFIX = 3
MOST_PREFIXED = 20

SETTLING_SECONDS = 600.0
"""No transaction lasts longer: a number below one seen so long ago is not coming any more."""

SETTLING_NUMBERS = 2_000
"""No transaction that is underway is overtaken by more names than this."""

TIDY_AFTER = 2_000


class _Shelf(NamedTuple):
    """What readers take in one go, so that a tidying thread never shows them half of it."""

    packed: PackedWords
    late: list[str]


class NameDictionary:
    """Distinct name words, and which of them are close to a word.

    Words come with their number in the table, a counter: `read_from` and `behind` tell when
    and from where another process's additions must be read.
    """

    def __init__(self) -> None:
        self._shelf = _Shelf(PackedWords([]), [])
        self._recent: set[int] = set()
        self._marks: list[tuple[float, int]] = []
        self._lock = threading.Lock()
        self.read_from = 0

    @classmethod
    def load(cls, entries: Iterable[tuple[int, str]], at: float) -> "NameDictionary":
        """Read (number, word) entries in order of number; `at` is a monotonic time in seconds."""
        dictionary = cls()
        words: list[str] = []
        numbers = array("Q")
        for number, word in entries:
            numbers.append(number)
            words.append(word)
        dictionary._shelf = _Shelf(PackedWords(words), [])
        dictionary._recent.update(numbers[-SETTLING_NUMBERS:])
        dictionary.read_from = min(dictionary._recent, default=1) - 1
        dictionary._mark(at)
        return dictionary

    def __len__(self) -> int:
        """Count the names."""
        return len(self._shelf.packed) + len(self._shelf.late)

    def __contains__(self, word: str) -> bool:
        """Tell whether a name is known."""
        shelf = self._shelf
        return word in shelf.packed or word in shelf.late

    def behind(self, stored: int, at: float) -> bool:
        """Tell whether the table, with `stored` rows above `read_from`, knows names we do not."""
        with self._lock:
            behind = stored > len(self._recent)
            self._settle(at)
            return behind

    def learn(self, entries: Iterable[tuple[int, str]], at: float) -> None:
        """Take in entries read from above `read_from`; those known already are passed over."""
        with self._lock:
            for number, word in entries:
                if number not in self._recent:
                    self._recent.add(number)
                    if word not in self:
                        self._shelf.late.append(word)
            self._mark(at)
            if len(self._shelf.late) > TIDY_AFTER:
                self._shelf = _Shelf(PackedWords([*self._shelf.packed, *self._shelf.late]), [])

    def closest(
        self, word: str, limit: int = 40, *, thorough: bool = False
    ) -> list[tuple[str, float]]:
        """Give the names nearest to a word, nearest first, each with how far it is.

        Equal is 0, sounding alike 0.5, an error (one letter wrong, missing, added, or two
        swapped) 1, beginning with it 1.5, and 2 for a second error in words of six letters and
        more: some of those are always found, all of them only when asked to be thorough.
        """
        shelf = self._shelf
        found = _near(word, [*shelf.packed.about_one_error_from(word), *shelf.late])
        found |= dict.fromkeys(_beginning_with(shelf, word) - found.keys(), PREFIX)
        for name in (*shelf.packed.maybe_sounding_like(word), *shelf.late):
            if sound_of(name) == sound_of(word):
                found[name] = min(SOUND, found.get(name, SOUND))
        if thorough:
            found = _near(word, shelf.packed.unpacked()) | found
        ranked = sorted(
            (cost, -JaroWinkler.similarity(word, name), name) for name, cost in found.items()
        )
        return [(name, cost) for cost, _, name in ranked[:limit]]

    def _mark(self, at: float) -> None:
        """Note the highest number at this moment."""
        if self._recent:
            self._marks.append((at, max(self._recent)))
        self._settle(at)

    def _settle(self, at: float) -> None:
        """Stop looking below a number that was the highest long ago."""
        settled = [number for seen, number in self._marks if seen <= at - SETTLING_SECONDS]
        if settled:
            self.read_from = settled[-1]
            self._recent = {number for number in self._recent if number > self.read_from}
            self._marks = [(seen, number) for seen, number in self._marks if number > settled[-1]]


def _near(word: str, names: list[str]) -> dict[str, float]:
    """Give those names that are at most one error away; of long words two."""
    reach = 2 if len(word) >= LONG_ENOUGH_FOR_TWO_ERRORS else 1
    near = process.extract(word, names, scorer=OSA.distance, score_cutoff=reach, limit=None)
    return {name: float(errors) for name, errors, _ in near}


def _beginning_with(shelf: _Shelf, word: str) -> set[str]:
    """Give the shortest names that begin with a word of three letters or more."""
    if len(word) < SHORTEST_PREFIX:
        return set()
    late = [name for name in shelf.late if name.startswith(word)]
    return set(sorted(shelf.packed.beginning_with(word) + late, key=len)[:MOST_PREFIXED])


def merged(*findings: list[tuple[str, float]]) -> list[tuple[str, float]]:
    """Join several findings into one, nearest first, each name once."""
    nearest: dict[str, float] = {}
    for name, distance in (pair for finding in findings for pair in finding):
        nearest[name] = min(distance, nearest.get(name, distance))
    return sorted(nearest.items(), key=itemgetter(1))
