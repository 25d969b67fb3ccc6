"""3. The check on an object and the filter on a query never disagree.

For every permission, in generated towns: every role, team, track, phase, state and relation, and a
neighbouring municipality that must not exist for anybody here.
"""

import random
from collections.abc import Sequence
from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import select

from caseapp import policy
from caseapp.extensions import db
from caseapp.kernel import clock
from caseapp.kernel.actor import Actor, Emergency, Role
from caseapp.kernel.deadlines import months_after
from caseapp.kernel.errors import NotPermitted
from caseapp.model.accounts import User
from caseapp.model.acquaintances import Acquaintance, Departure
from caseapp.model.approvals import Approval, ApprovalKind
from caseapp.model.case_words import CaseState, Part, Phenomenon, TrackKind, TrackState
from caseapp.model.cases import Case, CaseSubject, Track
from caseapp.model.closures import Watch, WatchEnd
from caseapp.model.content import ContentClass
from caseapp.model.emergencies import EmergencyAccess, EmergencyReason
from caseapp.model.escalation import Acknowledgement, Flag, Rung
from caseapp.model.handovers import Handover, HandoverEnd, HandoverOf
from caseapp.model.journal import Source, Step
from caseapp.model.leaves import Leave
from caseapp.model.measurements import Measurement
from caseapp.model.organisations import Municipality
from caseapp.model.plan_words import Domain, SeenBy
from caseapp.model.plans import PlanAction, PlanGoal
from caseapp.model.residents import Household, HouseholdMember, Resident
from caseapp.model.reviews import Review, ReviewKind, Verdict
from caseapp.model.sealed import DataKey
from caseapp.model.shares import Share, ShareGround
from caseapp.model.signals import Signal, SignalEnd, Urgency
from caseapp.model.watchdog import Finding
from caseapp.policy import Permission
from caseapp.policy.rules import RULES
from tests.support.cast import Town, actor_for

KINDS = (
    Municipality, Case, Track, Step, Share, Flag, Acknowledgement, Resident, User,
    Approval, EmergencyAccess, Review, Acquaintance, Departure, Finding, Handover, Leave, Signal,
    Watch,
    PlanGoal, PlanAction, Measurement,
)  # fmt: skip


