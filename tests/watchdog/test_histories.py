"""Whatever people do, in whatever order: what is open is covered, or it is on the list."""

from datetime import timedelta

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import select

from caseapp import accounts, cases, closures, escalation, handovers, journal, leaves, watchdog
from caseapp.extensions import db
from caseapp.kernel import clock
from caseapp.kernel.actor import Role
from caseapp.kernel.errors import NotPermitted, RuleBroken
from caseapp.model.case_words import CaseState
from caseapp.model.cases import Case, Part, TrackKind, TrackState
from caseapp.model.closures import ClosureReason, ReopeningGround, Watch
from caseapp.model.escalation import Flag
from caseapp.model.handovers import Handover, HandoverOf
from caseapp.model.journal import StepKind
from caseapp.model.leaves import Leave
from caseapp.model.watchdog import Finding, FindingKind
from tests.support.cast import Town, actor_for
from tests.support.world import Unwatched
from tests.watchdog import oracle

pytestmark = pytest.mark.no_cover

DAY = timedelta(days=1)
SILENT = {FindingKind.NO_CONTACT, FindingKind.STAGNATION}


class Place:
    """A small town in which things happen, by the real actions."""

    def __init__(self, hands):
        self.hands = hands
        db.session().info["logbook"] = Unwatched()
        self.town = Town()
        self.people = [
            self.town.person(role)
            for role in (Role.SOCIAL_WORKER, Role.SAFETY_ADVISER, Role.TEAM_LEAD, Role.INTAKE)
        ]
        self.piet = self.town.person(Role.PROCESS_DIRECTOR)
        self.fay = self.town.person(Role.FUNCTIONAL_ADMINISTRATOR)

    def _cases(self):
        query = select(Case).where(Case.municipality_id == self.town.id).order_by(Case.opened_at)
        return list(db.session.scalars(query))

    def _case(self, number):
        known = self._cases()
        return known[number % len(known)] if known else None

    def _who(self, number):
        return self.people[number % len(self.people)]

    def do(self, name, number, other):
        """Try to do something; what the law or a rule forbids does not happen."""
        try:
            getattr(self, name)(number, other)
            db.session.commit()
        except (NotPermitted, RuleBroken):
            db.session.rollback()

    def opens(self, number, other):
        who = self._who(number)
        self.town.case(
            care=who if other % 3 else None,
            safety=self._who(number + 1) if other % 2 else None,
            director=self.piet if other % 5 == 0 else None,
            phase=other % 4 + 1,
            next_on=clock.today() + (other % 9 - 2) * DAY,
        )

    def staffs(self, number, other):
        case = self._case(number)
        if case is not None:
            part = Part.OWNER if other % 2 else Part.DIRECTOR
            track = (TrackKind.CARE if other % 3 else TrackKind.SAFETY) if other % 2 else None
            user = self._who(other)
            cases.staff_case(actor_for(self.piet), case, user=user, part=part, track=track)

    def takes(self, number, other):
        case = self._case(number)
        if case is not None:
            cases.take_track(actor_for(self._who(other)), case.tracks[other % 2])

    def arranges(self, number, other):
        case = self._case(number)
        if case is not None:
            state = list(TrackState)[other % 3]
            cases.arrange_track(
                actor_for(self._who(other)),
                case.tracks[number % 2],
                state=state,
                reason="Zo is het.",
                next_on=clock.today() + (other % 7) * DAY,
            )

    def writes(self, number, other):
        case = self._case(number)
        if case is not None:
            journal.log_step(
                actor_for(self._who(other)),
                case.tracks[other % 2],
                kind=list(StepKind)[number % 5],
                happened_on=clock.today(),
                body="Iets.",
            )

    def flags(self, number, other):
        case = self._case(number)
        if case is not None:
            escalation.raise_flag(actor_for(self._who(other)), case, facts="Het dreigt.")

    def answers(self, number, _other):
        query = select(Flag).where(Flag.municipality_id == self.town.id, Flag.answered_at.is_(None))
        waiting = db.session.scalars(query.order_by(Flag.raised_at)).all()
        if waiting:
            flag = waiting[number % len(waiting)]
            escalation.answer_flag(actor_for(self.piet), flag, answer="Morgen.")

    def offers(self, number, other):
        case = self._case(number)
        if case is not None:
            of = list(HandoverOf)[other % 3]
            holder = handovers.held(case, of)
            who = next((one for one in self.people if one.id == holder), self._who(other))
            to_team = other % 4 == 0
            handovers.offer(
                actor_for(who),
                case,
                of=of,
                user=None if to_team else self._who(number + other),
                team=self.town.care_team if to_team else None,
                note="Dit moet u weten.",
            )

    def replies(self, number, other):
        query = select(Handover).where(Handover.municipality_id == self.town.id)
        waiting = db.session.scalars(query.where(Handover.ended_at.is_(None))).all()
        if waiting:
            one, actor = waiting[number % len(waiting)], actor_for(self._who(other))
            if other % 3 == 0:
                handovers.accept(actor, one)
            elif other % 3 == 1:
                handovers.refuse(actor, one, reason="Vol.", proposal="Vraag Dora.")
            else:
                handovers.withdraw(actor, one)

    def rounds(self, _number, _other):
        handovers.return_unanswered(self.town.municipality)

    def leaves(self, number, other):
        accounts.deactivate(actor_for(self.fay), self._who(number), at_once=other % 2 == 0)

    def goes_away(self, number, other):
        who, today = self._who(number), clock.today()
        leaves.ask(
            actor_for(who),
            who,
            first_on=today + (other % 4) * DAY,
            last_on=today + (other % 4 + number % 9) * DAY,
            substitute=self._who(number + other) if other % 5 else None,
        )

    def stands_in(self, number, other):
        query = select(Leave).where(Leave.municipality_id == self.town.id)
        known = db.session.scalars(query.where(Leave.ended_at.is_(None))).all()
        if known:
            leave = known[number % len(known)]
            if other % 4 == 0:
                leaves.withdraw(actor_for(leave.user), leave)
            elif other % 4 == 1 and leave.substitute is not None:
                leaves.refuse(actor_for(leave.substitute), leave)
            elif leave.substitute is not None:
                leaves.accept(actor_for(leave.substitute), leave)

    def returns(self, number, _other):
        self._who(number).deactivated_at = None

    def moves_team(self, number, other):
        user = self._who(number)
        teams = (self.town.care_team, self.town.safety_team, self.town.intake_team)
        accounts.arrange(
            actor_for(self.fay),
            user,
            function=user.function,
            roles=user.roles,
            team_ids=[teams[other % 3].id] if other % 4 else [],
        )

    def closes(self, number, other):
        case = self._case(number)
        if case is not None and other % 3 == 0:
            case.state, case.closed_at = CaseState.CLOSED, clock.now()
        elif case is not None:
            steers = case.director or self.people[2]
            for track in case.tracks:
                owner = actor_for(track.owner or steers)
                state = TrackState.DONE
                cases.arrange_track(owner, track, state=state, reason="Klaar.", next_on=None)
            closures.close(
                actor_for(steers),
                case,
                reason=ClosureReason.OTHER,
                why="Zo is het.",
                ending="Goed.",
                is_informed=True,
                watcher=self._who(other),
                until_on=clock.today() + (number % 20 + 1) * DAY,
            )

    def reopens(self, number, other):
        case = self._case(number)
        if case is not None and other % 3 == 0:
            case.state, case.closed_at = CaseState.ACTIVE, None
        elif case is not None:
            closures.reopen(
                actor_for(case.director or self.people[2]),
                case,
                ground=ReopeningGround.RELAPSE,
                why="Het gaat weer mis.",
                next_on=clock.today() + DAY,
                tracks={list(TrackKind)[other % 2]: None},
            )

    def decides(self, number, other):
        query = select(Watch).where(Watch.municipality_id == self.town.id)
        known = db.session.scalars(query.where(Watch.ended_at.is_(None))).all()
        if known:
            watch = known[number % len(known)]
            actor = actor_for(watch.watcher)
            if other % 3 == 0:
                closures.stop_watch(actor, watch, reason="Het gaat goed.")
            elif other % 3 == 1:
                until = clock.today() + (other + 1) * DAY
                closures.extend_watch(actor, watch, reason="Nog even.", until_on=until)
            else:
                closures.pass_on_watch(actor, watch, to=self._who(other))

    def waits(self, number, other):
        self.hands.pass_by(days=number % 40, hours=other % 24)

    def listed(self):
        query = select(Finding).where(Finding.municipality_id == self.town.id)
        now = watchdog.running(clock.now())
        return {(str(f.kind), f.subject_id) for f in db.session.scalars(query.where(now))}


