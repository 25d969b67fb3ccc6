"""The fictitious municipality as it stands in the database."""

import itertools
from collections import Counter
from inspect import getmembers_static

import pytest
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from caseapp import accesslog
from caseapp.accesslog import Event
from caseapp.accounts import passwords
from caseapp.demo import filling, volume
from caseapp.demo.world import World
from caseapp.kernel import clock, crypto
from caseapp.kernel.actor import Actor, Role
from caseapp.kernel.identifiers import read_reference
from caseapp.model.accesslog import AccessEntry, Processing
from caseapp.model.accounts import User
from caseapp.model.base import Base
from caseapp.model.case_words import CaseState, Part, TrackState
from caseapp.model.cases import Case, CaseSubject, Involvement, Track
from caseapp.model.closures import Closure, Watch
from caseapp.model.escalation import Flag, PhaseChange
from caseapp.model.journal import Draft, Step
from caseapp.model.leaves import Leave
from caseapp.model.organisations import Municipality, Organisation, Team
from caseapp.model.residents import HouseholdMember, Relation, Resident
from caseapp.model.sealed import Opens, OpensDay
from caseapp.model.searches import NameWord, SearchKey
from caseapp.model.watchdog import Finding, FindingKind
from caseapp.residents import name_index
from caseapp.residents.names import name_of

SMALL = 0.1


@pytest.fixture
def filled(session: Session, monkeypatch: pytest.MonkeyPatch):
    """A tenth of the usual world."""
    monkeypatch.setattr(passwords, "hashed", lambda password: f"hash of {password}")
    filling.fill(scale=SMALL)
    return World.make(filling.SEED, today=clock.today(), scale=SMALL)


def count(session, noun) -> int:
    query = select(func.count()).select_from(noun.__table__).execution_options(unseen="count")
    return session.execute(query).scalar_one()


def every(session, noun):
    return session.scalars(select(noun)).unique().all()


def test_everything_of_the_world_is_in_the_database(filled, session):
    cases, homes = list(filled.iter_cases()), list(filled.iter_households())
    closings = sum(1 for case in cases if case.closed_at)
    assert {noun: count(session, noun) for noun in (User, Resident, HouseholdMember, Relation)} == {
        User: len(filled.staff),
        Resident: sum(len(home.residents) for home in homes),
        HouseholdMember: sum(len(home.residents) for home in homes),
        Relation: sum(len(home.relations) for home in homes),
    }
    assert {noun: count(session, noun) for noun in (Case, Track, Step, Flag, Draft)} == {
        Case: len(cases),
        Track: 2 * len(cases),
        Step: sum(len(case.steps) + len(case.corrections) for case in cases) + closings,
        Flag: sum(len(case.flags) for case in cases),
        Draft: sum(len(case.drafts) for case in cases),
    }
    looks = [look for case in cases for look in case.looks] + list(filled.snooping)
    assert count(session, AccessEntry) == len(looks)
    assert count(session, Processing) == sum(len(look.residents) for look in looks)


def test_every_sealed_text_opens_with_the_keys_and_says_what_the_world_says(filled, session):
    for mapper in Base.registry.mappers:
        texts = [
            name for name, value in getmembers_static(mapper.class_) if isinstance(value, Opens)
        ]
        for noun in every(session, mapper.class_) if texts else []:
            assert all(isinstance(getattr(noun, name), str) for name in texts)
    expected = Counter(step.text for case in filled.iter_cases() for step in case.steps)
    assert expected <= Counter(step.body for step in every(session, Step))
    homes = filled.iter_households()
    expected = Counter((one.surname, one.born_on) for home in homes for one in home.residents)
    assert expected == Counter((one.surname, one.birth_date) for one in every(session, Resident))


def dumped(session, *nouns) -> str:
    """Give tables as somebody without the keys would read them."""
    tables = [noun.__table__ for noun in nouns] or Base.metadata.sorted_tables
    values = (
        bytes(value).decode("latin-1") if isinstance(value, bytes | memoryview) else str(value)
        for table in tables
        for row in session.execute(select(table).execution_options(unseen="count"))
        for value in row
    )
    return "\n".join(values)


