import os
import subprocess
import sys
from itertools import islice

import pytest

from caseapp.demo.world import World
from caseapp.kernel.clock import local
from tests.demo.worlds import TODAY, cases, world

SCRIPT = """
from datetime import date
from caseapp.demo.world import World
print(World.make(11, today=date(2026, 11, 24), scale=0.2).digest())
"""


def digest_elsewhere(hash_seed: str) -> str:
    environment = {**os.environ, "PYTHONHASHSEED": hash_seed}
    ran = subprocess.run(  # noqa: S603 - our own interpreter with our own text
        [sys.executable, "-c", SCRIPT], env=environment, capture_output=True, text=True, check=True
    )
    return ran.stdout.strip()


def test_the_same_seed_gives_the_same_world_in_every_process() -> None:
    here = World.make(11, today=TODAY, scale=0.2).digest()
    assert digest_elsewhere("1") == digest_elsewhere("2") == here


def test_another_seed_gives_another_world() -> None:
    worlds = [World.make(seed, today=TODAY, scale=0.1).digest() for seed in (1, 2)]
    assert worlds[0] != worlds[1]


def test_a_case_is_the_same_whether_or_not_others_were_made_before() -> None:
    fresh = World.make(2026, today=TODAY)
    assert fresh.case("oij", 57) == cases()[57]


def test_a_world_of_a_hundred_thousand_cases_begins_at_once() -> None:
    large = World.make(3, today=TODAY, scale=1000)
    assert large.sizes("oij").cases == 120_000
    assert len(list(islice(large.iter_cases(), 20))) == 20
    assert large.case("oij", 119_999).subject.residents


@pytest.mark.parametrize("scale", [0, -1])
def test_a_world_without_a_size_is_refused(scale: float) -> None:
    with pytest.raises(ValueError, match="scale"):
        World.make(1, today=TODAY, scale=scale)


def test_looks_fit_the_work() -> None:
    for case in cases():
        last = case.closed_at
        assert case.looks
        assert all(look.case == case.key and look.at >= case.opened_at for look in case.looks)
        writers = {step.author for step in case.steps}
        assert writers <= {look.staff for look in case.looks}
        assert last is None or min(look.at for look in case.looks) < last


def test_one_person_looked_in_the_evenings_without_any_relation() -> None:
    looks = world().snooping
    assert len(looks) == 14
    assert {look.staff for look in looks} == {world().snooper.key}
    case = next(case for case in cases() if case.key == looks[0].case)
    assert world().snooper.key not in {one.staff for one in case.involvements}
    assert world().snooper.key not in {look.staff for look in case.looks}
    assert all(19 <= local(look.at).hour < 23 for look in looks)
    assert all(look.at > case.opened_at for look in looks)
    assert not set(looks) & {look for each in cases() for look in each.looks}
