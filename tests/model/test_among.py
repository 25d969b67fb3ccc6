"""Rows are asked for by many ids as by one: one parameter, and the same statement."""

import pytest
from sqlalchemy import event, func, select

from caseapp.extensions import db
from caseapp.kernel.identifiers import new_id
from caseapp.model import bulk
from caseapp.model.accounts import User
from caseapp.model.among import among, among_keys
from caseapp.model.searches import SearchKey
from caseapp.model.watchdog import Finding, FindingKind


@pytest.fixture
def asked(session):
    """What goes to the database, with its parameters."""
    seen = []

    def note(_connection, _cursor, statement, parameters, *_rest):
        seen.append((statement, parameters))

    event.listen(db.engine, "before_cursor_execute", note)
    yield seen
    event.remove(db.engine, "before_cursor_execute", note)


def names(ids):
    return set(db.session.scalars(select(User.id).where(among(User.id, ids))))


def test_those_that_are_there_come_and_others_do_not(noor, sem, lida):
    assert names([noor.id, lida.id, new_id()]) == {noor.id, lida.id}
    assert names([sem.id]) == {sem.id}


def test_of_no_ids_there_are_no_rows(noor):
    assert names([]) == set()
    outside = select(func.count()).select_from(User).where(~among(User.id, []), User.id == noor.id)
    assert db.session.scalar(outside) == 1


def test_the_statement_is_the_same_one_however_many_ids_there_are(noor, asked):
    few, many = [noor.id], [noor.id, *(new_id() for _ in range(3000))]
    assert names(few) == names(many) == {noor.id}
    first, second = asked[-2:]
    assert first[0] == second[0]
    assert len(first[1]) == len(second[1]) < 5


def test_a_statement_made_once_takes_its_ids_by_name(noor, sem):
    made = select(User.id).where(among(User.id, "people"))
    assert list(db.session.scalars(made, {"people": [noor.id]})) == [noor.id]
    assert list(db.session.scalars(made, {"people": [sem.id]})) == [sem.id]


def test_search_keys_are_asked_for_by_many_at_once_too(town):
    jan, piet = town.resident("Jansen"), town.resident("Pietersen")
    for number, one in enumerate((jan, piet)):
        key = bytes([0, 255, 92, 34, 39, 44, 125, number])  # what a text could stumble over
        db.session.add(SearchKey(municipality_id=town.id, search_key=key, resident_id=one.id))
    db.session.flush()
    first = bytes([0, 255, 92, 34, 39, 44, 125, 0])
    made = select(SearchKey.resident_id).where(among_keys(SearchKey.search_key, "keys"))

    def found(*keys):
        return set(db.session.scalars(made, {"keys": keys}))

    assert found(first) == {jan.id}
    assert found(first, bytes(8), first[:-1] + b"\x01") == {jan.id, piet.id}
    assert found() == set()


def test_what_was_written_down_first_is_passed_over(town, noor, session):
    found = {
        "municipality_id": town.id,
        "kind": FindingKind.TEAM_WITHOUT_LEAD,
        "subject_id": town.care_team.id,
        "since": noor.created_at,
        "found_at": noor.created_at,
    }
    for number in range(2):
        row = found | {"id": new_id(), "number": number}
        bulk.write(session, Finding, [row], unless_there=True)
    kept = select(Finding.number).where(Finding.subject_id == town.care_team.id)
    assert 1 not in set(db.session.scalars(kept))