def sealed_texts(session) -> set[str]:
    """Give every text and day that is kept sealed."""
    said = set()
    for mapper in Base.registry.mappers:
        sealed = [
            name
            for name, value in getmembers_static(mapper.class_)
            if isinstance(value, Opens | OpensDay)
        ]
        for noun in every(session, mapper.class_) if sealed else []:
            said |= {str(getattr(noun, name) or "") for name in sealed}
    return said


def test_nothing_about_a_resident_stands_readable_in_the_database(filled, session):
    colleagues = " ".join(
        str((one.name, one.email, one.function)) for one in every(session, User)
    ) + str([one.name for kind in (Organisation, Team) for one in every(session, kind)])
    told = {one for one in sealed_texts(session) if len(one) > 4 and one not in colleagues}
    assert len(told) > 500
    whole = dumped(session)
    assert {one for one in told if one in whole and not one[:4].isdigit()} == set()
    ties = dumped(session, HouseholdMember, Relation)
    born = {str(one.birth_date) for one in every(session, Resident)} - {"None"}
    assert {day for day in born if day in ties} == set()


def test_every_open_case_has_two_tracks_and_each_that_goes_on_has_a_next_date(filled, session):
    found = session.scalars(select(Finding).where(Finding.kind == FindingKind.NO_NEXT_DATE)).all()
    planted = {one.subject_id for one in found}
    assert len(planted) <= 1
    for case in every(session, Case):
        assert {track.kind.value for track in case.tracks} == {"care", "safety"}
        assert read_reference(case.reference) == case.reference
        for track in case.tracks:
            goes_on = track.state is TrackState.NEEDED and track.id not in planted
            assert (track.next_on is None) == (not goes_on)
            assert track.team is not None
            assert track.owner is not None or case.is_open
        assert case.next_on == case.earliest_next_on()
        assert (case.state is CaseState.CLOSED) == (case.closed_at is not None)
        assert len(case.title) > len("Mevr")


def test_the_phases_of_a_case_follow_each_other_up_to_where_it_stands(filled, session):
    changes: dict[object, list[PhaseChange]] = {}
    for change in session.scalars(select(PhaseChange).order_by(PhaseChange.changed_at)):
        changes.setdefault(change.case_id, []).append(change)
    assert changes
    for case in every(session, Case):
        found = changes.get(case.id, [])
        assert all(one.to_phase == two.from_phase for one, two in itertools.pairwise(found))
        assert all(change.from_phase - change.to_phase <= 1 for change in found)
        assert all(change.reason and change.review_on for change in found)
        assert not found or found[-1].to_phase == case.phase


def test_a_person_is_found_under_the_name_and_birth_date_that_are_registered(filled, session):
    person = next(one for one in every(session, Resident) if one.first_names)
    key = crypto.ring().of(person.municipality_id).index
    name = name_of(person.first_names, person.surname)
    keys = session.scalars(
        select(SearchKey.search_key).where(SearchKey.resident_id == person.id)
    ).all()
    assert name_index.keys_of(key, name, born=person.birth_date) <= set(keys)
    words = select(NameWord).where(NameWord.municipality_id == person.municipality_id)
    hashes = {word.word_hash for word in session.scalars(words)}
    assert {name_index.word_hash(key, *word) for word in name_index.words_for(name)} <= hashes


def test_the_log_is_in_the_order_of_time_and_each_line_belongs_to_an_entry(filled, session):
    entries = session.scalars(select(AccessEntry).order_by(AccessEntry.seq)).all()
    assert [one.at for one in entries] == sorted(one.at for one in entries)
    assert {one.user_id for one in entries} <= {user.id for user in every(session, User)}
    by_seq = {one.seq: one for one in entries}
    for line in session.scalars(select(Processing)):
        entry = by_seq[line.entry_seq]
        assert (line.at, line.user_id, line.case_id) == (entry.at, entry.user_id, entry.case_id)


