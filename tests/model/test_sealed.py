"""Texts about a resident: open on the object, sealed in the database, gone with their key."""

import pytest
from sqlalchemy import text

from caseapp.kernel.errors import KeyDestroyed, Unreadable
from caseapp.model.base import UtcDateTime
from caseapp.model.headline import parted
from caseapp.model.residents import Resident
from tests.support import applications


def test_no_name_stands_in_the_database(app, session, town):
    resident = town.resident("Geheimenaar", street="Kerkstraat", house_number="12")
    row = session.connection().exec_driver_sql(
        "SELECT * FROM residents", execution_options={"unseen": "log"}
    )
    assert "Geheimenaar" not in str(
        [bytes(v) if isinstance(v, bytes | memoryview) else v for one in row for v in one if v]
    )
    assert resident.name == "Jan Geheimenaar"
    assert resident.address == "Kerkstraat 12"


def test_a_text_that_was_put_into_another_row_does_not_open(session, town):
    one, other = town.resident("Een"), town.resident("Ander")
    other.surname_sealed = one.surname_sealed
    with pytest.raises(Unreadable):
        other.surname  # noqa: B018 - reading opens it


def test_destroying_the_key_destroys_the_text(session, town):
    resident = town.resident("Vergeten")
    resident.key.destroy()
    session.commit()
    session.expire_all()
    resident.__dict__.pop("_opened", None)
    with pytest.raises(KeyDestroyed):
        resident.surname  # noqa: B018 - reading opens it


def test_a_text_that_is_too_long_is_refused(town):
    resident = town.resident()
    with pytest.raises(ValueError, match="longer than 200"):
        resident.surname = "x" * 201


def test_an_empty_text_is_no_text(town):
    resident = town.resident()
    resident.phone = ""
    assert resident.phone_sealed is None
    assert resident.phone == ""


def test_the_bsn_is_masked_until_it_is_asked_for(town):
    assert town.resident(bsn="999990019").masked_bsn == "••••••019"
    assert town.resident().masked_bsn == ""


def test_a_moment_without_a_time_zone_is_refused():
    from datetime import datetime

    with pytest.raises(ValueError, match="time zone"):
        UtcDateTime().process_bind_param(datetime(2026, 1, 1), None)  # noqa: DTZ001 - the point


def test_a_column_of_text_without_a_length_is_refused():
    from sqlalchemy import Column, String, Table

    from caseapp.model.base import Base

    with pytest.raises(TypeError, match="has no length"):
        Table("careless", Base.metadata, Column("name", String))


@pytest.fixture
def bare(app):
    engine = applications.plain_engine(app)
    with engine.connect() as connection:
        yield connection
    engine.dispose()


def test_the_database_keeps_its_word_through_a_power_loss(bare):
    if bare.dialect.name == "postgresql":
        assert bare.execute(text("SHOW wal_level")).scalar_one()
        return
    names = ("journal_mode", "synchronous", "foreign_keys", "secure_delete")
    facts = {name: bare.exec_driver_sql(f"PRAGMA {name}").scalar_one() for name in names}
    assert facts == {"journal_mode": "wal", "synchronous": 2, "foreign_keys": 1, "secure_delete": 1}


@pytest.mark.parametrize(
    ("body", "headline", "rest"),
    [
        ("Mw. Te Winkel belt. Het gaat om acht.", "Mw. Te Winkel belt.", "Het gaat om acht."),
        ("Gebeld met dhr. De Roos. Later weer.", "Gebeld met dhr. De Roos.", "Later weer."),
        ("I.v.m. ziekte niet. Later.", "I.v.m. ziekte niet.", "Later."),
        ("Zonder punt", "Zonder punt", ""),
        ("Een regel\nEn nog een", "Een regel", "En nog een"),
        ("Gaat het? Ja.", "Gaat het?", "Ja."),
    ],
)
def test_a_headline_ends_where_a_sentence_ends(body, headline, rest):
    assert parted(body) == (headline, rest)


def test_a_long_first_sentence_is_cut_at_a_word_and_repeated_below():
    body = "woord " * 60
    headline, rest = parted(body)
    assert headline.endswith("woord …")
    assert rest == body
    assert parted("x" * 300)[0] == "x" * 110 + " …"


def test_a_resident_without_first_names_goes_by_initials(town):
    resident = town.resident("Berg", first_names="", initials="J.W.", prefix="van den")
    assert resident.name == resident.short_name == "J.W. van den Berg"
    assert isinstance(resident, Resident)
