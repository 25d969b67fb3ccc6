"""Measures of the municipality, the chain they go through, and the balance with care."""

from caseapp.measures.actions import advance, answer_care, offer_care, prepare
from caseapp.measures.balance import Balance, Leaning
from caseapp.measures.chain import Taken
from caseapp.measures.queries import (
    balance_of,
    balances_of,
    care_offer,
    care_offers_of,
    measure,
    measures_of,
    stand_of,
)

__all__ = [
    "Balance",
    "Leaning",
    "Taken",
    "advance",
    "answer_care",
    "balance_of",
    "balances_of",
    "care_offer",
    "care_offers_of",
    "measure",
    "measures_of",
    "offer_care",
    "prepare",
    "stand_of",
]
