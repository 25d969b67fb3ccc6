"""The balance: a measure while no care was offered is visible, and so are the days of both."""

from datetime import date

import pytest

from caseapp.measures.balance import Balance, Imposed, Offered

OFFER, MEASURE = Offered(date(2026, 11, 2)), Imposed(date(2026, 11, 10))


@pytest.mark.parametrize(
    ("offers", "measures", "lacks"),
    [
        ((), (), False),
        ((OFFER,), (), False),
        ((), (MEASURE,), True),
        ((), (Imposed(),), True),
        ((OFFER,), (MEASURE,), False),
    ],
)
def test_it_lacks_care_when_something_is_imposed_and_nothing_was_offered(offers, measures, lacks):
    assert Balance(offers, measures).lacks_care is lacks


def test_an_offer_of_after_the_day_does_not_count():
    balance = Balance((OFFER,))
    assert not balance.offered_by(date(2026, 11, 1))
    assert balance.offered_by(date(2026, 11, 2))
    assert balance.offered_by(None)
