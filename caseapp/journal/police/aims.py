"""What a search in police data aims at: words, as they are compared."""

from caseapp.kernel.errors import RuleBroken

LEAST = 3
"""Shorter than so many letters is no aim: it would find everything."""


def aim_of(words: str) -> str:
    """Give words as they are compared: in small letters, with one space between them."""
    return " ".join(words.casefold().split())


def objections_to_search(words: str) -> list[RuleBroken]:
    """Give what forbids a search for these words; nothing means that it aims at something."""
    short = len(aim_of(words)) < LEAST
    return [RuleBroken("police-search-without-aim", "words")] if short else []
