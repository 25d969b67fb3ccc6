"""Seeded chance that gives the same outcome in every process and on every machine."""

from collections.abc import Sequence
from functools import lru_cache
from random import Random

DECK_SALT = "deck"


def roll(seed: int, *purpose: str | int) -> Random:
    """Give a generator for one purpose; the same seed and purpose give the same numbers.

    Text seeds go through SHA-512 in the standard library, so neither hash randomisation nor the
    order in which parts of a world are made can change the outcome.
    """
    return Random("/".join(map(str, (seed, *purpose))))


@lru_cache(maxsize=512)
def _deck(seed: int, purpose: str, number: int, cards: tuple[str, ...]) -> tuple[str, ...]:
    shuffled = list(cards)
    roll(seed, DECK_SALT, purpose, number).shuffle(shuffled)
    return tuple(shuffled)


def dealt(seed: int, purpose: str, index: int, cards: Sequence[str]) -> str:
    """Deal card `index` of endless shuffled decks: every deck holds every card exactly once.

    So a rare card is certain to appear in each deck, where independent chance would not promise.
    """
    number, place = divmod(index, len(cards))
    return _deck(seed, purpose, number, tuple(cards))[place]
