"""A resident who asks who looked has the answer within the month of the law, or it is told of."""

from datetime import datetime

import pytest
import time_machine
from sqlalchemy import select

from caseapp.kernel import clock
from caseapp.model.approvals import Approval
from caseapp.model.privacy import ResidentAnswer
from caseapp.model.watchdog import Finding, FindingKind
from caseapp.privacy.actions import TO_READ
from tests.privacy.place import BEFORE, LATER, Place, day
from tests.web.test_log import text_of

ON = (2026, 4, 5)
"""One month later is 5 May: the answer may be there on the sixth."""
IN_TIME, TOO_LATE = "2026-05-06T21:00:00Z", "2026-05-06T22:00:00Z"


@pytest.fixture
def place(town, client):
    with time_machine.travel(BEFORE, tick=False):
        return Place(town, client)


def late(session):
    query = select(Finding.subject_id).where(
        Finding.kind == FindingKind.REQUEST_UNANSWERED, Finding.ended_at.is_(None)
    )
    return session.scalars(query.where(Finding.since <= clock.now())).all()


def test_the_last_day_is_shown_and_after_it_the_request_is_on_the_page_until_it_is_answered(
    place, session
):
    fatma, _case = place.settle()
    with time_machine.travel(LATER, tick=False):
        path = place.make(fatma, asked=ON)
        assert "6 mei 2026" in text_of(place.client.get(path))
        again = place.make(fatma, asked=ON, last=(2026, 4, 18))
    with time_machine.travel(IN_TIME, tick=False):
        assert late(session) == []
    with time_machine.travel(TOO_LATE, tick=False):
        assert len(late(session)) == 1
        place.client.sign_in(place.officer)
        page = text_of(place.client.get("/watchdog"))
        assert "verzoek van een inwoner niet op tijd beantwoord" in page
        assert place.release(again, by=place.officer).status_code == 303
        assert late(session) == []


def test_another_request_of_the_same_resident_is_not_answered_by_it(place, session):
    fatma, _case = place.settle()
    with time_machine.travel(LATER, tick=False):
        place.make(fatma, asked=ON)
        other = place.make(fatma, asked=(2026, 4, 7))
        assert place.release(other, by=place.officer).status_code == 303
    with time_machine.travel(TOO_LATE, tick=False):
        assert len(late(session)) == 1


@pytest.mark.parametrize("asked", [(2026, 4, 21), (2026, 2, 30)])
def test_a_day_that_is_not_there_yet_or_is_no_day_is_refused(place, session, asked):
    fatma, _case = place.settle()
    with time_machine.travel(LATER, tick=False):
        place.client.sign_in(place.officer)
        days = {**day("first", 2026, 4, 1), **day("last", 2026, 4, 19), **day("asked", *asked)}
        sent = place.client.post(f"/log/residents/{fatma.id.hex}/answers", data=days)
    assert sent.status_code == 422
    made = select(ResidentAnswer.id).execution_options(unseen="count")
    assert session.scalars(made).all() == []


@pytest.mark.parametrize(
    ("at", "until"),
    [(LATER, "2026-05-06T22:00:00+00:00"), (TOO_LATE, "2026-05-13T22:00:00+00:00")],
)
def test_the_second_person_has_until_the_day_of_the_law_and_at_least_a_week(
    place, session, at, until
):
    fatma, case = place.settle()
    place.look(place.sem, case, "2026-04-14T09:00:00Z")
    with time_machine.travel(at, tick=False):
        place.release(place.make(fatma, asked=ON), by=place.officer)
    (asked,) = session.scalars(select(Approval)).all()
    assert asked.until == datetime.fromisoformat(until)
    assert asked.until - asked.requested_at >= TO_READ
