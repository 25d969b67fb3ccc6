"""The database itself keeps what two people agreed on as it is, and lets nothing go early.

From bare SQL, on both engines: whoever is connected as the application, or owns the file.
"""

import sqlite3
from contextlib import closing
from datetime import UTC, date, datetime, timedelta

import pytest
from alembic.script import ScriptDirectory
from sqlalchemy import text, update
from sqlalchemy.exc import DBAPIError

from caseapp.kernel import clock
from caseapp.model import sqlite_guard
from caseapp.model.police import PoliceDestruction
from tests.support import applications
from tests.support.destroying import (
    SAFETY,
    agree,
    destroyed,
    due_in,
    named,
    run,
    waiting,
)


def test_a_step_that_the_agreement_does_not_name_stays(session, town, case, sem, step, agreed):
    other = due_in(town, case, sem)
    assert run(session, destroyed(other, destruction_id=agreed.id)) == "refused"
    assert run(session, destroyed(step, destruction_id=agreed.id)) == 1


def test_what_two_people_agreed_on_does_not_grow_shrink_or_change(
    session, town, case, sem, step, agreed
):
    other = due_in(town, case, sem)
    more = PoliceDestruction(municipality_id=town.id, approval_id=agreed.id, step_id=other.id)
    kept = session.begin_nested()
    session.add(more)
    with pytest.raises(DBAPIError, match="does not change"):
        session.flush()
    kept.rollback()
    moved = update(PoliceDestruction).values(step_id=other.id)
    assert run(session, moved) == "refused"
    assert run(session, text("DELETE FROM police_destructions")) == "refused"


@pytest.mark.parametrize(("days", "goes"), [(-400, True), (0, True), (1, False), (400, False)])
def test_nothing_is_asked_a_day_early(session, town, case, sem, piet, days, goes):
    one = due_in(town, case, sem, days=days)
    request = waiting(session, town, piet)
    kept = session.begin_nested()
    session.add(named(town, request, one))
    if goes:
        session.flush()
    else:
        with pytest.raises(DBAPIError, match="does not change"):
            session.flush()
    kept.rollback()


def test_nothing_goes_a_day_early_though_somebody_got_it_into_the_request(
    session, town, case, sem, piet, fia
):
    one = due_in(town, case, sem, days=1)
    request = waiting(session, town, piet)
    connection = session.connection()
    on = " ON police_destructions" if connection.dialect.name == "postgresql" else ""
    with sqlite_guard.unguarded(connection):
        connection.execute(text(f"DROP TRIGGER police_destructions_only_due{on}"))
    session.add(named(town, request, one))
    session.flush()
    agree(session, request, fia)
    assert run(session, destroyed(one, destruction_id=request.id)) == "refused"


def test_only_police_data_that_is_there_is_asked(session, town, case, sem, piet, step, agreed):
    plain = town.step(case, sem, SAFETY, "Gewoon.", happened_on=date(2012, 1, 1))
    session.execute(destroyed(step, destruction_id=agreed.id))
    request = waiting(session, town, piet)
    for one in (plain, step):
        kept = session.begin_nested()
        session.add(named(town, request, one))
        with pytest.raises(DBAPIError, match="does not change"):
            session.flush()
        kept.rollback()


@pytest.mark.parametrize("year", [2025, 2026, 2027, 2028, 2032, 2038])
def test_sqlite_goes_by_the_day_in_the_netherlands_in_summer_and_winter(year):
    script = ScriptDirectory(str(applications.MIGRATIONS)).get_revision("0051")
    asked = "SELECT " + script.module.TODAY["sqlite"].replace("'now'", ":moment")
    first = datetime(year, 1, 1, 20, 30, tzinfo=UTC)
    moments = [
        first + timedelta(days=day, minutes=30 * half) for day in range(365) for half in range(8)
    ]
    with closing(sqlite3.connect(":memory:")) as connection:
        for moment in moments:
            told = connection.execute(asked, {"moment": f"{moment:%Y-%m-%d %H:%M:%S}"}).fetchone()
            assert told == (clock.local(moment).date().isoformat(),), moment