class World:
    """Two towns, made by the throw of dice, with every kind of thing in them."""

    def __init__(self, dice: random.Random) -> None:
        self.dice = dice
        self.towns = [Town(), Town()]
        self.people = [self._person(town, role) for town in self.towns for role in Role]
        self.people += [self._person(self.towns[0], dice.choice(list(Role))) for _ in range(4)]
        self.cases: list[Case] = []
        self.residents: list[Resident] = []
        for town in self.towns:
            mine = [p for p in self.people if p.municipality_id == town.id]
            for _ in range(4):
                self._case(town, mine)

    def actor(self, person: User) -> Actor:
        """Give somebody as they act: now and then kept from a file, or in an emergency."""
        dice = self.dice
        known = dice.sample(self.residents, 1) if dice.random() < 0.4 else []
        kept = {one.id for one in known}
        about = {c.id for c in self.cases if kept & {s.resident_id for s in c.subjects}}
        hurried = dice.sample(self.cases, 2) if dice.random() < 0.4 else []
        until = clock.now() + timedelta(hours=1)
        return replace(
            actor_for(person),
            kept_from=frozenset(kept | about),
            emergencies=tuple(
                Emergency(case.id, case.id, until, tracks=dice.random() < 0.5) for case in hurried
            ),
            stands_in_for=frozenset(
                one.id for one in (dice.sample(self.people, 3) if dice.random() < 0.4 else [])
            ),
        )

    def _person(self, town: Town, role: Role) -> User:
        team = self.dice.choice([town.care_team, town.safety_team, town.intake_team])
        return town.person(role, team=team, leads=self.dice.random() < 0.3)

    def _case(self, town: Town, people: Sequence[User]) -> None:
        dice = self.dice
        residents = [town.resident(registered_by_id=dice.choice(people).id) for _ in range(2)]
        self.residents += residents
        self._share_a_house(town, residents)
        case = town.case(
            residents[0],
            state=dice.choice(list(CaseState)),
            phase=dice.randint(1, 4),
            care=dice.choice([None, *people]),
            safety=dice.choice([None, *people]),
            director=dice.choice([None, *people]),
            partner=dice.choice([None, *people]),
            members=[(dice.choice(people), dice.choice(list(TrackKind)))],
        )
        case.is_shielded = dice.random() < 0.3
        self.cases.append(case)
        self._open_doors(town, people, case, residents[0])
        for involvement in case.involvements:
            if dice.random() < 0.2:
                involvement.ended_at = clock.now()
        for track in case.tracks:
            self._stop(track, people)
        author = dice.choice(people)
        for place in (TrackKind.CARE, TrackKind.SAFETY, None):
            step = town.step(case, author, place, "Iets gedaan.", **self._aged(place))
            if place is not None:
                self._share(step, author)
            self._plan(town, case, author, place)
        flag = town.flag(case, author)
        if dice.random() < 0.5:
            flag.answered_by_id, flag.answered_at = author.id, clock.now()
        told = Acknowledgement(
            municipality_id=town.id, flag=flag, user_id=author.id, asked_at=clock.now()
        )
        db.session.add(told)
        for colleague in dice.sample([one for one in people if one is not author], 2):
            reached = Acknowledgement(
                municipality_id=town.id,
                flag=flag,
                user_id=colleague.id,
                asked_at=clock.now(),
                rung=dice.choice(list(Rung)),
                reached_at=clock.now(),
            )
            db.session.add(reached)
        db.session.commit()

    def _stop(self, track: Track, people: Sequence[User]) -> None:
        """Let a track run, be done, or be said not to be needed."""
        track.state = self.dice.choice(list(TrackState))
        if track.state is TrackState.NOT_NEEDED and self.dice.random() < 0.7:
            track.said_by_id = self.dice.choice(people).id

    def _aged(self, place: TrackKind | None) -> dict[str, Any]:
        """Have police data of any age on a track, on and beside the days that count."""
        if place is None or self.dice.random() < 0.5:
            return {}
        years, days = self.dice.choice([0, 1, 5, 10]), self.dice.choice([-1, 0, 1])
        happened_on = months_after(clock.today(), -12 * years) + timedelta(days=days)
        return {
            "content": ContentClass.POLICE,
            "happened_on": min(happened_on, clock.today()),
        }

    def _share(self, step: Step, author: User) -> None:
        """Have a part of a step on the strip, or have had it there."""
        withdrawn = self.dice.random() < 0.3
        share = Share(
            municipality_id=step.municipality_id,
            case=step.case,
            case_id=step.case_id,
            step_id=step.id,
            from_track=step.track,
            content=ContentClass.COMMON,
            ground=ShareGround.PUBLIC_TASK,
            excerpt="Iets",
            purpose="Overleg.",
            until_on=clock.today() + timedelta(days=self.dice.choice([-1, 0, 9])),
            shared_at=clock.now(),
            shared_by_id=author.id,
            withdrawn_at=clock.now() if withdrawn else None,
            withdrawn_by_id=author.id if withdrawn else None,
        )
        db.session.add(share)

    def _plan(self, town: Town, case: Case, author: User, place: TrackKind | None) -> None:
        """Have a goal on a track or for both, an action for it, and a measurement."""
        shared = {"municipality_id": town.id, "case": case, "case_id": case.id, "track": place}
        goal = PlanGoal(**shared, domain=Domain.HOUSING, from_number=1, text="Rust.")
        goal.origin_id = goal.id
        days = {"planned_on": clock.today(), "due_on": clock.today(), "made_at": clock.now()}
        made = {"made_by_id": author.id, "from_number": 1, "text": "Bellen."}
        seen = {"measured_on": clock.today(), "seen_by": SeenBy.PROFESSIONAL, "evidence": "Rust."}
        measured = Measurement(
            **shared, **seen, domain=Domain.HOUSING, score=3,
            made_at=clock.now(), made_by_id=author.id,
        )  # fmt: skip
        action = PlanAction(**shared, **days, **made, goal=goal, goal_id=goal.id)
        db.session.add_all([goal, action, measured])

    def _open_doors(
        self, town: Town, people: Sequence[User], case: Case, resident: Resident
    ) -> None:
        """Have something of everything that opens or closes by itself."""
        dice, now = self.dice, clock.now()
        one, other = dice.sample(list(people), 2)
        shared = {"municipality_id": town.id}
        access = EmergencyAccess(
            **shared,
            user_id=one.id,
            case=case,
            case_id=case.id,
            kind=dice.choice(list(EmergencyReason)),
            opened_at=now,
            until=now + timedelta(hours=1),
        )
        asked = Approval(
            **shared,
            kind=dice.choice(list(ApprovalKind)),
            subject_kind="cases",
            subject_id=case.id,
            payload="{}",
            payload_hash=b"",
            key=DataKey.draw(town.id),
            requested_by_id=one.id,
            requested_at=now,
            until=now + timedelta(hours=1),
        )
        judged = dice.random() < 0.5
        review = Review(
            **shared,
            kind=ReviewKind.ALERT,
            user_id=one.id,
            subject_kind="residents",
            subject_id=resident.id,
            day=clock.today(),
            opened_at=now,
            due_on=clock.today(),
            key=DataKey.draw(town.id),
            asked_at=dice.choice([None, now]),
            verdict=Verdict.UNCLEAR if judged else None,
            verdict_at=now if judged else None,
            verdict_by_id=other.id if judged else None,
        )
        knows = Acquaintance(**shared, user_id=one.id, resident_id=resident.id, declared_at=now)
        left = Departure(**shared, user_id=other.id, case_id=case.id, case=case, left_at=now)
        db.session.add_all(
            [
                access,
                asked,
                review,
                knows,
                left,
                self._offer(town, case, one, other),
                self._watch(town, case, one, other),
            ]
        )
        db.session.add(self._leave(town, one, other))
        db.session.add_all(self._signal(town, people, case, resident) for _ in range(2))

    def _signal(self, town: Town, people: Sequence[User], case: Case, resident: Resident) -> Signal:
        """Have something reported, with whomever, of either side, forwarded or decided."""
        dice, now = self.dice, clock.now()
        teams = [town.care_team, town.safety_team, town.intake_team]
        over, goes = dice.random() < 0.4, dice.random() < 0.4
        return Signal(
            municipality_id=town.id,
            key=DataKey.draw(town.id),
            resident_id=dice.choice([None, resident.id]),
            side=dice.choice([None, *TrackKind]),
            phenomenon=Phenomenon.NUISANCE,
            source=Source.POLICE,
            urgency=Urgency.USUAL,
            received_on=clock.today(),
            wants_answer=False,
            recorded_by_id=dice.choice(people).id,
            team_id=dice.choice(teams).id,
            user_id=dice.choice([None, *people[:3]]) and dice.choice(people).id,
            next_on=clock.today(),
            to_team_id=dice.choice(teams).id if goes and not over else None,
            answer_by=now if goes and not over else None,
            end=SignalEnd.JOINED if over else None,
            ended_at=now if over else None,
            ended_by_id=people[0].id if over else None,
            case_id=case.id if over else None,
        )

    def _leave(self, town: Town, one: User, other: User) -> Leave:
        """Have somebody be away, with somebody who stands in, is asked to, or nobody."""
        dice, today = self.dice, clock.today()
        return Leave(
            municipality_id=town.id,
            user_id=one.id,
            substitute_id=dice.choice([None, other.id]),
            first_on=today,
            last_on=today + timedelta(days=3),
            asked_at=clock.now(),
            asked_by_id=one.id,
        )

    def _watch(self, town: Town, case: Case, one: User, other: User) -> Watch:
        """Have somebody keep an eye on a case, or have done so."""
        over, now = case.is_open or self.dice.random() < 0.3, clock.now()
        return Watch(
            municipality_id=town.id,
            case=case,
            case_id=case.id,
            watcher_id=one.id,
            started_at=now,
            until_on=clock.today() + timedelta(days=9),
            end=WatchEnd.STOPPED if over else None,
            ended_at=now if over else None,
            ended_by_id=other.id if over else None,
        )

    def _offer(self, town: Town, case: Case, one: User, other: User) -> Handover:
        """Have something offered by one to another, or to a team; answered or not."""
        dice, now = self.dice, clock.now()
        over, to_team = dice.random() < 0.4, dice.random() < 0.5
        return Handover(
            municipality_id=town.id,
            case=case,
            case_id=case.id,
            of=dice.choice(list(HandoverOf)),
            from_id=one.id,
            to_user_id=None if to_team else other.id,
            to_team_id=town.care_team.id if to_team else None,
            offered_at=now,
            answer_by=now + timedelta(days=5),
            end=HandoverEnd.REFUSED if over else None,
            ended_at=now if over else None,
        )

    def _share_a_house(self, town: Town, residents: Sequence[Resident]) -> None:
        household = Household(municipality_id=town.id)
        db.session.add(household)
        db.session.flush()
        for resident in residents:
            db.session.add(
                HouseholdMember(
                    municipality_id=town.id, household_id=household.id, resident_id=resident.id
                )
            )


