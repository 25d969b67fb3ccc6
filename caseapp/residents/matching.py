"""How surely two descriptions are of one person, and why: pure, and it never merges by itself.

Points are log-odds set by hand after Fellegi and Sunter (1969): rare agreement weighs much,
disagreement on what does not change counts against. A tussenvoegsel weighs nothing. A person
decides; the clues are what the screen shows them.
"""

from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from functools import lru_cache

from rapidfuzz.distance import OSA

from caseapp.residents.call_names import known_as
from caseapp.residents.name_dictionary import LONG_ENOUGH_FOR_TWO_ERRORS
from caseapp.residents.names import Name, initial_of, sound_of, unglued

SHORTEST_BEGINNING = 3
PART_OF_A_NAME = 0.95


class Clue(StrEnum):
    """One reason for a score; web/labels.py has the words a person reads."""

    BSN_SAME = "bsn-same"
    BSN_ALMOST = "bsn-almost"
    BSN_OTHER = "bsn-other"
    SURNAME_SAME = "surname-same"
    SURNAME_PART = "surname-part"
    SURNAME_SOUND = "surname-sound"
    SURNAME_ALMOST = "surname-almost"
    SURNAME_BEGINNING = "surname-beginning"
    SURNAME_OTHER = "surname-other"
    GIVEN_SAME = "given-same"
    GIVEN_KNOWN_AS = "given-known-as"
    GIVEN_ALMOST = "given-almost"
    GIVEN_INITIAL = "given-initial"
    GIVEN_OTHER = "given-other"
    BORN_SAME = "born-same"
    BORN_SWAPPED = "born-swapped"
    BORN_ALMOST = "born-almost"
    BORN_OTHER = "born-other"
    ADDRESS_SAME = "address-same"
    POSTCODE_SAME = "postcode-same"


POINTS = {
    Clue.BSN_SAME: 16.0, Clue.BSN_ALMOST: 2.0, Clue.BSN_OTHER: -10.0,
    Clue.SURNAME_SAME: 4.0, Clue.SURNAME_PART: 3.0, Clue.SURNAME_SOUND: 3.0,
    Clue.SURNAME_ALMOST: 2.0, Clue.SURNAME_BEGINNING: 1.5, Clue.SURNAME_OTHER: -4.0,
    Clue.GIVEN_SAME: 3.0, Clue.GIVEN_KNOWN_AS: 2.0, Clue.GIVEN_ALMOST: 1.5,
    Clue.GIVEN_INITIAL: 0.5, Clue.GIVEN_OTHER: -3.0,
    Clue.BORN_SAME: 6.0, Clue.BORN_SWAPPED: 4.0, Clue.BORN_ALMOST: 2.5, Clue.BORN_OTHER: -4.0,
    Clue.ADDRESS_SAME: 3.0, Clue.POSTCODE_SAME: 1.0,
}  # fmt: skip

LIKELY_FROM = 11.0
"""Say: name, date of birth; or name with an error, date of birth and address."""

POSSIBLE_FROM = 7.0
"""Say: the same name and nothing that contradicts it; a person must look."""


class Verdict(StrEnum):
    """What the score comes to."""

    SAME = "same"
    LIKELY = "likely"
    POSSIBLE = "possible"
    DIFFERENT = "different"


@dataclass(frozen=True)
class Description:
    """What is known of a person, or typed: ways to read the name, and further keys."""

    names: tuple[Name, ...] = ()
    born: date | None = None
    postcode: str = ""
    house_number: int | None = None
    bsn: str = ""


@dataclass(frozen=True, order=True)
class Match:
    """A score: points, how alike the names are letter by letter (0 to 1), and why."""

    points: float
    closeness: float
    clues: tuple[Clue, ...]

    @property
    def verdict(self) -> Verdict:
        """Say what the score comes to; only an equal BSN makes two descriptions one person."""
        if Clue.BSN_SAME in self.clues and self.points >= LIKELY_FROM:
            return Verdict.SAME
        if self.points >= LIKELY_FROM:
            return Verdict.LIKELY
        return Verdict.POSSIBLE if self.points >= POSSIBLE_FROM else Verdict.DIFFERENT


def compare(sought: Description, known: Description) -> Match:
    """Score how surely a known person is the one sought; absent facts weigh nothing."""
    named = max(
        (_name_match(way, name) for way in sought.names for name in known.names),
        default=Match(0.0, 0.0, ()),
    )
    clues = [*named.clues, *_bsn(sought, known), *_born(sought, known), *_address(sought, known)]
    return Match(sum(POINTS[clue] for clue in clues), named.closeness, tuple(clues))


