"""The answer to "who looked at my data", as facts: pure. The words are the screen's."""

import hashlib
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from caseapp.accesslog import DataKind, Ground
from caseapp.kernel.actor import Role


@dataclass(frozen=True, slots=True)
class Glance:
    """One processing as it may be told: by whom only as far as organisation and function."""

    day: date
    organisation: str
    """The organisation of the one who looked; empty for the municipality itself."""
    function: str
    roles: tuple[Role, ...]
    """What they were hired for at that moment, where the function is not known."""
    kind: DataKind
    purpose: str
    grounds: tuple[Ground, ...]
    emergency: bool
    left: bool
    """A paper about them was made for somebody outside the municipality."""


@dataclass(frozen=True, slots=True)
class Row:
    """One line of an answer: everything alike of one day, once, however often it was."""

    day: date
    organisation: str
    function: str
    roles: tuple[Role, ...]
    purpose: str
    grounds: tuple[Ground, ...]
    emergency: bool
    left: bool
    kinds: tuple[DataKind, ...]


_Key = tuple[date, str, str, tuple[Role, ...], str, tuple[Ground, ...], bool, bool]


def merged(glances: Iterable[Glance]) -> list[Row]:
    """Fold what somebody of one function did on one day into one line, the earliest day first.

    The order depends on nothing but the lines themselves, so that what is withheld leaves no trace.
    """
    kinds: dict[_Key, set[DataKind]] = {}
    for one in glances:
        key = (one.day, one.organisation, one.function, one.roles, one.purpose, one.grounds,
               one.emergency, one.left)  # fmt: skip
        kinds.setdefault(key, set()).add(one.kind)
    return [Row(*key, tuple(sorted(found))) for key, found in sorted(kinds.items())]


def digest_of(content: str) -> bytes:
    """Give the SHA-256 of a text, to the byte."""
    return hashlib.sha256(content.encode()).digest()
