"""Asking the database for the rules: a program weighs it, and nobody is shown a row."""

from collections.abc import Sequence
from typing import Any

from caseapp.extensions import db


def rows(query: Any) -> Sequence[Any]:
    """Give the rows of a query, for the rules."""
    return db.session.execute(query, execution_options={"unseen": "cover"}).all()
