"""The ladder that is shipped, beside what the approach asks of each phase, typed a second time."""

from dataclasses import dataclass
from datetime import timedelta

import pytest

from caseapp import policy, settings
from caseapp.escalation import duties, ladder, ladders
from caseapp.kernel import clock
from caseapp.kernel.actor import Role
from caseapp.model.case_words import Phase
from caseapp.policy import Permission
from caseapp.settings import Terms
from tests.support.cast import actor_for
from tests.support.rising import rise


@dataclass(frozen=True)
class Row:
    """What the approach says of one phase; nobody is asked for what is not in it."""

    number: int
    name: str
    situation: str
    colour: str
    decides: set
    asked: set
    told: set
    stays: int
    """For how many days at most, before somebody decides again."""
    reads: set
    """Who reads the case by their office alone; the mayor reads no names."""


BOTH = {"case-direction", "process-direction"}
ALL_FOUR = BOTH | {"operational", "administrative"}
NEAR, ADMINISTRATION = {"household", "partners"}, {"alderman", "mayor"}
DIRECTOR, PROCESS = "director", Role.PROCESS_DIRECTOR
ON_IT = ("director", "care", "safety")
TRUTH = (
    Row(1, "AVE 1", "gewoon", "green",
        {DIRECTOR}, set(), NEAR, 1825, {Role.TEAM_LEAD}),
    Row(2, "AVE 2", "er is een vraag of probleem", "yellow",
        {DIRECTOR, PROCESS}, set(), NEAR, 183, {Role.TEAM_LEAD, PROCESS}),
    Row(3, "AVE 3", "problemen op meer gebieden", "red",
        {DIRECTOR, PROCESS}, ALL_FOUR, NEAR | ADMINISTRATION, 92, {Role.TEAM_LEAD, PROCESS}),
    Row(4, "AVE 4", "escalatie", "dark-red",
        {DIRECTOR, PROCESS}, ALL_FOUR, NEAR | ADMINISTRATION, 28,
        {Role.TEAM_LEAD, PROCESS, Role.MAYOR}),
)  # fmt: skip


def shipped(phase):
    """Give what the program has of one phase, as the table says it."""
    step = ladders.USUAL.step(phase)
    return {
        "number": step.weight,
        "name": step.name,
        "situation": step.words,
        "colour": step.colour.value,
        "asked": {one.value for one in duties.missing(phase, {})},
        "told": {one.value for one in duties.untold(phase, {})},
        "stays": Terms()(settings.STAY_DAYS, phase),
    }


@pytest.fixture
def people(town):
    """Everybody who could have to do with a case by their office, and three who work on it."""
    made = {role: town.person(role) for role in Role if role is not Role.CHAIN_PARTNER}
    director, care = (town.person(Role.SOCIAL_WORKER) for _ in range(2))
    safety = town.person(Role.SAFETY_ADVISER)
    return made | {"director": director, "care": care, "safety": safety}


def test_the_shipped_ladder_is_the_truth_table_of_the_policy(town, people):
    assert [step.weight for step in ladders.USUAL.steps] == [row.number for row in TRUTH]
    assert ladders.in_force(town.id) == ladders.SHIPPED["ave"] == ladders.USUAL
    for row in TRUTH:
        found = shipped(row.number)
        assert found == {name: getattr(row, name) for name in found}
        case = town.case(**{part: people[part] for part in ON_IT}, phase=row.number)
        may = {
            permission: {
                who for who, user in people.items()
                if policy.allows(actor_for(user), permission, case)
            }
            for permission in (
                Permission.CASE_CHANGE_PHASE, Permission.CASE_VIEW, Permission.CASE_BRIEF,
            )
        }  # fmt: skip
        assert may[Permission.CASE_CHANGE_PHASE] == row.decides
        by_office = may[Permission.CASE_VIEW] | may[Permission.CASE_BRIEF]
        assert by_office - set(ON_IT) == row.reads
        assert (Role.MAYOR in may[Permission.CASE_BRIEF]) is (Role.MAYOR in row.reads)
        assert Role.MAYOR not in may[Permission.CASE_VIEW]


def test_from_every_phase_it_goes_up_to_each_above_and_down_to_the_one_below():
    day = clock.today() + timedelta(days=14)
    for row in TRUTH:
        above = {to for to in Phase if not ladder.objections(rise(to, row.number), clock.today())}
        assert above == set(range(row.number + 1, 5))
        objections = ladder.objections_to_descent(row.number, "Rust.", day, clock.today())
        assert (not objections) == (row.number > 1)
        assert ladder.below(row.number) == (row.number - 1 or None)
