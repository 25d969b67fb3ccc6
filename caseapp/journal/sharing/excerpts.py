"""What may be copied from a step: its own words, in its own order, and nothing beside them."""

import re
from datetime import date, timedelta

from caseapp.kernel.errors import RuleBroken
from caseapp.model.content import ContentClass
from caseapp.model.shares import ShareGround

LONGEST = timedelta(days=366)
"""Further away is no end."""


def is_taken_from(excerpt: str, body: str) -> bool:
    """Tell whether each line of it stands in the text, one after another, in whole words.

    In whole words: "veilig" does not stand in "onveilig".
    """
    text, begin = _plain(body), 0
    for line in filter(None, map(_plain, excerpt.splitlines())):
        found = re.compile(rf"(?<!\w){re.escape(line)}(?!\w)").search(text, begin)
        if found is None:
            return False
        begin = found.end()
    return True


def _plain(text: str) -> str:
    return " ".join(text.split())


def objections_to(
    *,
    body: str,
    step_content: ContentClass,
    at_hand_until: date | None,
    excerpt: str,
    purpose: str,
    content: ContentClass,
    ground: ShareGround,
    until_on: date | None,
    today: date,
) -> list[RuleBroken]:
    """Give everything that forbids to share this; nothing means that it may be done."""
    is_police, by_police_act = content is ContentClass.POLICE, ground is ShareGround.POLICE_ACT
    found = [
        (not excerpt.strip(), "share-nothing", "excerpt"),
        (not is_taken_from(excerpt, body), "share-other-words", "excerpt"),
        (not purpose.strip(), "share-without-purpose", "purpose"),
        (step_content is ContentClass.POLICE and not is_police, "share-police-class", "content"),
        (is_police is not by_police_act, "share-police-act", "ground"),
        (
            until_on is not None and at_hand_until is not None and until_on >= at_hand_until,
            "share-police-too-long",
            "until_on",
        ),
        (until_on is None, "share-without-end", "until_on"),
        (until_on is not None and until_on < today, "share-ends-before", "until_on"),
        (until_on is not None and until_on > today + LONGEST, "share-too-long", "until_on"),
    ]
    return [RuleBroken(code, where) for holds, code, where in found if holds]