def _name_match(sought: Name, known: Name) -> Match:
    family, near = _surnames(sought, known)
    if not sought.given or not known.given:
        clues: tuple[Clue, ...] = family
        return Match(sum(POINTS[clue] for clue in clues), near, clues)
    given, nearer = max(
        (_given_word(word, name) for word in sought.given for name in known.given),
        key=lambda found: (POINTS[found[0]], found[1]),
    )
    clues = (*family, given)
    return Match(sum(POINTS[clue] for clue in clues), 0.6 * near + 0.4 * nearer, clues)


def _surnames(sought: Name, known: Name) -> tuple[tuple[Clue, ...], float]:
    """Compare surnames by their words: the best pair counts, less so if other words differ."""
    if not sought.surname or not known.surname:
        return (), 0.0
    mine, theirs = {*sought.surname}, {*known.surname}
    if mine == theirs or mine & {*known.joined} or theirs & {*sought.joined}:
        return (Clue.SURNAME_SAME,), 1.0
    clue, near = max(
        (
            _surname_word(form, other)
            for word in sought.surname + sought.joined
            for form in unglued(word)
            for name in known.surname + known.joined
            for other in unglued(name)
        ),
        key=lambda found: (POINTS[found[0]], found[1]),
    )
    if clue is Clue.SURNAME_SAME:
        return (Clue.SURNAME_PART,), PART_OF_A_NAME
    return (clue,), near


@lru_cache(maxsize=16384)
def _surname_word(sought: str, known: str) -> tuple[Clue, float]:
    near = OSA.normalized_similarity(sought, known)
    clue = Clue.SURNAME_OTHER
    if sought == known:
        clue = Clue.SURNAME_SAME
    elif sound_of(sought) == sound_of(known):
        clue = Clue.SURNAME_SOUND
    elif _few_errors(sought, known):
        clue = Clue.SURNAME_ALMOST
    elif len(sought) >= SHORTEST_BEGINNING and known.startswith(sought):
        clue = Clue.SURNAME_BEGINNING
    return clue, near


@lru_cache(maxsize=16384)
def _given_word(sought: str, known: str) -> tuple[Clue, float]:
    near = OSA.normalized_similarity(sought, known)
    clue = Clue.GIVEN_OTHER
    if sought == known:
        clue = Clue.GIVEN_SAME
    elif min(len(sought), len(known)) == 1 and sought[0] == known[0]:
        clue, near = Clue.GIVEN_INITIAL, 1.0
    elif known in known_as(sought) or sound_of(sought) == sound_of(known):
        clue = Clue.GIVEN_KNOWN_AS
    elif min(len(sought), len(known)) > 1 and _few_errors(sought, known):
        clue = Clue.GIVEN_ALMOST
    elif initial_of(sought) == initial_of(known):
        clue = Clue.GIVEN_INITIAL
    return clue, near


def _few_errors(one: str, other: str) -> bool:
    """Tell whether two words differ by one error, or by two when they are long."""
    allowed = 2 if min(len(one), len(other)) >= LONG_ENOUGH_FOR_TWO_ERRORS else 1
    return OSA.distance(one, other, score_cutoff=allowed) <= allowed


def _bsn(sought: Description, known: Description) -> list[Clue]:
    if not sought.bsn or not known.bsn:
        return []
    if sought.bsn == known.bsn:
        return [Clue.BSN_SAME]
    almost = OSA.distance(sought.bsn, known.bsn) == 1
    return [Clue.BSN_ALMOST if almost else Clue.BSN_OTHER]


def _born(sought: Description, known: Description) -> list[Clue]:
    one, other = sought.born, known.born
    if one is None or other is None:
        return []
    if one == other:
        return [Clue.BORN_SAME]
    if (one.year, one.month, one.day) == (other.year, other.day, other.month):
        return [Clue.BORN_SWAPPED]
    almost = OSA.distance(f"{one:%Y%m%d}", f"{other:%Y%m%d}") == 1
    return [Clue.BORN_ALMOST if almost else Clue.BORN_OTHER]


def _address(sought: Description, known: Description) -> list[Clue]:
    """Compare addresses; a different one weighs nothing, for people move."""
    mine, theirs = (text.replace(" ", "").upper() for text in (sought.postcode, known.postcode))
    if not mine or mine != theirs:
        return []
    same = sought.house_number is not None and sought.house_number == known.house_number
    return [Clue.ADDRESS_SAME if same else Clue.POSTCODE_SAME]
