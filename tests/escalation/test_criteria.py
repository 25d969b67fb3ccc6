"""The national criteria are an aid: a truth table of its own against what is shipped."""

from itertools import chain, combinations

import pytest

from caseapp.escalation import criteria
from caseapp.model.escalation import Criterion

ALL = list(Criterion)
COMPLEX = {
    "c1 c2 c3",
    "c4",
    "c1 c4",
    "c2 c4",
    "c3 c4",
    "c1 c2 c4",
    "c1 c3 c4",
    "c2 c3 c4",
    "c1 c2 c3 c4",
}
"""Written out from the published text: the first three joined by "and", the last by "or"."""


@pytest.mark.parametrize(
    "met", list(chain.from_iterable(combinations(ALL, n) for n in range(5))), ids=str
)
def test_the_first_three_together_or_the_last_alone(met):
    said = " ".join(one.value for one in met)
    assert criteria.is_complex(met) == (said in COMPLEX)
    assert criteria.written(met[::-1]) == said
    assert criteria.read(said) == list(met)
