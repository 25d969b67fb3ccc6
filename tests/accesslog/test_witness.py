"""The witness: no row about a resident leaves the database without a line in the log."""

import itertools

import pytest
from sqlalchemy import func, select, text
from sqlalchemy.exc import OperationalError

from caseapp import accesslog
from caseapp.accesslog import Event, Result
from caseapp.accesslog.witness import UNSEEN_REASONS, _protected_tables
from caseapp.kernel.actor import Role
from caseapp.kernel.errors import LogUnavailable, UnaccountedView
from caseapp.model.accesslog import AccessEntry, Processing
from caseapp.model.accounts import User
from caseapp.model.cases import Case, CaseSubject, Track
from caseapp.model.residents import Resident
from tests.support.cast import actor_for


@pytest.fixture
def worker(town):
    return town.person(Role.SOCIAL_WORKER)


@pytest.fixture
def noor(worker):
    return actor_for(worker)


@pytest.fixture
def people(session, town, worker, noor):
    """Two residents in one case, a third in none; nothing is loaded yet."""
    found = [town.resident(name) for name in ("Yılmaz", "Jansen", "te Brake")]
    town.case(*found[:2], care=worker)
    session.expunge_all()
    accesslog.logbook(session()).clear()
    return found


def opened(noor, event=Event.CASE_SHOWN, subject=None):
    book = accesslog.book_of(noor, "0123456789abcdef")
    accesslog.open_view(
        noor, event, subject, permission="case:view", relation="worker", purpose=None
    )
    return book


def lines(session):
    return session.execute(select(Processing.resident_id, Processing.case_id)).all()


def test_rows_without_an_entry_cannot_be_committed(session, people):
    session.scalars(select(Resident)).all()
    with pytest.raises(UnaccountedView, match="resident"):
        session.commit()


def test_every_person_who_was_loaded_has_a_line(session, noor, people):
    opened(noor)
    session.scalars(select(Resident)).all()
    session.commit()
    assert {person for person, _ in lines(session)} == {one.id for one in people}


def test_a_case_that_was_loaded_has_a_line_for_everybody_it_turns_around(session, noor, people):
    opened(noor)
    case = session.scalars(select(Case)).one()
    session.commit()
    assert set(lines(session)) == {(one.id, case.id) for one in people[:2]}


def test_a_case_about_an_address_has_a_line_of_its_own(session, town, worker, noor):
    case = town.case(care=worker)
    session.expunge_all()
    accesslog.logbook(session()).clear()
    opened(noor)
    session.scalars(select(Case)).all()
    session.commit()
    assert lines(session) == [(None, case.id)]


def test_a_person_seen_twice_has_one_line(session, noor, people):
    opened(noor)
    for _ in range(2):
        session.scalars(select(Resident).where(Resident.id == people[2].id)).all()
        session.expunge_all()
    session.commit()
    assert lines(session) == [(people[2].id, None)]


def test_rows_that_came_along_by_a_relationship_are_seen_too(session, noor, people):
    opened(noor)
    case = session.scalars(select(Case)).one()
    assert [subject.resident.surname for subject in case.subjects]
    assert ("resident", people[0].id) in accesslog.logbook(session()).seen


def test_a_part_of_a_row_that_is_asked_for_again_is_seen_too(session, noor, people):
    """Planted: a row that was let go, of which one column is read anew and no other."""
    person = session.get_one(Resident, people[0].id)
    session.expire(person)
    accesslog.logbook(session()).clear()
    session.refresh(person, ["surname_sealed"])
    assert accesslog.logbook(session()).seen == {("resident", people[0].id)}


def test_a_part_of_a_row_that_does_not_say_whom_it_is_about_is_refused(session, noor, people):
    track = session.scalars(select(Track)).first()
    session.expire(track)
    with pytest.raises(UnaccountedView, match="Track"):
        session.refresh(track, ["next_on"])


