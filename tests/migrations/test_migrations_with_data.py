"""9. Every migration goes down and up again in a database that people have worked in."""

from itertools import pairwise

import alembic.command
import pytest
from alembic.autogenerate import compare_metadata
from alembic.config import Config as Alembic
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import Connection, Engine, MetaData, Table, select, text
from sqlalchemy.exc import DBAPIError

from caseapp.extensions import db
from caseapp.model.base import Base
from caseapp.model.plan_words import Domain, DomainSet
from caseapp.model.plans import Plan, PlanGoal
from tests.support import applications, world
from tests.support.databases import ENGINES, forging

REVISIONS = [
    script.revision for script in ScriptDirectory(str(applications.MIGRATIONS)).walk_revisions()
]
"""The newest first."""
FOUND_OF_IT = {"0014": 2, "0017": 6, "0026": 12, "0032": 2, "0036": 6, "0041": 8, "0048": 4}
"""Findings about what a step added, which go with it: the day of the watch in each town, and the
days of two signals and of the answer to one of them, of cases that are long in a phase, of a
measure, of actions of a plan, of cases on an agenda, and of escalations to look back on."""
STEMMED_FROM_IT = {"0041": ("plan_actions", 2)}
"""Rows of a table that was there before, which a step made possible: what a meeting decided."""
COME_BACK = {"review_settings"}
"""Tables that a later step replaced, and a step down makes again."""


@pytest.fixture(params=ENGINES)
def filled(request):
    """The database of two towns at work, with a log of who looked."""
    made = world.build(request.param, "workedin")
    for name in ("carer", "intake"):
        assert made.client(name).get("/cases").status_code == 200
    with made.app.app_context():
        yield db.engine
        db.engine.dispose()


def move(engine: Engine, way: str, revision: str) -> None:
    config = Alembic(str(applications.MIGRATIONS / "alembic.ini"))
    config.set_main_option("script_location", str(applications.MIGRATIONS))
    with engine.connect() as connection:
        config.attributes["connection"] = connection
        getattr(alembic.command, way)(config, revision)
        connection.commit()


def counted(connection: Connection) -> dict[str, int]:
    """Give how many rows each table holds that is there now."""
    found = MetaData()
    found.reflect(connection)
    quiet = {"unseen": "count"}
    return {
        table.name: len(connection.execute(select(table), execution_options=quiet).all())
        for table in found.sorted_tables
    }


def differences(engine: Engine) -> list[object]:
    with engine.connect() as connection:
        types = connection.dialect.name != "sqlite"
        context = MigrationContext.configure(connection, opts={"compare_type": types})
        return list(compare_metadata(context, Base.metadata))


def test_every_step_down_and_up_again_keeps_the_rows(filled):
    with filled.connect() as connection:
        before = counted(connection)
    assert min(before[name] for name in ("cases", "steps", "access_entries", "processings")) > 0
    for revision, earlier in pairwise(REVISIONS):
        move(filled, "downgrade", earlier)
        with filled.connect() as connection:
            left = counted(connection)
        if revision in FOUND_OF_IT:
            assert left["findings"] == before["findings"] - FOUND_OF_IT[revision]
            before["findings"] = left["findings"]
        if revision in STEMMED_FROM_IT:
            table, number = STEMMED_FROM_IT[revision]
            assert left[table] == before[table] - number
            before[table] = left[table]
        known = before.keys() & left.keys()
        assert left.keys() - known <= COME_BACK
        assert {name: before[name] for name in known} == {name: left[name] for name in known}
        move(filled, "upgrade", revision)
        if revision != REVISIONS[0]:
            move(filled, "upgrade", "head")
    assert differences(filled) == []


