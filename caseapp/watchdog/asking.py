"""Asking the database for the rules: a program weighs it, and nobody is shown a row.

A case is looked at again in every transaction that changes it. The statements for that are made
once, as constants with names for what is asked about: making one, and finding out what it says,
costs more than the answer.
"""

from collections.abc import Sequence
from typing import Any

from caseapp.extensions import db

UNSEEN = {"unseen": "cover"}


def rows(query: Any, **given: Any) -> Sequence[Any]:
    """Give the rows of a query, for the rules."""
    return db.session.execute(query, given, execution_options=UNSEEN).all()
