"""Names of people as they are compared: without accents, particles or spelling habits.

A tussenvoegsel ("van der", "v.d.", "el") never tells people apart, so it is set aside; what
remains of a surname are its words. "IJsselstein", "Ijsselstein" and "ijselstein" sound alike.
"""

import re
import unicodedata
from dataclasses import dataclass
from functools import lru_cache
from itertools import groupby

PARTICLES = frozenset(
    "van von vom de den der het des ten ter te in op aan bij onder over uit uijt voor tot thoe"
    " zu zum zur da das dos di del della du le la les el al vd vdr vde vden vander vanden vande"
    " opt opde".split()
)
"""Tussenvoegsels of the population register (BRP table 36) and of migrant and Flemish names."""

LETTERS = str.maketrans(
    {
        "ı": "i", "ø": "o", "ł": "l", "đ": "d", "ð": "d", "þ": "th", "æ": "ae", "œ": "oe",
        "ĳ": "ij", "ŋ": "n", "ħ": "h", "ŧ": "t", "ə": "e",
    }
)  # fmt: skip
"""Letters that Unicode does not take apart into a base letter and an accent."""

INITIALS = "abcdefghijklmnopqrstuvwxyz"
OTHER_INITIAL = "_"
"""Stands for a name without given names, and for one in another script."""

LONGEST_NAME = 200
MOST_WORDS = 6
"""More words than this in one name or question are not compared: nobody needs them."""

_LONE_T = re.compile(r"(?<!\w)['’‘`]\s*t\b")
_LONE_S = re.compile(r"(?<!\w)['’‘`]\s*s\b")
_APOSTROPHE = re.compile(r"['’‘`ʼ]")
_GLUED = re.compile(r"(?:van(?:de[nr]?)?|ver|de[nr]?|el|al|ten|ter)(?=\w{4})")
_HYPHEN = re.compile(r"[-–=/]")

_SOUNDS = tuple(
    (re.compile(pattern), sound)
    for pattern, sound in (
        (r"chr", "kr"), (r"sch(?=e?$)", "s"), (r"tsj|tch", "C"), (r"s[jh]", "S"),
        (r"ch|gh", "g"), (r"ph", "f"), (r"th|dt|d$", "t"), (r"dj", "j"),
        (r"ouw|auw|ou|au", "W"), (r"uij|uy|ui|eu", "U"), (r"ij|e[iy]", "Y"),
        (r"y(?=[aeiou])|^y", "j"), (r"(?<=[^aeiou])y$", "i"), (r"y", "Y"),
        (r"ck|q", "k"), (r"c(?=[eiY])", "s"), (r"c", "k"), (r"x", "ks"), (r"t?z", "s"),
        (r"b?v|bf", "f"), (r"(?<=.)h", ""), (r"ae", "a"), (r"ie", "i"),
    )
)  # fmt: skip
"""Spellings of one Dutch sound, the longer before the shorter; capitals are sounds of their own."""


@dataclass(frozen=True)
class Name:
    """The words of a name that count: given names, the parts of the surname, and these as one."""

    given: tuple[str, ...]
    surname: tuple[str, ...]
    joined: tuple[str, ...] = ()


@lru_cache(maxsize=4096)
def normalise(text: str) -> str:
    """Write a name in bare lower-case letters with single spaces; doing it twice changes nothing.

    Longer texts are cut at 200 characters: that is how long a name may be.
    """
    lowered = unicodedata.normalize("NFKD", text[:LONGEST_NAME]).casefold().translate(LETTERS)
    bare = "".join(
        letter
        for letter in unicodedata.normalize("NFKD", lowered).casefold()
        if not unicodedata.combining(letter)
    )
    bare = _LONE_S.sub(" des ", _LONE_T.sub(" het ", bare))
    bare = _APOSTROPHE.sub("", bare)
    return " ".join("".join(sign if sign.isalpha() else " " for sign in bare).split())


def words_of(text: str) -> list[tuple[str, bool]]:
    """Split a name into words, each with whether it is a tussenvoegsel.

    "v d Berg" means van den Berg; "D. Jansen" and "V. Jansen" are initials. A name of
    tussenvoegsels alone ("Le", "Van") keeps its last word: it is somebody's name.
    """
    words = normalise(text).split()
    marked: list[tuple[str, bool]] = []
    for position, word in enumerate(words):
        after_particle = position > 0 and marked[-1][1]
        v_of_van = word == "v" and (position > 0 or words[1:2] == ["d"])
        marked.append(
            (word, word in PARTICLES or v_of_van or (word in {"d", "t"} and after_particle))
        )
    if marked and all(particle for _, particle in marked):
        marked[-1] = (marked[-1][0], False)
    return marked


