"""A page of a case asks only for what the case has any of: what is left out is truly not there."""

import random
from datetime import timedelta

import pytest

from caseapp import cases, closures, escalation, journal, plans, signals
from caseapp.journal import sharing
from caseapp.kernel import clock
from caseapp.model.case_words import Phenomenon, TrackKind, TrackState
from caseapp.model.closures import Closure, ClosureReason, ReopeningGround
from caseapp.model.content import ContentClass
from caseapp.model.journal import Outcome, StepKind
from caseapp.model.shares import ShareGround
from caseapp.model.signals import Source, Urgency
from tests.support.cast import actor_for
from tests.support.rising import rise

DAY = timedelta(days=1)
NOTHING = cases.Belongings(
    attempts=False,
    flags=False,
    phases=False,
    descents=False,
    closures=False,
    balance=False,
    safety_line=False,
    shares=False,
    plan=False,
    agendas=False,
    signals=False,
    joined=False,
    following=False,
)


@pytest.fixture
def resident(town):
    return town.resident()


@pytest.fixture
def case(town, noor, resident):
    return town.case(resident, care=noor, director=noor)


def test_a_new_case_has_none_of_it(case):
    assert cases.belongings(case) == NOTHING


def test_a_flag_counts_while_it_waits_for_an_answer(session, town, case, noor):
    flag = town.flag(case, noor)
    session.flush()
    assert cases.belongings(case).flags
    flag.answered_at, flag.answered_by_id, flag.answer = clock.now(), noor.id, "Gezien."
    session.flush()
    assert not cases.belongings(case).flags


def test_a_change_of_phase_counts(case, noor):
    escalation.escalate(actor_for(noor), case, rise=rise(2))
    assert cases.belongings(case).phases


def test_a_plan_counts_from_its_first_version_on(case, noor):
    plans.begin_version(actor_for(noor), case)
    assert cases.belongings(case).plan


def test_a_closing_counts(case, noor):
    for track in case.tracks:
        track.state, track.state_reason, track.is_agreed = TrackState.DONE, "Klaar.", True
        track.next_on = None
    closures.close(
        actor_for(noor), case, reason=ClosureReason.GOALS_REACHED, why="Het gaat goed.",
        ending="Rust in huis.", is_informed=True, unwatched="Niet nodig.",
    )  # fmt: skip
    assert cases.belongings(case).closures


def test_a_case_that_goes_on_from_it_counts(town, case, noor, resident):
    later = town.case(resident, care=noor, previous_case_id=case.id)
    assert cases.belongings(case).following
    assert not cases.belongings(later).following


def test_a_case_that_goes_on_as_it_counts_until_it_is_opened_again(session, town, case, noor):
    other = town.case(care=noor)
    made = Closure(
        municipality_id=town.id, case=other, case_id=other.id, reason=ClosureReason.JOINED,
        into_id=case.id, closed_at=clock.now(), closed_by_id=noor.id, is_informed=True,
    )  # fmt: skip
    session.add(made)
    session.flush()
    assert cases.belongings(case).joined
    assert not cases.belongings(other).joined
    made.reopened_at, made.reopened_by_id = clock.now(), noor.id
    made.ground = ReopeningGround.RELAPSE
    session.flush()
    assert not cases.belongings(case).joined


def test_what_is_shared_counts_until_it_is_withdrawn(session, town, case, noor):
    share = sharing.share_excerpt(
        actor_for(noor), town.step(case, noor, TrackKind.CARE, "Zij is bang."),
        excerpt="Zij is bang.", purpose="Overleg.", content=ContentClass.COMMON,
        ground=ShareGround.PUBLIC_TASK, until_on=clock.today(),
    )  # fmt: skip
    session.flush()
    assert cases.belongings(case).shares
    sharing.withdraw_share(actor_for(noor), share)
    session.flush()
    assert not cases.belongings(case).shares


def test_what_was_reported_about_its_people_counts(session, town, case, noor, resident):
    signals.record_signal(
        actor_for(noor), town.municipality, team=town.care_team, phenomenon=Phenomenon.NEGLECT,
        source=Source.POLICE, urgency=Urgency.USUAL, received_on=clock.today(), body="Lawaai.",
        resident=resident,
    )  # fmt: skip
    session.flush()
    assert cases.belongings(case).signals


@pytest.mark.parametrize("seed", range(12))
def test_attempts_count_when_there_is_one_after_the_last_contact(session, town, case, noor, seed):
    dice = random.Random(seed)  # noqa: S311 - chance, not secrets
    for _ in range(dice.randint(1, 6)):
        town.step(
            case, noor, dice.choice([None, *TrackKind]), "Gedaan.",
            happened_on=clock.today() - dice.randint(0, 4) * DAY,
            kind=dice.choice([StepKind.ATTEMPT, StepKind.PHONE_CALL, StepKind.OTHER]),
            outcome=dice.choice(list(Outcome)),
        )  # fmt: skip
    session.flush()
    if journal.attempts_of([case.id]):
        assert cases.belongings(case).attempts
