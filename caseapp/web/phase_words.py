"""How the phases of the escalation ladder are called and look, where the reader works."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from flask import g
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l

from caseapp.escalation import ladders
from caseapp.escalation.ladders import USUAL, Shape, Step
from caseapp.model.case_words import Phase
from caseapp.model.ladders import Ladder
from caseapp.policy import Permission

USUAL_WORDS = {
    Phase.ONE: _l("AVE 1: gewoon"),
    Phase.TWO: _l("AVE 2: er is een vraag of probleem"),
    Phase.THREE: _l("AVE 3: problemen op meer gebieden"),
    Phase.FOUR: _l("AVE 4: escalatie"),
}
"""What is read where a municipality agreed on no ladder of its own."""


@dataclass(frozen=True, slots=True)
class PhaseLook:
    """A phase as people see it: never by its colour alone."""

    name: str
    full: str
    colour: str
    icon: str
    place: int
    """The how manieth phase of its ladder it is."""
    count: int
    """How many phases its ladder has."""


def current() -> Shape:
    """Give the ladder of the municipality of who is signed in; of nobody, the usual one."""
    ladder_id = g.signed_in.office.ladder_id if g.get("signed_in") else None
    return ladders.known(ladder_id) if ladder_id is not None else USUAL


def highest() -> int:
    """Give the weight of the highest phase."""
    return current().highest


def first_from(weight: int) -> str:
    """Give the name of the lowest phase of at least this weight; nothing if there is none."""
    return next((step.name for step in current().steps if step.weight >= weight), "")


def to_choose_from(permission: Permission = Permission.CASE_VIEW) -> list[Phase]:
    """Give the phases that open cases can be in, and those the reader sees some in."""
    weights, actor = current().weights, g.signed_in.actor
    short = len(weights) < len(Phase)
    left = ladders.left_behind(actor, weights, permission) if short else ()
    return sorted({*map(Phase, weights), *left})


def full(weight: int) -> str:
    """Give the name and the words of a phase."""
    return look(weight).full


def look(weight: int) -> PhaseLook:
    """Give how a phase is called and looks today, also one that the ladder has no more."""
    shape = current()
    step = shape.step(weight)
    if step is not None:
        return _look(step, shape)
    then = next((one for one in map(ladders.shape_of, _earlier()) if one.step(weight)), USUAL)
    was = _look(then.step(weight) or USUAL.steps[weight - 1], then)
    return PhaseLook(
        was.name,
        str(_("%(phase)s (staat niet meer op de ladder)", phase=was.full)),
        was.colour,
        was.icon,
        was.place,
        was.count,
    )


def full_then(weight: int, moment: datetime) -> str:
    """Give what a phase was called when something was decided about it.

    One that the ladder of that day had no more is called as it was last, not as it is today.
    """
    if current() is USUAL:
        return full(weight)
    held = (one for one in _earlier() if one.adopted_at is not None and one.adopted_at <= moment)
    then = next((one for one in map(ladders.shape_of, held) if one.step(weight)), USUAL)
    return _look(then.step(weight) or USUAL.steps[weight - 1], then).full


def of_shape(shape: Shape) -> list[PhaseLook]:
    """Give every phase of a ladder as it would look, the lowest first."""
    return [_look(step, shape) for step in shape.steps]


def _earlier() -> Sequence[Ladder]:
    """Give the ladders that hold or held here, asked once in a request."""
    if "ladders" not in g:
        g.ladders = ladders.ever_in_force(g.signed_in.office.id)
    known: Sequence[Ladder] = g.ladders
    return known


def _look(step: Step, shape: Shape) -> PhaseLook:
    whole = str(USUAL_WORDS[Phase(step.weight)]) if shape is USUAL else f"{step.name}: {step.words}"
    place = shape.weights.index(step.weight) + 1
    return PhaseLook(step.name, whole, str(step.colour), str(step.icon), place, len(shape.weights))
