"""Pages of the log: whole, in order, none twice, whatever their number."""

from datetime import UTC, date, datetime, timedelta
from functools import partial

import pytest
from sqlalchemy import event, insert, text

from caseapp import accesslog
from caseapp.accesslog import About, Event, Period, Question
from caseapp.kernel import clock, paging
from caseapp.kernel.actor import Role
from caseapp.kernel.identifiers import new_id
from caseapp.model.accesslog import AccessEntry, Processing, Result

START = datetime(2026, 3, 1, 8, tzinfo=UTC)


class Scribe:
    """Writes a log as it would have come about."""

    def __init__(self, session, town):
        self.session, self.town, self.number = session, town, 0

    def look(self, user_id, residents=(), *, case_id=None, event=Event.CASE_SHOWN, at=None,
             result=Result.DONE, relation="worker", town=None, subject_id=None):  # fmt: skip
        self.number += 1
        at = at or START + timedelta(minutes=self.number // 3)  # several share a moment
        town = town or self.town
        common = {"at": at, "municipality_id": town.id, "user_id": user_id, "event": str(event)}
        entry = {**common, "request_id": "", "result": result, "permission": "case:view",
                 "relation": relation, "purpose": "casework", "details": "",
                 "case_id": case_id, "subject_id": subject_id}  # fmt: skip
        seq = self._add(AccessEntry, entry)
        for resident_id in residents:
            line = {**common, "entry_seq": seq, "purpose": "casework",
                    "resident_id": resident_id, "case_id": case_id}  # fmt: skip
            self._add(Processing, line)
        return seq

    def _add(self, model, row):
        table = model.__table__
        last = self.session.execute(
            text(f"SELECT coalesce(max(seq), 0) FROM {table.name}")
        ).scalar_one()
        self.session.execute(insert(table).values(seq=last + 1, **row))
        return last + 1


@pytest.fixture
def scribe(session, town):
    return Scribe(session, town)


def whole(question):
    """Follow the marks from the first page to the last, and back again."""
    pages, mark = [], None
    while True:
        found = accesslog.page(question, mark)
        pages.append(found)
        if found.after is None:
            break
        mark = found.after
    back, mark = [pages[-1]], pages[-1].before
    while mark is not None:
        back.append(accesslog.page(question, mark))
        mark = back[-1].before
    assert [numbers(p) for p in reversed(back)] == [numbers(p) for p in pages]
    return pages


def numbers(page):
    return [look.number for look in page.items]


@pytest.mark.parametrize("amount", [0, 1, 49, 50, 51, 100, 123])
def test_the_pages_of_a_resident_hold_every_look_once_newest_first(scribe, town, amount):
    person, other, user = new_id(), new_id(), new_id()
    for _ in range(amount):
        scribe.look(user, [person, other])
    pages = whole(Question(town.id, About.RESIDENT, person))
    looks = [look for page in pages for look in page.items]
    assert len(looks) == len({look.number for look in looks}) == amount
    assert {look.resident_id for look in looks} <= {person}
    assert looks == sorted(looks, key=lambda look: (look.at, look.number), reverse=True)
    assert len(pages) == max(1, -(-amount // paging.PAGE_SIZE))
    assert pages[0].before is None


def test_the_pages_of_a_case_hold_entries_and_lists_once(scribe, town):
    case_id, user = new_id(), new_id()
    for _ in range(40):
        scribe.look(user, [new_id(), new_id()], case_id=case_id)
        scribe.look(user, case_id=case_id, result=Result.REFUSED)
        scribe.look(user, [new_id()])
    pages = whole(Question(town.id, About.CASE, case_id))
    looks = [look for page in pages for look in page.items]
    assert len(looks) == len({look.number for look in looks}) == 80
    assert {(look.refused, look.people) for look in looks} == {(True, 0), (False, 2)}


def test_the_pages_of_a_period_leave_out_accounts_and_other_towns(scribe, town):
    user, other = new_id(), type(town)("Buurdorp")
    for _ in range(60):
        scribe.look(user, [new_id()])
        scribe.look(user, event=Event.SIGNED_IN)
        scribe.look(user, [new_id()], town=other)
    looks = [one for page in whole(Question(town.id, About.PERIOD)) for one in page.items]
    assert len(looks) == 60
    assert {look.entry.event for look in looks} == {"case:shown"}


def test_what_a_colleague_saw_is_a_line_per_person(scribe, town):
    mine, hers = new_id(), new_id()
    scribe.look(mine, [new_id(), new_id(), new_id()])
    scribe.look(hers, [new_id()])
    assert len(accesslog.page(Question(town.id, About.COLLEAGUE, mine)).items) == 3


def _note(seen, *details):
    seen.append(details[2])


def test_the_number_of_queries_of_a_page_does_not_grow_with_its_rows(scribe, town, session):
    person, counts = new_id(), []
    for amount in (1, 49):
        for _ in range(amount):
            scribe.look(new_id(), [person], case_id=new_id())
        seen = []
        connection = session.connection()
        listener = partial(_note, seen)
        event.listen(connection, "before_cursor_execute", listener)
        accesslog.page(Question(town.id, About.RESIDENT, person))
        event.remove(connection, "before_cursor_execute", listener)
        counts.append(len(seen))
    assert counts[0] == counts[1]


def test_a_day_begins_and_ends_in_the_netherlands(scribe, town):
    person, user = new_id(), new_id()
    for at in ("2026-03-09T22:59:59", "2026-03-09T23:00:00", "2026-03-10T22:59:59",
               "2026-03-10T23:00:00"):  # fmt: skip
        scribe.look(user, [person], at=datetime.fromisoformat(at + "+00:00"))
    day = Period.of_days(date(2026, 3, 10), date(2026, 3, 10))
    found = accesslog.page(Question(town.id, About.RESIDENT, person, day)).items
    assert [look.at.astimezone(UTC).hour for look in found] == [22, 23]


def test_an_open_period_keeps_everything(scribe, town):
    assert Period.of_days(None, None) == Period()
    assert Period.of_days(None, date.max).until is None


def test_the_tally_counts_opening_apart_from_passing_by(scribe, town):
    person, noor, sem = new_id(), new_id(), new_id()
    for _ in range(3):
        scribe.look(noor, [person], event=Event.CASES_LISTED, relation=None)
    scribe.look(noor, [person])
    for _ in range(2):
        scribe.look(sem, [person], relation="director")
    told, capped = accesslog.tally(Question(town.id, About.RESIDENT, person))
    assert [(one.user_id, one.opened, one.listed) for one in told] == [(sem, 2, 0), (noor, 1, 3)]
    assert told[0].rights == ("director",)
    assert not capped


def test_a_tally_of_very_much_says_that_it_is_not_all(scribe, town, monkeypatch):
    monkeypatch.setattr(paging, "COUNT_CAP", 2)
    person = new_id()
    for _ in range(3):
        scribe.look(new_id(), [person])
    told, capped = accesslog.tally(Question(town.id, About.RESIDENT, person))
    assert (len(told), capped) == (2, True)


def test_refusals_are_found_by_colleague_by_person_and_by_their_cases(scribe, town, session):
    resident = town.resident()
    case = town.case(resident)
    user = town.person(Role.SOCIAL_WORKER, name="Vera Vreemd")
    by_person = scribe.look(user.id, subject_id=resident.id, result=Result.REFUSED)
    by_case = scribe.look(user.id, case_id=case.id, result=Result.REFUSED)
    scribe.look(user.id, [resident.id])
    other = scribe.look(new_id(), subject_id=new_id(), result=Result.REFUSED)
    about = accesslog.refusals(town.id, resident_id=resident.id)
    assert [look.number for look in about] == [by_case, by_person]
    assert about[0].reference == case.reference
    assert about[0].who.name == "Vera Vreemd"
    mine = accesslog.refusals(town.id, user_id=user.id)
    assert {look.number for look in mine} == {by_person, by_case}
    assert {look.number for look in accesslog.refusals(town.id)} == {by_person, by_case, other}
    assert accesslog.refusals(town.id, Period(since=clock.now())) == []


def test_refusals_by_day_gather_and_say_when_there_are_more(scribe, town, monkeypatch):
    user, things = new_id(), [new_id(), new_id()]
    for thing in (*things, *things):
        scribe.look(user, subject_id=thing, result=Result.REFUSED)
    scribe.look(user, result=Result.REFUSED, at=START - timedelta(days=2))
    told, capped = accesslog.refusals_by_day(town.id, Period())
    assert [(one.times, len(one.pseudonyms)) for one in told] == [(4, 2), (1, 0)]
    assert not capped
    monkeypatch.setattr(paging, "COUNT_CAP", 3)
    told, capped = accesslog.refusals_by_day(town.id, Period())
    assert (sum(one.times for one in told), capped) == (3, True)


def test_moments_of_signing_in_are_told_of_the_events_asked(scribe, town):
    user = new_id()
    for kind in (Event.SIGNED_IN, Event.SIGN_IN_FAILED, Event.CASE_SHOWN):
        scribe.look(user, event=kind)
    every = accesslog.session_events(town.id, Period())
    assert [kind for _at, _user, kind in every] == ["session:refused", "session:started"]
    assert len(accesslog.session_events(town.id, Period(), Event.SIGN_IN_FAILED)) == 1


def test_a_subject_is_known_before_it_is_shown(session, town):
    resident, user = town.resident(), town.person(Role.SOCIAL_WORKER)
    case = town.case(resident)
    session.expunge_all()
    accesslog.logbook(session()).clear()
    kinds = {
        "residents": accesslog.subject(About.RESIDENT, resident.id),
        "users": accesslog.subject(About.COLLEAGUE, user.id),
        "cases": accesslog.subject(About.CASE, case.reference),
    }
    assert {kind: one.__tablename__ for kind, one in kinds.items()} == {
        kind: kind for kind in kinds
    }
    assert kinds["cases"] == accesslog.subject(About.CASE, case.id)
    assert [one.case_id for one in kinds.values()] == [None, None, case.id]
    assert accesslog.subject(About.PERIOD, new_id()) is None
    assert accesslog.logbook(session()).seen == set()


def test_nobody_is_nobody(town):
    assert accesslog.faces(town.id, [None]) == {}
    assert accesslog.colleagues([None]) == {}
    assert accesslog.references([]) == {}


@pytest.mark.parametrize(
    "values",
    [["after", "yesterday", "1"], ["after", "2026-01-01T00:00:00", "1"],
     ["after", "2026-01-01T00:00:00+00:00", "-1"],
     ["after", "2026-01-01T00:00:00+00:00", str(2**63)],
     ["after", "2026-01-01T00:00:00+00:00", "x"]],
)  # fmt: skip
def test_a_mark_that_was_bent_is_the_first_page(scribe, town, values):
    number = scribe.look(new_id(), [new_id()])
    found = accesslog.page(Question(town.id, About.PERIOD), paging.encode(values))
    assert numbers(found) == [number]
