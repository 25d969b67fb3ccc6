"""The tests of one file on one database are done by one worker, whatever else they are given."""

import pytest

from tests.support.sharing_out import group


@pytest.mark.parametrize(
    ("test", "with_it"),
    [
        ("tests/a.py::test_one", "tests/a.py"),
        ("tests/a.py::test_one[sqlite]", "tests/a.py-sqlite"),
        ("tests/a.py::test_two[carer-postgresql-3]", "tests/a.py-postgresql"),
        ("tests/a.py::test_two[carer-3]", "tests/a.py"),
        ("tests/a.py::test_sqlite_is_nothing_here", "tests/a.py"),
    ],
)
def test_a_file_and_a_database_stay_together(test, with_it):
    assert group(test) == with_it
