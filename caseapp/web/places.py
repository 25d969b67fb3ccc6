"""Where something belongs on the case page: a track, or the shared strip between them."""

from enum import StrEnum


class Place(StrEnum):
    """The three columns of a case: care, safety, and what both may read."""

    CARE = "care"
    SAFETY = "safety"
    STRIP = "strip"
