"""Every crack is found: each planted, with its kind, whose it is, since when, and how it ends."""

from datetime import date, timedelta

import pytest
from sqlalchemy import delete, select, update

from caseapp import accesslog, settings, watchdog
from caseapp.extensions import db
from caseapp.kernel import clock
from caseapp.kernel.actor import Role
from caseapp.model.accounts import RoleGrant, TeamMembership, User
from caseapp.model.case_words import CaseState, TrackKind, TrackState
from caseapp.model.escalation import Flag, PhaseChange
from caseapp.model.journal import Outcome, StepKind
from caseapp.model.reviews import Review, ReviewKind
from caseapp.model.sealed import DataKey
from caseapp.model.watchdog import Finding
from caseapp.model.watchdog import FindingKind as K
from caseapp.residents import search_rows
from caseapp.watchdog.repairs import REPAIRS

DAY = timedelta(days=1)
CARE, SAFETY = TrackKind.CARE, TrackKind.SAFETY


def found(town):
    """Give what is a crack now, as (kind, what it is about)."""
    query = select(Finding).where(Finding.municipality_id == town.id)
    rows = db.session.scalars(query.where(watchdog.running(clock.now()))).all()
    accesslog.logbook(db.session()).clear()
    return {(row.kind, row.subject_id): row for row in rows}


def kinds(town, case):
    return {kind for (kind, _), row in found(town).items() if row.case_id == case.id}


def quiet(town, noor, sem, **facts):
    """A case on which nothing is wrong."""
    return town.case(care=noor, safety=sem, next_on=clock.today() + 7 * DAY, **facts)


def test_a_case_with_owners_and_dates_is_covered(town, noor, sem):
    assert kinds(town, quiet(town, noor, sem)) == set()


def test_a_date_is_a_crack_from_the_day_after_it_and_not_a_moment_sooner(town, noor, sem, hands):
    case = town.case(care=noor, safety=sem, next_on=clock.today())
    assert kinds(town, case) == set()
    hands.pass_by(days=1)
    assert kinds(town, case) == {K.DATE_PASSED}
    care = case.track(CARE)
    row = found(town)[K.DATE_PASSED, care.id]
    assert (row.user_id, row.team_id, row.track) == (noor.id, town.care_team.id, CARE)


def test_what_is_mended_is_off_the_list_in_the_same_transaction(town, noor, sem, session):
    case = town.case(care=noor, safety=sem, next_on=clock.today() - 3 * DAY)
    assert kinds(town, case) == {K.DATE_PASSED}
    for track in case.tracks:
        track.next_on = clock.today() + DAY
    session.commit()
    assert kinds(town, case) == set()
    ended = session.scalars(select(Finding).where(Finding.ended_at.is_not(None))).all()
    assert K.DATE_PASSED in {row.kind for row in ended}


def test_a_finding_whose_day_never_came_leaves_no_trace(town, noor, sem, session):
    case = quiet(town, noor, sem)
    for track in case.tracks:
        track.next_on += DAY
    session.commit()
    ended = select(Finding).where(Finding.case_id == case.id, Finding.ended_at.is_not(None))
    assert session.scalars(ended).all() == []


def _without_date(_town, case, **_who):
    case.track(CARE).next_on = None


def _not_needed(_town, case, **_who):
    for track in case.tracks:
        track.state = TrackState.NOT_NEEDED


def _nobody(_town, case, **_who):
    for part in case.involvements:
        if part.track is CARE:
            part.ended_at = clock.now()
    case.track(CARE).team_id = None


def _waits_long(_town, case, **_who):
    for part in case.involvements:
        if part.track is CARE:
            part.ended_at = clock.now() - 9 * DAY


def _owner_leaves(_town, _case, noor, **_who):
    noor.deactivated_at = clock.now()


def _owner_retrained(_town, _case, noor, **_who):
    for grant in noor.grants:
        grant.ended_at = clock.now()


def _owner_moves(_town, _case, noor, **_who):
    db.session.delete(noor.memberships[0])


def _escalated(_town, case, **_who):
    case.phase, case.phase_since = 2, clock.today()


