"""What a list becomes in the database: who is whom, who works on it, what is kept."""

from datetime import date, timedelta

import pytest
from sqlalchemy import func, select

from caseapp.flows import case_import
from caseapp.flows.case_import.bringing import working_day_after
from caseapp.flows.case_import.colleagues import Colleagues
from caseapp.flows.case_import.contacts import Colleague
from caseapp.kernel import clock
from caseapp.kernel.actor import Role
from caseapp.kernel.errors import NotPermitted, RuleBroken
from caseapp.model.case_words import CaseState, TrackKind, TrackState
from caseapp.model.cases import Case, CaseSubject
from caseapp.model.imports import ImportedRow
from caseapp.model.journal import Step
from caseapp.model.residents import Resident
from caseapp.model.watchdog import Finding, FindingKind
from tests.support.cast import Town, actor_for

HEAD = (
    "Nummer;Naam;Geboortedatum;BSN;Postcode;Huisnummer;Eigenaar zorg;Eigenaar veiligheid;Status\n"
)


@pytest.fixture
def thea(town):
    return actor_for(town.person(Role.INTAKE))


@pytest.fixture
def bring(session, town, thea):
    def bring(text, actor=thea, **decisions):
        data = text.encode()
        run = case_import.offer_list(actor, town.municipality, file_name="lijst.csv", data=data)
        session.flush()
        teams = {"care_team": town.care_team, "safety_team": town.safety_team}
        report = case_import.import_list(actor, run, **teams, **decisions)
        session.commit()
        return report

    return bring


def cases(session):
    return session.scalars(select(Case).order_by(Case.created_at)).all()


def people(session):
    return session.scalars(select(Resident)).all()


def test_twins_with_one_initial_stay_two_people(bring, session):
    text = HEAD + "1;Jan Bos;01-02-2010;;;;;;\n2;Joost Bos;01-02-2010;;;;;;\n"
    report = bring(text)
    assert (report.cases, report.new_people) == (2, 2)
    assert {one.first_names for one in people(session)} == {"Jan", "Joost"}


def test_twins_in_one_case_stay_two_people(bring, session):
    row = "1;{} Bos;01-02-2010;;7061AB;5;;;\n"
    bring(HEAD + row.format("Jan") + row.format("Joost"))
    assert {one.resident.first_names for one in cases(session)[0].subjects} == {"Jan", "Joost"}


def test_somebody_named_twice_comes_in_once_with_all_that_is_known(bring, session):
    text = HEAD + "1;Jan Bos;01-02-1980;;;;;;\n2;Jan Bos;01-02-1980;999990019;;;;;\n"
    report = bring(text)
    assert (report.cases, report.new_people) == (2, 1)
    assert people(session)[0].bsn == "999990019"


def test_two_people_on_one_row_are_not_taken_for_each_other(bring, session, town):
    bring(HEAD + "1;Fatma Yilmaz;01-02-1980;;;;;;\n")
    fatma = people(session)[0]
    again = HEAD + "2;Kees Smit en Fatma Yilmaz;;;;;;;\n"
    report = bring(again, decisions={"2-1": fatma.id.hex})
    assert (report.new_people, report.known_people) == (1, 1)
    case = next(one for one in cases(session) if len(one.subjects) == 2)
    assert {one.resident.surname for one in case.subjects} == {"Smit", "Yilmaz"}


def test_the_same_bsn_needs_no_question(bring, session):
    row = ";Jan Bos;01-02-1980;999990019;;;;;\n"
    bring(HEAD + "1" + row)
    report = bring(HEAD + "2" + row)
    assert (report.new_people, report.known_people, len(people(session))) == (0, 1, 1)


def test_a_bsn_of_somebody_else_is_asked_about_and_not_taken_over(bring, session):
    bring(HEAD + "1;Jan Bos;01-02-1980;999990019;;;;;\n")
    stranger = HEAD + "2;Fatma Yilmaz;05-06-1990;999990019;;;;;\n"
    with pytest.raises(RuleBroken, match="list-undecided"):
        bring(stranger)
    session.rollback()
    report = bring(stranger, rest="other")
    assert report.new_people == 1
    assert any("BSN is van iemand anders" in text for _, _, text, _, _ in report.losses)
    assert sorted(one.bsn for one in people(session)) == ["", "999990019"]


def test_namesakes_far_down_a_list_are_asked_about_too(bring, session, thea, town):
    bring(HEAD + "1;Jan Bos;;;;;;;\n")
    letters = [f"{one}{other}" for one in "abcdefgh" for other in "abcdefghij"]
    rows = "".join(f"{n};Piet Smit{name};;;;;;;\n" for n, name in enumerate(letters))
    with pytest.raises(RuleBroken, match="list-undecided"):
        bring(HEAD + rows + "99;Jan Bos;;;7061AB;5;;;\n")


def test_a_new_row_of_a_case_that_came_in_is_told_and_not_lost(bring, session, thea, town):
    first = HEAD + "7;Jan Bos;01-02-1980;;;;;;\n"
    bring(first)
    more = first + "7;Piet Bos;01-02-1985;;;;;;\n"
    report = bring(more)
    assert (report.cases, report.rows_before) == (0, 1)
    assert [row for row, *_ in report.problems] == [3]
    assert "met de hand" in report.problems[0][2]


