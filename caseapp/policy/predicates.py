"""Facts about an actor and a subject, each askable of one object and of a query.

`check` answers for an object in hand; `where` answers for rows still in the database.
`tests/policy/test_twins.py` proves for generated worlds that the two always agree.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from enum import Enum
from typing import Any

from sqlalchemy import (
    BinaryExpression,
    ColumnElement,
    CompoundSelect,
    False_,
    Select,
    True_,
    and_,
    false,
    not_,
    or_,
    true,
    union,
)
from sqlalchemy.sql.operators import in_op

from caseapp.kernel.actor import Actor, Role

Check = Callable[[Actor, Any], bool]
Where = Callable[[Actor], ColumnElement[bool]]


class Joins(Enum):
    """How a fact is made of others: all must hold, any will do, or one is asked elsewhere."""

    NOTHING = "nothing"
    ALL = "all"
    ANY = "any"
    ELSEWHERE = "elsewhere"


@dataclass(frozen=True, slots=True)
class Predicate:
    """One fact with both its ways of asking, and the words in which the matrix prints it."""

    name: str
    check: Check
    where: Where
    roles: frozenset[Role] | None = None
    """The roles it can hold for; None when it depends on no role."""
    joins: Joins = Joins.NOTHING
    parts: tuple[Predicate, ...] = ()
    """What it is made of, and how these are joined: the page of the law is printed from it."""

    def __and__(self, other: Predicate) -> Predicate:
        return Predicate(
            f"{self.name} and {other.name}",
            lambda actor, subject: self.check(actor, subject) and other.check(actor, subject),
            lambda actor: _narrower(self, other, actor),
            _narrowed(self.roles, other.roles),
            Joins.ALL,
            (self, other),
        )

    def __or__(self, other: Predicate) -> Predicate:
        return Predicate(
            f"({self.name} or {other.name})",
            lambda actor, subject: self.check(actor, subject) or other.check(actor, subject),
            lambda actor: _wider(self, other, actor),
            None if self.roles is None or other.roles is None else self.roles | other.roles,
            Joins.ANY,
            (self, other),
        )

    def __invert__(self) -> Predicate:
        return Predicate(
            f"not {self.name}",
            lambda actor, subject: not self.check(actor, subject),
            lambda actor: not_(self.where(actor)),
        )


def _narrower(one: Predicate, two: Predicate, actor: Actor) -> ColumnElement[bool]:
    """Join two conditions; what the roles of the actor rule out is not asked of the database."""
    first = one.where(actor)
    if isinstance(first, False_):
        return first
    second = two.where(actor)
    if isinstance(first, True_) or isinstance(second, False_):
        return second
    return and_(first, second)


def _wider(one: Predicate, two: Predicate, actor: Actor) -> ColumnElement[bool]:
    """Take either of two conditions; one that no row can meet is left out."""
    first = one.where(actor)
    if isinstance(first, True_):
        return first
    second = two.where(actor)
    if isinstance(first, False_) or isinstance(second, True_):
        return second
    return first if isinstance(second, False_) else _either(first, second)


def _either(first: ColumnElement[bool], second: ColumnElement[bool]) -> ColumnElement[bool]:
    """Take either; `x in A or x in B` is asked as `x in (A union B)`, for which an index serves."""
    one, two = _members(first), _members(second)
    if one is None or two is None or one[0] is not two[0]:
        return or_(first, second)
    return one[0].in_(union(*one[1], *two[1]))


def _members(clause: ColumnElement[bool]) -> tuple[ColumnElement[Any], tuple[Any, ...]] | None:
    """Give the column and the queries of a condition of the form `column in (query)`."""
    if not isinstance(clause, BinaryExpression) or clause.operator is not in_op:
        return None
    query = getattr(clause.right, "element", None)
    if isinstance(query, CompoundSelect):
        return clause.left, tuple(query.selects)
    return (clause.left, (query,)) if isinstance(query, Select) else None


def _narrowed(one: frozenset[Role] | None, two: frozenset[Role] | None) -> frozenset[Role] | None:
    if one is None:
        return two
    return one if two is None else one & two


def has_role(*roles: Role) -> Predicate:
    """The actor holds at least one of these roles."""
    wanted = frozenset(roles)
    return Predicate(
        "is " + " or ".join(str(role).replace("-", " ") for role in Role if role in wanted),
        lambda actor, _subject: actor.has_any(wanted),
        lambda actor: true() if actor.has_any(wanted) else false(),
        wanted,
    )


anyone = replace(has_role(*Role), name="is signed in")
