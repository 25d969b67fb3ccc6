"""Whatever people do with two tracks, in whatever order: none stops alone, none is forgotten."""

import os
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date

import pytest
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, rule
from hypothesis.stateful import run_state_machine_as_test as run

from caseapp import accesslog, cases, closures
from caseapp.closures import ObstacleKind
from caseapp.extensions import db
from caseapp.kernel import clock
from caseapp.kernel.actor import Role
from caseapp.kernel.errors import NotPermitted, RuleBroken
from caseapp.model.case_words import TrackKind, TrackState
from tests.support.cast import actor_for
from tests.support.days import DAY

CARE, SAFETY = TrackKind.CARE, TrackKind.SAFETY
OTHER = {CARE: SAFETY, SAFETY: CARE}
NEEDED, DONE, NOT_NEEDED = TrackState.NEEDED, TrackState.DONE, TrackState.NOT_NEEDED
COURSES = int(os.environ.get("COURSES", "30"))
WHO = st.sampled_from(["carer", "adviser", "director", "stranger"])
KINDS, STATES = st.sampled_from(TrackKind), st.sampled_from(TrackState)
REASONS, DAYS = st.sampled_from(["", "Er is rust."]), st.none() | st.integers(1, 40)
OWNER = {CARE: "carer", SAFETY: "adviser"}


@dataclass
class Told:
    """What is known of one track, by a model of its own."""

    state: TrackState = NEEDED
    next_on: date | None = None
    reason: str = ""
    said_by: str | None = None
    confirmed_by: str | None = None
    waits: bool = False
    is_agreed: bool = False

    @property
    def waits_for_yes(self):
        return self.state is NOT_NEEDED and self.confirmed_by is None


class Course(RuleBasedStateMachine):
    """Does what may be done with the tracks of a case, and holds them to the model."""

    case = people = start = None

    def __init__(self):
        super().__init__()
        self.told = {kind: Told(next_on=self.start) for kind in TrackKind}
        self.inner = db.session.begin_nested()

    def teardown(self):
        accesslog.logbook(db.session()).clear()
        self.inner.rollback()
        db.session.expire_all()

    @rule(who=WHO, kind=KINDS, state=STATES, reason=REASONS, days=DAYS, waits=st.booleans())
    def arrange(self, who, kind, state, reason, days, waits):
        day = None if days is None else clock.today() + days * DAY
        lacks = not reason if state is not NEEDED else day is None
        facts = {"state": state, "reason": reason, "next_on": day, "waits_for_other": waits}
        with self.refused(unless=who in {OWNER[kind], "director"}, broken=lacks) as goes:
            cases.arrange_track(self.actor(who), self.case.track(kind), **facts)
        if goes():
            self.told[kind] = Told(
                state,
                day if state is NEEDED else None,
                reason,
                who if state is NOT_NEEDED else None,
                None,
                waits and state is NEEDED,
                state is not NEEDED and who == OWNER[kind],
            )

    @rule(who=WHO, kind=KINDS)
    def say_it_is_not_needed(self, who, kind):
        self.arrange(who, kind, NOT_NEEDED, "Er is rust.", None, waits=False)

    @rule(who=WHO, kind=KINDS)
    def confirm(self, who, kind):
        kind = self.asked_of(kind)
        with self.refused(unless=self.may_answer(who, kind)) as goes:
            cases.confirm_stop(self.actor(who), self.case.track(kind))
        if goes():
            self.told[kind].confirmed_by = who

    @rule(who=WHO, kind=KINDS, reason=REASONS)
    def contest(self, who, kind, reason):
        kind = self.asked_of(kind)
        with self.refused(unless=self.may_answer(who, kind), broken=not reason) as goes:
            cases.contest_stop(self.actor(who), self.case.track(kind), reason=reason)
        if goes():
            self.told[kind] = Told(next_on=clock.today(), reason=reason)

    @rule(days=st.integers(1, 60))
    def wait(self, days):
        self.hands.pass_by(days=days)

    @invariant()
    def every_track_is_as_it_was_left(self):
        for kind, told in self.told.items():
            track = self.case.track(kind)
            db.session.refresh(track)
            assert (track.state, track.next_on, track.state_reason, track.waits_for_other) == (
                told.state, told.next_on, told.reason, told.waits,
            )  # fmt: skip
            assert (self.name(track.said_by_id), self.name(track.confirmed_by_id)) == (
                told.said_by, told.confirmed_by,
            )  # fmt: skip

    @invariant()
    def what_goes_on_has_a_day_and_what_stopped_says_why(self):
        for track in self.case.tracks:
            if track.state is NEEDED:
                assert track.next_on is not None
            else:
                assert (track.next_on, bool(track.state_reason)) == (None, True)

    @invariant()
    def nobody_confirms_what_they_said_themselves(self):
        for track in self.case.tracks:
            assert track.confirmed_by_id is None or track.confirmed_by_id != track.said_by_id

    @invariant()
    def the_case_comes_back_on_the_first_day_of_either_track(self):
        days = [told.next_on for told in self.told.values() if told.next_on is not None]
        assert self.case.next_on == min(days, default=None)

    @invariant()
    def it_cannot_be_closed_before_both_tracks_stopped_agreed_and_confirmed(self):
        found = {(one.kind, one.track) for one in closures.obstacles_of(self.case)}
        assert found == {
            (kind, track) for track, told in self.told.items() if (kind := self.obstacle(told))
        }

    @staticmethod
    def obstacle(told):
        if told.state is NEEDED:
            return ObstacleKind.TRACK_RUNS
        if not told.is_agreed:
            return ObstacleKind.TRACK_UNAGREED
        return ObstacleKind.TRACK_UNCONFIRMED if told.waits_for_yes else None

    def asked_of(self, kind):
        """Give a track of which the stop waits for an answer, where there is one: most do not."""
        return next((one for one, told in self.told.items() if told.waits_for_yes), kind)

    def may_answer(self, who, kind):
        """Who owns the other track, or directs the case; and never who said it."""
        told = self.told[kind]
        answers = who in {OWNER[OTHER[kind]], "director"}
        return told.waits_for_yes and answers and who != told.said_by

    @contextmanager
    def refused(self, *, unless, broken=False):
        """Expect a refusal, and tell afterwards whether it went."""
        if not unless or broken:
            with pytest.raises(RuleBroken if unless else NotPermitted):
                yield lambda: False
        else:
            yield lambda: True
        db.session.flush()
        accesslog.logbook(db.session()).clear()

    def actor(self, who):
        return actor_for(self.people[who])

    def name(self, user_id):
        return next((name for name, one in self.people.items() if one.id == user_id), None)


def test_no_track_goes_a_way_that_was_not_meant(town, session, noor, sem, dora, hands):
    start = clock.today() + 3 * DAY
    case = town.case(town.resident(), care=noor, safety=sem, director=dora, next_on=start)
    stranger = town.person(Role.SOCIAL_WORKER)
    session.commit()
    few = settings(
        max_examples=COURSES,
        stateful_step_count=20,
        deadline=None,
        suppress_health_check=list(HealthCheck),
    )
    people = {"carer": noor, "adviser": sem, "director": dora, "stranger": stranger}
    made = {"case": case, "people": people, "start": start, "hands": hands}
    run(type("OfThisCase", (Course,), made), settings=few)
    accesslog.logbook(db.session()).clear()
