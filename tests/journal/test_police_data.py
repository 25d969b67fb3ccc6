"""Police data goes out of sight after a year, is only stored after five, and must go after ten."""

from datetime import date, timedelta

import pytest
from sqlalchemy import select

from caseapp import accesslog, journal, policy, settings
from caseapp.accesslog import Event
from caseapp.extensions import db
from caseapp.journal import police, sharing
from caseapp.kernel import clock
from caseapp.kernel.actor import Role
from caseapp.kernel.deadlines import months_after
from caseapp.kernel.errors import NotPermitted, RuleBroken
from caseapp.model.accesslog import AccessEntry
from caseapp.model.case_words import TrackKind
from caseapp.model.content import ContentClass
from caseapp.model.journal import Step, StepKind
from caseapp.model.police import PoliceSearch, PoliceStage, RestrictedReading
from caseapp.model.shares import ShareGround
from caseapp.policy import Permission
from caseapp.settings import Terms
from tests.support.cast import actor_for

P = Permission
SAFETY = TrackKind.SAFETY
POLICE = ContentClass.POLICE
SAID = "De auto met kenteken XX-12-YY stond er weer."
DAYS = ("searched_from", "restricted_from", "destroy_from")


@pytest.fixture
def case(town, noor, sem, dora):
    return town.case(town.resident(), care=noor, safety=sem, director=dora)


@pytest.fixture
def piet(town):
    return town.person(Role.PRIVACY_OFFICER)


@pytest.fixture(autouse=True)
def _seen(session):
    yield
    accesslog.logbook(db.session()).clear()


@pytest.fixture
def step(town, case, sem):
    return town.step(case, sem, SAFETY, SAID, content=POLICE)


def readers(step, permission, *people):
    """Give who may, asked of the step in hand and of the rows, which have to agree."""
    found = []
    for who in people:
        actor = actor_for(who)
        held = policy.allows(actor, permission, step)
        query = policy.visible(actor, permission, select(Step.id).where(Step.id == step.id))
        asked = db.session.scalar(query.execution_options(unseen="policy"))
        assert held is (asked is not None), (permission, who.name)
        found += [who] if held else []
    return found


def search(who, case, words="kenteken xx-12", reason=PoliceSearch.THREAT):
    track = case.track(SAFETY)
    return police.search_police_data(actor_for(who), track, words=words, reason=reason)


def test_it_goes_through_all_its_stages_by_the_clock_alone(
    session, case, step, hands, noor, sem, dora, piet
):
    people = (noor, sem, dora, piet)
    begin, seen = clock.today(), []
    marks = [months_after(begin, months) for months in (12, 60, 120)]
    for day in (begin, *(one for mark in marks for one in (mark - timedelta(days=1), mark))):
        hands.pass_by(days=(day - clock.today()).days)
        stage = step.stage(clock.today())
        seen.append(stage)
        at_hand, searched = stage is PoliceStage.AT_HAND, stage is PoliceStage.SEARCHED
        stored = stage in (PoliceStage.RESTRICTED, PoliceStage.DUE)
        assert readers(step, P.STEP_VIEW, *people) == ([sem, dora] if at_hand else [])
        assert readers(step, P.STEP_SHARE, *people) == ([sem, dora] if at_hand else [])
        assert readers(step, P.STEP_CORRECT, *people) == ([sem, dora] if at_hand else [])
        assert readers(step, P.STEP_SEARCHED, *people) == ([sem, dora] if searched else [])
        assert readers(step, P.STEP_STORED, *people) == ([dora] if stored else [])
        assert len(journal.timeline(actor_for(sem), case)) == at_hand
        assert len(search(sem, case)) == searched
        listed = police.stored(actor_for(piet))
        assert [one.must_go(clock.today()) for one in listed] == (
            [stage is PoliceStage.DUE] if stored else []
        )
        accesslog.logbook(session()).clear()
    S = PoliceStage  # noqa: N806 - the stages in their order
    assert seen == [
        S.AT_HAND, S.AT_HAND, S.SEARCHED, S.SEARCHED, S.RESTRICTED, S.RESTRICTED, S.DUE,
    ]  # fmt: skip