def test_what_goes_by_an_own_set_goes_by_a_known_one_on_the_way_down(filled):
    move(filled, "downgrade", "0040")  # what later steps added is not what this is about
    own = "(SELECT min(id) FROM {0} o WHERE o.municipality_id = {1}.municipality_id)"
    if filled.dialect.name == "postgresql":
        own = own.replace("min(id)", "min(id::text)::uuid")
    with forging(filled) as connection:
        for table, known, pointer, to in (
            ("plans", "domain_set", "own_set_id", "own_domain_sets"),
            ("plan_goals", "domain", "own_domain_id", "own_domains"),
        ):
            which = "confirmed_at IS NULL" if table == "plans" else "1 = 1"
            chosen = f"{known} = NULL, {pointer} = {own.format(to, table)}"
            changed = connection.execute(text(f"UPDATE {table} SET {chosen} WHERE {which}"))
            assert changed.rowcount > 0
    move(filled, "downgrade", "0040")
    with filled.connect() as connection:
        before = counted(connection)
    move(filled, "downgrade", "0038")
    quiet = {"unseen": "count"}
    with filled.connect() as connection:
        found = {
            column.name: set(connection.scalars(select(column), execution_options=quiet))
            for column in (Plan.__table__.c.domain_set, PlanGoal.__table__.c.domain)
        }
    assert found == {"domain_set": {DomainSet.ZRM_13}, "domain": {Domain.PARTICIPATION}}
    move(filled, "upgrade", "0040")
    gone = {"own_domain_sets": 0, "own_domains": 0, "plan_measurements": 0}
    with filled.connect() as connection:
        assert counted(connection) == before | gone
    move(filled, "upgrade", "head")
    with forging(filled) as connection, pytest.raises(DBAPIError, match="does not change"):
        connection.execute(text("UPDATE plans SET number = 9 WHERE confirmed_at IS NOT NULL"))


def test_what_is_in_the_plan_of_one_person_is_theirs_and_of_several_nobody_said_it(filled):
    move(filled, "downgrade", REVISIONS[REVISIONS.index("0050") + 1])
    quiet = {"unseen": "count"}
    with forging(filled) as connection:
        planned = "SELECT case_id FROM plan_goals"
        query = f"SELECT id, case_id FROM case_subjects WHERE case_id IN ({planned})"
        rows = connection.execute(text(query), execution_options=quiet).all()
        stays = rows[0]
        connection.execute(
            text("DELETE FROM case_subjects WHERE case_id = :case AND id <> :stays"),
            {"case": stays.case_id, "stays": stays.id},
        )
    move(filled, "upgrade", "head")
    counts = "SELECT count(*) FROM case_subjects s WHERE s.case_id = t.case_id"
    with filled.connect() as connection:
        for table in ("plan_goals", "plan_actions", "plan_measurements"):
            query = f"SELECT t.resident_id, t.of_all, ({counts}) AS many FROM {table} t"
            found = connection.execute(text(query), execution_options=quiet).all()
            assert {one.many == 1 for one in found} == {True, False}
            assert all((one.resident_id is not None) == (one.many == 1) for one in found)
            assert not any(one.of_all for one in found)


def test_the_way_down_to_nothing_and_up_again_is_open_with_rows_in_every_table(filled):
    move(filled, "downgrade", "base")
    with filled.connect() as connection:
        assert set(counted(connection)) == {"alembic_version"}
    move(filled, "upgrade", "head")
    assert differences(filled) == []


def test_a_table_that_is_lost_on_the_way_is_found(filled):
    with forging(filled) as connection:
        Table("search_keys", MetaData(), autoload_with=connection).drop(connection)
    assert [change[0] for change in differences(filled)][-1] in ("add_table", "add_index")


def test_a_text_that_was_corrected_into_police_data_grows_old_with_its_correction(filled):
    move(filled, "downgrade", "0050")
    days = "searched_from = '2017-01-01', restricted_from = '2021-01-01'"
    aged = f"UPDATE steps SET content = 'police-data', {days}, destroy_from = '2026-01-01'"
    asked = (
        "SELECT earlier.content, earlier.destroy_from, earlier.body_sealed IS NOT NULL"
        " FROM steps JOIN steps earlier ON earlier.id = steps.corrects_id"
        " WHERE steps.content = 'police-data'"
    )
    with forging(filled) as connection:
        which = "WHERE corrects_id IS NOT NULL AND track IS NOT NULL"
        assert connection.execute(text(f"{aged} {which}")).rowcount > 0
    move(filled, "upgrade", "0051")
    with filled.connect() as connection:
        found = connection.execute(text(asked), execution_options={"unseen": "count"}).all()
    assert {(one[0], str(one[1]), bool(one[2])) for one in found} == {
        ("police-data", "2026-01-01", True)
    }