def _reviewed(town, case, noor, **_who):
    case.phase, case.phase_since = 3, clock.today()
    change = {"from_phase": 2, "to_phase": 3, "changed_at": clock.now()}
    db.session.add(
        PhaseChange(
            municipality_id=town.id,
            case_id=case.id,
            decided_by_id=noor.id,
            review_on=clock.today(),
            **change,
        )
    )


def _silent(_town, case, **_who):
    case.opened_at = clock.now() - 92 * DAY


def _still(_town, case, **_who):
    case.opened_at = clock.now() - 122 * DAY


def _flagged(town, case, noor, **_who):
    flag = town.flag(case, noor)
    flag.answer_by = clock.now() - DAY


def _closed(_town, case, **_who):
    case.state, case.closed_at = CaseState.CLOSED, clock.now()


def _returned(town, case, noor, sem):
    before = town.case(
        care=noor, safety=sem, state=CaseState.CLOSED, closed_at=clock.now() - 9 * DAY
    )
    case.previous_case_id = before.id


def _repeated(town, case, noor, **_who):
    for _ in range(3):
        town.flag(case, noor)


def _unreached(town, case, noor, **_who):
    for _ in range(3):
        town.step(case, noor, CARE, "Niet thuis.", outcome=Outcome.NOT_REACHED)


PLANTED = {
    _without_date: {K.NO_NEXT_DATE},
    _not_needed: {K.NOTHING_RUNS},
    _nobody: {K.TRACK_NOBODYS},
    _waits_long: {K.TRACK_UNOWNED},
    _owner_leaves: {K.OWNER_GONE},
    _owner_retrained: {K.OWNER_GONE},
    _owner_moves: {K.OWNER_LEFT_TEAM},
    _escalated: {K.NO_DIRECTOR, K.REVIEW_MISSING},
    _reviewed: {K.NO_DIRECTOR, K.REVIEW_PASSED},
    _silent: {K.NO_CONTACT},
    _still: {K.NO_CONTACT, K.STAGNATION},
    _flagged: {K.FLAG_UNANSWERED},
    _closed: {K.CLOSED_WITH_OPEN},
    _returned: {K.RETURNED},
    _repeated: {K.REPEATED},
    _unreached: {K.UNREACHED},
}


@pytest.mark.parametrize("plant", PLANTED, ids=lambda plant: plant.__name__.strip("_"))
def test_a_planted_crack_is_found_when_it_is_made(town, noor, sem, session, plant):
    town.person(Role.SOCIAL_WORKER)
    case = quiet(town, noor, sem)
    plant(town, case, noor=noor, sem=sem)
    session.commit()
    assert kinds(town, case) == PLANTED[plant]


def test_every_kind_says_by_which_right_it_is_mended():
    assert set(REPAIRS) == set(K)


def test_who_has_a_step_by_which_the_people_were_spoken_is_not_silent(town, noor, sem, session):
    case = quiet(town, noor, sem, opened_at=clock.now() - 100 * DAY)
    assert kinds(town, case) == {K.NO_CONTACT}
    town.step(case, noor, CARE, "Niet thuis.", outcome=Outcome.NOT_REACHED)
    town.step(case, noor, CARE, "Overlegd.", kind=StepKind.CONSULTATION)
    town.step(case, sem, SAFETY, "Gebeld.")
    assert kinds(town, case) == {K.NO_CONTACT}
    town.step(case, noor, CARE, "Gesproken.")
    assert kinds(town, case) == set()


def test_a_term_that_is_set_for_a_phase_holds_at_the_next_round(town, noor, sem, session):
    case = quiet(town, noor, sem, opened_at=clock.now() - 30 * DAY)
    assert kinds(town, case) == set()
    settings.keep_number(town.municipality, name="contact-days", scope="phase:1", number=14)
    session.commit()
    watchdog.examine(town.id)
    assert kinds(town, case) == {K.NO_CONTACT}
    settings.keep_number(
        town.municipality, name="contact-days", scope="phenomenon:residential-nuisance", number=60
    )
    session.commit()
    watchdog.examine(town.id)
    assert kinds(town, case) == set()


