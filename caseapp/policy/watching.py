"""Facts about keeping an eye on a closed case: whose watch (waakvlam) it is while it runs."""

from collections.abc import Collection
from dataclasses import replace
from typing import Any
from uuid import UUID

from sqlalchemy import Select, false, select

from caseapp.extensions import db
from caseapp.kernel.actor import Actor
from caseapp.model.case_words import CaseState
from caseapp.model.cases import Case
from caseapp.model.closures import Watch
from caseapp.policy.predicates import Predicate
from caseapp.policy.relations import case_is_open


def _running(people: Collection[UUID]) -> Select[Any]:
    return select(Watch.case_id).where(Watch.watcher_id.in_(people), Watch.ended_at.is_(None))


def _watches(people: Collection[UUID], case: Case) -> bool:
    """Only a closed case is watched; of others nothing is asked."""
    if case.state is not CaseState.CLOSED or not people:
        return False
    query = _running(people).where(Watch.case_id == case.id).limit(1)
    return db.session.scalar(query.execution_options(unseen="policy")) is not None


watches_case = Predicate(
    "keeps an eye on the closed case, by a watch that runs",
    lambda actor, case: _watches({actor.user_id}, case),
    lambda actor: Case.id.in_(_running({actor.user_id}).correlate(None)),
)


def _unshielded(actor: Actor) -> Any:
    query = _running(actor.stands_in_for).join(Case, Case.id == Watch.case_id)
    return query.where(Case.is_shielded.is_not(True)).correlate(None)


stands_in_for_watcher = Predicate(
    "stands in for a colleague on leave who keeps an eye on the case, which is not shielded",
    lambda actor, case: not case.is_shielded and _watches(actor.stands_in_for, case),
    lambda actor: Case.id.in_(_unshielded(actor)) if actor.stands_in_for else false(),
)

watch_runs = Predicate(
    "the watch still runs",
    lambda _actor, watch: watch.ended_at is None,
    lambda _actor: Watch.ended_at.is_(None),
)

is_own_watch = Predicate(
    "it is their own watch",
    lambda actor, watch: watch.watcher_id == actor.user_id,
    lambda actor: Watch.watcher_id == actor.user_id,
)

case_is_closed = replace(~case_is_open, name="the case is closed")
