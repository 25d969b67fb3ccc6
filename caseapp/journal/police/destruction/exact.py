"""By what a set of texts is known to be exactly the one that was shown, asked and agreed to."""

import hashlib
from collections.abc import Iterable
from uuid import UUID


def fingerprint(texts: Iterable[UUID]) -> str:
    """Give the fingerprint of a set of texts, in whatever order they come: ids, and no word."""
    return hashlib.sha256("\n".join(sorted(one.hex for one in texts)).encode()).hexdigest()
