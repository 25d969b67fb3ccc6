"""Finding people: only whom one may see, also with a typing error, and only the shown are seen."""

from datetime import date

import pytest
from sqlalchemy import select

from caseapp import accesslog, residents
from caseapp.accesslog import Event
from caseapp.extensions import db
from caseapp.kernel.actor import Actor, Role
from caseapp.kernel.errors import NotPermitted
from caseapp.model.accesslog import Processing
from caseapp.model.residents import Resident
from caseapp.model.searches import NameWord, SearchKey
from caseapp.residents.library import _Library
from tests.support.cast import Town, actor_for

BSN, OTHER_BSN = "999990019", "999990020"


@pytest.fixture
def intake(town: Town) -> Actor:
    return actor_for(town.person(Role.INTAKE))


@pytest.fixture
def noor(town: Town) -> Actor:
    return actor_for(town.person(Role.SOCIAL_WORKER))


def registered(actor: Actor, town: Town, surname: str = "Jansen", **facts) -> Resident:
    facts.setdefault("first_names", "Jan")
    resident = residents.register(actor, town.municipality, surname=surname, **facts)
    db.session.commit()
    return resident


def names_found(actor: Actor, typed: str) -> list[str]:
    """Search as a screen does, with an entry open, and give the names in their order."""
    accesslog.open_view(
        actor, Event.SEARCH_SHOWN, None, permission="search:read", relation=None, purpose=None
    )
    return [found.resident.name for found in residents.matches(actor, residents.read(typed))]


@pytest.mark.parametrize(
    "typed",
    [
        "Mohammed el Yaghmouri",
        "mohamed yaghmouri",
        "Yaghmuori, Mohammed",
        "Mohammed Yagmouri",
        "Yaghmouri",
        "12-03-1984",
        "7061 AB 12",
        BSN,
        "999 990 019",
        "Yaghmouri 12-03-1984",
    ],
)
def test_a_person_is_found_by_name_birth_date_address_or_bsn(town, intake, typed):
    registered(
        intake,
        town,
        "Yaghmouri",
        prefix="el",
        first_names="Mohammed",
        birth_date=date(1984, 3, 12),
        bsn=BSN,
        postcode="7061AB",
        house_number="12a",
    )
    registered(intake, town, "Pietersen", first_names="Klaas", birth_date=date(1950, 1, 1))
    assert names_found(intake, typed) == ["Mohammed el Yaghmouri"]


def test_what_one_may_not_see_is_not_found_and_takes_no_place(town, intake, noor):
    for number in range(40):
        registered(intake, town, "Jansen", first_names="Jan", initials=f"J.{number}")
    known = registered(noor, town, "Jansen", first_names="Jan")
    assert names_found(noor, "Jan Jansen") == [known.name]
    assert names_found(noor, BSN) == []
    assert len(names_found(intake, "Jan Jansen")) == residents.SHOWN


def test_a_colleague_on_the_case_finds_the_resident_and_the_housemate(town, intake):
    user = town.person(Role.SOCIAL_WORKER)
    eva = registered(intake, town, "Bakker", first_names="Eva")
    tom = registered(intake, town, "Bakker", first_names="Tom")
    registered(intake, town, "Bakker", first_names="Els")
    assert names_found(actor_for(user), "Bakker") == []
    residents.form_household(intake, [eva, tom])
    town.case(eva, care=user)
    assert sorted(names_found(actor_for(user), "Bakker")) == ["Eva Bakker", "Tom Bakker"]


def test_another_municipality_finds_nobody_of_this_one(town, intake):
    registered(intake, town, "Jansen", bsn=BSN)
    elsewhere = Town("Elders")
    stranger = actor_for(elsewhere.person(Role.INTAKE))
    assert names_found(stranger, "Jan Jansen") == []
    assert names_found(stranger, BSN) == []


