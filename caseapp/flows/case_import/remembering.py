"""Which column was what, kept for the next list with the same headings.

A list without headings has the names of people where its headings should stand, so headings are
kept as keyed hashes only: the same list is recognised, and nobody reads a name.
"""

import json
from collections.abc import Sequence
from uuid import UUID

from caseapp.flows.case_import.columns import ColumnChoice, header_signature, heading_keys
from caseapp.kernel import crypto

KEY_BYTES = 6
"""Of a heading: two hundred of them must fit, and never meet one another."""


def signature_of(municipality_id: UUID, columns: Sequence[str]) -> str:
    """Give the mark by which a list with these headings is known again."""
    return crypto.keyed_hash(municipality_id, "headings", header_signature(columns)).hex()


def written(municipality_id: UUID, columns: Sequence[str], choice: ColumnChoice) -> str:
    """Write down what each column is used for."""
    used = choice.to_remember(columns)
    return json.dumps({_key(municipality_id, name): field for name, field in used.items()})


def read_back(municipality_id: UUID, columns: Sequence[str], stored: str) -> ColumnChoice:
    """Give what was written down before, for the columns of this list."""
    kept: dict[str, str] = json.loads(stored)
    names = {name: _key(municipality_id, name) for name in heading_keys(columns)}
    known = {name: kept[key] for name, key in names.items() if key in kept}
    return ColumnChoice.remembered(columns, known)


def _key(municipality_id: UUID, name: str) -> str:
    return crypto.keyed_hash(municipality_id, "heading", name)[:KEY_BYTES].hex()