def test_bare_columns_are_refused(session, people):
    with pytest.raises(UnaccountedView, match="Resident"):
        session.execute(select(Resident.id))


def test_bare_columns_are_refused_behind_a_function(session, people):
    with pytest.raises(UnaccountedView):
        session.execute(text("SELECT surname_sealed FROM residents"))


def test_the_tables_it_watches_are_those_of_the_nouns_that_say_whom_they_are_about():
    _protected_tables.cache_clear()  # worked out once, maybe while nobody watched
    named = _protected_tables()
    assert all(named.search(f"SELECT 1 FROM {one}") for one in ("residents", '"cases"', "steps"))
    assert not any(named.search(f"SELECT 1 FROM {one}") for one in ("users", "teams", "settings"))


def test_raw_sql_on_other_tables_is_let_through(session, people):
    assert session.execute(text("SELECT count(*) FROM users")).scalar_one() == 1


def test_raw_sql_may_say_why_nobody_sees_it(session, people):
    query = text("SELECT count(*) FROM residents").execution_options(unseen="count")
    assert session.execute(query).scalar_one() == 3


@pytest.mark.parametrize("reason", sorted(UNSEEN_REASONS))
def test_bare_columns_may_be_read_for_a_reason_that_is_known(session, people, reason):
    query = select(func.count(Resident.id)).execution_options(unseen=reason)
    assert session.execute(query).scalar_one() == 3
    assert accesslog.logbook(session()).seen == set()


def test_a_reason_nobody_knows_is_refused(session, people):
    query = select(Resident.id).execution_options(unseen="just because")
    with pytest.raises(UnaccountedView, match="just because"):
        session.execute(query)


def test_whole_people_are_never_read_unseen(session, people):
    with pytest.raises(UnaccountedView):
        session.execute(select(Resident).execution_options(unseen="count"))


def test_who_is_no_resident_may_be_read_freely(session, noor):
    accesslog.logbook(session()).clear()
    assert session.scalars(select(User)).all()
    session.commit()


def test_an_action_stands_for_the_screen_it_came_from(session, noor, people):
    opened(noor)
    accesslog.record(noor, Event.STEP_LOGGED, None, kind="phone-call", number="2")
    session.commit()
    (entry,) = session.scalars(select(AccessEntry)).all()
    assert (entry.event, entry.details) == ("step:logged", "kind=phone-call number=2")
    assert (entry.permission, entry.relation) == ("case:view", "worker")
    assert entry.request_id == "0123456789abcdef"


def test_several_actions_are_several_entries_and_people_are_written_once(session, noor, people):
    opened(noor)
    accesslog.record(noor, Event.STEP_LOGGED, None)
    accesslog.record(noor, Event.TRACK_ARRANGED, None)
    session.scalars(select(Resident).where(Resident.id == people[2].id)).all()
    session.commit()
    entries = session.scalars(select(AccessEntry).order_by(AccessEntry.seq)).all()
    assert [entry.event for entry in entries] == ["step:logged", "track:arranged"]
    assert [line.entry_seq for line in session.scalars(select(Processing))] == [entries[0].seq]


def test_the_purpose_follows_from_the_event_unless_it_was_stated(session, noor, people):
    opened(noor, Event.RESIDENT_SHOWN)
    session.commit()
    accesslog.open_view(
        noor, Event.CASE_SHOWN, None, permission="p", relation=None, purpose="complaint"
    )
    session.commit()
    entries = session.scalars(select(AccessEntry).order_by(AccessEntry.seq)).all()
    assert [entry.purpose for entry in entries] == ["triage", "complaint"]


def test_after_a_rollback_what_was_seen_counts_and_what_was_done_does_not(session, noor, people):
    book = opened(noor)
    session.scalars(select(Resident).where(Resident.id == people[2].id)).all()
    accesslog.record(noor, Event.STEP_LOGGED, None)
    session.rollback()
    book.close(Result.INVALID)
    session.commit()
    (entry,) = session.scalars(select(AccessEntry)).all()
    assert (entry.event, entry.result) == ("case:shown", Result.INVALID)
    assert lines(session) == [(people[2].id, None)]


