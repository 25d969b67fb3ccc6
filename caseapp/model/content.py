"""Of what class a text is, by the law that holds for it."""

from enum import StrEnum


class ContentClass(StrEnum):
    """Of what class the content is, by the law that holds for it."""

    COMMON = "common"
    SENSITIVE = "sensitive"
    SPECIAL = "special-category"
    CRIMINAL = "criminal"
    POLICE = "police-data"

    @property
    def weight(self) -> int:
        """How much the law asks of who keeps it; two may weigh the same."""
        return WEIGHTS[self]


USUAL = ContentClass.SENSITIVE
"""Of what is written about people in trouble nearly nothing is common: who chooses nothing says so.

What the law protects more than that is chosen by who writes it, and who reads it sees that.
"""
WEIGHTS = {
    ContentClass.COMMON: 0,
    ContentClass.SENSITIVE: 1,
    ContentClass.SPECIAL: 2,
    ContentClass.CRIMINAL: 2,
    ContentClass.POLICE: 3,
}
