"""The words of a plan: areas of life and their sets, interventions, and how an action ends.

Names and levels only: what the instruments say about each level is not ours to copy.
"""

from __future__ import annotations

from enum import StrEnum


class Domain(StrEnum):
    """An area of life (leefgebied)."""

    FINANCES = "finances"
    WORK_AND_EDUCATION = "work-and-education"
    USE_OF_TIME = "use-of-time"
    HOUSING = "housing"
    HOME_RELATIONS = "home-relations"
    MENTAL_HEALTH = "mental-health"
    PHYSICAL_HEALTH = "physical-health"
    SUBSTANCE_USE = "substance-use"
    BASIC_DAILY_LIFE = "basic-daily-life"
    INSTRUMENTAL_DAILY_LIFE = "instrumental-daily-life"
    SOCIAL_NETWORK = "social-network"
    PARTICIPATION = "participation"
    JUSTICE = "justice"
    DAILY_LIFE = "daily-life"
    IDENTITY = "identity"
    WORK_AND_INCOME = "work-and-income"
    DEBTS = "debts"
    CARE = "care"


class DomainSet(StrEnum):
    """A set of areas of life that a plan is made by."""

    ZRM_13 = "zrm-13"
    ZRM_11 = "zrm-11"
    FIVE_BASICS = "five-basics"

    @property
    def domains(self) -> tuple[Domain, ...]:
        """Give its areas, in their order."""
        return _DOMAINS[self]


D = Domain
_DOMAINS: dict[DomainSet, tuple[Domain, ...]] = {
    DomainSet.ZRM_13: (
        D.FINANCES,
        D.WORK_AND_EDUCATION,
        D.USE_OF_TIME,
        D.HOUSING,
        D.HOME_RELATIONS,
        D.MENTAL_HEALTH,
        D.PHYSICAL_HEALTH,
        D.SUBSTANCE_USE,
        D.BASIC_DAILY_LIFE,
        D.INSTRUMENTAL_DAILY_LIFE,
        D.SOCIAL_NETWORK,
        D.PARTICIPATION,
        D.JUSTICE,
    ),
    DomainSet.ZRM_11: (
        D.FINANCES,
        D.USE_OF_TIME,
        D.HOUSING,
        D.HOME_RELATIONS,
        D.MENTAL_HEALTH,
        D.PHYSICAL_HEALTH,
        D.SUBSTANCE_USE,
        D.DAILY_LIFE,
        D.SOCIAL_NETWORK,
        D.PARTICIPATION,
        D.JUSTICE,
    ),
    DomainSet.FIVE_BASICS: (D.IDENTITY, D.HOUSING, D.WORK_AND_INCOME, D.DEBTS, D.CARE),
}


class Level(StrEnum):
    """How it is in one area of life: a score from one to five, or not known."""

    ACUTE = "1"
    NOT_ABLE = "2"
    LIMITED = "3"
    SUFFICIENT = "4"
    ABLE = "5"
    UNKNOWN = "unknown"

    @property
    def score(self) -> int | None:
        """Give the number; none where it is not known."""
        return None if self is Level.UNKNOWN else int(self.value)

    @classmethod
    def of(cls, score: int | None) -> Level:
        """Give the level with this score."""
        return cls.UNKNOWN if score is None else cls(str(score))


class SeenBy(StrEnum):
    """Through whose eyes it is measured."""

    PROFESSIONAL = "by-us"
    RESIDENT = "by-resident"


class ActionEnd(StrEnum):
    """How an action ended."""

    DONE = "done"
    STOPPED = "stopped"


class InterventionKind(StrEnum):
    """Which side of the law or the work an intervention is of."""

    CARE = "care"
    ADMINISTRATIVE = "administrative"
    CIVIL = "civil"
    CRIMINAL = "criminal"


class Intervention(StrEnum):
    """What can be done, from the catalogue (interventiecatalogus)."""

    HOME_SUPPORT = "care.home-support"
    DAY_ACTIVITY = "care.day-activity"
    TREATMENT = "care.treatment"
    ADDICTION_CARE = "care.addiction-care"
    ASSERTIVE_OUTREACH = "care.assertive-outreach"
    DEBT_HELP = "care.debt-help"
    SHELTER = "care.shelter"
    MANDATORY_CARE = "care.mandatory-care"
    WARNING = "administrative.warning"
    BEHAVIOURAL_ORDER = "administrative.behavioural-order"
    AREA_BAN = "administrative.area-ban"
    HOUSE_BAN = "administrative.house-ban"
    CLOSURE = "administrative.closure"
    PENALTY = "administrative.penalty"
    BUDGET_MANAGEMENT = "civil.budget-management"
    GUARDIANSHIP = "civil.guardianship"
    LANDLORD_AGREEMENT = "civil.landlord-agreement"
    EVICTION = "civil.eviction"
    CHILD_SUPERVISION = "civil.child-supervision"
    REPORT_TO_POLICE = "criminal.report-to-police"
    PROBATION = "criminal.probation"
    CONDITIONS = "criminal.conditions"
    PERSISTENT_OFFENDERS = "criminal.persistent-offenders"
    AFTER_DETENTION = "criminal.after-detention"

    @property
    def kind(self) -> InterventionKind:
        """Tell which side it is of."""
        return InterventionKind(self.value.partition(".")[0])
