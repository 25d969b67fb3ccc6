"""What waits for each person, and what they do not see of it."""

from datetime import timedelta

import pytest
from sqlalchemy import event, select

from caseapp import accesslog, escalation
from caseapp.accesslog import Event
from caseapp.extensions import db
from caseapp.kernel import clock
from caseapp.kernel.actor import Role
from caseapp.model.accesslog import Processing
from caseapp.model.case_words import CaseState, TrackKind, TrackState
from caseapp.model.escalation import PhaseChange
from caseapp.model.journal import Outcome, StepKind
from caseapp.worklists import LENGTH, Horizon, Reason, work_of
from tests.support.cast import actor_for

DAY = timedelta(days=1)


def work(user):
    """Give the list of somebody as (reason, case), and leave no page of the log open."""
    db.session.expire_all()
    found = work_of(actor_for(user))
    accesslog.logbook(db.session()).clear()
    return [(item.reason, item.case.id) for item in found.items]


def in_days(days):
    return clock.today() + days * DAY


def test_who_has_nothing_to_do_has_an_empty_list(town, noor, sem):
    town.case(care=noor, safety=sem, next_on=in_days(30))
    assert work(noor) == []


def test_the_owner_of_a_track_sees_dates_that_passed_are_today_or_come_soon(town, noor, sem):
    far, soon, today, past = (
        town.case(care=noor, safety=sem, next_on=in_days(days)).id for days in (8, 7, 0, -3)
    )
    assert work(noor) == [
        (Reason.DATE_PASSED, past),
        (Reason.DATE_TODAY, today),
        (Reason.DATE_SOON, soon),
    ]
    assert far not in [case for _, case in work(noor)]


def test_a_track_without_a_date_comes_before_one_that_is_late(town, noor, sem, session):
    late = town.case(care=noor, safety=sem, next_on=in_days(-30))
    dateless = town.case(care=noor, safety=sem)
    dateless.track(TrackKind.CARE).next_on = None
    session.commit()
    assert work(noor) == [(Reason.DATE_MISSING, dateless.id), (Reason.DATE_PASSED, late.id)]


def test_a_track_that_is_done_and_a_case_that_is_closed_wait_for_nobody(town, noor, sem, session):
    done = town.case(care=noor, safety=sem, next_on=in_days(-3))
    done.track(TrackKind.CARE).state = TrackState.DONE
    town.case(care=noor, safety=sem, next_on=in_days(-3), state=CaseState.CLOSED)
    session.commit()
    assert work(noor) == []


def test_the_date_of_the_other_track_is_not_my_work(town, noor, sem, session):
    case = town.case(care=noor, safety=sem, next_on=in_days(30))
    case.track(TrackKind.SAFETY).next_on = in_days(-9)
    session.commit()
    assert work(noor) == []
    assert work(sem) == [(Reason.DATE_PASSED, case.id)]


def test_a_track_nobody_owns_waits_for_its_own_team_only(town, noor, sem):
    case = town.case(safety=sem, next_on=in_days(30))
    assert work(noor) == [(Reason.QUEUE, case.id)]
    assert work(sem) == []
    assert work(town.person(Role.SOCIAL_WORKER, team=town.intake_team)) == []


def test_the_team_lead_sees_what_has_no_owner_or_an_owner_who_is_late(town, noor, sem):
    lida = town.person(Role.TEAM_LEAD)
    late = town.case(care=noor, safety=sem, next_on=in_days(-2))
    unowned = town.case(safety=sem, next_on=in_days(30))
    town.case(care=noor, safety=sem, next_on=in_days(1))
    assert work(lida) == [(Reason.TEAM_UNOWNED, unowned.id), (Reason.TEAM_DATE, late.id)]


def test_the_director_sees_what_is_late_on_either_track(town, noor, sem, dora):
    case = town.case(care=noor, safety=sem, director=dora, next_on=in_days(-2))
    assert work(dora) == [(Reason.TEAM_DATE, case.id), (Reason.TEAM_DATE, case.id)]


def test_intake_sees_the_cases_at_intake_oldest_first(town, session):
    thea = town.person(Role.INTAKE)
    cases = [town.case(state=CaseState.INTAKE, next_on=in_days(30)) for _ in range(3)]
    cases[2].opened_at -= 5 * DAY
    session.commit()
    order = [cases[2], cases[0], cases[1]]
    assert work(thea) == [(Reason.AT_INTAKE, case.id) for case in order]


def test_a_flag_waits_for_who_may_answer_and_for_who_must_know(town, noor, sem, dora, session):
    case = town.case(care=noor, safety=sem, director=dora, next_on=in_days(30))
    flag = escalation.raise_flag(actor_for(noor), case, facts="Glas gebroken.")
    session.commit()
    assert work(dora) == [(Reason.FLAG_TO_ANSWER, case.id)]
    assert work(sem) == [(Reason.FLAG_TO_ANSWER, case.id)]
    assert work(noor) == []
    escalation.answer_flag(actor_for(dora), flag, answer="Morgen.")
    session.commit()
    assert work(dora) == []
    assert work(sem) == [(Reason.FLAG_TO_KNOW, case.id)]
    (asked,) = [a for a in flag.acknowledgements if a.user_id == sem.id]
    escalation.acknowledge(actor_for(sem), asked)
    session.commit()
    assert work(sem) == []


def reviewed(town, case, user, review_on, days_ago=1):
    return PhaseChange(
        municipality_id=town.id,
        case_id=case.id,
        from_phase=1,
        to_phase=case.phase,
        review_on=review_on,
        decided_by_id=user.id,
        changed_at=clock.now() - days_ago * DAY,
    )


