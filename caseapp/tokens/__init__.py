"""Tokens with which other systems call this one: each with a scope, an owner and an end."""

from caseapp.tokens.actions import end_token, make_token
from caseapp.tokens.making import LONGEST_DAYS, LONGEST_NAME, new_token
from caseapp.tokens.queries import presented, token, tokens

__all__ = [
    "LONGEST_DAYS",
    "LONGEST_NAME",
    "end_token",
    "make_token",
    "new_token",
    "presented",
    "token",
    "tokens",
]
