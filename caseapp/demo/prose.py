"""Text with alternatives and slots: `{inw} [belt|appt] [niet [terug|op]]`.

Square brackets hold alternatives separated by bars and may be nested; braces name a slot. A slot
written with a capital gives the same value with a capital.
"""

import re
from collections.abc import Callable, Mapping
from functools import lru_cache
from random import Random

PIECE = re.compile(r"[\[\]|]|\{\w+\}|[^\[\]|{}]+")
SENTENCE_START = re.compile(r"(^|[.!?:] '?|\n)([a-zà-ÿ])")
COLON = ": "

Node = str | tuple["tuple[Node, ...]", ...]
Slots = Mapping[str, str | Callable[[Random], str]]


@lru_cache(maxsize=8192)
def parsed(template: str) -> tuple[Node, ...]:
    """Read a template into texts, slots and nested alternatives; kept, as templates repeat."""
    nodes, rest = _sequence(PIECE.findall(template))
    if rest:
        message = f"unbalanced bracket in {template!r}"
        raise ValueError(message)
    return nodes


def _sequence(tokens: list[str]) -> tuple[tuple[Node, ...], list[str]]:
    nodes: list[Node] = []
    while tokens and tokens[0] not in {"]", "|"}:
        head, tokens = tokens[0], tokens[1:]
        if head == "[":
            options: list[tuple[Node, ...]] = []
            while True:
                option, tokens = _sequence(tokens)
                options.append(option)
                bar, tokens = tokens[0], tokens[1:]
                if bar == "]":
                    break
            nodes.append(tuple(options))
        else:
            nodes.append(head)
    return tuple(nodes), tokens


def render(random: Random, template: str, slots: Slots) -> str:
    """Write a template out: choose alternatives, fill slots, begin sentences with a capital."""
    text = "".join(_written(random, parsed(template), slots))
    return SENTENCE_START.sub(_capital, re.sub(r" +", " ", text).strip())


def _capital(match: re.Match[str]) -> str:
    lead, letter = match.groups()
    return lead + (letter if lead == COLON else letter.upper())


def _written(random: Random, nodes: tuple[Node, ...], slots: Slots) -> list[str]:
    found: list[str] = []
    for node in nodes:
        if isinstance(node, tuple):
            found += _written(random, random.choice(node), slots)
        elif node[0] == "{":
            found.append(_slot(random, node[1:-1], slots))
        else:
            found.append(node)
    return found


def _slot(random: Random, name: str, slots: Slots) -> str:
    value = slots[name.lower()]
    text = value if isinstance(value, str) else value(random)
    return text[:1].upper() + text[1:] if name[0].isupper() else text
