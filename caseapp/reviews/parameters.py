"""The numbers the rules go by: each with its bounds and what it means, set per municipality."""

from dataclasses import dataclass, fields
from typing import Any

NUMBERS = "review."
"""How their names begin among the settings of a municipality."""


@dataclass(frozen=True, slots=True)
class Parameter:
    """One number: what it means, and between which values it may be set."""

    meaning: str
    least: int
    most: int


@dataclass(frozen=True, slots=True)
class Parameters:
    """All numbers, as they stand where a municipality set nothing."""

    day_begins: int = 6
    day_ends: int = 19
    common_surname: int = 25
    people_a_day: int = 40
    times_own_median: int = 3
    people_for_median: int = 15
    opens_in_a_burst: int = 10
    burst_minutes: int = 2
    views_without_work: int = 4
    days_after_closing: int = 30
    hours_after_grant: int = 24
    days_after_leaving_case: int = 3
    days_before_leaving: int = 30
    searches_percent: int = 30
    searches_at_least: int = 10
    searches_without_opening: int = 3
    same_purpose: int = 5
    minutes_between_networks: int = 10
    exports_a_day: int = 2
    emergencies_a_week: int = 2
    crowd: int = 5
    refusals_an_hour: int = 5
    numbers_revealed: int = 5
    new_for_days: int = 3
    new_people: int = 20
    lists_a_day: int = 30
    alert_from: int = 10
    queue_from: int = 6
    sample_from: int = 3
    sample_per_thousand: int = 5
    sample_least: int = 10
    reread_percent: int = 5


MEANINGS: dict[str, Parameter] = {
    "day_begins": Parameter("the working day begins at this hour", 0, 12),
    "day_ends": Parameter("the working day ends at this hour", 13, 24),
    "common_surname": Parameter("a surname of more residents says nothing", 1, 10_000),
    "people_a_day": Parameter("people opened in a day", 5, 500),
    "times_own_median": Parameter("times one's own usual number of people", 2, 20),
    "people_for_median": Parameter("people in a day before one's own usual number counts", 2, 200),
    "opens_in_a_burst": Parameter("openings shortly after each other", 3, 100),
    "burst_minutes": Parameter("minutes that count as shortly", 1, 60),
    "views_without_work": Parameter("views of one person in 30 days without doing anything", 2, 50),
    "days_after_closing": Parameter("days after the closing of a case", 1, 365),
    "hours_after_grant": Parameter("hours after a role was given", 1, 168),
    "days_after_leaving_case": Parameter("days after one stopped working on a case", 0, 90),
    "days_before_leaving": Parameter("days before an account ends", 1, 90),
    "searches_percent": Parameter("percentage of openings that are searches", 5, 100),
    "searches_at_least": Parameter("searches before their share counts", 1, 500),
    "searches_without_opening": Parameter("searches in a week that opened nothing", 1, 50),
    "same_purpose": Parameter("people opened in a month for the same stated purpose", 1, 200),
    "minutes_between_networks": Parameter("minutes between two networks", 1, 120),
    "exports_a_day": Parameter("files taken out in a day", 1, 50),
    "emergencies_a_week": Parameter("emergency accesses in a week", 1, 20),
    "crowd": Parameter("colleagues without relation at one person within two days", 2, 100),
    "refusals_an_hour": Parameter("refusals of different things within an hour", 2, 100),
    "numbers_revealed": Parameter("citizen numbers revealed in a day", 1, 100),
    "new_for_days": Parameter("days that somebody is new", 1, 60),
    "new_people": Parameter("people opened by somebody new", 1, 500),
    "lists_a_day": Parameter("pages of lists in a day", 5, 1_000),
    "alert_from": Parameter("score from which it is reviewed within three working days", 1, 100),
    "queue_from": Parameter("score from which it comes on the weekly list", 1, 100),
    "sample_from": Parameter("score from which it is likelier to be drawn", 1, 100),
    "sample_per_thousand": Parameter("openings drawn at random, of every thousand", 1, 1_000),
    "sample_least": Parameter("openings drawn at random each week, at least", 1, 1_000),
    "reread_percent": Parameter("percentage of verdicts judged a second time", 1, 100),
}


def with_settings(settings: dict[str, int]) -> Parameters:
    """Give the numbers with what a municipality set; a name that is not known is passed over."""
    known = {field.name for field in fields(Parameters)}
    chosen: dict[str, Any] = {name: value for name, value in settings.items() if name in known}
    return Parameters(**chosen)


def is_within(name: str, value: int) -> bool:
    """Tell whether a number may be set to this."""
    meaning = MEANINGS.get(name)
    return meaning is not None and meaning.least <= value <= meaning.most
