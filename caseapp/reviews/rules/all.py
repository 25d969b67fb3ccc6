"""All rules with their weight, and what they say of one day together."""

from collections.abc import Callable, Iterator
from enum import StrEnum
from uuid import UUID

from caseapp.reviews.history import History
from caseapp.reviews.parameters import Parameters
from caseapp.reviews.rules import habits, paths, ties
from caseapp.reviews.rules.hit import Hit


class Rule(StrEnum):
    """What can stand out in somebody's access."""

    NO_RELATION = "no-relation"
    BY_OFFICE_ONLY = "by-office-only"
    SAME_SURNAME = "same-surname"
    SAME_ADDRESS = "same-address"
    OWN_FILE = "own-file"
    LOG_ABOUT_ONESELF = "log-about-oneself"
    COLLEAGUE_AS_RESIDENT = "colleague-as-resident"
    SHIELDED_CASE = "shielded-case"
    CROWD = "crowd"
    AFTER_LEAVING_CASE = "after-leaving-case"
    OUTSIDE_HOURS = "outside-hours"
    VOLUME = "volume"
    BURST = "burst"
    VIEWS_WITHOUT_WORK = "views-without-work"
    CLOSED_CASE = "closed-case"
    GRANT_THEN_READ = "grant-then-read"
    LEAVING = "leaving"
    NEWCOMER = "newcomer"
    SEARCHING_MUCH = "searching-much"
    SEARCH_WITHOUT_OPENING = "search-without-opening"
    SAME_PURPOSE = "same-purpose"
    TWO_NETWORKS = "two-networks"
    EXPORTS = "exports"
    EMERGENCIES = "emergencies"
    SAME_EMERGENCY_TWICE = "same-emergency-twice"
    REFUSED_OFTEN = "refused-often"
    NUMBERS_REVEALED = "numbers-revealed"
    PAGING_THROUGH_LISTS = "paging-through-lists"


Function = Callable[[History, Parameters], Iterator[Hit]]

RULES: dict[Rule, Function] = {
    Rule.NO_RELATION: ties.no_relation,
    Rule.BY_OFFICE_ONLY: ties.by_office_only,
    Rule.SAME_SURNAME: ties.same_surname,
    Rule.SAME_ADDRESS: ties.same_address,
    Rule.OWN_FILE: ties.own_file,
    Rule.LOG_ABOUT_ONESELF: ties.log_about_oneself,
    Rule.COLLEAGUE_AS_RESIDENT: ties.colleague_as_resident,
    Rule.SHIELDED_CASE: ties.shielded_case,
    Rule.CROWD: ties.crowd,
    Rule.AFTER_LEAVING_CASE: ties.after_leaving_case,
    Rule.OUTSIDE_HOURS: habits.outside_hours,
    Rule.VOLUME: habits.volume,
    Rule.BURST: habits.burst,
    Rule.VIEWS_WITHOUT_WORK: habits.views_without_work,
    Rule.CLOSED_CASE: habits.closed_case,
    Rule.GRANT_THEN_READ: habits.grant_then_read,
    Rule.LEAVING: habits.leaving,
    Rule.NEWCOMER: habits.newcomer,
    Rule.SEARCHING_MUCH: paths.searching_much,
    Rule.SEARCH_WITHOUT_OPENING: paths.search_without_opening,
    Rule.SAME_PURPOSE: paths.same_purpose,
    Rule.TWO_NETWORKS: paths.two_networks,
    Rule.EXPORTS: paths.exports,
    Rule.EMERGENCIES: paths.emergencies,
    Rule.SAME_EMERGENCY_TWICE: paths.same_emergency_twice,
    Rule.REFUSED_OFTEN: paths.refused_often,
    Rule.NUMBERS_REVEALED: paths.numbers_revealed,
    Rule.PAGING_THROUGH_LISTS: paths.paging_through_lists,
}

WEIGHTS: dict[Rule, int] = {
    Rule.NO_RELATION: 10,
    Rule.BY_OFFICE_ONLY: 1,
    Rule.SAME_SURNAME: 4,
    Rule.SAME_ADDRESS: 9,
    Rule.OWN_FILE: 10,
    Rule.LOG_ABOUT_ONESELF: 8,
    Rule.COLLEAGUE_AS_RESIDENT: 8,
    Rule.SHIELDED_CASE: 7,
    Rule.CROWD: 8,
    Rule.AFTER_LEAVING_CASE: 8,
    Rule.OUTSIDE_HOURS: 2,
    Rule.VOLUME: 5,
    Rule.BURST: 7,
    Rule.VIEWS_WITHOUT_WORK: 5,
    Rule.CLOSED_CASE: 4,
    Rule.GRANT_THEN_READ: 7,
    Rule.LEAVING: 6,
    Rule.NEWCOMER: 4,
    Rule.SEARCHING_MUCH: 3,
    Rule.SEARCH_WITHOUT_OPENING: 4,
    Rule.SAME_PURPOSE: 3,
    Rule.TWO_NETWORKS: 6,
    Rule.EXPORTS: 7,
    Rule.EMERGENCIES: 8,
    Rule.SAME_EMERGENCY_TWICE: 8,
    Rule.REFUSED_OFTEN: 7,
    Rule.NUMBERS_REVEALED: 5,
    Rule.PAGING_THROUGH_LISTS: 3,
}
OUTSIDE_WITH_ANOTHER = 3
"""Late work is common; late, and something else besides, is not."""


def evaluate(history: History, parameters: Parameters) -> dict[UUID | None, list[tuple[Rule, Hit]]]:
    """Give what stands out in one day, gathered by whom it is about."""
    found: dict[UUID | None, list[tuple[Rule, Hit]]] = {}
    for rule, function in RULES.items():
        for one in function(history, parameters):
            found.setdefault(one.subject_id, []).append((rule, one))
    return found


def score(hits: list[tuple[Rule, Hit]]) -> int:
    """Add up the weights of what stands out."""
    rules = [rule for rule, _ in hits]
    total = sum(WEIGHTS[rule] for rule in rules)
    others = [rule for rule in rules if rule not in (Rule.OUTSIDE_HOURS, Rule.BY_OFFICE_ONLY)]
    if Rule.OUTSIDE_HOURS in rules and others:
        total += WEIGHTS[Rule.OUTSIDE_HOURS] * (OUTSIDE_WITH_ANOTHER - 1)
    return total
