"""Measurements: who may make and read them, what is refused, and that none ever changes."""

from datetime import date, timedelta

import pytest
from sqlalchemy import select, text
from sqlalchemy.exc import DBAPIError, IntegrityError

from caseapp import accesslog, plans
from caseapp.accesslog import Event
from caseapp.extensions import db
from caseapp.kernel import clock
from caseapp.kernel.actor import Role
from caseapp.kernel.errors import NotPermitted, RuleBroken
from caseapp.model.accesslog import AccessEntry
from caseapp.model.case_words import TrackKind
from caseapp.model.domains import Area
from caseapp.model.measurements import Measurement
from caseapp.model.plan_words import Domain, DomainSet, Level, SeenBy
from caseapp.plans import measuring
from caseapp.plans.measuring import Scored, Turn
from tests.plans.measured import corrected, measured
from tests.plans.writing import confirmed, drafted, written
from tests.support.cast import actor_for

CARE, SAFETY = TrackKind.CARE, TrackKind.SAFETY
HOUSING, FINANCES = Area(Domain.HOUSING), Area(Domain.FINANCES)
TODAY = {"track": None, "seen_by": SeenBy.PROFESSIONAL}
GOOD = Scored(Level.SUFFICIENT, "Hij doet open.")


@pytest.fixture
def case(town, noor, sem, dora):
    return town.case(care=noor, safety=sem, director=dora)


@pytest.fixture(autouse=True)
def _seen(session):
    """What these tests look at themselves is no look of anybody."""
    yield
    accesslog.logbook(db.session()).clear()


def lines(who, case):
    return measuring.lines(actor_for(who), case)


def refused(who, case, scores, **changes):
    facts = {**TODAY, "measured_on": clock.today(), "scores": scores, **changes}
    with pytest.raises(RuleBroken) as broken:
        measuring.measure(actor_for(who), case, **facts)
    return broken.value.message, broken.value.field


def test_several_areas_are_measured_at_once_and_tell_what_changed(session, case, noor):
    confirmed(noor, case)
    measured(noor, case, Level.NOT_ABLE, days=30)
    scores = {HOUSING: GOOD, FINANCES: Scored(Level.UNKNOWN, "Zij liet niets zien.")}
    facts = TODAY | {"measured_on": clock.today(), "scores": scores}
    assert len(measuring.measure(actor_for(noor), case, **facts)) == 2
    session.commit()
    finances, housing = lines(noor, case)
    assert (finances.area, housing.area) == (FINANCES, HOUSING)
    assert finances.courses[0].change.turn is Turn.UNKNOWN
    change = housing.courses[0].change
    assert (change.turn, change.by) == (Turn.HIGHER, 2)
    assert change.since == clock.today() - timedelta(days=30)
    assert housing.courses[0].last.evidence == "Hij doet open."


def test_what_the_resident_sees_is_a_line_of_its_own(case, noor):
    confirmed(noor, case)
    measured(noor, case, Level.ACUTE, days=9)
    measured(noor, case, Level.ABLE, seen_by=SeenBy.RESIDENT)
    (housing,) = lines(noor, case)
    told = {one.seen_by: (one.last.score, one.change.turn) for one in housing.courses}
    assert told == {
        SeenBy.PROFESSIONAL: (1, Turn.FIRST),
        SeenBy.RESIDENT: (5, Turn.FIRST),
    }


def test_what_is_measured_on_one_track_is_not_there_for_the_other(case, noor, sem, dora):
    confirmed(noor, case)
    measured(noor, case, track=CARE, text="Zorgteken.")
    measured(sem, case, track=SAFETY, text="Veiligheidsteken.")
    measured(sem, case, text="Samen gezien.")

    def read(who):
        return {one.evidence for line in lines(who, case) for one in line.measurements}

    assert read(noor) == {"Zorgteken.", "Samen gezien."}
    assert read(sem) == {"Veiligheidsteken.", "Samen gezien."}
    assert read(dora) == {"Zorgteken.", "Veiligheidsteken.", "Samen gezien."}


