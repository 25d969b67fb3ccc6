"""Residents: registering and finding them, their households and how they relate to each other."""

from caseapp.residents.actions import (
    change,
    form_household,
    join_household,
    keep_log_search,
    keep_search,
    register,
    relate,
    reveal_bsn,
)
from caseapp.residents.expiry import forget_expired_searches
from caseapp.residents.finding import SHOWN, Found
from caseapp.residents.matching import Clue, Description, Verdict
from caseapp.residents.queries import (
    Tie,
    cases_of,
    id_by_bsn,
    in_household_of,
    matches,
    openable,
    openable_case,
    people,
    possible_duplicates,
    relations_of,
    resident,
    search,
    subjects_of_log,
)
from caseapp.residents.question import Question, compact_postcode, is_bsn, read
from caseapp.residents.recognising import Known, recognise
from caseapp.residents.registering import FACTS, bsn_hash, new_resident
from caseapp.residents.search_rows import (
    SearchRows,
    address_key,
    born_keys,
    number_of,
    registered_name,
    search_rows_for,
)

__all__ = [
    "FACTS",
    "SHOWN",
    "Clue",
    "Description",
    "Found",
    "Known",
    "Question",
    "SearchRows",
    "Tie",
    "Verdict",
    "address_key",
    "born_keys",
    "bsn_hash",
    "cases_of",
    "change",
    "compact_postcode",
    "forget_expired_searches",
    "form_household",
    "id_by_bsn",
    "in_household_of",
    "is_bsn",
    "join_household",
    "keep_log_search",
    "keep_search",
    "matches",
    "new_resident",
    "number_of",
    "openable",
    "openable_case",
    "people",
    "possible_duplicates",
    "read",
    "recognise",
    "register",
    "registered_name",
    "relate",
    "relations_of",
    "resident",
    "reveal_bsn",
    "search",
    "search_rows_for",
    "subjects_of_log",
]
