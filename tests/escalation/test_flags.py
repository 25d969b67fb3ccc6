"""Flags: who is told, who may answer, and what remains of it."""

from datetime import timedelta

import pytest
from sqlalchemy import func, select

from caseapp import accesslog, escalation, policy
from caseapp.accesslog import Event
from caseapp.escalation import ladder
from caseapp.kernel import clock
from caseapp.kernel.actor import Role
from caseapp.kernel.errors import NotPermitted, RuleBroken
from caseapp.model.accesslog import AccessEntry
from caseapp.model.case_words import CaseState, TrackKind
from caseapp.model.escalation import Flag
from caseapp.policy import Permission
from tests.support.cast import actor_for

FACTS = "De voordeur is ingetrapt."


@pytest.fixture
def crew(noor, sem, dora, lida, piet):
    """Everybody at once, for a town where nobody is missing."""
    return noor, sem, dora, lida, piet


def told_names(user, case):
    return [colleague.name for colleague in escalation.audience(actor_for(user), case)]


def raised(user, case):
    return escalation.raise_flag(actor_for(user), case, facts=FACTS)


def test_the_director_and_the_owners_of_both_tracks_are_told(town, crew):
    noor, sem, dora, lida, _piet = crew
    case = town.case(care=noor, safety=sem, director=dora)
    assert told_names(noor, case) == [dora.name, sem.name]
    assert told_names(dora, case) == [lida.name, noor.name, sem.name]


def test_from_phase_two_the_process_directors_are_told_too(town, noor, sem, dora, piet):
    case = town.case(care=noor, safety=sem, director=dora, phase=2)
    assert told_names(sem, case) == [dora.name, noor.name, piet.name]


def test_without_a_director_the_leads_of_the_teams_of_the_tracks_are_told(town, noor, sem, lida):
    other = town.person(Role.TEAM_LEAD, name="Ander Team", team=town.intake_team)
    case = town.case(care=noor, safety=sem)
    assert told_names(noor, case) == [lida.name, sem.name]
    assert other.name not in told_names(noor, case)


def test_who_left_or_only_takes_part_or_lives_in_another_town_is_not_told(town, session, crew):
    noor, sem, dora, _lida, _piet = crew
    partner = town.person(Role.CHAIN_PARTNER)
    member = town.person(Role.SOCIAL_WORKER)
    case = town.case(
        care=noor, safety=sem, director=dora, partner=partner, members=[(member, TrackKind.CARE)]
    )
    elsewhere = type(town)("Elders")
    elsewhere.person(Role.TEAM_LEAD)
    dora.deactivated_at = clock.now()
    session.commit()
    assert dora.name not in told_names(noor, case)
    assert {partner.name, member.name}.isdisjoint(told_names(noor, case))


def test_a_flag_that_nobody_would_see_is_refused_with_what_to_do(town, noor):
    case = town.case(care=noor)
    with pytest.raises(RuleBroken, match="flag-nobody-to-tell"):
        raised(noor, case)


def test_everyone_told_is_asked_to_say_that_they_know(town, noor, sem, dora, session):
    case = town.case(care=noor, safety=sem, director=dora)
    flag = raised(noor, case)
    session.commit()
    assert {asked.user_id for asked in flag.acknowledgements} == {sem.id, dora.id}
    assert all(asked.acknowledged_at is None for asked in flag.acknowledgements)
    assert flag.answer_by == ladder.answer_by(flag.raised_at)


def test_raising_answering_and_knowing_are_in_the_log(town, noor, sem, dora, session):
    case = town.case(town.resident(), care=noor, safety=sem, director=dora)
    flag = raised(noor, case)
    (asked,) = [a for a in flag.acknowledgements if a.user_id == sem.id]
    escalation.acknowledge(actor_for(sem), asked)
    escalation.answer_flag(actor_for(dora), flag, answer="Morgen spreken we hem.")
    session.commit()
    entries = session.scalars(select(AccessEntry).order_by(AccessEntry.seq)).all()
    assert [entry.event for entry in entries] == [
        Event.FLAG_RAISED,
        Event.FLAG_ACKNOWLEDGED,
        Event.FLAG_ANSWERED,
    ]
    assert {entry.case_id for entry in entries} == {case.id}
    assert FACTS not in " ".join(entry.details for entry in entries)


def test_saying_twice_that_you_know_keeps_the_first_moment(town, noor, sem, dora, session):
    case = town.case(care=noor, safety=sem, director=dora)
    asked = next(a for a in raised(noor, case).acknowledgements if a.user_id == sem.id)
    session.commit()
    first = escalation.acknowledge(actor_for(sem), asked).acknowledged_at
    again = escalation.acknowledge(actor_for(sem), asked).acknowledged_at
    session.commit()
    assert first is not None
    assert again == first
    count = select(func.count()).where(AccessEntry.event == Event.FLAG_ACKNOWLEDGED)
    assert session.scalar(count) == 1


