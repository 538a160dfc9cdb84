"""Checks of ages, dates and sexes: what cannot be, what contradicts, what stands for "not known", what heaps."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Mapping, Sequence

from accounted.lists.lint_sheet import Batch, Sheet, Tallies
from accounted.lists.rows import Told
from accounted.lists.values import is_blank, names_nobody, read_age
from accounted.model.dates import DateInterval, Day
from accounted.model.records import Record

__all__ = ["DateChecks", "age_range", "read_ages", "whipple_index"]

_NUMBER = re.compile(r"[-+−]?\d+(?:[.,]\d+)?")
_OLDEST = 120
_YEARS = range(1200, 2101)  # Hijri years too
_STANDS_FOR_NOTHING = frozenset({-1.0, -9.0, -99.0, -999.0, 777.0, 888.0, 997.0, 998.0, 999.0, 9999.0})
_FILLER_DAYS = frozenset(
    Day(*day)
    for day in ((1, 1, 1), (1111, 11, 11), (1899, 12, 30), (1899, 12, 31), (1900, 1, 1), (1901, 1, 1), (1904, 1, 1),
                (1970, 1, 1), (9999, 12, 31))
)  # fmt: skip
_FEWEST_DATES, _FEWEST_HEAPED, _FEWEST_AGES = 50, 10, 100
_ROUGH = 175.0  # Whipple's index from which ages count as very rough


def read_ages(counts: Mapping[str, int]) -> Callable[[str], tuple[str, ...]]:
    """Make a reader of ages that are none, that cannot be, that stand for "not known" or heap among the others.

    Args:
        counts: Cell → number of rows.
    """
    ages: Counter[float] = Counter()
    for cell, n in counts.items():
        if not _age_kind(cell) and (age := read_age(cell)) is not None:
            ages[age] += n
    fillers = ages[99.0] >= 3 and ages[99.0] > 3 * (ages[96.0] + ages[97.0] + ages[98.0] + ages[100.0])
    zeros = ages[0.0] >= _FEWEST_HEAPED and ages[0.0] > max(5 * ages[1.0], ages.total() / 10)
    index = whipple_index(ages)
    is_heaped = index is not None and index >= _ROUGH

    def read(cell: str) -> tuple[str, ...]:
        kind, age = _age_kind(cell), read_age(cell)
        found = [kind] if kind else []
        if fillers and age == 99 and kind != "value_placeholder":
            found.append("value_placeholder")
        if zeros and age == 0:
            found.append("age_zero")
        if is_heaped and age and 23 <= age <= 62 and age % 5 == 0:
            found.append("age_heap")
        return tuple(found)

    return read


def _age_kind(cell: str) -> str:
    stripped = cell.strip()
    if is_blank(cell):
        return ""
    if not _NUMBER.fullmatch(stripped):
        return "" if read_age(cell) is not None or names_nobody(stripped) else "age_unread"
    number = float(stripped.replace(",", ".").replace("−", "-"))
    if number in _STANDS_FOR_NOTHING:
        return "value_placeholder"
    if number in _YEARS and len(stripped.split(".")[0]) == 4:
        return "age_is_year"
    return "" if 0 <= number <= _OLDEST else "age_impossible"


def whipple_index(ages: Counter[float]) -> float | None:
    """Measure how far ages are rounded to 0 and 5: Whipple's index.

    I = 100 · 5 · n(ages 25, 30, …, 60) / n(ages 23–62): 100 when no digit is preferred, 500 when all ages end in 0
    or 5; from 175 on the data count as very rough. Spoorenberg and Dutreuilh (2007), doi:10.3917/pope.704.0729.

    Args:
        ages: Number of people per age in years.

    Returns:
        The index, or None with fewer than 100 people aged 23 to 62.

    >>> whipple_index(Counter({age: 5 for age in range(23, 63)})), whipple_index(Counter({30.0: 9}))
    (100.0, None)
    """
    within = {age: n for age, n in ages.items() if 23 <= age < 63}
    total = sum(within.values())
    if total < _FEWEST_AGES:
        return None
    return 500 * sum(n for age, n in within.items() if age % 5 == 0) / total


class DateChecks:
    """Looks for dates that cannot be read, cannot be, contradict each other or the age, or stand for "not known".

    Args:
        sheet: The list.
        tallies: Where it is counted.
    """

    def __init__(self, sheet: Sheet, tallies: Tallies) -> None:
        self._sheet, self._tallies = sheet, tallies
        self._fields = [(field, sheet.titles(field)) for field in ("birth", "died") if sheet.titles(field)]
        self._counts: dict[str, Counter[str]] = {field: Counter() for field, _ in self._fields}
        self._intervals: dict[str, DateInterval] = {}
        self._kinds: dict[tuple[str, str], dict[str, tuple[str, ...]]] = {}
        self._has_both = len(self._fields) == 2

    def see(self, told: Sequence[Told | Record]) -> None:
        """Count the days of some rows."""
        for field, _ in self._fields:
            days = [one.birth if field == "birth" else one.died for one in told]
            self._counts[field].update([day.edtf for day in days if day is not None])
            self._intervals.update({day.edtf: day for day in days if day is not None})

    def settle(self) -> None:
        """Find what is odd in each date once all are counted."""
        self._odd: dict[str, dict[str, tuple[str, ...]]] = {}
        for field, titles in self._fields:
            counts = self._counts[field]
            fillers, has_heap = _heaps(self._days(counts))
            far = self._far(counts) if field == "died" else set()
            odd = {}
            for edtf in counts:
                day = _only_day(self._intervals[edtf])
                kinds = [kind for kind, holds in (
                    ("value_placeholder", day in fillers),
                    ("date_heap", has_heap and day is not None and day not in fillers and day[1:] == (1, 1)),
                    ("date_far", edtf in far),
                ) if holds]  # fmt: skip
                if kinds:
                    odd[edtf] = tuple(kinds)
            self._odd[field] = odd
            for kind, values in (
                ("value_placeholder", [day.isoformat() for day in fillers]),
                ("date_far", list(far)),
            ):
                for value in values:
                    self._tallies.of(kind, *titles).offer(titles[0], value)

    def _days(self, counts: Counter[str]) -> Counter[Day]:
        days: Counter[Day] = Counter()
        for edtf, n in counts.items():
            day = _only_day(self._intervals[edtf])
            if day is not None:
                days[day] += n
        return days

    def _far(self, counts: Counter[str]) -> set[str]:
        """Find dates of death far from those of nearly all others, when nobody has said what the list covers."""
        dated = {
            edtf: (_ordinal(found.earliest), _ordinal(found.latest))
            for edtf in counts
            if (found := self._intervals[edtf]).earliest is not None and found.latest is not None
        }
        n_dated = sum(counts[edtf] for edtf in dated)
        if n_dated < _FEWEST_DATES or self._sheet.periods:
            return set()
        firsts: Counter[int] = Counter()
        for edtf, (first, _) in dated.items():
            firsts[first] += counts[edtf]
        cut = max(1, n_dated // 100)
        low, high = _nth(sorted(firsts.items()), cut), _nth(sorted(firsts.items(), reverse=True), cut)
        beyond = 2 * (high - low) + 5 * 372
        return {edtf for edtf, (first, last) in dated.items() if first > high + beyond or last < low - beyond}

    def look(self, batch: Batch) -> None:
        """Count what is odd in some rows."""
        for field, titles in self._fields:
            odd = self._odd[field]
            for row, record in zip(batch.rows, batch.records, strict=True):
                interval = record.birth if field == "birth" else record.died
                if interval is None:
                    self._look_unread(field, titles, row, record)
                elif interval.edtf in odd:
                    for kind in odd[interval.edtf]:
                        self._tallies.of(kind, *titles).add(record.row, record.id)
        if self._sheet.periods:
            self._look_outside(batch)
        if self._has_both:
            for record in batch.records:
                if record.birth is not None and record.died is not None:
                    self._look_between(record, record.birth, record.died)

    def _look_unread(self, field: str, titles: tuple[str, ...], row: Sequence[str], record: Record) -> None:
        cells = ((title, row[place]) for title, place in zip(titles, self._sheet.places(field), strict=True))
        title, cell = next(((t, c) for t, c in cells if not is_blank(c)), ("", ""))
        number = cell.strip()
        if not title or (names_nobody(cell) and not any(map(str.isdecimal, number))):
            return
        if field == "birth" and _NUMBER.fullmatch(number) and len(number) <= 3 and 0 <= int(float(number)) <= _OLDEST:
            self._tallies.of("birth_is_age", titles[0]).add(record.row, record.id)
            return
        tally = self._tallies.of("date_unread", title)
        tally.add(record.row, record.id)
        tally.offer(title, cell)

    def _look_outside(self, batch: Batch) -> None:
        titles = self._sheet.titles("died")
        for record in batch.records:
            period = self._sheet.periods.get(record.list)
            if period is not None and record.died is not None and not period.overlaps(record.died):
                tally = self._tallies.of("date_outside_period", *titles)
                tally.add(record.row, record.id)
                tally.offer(titles[0], record.died.edtf)

    def _look_between(self, record: Record, birth: DateInterval, died: DateInterval) -> None:
        low, high = age_range(birth, died)
        kind = ""
        if high < 0:
            kind = "death_before_birth"
        elif low > _OLDEST:
            kind = "life_too_long"
        elif record.age is not None and not low - 1 <= record.age <= high + 1:
            kind = "age_against_dates"
        if kind:
            titles = (*self._sheet.titles("birth"), *self._sheet.titles("died"))
            about = (*self._sheet.titles("age"), *titles) if kind == "age_against_dates" else titles
            self._tallies.of(kind, *about).add(record.row, record.id)


def _only_day(interval: DateInterval) -> Day | None:
    return interval.earliest if interval.earliest == interval.latest else None


def _nth(counted: Sequence[tuple[int, int]], n: int) -> int:
    """The value at position `n`, counted from 0, of values given in order with their numbers."""
    for value, count in counted:
        n -= count
        if n < 0:
            return value
    return counted[-1][0]


def _heaps(days: Counter[Day]) -> tuple[set[Day], bool]:
    """Find days that stand for "not known", and whether first days of years stand for the year."""
    fillers = {day for day in _FILLER_DAYS if _is_filler(day, days)}
    new_years = sum(n for day, n in days.items() if day[1:] == (1, 1) and day not in fillers)
    in_year: Counter[tuple[int, int]] = Counter()
    for day, n in days.items():
        in_year[day.month, day.day] += n
    usual = (days.total() - in_year[1, 1]) / max(1, len(in_year) - 1)
    return fillers, not (len(in_year) < 30 or new_years < _FEWEST_HEAPED or new_years < 5 * usual)


def _is_filler(day: Day, days: Counter[Day]) -> bool:
    if days[day] < 2:
        return bool(days[day]) and not 1800 <= day.year <= 2100
    beside = max(days[Day(day.year - 1, *day[1:])], days[Day(day.year + 1, *day[1:])], 1)
    return days[day] > 3 * beside or not 1800 <= day.year <= 2100


def _ordinal(day: Day) -> int:
    return day.year * 372 + day.month * 31 + day.day


def age_range(birth: DateInterval, died: DateInterval) -> tuple[float, float]:
    """Say between which ages in whole years somebody with these dates died; open ends leave it open.

    >>> age_range(DateInterval.parse("1979"), DateInterval.parse("1999-03-20"))
    (19, 20)
    """
    low = _years(birth.latest, died.earliest) if birth.latest and died.earliest else float("-inf")
    high = _years(birth.earliest, died.latest) if birth.earliest and died.latest else float("inf")
    return low, high


def _years(first: Day, last: Day) -> int:
    return last.year - first.year - (last[1:] < first[1:])
