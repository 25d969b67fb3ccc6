"""The balance: a measure while no care was offered is visible, and the reverse."""

from datetime import date

import pytest

from caseapp.measures.balance import Balance, Imposed, Leaning, Offered

OFFER, MEASURE = Offered(date(2026, 11, 2)), Imposed(date(2026, 11, 10))


@pytest.mark.parametrize(
    ("offers", "measures", "leaning"),
    [
        ((), (), Leaning.NOTHING),
        ((OFFER,), (), Leaning.CARE_ALONE),
        ((), (MEASURE,), Leaning.SAFETY_ALONE),
        ((), (Imposed(),), Leaning.SAFETY_ALONE),
        ((OFFER,), (MEASURE,), Leaning.BOTH),
    ],
)
def test_it_says_to_which_side_a_case_leans(offers, measures, leaning):
    assert Balance(offers, measures).leaning is leaning


def test_an_offer_of_after_the_day_does_not_count():
    balance = Balance((OFFER,))
    assert not balance.offered_by(date(2026, 11, 1))
    assert balance.offered_by(date(2026, 11, 2))
    assert balance.offered_by(None)