DEEDS = [name for name in vars(Place) if not name.startswith("_") and name not in {"do", "listed"}]
HISTORY = st.lists(
    st.tuples(st.sampled_from(sorted(DEEDS)), st.integers(0, 50), st.integers(0, 50)),
    min_size=4,
    max_size=14,
)


@pytest.mark.slow
@settings(
    max_examples=40,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
@given(history=HISTORY)
def test_after_every_step_the_list_is_what_an_independent_count_finds(session, hands, history):
    place = Place(hands)
    place.do("opens", 0, 1)
    for deed, number, other in history:
        place.do(deed, number, other)
        agree(place)
    watchdog.examine(place.town.id)
    agree(place)


def agree(place):
    listed = place.listed()
    now, today = clock.now(), clock.today()
    uncovering = {(kind, one) for kind, one in listed if FindingKind(kind).uncovers}
    assert uncovering == oracle.uncovered(place.town.id, now, today)
    silent = {(kind, one) for kind, one in listed if FindingKind(kind) in SILENT}
    assert silent == oracle.silent(place.town.id, today)


def test_the_oracle_itself_sees_a_case_nobody_has(session, hands):
    place = Place(hands)
    case = place.town.case(next_on=clock.today() + DAY)
    case.track(TrackKind.CARE).team_id = None
    session.commit()
    care = case.track(TrackKind.CARE).id
    assert oracle.uncovered(place.town.id, clock.now(), clock.today()) == {("track-nobodys", care)}