def surname_words(surname: str) -> tuple[str, ...]:
    """Give the words of a surname; a double name gives each part (de Vries-Jansen: two)."""
    words = (word for word, particle in words_of(surname) if not particle)
    return tuple(dict.fromkeys(words))[:MOST_WORDS]


def joined_words(surname: str) -> tuple[str, ...]:
    """Give names of several words as they are also written: Ben Ali gives benali.

    The parts of a double name, which a hyphen separates, are not joined.
    """
    parts = (surname_words(part) for part in _HYPHEN.split(surname))
    return tuple(dict.fromkeys("".join(words) for words in parts if len(words) > 1))


def given_words(given: str) -> tuple[str, ...]:
    """Give the given names in order; a hyphen parts them (Anne-Marie: anne, marie)."""
    return tuple(dict.fromkeys(normalise(given).split()))[:MOST_WORDS]


def name_of(given: str, surname: str) -> Name:
    """Give the words that count of a person as registered."""
    return Name(given_words(given), surname_words(surname), joined_words(surname))


def unglued(word: str) -> tuple[str, ...]:
    """Give a surname word and, when a tussenvoegsel is written to it, the word without it.

    "vandenberghe" gives itself and "berghe", so that both spellings meet.
    """
    glued = _GLUED.match(word)
    return (word, word[glued.end() :]) if glued else (word,)


def readings(question: str) -> tuple[Name, ...]:
    """Read what somebody typed as a name, in every way that makes sense.

    A comma ends a surname ("Berg, Jan van den"). A word after a tussenvoegsel is a surname.
    Otherwise the surname may stand last or first, for people type both ways round.
    """
    before, comma, after = question.partition(",")
    if comma and normalise(before):
        given = surname_words(after) if normalise(after) else ()
        return (Name(given, surname_words(before), joined_words(before)),)
    marked = words_of(question)[: 2 * MOST_WORDS]
    for position in range(1, len(marked)):
        if marked[position - 1][1] and not marked[position][1]:
            return _around_particle(question, marked, position)
    words = tuple(word for word, particle in marked if not particle)[:MOST_WORDS]
    if len(words) == 2 and _HYPHEN.search(question):  # noqa: PLR2004 - a double surname alone
        return (*_either_way(words), _way((), words))
    return _either_way(words)


def _around_particle(
    question: str, marked: list[tuple[str, bool]], position: int
) -> tuple[Name, ...]:
    """Read a question with a tussenvoegsel: what follows it is surname, what precedes given.

    Of a double name the first part may precede it ("Eva Jansen-de Vries").
    """
    before = tuple(word for word, particle in marked[:position] if not particle)
    rest = tuple(word for word, particle in marked[position:] if not particle)[:MOST_WORDS]
    double = _HYPHEN.search(question) is not None
    if before:
        ways = [_way(before, rest)]
        if double:  # "Jansen-de Vries" alone is a whole surname; before it may stand a given name
            own = 1 if len(before) > 1 else 0
            ways.append(_way(before[:own], before[own:] + rest))
        return tuple(ways)
    if double or len(rest) == 1:
        return (_way((), rest),)
    return (_way(rest[1:], rest[:1]), _way((), rest))


def _either_way(words: tuple[str, ...]) -> tuple[Name, ...]:
    """Read words without a tussenvoegsel: the surname last, first, or all but the first."""
    if len(words) <= 1:
        return tuple(_way((), (word,)) for word in words)
    ways = [_way(words[:-1], words[-1:]), _way(words[1:], words[:1])]
    if len(words) > 2:  # noqa: PLR2004 - a given name and a surname of two words
        ways.append(_way(words[:1], words[1:]))
    return tuple(ways)


def _way(given: tuple[str, ...], surname: tuple[str, ...]) -> Name:
    return Name(given, surname, ("".join(surname),) if len(surname) > 1 else ())


@lru_cache(maxsize=8192)
def sound_of(word: str) -> str:
    """Give how a word sounds in Dutch: dykstra, Dijkstra and deikstra give the same."""
    for pattern, sound in _SOUNDS:
        word = pattern.sub(sound, word)
    return "".join(letter for letter, _ in groupby(word.replace("v", "f")))


def initial_of(word: str) -> str:
    """Give the first sound of a given name as one letter: Cornelis and Kees share the k."""
    letter = sound_of(word)[:1].lower()
    return letter if letter in INITIALS else OTHER_INITIAL
