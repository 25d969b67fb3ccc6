"""Making residents, one or thousands at once: asks nothing, records nothing."""

from typing import Any
from uuid import UUID

from caseapp.kernel import crypto
from caseapp.model.residents import Resident
from caseapp.model.sealed import DataKey

FACTS = (
    "surname",
    "prefix",
    "first_names",
    "initials",
    "birth_date",
    "bsn",
    "street",
    "house_number",
    "postcode",
    "city",
    "phone",
    "email",
)
"""What may be registered of a resident, under its names on `Resident`."""


def new_resident(municipality_id: UUID, **facts: Any) -> Resident:
    """Make a resident with a key of their own, not yet added to the session.

    The search rows come with `search_rows_for`, for one resident or for thousands.
    """
    born, bsn = facts.pop("birth_date", None), facts.get("bsn")
    resident = Resident(
        municipality_id=municipality_id,
        key=DataKey.draw(municipality_id),
        bsn_hash=bsn_hash(municipality_id, bsn) if bsn else None,
        **facts,
    )
    resident.birth_date = born
    return resident


def bsn_hash(municipality_id: UUID, bsn: str) -> bytes:
    """Hash a BSN so that its holder is found and nobody can guess it from the database."""
    return crypto.keyed_hash(municipality_id, "bsn", bsn)
