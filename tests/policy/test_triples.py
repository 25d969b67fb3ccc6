"""Person, action, thing: the rule, the query, the oracle and the lock of the database agree.

In generated towns everybody is tried on everything with every permission. The rule on the object,
the condition on the rows and the oracle, which was written from the documents by itself, must say
the same of each triple. What they allow, PostgreSQL gives to that person; what is of another
municipality it gives to nobody, and a step of a track only to who may read it.

    TRIPLES=200000 bin/test tests/policy/test_triples.py
"""

import os
import random
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from typing import Any
from uuid import UUID

from sqlalchemy import select

from caseapp import accesslog, accounts, policy
from caseapp.kernel import clock
from caseapp.kernel.actor import Actor
from caseapp.model import lock
from caseapp.model.emergencies import EmergencyAccess
from caseapp.model.journal import Step
from caseapp.model.leaves import Leave
from caseapp.model.organisations import Municipality
from caseapp.policy import Permission
from caseapp.policy.predicates import anyone
from caseapp.policy.rule import Rule
from caseapp.policy.rules import RULES
from tests.policy.test_twins import World
from tests.support.rows_as_facts import Facts

UNSEEN = {"unseen": "policy"}
WANTED = int(os.environ.get("TRIPLES", "4000"))
FIRST_SEED = int(os.environ.get("TRIPLES_SEED", "2026"))


@dataclass
class Tally:
    """How many triples were tried and allowed, and each on which not all say the same."""

    tried: int = 0
    allowed: int = 0
    steps_hidden: int = 0
    disagreements: list[Any] = field(default_factory=list)

    def note(self, actor: Actor, asked: str, thing: Any, **said: bool) -> None:
        roles = sorted(map(str, actor.roles))
        self.disagreements.append((roles, asked, thing.__tablename__, thing.id, said))


class Trial:
    """Tries one after another on everything in the world that stands there."""

    def __init__(self, session: Any, tally: Tally, wanted: int) -> None:
        self.session, self.tally, self.wanted = session, tally, wanted
        self.facts = Facts(session)
        self.oracle = self.facts.oracle
        self.is_locked = session.get_bind().dialect.name == "postgresql"
        self.rows = {kind: session.scalars(select(kind)).all() for kind in self.facts.told}

    def run(self, dice: random.Random) -> None:
        """Try people drawn by lot, until enough was tried."""
        towns = sorted({person.town for person in self.facts.people.values()})
        actors = [one for town in towns for one in accounts.actors(town)]
        for actor in dice.sample(actors, len(actors)):
            if self.tally.tried >= self.wanted:
                return
            given = self._given(actor)
            for permission, rule in RULES.items():
                if rule.model in self.rows:
                    self._try(actor, permission, rule.model, given)
            if self.is_locked:
                self._try_lock(actor, given)

    def _ids(self, query: Any) -> set[UUID]:
        return set(self.session.execute(query, execution_options=UNSEEN).scalars())

    def _given(self, actor: Actor) -> dict[Any, set[UUID]]:
        """Give the rows that the database lets through to this person, whatever they may."""
        with lock.speaking(self.session(), lock.Speaker(actor.municipality_id, actor.user_id)):
            return {kind: self._ids(select(kind.id)) for kind in self.rows}

    def _try(self, actor: Actor, permission: Permission, kind: Any, given: Any) -> None:
        who, told = self.facts.people[actor.user_id], self.facts.told[kind]
        by_query = self._ids(policy.visible(actor, permission, select(kind.id)))
        for thing in self.rows[kind]:
            said = {
                "rule": policy.allows(actor, permission, thing),
                "query": thing.id in by_query,
                "oracle": self.oracle.may(who, str(permission), told[thing.id]),
            }
            if said["rule"]:  # the lock is coarser: it gives what is allowed, and may give more
                said["lock"] = thing.id in given[kind]
            self.tally.tried += 1
            self.tally.allowed += said["rule"]
            if len(set(said.values())) > 1:
                self.tally.note(actor, str(permission), thing, **said)

    def _try_lock(self, actor: Actor, given: Any) -> None:
        """Nothing of another town is given, and no step of a track on which they do not work."""
        for kind in self.rows.keys() - {Municipality}:
            for thing in self.rows[kind]:
                if thing.municipality_id != actor.municipality_id and thing.id in given[kind]:
                    self.tally.note(actor, "elsewhere", thing, lock=True)
        for step in self.rows[Step]:
            opens = self._opens(actor, step)
            self.tally.steps_hidden += not opens and step.municipality_id == actor.municipality_id
            if (step.id in given[Step]) != opens:
                self.tally.note(actor, "track", step, lock=not opens)

    def _opens(self, actor: Actor, step: Step) -> bool:
        entry, who = self.facts.told[Step][step.id], self.facts.people[actor.user_id]
        works = any(
            part.active
            and part.person in {who.id, *who.stands_in_for}
            and (part.part == "director" or part.track == entry.track)
            for part in entry.case.parts
        )
        hurried = entry.case.id in who.hurried_notes
        opens = entry.track is None or works or hurried
        return entry.town == who.town and opens


@contextmanager
def a_world(session, dice: random.Random) -> Iterator[None]:
    """Two towns made by the throw of dice, which are gone afterwards."""
    session.rollback()
    made = session.get_bind().begin_nested()
    World(dice)
    for access in session.scalars(select(EmergencyAccess)):
        access.tracks_opened_at = clock.now() if dice.random() < 0.5 else None
    for leave in session.scalars(select(Leave)):
        leave.accepted_at = clock.now() if leave.substitute_id and dice.random() < 0.7 else None
    accesslog.logbook(session()).clear()
    session.commit()
    yield
    accesslog.logbook(session()).clear()
    session.remove()
    made.rollback()


def test_rule_query_oracle_and_lock_agree_on_every_triple(session):
    tally, seed = Tally(), FIRST_SEED
    while tally.tried < WANTED:
        dice = random.Random(seed)  # noqa: S311 - dice of a test
        with a_world(session, dice):
            Trial(session, tally, WANTED).run(dice)
        seed += 1
    assert tally.disagreements == []
    assert tally.allowed > tally.tried / 100
    assert tally.steps_hidden or session.get_bind().dialect.name == "sqlite"


def test_a_rule_that_lets_too_much_through_is_found_three_times(session, monkeypatch):
    """The plant: everybody may read every step. Query and oracle notice, and so does the lock."""
    careless = Rule(Step, replace(anyone, where=lambda _actor: Step.track.is_(None)))
    monkeypatch.setitem(RULES, Permission.STEP_VIEW, careless)
    tally = Tally()
    with a_world(session, random.Random(FIRST_SEED)):  # noqa: S311 - dice of a test
        Trial(session, tally, 1000).run(random.Random(FIRST_SEED))  # noqa: S311 - dice of a test
    assert {asked for _, asked, *_ in tally.disagreements} == {"step:view"}
    noticed = {name for *_, said in tally.disagreements for name, yes in said.items() if not yes}
    locks = {"lock"} if session.get_bind().dialect.name == "postgresql" else set()
    assert noticed == {"query", "oracle"} | locks
