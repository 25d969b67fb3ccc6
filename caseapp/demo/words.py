"""How the words of the fictitious world are spelled in the database."""

from caseapp.accesslog import Purpose
from caseapp.demo.casefile import Step
from caseapp.kernel.actor import Role
from caseapp.model.content import USUAL, ContentClass

SOURCES = {
    "own-observation": "own",
    "housing-association": "housing",
    "gp": "general-practitioner",
    "mental-health-care": "mental-health",
}
KINDS = {"report": "report-received"}
CONTACTS = {
    "phone": "phone-call",
    "home-visit": "home-visit",
    "office": "office-visit",
    "message": "message",
    "none": "other",
}
TRIGGERS = {"safety": "safety-at-stake"}
RELATIONS = {"ex-partner": "former-partner"}
TOLD_BY = {
    "registration": "basisregistratie personen",
    "resident": "inwoner zelf",
    "household-member": "huisgenoot",
    "professional": "professional",
}
CLOSINGS = {
    "goal-reached": "doel bereikt",
    "transferred": "overgedragen",
    "moved": "verhuisd",
    "no-cooperation": "geen medewerking",
    "deceased": "overleden",
    "not-for-us": "hoort hier niet thuis",
}
OFFICES = {
    "case-direction": "Gemeente, sociaal team",
    "process-direction": "Gemeente, procesregie",
    "operational": "Ketenpartners",
    "administrative": "College van burgemeester en wethouders",
}
HEALTH = frozenset({"gp", "mental-health-care"})
PURPOSES = {
    "replacement": Purpose.REPLACEMENT,
    "consultation": Purpose.ESCALATION,
    "review": Purpose.SUPERVISION,
    "question": Purpose.RESIDENT_REQUEST,
}
OF_OFFICE = {
    Role.PROCESS_DIRECTOR: Purpose.ESCALATION,
    Role.TEAM_LEAD: Purpose.SUPERVISION,
    Role.INTAKE: Purpose.TRIAGE,
}
"""Why somebody looks who has no part in a case but holds this role."""


def class_of(step: Step) -> ContentClass:
    """Tell of what class a step is, by who told it; on the strip it is as usual."""
    if step.strip == "shared":
        return USUAL
    if step.source in HEALTH:
        return ContentClass.SPECIAL
    reported = step.source == "police" and step.kind == "report"
    return ContentClass.POLICE if reported and step.strip == "safety" else USUAL


def kind_of(step: Step) -> str:
    """Spell the kind of a step; a contact is named by its channel."""
    return CONTACTS[step.channel] if step.kind == "contact" else KINDS.get(step.kind, step.kind)


def dashed(word: str) -> str:
    """Spell an identifier of the world with dashes."""
    return word.replace("_", "-")