def test_closing_a_book_without_a_screen_leaves_it_empty(session):
    book = accesslog.logbook(session())
    book.close(Result.INVALID)
    assert book.entries() == []


def test_a_refusal_is_written_without_anybody_in_it(session, noor, people):
    book = opened(noor)
    session.scalars(select(CaseSubject)).all()
    case = session.scalars(select(Case)).one()
    session.rollback()
    accesslog.record_refusal("case:view", case)
    session.commit()
    (entry,) = session.scalars(select(AccessEntry)).all()
    assert (entry.result, entry.subject_id, entry.case_id) == (Result.REFUSED, case.id, case.id)
    assert entry.user_id == noor.user_id
    assert lines(session) == []
    assert book.entries() == []


def test_numbers_have_no_holes(session, noor, people):
    for _ in range(3):
        opened(noor)
        session.scalars(select(Resident)).all()
        session.commit()
        session.expunge_all()
    for table in (AccessEntry, Processing):
        numbers = session.scalars(select(table.seq).order_by(table.seq)).all()
        assert [after - before for before, after in itertools.pairwise(numbers)] == [1] * (
            len(numbers) - 1
        )


def test_a_log_that_cannot_be_written_is_said_to_be_unavailable(session, noor, people, monkeypatch):
    book = opened(noor)

    def away(_session):
        raise OperationalError("INSERT", {}, Exception("disk full"))

    monkeypatch.setattr(type(book), "write", lambda *_: away(None))
    with pytest.raises(LogUnavailable):
        session.commit()


def test_rows_of_a_list_are_seen_like_nouns(session, noor, people):
    opened(noor, Event.CASES_LISTED)
    query = select(Case.id, Case.reference).execution_options(shows={"case": "id"})
    ((case_id, _reference),) = session.execute(query).all()
    session.commit()
    assert set(lines(session)) == {(one.id, case_id) for one in people[:2]}


def test_rows_that_name_nobody_tell_nothing(session, noor, people):
    opened(noor, Event.CASES_LISTED)
    query = select(Resident.id, CaseSubject.case_id).outerjoin(
        CaseSubject, CaseSubject.resident_id == Resident.id
    )
    shows = {"resident": "id", "case": "case_id"}
    assert len(session.execute(query.execution_options(shows=shows)).all()) == len(people)
    session.commit()
    assert {person for person, _ in lines(session)} == {one.id for one in people}


def test_rows_of_a_list_cannot_be_committed_without_an_entry(session, people):
    session.execute(select(Resident.id).execution_options(shows={"resident": "id"})).all()
    with pytest.raises(UnaccountedView, match="resident"):
        session.commit()


@pytest.mark.parametrize(
    ("columns", "shows"),
    [
        ((Case.reference,), {"case": "id"}),
        ((Case.id, Case.key_id), {"case": "key_id"}),
        ((Case.id, Resident.surname_sealed), {"case": "id"}),
        ((CaseSubject.id, CaseSubject.case_id), {"resident": "id"}),
    ],
    ids=["no such column", "another column", "of somebody else too", "the id of a link"],
)
def test_a_list_must_say_truly_whom_its_rows_show(session, people, columns, shows):
    with pytest.raises(UnaccountedView):
        session.execute(select(*columns).execution_options(shows=shows))


def test_a_list_that_asked_whom_its_cases_turn_around_is_believed(session, noor, people):
    opened(noor, Event.CASES_LISTED)
    query = select(Case.id).execution_options(shows={"case": "id"})
    case_id = session.execute(query).scalar_one()
    accesslog.at_hand({case_id: [people[0].id]}, [])
    session.commit()
    assert lines(session) == [(people[0].id, case_id)]