def test_nobody_measures_corrects_or_withdraws_on_the_track_of_another(town, case, noor, sem):
    confirmed(noor, case)
    theirs = measured(sem, case, track=SAFETY)
    ours = measured(sem, case)
    for who, track in ((noor, SAFETY), (town.person(Role.TEAM_LEAD), None)):
        with pytest.raises(NotPermitted):
            measured(who, case, track=track, domain=Domain.FINANCES)
    for who, one in ((noor, theirs), (town.person(Role.SOCIAL_WORKER), ours)):
        with pytest.raises(NotPermitted):
            corrected(who, one, level=Level.ABLE)
        with pytest.raises(NotPermitted):
            measuring.withdraw(actor_for(who), one, reason="Zomaar.")


def test_what_cannot_be_kept_is_said(case, noor):
    confirmed(noor, case)
    measured(noor, case)
    tomorrow = clock.today() + timedelta(days=1)
    assert refused(noor, case, {}) == ("measurement-of-nothing", None)
    assert refused(noor, case, {FINANCES: GOOD}, measured_on=tomorrow)[0] == "measurement-ahead"
    for silent in ("", "  \n"):
        assert refused(noor, case, {FINANCES: Scored(Level.ABLE, silent)}) == (
            "measurement-without-evidence",
            "evidence_finances",
        )
    assert refused(noor, case, {FINANCES: Scored(None, "Iets.")}) == (
        "measurement-without-score",
        "score_finances",
    )
    assert refused(noor, case, {HOUSING: GOOD}) == ("measurement-that-day", "score_housing")
    assert refused(noor, case, {Area(Domain.DEBTS): GOOD}) == (
        "measurement-outside-set",
        "score_debts",
    )


def test_all_that_is_wrong_is_said_at_once(case, noor):
    confirmed(noor, case)
    scores = {FINANCES: Scored(None, "Iets."), HOUSING: Scored(Level.ABLE, "")}
    found = measuring.objections_to(case, measured_on=None, scores=scores, **TODAY)
    assert [one.field for one in found] == ["measured_on", "score_finances", "evidence_housing"]


def test_a_case_without_a_plan_has_nothing_to_measure(case, noor):
    assert measuring.areas(case) == ()
    assert refused(noor, case, {HOUSING: GOOD})[0] == "measurement-outside-set"


def test_the_areas_of_the_version_being_written_can_be_measured_too(session, case, noor):
    confirmed(noor, case)
    plans.begin_version(actor_for(noor), case)
    written(actor_for(noor), case, domain_set=DomainSet.FIVE_BASICS)
    session.commit()
    assert len(measuring.areas(case)) == 13 + 4
    measured(noor, case, domain=Domain.DEBTS)


def test_a_wrong_one_is_corrected_by_another_and_both_stay(session, case, noor, dora):
    confirmed(noor, case)
    first = measured(noor, case, Level.ACUTE, days=3, track=CARE)
    second = corrected(dora, first, level=Level.LIMITED)
    session.commit()
    assert (second.corrects_id, second.track, second.domain) == (first.id, CARE, Domain.HOUSING)
    assert (first.score, first.evidence) == (1, "De huur is betaald.")
    (line,) = lines(noor, case)
    assert line.standing == [second]
    assert set(line.measurements) == {first, second}
    assert line.courses[0].change.turn is Turn.FIRST
    for again in (
        lambda: corrected(noor, first, level=Level.ABLE),
        lambda: measuring.withdraw(actor_for(noor), first, reason="Fout."),
    ):
        with pytest.raises(RuleBroken, match="measurement-corrected-before"):
            again()


