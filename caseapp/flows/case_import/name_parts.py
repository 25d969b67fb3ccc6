"""The parts of a name, and where one part ends and the next begins."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Final

PREFIX_WORDS: Final = (
    "'s 's- 't a aan af bij d' da de degli dei del della den der des di die do dos du het 'n im in "
    "la las le les los o' of onder op over te ten ter thoe to toe tot uijt uit van vd v.d. v/d "
    "v.d vande vanden vander ver vom von voor zu zum zur"
)
PREFIXES: Final = frozenset(PREFIX_WORDS.split())
"""Words before a surname (voorvoegsels, after the national table), in lower case."""

SURNAME_WORDS: Final = "abd abu ait aït al ben bin bou el ibn ould san st st. santa mc mac"
STARTS_SURNAME: Final = frozenset(SURNAME_WORDS.split())
"""Words that begin a surname but belong to it: they are sorted and shown with it."""

INITIAL: Final = re.compile(r"^(?:[^\W\d_]{1,2}\.-?)+[^\W\d_]?$")
CAPITALS: Final = re.compile(r"^[A-Z]{1,3}$")
WRITTEN_TOGETHER: Final = re.compile(r"^((?:[^\W\d_]\.)+)([^\W\d_][^.]+)$")


@dataclass(frozen=True, slots=True)
class PersonName:
    """A name in its parts; what is not known is empty. `is_household` when it is a family's."""

    surname: str = ""
    prefix: str = ""
    first_names: str = ""
    initials: str = ""
    call_name: str = ""
    partner_surname: str = ""
    is_household: bool = False

    @property
    def written(self) -> str:
        """Give the name as one line: J.P. van den Berg-Jansen."""
        first = self.first_names or self.initials or self.call_name
        return " ".join(part for part in (first, self.prefix, self.surname) if part)


def split_name(text: str) -> tuple[PersonName, bool]:
    """Split into surname, prefix and first names or initials; tell whether it was a guess."""
    surname, comma, rest = text.partition(",")
    if comma and surname.strip():
        return _surname_first(surname.strip(), rest.replace(",", " ").split()), False
    words = [part for word in rest.split() or text.split() for part in _loose(word)]
    return _first_names_first(words)


def _loose(word: str) -> list[str]:
    """Split "J.Jansen" where the initials are glued to what follows."""
    match = WRITTEN_TOGETHER.match(word)
    return [match[1], match[2]] if match else [word]


def _surname_first(surname: str, rest: list[str]) -> PersonName:
    """Read "Berg, J. van den", "Berg van den, J." and "van den Berg, J."."""
    prefix, surname = split_prefix(surname)
    words = surname.split()
    while not prefix and len(words) > 1 and words[-1].lower() in PREFIXES:
        cut = next(i for i, word in enumerate(words) if i and word.lower() in PREFIXES)
        prefix, words = " ".join(words[cut:]), words[:cut]
    loose = [word for word in rest if _is_loose_prefix(word, alone=len(rest) == 1)]
    first = [word for word in rest if word not in loose]
    prefix = " ".join((*loose, prefix)).strip()
    return _named(first, prefix, " ".join(words))


def _is_loose_prefix(word: str, *, alone: bool) -> bool:
    """Tell whether a word behind the comma is a prefix; "Nguyen, Do" and "Berg, A" are not."""
    if CAPITALS.match(word) or (alone and word[0].isupper()):
        return False
    return word.lower() in PREFIXES


def split_prefix(text: str) -> tuple[str, str]:
    """Split "van den Berg"; at least one word is left for the surname."""
    words = text.split()
    cut = 0
    while cut < len(words) - 1 and words[cut].lower() in PREFIXES:
        cut += 1
    return " ".join(words[:cut]).lower(), " ".join(words[cut:])


def _first_names_first(words: list[str]) -> tuple[PersonName, bool]:
    """Read "J.P. van den Berg-Jansen", "Fatma Yılmaz", "De Vries" and "Jansen"."""
    start = 0
    while start < len(words) - 1 and _is_initials(words[start]):
        start += 1
    begins = _surname_begins(words, start)
    prefix, surname = split_prefix(" ".join(words[begins:]))
    guessed = begins > start and not prefix and begins > 1
    return _named(words[:begins], prefix, surname), guessed


def _surname_begins(words: list[str], start: int) -> int:
    """Find the word where the prefix or the surname begins."""
    for index in range(start, len(words) - 1):
        word = words[index].lower()
        if word in PREFIXES or (index and word in STARTS_SURNAME):
            return index
    return start or len(words) - 1


def _is_initials(word: str) -> bool:
    """Tell whether a word is initials: "J.", "J.P.", "Th.", "JP"."""
    return bool(INITIAL.match(word) or CAPITALS.match(word))


def _named(first: list[str], prefix: str, surname: str) -> PersonName:
    """Put the words in front where they belong: initials together, other words as first names."""
    initials = [word for word in first if _is_initials(word)]
    names = [word for word in first if not _is_initials(word)]
    return PersonName(
        surname=surname,
        prefix=prefix.lower(),
        first_names=" ".join(names),
        initials=" ".join(initials) if names else "".join(initials),
    )
