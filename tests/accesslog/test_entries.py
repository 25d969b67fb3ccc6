"""Finding the entries that lines stand under, some hundreds at a time."""

from sqlalchemy import select

from caseapp import accesslog
from caseapp.accesslog import About, Question, entries
from caseapp.accesslog.entries import entries_of
from caseapp.kernel.actor import Role
from caseapp.model.accesslog import AccessEntry, Processing
from tests.support.cast import actor_for


def of_person(person):
    return select(Processing).where(Processing.resident_id == person.id)


def looked_at(session, town, times):
    noor, person = actor_for(town.person(Role.SOCIAL_WORKER)), town.resident()
    for _ in range(times):
        accesslog.book_of(noor)
        accesslog.open_view(
            noor,
            accesslog.Event.RESIDENT_SHOWN,
            person,
            permission="resident:view",
            relation="worker",
            purpose=None,
        )
        accesslog.also_about([(person.id, None)])
        session.commit()
    return noor, person


def test_every_line_finds_its_entry_however_few_are_asked_at_once(session, town, monkeypatch):
    monkeypatch.setattr(entries, "AT_ONCE", 2)
    _noor, person = looked_at(session, town, 5)
    lines = session.scalars(of_person(person)).all()
    asked = [entries.Stands(line.entry_seq, line.at) for line in lines]
    assert len(asked) == 5
    assert {number: row[0].seq for number, row in entries_of(asked).items()} == {
        line.entry_seq: line.entry_seq for line in lines
    }
    events = entries_of(asked, AccessEntry.seq, AccessEntry.event)
    assert {row.event for row in events.values()} == {"resident:shown"}


def test_nothing_asked_is_nothing_found(session):
    assert entries_of([]) == {}


def test_a_page_leaves_out_what_has_no_entry_to_stand_under(session, town, monkeypatch):
    """A log that somebody cut is for the verifier to report; the page goes on with the rest."""
    noor, person = looked_at(session, town, 3)
    shown = entries_of
    lost = session.scalars(of_person(person)).first().entry_seq

    def without_one(rows, *columns):
        return {seq: row for seq, row in shown(rows, *columns).items() if seq != lost}

    monkeypatch.setattr("caseapp.accesslog.queries.entries_of", without_one)
    question = Question(town.municipality.id, About.RESIDENT, person.id)
    assert len(accesslog.page(question).items) == 2
    assert accesslog.tally(question)[0][0].opened == 2
    assert accesslog.tally(question)[0][0].user_id == noor.user_id
