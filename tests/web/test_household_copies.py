"""Plans of families as chance makes them: each copy holds what is of all and of that one, exactly.

`HOUSEHOLDS=200` makes more of them. What should be on a copy is said here in two lines, and not by
what the application says of it.
"""

import os
import random
import re
from dataclasses import dataclass

import pytest

from caseapp import plans
from caseapp.extensions import db
from caseapp.kernel import clock
from caseapp.model.case_words import SubjectKind
from caseapp.model.domains import Area
from caseapp.model.plan_words import ActionEnd, Domain, Level, SeenBy
from caseapp.model.whose import TOGETHER, UNSAID, Whose
from caseapp.plans import action_items, measuring
from caseapp.plans.measuring import Scored
from caseapp.plans.members import Member
from caseapp.plans.parties import Consent, Presence, Stand
from tests.papers import making
from tests.plans.households import CARE, DAY, PLACES, SAFETY, settled
from tests.plans.writing import written
from tests.support import papers as pdf
from tests.support.cast import actor_for

SEEDS = range(int(os.environ.get("HOUSEHOLDS", "3")))
CONTENTS = {"both": {None}, "care": {None, CARE}, "safety": {None, SAFETY}}
AREAS = list(Domain)[:13]


@dataclass
class Made:
    """One thing in the plan: its word, whose it is, its track, and whether it can be on paper."""

    word: str
    whose: Whose
    track: object
    printed: bool = True

    def belongs(self, person, tracks):
        ours = self.whose.of_all or self.whose.resident_id == person
        return self.printed and ours and self.track in tracks


class Chance:
    """A family with a plan, as one seed makes it."""

    def __init__(self, seed, town, authors):
        self.dice = random.Random(seed)  # noqa: S311 - chance of a test
        self.town, self.authors, self.made, self.count = town, authors, [], 0
        many = self.dice.randint(2, 4)
        self.people = [town.resident(f"Lid{i}", first_names=f"Kind{i}") for i in range(many)]
        self.names = {one.id: one.name for one in self.people}
        dora = authors[None]
        self.case = town.case(
            *self.people,
            care=authors[CARE],
            safety=authors[SAFETY],
            director=dora,
            subject_kind=SubjectKind.HOUSEHOLD,
        )
        plans.begin_version(actor_for(dora), self.case)
        self._say()
        self.goals = [self._goal() for _turn in range(self.dice.randint(3, 7))]
        for _turn in range(self.dice.randint(4, 10)):
            self._act()
        draft = plans.draft(self.case)
        plans.confirm_version(actor_for(dora), self.case, version=draft.version)
        for number, area in enumerate(AREAS[: self.dice.randint(2, 6)]):
            self._measure(area, number)
        settled()

    def word(self):
        self.count += 1
        return f"zq{self.count:03d}x"

    def whose(self):
        return self.dice.choice([TOGETHER, *(Whose(one) for one in self.names)])

    def note(self, whose, track, **how):
        made = Made(self.word(), whose, track, **how)
        self.made.append(made)
        return made.word

    def _say(self):
        joint = self.dice.random() < 0.5
        whose = TOGETHER if joint else UNSAID
        texts = {name: self.note(whose, None) for name in ("own_words", "signs", "safety")}
        each = {
            person: Member(
                self.note(Whose(person), None),
                Stand(Presence.JOINED, Consent.PARTLY, self.note(Whose(person), None)),
                self.note(Whose(person), None),
            )
            for person in self.names
        }
        facts = {"to_call": "", "stands": {}, "each": each, "is_joint": joint}
        written(actor_for(self.authors[None]), self.case, **texts, **facts)

    def _goal(self):
        whose, track = self.whose(), self.dice.choice(PLACES)
        facts = {"domain": self.dice.choice(AREAS), "track": track}
        goal = plans.add_goal(
            actor_for(self.authors[track]),
            self.case,
            text=self.note(whose, track),
            whose=whose,
            **facts,
        )
        return goal, whose

    def _act(self):
        goal, under = self.dice.choice(self.goals)
        whose = self.whose() if under.of_all else under
        author = actor_for(self.authors[goal.track])
        ends = self.dice.random() < 0.3
        action = action_items.add_action(
            author,
            self.case,
            goal=goal,
            text=self.note(whose, goal.track, printed=not ends),
            track=goal.track,
            due_on=clock.today() + 5 * DAY,
            whose=whose,
        )
        if ends:
            said = self.note(whose, goal.track, printed=False)
            action_items.finish_action(author, action, end=ActionEnd.DONE, outcome=said)
        elif self.dice.random() < 0.2 and under.of_all:  # nobody said whose, as before
            action.resident_id, action.of_all = None, False
            db.session.flush()
            self.made[-1].whose = UNSAID

    def _measure(self, area, number):
        whose, track = self.whose(), self.dice.choice(PLACES)
        measuring.measure(
            actor_for(self.authors[track]),
            self.case,
            track=track,
            measured_on=clock.today() - number * DAY,
            seen_by=SeenBy.RESIDENT,
            scores={Area.of(area): Scored(Level.LIMITED, self.note(whose, track, printed=False))},
            whose=whose,
        )


@pytest.mark.parametrize("seed", SEEDS)
def test_each_copy_of_any_family_holds_exactly_what_is_of_all_and_of_that_one(
    client, town, noor, sem, dora, seed
):
    family = Chance(seed, town, {None: dora, CARE: noor, SAFETY: sem})
    client.sign_in(dora)
    for person, name in family.names.items():
        for contents, tracks in CONTENTS.items():
            facts = {"whose": person.hex, "receiver": "self", "recipient": name,
                     "organisation": "", "reach": "outside", "contents": contents}  # fmt: skip
            answer = making.made(client, family.case, "plan", **facts)
            told = pdf.words(answer.data)
            found = set(re.findall(r"zq\d{3}x", told))
            wanted = {one.word for one in family.made if one.belongs(person, tracks)}
            assert found == wanted, (seed, name, contents)
            named = [one for key, one in family.names.items() if key != person and one in told]
            assert named == []
