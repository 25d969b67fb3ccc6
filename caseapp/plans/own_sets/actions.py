"""Making a set of areas of life, and retiring one. It does not change: plans go by it."""

from collections.abc import Sequence
from typing import Any

from sqlalchemy.exc import IntegrityError

from caseapp import accesslog, policy
from caseapp.accesslog import Event
from caseapp.extensions import db
from caseapp.kernel import clock
from caseapp.kernel.actor import Actor
from caseapp.kernel.errors import RuleBroken
from caseapp.model.domains import OwnDomain, OwnDomainSet
from caseapp.plans.own_sets import names
from caseapp.plans.own_sets.queries import own_sets
from caseapp.policy import Permission


def add_set(actor: Actor, office: Any, *, name: str, domains: Sequence[str]) -> OwnDomainSet:
    """Make a set of areas of life by their names; plans can go by it from now on.

    Raises RuleBroken for a name that is taken, also by a set that is retired, and for names that
    are missing, double, too long or too many.
    """
    policy.require(actor, Permission.SETTINGS_ARRANGE, office)
    told = names.tidy(name)
    taken = {one.name.casefold() for one in own_sets(office.id)}
    for objection in names.objections(told, domains, taken=taken):
        raise objection
    made = OwnDomainSet(
        municipality_id=office.id, name=told, made_at=clock.now(), made_by_id=actor.user_id
    )
    made.domains = [
        OwnDomain(municipality_id=office.id, position=position, name=names.tidy(one))
        for position, one in enumerate(domains)
    ]
    try:
        with db.session.begin_nested():
            db.session.add(made)
    except IntegrityError as error:
        raise RuleBroken("domain-set-known", "name") from error
    accesslog.record(actor, Event.DOMAIN_SET_ADDED, office, number=str(len(made.domains)))
    return made


def retire_set(actor: Actor, office: Any, *, which: str) -> OwnDomainSet:
    """Have no plan begin with a set from now on; those that go by it keep it. Twice is as once.

    Raises RuleBroken for one that is not there.
    """
    policy.require(actor, Permission.SETTINGS_ARRANGE, office)
    found = next((one for one in own_sets(office.id) if one.id.hex == which), None)
    if found is None:
        raise RuleBroken("domain-set-unknown")
    db.session.refresh(found, ["retired_at"], with_for_update=True)
    if found.retired_at is None:
        found.retired_at, found.retired_by_id = clock.now(), actor.user_id
        db.session.flush()
        accesslog.record(actor, Event.DOMAIN_SET_RETIRED, office)
    return found