def test_an_escalated_case_comes_back_on_the_day_to_look_again(town, dora, session):
    piet = town.person(Role.PROCESS_DIRECTOR)
    never, past, ahead, low = (
        town.case(director=dora, phase=phase, next_on=in_days(30)) for phase in (2, 3, 4, 1)
    )
    for case in (never, past, ahead, low):
        for track in case.tracks:
            track.state = TrackState.DONE
    session.add_all(
        [
            reviewed(town, past, dora, in_days(-4)),
            reviewed(town, ahead, dora, in_days(-4), days_ago=9),
            reviewed(town, ahead, dora, in_days(4)),
        ]
    )
    session.commit()
    expected = [(Reason.REVIEW_MISSING, never.id), (Reason.REVIEW_PASSED, past.id)]
    assert work(piet) == expected
    assert work(dora) == expected


def test_work_of_another_town_is_not_there(town, noor, sem):
    elsewhere = type(town)("Elders")
    other = elsewhere.person(Role.SOCIAL_WORKER)
    elsewhere.case(care=other, next_on=in_days(-3))
    lead = elsewhere.person(Role.TEAM_LEAD)
    town.case(next_on=in_days(-3))
    assert work(noor) == [(Reason.QUEUE, case) for _, case in work(noor)] != []
    assert len(work(other)) == len(work(lead)) == 1


@pytest.mark.parametrize(
    "role",
    [
        Role.MAYOR,
        Role.PRIVACY_OFFICER,
        Role.CISO,
        Role.FUNCTIONAL_ADMINISTRATOR,
        Role.CHAIN_PARTNER,
    ],
)
def test_who_works_on_no_case_has_no_list(town, noor, sem, role):
    stranger = town.person(role, team=town.care_team)
    case = town.case(safety=sem, director=noor, next_on=in_days(-3), phase=4)
    town.flag(case, noor)
    assert work(stranger) == []


def test_a_long_list_says_how_much_more_there_is_and_shows_nothing_of_that(town, noor, session):
    count = LENGTH + 3
    for number in range(count):
        town.case(town.resident(f"Nummer {number}"), care=noor, next_on=in_days(-1 - number))
    noor = actor_for(noor)
    session.expunge_all()
    book = accesslog.book_of(noor)
    accesslog.open_view(
        noor, Event.WORKLIST_SHOWN, None, permission="", relation=None, purpose=None
    )
    found = work_of(noor)
    assert (len(found.items), found.more) == (LENGTH, 3)
    assert {kind for kind, _ in book.seen} == {"case", "resident"}
    session.commit()
    people = session.scalars(select(Processing.resident_id)).all()
    shown = {subject.resident_id for item in found.items for subject in item.case.subjects}
    assert len(people) == LENGTH
    assert set(people) == shown


def queries_of(actor):
    statements = []

    def count(_connection, _cursor, statement, *_rest):
        statements.append(statement)

    engine = db.session.connection().engine
    db.session.expunge_all()
    event.listen(engine, "before_cursor_execute", count)
    try:
        found = work_of(actor)
        for item in found.items:
            assert item.case.reference
            assert not item.names_people or [s.resident.name for s in item.case.subjects]
            if item.reason is Reason.FLAG_TO_ANSWER:
                assert item.noun.raised_by.name
            if item.reason in {Reason.TEAM_DATE, Reason.TEAM_UNOWNED, Reason.QUEUE}:
                assert item.noun.owner is None or item.noun.owner.name
                assert item.noun.team.name
    finally:
        event.remove(engine, "before_cursor_execute", count)
        accesslog.logbook(db.session()).clear()
    return len(statements), {item.reason for item in found.items}


def busy_lead(town, sem, lead, rows):
    for number in range(rows):
        dora = town.person(Role.SOCIAL_WORKER)
        person = town.resident(f"Rij {number}")
        own = town.case(person, care=lead, safety=sem, next_on=in_days(-number))
        town.flag(own, sem)
        town.case(person, safety=sem, next_on=in_days(30))
        town.case(person, care=dora, safety=sem, next_on=in_days(-1))
        town.case(person, director=lead, phase=3, next_on=in_days(30))


def test_the_number_of_queries_does_not_grow_with_the_list(town, sem):
    lead = town.person(Role.TEAM_LEAD)
    busy_lead(town, sem, lead, 1)
    few, reasons = queries_of(actor_for(lead))
    busy_lead(town, sem, lead, 6)
    many, more_reasons = queries_of(actor_for(lead))
    assert {Reason.FLAG_TO_ANSWER, Reason.TEAM_DATE, Reason.TEAM_UNOWNED} <= reasons
    assert reasons <= more_reasons
    assert many <= few


def test_the_list_is_cut_into_what_is_needed_when(town, noor, sem):
    for days in (-1, 0, 3):
        town.case(care=noor, safety=sem, next_on=in_days(days))
    found = work_of(actor_for(noor))
    accesslog.logbook(db.session()).clear()
    assert [len(found.under(horizon)) for horizon in Horizon] == [1, 1, 0, 1, 0]


def test_who_tried_in_vain_for_as_often_as_agreed_reads_it_on_their_list(town, noor, sem):
    case = town.case(care=noor, safety=sem, next_on=in_days(30))
    for days_ago in (9, 6, 3):
        town.step(
            case,
            noor,
            TrackKind.CARE,
            "Niet thuis.",
            kind=StepKind.ATTEMPT,
            outcome=Outcome.NOT_REACHED,
            happened_on=in_days(-days_ago),
        )
    assert work(noor) == [(Reason.UNREACHED, case.id)]
    assert work(sem) == []
