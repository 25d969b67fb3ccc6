"""The nouns: what is stored. One file per subject, named as its context is named.

Importing this package loads every table, which is what the migrations need.
"""

from caseapp.model import (
    accesslog,
    accounts,
    cases,
    escalation,
    forms,
    imports,
    journal,
    organisations,
    residents,
    seals,
    sqlite,
)

__all__ = [
    "accesslog",
    "accounts",
    "cases",
    "escalation",
    "forms",
    "imports",
    "journal",
    "organisations",
    "residents",
    "seals",
    "sqlite",
]
