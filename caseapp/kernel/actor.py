"""Who is acting: a snapshot of the signed-in worker, detached from the database session."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from uuid import UUID


class Role(StrEnum):
    """What a person is hired to do. *Case director* is not here: that is a relation to one case."""

    SOCIAL_WORKER = "social-worker"
    SAFETY_ADVISER = "safety-adviser"
    INTAKE = "intake"
    PROCESS_DIRECTOR = "process-director"
    TEAM_LEAD = "team-lead"
    PRIVACY_OFFICER = "privacy-officer"
    DATA_PROTECTION_OFFICER = "data-protection-officer"
    CISO = "ciso"
    FUNCTIONAL_ADMINISTRATOR = "functional-administrator"
    MAYOR = "mayor"
    CHAIN_PARTNER = "chain-partner"


CASEWORK_ROLES = frozenset(
    {
        Role.SOCIAL_WORKER,
        Role.SAFETY_ADVISER,
        Role.INTAKE,
        Role.PROCESS_DIRECTOR,
        Role.TEAM_LEAD,
        Role.MAYOR,
        Role.CHAIN_PARTNER,
    }
)
"""Roles that may come near the content of a case."""

WORKING_ROLES = CASEWORK_ROLES - {Role.MAYOR, Role.CHAIN_PARTNER}
"""Roles that may own a track, direct a case, stand in or take something from a queue."""

OVERSIGHT_ROLES = frozenset(
    {
        Role.PRIVACY_OFFICER,
        Role.DATA_PROTECTION_OFFICER,
        Role.CISO,
        Role.FUNCTIONAL_ADMINISTRATOR,
    }
)
"""Roles that keep the system and its users honest, and therefore see no case content."""


@dataclass(frozen=True, slots=True)
class Emergency:
    """Access to one case in an emergency that runs now; `tracks` when its notes are open too."""

    id: UUID
    case_id: UUID
    until: datetime
    tracks: bool = False


@dataclass(frozen=True, slots=True)
class Actor:
    """The person on whose behalf something is done, as known at the start of the request."""

    user_id: UUID
    municipality_id: UUID
    name: str
    roles: frozenset[Role] = frozenset()
    team_ids: frozenset[UUID] = frozenset()
    led_team_ids: frozenset[UUID] = frozenset()
    """Teams the person leads, and while they stand in for another team lead those of that one."""
    organisation_id: UUID | None = None
    session_id: UUID | None = None
    kept_from: frozenset[UUID] = frozenset()
    """Residents the person is, lives with or said to know, every case about them, and signals on
    their own address."""
    emergencies: tuple[Emergency, ...] = ()
    stands_in_for: frozenset[UUID] = frozenset()
    """Colleagues who are on leave today and whose substitute the person said to be."""
    language: str = "nl"

    def has(self, role: Role) -> bool:
        """Tell whether the person holds this role today."""
        return role in self.roles

    @property
    def emergency_cases(self) -> frozenset[UUID]:
        """The cases this person opened in an emergency that runs now, and is not kept from."""
        return frozenset(one.case_id for one in self.emergencies) - self.kept_from

    @property
    def emergency_tracks(self) -> frozenset[UUID]:
        """The cases of which the notes are open to them as well."""
        return frozenset(one.case_id for one in self.emergencies if one.tracks) - self.kept_from

    def has_any(self, roles: frozenset[Role]) -> bool:
        """Tell whether the person holds at least one of these roles today."""
        return not self.roles.isdisjoint(roles)
