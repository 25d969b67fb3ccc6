"""Residents: registering and finding them, their households and how they relate to each other."""

from caseapp.residents.queries import Tie, cases_of, in_household_of, relations_of, resident

__all__ = ["Tie", "cases_of", "in_household_of", "relations_of", "resident"]
