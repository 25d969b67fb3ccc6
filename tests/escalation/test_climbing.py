"""A flag that nobody answers climbs, each rung in its own time, until somebody does."""

from datetime import timedelta
from itertools import pairwise

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import select

from caseapp import accesslog, escalation, policy, worklists
from caseapp import settings as numbers
from caseapp.accesslog import Event
from caseapp.escalation import ladder, on_call
from caseapp.extensions import db
from caseapp.kernel import clock
from caseapp.kernel.actor import Role
from caseapp.kernel.errors import NotPermitted, RuleBroken
from caseapp.model import lock
from caseapp.model.accesslog import AccessEntry
from caseapp.model.acquaintances import Acquaintance
from caseapp.model.case_words import TrackKind
from caseapp.model.escalation import Acknowledgement, Flag, Rung
from caseapp.model.messages import Message, MessageKind
from caseapp.model.organisations import Municipality
from caseapp.policy import Permission
from caseapp.worklists import Reason
from tests.support import meeting
from tests.support.cast import Town, actor_for
from tests.support.databases import ENGINES

WEEK = timedelta(days=7)


@pytest.fixture
def beheer(town):
    return town.person(Role.FUNCTIONAL_ADMINISTRATOR)


@pytest.fixture
def olga(town):
    """Somebody who has nothing to do with the case, and is on call."""
    return town.person(Role.SAFETY_ADVISER, name="Olga Piket", team=town.intake_team)


def put_on_call(town, beheer, *people):
    on_call.keep_list(actor_for(beheer), town.municipality, user_ids=[one.id for one in people])


def look(town, session):
    accesslog.logbook(session()).clear()
    climbed = escalation.climb_unanswered(town.municipality)
    session.commit()
    return climbed


def reached(flag):
    found = [one for one in flag.acknowledgements if one.rung is not None]
    return [(one.rung, one.user.name) for one in sorted(found, key=lambda one: one.reached_at)]


def raised(session, user, case):
    flag = escalation.raise_flag(actor_for(user), case, facts="De voordeur is ingetrapt.")
    session.commit()
    return flag


def test_it_climbs_rung_by_rung_until_who_is_on_call_and_each_has_their_time(
    town, noor, sem, dora, piet, lida, olga, beheer, session, hands
):
    put_on_call(town, beheer, olga)
    flag = raised(session, noor, town.case(care=noor, safety=sem, director=dora))
    assert flag.climbs_at == flag.answer_by
    assert look(town, session) == 0
    rungs = [(Rung.OWNER, sem.name), (Rung.DIRECTOR, dora.name),
              (Rung.PROCESS_DIRECTOR, piet.name), (Rung.TEAM_LEAD, lida.name),
              (Rung.ON_CALL, olga.name)]  # fmt: skip
    for number in range(1, 5):
        assert reached(flag) == rungs[:number]
        before = flag.climbs_at
        hands.pass_by(days=7)
        assert look(town, session) == 1
        assert flag.climbs_at > clock.now() > before
        assert look(town, session) == 0
    assert reached(flag) == rungs
    hands.pass_by(days=7)
    assert look(town, session) == 0
    session.refresh(flag, ["climbs_at"])
    assert flag.climbs_at is None
    told = session.scalars(
        select(Message.user_id).where(Message.kind == MessageKind.FLAG_UNANSWERED)
    )
    assert {dora.id, piet.id, lida.id, olga.id} <= set(told)
    climbed = select(AccessEntry).where(AccessEntry.event == Event.FLAG_CLIMBED)
    assert len(session.scalars(climbed).all()) == 4


def test_an_answer_ends_it(town, noor, sem, dora, session, hands):
    flag = raised(session, noor, town.case(care=noor, safety=sem, director=dora))
    escalation.answer_flag(actor_for(sem), flag, answer="Ik ga nu.")
    session.commit()
    hands.pass_by(days=7)
    assert look(town, session) == 0
    assert (flag.climbs_at, reached(flag)) == (None, [(Rung.OWNER, sem.name)])


def test_who_cannot_sign_in_raised_it_or_is_kept_away_is_passed_over(
    town, noor, sem, dora, piet, lida, olga, beheer, session, hands
):
    put_on_call(town, beheer, piet, olga)
    case = town.case(town.resident(), care=noor, safety=sem, director=noor)
    sem.deactivated_at = clock.now()
    session.add(
        Acquaintance(
            municipality_id=town.id, user_id=piet.id, case_id=case.id, declared_at=clock.now()
        )
    )
    session.commit()
    flag = raised(session, noor, case)
    assert reached(flag) == [(Rung.TEAM_LEAD, lida.name)]
    hands.pass_by(days=7)
    look(town, session)
    assert reached(flag)[1:] == [(Rung.ON_CALL, olga.name)]