def test_a_withdrawn_one_does_not_count_and_says_why(session, case, noor):
    confirmed(noor, case)
    one = measured(noor, case)
    with pytest.raises(RuleBroken, match="measurement-withdrawn-silently"):
        measuring.withdraw(actor_for(noor), one, reason=" ")
    measuring.withdraw(actor_for(noor), one, reason="Van iemand anders.")
    session.commit()
    (line,) = lines(noor, case)
    assert (line.standing, line.courses) == ([], [])
    assert line.measurements[0].reason == "Van iemand anders."
    for again in (
        lambda: corrected(noor, one, level=Level.ABLE),
        lambda: measuring.withdraw(actor_for(noor), one, reason="Nog eens."),
    ):
        with pytest.raises(RuleBroken, match="measurement-withdrawn-before"):
            again()
    measured(noor, case)


def test_a_correction_that_changes_nothing_or_meets_another_is_refused(session, case, noor):
    confirmed(noor, case)
    measured(noor, case, days=9)
    one = measured(noor, case)
    for changes, said in (
        ({}, "measurement-not-different"),
        ({"measured_on": one.measured_on - timedelta(days=9)}, "measurement-that-day"),
        ({"measured_on": one.measured_on + timedelta(days=1)}, "measurement-ahead"),
        ({"evidence": " "}, "measurement-without-evidence"),
    ):
        with pytest.raises(RuleBroken, match=said):
            corrected(noor, one, **changes)
    assert corrected(noor, one, seen_by=SeenBy.RESIDENT).seen_by is SeenBy.RESIDENT


@pytest.mark.parametrize(
    "changes",
    [
        {"score": 5},
        {"score": None},
        {"evidence_sealed": b"x"},
        {"measured_on": date(2020, 1, 1)},
        {"track": "safety"},
        {"domain": "debts"},
        {"seen_by": "by-resident"},
        {"withdrawn_at": None, "withdrawn_by_id": None, "reason_sealed": None},
    ],
)
def test_the_database_refuses_to_change_what_was_measured(session, case, noor, changes):
    confirmed(noor, case)
    one = measured(noor, case)
    measuring.withdraw(actor_for(noor), one, reason="Van iemand anders.")
    session.commit()
    sets = ", ".join(f"{name} = :{name}" for name in changes)
    told = {name: str(v) if isinstance(v, date) else v for name, v in changes.items()}
    if session.get_bind().dialect.name == "postgresql":
        told = changes
    with pytest.raises(DBAPIError, match="does not change"), session.begin_nested():
        session.execute(
            text(f"UPDATE plan_measurements SET {sets} WHERE case_id = :case"),
            told | {"case": case.id.hex},
        )
    with pytest.raises(DBAPIError, match="does not change"), session.begin_nested():
        session.execute(text("DELETE FROM plan_measurements"))


@pytest.mark.parametrize(
    "changes", [{"score": 6}, {"score": 0}, {"evidence": ""}, {"domain": None}]
)
def test_the_database_refuses_what_is_no_measurement(session, case, noor, changes):
    confirmed(noor, case)
    facts = {"score": 3, "evidence": "Zo.", "domain": Domain.HOUSING, **changes}
    wrong = Measurement(
        municipality_id=case.municipality_id,
        case=case,
        case_id=case.id,
        seen_by=SeenBy.PROFESSIONAL,
        measured_on=clock.today(),
        made_at=clock.now(),
        made_by_id=noor.id,
        **facts,
    )
    with pytest.raises(IntegrityError), session.begin_nested():
        session.add(wrong)


def test_what_is_written_is_sealed_and_each_change_is_in_the_log(session, case, noor):
    drafted(noor, case)
    one = measured(noor, case, text="Hij drinkt minder.")
    other = corrected(noor, one, level=Level.ABLE)
    measuring.withdraw(actor_for(noor), other, reason="Toch niet.")
    session.commit()
    assert b"drinkt" not in one.evidence_sealed
    assert b"Toch" not in other.reason_sealed
    told = set(session.scalars(select(AccessEntry.event)))
    assert {Event.MEASURED, Event.MEASUREMENT_CORRECTED, Event.MEASUREMENT_WITHDRAWN} <= told
