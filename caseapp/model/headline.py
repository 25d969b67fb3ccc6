"""The first sentence of what was written, by which a reader finds it, and the rest."""

import re
from collections.abc import Iterator

HEADLINE_LENGTH = 110
ABBREVIATIONS = frozenset(
    "bijv ca dhr dr drs evt excl incl ing ir mevr mr mw nr resp st tel jl max min".split()
)
SENTENCE_END = re.compile(r"[.?!](?=\s+\S)")


def parted(body: str) -> tuple[str, str]:
    """Part the first sentence from what comes after it."""
    first, _line, below = body.partition("\n")
    end = next((i for i in _ends(first)), len(first))
    if end >= HEADLINE_LENGTH:
        cut = first.rfind(" ", 0, HEADLINE_LENGTH)
        return first[: cut if cut > 0 else HEADLINE_LENGTH] + " …", body
    return first[: end + 1], f"{first[end + 1 :].strip()}\n{below}".strip()


def _ends(line: str) -> Iterator[int]:
    """Where a sentence may end: not after "mw." and its like."""
    for match in SENTENCE_END.finditer(line):
        word = line[: match.start()].rpartition(" ")[2]
        if match.group() != "." or ("." not in word and word.lower() not in ABBREVIATIONS):
            yield match.start()
