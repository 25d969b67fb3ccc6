"""Measures of the municipality, the chain they go through, and the balance with care."""

from caseapp.measures.actions import advance, answer_care, offer_care, prepare
from caseapp.measures.balance import Balance
from caseapp.measures.chain import Taken
from caseapp.measures.queries import (
    balance_of,
    balances_of,
    care_offer,
    care_offers_of,
    measure,
    measures_of,
)
from caseapp.measures.standing import following, objections_to, objections_to_preparing

__all__ = [
    "Balance",
    "Taken",
    "advance",
    "answer_care",
    "balance_of",
    "balances_of",
    "care_offer",
    "care_offers_of",
    "following",
    "measure",
    "measures_of",
    "objections_to",
    "objections_to_preparing",
    "offer_care",
    "prepare",
]
