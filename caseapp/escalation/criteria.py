"""When casework is complex, by the national criteria: an aid to whoever decides, never a decision.

Landelijk Kader (2013), as the Zorg- en Veiligheidshuizen use it: the first three together, or the
fourth alone.
"""

from collections.abc import Collection

from caseapp.model.escalation import Criterion

TOGETHER = frozenset({Criterion.MULTIPROBLEM, Criterion.CHAINS, Criterion.SYSTEM})


def is_complex(met: Collection[Criterion]) -> bool:
    """Tell whether a case is complex by what was ticked: (C1 and C2 and C3) or C4."""
    return set(met) >= TOGETHER or Criterion.AREA_SAFETY in met


def written(met: Collection[Criterion]) -> str:
    """Write down which criteria were ticked, in their order."""
    return " ".join(one.value for one in Criterion if one in met)


def read(stored: str) -> list[Criterion]:
    """Read which criteria were ticked; none is that nobody went by them."""
    words = set(stored.split())
    return [one for one in Criterion if one.value in words]
