"""The columns of dates and ages, worked out once per distinct value: day numbers, and looser forms for blocking."""

from __future__ import annotations

import numpy as np
import pyarrow as pa

from accounted.linkage.distinct import Distinct
from accounted.model.dates import DateInterval, Day
from accounted.model.records import Record

__all__ = ["OPEN", "DateReader", "day_number"]

OPEN = 10_000_000
"""Day number that stands for an open end."""

_YEAR_DAYS = 365.2425
_WIDEST_AGE = 12.0
_BAND = 5
_INT, _FLOAT = pa.int64(), pa.float64()


class DateReader:
    """Reads the dates and ages of one record after the other.

    >>> reader = DateReader()
    >>> born = DateInterval.parse("1988-08-15")
    >>> reader.add(Record("a", "One", 1, ("Ambel",), None, 34.0, born, None, (), ()))
    >>> made = reader.columns()
    >>> [made[name].to_pylist() for name in ("birth_year", "birth_written", "age_band", "died_day", "born")]
    [[1988], ['19880815'], [6], [None], [True]]
    """

    def __init__(self) -> None:
        self._died = Distinct(_read_date, _date_schema("died"))
        self._birth = Distinct(_read_date, _date_schema("birth"))
        self._age = Distinct(_read_age, (("age_from", _FLOAT), ("age_to", _FLOAT), ("age", _INT), ("age_band", _INT)))

    def add(self, record: Record) -> None:
        """Take the next record."""
        self._died.add(record.died)
        self._birth.add(record.birth)
        self._age.add((record.age, None, None) if record.age is not None else (None, record.birth, record.died))

    def columns(self) -> dict[str, pa.Array]:
        """Give the columns of all records."""
        made = self._died.columns() | self._birth.columns() | self._age.columns()
        stated = [made[name].is_valid().to_numpy(zero_copy_only=False) for name in ("birth_from", "age_from")]
        is_stated = np.logical_or(*stated)
        return made | {"born": pa.array(is_stated, mask=~is_stated)}


def day_number(day: Day) -> int:
    """Count days of the proleptic Gregorian calendar, as `date.toordinal` does, for any year.

    >>> day_number(Day(1999, 3, 20)) - day_number(Day(1999, 3, 1)), day_number(Day(1, 1, 1)), day_number(Day(0, 12, 31))
    (19, 1, 0)
    """
    year, month = (day.year - 1, day.month + 12) if day.month < 3 else (day.year, day.month)
    return 365 * year + year // 4 - year // 100 + year // 400 + (153 * (month - 3) + 2) // 5 + day.day - 306


def _date_schema(stem: str) -> tuple[tuple[str, pa.DataType], ...]:
    numbers = tuple((f"{stem}_{part}", _INT) for part in ("from", "to", "day", "month", "year"))
    return (*numbers, (f"{stem}_written", pa.string()))


def _read_date(
    when: DateInterval | None,
) -> tuple[int | None, int | None, int | None, int | None, int | None, str | None]:
    """First and last day; the day, the month (from year 0) and the year that hold the whole; the digits of a day."""
    if when is None or (when.earliest is None and when.latest is None):
        return None, None, None, None, None, None
    first, last = _ends(when)
    month = year = None
    if when.earliest is not None and when.latest is not None:
        year = when.earliest.year if when.earliest.year == when.latest.year else None
        in_month = when.earliest[:2] == when.latest[:2]
        month = when.earliest.year * 12 + when.earliest.month if in_month else None
    if not when.is_one_day or when.earliest is None:
        return first, last, None, month, year, None
    written = f"{when.earliest.year:04d}{when.earliest.month:02d}{when.earliest.day:02d}"
    return first, last, first, month, year, written if 0 < when.earliest.year <= 9999 else None


def _ends(when: DateInterval) -> tuple[int, int]:
    first = -OPEN if when.earliest is None else day_number(when.earliest)
    last = OPEN if when.latest is None else day_number(when.latest)
    return first, last


def _read_age(
    stated: tuple[float | None, DateInterval | None, DateInterval | None],
) -> tuple[float | None, float | None, int | None, int | None]:
    """The age as stated, or the ages that the dates of birth and death allow when they pin it down at all."""
    age, birth, died = stated
    low = high = age
    if low is None and birth and died and _is_closed(birth) and _is_closed(died):
        (born_from, born_to), (died_from, died_to) = _ends(birth), _ends(died)
        low, high = (died_from - born_to) // _YEAR_DAYS, (died_to - born_from) // _YEAR_DAYS
        if high - low > _WIDEST_AGE:
            low = high = None
    if low is None or high is None:
        return None, None, None, None
    middle = int((low + high) / 2)
    return low, high, middle, middle // _BAND


def _is_closed(when: DateInterval) -> bool:
    return when.earliest is not None and when.latest is not None
