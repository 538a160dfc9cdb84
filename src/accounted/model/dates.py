"""Dates as they are known: intervals of days, read from and written as EDTF level 1 (ISO 8601-2).

A date that is known to the month is the interval of its days; an open end has no bound. Sorting and searching use the
bounds, never a guessed day (R19). Years need not fit the standard library's 1–9999, so a day is a plain triple.
"""

from __future__ import annotations

import calendar
import re
from dataclasses import dataclass
from datetime import date
from typing import NamedTuple

from accounted.model.errors import InvalidDate

__all__ = ["DateInterval", "Day"]

_SEASON_MONTHS = {21: (3, 5), 22: (6, 8), 23: (9, 11), 24: (12, 2)}
_YEAR = r"Y-?\d{5,}|-?\d{4}|-?\d{3}X|-?\d{2}XX"
_DATE = re.compile(rf"(?P<year>{_YEAR})(?:-(?P<month>\d\d|XX)(?:-(?P<day>\d\d|XX))?)?(?P<qualifier>[?~%])?")
_TIME = re.compile(r"T\d\d:\d\d:\d\d(?:Z|[+-]\d\d(?::\d\d)?)?$")


class Day(NamedTuple):
    """One day of the proleptic Gregorian calendar, astronomical years (year 0 exists)."""

    year: int
    month: int
    day: int

    def isoformat(self) -> str:
        """Write as ISO 8601; years outside 0–9999 as EDTF writes them.

        >>> Day(1999, 3, 20).isoformat(), Day(-44, 3, 15).isoformat(), Day(12345, 1, 1).isoformat()
        ('1999-03-20', '-0044-03-15', 'Y12345-01-01')
        """
        return f"{_year_text(self.year)}-{self.month:02d}-{self.day:02d}"

    @classmethod
    def of(cls, value: date) -> Day:
        """Take over a standard-library date."""
        return cls(value.year, value.month, value.day)

    def to_date(self) -> date | None:
        """Hand over as a standard-library date, or None outside the years 1–9999."""
        return date(*self) if 1 <= self.year <= 9999 else None


@dataclass(frozen=True, slots=True)
class DateInterval:
    """The days on which something may have happened.

    Args:
        edtf: The EDTF level 1 text, as canonical as it was given.
        earliest: First possible day, inclusive; None when open or unknown.
        latest: Last possible day, inclusive; None when open or unknown.

    >>> DateInterval.parse("1999-03/1999-06").latest.isoformat()
    '1999-06-30'
    >>> DateInterval.parse("1988-22")                       # summer: 1 June to 31 August
    DateInterval(edtf='1988-22', earliest=Day(year=1988, month=6, day=1), latest=Day(year=1988, month=8, day=31))
    >>> DateInterval.parse("../1999").earliest is None
    True
    """

    edtf: str
    earliest: Day | None
    latest: Day | None

    @classmethod
    def parse(cls, text: str) -> DateInterval:
        """Read EDTF level 1: dates, seasons, intervals, open ends, `?`, `~`, `%`, unspecified digits, `Y` years.

        Raises:
            InvalidDate: When the text is not EDTF level 1 or names a day that does not exist.
        """
        edtf = text.strip()
        if edtf.count("/") == 1:
            first, last = edtf.split("/")
            if first in ("", "..") and last in ("", ".."):
                raise InvalidDate(f"{text!r} is an interval without any bound", mend="give a year on one side")
            earliest = None if first in ("", "..") else _bounds(first, text)[0]
            latest = None if last in ("", "..") else _bounds(last, text)[1]
            if earliest and latest and earliest > latest:
                raise InvalidDate(f"{text!r} ends before it begins", mend="swap the two dates")
            return cls(edtf, earliest, latest)
        earliest, latest = _bounds(edtf, text)
        return cls(edtf, earliest, latest)

    @classmethod
    def between(cls, earliest: Day | None, latest: Day | None) -> DateInterval:
        """Make the shortest EDTF text for two inclusive bounds.

        >>> DateInterval.between(Day(1999, 3, 1), Day(1999, 3, 31)).edtf
        '1999-03'
        >>> DateInterval.between(Day(1999, 3, 20), None).edtf
        '1999-03-20/..'
        """
        if earliest is None and latest is None:
            raise InvalidDate("an interval needs at least one bound")
        if earliest and latest:
            if earliest > latest:
                raise InvalidDate(f"{earliest.isoformat()} comes after {latest.isoformat()}", mend="swap the two dates")
            whole = _whole(earliest, latest)
            edtf = whole or f"{_short_start(earliest)}/{_short_end(latest)}"
            if not whole and ("-" not in edtf.split("/")[0]) != ("-" not in edtf.split("/")[1]):
                edtf = f"{earliest.isoformat()}/{latest.isoformat()}"
            return cls(edtf, earliest, latest)
        edtf = f"{earliest.isoformat() if earliest else '..'}/{latest.isoformat() if latest else '..'}"
        return cls(edtf, earliest, latest)

    @property
    def is_one_day(self) -> bool:
        """Whether both bounds are the same day."""
        return self.earliest is not None and self.earliest == self.latest

    @property
    def qualifier(self) -> str:
        """`?` uncertain, `~` approximate, `%` both, or nothing; the strongest of both ends."""
        marks = {m for m in "?~%" if m in self.edtf}
        return "%" if "%" in marks or len(marks) > 1 else (marks.pop() if marks else "")

    def contains(self, other: DateInterval) -> bool:
        """Whether every day of `other` lies in this interval; an open end contains everything on its side."""
        after = self.earliest is None or (other.earliest is not None and other.earliest >= self.earliest)
        before = self.latest is None or (other.latest is not None and other.latest <= self.latest)
        return after and before

    def overlaps(self, other: DateInterval) -> bool:
        """Whether at least one day may lie in both."""
        apart = (self.latest and other.earliest and self.latest < other.earliest) or (
            other.latest and self.earliest and other.latest < self.earliest
        )
        return not apart


