"""What is asked about the sets of areas of life that a municipality made itself."""

from collections.abc import Sequence
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import joinedload

from caseapp.extensions import db
from caseapp.model.domains import OwnDomainSet

WHOLE = (joinedload(OwnDomainSet.domains), joinedload(OwnDomainSet.made_by))


def own_sets(municipality_id: UUID) -> Sequence[OwnDomainSet]:
    """Give every set of a municipality's own, those that are in use first, by name."""
    query = select(OwnDomainSet).where(OwnDomainSet.municipality_id == municipality_id)
    found = db.session.scalars(query.options(*WHOLE)).unique().all()
    return sorted(found, key=lambda one: (one.retired_at is not None, one.name.casefold()))


def in_use(municipality_id: UUID) -> Sequence[OwnDomainSet]:
    """Give the sets that a plan can be made by from now on."""
    return [one for one in own_sets(municipality_id) if one.retired_at is None]
