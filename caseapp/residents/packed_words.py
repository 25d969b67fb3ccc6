"""Many short words in little memory, with tables to find those one error away or alike in sound.

Finding words one error away needs no scan: two words differ by one letter wrong, missing, added
or swapped only if they, or they less one letter, have a text in common. The table of words less
one letter is 8 bytes an entry: for 80,000 surnames about 6 MB, and 0.05 ms a question.
"""

from array import array
from bisect import bisect_left
from collections.abc import Iterable, Sequence
from itertools import accumulate
from typing import overload
from zlib import crc32

from caseapp.residents.names import sound_of

PLACE = 0xFFFFFFFF
LAST_LETTER = "\U0010ffff"


class PackedWords(Sequence[str]):
    """Sorted words in one row of bytes, with where each ends: a tenth of a list's memory."""

    def __init__(self, words: Iterable[str]) -> None:
        ordered = sorted(words)
        lengths = (len(word.encode()) + 1 for word in ordered)
        self._bytes = "".join(f"{word}\n" for word in ordered).encode()
        self._ends = array("I", accumulate(lengths, initial=0))
        self._less_one = _table((less, place) for place, word in enumerate(ordered)
                                for less in less_one_letter(word))  # fmt: skip
        self._sounds = _table((sound_of(word), place) for place, word in enumerate(ordered))

    def __len__(self) -> int:
        return len(self._ends) - 1

    @overload
    def __getitem__(self, place: int) -> str: ...
    @overload
    def __getitem__(self, place: slice) -> list[str]: ...
    def __getitem__(self, place: int | slice) -> str | list[str]:
        if isinstance(place, slice):
            return [self[number] for number in range(*place.indices(len(self)))]
        if not 0 <= place < len(self):
            raise IndexError(place)
        return self._bytes[self._ends[place] : self._ends[place + 1] - 1].decode()

    def __contains__(self, word: object) -> bool:
        place = bisect_left(self, word) if isinstance(word, str) else len(self)
        return self[place : place + 1] == [word]

    def beginning_with(self, start: str) -> list[str]:
        """Give the words that begin with these letters."""
        first = bisect_left(self, start)
        return self[first : bisect_left(self, start + LAST_LETTER, first)]

    def about_one_error_from(self, word: str) -> set[str]:
        """Give every word one error away, and some that are two away."""
        return {
            self[place] for less in less_one_letter(word) for place in _places(self._less_one, less)
        }

    def maybe_sounding_like(self, word: str) -> list[str]:
        """Give every word of the same sound, and rarely another."""
        return [self[place] for place in _places(self._sounds, sound_of(word))]

    def unpacked(self) -> list[str]:
        """Give all words as a list, made for the occasion: some milliseconds."""
        return self._bytes.decode().split("\n")[:-1]


def less_one_letter(word: str) -> set[str]:
    """Give a word and each of its forms with one letter left out."""
    return {word, *(word[:place] + word[place + 1 :] for place in range(len(word)))}


def _number(text: str) -> int:
    """Give 64 bits of which the upper half stands for a text, the lower half free for a place."""
    return crc32(text.encode()) << 32


def _table(entries: Iterable[tuple[str, int]]) -> "array[int]":
    """Make a sorted table of (text, place) entries, 8 bytes each.

    Sorted in sixteenths: numbers as objects take five times the memory, for a moment.
    """
    parts = [array("Q") for _ in range(16)]
    for text, place in entries:
        number = _number(text) | place
        parts[number >> 60].append(number)
    table = array("Q")
    for part in parts:
        table.extend(array("Q", sorted(part)))
        del part[:]
    return table


def _places(table: "array[int]", text: str) -> list[int]:
    """Look a text up; once in four thousand million another text answers too."""
    first = _number(text)
    start = bisect_left(table, first)
    end = bisect_left(table, first + (1 << 32), start)
    return [entry & PLACE for entry in table[start:end]]
