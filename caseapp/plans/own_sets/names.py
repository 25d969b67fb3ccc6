"""Whether the names of a set of areas of life can be used: decides only, and says all at once."""

from collections import Counter
from collections.abc import Iterator, Sequence
from collections.abc import Set as AbstractSet

from caseapp.kernel.errors import RuleBroken
from caseapp.model.domains import DOMAIN_NAME_LENGTH

MOST = 20
"""As many areas as a set may have: more, nobody measures."""


def tidy(name: str) -> str:
    """Give a name with single spaces and none around it."""
    return " ".join(name.split())


def listed(text: str) -> list[str]:
    """Give the names somebody typed, one on a line; empty lines are none."""
    return [tidy(line) for line in text.splitlines() if line.strip()]


def objections(
    name: str, domains: Sequence[str], *, taken: AbstractSet[str]
) -> Iterator[RuleBroken]:
    """Give what is wrong with the name of a set and of its areas."""
    if not tidy(name):
        yield RuleBroken("domain-set-without-name", "name")
    if tidy(name).casefold() in taken:
        yield RuleBroken("domain-set-known", "name")
    named = [tidy(one) for one in domains]
    if not all(named) or not named:
        yield RuleBroken("domain-set-empty", "domains")
    if len(named) > MOST:
        yield RuleBroken("domain-set-too-long", "domains")
    if any(count > 1 for count in Counter(one.casefold() for one in named).values()):
        yield RuleBroken("domain-set-double", "domains")
    if any(len(one) > DOMAIN_NAME_LENGTH for one in named):
        yield RuleBroken("domain-set-long-name", "domains")
