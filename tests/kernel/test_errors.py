"""What went wrong says what it must, and no more."""

from uuid import uuid4

import pytest

from caseapp.kernel.errors import Hidden, NotFound


def test_what_the_database_keeps_back_is_not_found_and_the_log_knows_what_it_was():
    identity, case_id = uuid4(), uuid4()
    with pytest.raises(NotFound) as kept:
        raise Hidden("steps", identity, case_id)
    found = kept.value
    assert (found.table, found.identity, found.case_id) == ("steps", identity, case_id)
    assert str(identity) not in str(found)
