"""The desk everybody comes in at, and the mayor's briefing."""

from datetime import timedelta

import pytest
from sqlalchemy import event, select

from caseapp.accesslog import Event
from caseapp.extensions import db
from caseapp.kernel import clock
from caseapp.kernel.actor import Role
from caseapp.model.accesslog import AccessEntry, Processing
from caseapp.model.case_words import CaseState

DAY = timedelta(days=1)


def home(client, user):
    client.sign_in(user)
    return client.get("/")


def text_of(answer):
    assert answer.status_code == 200
    return " ".join(answer.get_data(as_text=True).split())


def test_a_line_says_why_it_is_there_and_how_it_leaves(client, town, noor, sem):
    case = town.case(
        town.resident("Yılmaz"), care=noor, safety=sem, next_on=clock.today() - 3 * DAY
    )
    page = text_of(home(client, noor))
    assert "De volgende datum is 3 dagen voorbij" in page
    assert "Yılmaz" in page
    assert f"/cases/{case.reference}/steps/new" in page


def test_a_track_in_the_own_queue_is_taken_with_one_press(client, town, noor, sem):
    case = town.case(town.resident("Yılmaz"), safety=sem)
    page = text_of(home(client, noor))
    assert "Nog geen eigenaar" in page
    assert "Yılmaz" not in page
    address = f"/cases/{case.reference}/tracks/care/owner"
    assert f'action="{address}"' in page
    assert client.post(address).status_code == 303
    assert "Nog geen eigenaar" not in text_of(client.get("/"))


@pytest.mark.parametrize("role", [Role.SOCIAL_WORKER, Role.INTAKE, Role.PROCESS_DIRECTOR])
def test_who_is_done_is_told_so(client, town, role):
    assert "Er wacht niets op u" in text_of(home(client, town.person(role)))


def test_the_list_is_in_the_log_of_every_resident_on_it(client, session, town, noor, sem):
    shown = town.case(town.resident("Een"), town.resident("Twee"), care=noor, next_on=clock.today())
    town.case(town.resident("Drie"), care=noor, next_on=clock.today() + 30 * DAY)
    client.sign_in(noor)
    session.expunge_all()
    client.get("/")
    entry = session.scalars(
        select(AccessEntry).where(AccessEntry.event == Event.WORKLIST_SHOWN)
    ).one()
    lines = session.scalars(select(Processing).where(Processing.entry_seq == entry.seq)).all()
    assert {line.resident_id for line in lines} == {s.resident_id for s in shown.subjects}


@pytest.mark.parametrize(
    ("role", "desk"),
    [
        (Role.MAYOR, "/briefing"),
        (Role.PRIVACY_OFFICER, "/log"),
        (Role.DATA_PROTECTION_OFFICER, "/log"),
        (Role.CISO, "/security"),
        (Role.FUNCTIONAL_ADMINISTRATOR, "/users"),
    ],
)
def test_who_works_on_no_case_comes_in_at_their_own_desk(client, town, role, desk):
    answer = home(client, town.person(role))
    assert (answer.status_code, answer.location) == (303, desk)


def statements_of(client, path):
    seen = []

    def count(_connection, _cursor, statement, *_rest):
        seen.append(statement)

    engine = db.engine
    db.session.expunge_all()
    client.application.extensions["samenhang-sealing"].looked_at = None  # each asks it anew
    event.listen(engine, "before_cursor_execute", count)
    try:
        assert client.get(path).status_code == 200
    finally:
        event.remove(engine, "before_cursor_execute", count)
    asked = [one for one in seen if one.startswith("SELECT")]
    assert asked
    return len(asked)


def test_the_desk_asks_as_much_of_the_database_for_three_lines_as_for_thirty(
    client, town, noor, sem
):
    def busy(rows):
        for number in range(rows):
            people = town.resident(f"Rij {number}")
            town.flag(town.case(people, director=noor, safety=sem, phase=2), sem)
            town.case(people, care=noor, safety=sem, next_on=clock.today() - number * DAY)
            town.case(people, safety=sem)

    busy(1)
    client.sign_in(noor)
    few = statements_of(client, "/")
    busy(9)
    assert statements_of(client, "/") <= few


@pytest.fixture
def mayor(town):
    return town.person(Role.MAYOR)


def test_the_briefing_names_nobody_and_quotes_nothing(client, town, noor, sem, mayor):
    noor.function = "sociaal werker"
    high = town.case(
        town.resident("Yılmaz"), care=noor, safety=sem, phase=4, title="Ruzie bij Yılmaz"
    )
    low = town.case(town.resident("Pietersen"), care=noor, phase=3)
    town.flag(high, noor, "De voordeur is ingetrapt.")
    client.sign_in(mayor)
    page = text_of(client.get("/briefing"))
    assert high.reference in page
    assert low.reference not in page
    assert "sociaal werker" in page
    assert "1 open" in page
    for secret in ("Yılmaz", "Pietersen", "Noor Wissink", "Sem te Brake", "ingetrapt"):
        assert secret not in page


def test_the_briefing_is_in_the_log_of_the_residents_of_those_cases(
    client, session, town, noor, mayor
):
    high = town.case(town.resident(), care=noor, phase=4)
    town.case(town.resident(), care=noor, phase=3)
    client.sign_in(mayor)
    session.expunge_all()
    client.get("/briefing")
    entry = session.scalars(
        select(AccessEntry).where(AccessEntry.event == Event.BRIEFING_SHOWN)
    ).one()
    lines = session.scalars(select(Processing).where(Processing.entry_seq == entry.seq)).all()
    assert [line.resident_id for line in lines] == [high.subjects[0].resident_id]


def test_a_count_under_ten_is_not_told(client, town, noor, mayor):
    for _ in range(9):
        town.case(care=noor, phase=2)
    town.case(care=noor, phase=2, state=CaseState.CLOSED)
    type(town)("Elders").case(phase=2)
    client.sign_in(mayor)
    assert text_of(client.get("/briefing")).count("minder dan 10") == 4
    town.case(care=noor, phase=2)
    page = text_of(client.get("/briefing"))
    assert page.count("minder dan 10") == 3
    assert ">10<" in page.replace(" ", "")


def test_the_briefing_asks_as_much_of_the_database_for_one_case_as_for_ten(
    client, town, noor, sem, mayor
):
    town.flag(town.case(town.resident(), care=noor, safety=sem, phase=4), noor)
    client.sign_in(mayor)
    few = statements_of(client, "/briefing")
    for _ in range(9):
        town.flag(town.case(town.resident(), care=noor, safety=sem, phase=4), noor)
    assert statements_of(client, "/briefing") <= few


@pytest.mark.parametrize("role", [role for role in Role if role is not Role.MAYOR])
def test_the_briefing_is_the_mayors_alone(client, town, role):
    client.sign_in(town.person(role))
    assert client.get("/briefing").status_code == 404
