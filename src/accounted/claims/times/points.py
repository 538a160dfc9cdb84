"""Points of the calendar: a unit and its number, so that "three quarters earlier" is a subtraction.

A day is numbered by its proleptic ordinal, a week by its Monday, a month by year × 12 + month, and so on; the number of
the unit that holds a day follows from the day. Written as TIMEX3 values and as EDTF.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta

from accounted.claims.languages.calendar import Unit
from accounted.model.dates import DateInterval, Day

__all__ = ["LENGTH_CODES", "SEASON_CODES", "Point", "day_point", "holding", "within"]

LENGTH_CODES: dict[Unit, str] = {
    "second": "S", "minute": "M", "hour": "H", "day": "D", "week": "W", "weekend": "WE", "month": "M", "quarter": "Q",
    "half": "H", "season": "S", "year": "Y", "decade": "DE", "century": "CE", "millennium": "ML",
}  # fmt: skip
"""Letters of TIMEX3 for lengths of time (P3D, PT2H)."""

_PER_YEAR: dict[Unit, int] = {"month": 12, "quarter": 4, "half": 2, "season": 4}
_YEARS: dict[Unit, int] = {"year": 1, "decade": 10, "century": 100, "millennium": 1000}
SEASON_CODES = ("SP", "SU", "FA", "WI")
_LAST_YEAR = 2999


@dataclass(frozen=True, slots=True)
class Point:
    """One unit of the calendar.

    >>> Point("quarter", 1989 * 4 + 2).value, Point("quarter", 1989 * 4 + 2).edtf
    ('1989-Q3', '1989-07/1989-09')
    >>> Point("month", 1989 * 12 + 10).shift(3).value
    '1990-02'
    """

    unit: Unit
    index: int

    @property
    def year(self) -> int:
        """The year it begins in."""
        if self.unit in _YEARS:
            return self.index * _YEARS[self.unit]
        if self.unit in _PER_YEAR:
            return self.index // _PER_YEAR[self.unit]
        return self.first_day.year

    @property
    def first_day(self) -> date:
        """Its first day."""
        if self.unit == "day":
            return date.fromordinal(self.index)
        if self.unit in ("week", "weekend"):
            return date.fromordinal(self.index * 7 + 1 + (5 if self.unit == "weekend" else 0))
        if self.unit in _YEARS:
            return date(max(self.year, 1), 1, 1)
        months = 12 // _PER_YEAR[self.unit]
        month = self.index % _PER_YEAR[self.unit] * months + (3 if self.unit == "season" else 1)
        return date(self.year, month, 1)

    @property
    def is_possible(self) -> bool:
        """Whether it lies in the years 1 to 2999."""
        if self.unit in _YEARS or self.unit in _PER_YEAR:
            return 1 <= self.year <= _LAST_YEAR
        days = self.index if self.unit == "day" else self.index * 7
        return 0 < days < date(_LAST_YEAR, 12, 31).toordinal() - 7

    def shift(self, n: int) -> Point:
        """The point `n` units later; earlier when negative."""
        return Point(self.unit, self.index + n)

    @property
    def value(self) -> str:
        """The TIMEX3 value."""
        year = f"{self.year:04d}"
        if self.unit in ("week", "weekend"):
            iso = self.first_day.isocalendar()
            return f"{iso.year:04d}-W{iso.week:02d}{'-WE' if self.unit == 'weekend' else ''}"
        if self.unit == "day":
            return self.first_day.isoformat()
        if self.unit == "month":
            return f"{year}-{self.index % 12 + 1:02d}"
        if self.unit == "season":
            return f"{year}-{SEASON_CODES[self.index % 4]}"
        if self.unit in ("quarter", "half"):
            return f"{year}-{self.unit[0].upper()}{self.index % _PER_YEAR[self.unit] + 1}"
        return year[: {"year": 4, "decade": 3, "century": 2}.get(self.unit, 1)]

    @property
    def edtf(self) -> str:
        """EDTF level 1; quarters, weeks and the like as intervals, because level 1 has no word for them."""
        if self.unit in ("day", "month", "year"):
            return self.value
        if self.unit == "season":
            return f"{self.year:04d}-{21 + self.index % 4}"
        if self.unit in ("decade", "century"):
            return self.value + "X" * (4 - len(self.value))
        if self.unit == "millennium":
            return f"{self.year:04d}/{self.year + 999:04d}"
        last = (Point(self.unit, self.index + 1).first_day if self.unit != "weekend" else self.first_day) + timedelta(
            days=1 if self.unit == "weekend" else -1
        )
        return DateInterval.between(Day.of(self.first_day), Day.of(last)).edtf


def day_point(year: int, month: int | None = None, day: int | None = None) -> Point | None:
    """The day, month or year of these numbers; None when there is no such day.

    >>> day_point(1999, 6, 31) is None
    True
    """
    if day is not None and month is not None:
        try:
            return Point("day", date(year, month, day).toordinal())
        except ValueError:
            return None
    if month is not None:
        return Point("month", year * 12 + month - 1) if 1 <= month <= 12 else None
    return Point("year", year)


def holding(day: date, unit: Unit) -> Point:
    """The unit that holds a day; for a weekend, that of its week.

    >>> holding(date(1989, 11, 2), "quarter").value, holding(date(1999, 1, 2), "season").value
    ('1989-Q4', '1998-WI')
    """
    if unit in _YEARS:
        return Point(unit, day.year // _YEARS[unit])
    if unit in ("week", "weekend"):
        return Point(unit, (day.toordinal() - 1) // 7)
    if unit == "season":
        return Point(unit, day.year * 4 + day.month // 3 - 1)
    if unit in _PER_YEAR:
        return Point(unit, day.year * _PER_YEAR[unit] + (day.month - 1) * _PER_YEAR[unit] // 12)
    return Point("day", day.toordinal())


def within(point: Point, unit: Unit) -> Point | None:
    """The unit that a whole point lies in; None when the point is longer or lies across two.

    >>> within(Point("month", 1999 * 12 + 5), "year").value, within(Point("year", 1999), "month")
    ('1999', None)
    """
    after = point.shift(1)
    if not after.is_possible:
        return None
    here = holding(point.first_day, unit)
    return here if here == holding(after.first_day - timedelta(days=1), unit) else None
