"""Who was asked to make the plan together, who came, who agrees, and why not: kept and read."""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum

WHY_LENGTH = 500


class PlanParty(StrEnum):
    """Somebody without whom there is no plan, or who should know why they were not there."""

    RESIDENT = "resident"
    HOUSEHOLD = "household"
    REPRESENTATIVE = "representative"
    NETWORK = "network"
    CARE_PARTNERS = "care-partners"
    SAFETY_PARTNERS = "safety-partners"
    HOUSING = "housing"


class Presence(StrEnum):
    """Whether somebody was asked, and came."""

    JOINED = "joined"
    INVITED = "invited"
    NOT_INVITED = "not-invited"


class Consent(StrEnum):
    """Whether somebody agrees with the plan."""

    AGREES = "agrees"
    PARTLY = "partly"
    DISAGREES = "disagrees"
    UNASKED = "unasked"


@dataclass(frozen=True, slots=True)
class Stand:
    """What is said of one party."""

    presence: Presence | None = None
    consent: Consent | None = None
    why: str = ""

    @property
    def is_said(self) -> bool:
        """Tell whether anything is said of them."""
        return self.presence is not None or self.consent is not None

    @property
    def owes_reason(self) -> bool:
        """Tell whether it should say why: they were not there, or do not agree wholly."""
        away = self.presence in {Presence.INVITED, Presence.NOT_INVITED}
        other = self.consent in {Consent.PARTLY, Consent.DISAGREES}
        return (away or other) and not self.why.strip()


def unexplained(stands: Mapping[PlanParty, Stand]) -> list[PlanParty]:
    """Give of whom it is not said why they were not there or do not agree."""
    return [party for party in PlanParty if stands.get(party, Stand()).owes_reason]


def written(stands: Mapping[PlanParty, Stand]) -> str:
    """Write them down as they are stored; those of whom nothing is said not."""
    kept = {
        party.value: [stand.presence or "", stand.consent or "", stand.why.strip()]
        for party, stand in stands.items()
        if stand.is_said or stand.why.strip()
    }
    return json.dumps(kept, sort_keys=True, ensure_ascii=False) if kept else ""


def read(stored: str) -> dict[PlanParty, Stand]:
    """Read them as they were stored."""
    kept: dict[str, list[str]] = json.loads(stored) if stored else {}
    return {
        party: Stand(
            Presence(presence) if presence else None, Consent(consent) if consent else None, why
        )
        for party in PlanParty
        if party.value in kept
        for presence, consent, why in [kept[party.value]]
    }
