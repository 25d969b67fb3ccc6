"""Of whom something in a plan is: how people are named on the screen, and chosen on a form."""

from collections.abc import Callable, Iterable
from typing import Any, TypeVar
from uuid import UUID

from flask import request
from flask_babel import gettext as _

from caseapp.model.cases import Case
from caseapp.model.whose import TOGETHER, UNSAID, Whose
from caseapp.plans import members
from caseapp.web.forms import Form

T = TypeVar("T")


def people(case: Case) -> dict[UUID, str]:
    """Give whom a case is about, by name."""
    known = {one.resident_id: one.resident.name for one in case.subjects}
    return dict(sorted(known.items(), key=lambda one: (one[1], one[0])))


def is_household(case: Case) -> bool:
    """Tell whether a plan is of several people, so that what is whose has to be said."""
    return members.is_household(one.resident_id for one in case.subjects)


def left(case: Case, whose: Whose) -> bool:
    """Tell whether it is of somebody whom the case is not about any more."""
    known = {one.resident_id for one in case.subjects}
    return whose.resident_id is not None and whose.resident_id not in known


def whose_name(noun: Any) -> str:
    """Give of whom something is, on a page of a case about several people; of one, nothing."""
    case, whose = noun.case, Whose.of(noun)
    return name_of(case, whose) if is_household(case) or left(case, whose) else ""


def whose_copy(paper: Any) -> str:
    """Give whose copy of the plan a paper is."""
    return name_of(paper.case, Whose(paper.resident_id))


def name_of(case: Case, whose: Whose) -> str:
    """Give what people call whose it is."""
    if whose.of_all:
        return str(_("iedereen samen"))
    if whose.resident_id is None:
        return str(_("nog niet gezegd van wie"))
    return people(case).get(whose.resident_id) or str(_("iemand die niet meer in deze casus zit"))


def in_order(case: Case, things: Iterable[T], *, of: Callable[[T], Whose]) -> list[T]:
    """Give things of everybody together first, then of each by name, then of nobody yet."""
    order = [TOGETHER, *map(Whose, people(case))]

    def place(thing: T) -> tuple[int, str]:
        whose = of(thing)
        if whose in order:
            return order.index(whose), ""
        return len(order) + (whose == UNSAID), whose.key

    return sorted(things, key=place)


def offer(form: Any, case: Case, *, first: str = "", asked: bool = True) -> None:
    """Offer everybody together and each of them; where it is of one person, ask nothing."""
    if not (asked and is_household(case)):
        del form.whose
        return
    form.whose.choices = [
        ("", first or str(_("Kies van wie"))),
        (TOGETHER.key, str(_("iedereen samen"))),
        *((person.hex, name) for person, name in people(case).items()),
    ]


def asked_for(form: Any) -> None:
    """Choose beforehand whom the link to a form asked for; what is not offered is nothing."""
    key = request.args.get("whose", "")
    if form.whose and key in {offered for offered, _name in form.whose.choices}:
        form.whose.data = key


def chosen(form: Form) -> Whose:
    """Give what was chosen: one of them, all of them, or nothing."""
    field: Any = getattr(form, "whose", None)
    key = field.data if field else ""
    if not key or not any(key == offered for offered, _name in field.choices):
        return UNSAID
    return TOGETHER if key == TOGETHER.key else Whose(UUID(key))
