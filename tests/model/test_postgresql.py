"""What every connection asks of PostgreSQL."""

from sqlalchemy import text

from caseapp.accesslog.seal.text_in_sql import leaf_text


def test_no_plan_is_compiled_to_machine_code(session):
    """It took twenty seconds before a check of the log that then runs in a tenth of one."""
    if session.get_bind().dialect.name == "postgresql":
        assert session.execute(text("SHOW jit")).scalar_one() == "off"
    else:
        assert session.execute(text("PRAGMA synchronous")).scalar_one() == 2


def test_the_lines_of_an_entry_are_looked_for_in_its_own_month():
    for dialect in ("postgresql", "sqlite"):
        assert "p.at = e.at" in leaf_text(dialect)