def test_who_comes_on_the_list_later_is_still_reached(
    town, noor, sem, olga, beheer, session, hands
):
    flag = raised(session, noor, town.case(care=noor, safety=sem))
    hands.pass_by(days=7)
    assert look(town, session) == 0
    put_on_call(town, beheer, olga)
    session.commit()
    assert look(town, session) == 1
    assert reached(flag) == [(Rung.OWNER, sem.name), (Rung.ON_CALL, olga.name)]


def test_a_municipality_says_how_long_it_waits_on_a_rung(town, noor, sem, beheer, session):
    numbers.choose_number(
        actor_for(beheer), town.municipality, name="flag-owner-hours", scope="", number=2,
        reason="Sneller.",
    )  # fmt: skip
    case = town.case(care=noor, safety=sem)
    flag = raised(session, noor, case)
    assert flag.answer_by == ladder.answer_by(flag.raised_at, hours=2)


def test_whom_it_reached_reads_and_answers_the_flag_and_nothing_else_of_the_case(
    town, noor, sem, dora, olga, beheer, session, hands
):
    put_on_call(town, beheer, olga)
    case = town.case(care=noor, safety=sem, director=dora)
    case.is_shielded = True
    step = town.step(case, noor, TrackKind.SAFETY, "Alleen van het spoor.")
    flag = raised(session, noor, case)
    actor = actor_for(olga)
    assert not policy.allows(actor, Permission.FLAG_VIEW, flag)
    for _ in range(2):
        hands.pass_by(days=7)
        look(town, session)
    assert reached(flag)[-1] == (Rung.ON_CALL, olga.name)
    assert policy.allows(actor, Permission.FLAG_VIEW, flag)
    assert not policy.allows(actor, Permission.CASE_VIEW, case)
    assert not policy.allows(actor, Permission.STEP_VIEW, step)
    assert not any(policy.allows(actor, Permission.TRACK_VIEW, one) for one in case.tracks)
    assert Reason.FLAG_TO_ANSWER in [one.reason for one in worklists.work_of(actor).items]
    escalation.answer_flag(actor, flag, answer="Ik bel de politie.")
    session.commit()
    assert flag.answered_by_id == olga.id


def test_who_left_the_case_answers_no_more(town, noor, sem, dora, session):
    case = town.case(care=noor, safety=sem, director=dora)
    flag = raised(session, noor, case)
    next(one for one in case.involvements if one.user_id == sem.id).ended_at = clock.now()
    session.commit()
    with pytest.raises(NotPermitted):
        escalation.answer_flag(actor_for(sem), flag, answer="Toch even.")


def test_only_an_administrator_keeps_the_list_and_only_of_who_can_be_called(
    town, noor, olga, beheer, session
):
    with pytest.raises(NotPermitted):
        put_on_call(town, noor, olga)
    with pytest.raises(RuleBroken, match="on-call-twice"):
        put_on_call(town, beheer, olga, olga)
    with pytest.raises(RuleBroken, match="on-call-unable"):
        put_on_call(town, beheer, town.person(Role.MAYOR))
    with pytest.raises(RuleBroken, match="on-call-unable"):
        put_on_call(town, beheer, type(town)("Elders").person(Role.SAFETY_ADVISER))
    with pytest.raises(RuleBroken, match="on-call-too-many"):
        put_on_call(town, beheer, *(town.person(Role.SAFETY_ADVISER) for _ in range(7)))
    put_on_call(town, beheer, olga, noor)
    put_on_call(town, beheer, noor)
    session.commit()
    assert [one.user_id for one in on_call.kept(town.id)] == [noor.id]
    kept = session.scalars(select(AccessEntry).where(AccessEntry.event == Event.ON_CALL_KEPT)).all()
    assert [one.details for one in kept] == ["people=2", "people=1"]


def _crew():
    town = Town()
    noor, dora = (town.person(Role.SOCIAL_WORKER) for _ in range(2))
    sem = town.person(Role.SAFETY_ADVISER)
    others = [town.person(role) for role in (Role.PROCESS_DIRECTOR, Role.TEAM_LEAD)]
    beheer = town.person(Role.FUNCTIONAL_ADMINISTRATOR)
    spare = [town.person(Role.SAFETY_ADVISER, team=town.intake_team) for _ in range(3)]
    return town, noor, dora, [sem, dora, *others], beheer, spare


