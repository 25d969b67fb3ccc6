"""One world, made once, that the tests of the demo look at."""

from datetime import date
from functools import cache

from caseapp.demo.casefile import Case
from caseapp.demo.entities import Household, Resident
from caseapp.demo.world import World

TODAY = date(2026, 11, 24)
MAIN = "oij"


@cache
def world() -> World:
    return World.make(2026, today=TODAY)


@cache
def households() -> tuple[Household, ...]:
    return tuple(world().iter_households())


@cache
def residents() -> tuple[Resident, ...]:
    return tuple(person for household in households() for person in household.residents)


@cache
def cases() -> tuple[Case, ...]:
    return tuple(world().iter_cases())