def test_only_who_is_shown_gets_a_line_in_the_log(town, intake):
    for number in range(30):
        registered(intake, town, "Jansen", initials=f"{number}")
    town_id = town.id
    db.session.expunge_all()
    accesslog.open_view(
        intake, Event.SEARCH_SHOWN, None, permission="search:read", relation=None, purpose=None
    )
    shown = residents.matches(intake, residents.read("Jan Jansen"))
    db.session.commit()
    lines = db.session.scalars(
        select(Processing.resident_id).where(
            Processing.municipality_id == town_id, Processing.event == Event.SEARCH_SHOWN
        )
    ).all()
    assert len(shown) == residents.SHOWN
    assert sorted(lines) == sorted(found.resident.id for found in shown)


def test_a_changed_name_is_found_and_the_old_one_no_more(town, intake):
    resident = registered(intake, town, "Jansen", birth_date=date(1984, 3, 12))
    residents.change(intake, resident, surname="Hofstra", birth_date=date(1985, 4, 13))
    db.session.commit()
    assert names_found(intake, "Jan Hofstra") == ["Jan Hofstra"]
    assert names_found(intake, "13-04-1985") == ["Jan Hofstra"]
    assert names_found(intake, "Jan Jansen") == []
    assert names_found(intake, "12-03-1984") == []


def test_a_change_of_phone_number_leaves_the_search_keys_alone(town, intake):
    resident = registered(intake, town)
    keys = select(SearchKey.search_key).where(SearchKey.resident_id == resident.id)
    before = set(db.session.scalars(keys))
    residents.change(intake, resident, phone="0315 123456", surname="Jansen")
    db.session.commit()
    assert resident.phone == "0315 123456"
    assert set(db.session.scalars(keys)) == before


def test_a_word_of_the_dictionary_is_stored_once_and_tells_nothing(town, intake):
    for _ in range(3):
        registered(intake, town, "Klooster")
    words = db.session.scalars(select(NameWord).where(NameWord.municipality_id == town.id)).all()
    assert len(words) == 2
    assert all(b"klooster" not in word.word_sealed for word in words)


def test_a_worker_that_read_its_dictionary_before_learns_new_names(town, intake):
    library = _Library()
    registered(intake, town, "Jansen")
    assert "jansen" in library.of(town.id)["surname"]
    registered(intake, town, "Klooster")
    assert "klooster" in library.of(town.id)["surname"]


def test_possible_doubles_are_those_one_may_see(town, intake, noor):
    facts = {"surname": "Jansen", "first_names": "Jan", "birth_date": date(1984, 3, 12)}
    registered(intake, town, **facts)
    accesslog.open_view(
        intake, Event.FORM_SHOWN, None, permission="resident:register", relation=None, purpose=None
    )
    found = residents.possible_duplicates(intake, **(facts | {"surname": "Janssen"}))
    assert [one.match.verdict for one in found] == [residents.Verdict.LIKELY]
    assert residents.possible_duplicates(noor, **facts) == []
    assert residents.possible_duplicates(intake, surname="Zwart", first_names="Els") == []


def test_the_log_finds_its_subject_only_for_who_may_read_the_log(town, intake, noor):
    registered(intake, town, "Jansen")
    officer = actor_for(town.person(Role.PRIVACY_OFFICER))
    question = residents.read("Jan Jansen")
    search = residents.keep_log_search(officer, town.municipality, question=question)
    db.session.flush()
    assert [f.resident.name for f in residents.subjects_of_log(officer, search)] == ["Jan Jansen"]
    with pytest.raises(NotPermitted):
        residents.subjects_of_log(noor, search)
    db.session.rollback()


def test_of_equals_who_has_no_further_names_comes_first(town, intake):
    for first_names in ("Jan Willem Hendrik", "Jan Willem", "Jan"):
        registered(intake, town, "Jansen", first_names=first_names)
    found = names_found(intake, "Jan Jansen")
    assert found == ["Jan Jansen", "Jan Willem Jansen", "Jan Willem Hendrik Jansen"]


@pytest.mark.parametrize("surname", ["Bakker-Jansen", "Vandenbosch-te Winkel", "Jansen-de Vries"])
def test_somebody_is_found_by_a_double_surname_alone(town, intake, surname):
    registered(intake, town, surname, first_names="Anna Johanna Wilhelmina")
    assert names_found(intake, surname) == [f"Anna Johanna Wilhelmina {surname}"]