DEEDS = st.lists(
    st.tuples(st.sampled_from(["waits", "looks", "leaves", "comes", "answers"]), st.integers(0, 9)),
    min_size=3,
    max_size=12,
)


@settings(
    max_examples=25,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
@given(deeds=DEEDS)
def test_whatever_happens_an_unanswered_flag_climbs_and_an_answered_one_does_not(
    session, hands, deeds
):
    town, noor, dora, people, beheer, spare = _crew()
    called = []
    case = town.case(care=noor, safety=people[0], director=dora)
    flag = raised(session, noor, case)
    for deed, number in deeds:
        if deed == "waits":
            hands.pass_by(hours=number * 5 + 1)
        elif deed == "leaves":
            people[number % len(people)].deactivated_at = clock.now()
        elif deed == "comes" and len(called) < len(spare):
            called = spare[: len(called) + 1]
            put_on_call(town, beheer, *called)
        elif deed == "answers" and flag.is_open and number < 3 and dora.deactivated_at is None:
            escalation.answer_flag(actor_for(dora), flag, answer="Ik ga.")
        session.commit()
        due = flag.is_open and (flag.climbs_at or flag.answer_by) <= clock.now()
        before = [one.user_id for one in flag.acknowledgements if one.rung is not None]
        left = {one.id for one in [*people, *called] if one.deactivated_at is None} - set(before)
        climbed = look(town, session)
        session.refresh(flag, ["climbs_at"])
        assert due or climbed == 0
        _holds(flag, due=due, left=left, climbed=climbed)
        accesslog.logbook(session()).clear()
    accesslog.logbook(session()).clear()


def _holds(flag, *, due, left, climbed):
    """Once each, upwards, and on unless there is nobody above."""
    asked = sorted(
        (one for one in flag.acknowledgements if one.rung is not None),
        key=lambda one: one.reached_at,
    )
    assert len({one.user_id for one in asked}) == len(asked)
    order = list(Rung)
    rungs = [order.index(one.rung) for one in asked]
    assert all(one <= other for one, other in pairwise(rungs))
    if due and not climbed:
        assert flag.climbs_at is None
    if climbed:
        assert flag.climbs_at > clock.now()
        assert left & {one.user_id for one in asked}


@pytest.fixture(scope="module", params=ENGINES)
def own_app(request):
    """An application whose commits are real, so that two workers can meet."""
    with meeting.committing(request.param, "climbing") as app:
        yield app


def _late_flag():
    """A flag whose time with the owners is over."""
    town = Town()
    noor, dora = (town.person(Role.SOCIAL_WORKER) for _ in range(2))
    case = town.case(care=noor, safety=town.person(Role.SAFETY_ADVISER), director=dora)
    flag_id, over = town.flag(case, noor).id, clock.now() - WEEK
    late = Flag.__table__.update().where(Flag.id == flag_id)
    db.session.connection().execute(late.values(answer_by=over, rung=Rung.OWNER, climbs_at=over))
    db.session.commit()
    accesslog.logbook(db.session()).clear()
    return flag_id, town.id, actor_for(dora)


@pytest.mark.parametrize("_round", range(3))
@pytest.mark.parametrize("other", ["climb", "answer"])
def test_two_workers_at_once_climb_once_and_an_answer_beats_them_or_comes_after(
    own_app, other, _round
):
    with own_app.app_context():
        flag_id, town_id, actor = _late_flag()

    def climb():
        with lock.in_office(db.session(), town_id):
            climbed = escalation.climb_unanswered(db.session.get(Municipality, town_id))
            db.session.commit()
        return climbed

    def answer():
        escalation.answer_flag(actor, escalation.flag(flag_id), answer="Ik ga.")
        return "answered"

    outcomes = meeting.at_once(own_app, climb, climb if other == "climb" else answer)
    with own_app.app_context():
        flag = escalation.flag(flag_id)
        asked = db.session.scalars(
            select(Acknowledgement).where(Acknowledgement.flag_id == flag_id)
        ).all()
        assert len(asked) <= 1
        if other == "climb":
            assert sorted(outcomes) == [0, 1]
            assert [one.user_id for one in asked] == [actor.user_id]
        else:
            assert outcomes[1] == "answered"
            assert (flag.answered_by_id, flag.climbs_at) == (actor.user_id, None)
        accesslog.logbook(db.session()).clear()