def test_what_is_no_police_data_stays_at_hand(town, case, sem, hands):
    other = town.step(case, sem, SAFETY, SAID)
    hands.pass_by(days=4000)
    assert other.stage(clock.today()) is PoliceStage.AT_HAND
    assert [getattr(other, day) for day in DAYS] == [None] * 3
    assert search(sem, case) == []
    assert readers(other, P.STEP_VIEW, sem) == [sem]


def test_a_search_has_an_aim_and_a_reason_that_is_logged_whatever_it_finds(
    session, case, step, hands, sem
):
    hands.pass_by(days=400)
    with pytest.raises(RuleBroken, match="police-search-without-aim"):
        search(sem, case, "  x ")
    assert [one.body for one in search(sem, case, "KENTEKEN  xx-12")] == [SAID]
    assert search(sem, case, "fiets", PoliceSearch.MEASURE) == []
    session.commit()
    told = select(AccessEntry.details).where(AccessEntry.event == Event.POLICE_SEARCHED)
    assert list(session.scalars(told.order_by(AccessEntry.seq))) == [
        "found=1 reason=threat track=safety",
        "found=0 reason=measure track=safety",
    ]


def test_nobody_of_the_other_side_or_of_an_office_searches(case, step, hands, noor, piet, lida):
    hands.pass_by(days=400)
    for who in (noor, piet, lida):
        with pytest.raises(NotPermitted):
            search(who, case)


def test_what_is_only_stored_is_read_by_who_directs_the_case_for_a_reason(
    session, case, step, hands, sem, dora, piet
):
    hands.pass_by(days=1900)
    for who in (sem, piet):
        with pytest.raises(NotPermitted):
            police.read_stored(actor_for(who), step, reason=RestrictedReading.COMPLAINT)
    police.read_stored(actor_for(dora), step, reason=RestrictedReading.COMPLAINT)
    session.commit()
    told = select(AccessEntry.details).where(AccessEntry.event == Event.STORED_READ)
    assert session.scalars(told).one() == "reason=complaint"


def test_a_correction_makes_none_of_its_days_later_and_one_that_becomes_it_begins_at_its_day(
    town, case, step, sem
):
    actor = actor_for(sem)
    better = journal.correct_step(actor, step, body="Een fiets.", reason="Vergist.")
    assert [getattr(better, day) for day in DAYS] == [getattr(step, day) for day in DAYS]
    plain = town.step(case, sem, SAFETY, SAID, happened_on=date(2026, 2, 1))
    how = {"body": SAID, "reason": "Van de politie.", "content": POLICE}
    assert journal.correct_step(actor, plain, **how).searched_from == date(2027, 2, 1)


def test_what_turns_out_to_be_police_data_is_that_in_every_text_and_goes_out_of_sight_whole(
    session, town, case, hands, sem
):
    actor = actor_for(sem)
    first = town.step(case, sem, SAFETY, SAID)
    second = journal.correct_step(actor, first, body="Een busje.", reason="Vergist.")
    session.flush()
    how = {"body": "Een bus.", "reason": "Van de politie.", "content": POLICE}
    third = journal.correct_step(actor, second, **how)
    session.commit()
    assert {one.content for one in (first, second, third)} == {POLICE}
    assert {one.searched_from for one in (first, second, third)} == {third.searched_from}
    assert len(journal.timeline(actor, case)) == 1
    hands.pass_by(days=400)
    assert journal.timeline(actor, case) == []


def test_nothing_becomes_police_data_while_words_of_it_are_shared_on_another_ground(
    session, town, case, sem
):
    actor = actor_for(sem)
    first = town.step(case, sem, SAFETY, SAID)
    share = sharing.share_excerpt(
        actor,
        first,
        excerpt=SAID,
        purpose="Voor de veiligheid.",
        content=ContentClass.SENSITIVE,
        ground=ShareGround.PUBLIC_TASK,
        until_on=clock.today(),
    )
    how = {"body": "Een bus.", "reason": "Van de politie.", "content": POLICE}
    session.flush()
    with pytest.raises(RuleBroken, match="police-data-shared-before"):
        journal.correct_step(actor, first, **how)
    sharing.withdraw_share(actor, share)
    session.flush()
    assert journal.correct_step(actor, first, **how).content is POLICE


