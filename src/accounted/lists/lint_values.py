"""Checks of ages, dates and sexes: what cannot be, what contradicts, what stands for "not known", what heaps."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator

from accounted.lists.lint_sheet import Sheet, Suspect, names_nobody
from accounted.lists.values import is_blank, read_age, states_sex
from accounted.model.dates import DateInterval, Day
from accounted.model.records import Record

__all__ = ["age_range", "check_ages", "check_dates", "check_sexes", "whipple_index"]

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
_DATE_FIELDS = ("birth", "died")
_NOTHING_KNOWN = DateInterval("", None, None)


def check_ages(sheet: Sheet) -> Iterator[Suspect]:
    """Look for ages that are none, that cannot be, or that stand for "not known"."""
    for title in sheet.titles("age"):
        counts = Counter(sheet.cells(title))
        found: dict[str, set[str]] = {}
        ages: Counter[float] = Counter()
        for cell, n in counts.items():
            kind = _age_kind(cell)
            if kind:
                found.setdefault(kind, set()).add(cell)
            elif (age := read_age(cell)) is not None:
                ages[age] += n
        if ages[99.0] >= 3 and ages[99.0] > 3 * (ages[96.0] + ages[97.0] + ages[98.0] + ages[100.0]):
            found.setdefault("value_placeholder", set()).update(c for c in counts if read_age(c) == 99)
        if ages[0.0] >= _FEWEST_HEAPED and ages[0.0] > max(5 * ages[1.0], ages.total() / 10):
            found.setdefault("age_zero", set()).update(c for c in counts if read_age(c) == 0)
        for kind in sorted(found):
            yield from sheet.suspect(kind, title, found[kind])
        index = whipple_index(ages)
        if index is not None and index >= _ROUGH:
            heaped = {cell for cell in counts if (age := read_age(cell)) and 23 <= age <= 62 and age % 5 == 0}
            yield from sheet.suspect("age_heap", title, heaped)


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


def check_sexes(sheet: Sheet) -> Iterator[Suspect]:
    """Look for words in the column of sexes that are none."""
    for title in sheet.titles("sex"):
        unread = {c for c in set(sheet.cells(title)) if not is_blank(c) and not states_sex(c) and not names_nobody(c)}
        yield from sheet.suspect("sex_unread", title, unread)


def check_dates(sheet: Sheet) -> Iterator[Suspect]:
    """Look for dates that cannot be read, cannot be, contradict each other or the age, or stand for "not known"."""
    for field in _DATE_FIELDS:
        titles = sheet.titles(field)
        if titles:
            yield from _unread(sheet, field, titles)
            yield from _heaps(sheet, field, titles)
    yield from _far_from_others(sheet)
    yield from _outside_period(sheet)
    yield from _against_each_other(sheet)


def _interval(record: Record, field: str) -> DateInterval | None:
    return record.birth if field == "birth" else record.died


def _unread(sheet: Sheet, field: str, titles: tuple[str, ...]) -> Iterator[Suspect]:
    ages: list[tuple[int, ...]] = []
    unread: dict[str, list[tuple[int, ...]]] = {}
    values: dict[str, set[str]] = {}
    columns = [(title, sheet.cells(title)) for title in titles]
    for place, record in enumerate(sheet.records):
        if _interval(record, field) is not None:
            continue
        title, cell = next(((t, c[place]) for t, c in columns if not is_blank(c[place])), ("", ""))
        number = cell.strip()
        if not title or (names_nobody(cell) and not any(map(str.isdecimal, number))):
            continue
        if field == "birth" and _NUMBER.fullmatch(number) and len(number) <= 3 and 0 <= int(float(number)) <= _OLDEST:
            ages.append((place,))
        else:
            unread.setdefault(title, []).append((place,))
            values.setdefault(title, set()).add(cell)
    if ages:
        yield Suspect("birth_is_age", titles[:1], ages)
    for title, groups in unread.items():
        yield Suspect("date_unread", (title,), groups, tuple(sorted(values[title])))


def _heaps(sheet: Sheet, field: str, titles: tuple[str, ...]) -> Iterator[Suspect]:
    """Find days that stand for "not known", and first days of years that stand for the year."""
    days: Counter[Day] = Counter()
    for record in sheet.records:
        interval = _interval(record, field)
        if interval is not None and interval.earliest is not None and interval.earliest == interval.latest:
            days[interval.earliest] += 1
    fillers = {day for day in _FILLER_DAYS if _is_filler(day, days)}
    new_years = sum(n for day, n in days.items() if day[1:] == (1, 1) and day not in fillers)
    in_year = Counter(day[1:] for day in days.elements())
    usual = (days.total() - in_year[1, 1]) / max(1, len(in_year) - 1)
    if len(in_year) < 30 or new_years < _FEWEST_HEAPED or new_years < 5 * usual:
        new_years = 0
    filled: list[tuple[int, ...]] = []
    heaped: list[tuple[int, ...]] = []
    for place, record in enumerate(sheet.records if fillers or new_years else ()):
        interval = _interval(record, field)
        if interval is None or interval.earliest is None or interval.earliest != interval.latest:
            continue
        if interval.earliest in fillers:
            filled.append((place,))
        elif new_years and interval.earliest[1:] == (1, 1):
            heaped.append((place,))
    if filled:
        yield Suspect("value_placeholder", titles, filled, tuple(sorted(day.isoformat() for day in fillers)))
    if heaped:
        yield Suspect("date_heap", titles, heaped)


def _is_filler(day: Day, days: Counter[Day]) -> bool:
    if days[day] < 2:
        return bool(days[day]) and not 1800 <= day.year <= 2100
    beside = max(days[Day(day.year - 1, *day[1:])], days[Day(day.year + 1, *day[1:])], 1)
    return days[day] > 3 * beside or not 1800 <= day.year <= 2100


def _ordinal(day: Day) -> int:
    return day.year * 372 + day.month * 31 + day.day


def _far_from_others(sheet: Sheet) -> Iterator[Suspect]:
    """Find dates of death far from those of nearly all others, when nobody has said what the list covers."""
    dated = [
        (_ordinal(record.died.earliest), _ordinal(record.died.latest), place)
        for place, record in enumerate(sheet.records)
        if record.died is not None and record.died.earliest is not None and record.died.latest is not None
    ]
    if len(dated) < _FEWEST_DATES or any(info.period is not None for info in sheet.infos):
        return
    firsts = sorted(first for first, _, _ in dated)
    cut = max(1, len(firsts) // 100)
    low, high = firsts[cut], firsts[-1 - cut]
    beyond = 2 * (high - low) + 5 * 372
    far = [(place,) for first, last, place in dated if first > high + beyond or last < low - beyond]
    days = (sheet.records[place].died or _NOTHING_KNOWN for (place,) in far)
    if far:
        yield Suspect("date_far", sheet.titles("died"), far, tuple(sorted({day.edtf for day in days})))


def _outside_period(sheet: Sheet) -> Iterator[Suspect]:
    periods = {info.name: info.period for info in sheet.infos if info.period is not None}
    outside: list[tuple[int, ...]] = []
    days: set[str] = set()
    for place, record in enumerate(sheet.records if periods else ()):
        period = periods.get(record.list)
        if period is not None and record.died is not None and not period.overlaps(record.died):
            outside.append((place,))
            days.add(record.died.edtf)
    if outside:
        yield Suspect("date_outside_period", sheet.titles("died"), outside, tuple(sorted(days)))


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


def _against_each_other(sheet: Sheet) -> Iterator[Suspect]:
    kinds: dict[str, list[tuple[int, ...]]] = {"death_before_birth": [], "life_too_long": [], "age_against_dates": []}
    for place, record in enumerate(sheet.records if sheet.titles("birth") and sheet.titles("died") else ()):
        if record.birth is None or record.died is None:
            continue
        low, high = age_range(record.birth, record.died)
        if high < 0:
            kinds["death_before_birth"].append((place,))
        elif low > _OLDEST:
            kinds["life_too_long"].append((place,))
        elif record.age is not None and not low - 1 <= record.age <= high + 1:
            kinds["age_against_dates"].append((place,))
    columns = (*sheet.titles("birth"), *sheet.titles("died"))
    for kind, groups in kinds.items():
        if groups:
            yield Suspect(kind, (*sheet.titles("age"), *columns) if kind == "age_against_dates" else columns, groups)
