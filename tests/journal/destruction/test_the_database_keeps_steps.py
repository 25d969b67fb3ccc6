"""The database itself lets a step lose its texts under an agreement, and nothing else.

From bare SQL, on both engines: whoever is connected as the application, or owns the file.
"""

from datetime import date

import pytest
from sqlalchemy import Date, bindparam, text, update
from sqlalchemy.exc import DBAPIError

from caseapp import accesslog
from caseapp.kernel import clock
from caseapp.model.approvals import Approval, ApprovalKind
from caseapp.model.case_words import TrackKind
from caseapp.model.content import ContentClass
from caseapp.model.journal import Step, StepKind
from caseapp.model.shares import Share, ShareGround
from tests.support.destroying import (
    EMPTIED,
    SAFETY,
    agree,
    destroyed,
    run,
    waiting,
)


def test_the_texts_of_a_step_go_under_an_agreement_that_names_it(session, step, agreed):
    assert run(session, destroyed(step, destruction_id=agreed.id)) == 1


def test_nothing_of_a_step_changes_beside_that(session, step, agreed, town, case, noor):
    other = town.case(town.resident())
    for changed in (
        {"body_sealed": None},
        {"body_sealed": b"anders"},
        {"reason_sealed": b"anders"},
        {"kind": StepKind.OTHER},
        {"happened_on": date(2020, 1, 1)},
        {"destroy_from": date(2090, 1, 1)},
        {"searched_from": None},
        {"content": ContentClass.COMMON},
        {"author_id": noor.id},
        {"case_id": other.id},
        {"track": TrackKind.CARE},
        {"destruction_id": agreed.id},
        {**EMPTIED, "destruction_id": agreed.id, "author_id": noor.id},
        {**EMPTIED, "destruction_id": agreed.id, "track": TrackKind.CARE},
        {**EMPTIED, "destruction_id": agreed.id, "destroy_from": date(2020, 1, 1)},
    ):
        query = update(Step).where(Step.id == step.id).values(**changed)
        kept = session.begin_nested()
        with pytest.raises(DBAPIError):
            session.execute(query, execution_options={"synchronize_session": False})
        kept.rollback()


def test_what_is_destroyed_keeps_no_text_and_no_detail(session, step, agreed):
    for left in (
        {"body_sealed": b"iets"},
        {"reason_sealed": b"iets"},
        {"kind": StepKind.PHONE_CALL},
    ):
        kept = session.begin_nested()
        with pytest.raises(DBAPIError):
            session.execute(destroyed(step, destruction_id=agreed.id, **left))
        kept.rollback()


def test_a_step_is_not_removed_nor_replaced(session, step, agreed):
    assert run(session, text("DELETE FROM steps")) == "refused"
    names = ", ".join(one.name for one in Step.__table__.columns)
    again = f"INSERT OR REPLACE INTO steps ({names}) SELECT {names} FROM steps"
    if session.get_bind().dialect.name == "sqlite":
        assert run(session, text(again)) == "refused"


def test_a_step_comes_into_the_world_with_its_texts(session, town, case, sem, agreed):
    values = EMPTIED | {
        "municipality_id": town.id, "case": case, "author_id": sem.id, "track": SAFETY,
        "content": ContentClass.POLICE,
        "happened_on": date(2012, 1, 1), "destruction_id": agreed.id,
    }  # fmt: skip
    kept = session.begin_nested()
    session.add(Step(**values))
    with pytest.raises(DBAPIError, match="does not change"):
        session.flush()
    kept.rollback()


def test_without_an_agreement_of_two_people_it_stays(session, step, asked, piet, fia):
    gone = destroyed(step, destruction_id=asked.id)
    assert run(session, gone) == "refused"
    agree(session, asked, fia, granted=False)
    assert run(session, gone) == "refused"
    kept = session.begin_nested()
    with pytest.raises(DBAPIError, match="two_people"):
        agree(session, asked, piet)
    kept.rollback()


@pytest.mark.parametrize("kind", [one for one in ApprovalKind if "police" not in one])
def test_an_agreement_on_something_else_destroys_nothing(session, step, agreed, kind):
    session.execute(update(Approval).where(Approval.id == agreed.id).values(kind=kind))
    assert run(session, destroyed(step, destruction_id=agreed.id)) == "refused"


def test_it_goes_once(session, town, step, agreed, piet, fia):
    session.execute(destroyed(step, destruction_id=agreed.id))
    assert run(session, destroyed(step, destruction_id=None)) == "refused"
    again = agree(session, waiting(session, town, piet), fia)
    assert run(session, destroyed(step, destruction_id=again.id)) == "refused"


def test_a_step_becomes_police_data_and_never_stops_being_it(session, town, case, sem):
    plain = town.step(case, sem, SAFETY, "Gewoon.")
    day = bindparam("day", date(2030, 1, 1), Date)
    facts = {"content": ContentClass.POLICE, "destroy_from": day}
    of_it = update(Step).where(Step.id == plain.id)
    assert run(session, of_it.values(**facts)) == 1
    assert run(session, of_it.values(**facts, body_sealed=b"x")) == "refused"
    assert run(session, of_it.values(content=ContentClass.POLICE)) == "refused"
    assert run(session, of_it.values(content=ContentClass.COMMON)) == "refused"


def test_shared_words_change_only_by_going_with_their_step(session, town, case, sem, step, agreed):
    share = Share(
        municipality_id=town.id, case_id=case.id, case=case, step_id=step.id, from_track=SAFETY,
        content=ContentClass.POLICE, ground=ShareGround.POLICE_ACT, excerpt="De auto",
        purpose="Veiligheid", until_on=date(2013, 1, 1), shared_at=clock.now(),
        shared_by_id=sem.id,
    )  # fmt: skip
    session.add(share)
    accesslog.logbook(session()).clear()
    session.flush()
    emptied = update(Share).values(excerpt_sealed=None, purpose_sealed=None)
    assert run(session, emptied) == "refused"
    assert run(session, update(Share).values(excerpt_sealed=b"anders")) == "refused"
    assert run(session, update(Share).values(until_on=date(2014, 1, 1))) == 1
    session.execute(destroyed(step, destruction_id=agreed.id))
    assert run(session, update(Share).values(purpose_sealed=b"anders")) == "refused"
    assert run(session, emptied) == 1