@pytest.mark.parametrize("seed", range(3))
def test_check_and_query_agree_for_every_permission(session, seed):
    world = World(random.Random(seed))  # noqa: S311 - dice of a test
    asked = 0
    for permission, rule in RULES.items():
        if rule.model not in KINDS:
            continue
        subjects = session.scalars(select(rule.model)).all()
        for person in world.people:
            actor = world.actor(person)
            query = policy.visible(actor, permission, select(rule.model))
            found = {one.id for one in session.scalars(query)}
            held = {one.id for one in subjects if policy.allows(actor, permission, one)}
            assert found == held, (permission, actor.roles)
            asked += len(subjects)
    assert asked > 5_000


@pytest.fixture
def two_towns(session):
    here, there = Town(), Town()
    return here, there, there.case(there.resident(), care=there.person(Role.SOCIAL_WORKER))


@pytest.mark.parametrize("role", Role)
def test_another_municipality_does_not_exist(two_towns, role):
    here, _there, case = two_towns
    actor = actor_for(here.person(role))
    for permission, rule in RULES.items():
        if rule.model is Case:
            assert not policy.allows(actor, permission, case)
        if rule.model is Resident:
            assert not policy.allows(actor, permission, case.subjects[0].resident)


@pytest.mark.parametrize(
    "role",
    [
        Role.PRIVACY_OFFICER,
        Role.DATA_PROTECTION_OFFICER,
        Role.CISO,
        Role.FUNCTIONAL_ADMINISTRATOR,
    ],
)
def test_who_oversees_sees_no_case_content(session, town, role):
    case = town.case(town.resident(), care=town.person(Role.SOCIAL_WORKER))
    town.step(case, town.person(Role.SOCIAL_WORKER), None, "Gedeeld.")
    actor = actor_for(town.person(role))
    for permission, rule in RULES.items():
        if rule.model in (Case, Track, Step, Flag, Resident):
            assert (
                session.scalars(policy.visible(actor, permission, select(rule.model))).all() == []
            )


