"""What goes from a track to the strip goes by decision, as a copy, until a day."""

from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy import select

from caseapp import accesslog, policy
from caseapp.accesslog import Event
from caseapp.journal import sharing
from caseapp.journal.sharing.excerpts import is_taken_from
from caseapp.kernel import clock
from caseapp.kernel.actor import Role
from caseapp.kernel.errors import NotPermitted, RuleBroken
from caseapp.model.accesslog import AccessEntry
from caseapp.model.case_words import TrackKind
from caseapp.model.content import ContentClass
from caseapp.model.shares import Share, ShareGround
from caseapp.policy import Permission
from tests.support.cast import actor_for
from tests.support.days import FromToday, settled

BODY = "Zij is bang thuis.\nHaar medicijnen: zorgmerkteken.\nZij wil met de wijkagent praten."
PART = "Zij is bang thuis.\nZij wil met de wijkagent praten."
MARKER = "zorgmerkteken"
DAY = timedelta(days=1)


@pytest.fixture
def case(town, noor, sem, dora):
    return town.case(town.resident("Yılmaz"), care=noor, safety=sem, director=dora)


@pytest.fixture
def step(town, case, noor):
    return town.step(case, noor, TrackKind.CARE, BODY)


def shared(user, step, **facts):
    usual = {
        "excerpt": PART,
        "purpose": "Zodat de wijkagent haar opzoekt.",
        "content": ContentClass.SENSITIVE,
        "ground": ShareGround.PUBLIC_TASK,
        "until_on": clock.today() + 9 * DAY,
    }
    return sharing.share_excerpt(actor_for(user), step, **{**usual, **facts})


def on_strip(session, user, case):
    accesslog.logbook(session()).clear()
    found = [one.excerpt for one in sharing.on_strip(actor_for(user), case)]
    accesslog.logbook(session()).clear()
    return found


def test_the_other_side_reads_the_copy_and_never_the_step(session, case, step, noor, sem):
    shared(noor, step)
    session.commit()
    assert on_strip(session, sem, case) == on_strip(session, noor, case) == [PART]
    assert not policy.allows(actor_for(sem), Permission.STEP_VIEW, step)
    entry = session.scalars(select(AccessEntry).where(AccessEntry.event == Event.SHARE_DECIDED))
    assert entry.one().details == "content=sensitive ground=public-task track=care"


def test_from_the_day_after_its_end_nobody_reads_it(session, case, step, noor, sem, hands):
    share = shared(noor, step, until_on=clock.today() + DAY)
    session.commit()
    hands.pass_by(days=1)
    assert on_strip(session, sem, case) == [PART]
    hands.pass_by(days=1)
    assert on_strip(session, sem, case) == on_strip(session, noor, case) == []
    assert not policy.allows(actor_for(sem), Permission.SHARE_VIEW, share)
    assert [one.id for one in sharing.ledger(case)] == [share.id]
    accesslog.logbook(session()).clear()


def test_who_works_on_the_track_it_came_from_takes_it_back_and_nobody_else(
    session, case, step, noor, sem, dora
):
    share = shared(noor, step)
    session.commit()
    with pytest.raises(NotPermitted):
        sharing.withdraw_share(actor_for(sem), share)
    sharing.withdraw_share(actor_for(dora), share)
    session.commit()
    assert on_strip(session, sem, case) == []
    with pytest.raises(RuleBroken, match="share-withdrawn-before"):
        sharing.withdraw_share(actor_for(noor), share)


def test_only_who_works_on_the_track_decides(town, case, step, sem):
    for stranger in (sem, town.person(Role.SOCIAL_WORKER), town.person(Role.TEAM_LEAD)):
        with pytest.raises(NotPermitted):
            shared(stranger, step)


def test_what_is_on_the_strip_is_not_shared_on(town, case, noor):
    step = town.step(case, noor, None, BODY)
    with pytest.raises(NotPermitted):
        shared(noor, step)


@pytest.mark.parametrize(
    ("facts", "code"),
    [
        ({"excerpt": " "}, "share-nothing"),
        ({"excerpt": "Zij is niet bang."}, "share-other-words"),
        ({"excerpt": "Zij wil met de wijkagent praten.\nZij is bang thuis."}, "share-other-words"),
        ({"purpose": " "}, "share-without-purpose"),
        ({"content": ContentClass.POLICE}, "share-police-act"),
        ({"ground": ShareGround.POLICE_ACT}, "share-police-act"),
        ({"until_on": None}, "share-without-end"),
        ({"until_on": FromToday(-1)}, "share-ends-before"),
        ({"until_on": FromToday(400)}, "share-too-long"),
    ],
)
def test_what_forbids_it_says_so(session, step, noor, facts, code):
    with pytest.raises(RuleBroken, match=code):
        shared(noor, step, **settled(facts))
    session.rollback()
    accesslog.logbook(session()).clear()