def _bounds(text: str, whole: str) -> tuple[Day, Day]:
    found = _DATE.fullmatch(_TIME.sub("", text))
    if found is None:
        raise InvalidDate(
            f"{whole!r} is not a date in EDTF level 1", mend="write 1999, 1999-03, 1999-03-20, 1999-21, 1999-03/1999-06"
        )
    first, last = _years(found["year"])
    month, day = found["month"], found["day"]
    if month is None or (month == "XX" and day in (None, "XX")):
        return Day(first, 1, 1), Day(last, 12, 31)
    if first != last or month == "XX" or (int(month) > 12 and day):
        raise InvalidDate(f"{whole!r} mixes unspecified and given parts", mend="leave the later parts out")
    number = int(month)
    if number in _SEASON_MONTHS:
        start, end = _SEASON_MONTHS[number]
        end_year = first + 1 if end < start else first
        return Day(first, start, 1), _last_of(end_year, end)
    if not 1 <= number <= 12:
        raise InvalidDate(f"{whole!r}: there is no month {month}", mend="months are 01–12, seasons 21–24")
    if day is None or day == "XX":
        return Day(first, number, 1), _last_of(first, number)
    if not 1 <= int(day) <= _last_of(first, number).day:
        raise InvalidDate(f"{whole!r}: {month}/{found['year']} has no day {day}", mend="check the day")
    only = Day(first, number, int(day))
    return only, only


def _years(text: str) -> tuple[int, int]:
    digits = text.removeprefix("Y")
    if "X" not in digits:
        return int(digits), int(digits)
    ends = int(digits.replace("X", "0")), int(digits.replace("X", "9"))
    return min(ends), max(ends)


def _last_of(year: int, month: int) -> Day:
    days = 29 if month == 2 and calendar.isleap(year) else (28, 31)[month != 2]
    return Day(year, month, 30 if month in (4, 6, 9, 11) else days)


def _year_text(year: int) -> str:
    if -9999 <= year <= 9999:
        return f"{'-' if year < 0 else ''}{abs(year):04d}"
    return f"Y{year}"


def _whole(earliest: Day, latest: Day) -> str:
    if earliest == latest:
        return earliest.isoformat()
    if earliest.year == latest.year and earliest[1:] == (1, 1) and latest[1:] == (12, 31):
        return _year_text(earliest.year)
    if earliest[:2] == latest[:2] and earliest.day == 1 and latest == _last_of(latest.year, latest.month):
        return earliest.isoformat()[:-3]
    for season, (start, end) in _SEASON_MONTHS.items():
        end_year = earliest.year + 1 if end < start else earliest.year
        if earliest[1:] == (start, 1) and latest == _last_of(end_year, end):
            return f"{_year_text(earliest.year)}-{season}"
    return ""


def _short_start(day: Day) -> str:
    if day[1:] == (1, 1):
        return _year_text(day.year)
    return day.isoformat()[:-3] if day.day == 1 else day.isoformat()


def _short_end(day: Day) -> str:
    if day[1:] == (12, 31):
        return _year_text(day.year)
    return day.isoformat()[:-3] if day == _last_of(day.year, day.month) else day.isoformat()
