"""Units of the calendar hold their days, and shift by their own length."""

from __future__ import annotations

from datetime import date

from hypothesis import given
from hypothesis import strategies as st

from accounted.claims.languages.calendar import Unit
from accounted.claims.times.points import Point, day_point, holding
from accounted.model.dates import DateInterval, Day

UNITS: tuple[Unit, ...] = ("day", "week", "month", "quarter", "half", "season", "year", "decade", "century")
days = st.dates(date(1000, 1, 1), date(2900, 1, 1))


@given(days, st.sampled_from(UNITS))
def test_the_unit_that_holds_a_day_holds_it(day: date, unit: Unit) -> None:
    point = holding(day, unit)
    interval = DateInterval.parse(point.edtf)
    assert interval.earliest is not None
    assert interval.latest is not None
    assert interval.earliest <= Day.of(day) <= interval.latest
    assert interval.earliest == Day.of(point.first_day)


@given(days, st.sampled_from(UNITS), st.integers(-5, 5))
def test_units_follow_each_other_without_a_gap(day: date, unit: Unit, n: int) -> None:
    point = holding(day, unit).shift(n)
    last, following = DateInterval.parse(point.edtf).latest, point.shift(1).first_day
    assert last is not None
    assert Day.of(date.fromordinal(following.toordinal() - 1)) == last


def test_no_day_is_made_up() -> None:
    assert day_point(1999, 2, 30) is None
    assert day_point(1999, 13) is None
    assert not Point("day", 0).is_possible
    assert not Point("year", 0).is_possible