def test_a_closed_case_waits_for_nobody_and_an_open_one_for_somebody(bring, session):
    bring(HEAD + "1;Jan Bos;;;;;;;afgesloten\n2;Piet Smit;;;;;;;\n")
    for case in cases(session):
        closed = case.state is CaseState.CLOSED
        assert (case.next_on is None) == closed == (case.closed_at is not None)
        for track in case.tracks:
            assert (track.state is TrackState.DONE) == closed
            assert (track.next_on is None) == closed
            assert track.team_id is not None


def test_the_number_people_know_a_case_by_is_kept(bring, session):
    bring(HEAD + "D-2026-17;Jan Bos;;;;;;;\n")
    assert "D-2026-17" in cases(session)[0].summary


def test_a_track_goes_to_the_colleague_the_list_names(bring, session, town):
    noor = town.person(Role.SOCIAL_WORKER, name="Noor Bakker")
    sem = town.person(Role.SAFETY_ADVISER, name="Sem de Boer")
    bring(HEAD + f"1;Jan Bos;;;;;N. Bakker;{sem.email.upper()};\n")
    case = cases(session)[0]
    assert case.track(TrackKind.CARE).owner == noor
    assert case.track(TrackKind.SAFETY).owner == sem


def test_who_has_the_other_trade_left_or_oversees_is_not_recognised(session, town):
    town.person(Role.SAFETY_ADVISER, name="Sem de Boer")
    town.person(Role.CISO, name="Cor Wacht")
    left = town.person(Role.SOCIAL_WORKER, name="Wim Weg")
    left.deactivated_at = clock.now()
    session.commit()
    here = Colleagues.of(town.id)
    for name in ("Sem de Boer", "Cor Wacht", "Wim Weg"):
        assert here.find(Colleague(name), TrackKind.CARE) is None


def test_a_name_that_two_colleagues_bear_is_nobodys(session, town):
    for name in ("Noor Bakker", "Nina Bakker"):
        town.person(Role.SOCIAL_WORKER, name=name)
    here = Colleagues.of(town.id)
    assert here.find(Colleague("N. Bakker"), None) is None
    assert here.find(Colleague("noor  bakker"), None).name == "Noor Bakker"


def test_colleagues_of_another_municipality_are_not_recognised(bring, session, town):
    other = Town("Buurdorp").person(Role.SOCIAL_WORKER, name="Bo Buur")
    report = bring(HEAD + f"1;Jan Bos;;;;;Bo Buur;;\n2;Piet Smit;;;;;{other.email};;\n")
    assert all(case.involvements == [] for case in cases(session))
    assert sum(report.unknown_colleagues.values()) == 2


def test_one_failure_leaves_nothing(bring, session, town, monkeypatch):
    def fail(*_args):
        raise OverflowError

    monkeypatch.setattr("caseapp.residents.search_rows.SearchRows.write", fail)
    with pytest.raises(OverflowError):
        bring(HEAD + "1;Jan Bos;;;;;;;\n")
    session.rollback()
    for noun in (Case, Resident, ImportedRow, Step, CaseSubject):
        query = select(func.count()).select_from(noun).execution_options(unseen="count")
        assert session.scalar(query) == 0


def test_a_list_comes_in_or_is_thrown_away_once(session, town, thea):
    data = (HEAD + "1;Jan Bos;;;;;;;\n").encode()
    run = case_import.offer_list(thea, town.municipality, file_name="lijst.csv", data=data)
    case_import.discard_list(thea, run)
    with pytest.raises(RuleBroken, match="list-done"):
        case_import.discard_list(thea, run)
    session.flush()
    teams = {"care_team": town.care_team, "safety_team": town.safety_team}
    with pytest.raises(RuleBroken, match="list-done"):
        case_import.import_list(thea, run, **teams)


def test_what_had_better_be_looked_at_is_told(bring):
    report = bring(HEAD + "1;Jan Bos;01-02-1980;;;;;;\n2;Jan Bos;01-02-1980;;;;;;\n")
    assert any("staat ook op rij" in text for _, _, text, _, _ in report.notices)


def test_who_may_not_import_cannot(bring, town):
    with pytest.raises(NotPermitted):
        bring(HEAD + "1;Jan Bos;;;;;;;\n", actor=actor_for(town.person(Role.SOCIAL_WORKER)))


@pytest.mark.parametrize(
    ("day", "after"),
    [(date(2026, 11, 23), date(2026, 11, 30)), (date(2026, 11, 28), date(2026, 12, 4))],
)
def test_five_working_days_pass_over_the_weekend(day, after):
    assert working_day_after(day, 5) == after
    assert after - day <= timedelta(days=7)


def test_what_waits_for_somebody_is_found_from_the_moment_it_comes_in(bring, session):
    """Nobody on a list falls between the cracks until the watchdog comes by."""
    bring(HEAD + "1;Jan Bos;01-02-2010;;;;;;\n")
    case = cases(session)[0]
    found = session.scalars(select(Finding).where(Finding.case_id == case.id)).all()
    assert FindingKind.TRACK_NOBODYS in {one.kind for one in found}