def test_nobody_knows_of_a_flag_in_the_name_of_another(town, noor, sem, dora):
    case = town.case(care=noor, safety=sem, director=dora)
    asked = next(a for a in raised(noor, case).acknowledgements if a.user_id == sem.id)
    with pytest.raises(NotPermitted):
        escalation.acknowledge(actor_for(dora), asked)


def test_who_answers_knows(town, noor, sem, dora, session):
    case = town.case(care=noor, safety=sem, director=dora)
    flag = raised(noor, case)
    escalation.answer_flag(actor_for(dora), flag, answer="Morgen spreken we hem.")
    session.commit()
    known = {a.user_id: a.acknowledged_at for a in flag.acknowledgements}
    assert known[dora.id] == flag.answered_at
    assert known[sem.id] is None


def test_who_works_on_it_reads_a_flag_and_whom_it_did_not_reach_does_not_answer(
    town, noor, sem, dora, session
):
    member = town.person(Role.SAFETY_ADVISER)
    case = town.case(care=noor, safety=sem, director=dora, members=[(member, TrackKind.SAFETY)])
    flag = raised(noor, case)
    session.commit()
    assert policy.allows(actor_for(member), Permission.FLAG_VIEW, flag)
    with pytest.raises(NotPermitted):
        escalation.answer_flag(actor_for(member), flag, answer="Ik doe het wel.")
    escalation.answer_flag(actor_for(sem), flag, answer="Ik ga.")


def test_a_flag_is_answered_once(town, crew, session):
    noor, sem, dora, lida, _piet = crew
    flag = raised(noor, town.case(care=noor, safety=sem, director=dora))
    escalation.answer_flag(actor_for(dora), flag, answer="Morgen spreken we hem.")
    session.commit()
    with pytest.raises(RuleBroken, match="flag-answered-before"):
        escalation.answer_flag(actor_for(lida), flag, answer="Ik bel de politie.")
    assert flag.answer == "Morgen spreken we hem."


def test_who_may_read_what_a_care_worker_wrote_on_a_flag(town, crew, session):
    noor, sem, dora, lida, piet = crew
    member = town.person(Role.SAFETY_ADVISER)
    may = [noor, sem, dora, lida, member]
    may_not = [
        piet,
        town.person(Role.SOCIAL_WORKER),
        town.person(Role.CHAIN_PARTNER),
        *(town.person(role) for role in (Role.MAYOR, Role.PRIVACY_OFFICER, Role.CISO)),
        town.person(Role.FUNCTIONAL_ADMINISTRATOR),
        type(town)("Elders").person(Role.TEAM_LEAD),
    ]
    case = town.case(
        care=noor,
        safety=sem,
        director=dora,
        partner=may_not[2],
        members=[(member, TrackKind.SAFETY)],
    )
    flag = raised(noor, case)
    session.commit()
    assert [policy.allows(actor_for(u), Permission.FLAG_VIEW, flag) for u in may] == [True] * 5
    for stranger in may_not:
        assert not policy.allows(actor_for(stranger), Permission.FLAG_VIEW, flag)
        assert escalation.open_flags_of(actor_for(stranger), case) == []
        assert escalation.open_flags(actor_for(stranger)) == []
    case.phase = 2
    session.flush()
    assert policy.allows(actor_for(piet), Permission.FLAG_VIEW, flag)


def test_open_flags_are_given_oldest_first_and_those_of_a_case_newest_first(
    town, noor, sem, dora, session
):
    case = town.case(care=noor, safety=sem, director=dora)
    answered, old, new = (town.flag(case, noor) for _ in range(3))
    old.raised_at -= timedelta(days=2)
    escalation.answer_flag(actor_for(dora), answered, answer="Gedaan.")
    session.commit()
    assert escalation.open_flags(actor_for(sem)) == [old, new]
    assert escalation.open_flags_of(actor_for(sem), case) == [new, old]
    accesslog.logbook(session()).clear()


def test_no_flag_is_raised_on_a_closed_case(town, noor, sem):
    case = town.case(care=noor, safety=sem, state=CaseState.CLOSED)
    with pytest.raises(NotPermitted):
        raised(noor, case)


def test_the_facts_are_not_readable_in_the_database(town, noor, sem, dora, session):
    raised(noor, town.case(care=noor, safety=sem, director=dora))
    session.commit()
    stored = session.scalar(select(Flag.facts_sealed).execution_options(unseen="position"))
    assert FACTS.encode() not in stored
