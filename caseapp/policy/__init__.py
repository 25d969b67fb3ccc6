"""Ask here, and only here, whether something is allowed."""

from functools import lru_cache
from typing import Any, TypeVar

from sqlalchemy import ColumnElement, Select

from caseapp.kernel.actor import Actor
from caseapp.kernel.errors import NotPermitted
from caseapp.policy.part_of_work import RELATIONS
from caseapp.policy.permissions import Permission
from caseapp.policy.rules import RULES

__all__ = ["Permission", "allows", "relation", "require", "subject_of", "visible"]

T = TypeVar("T")
CONDITIONS = 300
"""How many rules are kept written out, in each process; an actor with other roles is another."""


def allows(actor: Actor, permission: Permission, subject: Any) -> bool:
    """Tell whether the actor holds the permission on this object. No rule means no."""
    rule = RULES.get(permission)
    return rule is not None and rule.check(actor, subject)


def require(actor: Actor, permission: Permission, subject: Any) -> None:
    """Go on only if allowed; raises NotPermitted."""
    if not allows(actor, permission, subject):
        raise NotPermitted(permission)


def visible(actor: Actor, permission: Permission, query: Select[T]) -> Select[T]:
    """Narrow a query to the rows on which the actor holds the permission; no rule, no query."""
    if permission not in RULES:
        raise NotPermitted(permission)
    return query.where(_condition(permission, actor))


@lru_cache(maxsize=CONDITIONS)
def _condition(permission: Permission, actor: Actor) -> ColumnElement[bool]:
    """Write a rule out for an actor; the same person asks the same with every page."""
    return RULES[permission].where(actor)


def subject_of(subject: Any) -> Any:
    """Give the case or resident a noun is about; None where it is about neither."""
    if type(subject) in RELATIONS:
        return subject
    return getattr(subject, "case", None)


def relation(actor: Actor, subject: Any) -> str | None:
    """Say what the actor is to a case or resident, in one word; None when only an office."""
    facts = RELATIONS[type(subject)]
    return next((name for name, fact in facts.items() if fact.check(actor, subject)), None)