def test_the_terms_of_the_municipality_hold_for_what_is_written_after_them(
    session, town, case, step, sem
):
    settings.keep_number(
        town.municipality, name=settings.POLICE_SEARCH_MONTHS.name, number=6, reason="Korter."
    )
    facts = {"kind": StepKind.OBSERVATION, "happened_on": clock.today(), "body": SAID}
    later = journal.log_step(actor_for(sem), case.track(SAFETY), content=POLICE, **facts)
    assert later.searched_from == months_after(clock.today(), 6)
    assert step.searched_from == months_after(clock.today(), 12)


@pytest.mark.parametrize("number", settings.POLICE)
def test_the_law_is_the_highest_value_of_each_term(number):
    assert number.usual == number.most


def test_no_stage_ends_before_the_one_before_it():
    terms = Terms({(settings.POLICE_STORE_MONTHS.name, ""): 12})
    days = police.days_of(POLICE, date(2026, 2, 28), terms)
    assert days["searched_from"] <= days["restricted_from"] <= days["destroy_from"]
    assert days["destroy_from"] == date(2036, 2, 28)


def test_words_of_it_are_not_shared_for_longer_than_it_is_at_hand(step, sem, hands):
    facts = {
        "excerpt": SAID,
        "purpose": "Voor de veiligheid.",
        "content": POLICE,
        "ground": ShareGround.POLICE_ACT,
    }
    hands.pass_by(days=330)
    end = step.searched_from
    with pytest.raises(RuleBroken, match="share-police-too-long"):
        sharing.share_excerpt(actor_for(sem), step, until_on=end, **facts)
    sharing.share_excerpt(actor_for(sem), step, until_on=end - timedelta(days=1), **facts)


# --- On the screen ------------------------------------------------------------------------------


def test_it_is_gone_from_the_page_and_found_by_a_search_with_a_reason(
    client, session, case, step, hands, sem
):
    hands.pass_by(days=400)
    page, ask = f"/cases/{case.reference}", f"/cases/{case.reference}/tracks/safety/police-data"
    client.sign_in(sem)
    shown = client.get(page)
    assert "XX-12-YY" not in shown.text
    assert f"{ask}/new" in shown.text
    assert client.get(f"/steps/{step.id.hex}").status_code == 404
    assert "XX-12-YY" not in client.get(f"{ask}/new").text
    none = client.post(ask, data={"words": "kenteken"})
    assert none.status_code == 422
    assert "XX-12-YY" not in none.text
    found = client.post(ask, data={"words": "kenteken", "reason": "threat"})
    assert found.status_code == 200
    assert SAID in found.text
    assert "politiegegevens (Wpg)" in found.text


def test_a_search_is_told_of_all_that_is_wrong_with_it_at_once(client, session, case, sem):
    ask = f"/cases/{case.reference}/tracks/safety/police-data"
    client.sign_in(sem)
    answer = client.post(ask, data={"words": "xx"})
    assert answer.status_code == 422
    assert "Zoek op een woord van minstens drie letters." in answer.text
    assert "Verbeter 2 punten" in answer.text
    assert 'value="xx"' in answer.text


def test_what_is_only_stored_is_listed_without_its_text_and_read_with_a_reason(
    client, session, case, step, hands, sem, dora, piet
):
    hands.pass_by(days=3800)
    address, reference = f"/police-data/{step.id.hex}", case.reference
    accesslog.logbook(db.session()).clear()
    client.sign_in(piet)
    listed = client.get("/police-data")
    assert reference in listed.text
    assert "XX-12-YY" not in listed.text
    assert client.get(f"{address}/new").status_code == 404
    client.sign_in(dora)
    there = client.get(f"/cases/{reference}/tracks/safety/police-data/new").text
    assert f"{address}/new" in there
    assert "XX-12-YY" not in there + client.get(f"{address}/new").text
    bad = client.post(address, data={})
    assert bad.status_code == 422
    read = client.post(address, data={"reason": "complaint"})
    assert read.status_code == 200
    assert SAID in read.text
    assert "te vernietigen" in read.text
    client.sign_in(sem)
    assert client.get("/police-data").status_code == 404
    assert client.post(address, data={"reason": "complaint"}).status_code == 404
