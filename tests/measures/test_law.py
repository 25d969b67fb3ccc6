"""Each measure rests on its article, and holds no longer and no more often than that allows."""

from datetime import date

import pytest

from caseapp.measures import law
from caseapp.model.measures import MeasureKind as K
from caseapp.settings import catalogue as settings
from caseapp.settings.catalogue import Terms

USUAL = Terms()


def test_every_kind_has_its_law():
    assert set(law.LAWS) == set(K)
    assert all("art. " in one.article for one in law.LAWS.values())


@pytest.mark.parametrize(
    ("start", "last"),
    [
        (date(2026, 3, 1), date(2026, 5, 31)),
        (date(2026, 11, 30), date(2027, 2, 27)),
        (date(2027, 11, 30), date(2028, 2, 28)),
        (date(2026, 12, 15), date(2027, 3, 14)),
    ],
)
def test_a_ban_holds_three_months_by_the_calendar(start, last):
    assert law.longest(K.AREA_BAN, start, start, USUAL, again=False) == last
    assert law.longest(K.GROUP_BAN, start, start, USUAL, again=True) == last


def test_a_ban_is_made_longer_three_times_and_no_more():
    assert [law.extensions_left(K.AREA_BAN, done, USUAL) for done in range(5)] == [3, 2, 1, 0, 0]


def test_a_house_ban_holds_ten_days_and_with_extension_four_weeks_from_its_first():
    first = date(2026, 11, 2)
    assert law.longest(K.TEMPORARY_HOUSE_BAN, first, first, USUAL, again=False) == date(
        2026, 11, 12
    )
    again = date(2026, 11, 13)
    last = law.longest(K.TEMPORARY_HOUSE_BAN, again, first, USUAL, again=True)
    assert last == date(2026, 11, 30)
    assert law.extensions_left(K.TEMPORARY_HOUSE_BAN, 4, USUAL) is None


def test_other_measures_say_their_own_end():
    day = date(2026, 11, 2)
    assert law.longest(K.CLOSURE_DRUGS, day, day, USUAL, again=False) is None
    assert law.extensions_left(K.CLOSURE_DRUGS, 0, USUAL) == 0
    assert law.extensions_left(K.CLOSURE_PUBLIC_ORDER, 9, USUAL) is None


def test_a_municipality_may_keep_it_shorter_and_never_make_it_longer():
    shorter = Terms({(settings.BAN_MONTHS.name, ""): 1, (settings.BAN_EXTENSIONS.name, ""): 1})
    day = date(2026, 3, 1)
    assert law.longest(K.AREA_BAN, day, day, shorter, again=False) == date(2026, 3, 31)
    assert law.extensions_left(K.AREA_BAN, 1, shorter) == 0
    for number, most in (
        (settings.BAN_MONTHS, 3),
        (settings.BAN_EXTENSIONS, 3),
        (settings.HOUSE_BAN_CEILING, 28),
    ):
        assert number.most == most
        assert not number.allows(most + 1)


def test_objections_and_views_have_their_days():
    assert law.objection_until(date(2026, 11, 2)) == date(2026, 12, 14)
    assert law.views_until(date(2026, 11, 2), USUAL) == date(2026, 11, 16)


def test_an_extension_joins_what_it_extends():
    assert law.joins_on(date(2026, 5, 31)) == date(2026, 6, 1)
    assert law.joins_on(None) is None