def test_nothing_explains_what_the_snooper_looked_at(filled, session):
    snooper = session.scalars(select(User).where(User.email == filled.snooper.email)).one()
    looked = session.scalars(
        select(AccessEntry).where(AccessEntry.user_id == snooper.id, AccessEntry.relation.is_(None))
    ).all()
    assert len(looked) >= len(filled.snooping)
    seen = Counter(entry.case_id for entry in looked if entry.case_id)
    case_id, times = seen.most_common(1)[0]
    assert times == sum(look.via == "case" for look in filled.snooping)
    workers = select(Involvement.user_id).where(Involvement.case_id == case_id)
    assert snooper.id not in session.scalars(workers).all()


def test_what_the_app_writes_after_the_filling_follows_in_the_log(filled, session):
    last = session.scalar(select(func.max(AccessEntry.seq)))
    user = session.scalars(select(User)).first()
    place = session.get_one(Municipality, user.municipality_id)
    actor = Actor(user.id, user.municipality_id, user.name)
    accesslog.record(actor, Event.SIGNED_IN, place)
    session.commit()
    assert session.scalar(select(func.max(AccessEntry.seq))) == last + 1


def test_there_is_a_sign_in_for_every_role_and_some_of_the_neighbour(filled, session):
    found = filling.sign_ins()
    main = [one["role"] for one in found if one["municipality"] == "Oude IJsselrand"]
    assert sorted(main) == sorted(Role)
    assert len(found) > len(main)
    users = {user.email: user for user in every(session, User)}
    for one in found:
        assert users[one["email"]].roles == {one["role"]}
        assert users[one["email"]].password_hash == f"hash of {one['password']}"
        assert passwords.problem(one["password"]) is None


def test_an_empty_database_has_no_sign_ins(session):
    assert filling.sign_ins() == []


def test_a_filled_database_is_not_filled_again(filled, session):
    with pytest.raises(filling.NotEmpty, match="already"):
        filling.fill(scale=SMALL)


def test_fictitious_people_never_come_among_real_ones(session):
    session.add(Municipality(name="Echtendam", prefix="ECH", theme="meadow"))
    session.flush()
    with pytest.raises(filling.NotEmpty, match="real municipality"):
        filling.fill(scale=SMALL)
    assert count(session, User) == 0
    assert filling.sign_ins() == []


def test_a_filled_world_grows_by_residents_and_lines_of_the_log(filled, session):
    before, lines = count(session, Resident), count(session, Processing)
    volume.grow(scale=SMALL, residents=before + 40, log_lines=lines + 100)
    assert before + 40 <= count(session, Resident) < before + 60
    assert lines + 100 <= count(session, Processing) < lines + 104
    subjects = session.scalars(select(CaseSubject.resident_id).execution_options(unseen="count"))
    assert set(subjects) <= {one.id for one in every(session, Resident)}


def test_one_person_directs_a_case_and_one_owns_each_track(filled, session):
    active = [i for i in every(session, Involvement) if i.is_active]
    places = [(i.case_id, i.part, i.track) for i in active if i.part in {Part.DIRECTOR, Part.OWNER}]
    assert len(places) == len(set(places)) > 0


def test_one_colleague_on_leave_is_stood_in_for_and_for_one_nobody_said_so(filled, session):
    agreed, waiting = sorted(every(session, Leave), key=lambda one: one.waits)
    assert (agreed.is_agreed, waiting.waits) == (True, True)
    for one in (agreed, waiting):
        assert one.includes(clock.today())
        assert one.user.memberships[0].team_id == one.substitute.memberships[0].team_id
    away = select(Finding.user_id).where(
        Finding.kind.in_([FindingKind.OWNER_AWAY, FindingKind.DIRECTOR_AWAY])
    )
    assert set(session.scalars(away)) == {waiting.user_id}


def test_one_watch_over_a_closed_case_runs_and_on_one_nobody_decided(filled, session):
    due, runs = sorted(every(session, Watch), key=lambda one: one.until_on)
    assert due.until_on < clock.today() < runs.until_on
    found = session.scalars(
        select(Finding.subject_id).where(
            Finding.kind == FindingKind.WATCH_UNDECIDED, Finding.since <= clock.now()
        )
    )
    assert set(found) == {due.id}
    told = {one.case_id for one in every(session, Closure)}
    assert told == {one.id for one in every(session, Case) if not one.is_open}