def test_flags_on_other_cases_about_the_same_person_make_a_pattern_until_the_window_is_over(
    town, noor, sem, session, hands
):
    person = town.resident()
    case, other = (town.case(person, care=noor, safety=sem) for _ in range(2))
    for about in (case, other, other):
        town.flag(about, noor)
        hands.pass_by(days=1)
    watchdog.examine(town.id)
    assert K.REPEATED in kinds(town, case)
    assert found(town)[K.REPEATED, case.id].number == 3
    hands.pass_by(days=88)
    assert K.REPEATED not in kinds(town, case)


def test_a_flag_on_a_shielded_case_is_told_of_on_no_other(town, noor, sem, session):
    person = town.resident()
    case, shielded = (town.case(person, care=noor, safety=sem) for _ in range(2))
    shielded.is_shielded = True
    for about in (case, case, shielded):
        town.flag(about, noor)
    watchdog.examine(town.id)
    assert K.REPEATED not in kinds(town, case)


@pytest.mark.parametrize(("ahead", "told"), [(1, True), (180, True), (190, False), (0, False)])
def test_who_turns_eighteen_soon_is_found_without_opening_a_birth_date(
    town, noor, sem, session, ahead, told
):
    birthday = clock.today() + ahead * DAY
    young = town.resident(birth_date=_years_before(birthday))
    search_rows.write_anew(session, young)
    session.commit()
    case = town.case(young, care=noor, safety=sem)
    assert (K.TURNS_ADULT in kinds(town, case)) is told


def _years_before(day):
    try:
        return day.replace(year=day.year - 18)
    except ValueError:
        return date(day.year - 18, 3, 1)


def test_a_team_nobody_leads_or_works_in_is_found_and_so_is_what_waits_with_it(
    town, noor, sem, session
):
    town.person(Role.TEAM_LEAD)
    case = town.case(safety=sem)
    assert (K.TEAM_WITHOUT_LEAD, town.care_team.id) not in found(town)
    assert (K.TEAM_WITHOUT_LEAD, town.safety_team.id) in found(town)
    assert kinds(town, case) == set()
    for user in session.scalars(select(User).where(User.municipality_id == town.id)):
        user.deactivated_at = clock.now()
    session.commit()
    known = found(town)
    assert (K.TEAM_WITHOUT_LEAD, town.care_team.id) in known
    assert (K.QUEUE_WITHOUT_STAFF, town.care_team.id) in known
    assert kinds(town, case) == {K.TRACK_NOBODYS, K.OWNER_GONE}
    noor.deactivated_at = None
    session.commit()
    assert (K.QUEUE_WITHOUT_STAFF, town.care_team.id) not in found(town)
    assert kinds(town, case) == {K.OWNER_GONE}


def test_an_emergency_nobody_judged_in_time_is_found(town, noor, hands, session):
    key = DataKey.draw(town.id)
    case = town.case(care=noor)
    review = Review(
        municipality_id=town.id,
        kind=ReviewKind.EMERGENCY,
        user_id=noor.id,
        subject_kind="cases",
        subject_id=case.id,
        day=clock.today(),
        opened_at=clock.now(),
        due_on=clock.today(),
        key=key,
    )
    session.add(review)
    session.commit()
    assert (K.EMERGENCY_UNJUDGED, review.id) not in found(town)
    hands.pass_by(days=1)
    assert (K.EMERGENCY_UNJUDGED, review.id) in found(town)


def test_what_was_changed_past_the_application_is_found_at_the_next_round(town, noor, sem, session):
    case = quiet(town, noor, sem)
    quietly = {"synchronize_session": False}
    for statement in (
        update(Flag).where(Flag.case_id == case.id).values(answer_by=clock.now()),
        delete(TeamMembership).where(TeamMembership.user_id == noor.id),
        update(RoleGrant).where(RoleGrant.user_id == noor.id).values(ended_at=clock.now()),
    ):
        session.execute(statement, execution_options=quietly)
    session.commit()
    assert kinds(town, case) == set()
    assert watchdog.examine(town.id) == 1
    assert kinds(town, case) == {K.OWNER_GONE}


def test_looking_twice_changes_nothing(town, noor, sem, session):
    town.case(care=noor, next_on=clock.today() - DAY)
    before = {key: row.id for key, row in found(town).items()}
    watchdog.examine(town.id)
    assert {key: row.id for key, row in found(town).items()} == before