def test_police_data_goes_by_the_police_act(session, step, noor):
    share = shared(noor, step, content=ContentClass.POLICE, ground=ShareGround.POLICE_ACT)
    session.commit()
    assert share.content is ContentClass.POLICE


def test_what_was_shared_is_not_readable_in_the_database(session, step, noor):
    shared(noor, step)
    session.commit()
    stored = select(Share.excerpt_sealed, Share.purpose_sealed)
    row = session.execute(stored.execution_options(unseen="position")).one()
    assert b"bang" not in row.excerpt_sealed
    assert b"wijkagent" not in row.purpose_sealed


LINES = st.lists(st.text(alphabet="abc ", min_size=1, max_size=6), min_size=1, max_size=6)


@given(LINES, st.lists(st.booleans(), min_size=6, max_size=6))
def test_any_lines_left_out_leave_an_excerpt(lines, kept):
    left = [line for line, keep in zip(lines, kept, strict=False) if keep]
    assert is_taken_from("\n".join(left), "\n".join(lines))


@given(st.text(alphabet="abc \n", max_size=30))
def test_a_word_that_is_not_there_is_no_excerpt(body):
    assert not is_taken_from("d", body)
    assert not is_taken_from("veilig", "Het is onveilig thuis.")
    assert is_taken_from("onveilig", "Het is onveilig.")


def share_of(session):
    query = select(Share.id).execution_options(unseen="position")
    return session.scalars(query).one().hex


def text_of(answer):
    return answer.get_data(as_text=True)


@pytest.fixture
def fields():
    until = clock.today() + 9 * DAY
    return {
        "excerpt": PART,
        "purpose": "Zodat de wijkagent haar opzoekt.",
        "content": "special-category",
        "ground": "public-task",
        "until_on-day": until.day,
        "until_on-month": until.month,
        "until_on-year": until.year,
    }


def test_it_is_shown_as_the_other_side_reads_it_before_it_is_shared(
    client, session, case, step, noor, sem, fields
):
    client.sign_in(noor)
    assert "Delen met beide sporen" in text_of(client.get(f"/steps/{step.id.hex}"))
    assert MARKER in text_of(client.get(f"/steps/{step.id.hex}/share/new"))
    address = f"/steps/{step.id.hex}/share"
    shown = client.post(address, data=fields)
    assert shown.status_code == 422
    assert "Het is nog niet gedeeld." in text_of(shown)
    changed = client.post(address, data={**fields, "previewed": PART, "excerpt": BODY})
    assert "Het is nog niet gedeeld." in text_of(changed)
    wrong = client.post(address, data={**fields, "content": "police-data", "previewed": PART})
    assert "Politiegegevens deelt u op grond van de Wpg" in text_of(wrong)
    assert on_strip(session, sem, case) == []


def test_on_the_screen_it_is_shared_read_without_the_rest_and_taken_back(
    client, session, case, step, noor, sem, fields
):
    asked = f"/steps/{step.id.hex}/share"
    place, decider = f"/cases/{case.reference}", noor.name
    client.sign_in(noor)
    wrong = client.post(asked, data={"excerpt": "Iets anders."})
    for told in ("Deel alleen woorden uit de stap zelf", "Vul een datum in."):
        assert told in text_of(wrong)
    sent = client.post(asked, data={**fields, "previewed": PART})
    assert sent.location == place
    client.sign_in(sem)
    page = text_of(client.get(sent.location))
    assert "Zij wil met de wijkagent praten." in page
    assert f"Besluit van {decider}" in page
    ledger = text_of(client.get(f"{place}/shares"))
    assert decider in ledger
    assert "wijkagent praten" not in ledger
    assert MARKER not in page + ledger
    share_id = share_of(session)
    assert client.post(f"/shares/{share_id}/withdrawal").status_code == 404
    client.sign_in(noor)
    assert client.post(f"/shares/{share_id}/withdrawal").status_code == 303
    again = client.post(f"/shares/{share_id}/withdrawal")
    assert "Dit is al ingetrokken." in text_of(client.get(again.location))
    client.sign_in(sem)
    assert "Zij wil met de wijkagent praten." not in text_of(client.get(sent.location))
