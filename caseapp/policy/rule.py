"""One rule of the law: what it is asked of and when it holds, and what is added to each."""

from dataclasses import dataclass
from typing import Any

from sqlalchemy import ColumnElement, and_

from caseapp.kernel.actor import Actor
from caseapp.model.organisations import Municipality
from caseapp.policy.blocks import is_kept_from, open_to
from caseapp.policy.predicates import Predicate


@dataclass(frozen=True, slots=True)
class Rule:
    """One permission's rule: what it is asked of, and when it holds."""

    model: Any
    predicate: Predicate

    def check(self, actor: Actor, subject: Any) -> bool:
        """Tell whether the actor holds the permission on this object."""
        if subject.municipality_id != actor.municipality_id or is_kept_from(actor, subject):
            return False
        return self.predicate.check(actor, subject)

    def where(self, actor: Actor) -> ColumnElement[bool]:
        """Give the condition that keeps the rows on which the actor holds the permission."""
        own = self.model.id if self.model is Municipality else self.model.municipality_id
        return and_(
            own == actor.municipality_id,
            open_to(actor, self.model),
            self.predicate.where(actor),
        )
