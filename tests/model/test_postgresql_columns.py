"""Columns of an answer of PostgreSQL are described when somebody looks, and not before."""

import pytest
from sqlalchemy import text

from caseapp.model.postgresql import Columns
from tests.support import applications
from tests.support.databases import POSTGRESQL

pytestmark = pytest.mark.postgresql


@pytest.fixture(scope="module")
def connection():
    engine = applications.application(POSTGRESQL, "columns")
    with engine.app_context():
        from caseapp.extensions import db

        with db.engine.connect() as connection:
            yield connection
        db.engine.dispose()


def test_an_answer_with_columns_tells_them_to_who_looks(connection):
    cursor = connection.connection.cursor()
    cursor.execute("SELECT 1 AS one, 'b' AS two")
    found = cursor.description
    assert isinstance(found, Columns)
    assert "_described" not in vars(found)
    assert [column.name for column in found] == ["one", "two"]
    assert (len(found), found[1].name) == (2, "two")


def test_what_answers_no_rows_has_no_columns(connection):
    cursor = connection.connection.cursor()
    assert cursor.description is None
    cursor.execute("SET search_path = public")
    assert cursor.description is None


def test_a_statement_that_was_never_seen_finds_its_columns_by_name(connection):
    row = connection.execute(text("SELECT 1 AS never_asked_before, 2 AS nor_this")).one()
    assert (row.never_asked_before, row.nor_this) == (1, 2)