def test_a_permission_without_a_rule_is_refused(town, monkeypatch):
    actor = actor_for(town.person(Role.SOCIAL_WORKER))
    monkeypatch.delitem(RULES, Permission.CASES_BROWSE)
    assert not policy.allows(actor, Permission.CASES_BROWSE, town.municipality)
    with pytest.raises(NotPermitted):
        policy.visible(actor, Permission.CASES_BROWSE, select(Municipality))


def test_a_law_whose_twins_disagree_is_found(session, town):
    """The plant: a rule whose query forgets what its check demands."""
    rule = RULES[Permission.CASE_VIEW]
    town.case(town.resident(), care=town.person(Role.SOCIAL_WORKER))
    stranger = actor_for(town.person(Role.SOCIAL_WORKER, team=town.intake_team))
    cases = session.scalars(select(Case)).all()
    careless = select(Case).where(Case.municipality_id == town.id)
    found = {case.id for case in session.scalars(careless)}
    assert found != {case.id for case in cases if rule.check(stranger, case)}


def test_who_leaves_a_case_sees_it_no_more(session, town):
    noor = town.person(Role.SOCIAL_WORKER, team=town.intake_team)
    case = town.case(town.resident(), care=noor)
    assert policy.allows(actor_for(noor), Permission.CASE_VIEW, case)
    next(i for i in case.involvements if i.part is Part.OWNER).ended_at = clock.now()
    session.commit()
    assert not policy.allows(actor_for(noor), Permission.CASE_VIEW, case)
    assert session.scalars(select(CaseSubject)).all()


def test_an_emergency_on_a_case_one_is_kept_from_opens_nobody_in_it(session, town):
    """Found by the triples: who lives with somebody one knows was shown after all."""
    known, other = town.resident(), town.resident()
    case = town.case(known, other, care=town.person(Role.SOCIAL_WORKER))
    until = clock.now() + timedelta(hours=1)
    hurried = replace(
        actor_for(town.person(Role.SAFETY_ADVISER)),
        emergencies=(Emergency(case.id, case.id, until, tracks=True),),
    )
    kept = replace(hurried, kept_from=frozenset({known.id, case.id}))
    query = select(Resident.id).execution_options(unseen="policy")
    for actor, seen in ((hurried, {known.id, other.id}), (kept, set())):
        visible = policy.visible(actor, Permission.RESIDENT_VIEW, query)
        assert set(session.scalars(visible)) == seen
        assert policy.allows(actor, Permission.RESIDENT_VIEW, other) == bool(seen)
