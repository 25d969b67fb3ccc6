"""Whose something new in a plan is: said, or known because the case is about one person.

Decides only. Default closed: what nobody says is of nobody, and on no copy for one of the people.
"""

from collections.abc import Collection
from uuid import UUID

from caseapp.kernel.errors import RuleBroken
from caseapp.model.whose import UNSAID, Whose


def belonging(people: Collection[UUID], whose: Whose) -> Whose:
    """Give whose a goal or a measurement is that is written now.

    About one person, it is theirs, also when others come later. About several it must be said.
    Raises RuleBroken for somebody the case is not about.
    """
    if whose.resident_id is not None and whose.resident_id not in people:
        raise RuleBroken("plan-of-outsider", "whose")
    if not people:
        return UNSAID
    if len(people) == 1:
        return Whose(next(iter(people)))
    if not whose.is_said:
        raise RuleBroken("plan-of-whom", "whose")
    return whose


def belonging_under(people: Collection[UUID], goal: Whose, whose: Whose) -> Whose:
    """Give whose an action is: of whom its goal is; under one of all, of whom it is said to be."""
    if goal.resident_id is not None:
        if whose.is_said and whose != goal:
            raise RuleBroken("action-beside-person", "whose")
        return goal
    if len(people) > 1 and not goal.is_said and not whose.is_said:
        return UNSAID
    return belonging(people, whose)
