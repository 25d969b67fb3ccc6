"""That a paper is made: for whom, by whom, in the log first, and never undone."""

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy import select, text

from caseapp import accesslog, papers
from caseapp.accesslog import Event
from caseapp.extensions import db
from caseapp.kernel.errors import NotPermitted, RuleBroken
from caseapp.model.accesslog import AccessEntry
from caseapp.model.case_words import TrackKind
from caseapp.model.papers import CasePaper, PaperKind, Reach
from caseapp.model.shares import ShareGround
from caseapp.papers.addressing import GROUNDS, Address, objections_to
from tests.support.cast import actor_for

MAYOR = Address(
    recipient="J. Bronkhorst",
    function="burgemeester",
    organisation="Gemeente Testdam",
    purpose="Zij beslist.",
    ground=ShareGround.PUBLIC_TASK,
    reach=Reach.INSIDE,
)


@pytest.fixture
def case(town, noor, sem, dora):
    return town.case(town.resident("Yılmaz"), care=noor, safety=sem, director=dora)


def make(user, case, number=1, **changes):
    facts = {"kind": PaperKind.BRIEFING, "address": MAYOR, **changes}
    return papers.make_paper(actor_for(user), case, number=number, **facts)


def test_that_it_is_made_stands_in_the_log_with_what_it_is_and_nothing_of_whom(session, case, noor):
    make(noor, case, kind=PaperKind.PLAN, track=TrackKind.CARE)
    session.commit()
    made = select(AccessEntry).where(AccessEntry.event == Event.PAPER_MADE)
    entry = session.scalars(made).one()
    assert entry.details == "ground=public-task kind=plan reach=inside track=care"


def test_copies_of_a_case_are_counted_and_two_never_have_one_number(session, case, noor, dora):
    make(noor, case)
    with pytest.raises(RuleBroken, match="paper-number-taken"):
        make(dora, case, number=1)
    make(dora, case, number=2)
    session.commit()
    assert [one.number for one in papers.papers_of(case)] == [2, 1]
    assert papers.next_number(case) == 3
    accesslog.logbook(session()).clear()


def test_who_does_not_work_on_the_case_makes_nothing(town, session, case, lida, thea):
    for user in (lida, thea):
        with pytest.raises(NotPermitted):
            make(user, case)
    accesslog.logbook(session()).clear()


@pytest.mark.parametrize(("who", "track"), [("noor", TrackKind.SAFETY), ("sem", TrackKind.CARE)])
def test_the_other_track_goes_on_no_paper_of_theirs(request, session, case, who, track):
    with pytest.raises(NotPermitted):
        make(request.getfixturevalue(who), case, kind=PaperKind.PLAN, track=track)
    accesslog.logbook(session()).clear()


@pytest.mark.parametrize("kind", [PaperKind.BRIEFING, PaperKind.REFERRAL])
def test_a_track_goes_into_a_plan_only(session, case, noor, kind):
    outside = Address(**{**_facts(MAYOR), "reach": Reach.OUTSIDE})
    with pytest.raises(RuleBroken, match="paper-with-track"):
        make(noor, case, kind=kind, address=outside, track=TrackKind.CARE)
    accesslog.logbook(session()).clear()


@pytest.mark.parametrize(
    ("changes", "code"),
    [
        ({"recipient": " "}, "paper-for-nobody"),
        ({"organisation": ""}, "paper-without-organisation"),
        ({"purpose": "\n"}, "paper-without-purpose"),
        ({"ground": ShareGround.POLICE_ACT}, "paper-police-act"),
    ],
)
def test_without_a_recipient_a_purpose_and_a_ground_there_is_no_paper(
    session, case, noor, changes, code
):
    with pytest.raises(RuleBroken, match=code):
        make(noor, case, address=Address(**{**_facts(MAYOR), **changes}))
    accesslog.logbook(session()).clear()


@given(st.sampled_from(PaperKind), st.sampled_from(Reach), st.sampled_from(ShareGround))
def test_only_a_referral_always_leaves_and_police_data_never_does(kind, reach, ground):
    told = objections_to(kind, Address(**{**_facts(MAYOR), "reach": reach, "ground": ground}))
    goes = (reach is Reach.OUTSIDE or kind is not PaperKind.REFERRAL) and ground in GROUNDS
    assert (told == []) is goes


@pytest.mark.parametrize("change", ["UPDATE case_papers SET number = 9", "DELETE FROM case_papers"])
def test_the_database_refuses_to_forget_a_paper(session, case, noor, change):
    make(noor, case)
    session.commit()
    with pytest.raises(Exception, match="that a paper was made does not change"):
        db.session.execute(text(change))


def test_for_whom_it_was_is_not_readable_in_the_database(session, case, noor):
    make(noor, case)
    session.commit()
    columns = (
        CasePaper.recipient_sealed,
        CasePaper.function_sealed,
        CasePaper.organisation_sealed,
        CasePaper.purpose_sealed,
    )
    row = session.execute(select(*columns).execution_options(unseen="position")).one()
    said = (MAYOR.recipient, MAYOR.function, MAYOR.organisation, MAYOR.purpose)
    assert all(plain.encode() not in sealed for sealed, plain in zip(row, said, strict=True))


def _facts(address):
    return {name: getattr(address, name) for name in Address.__dataclass_fields__}
