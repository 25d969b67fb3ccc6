"""The nouns: what is stored. One file per subject, named as its context is named.

Importing this package loads every table, which is what the migrations need.
"""

from caseapp.model import (
    accesslog,
    accounts,
    acquaintances,
    approvals,
    cases,
    emergencies,
    escalation,
    forms,
    imports,
    journal,
    organisations,
    privacy,
    residents,
    reviews,
    seals,
    sending,
    sqlite,
    tokens,
)

__all__ = [
    "accesslog",
    "accounts",
    "acquaintances",
    "approvals",
    "cases",
    "emergencies",
    "escalation",
    "forms",
    "imports",
    "journal",
    "organisations",
    "privacy",
    "residents",
    "reviews",
    "seals",
    "sending",
    "sqlite",
    "tokens",
]
