"""9. Every migration goes up and down; the models equal what the migrations make."""

import alembic.command
import pytest
from alembic.autogenerate import compare_metadata
from alembic.config import Config as Alembic
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import Column, Integer, MetaData, Table, create_engine, inspect

from caseapp import create_app
from caseapp.extensions import db
from caseapp.model.base import Base
from tests.support import applications, databases

REVISIONS = [
    script.revision for script in ScriptDirectory(str(applications.MIGRATIONS)).walk_revisions()
]


@pytest.fixture(params=databases.ENGINES)
def fresh(request):
    app = create_app(applications.config_for(databases.empty(request.param, "migrations")))
    with app.app_context():
        yield db.engine
        db.engine.dispose()


def move(engine, way, revision):
    config = Alembic(str(applications.MIGRATIONS / "alembic.ini"))
    config.set_main_option("script_location", str(applications.MIGRATIONS))
    with engine.connect() as connection:
        config.attributes["connection"] = connection
        getattr(alembic.command, way)(config, revision)
        connection.commit()


def differences(engine, metadata):
    with engine.connect() as connection:
        types = connection.dialect.name != "sqlite"
        context = MigrationContext.configure(connection, opts={"compare_type": types})
        return compare_metadata(context, metadata)


def test_the_models_equal_what_the_migrations_make(fresh):
    move(fresh, "upgrade", "head")
    assert differences(fresh, Base.metadata) == []


def test_a_model_that_no_migration_knows_is_found(fresh):
    move(fresh, "upgrade", "head")
    planted = MetaData()
    for table in Base.metadata.sorted_tables:
        table.to_metadata(planted)
    Table("planted", planted, Column("id", Integer, primary_key=True))
    assert [kind for kind, *_ in differences(fresh, planted)] == ["add_table"]


def test_every_migration_goes_up_down_and_up_again(fresh):
    move(fresh, "upgrade", "head")
    for _revision in REVISIONS:
        move(fresh, "downgrade", "-1")
    left = set(inspect(fresh).get_table_names()) - {"alembic_version"}
    assert left == set()
    move(fresh, "upgrade", "head")
    assert differences(fresh, Base.metadata) == []


def test_tables_are_strict_on_sqlite():
    engine = create_engine("sqlite://")
    Base.metadata.create_all(engine)
    with engine.connect() as connection:
        rows = connection.exec_driver_sql("SELECT name, strict FROM pragma_table_list").all()
    loose = [name for name, strict in rows if not strict and not name.startswith("sqlite_")]
    engine.dispose()
    assert loose == []
