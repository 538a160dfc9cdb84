"""Read the dates that stand in the cells of lists: many forms, three calendars, and never a guessed day.

A cell is simplified (digits to 0–9, accents and vowel marks off), then tried as EDTF, as numbers, as words, and as a
range of two such. What two readings leave open stays open: `3/4/1999` without knowing the order of day and month is the
interval from one reading to the other. Calendar and order of day and month belong to a whole column, so they are
guessed from all its values and handed in. Solar Hijri dates (Iran, Afghanistan) are converted by persiantools, Islamic
ones (lunar, Umm al-Qura) by hijridate; the reading says which, because a day may differ where the month began by
sighting.
"""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import NamedTuple

from hijridate import Hijri
from persiantools.jdatetime import JalaliDate

from accounted.model.dates import DateInterval, Day
from accounted.model.errors import InvalidDate
from accounted.text.calendar_words import (
    ABOUT,
    CALENDARS,
    FILLERS,
    MARKS,
    MONTHS,
    PARTS,
    SEASONS,
    TITLES,
    Calendar,
)

__all__ = ["CALENDARS", "Calendar", "ReadDate", "days_of", "guess_calendar", "guess_day_first", "read_date", "simplify"]

_LONGEST_CELL = 80
_OLDEST_YEAR = 1000
_BY_YEAR = "taken as Solar Hijri by the size of the year"
_HIJRI_YEARS = range(1200, 1501)
_ISLAMIC_YEARS = range(1343, 1501)  # what the Umm al-Qura tables cover
_SHARE_NAMED = 0.05  # of the cells: fewer names of months speak for themselves, not for the column
_DAYS_IN_LONGEST_ISLAMIC_MONTH = 30

_TIME = re.compile(r"(?:[ T]+)\d{1,2}:\d{2}(?::\d{2}(?:\.\d+)?)?(?: ?[ap]m)?(?:Z|[+-]\d{2}:?\d{2})?$", re.IGNORECASE)
_YEAR_FIRST = re.compile(r"(\d{4})([/.\- ])(\d{1,2})(?:\2(\d{1,2}))?")
_COMPACT = re.compile(r"(\d{4})(\d{2})(\d{2})")
_YEAR_LAST = re.compile(r"(\d{1,2})([/.\- ])(\d{1,2})\2(\d{4})")
_MONTH_YEAR = re.compile(r"(\d{1,2})[/.\-](\d{4})")
_RANGE = re.compile(
    r"(?:between|from|entre|desde|du|de|از|من|بین)?\s*(.+?)\s+(?:to|until|till|through|and|et|y|au|a|hasta|تا|الی|و|-|–|—)\s+(.+)"
)
_YEARS = re.compile(r"(\d{4})\s*[-–/]\s*(\d{4})")


@dataclass(frozen=True, slots=True)
class ReadDate:
    """A date as read from a cell.

    Args:
        interval: The days that the words allow, in the Gregorian calendar.
        calendar: The calendar that the cell was written in.
        note: What a reader should know about this reading; empty when there is nothing to say.
        calendar_told: Whether words, digits or the column tell the calendar; False when only the size of the year does.
    """

    interval: DateInterval
    calendar: Calendar
    note: str = ""
    calendar_told: bool = True


class _Signs(NamedTuple):
    """What tells the calendar, the strongest first, and the order of day and month."""

    mark: Calendar | None
    column: Calendar | None
    script: Calendar | None
    day_first: bool | None


class _Stated(NamedTuple):
    year: int
    month: int | None = None
    day: int | None = None
    calendar: Calendar | None = None
    note: str = ""


def read_date(text: str, *, calendar: Calendar | None = None, day_first: bool | None = None) -> ReadDate | None:
    """Read one cell.

    Args:
        text: The cell as written.
        calendar: Calendar of the column, for cells that do not tell themselves; None: a year from 1200 to 1500 is read
            as Solar Hijri, or as Islamic when it is written in Arabic digits, and the note says so.
        day_first: Whether `3/4/1999` is 3 April; None: both readings are kept, as one interval.

    Returns:
        The reading, or None when the cell cannot be read: then it stays as written, and no date is made up.

    >>> read_date("12 March 1999").interval.edtf
    '1999-03-12'
    >>> read_date("3/4/1999").interval.edtf
    '1999-03-04/1999-04-03'
    >>> reading = read_date("۱۳۷۸/۰۱/۰۵")
    >>> reading.interval.edtf, reading.calendar
    ('1999-03-25', 'solar_hijri')
    >>> read_date("5 ذو الحجة 1419").interval.edtf, read_date("summer of 1988").interval.edtf
    ('1999-03-22', '1988-22')
    >>> read_date("not known") is None
    True
    """
    if len(text) > _LONGEST_CELL or not any(character.isdecimal() for character in text):
        return None
    western = _TIME.sub("", _western_digits(text).strip())
    signs = _Signs(None, calendar, None if calendar else _digits_calendar(text), day_first)
    as_edtf = _read_edtf(western, signs)
    if as_edtf:
        return as_edtf
    plain, mark = _without_mark(simplify(western))
    return _read_plain(plain, signs._replace(mark=mark))


def guess_day_first(values: Iterable[str]) -> bool | None:
    """Tell from a column whether its dates like `13/4/1999` begin with the day.

    Returns:
        None when no value tells, or when values contradict each other.

    >>> guess_day_first(["3/4/1999", "13/4/1999"]), guess_day_first(["3/4/1999"])
    (True, None)
    """
    day_first = month_first = False
    for value in values:
        found = _YEAR_LAST.fullmatch(_TIME.sub("", _western_digits(value).strip()))
        if found and found[2] != ".":
            day_first |= int(found[1]) > 12
            month_first |= int(found[3]) > 12
    return None if day_first == month_first else day_first


def guess_calendar(values: Iterable[str], *, title: str = "") -> Calendar | None:
    """Tell in which calendar a column of dates is written.

    Names of months and marks such as AH in the values come first, then the column's title (`date_sh`, `date_hijri`),
    then a day 31 in the first months (no Islamic month has one), the script of the digits and the size of the years.

    Returns:
        None when nothing tells, or when the column holds no dates.

    >>> guess_calendar(["5 Mordad 1367"]), guess_calendar(["1419/12/05"], title="date_hijri")
    ('solar_hijri', 'islamic_hijri')
    >>> guess_calendar(["1999-03-20", "2/4/1999"])
    'gregorian'
    """
    cells = [value for value in values if 0 < len(value) <= _LONGEST_CELL]
    said: Counter[Calendar] = Counter()
    seen: Counter[Calendar] = Counter()
    thirty_first = False
    for cell in cells:
        plain, mark = _without_mark(simplify(_western_digits(cell)))
        stated = _states(plain, day_first=None)
        named = mark or next((s.calendar for s in stated if s.calendar), None)
        said.update([named] if named else [])
        for one in stated[:1]:
            hijri = one.year in _HIJRI_YEARS
            seen[(_digits_calendar(cell) or "solar_hijri") if hijri else "gregorian"] += 1
            thirty_first |= hijri and (one.day or 0) > _DAYS_IN_LONGEST_ISLAMIC_MONTH
    del said["gregorian"]
    if said and said.total() >= _SHARE_NAMED * len(cells):
        return _commonest(said)
    words = set(re.findall(r"[^\W\d_]+", simplify(title)))
    titled = next((c for c in TITLES if words & TITLES[c]), None)
    if titled == "islamic_hijri" and thirty_first:
        return "solar_hijri"
    if titled or not seen:
        return titled
    return "solar_hijri" if thirty_first and seen["gregorian"] < sum(seen.values()) / 2 else _commonest(seen)


def _commonest(counts: Counter[Calendar]) -> Calendar:
    return min(counts, key=lambda c: (-counts[c], CALENDARS.index(c)))


def _in_words(calendar: Calendar) -> str:
    return {"gregorian": "Gregorian", "solar_hijri": "Solar Hijri", "islamic_hijri": "Islamic Hijri"}[calendar]


def _western_digits(text: str) -> str:
    return "".join(str(unicodedata.decimal(c)) if c.isdecimal() else c for c in text)


def _digits_calendar(text: str) -> Calendar | None:
    if any("۰" <= c <= "۹" for c in text):
        return "solar_hijri"
    return "islamic_hijri" if any("٠" <= c <= "٩" for c in text) else None


_LETTERS = str.maketrans(
    {"ي": "ی", "ى": "ی", "ك": "ک", "ة": "ه", "ـ": "", "،": " ", ",": " ", "'": " ", "’": " ", "ʿ": " ", "ʾ": " "}
)


def simplify(text: str) -> str:
    """Take off what spellings of one word differ in: case, accents, vowel marks, forms of Arabic letters.

    >>> simplify("Février"), simplify("مُحرَّم") == simplify("محرم")
    ('fevrier', True)
    """
    spread = unicodedata.normalize("NFKD", text.casefold())
    kept = "".join(c for c in spread if unicodedata.category(c) not in ("Mn", "Cf"))
    return re.sub(r"\s+", " ", kept.translate(_LETTERS)).strip(" .;")


def _lookup(names: dict[Calendar, tuple[str, ...]]) -> dict[str, tuple[Calendar, int]]:
    return {
        simplify(name): (calendar, number)
        for calendar, rows in names.items()
        for number, row in enumerate(rows, start=1)
        for name in row.split(", ")
    }


_MONTH_NAMES = _lookup(MONTHS)
_SEASON_NAMES = _lookup(SEASONS)
_MARK_PATTERNS = {
    c: re.compile(rf"(.*\d)\s*\(?(?:{pattern})\)?|(?:{pattern})\s+(.*\d.*)") for c, pattern in MARKS.items()
}


def _without_mark(plain: str) -> tuple[str, Calendar | None]:
    for calendar in ("solar_hijri", "islamic_hijri", "gregorian"):
        found = _MARK_PATTERNS[calendar].fullmatch(plain)
        if found:
            return (found[1] or found[2]).strip(), calendar
    return plain, None


def _joined(*notes: str) -> str:
    return "; ".join(dict.fromkeys(note for note in notes if note))


def _read_edtf(text: str, signs: _Signs) -> ReadDate | None:
    try:
        interval = DateInterval.parse(text)
    except InvalidDate:
        return None
    years = [day.year for day in (interval.earliest, interval.latest) if day]
    if min(years) < _OLDEST_YEAR or (signs.column != "gregorian" and any(year in _HIJRI_YEARS for year in years)):
        return None
    return ReadDate(interval, "gregorian", _alone(signs))


def _alone(signs: _Signs) -> str:
    return "" if signs.column in (None, "gregorian") else "Gregorian by its year, in a column of another calendar"


def _read_plain(plain: str, signs: _Signs) -> ReadDate | None:
    doubtful = plain.endswith("?")
    stated = _states(plain.rstrip("? "), signs.day_first)
    if not stated:
        return _read_range(plain, signs)
    calendar, why = _calendar_of(stated[0], signs)
    bounds = [found for one in stated if (found := _bounds(one, calendar))]
    if not bounds:
        return None
    earliest, latest = min(b[0] for b in bounds), max(b[1] for b in bounds)
    notes = [one.note for one in stated if len(bounds) == len(stated)] + [why]
    if calendar == "islamic_hijri":
        notes.append("Umm al-Qura calendar; the day may differ where the month began by sighting")
    interval = DateInterval.between(earliest, latest)
    qualifier = "?" if doubtful else "~" if ABOUT & set(_words(plain)) else ""
    if qualifier and "/" not in interval.edtf:
        interval = DateInterval.parse(interval.edtf + qualifier)
    return ReadDate(interval, calendar, _joined(*notes), calendar_told=why != _BY_YEAR)


def _read_range(plain: str, signs: _Signs) -> ReadDate | None:
    found = _YEARS.fullmatch(plain) or _RANGE.fullmatch(plain)
    last = _read_plain(found[2], signs) if found else None
    if not found or not last:
        return None
    year = re.search(r"\d{4}", found[2])
    first = _read_plain(found[1], signs) or (_read_plain(f"{found[1]} {year[0]}", signs) if year else None)
    if not first or first.calendar != last.calendar:
        return None
    earliest, latest = first.interval.earliest, last.interval.latest
    if earliest is None or latest is None or earliest > latest:
        return None
    told = first.calendar_told and last.calendar_told
    return ReadDate(DateInterval.between(earliest, latest), last.calendar, _joined(first.note, last.note), told)


def _calendar_of(stated: _Stated, signs: _Signs) -> tuple[Calendar, str]:
    """Choose the calendar of one cell, and say so where the cell itself does not."""
    told = stated.calendar or signs.mark
    if told:
        return told, ""
    if stated.year not in _HIJRI_YEARS:
        return "gregorian", _alone(signs)
    if signs.column:
        return signs.column, ""
    if signs.script:
        return signs.script, f"taken as {_in_words(signs.script)} by the digits it is in"
    return "solar_hijri", _BY_YEAR


def _states(plain: str, day_first: bool | None) -> list[_Stated]:
    """List what the simplified text may state: nothing, one date, or two between which it does not decide."""
    if found := _YEAR_FIRST.fullmatch(plain) or _COMPACT.fullmatch(plain):
        year, *_, month, day = found.groups()
        return [_numbers(int(year), int(month), int(day or 0))]
    if found := _YEAR_LAST.fullmatch(plain):
        first, second, year = int(found[1]), int(found[3]), int(found[4])
        return _either_order(first, second, year, day_first=True if found[2] == "." else day_first)
    if found := _MONTH_YEAR.fullmatch(plain):
        return [_numbers(int(found[2]), int(found[1]), 0)]
    return list(_spelled(_words(plain)))


def _numbers(year: int, month: int, day: int) -> _Stated:
    note = "a day or month written as 0 is taken as not known" if month == 0 else ""
    return _Stated(year, month or None, (day or None) if month else None, note=note)


def _either_order(first: int, second: int, year: int, day_first: bool | None) -> list[_Stated]:
    if day_first is None and first <= 12 and second <= 12 and first != second:
        note = "day and month cannot be told apart: both readings are kept"
        return [_Stated(year, second, first, note=note), _Stated(year, first, second, note=note)]
    if second > 12 or (day_first is False and first <= 12):
        first, second = second, first
    return [_Stated(year, second, first)]


def _words(plain: str) -> list[str]:
    return re.findall(r"\d+|[^\W\d_]+", plain)


def _spelled(words: list[str]) -> Iterator[_Stated]:
    """Read words such as `12 march 1999`; every word has to have a meaning, else nothing is read."""
    note = "the words for a part of it are kept as the whole" if PARTS & set(words) else ""
    left = [word for word in words if word not in FILLERS | ABOUT | PARTS]
    calendar, month, season, left = _without_name(left)
    years = [int(word) for word in left if len(word) == 4 and word.isdecimal()]
    days = [int(word) for word in left if len(word) <= 2 and word.isdecimal()]
    if len(years) != 1 or len(years) + len(days) != len(left) or years[0] < _OLDEST_YEAR:
        return
    if season and not days:
        yield from _season(years[0], season, calendar)
    elif month and len(days) == 2 and days[0] < days[1]:
        yield from (_Stated(years[0], month, day, calendar, note) for day in days)
    elif not season and (len(days) < 2 if month else not days):
        yield _Stated(years[0], month, days[0] if days else None, calendar, note)


def _without_name(words: list[str]) -> tuple[Calendar | None, int | None, int | None, list[str]]:
    for length in (3, 2, 1):
        for start in range(len(words) - length + 1):
            name = " ".join(words[start : start + length])
            rest = words[:start] + words[start + length :]
            if name in _MONTH_NAMES:
                calendar, month = _MONTH_NAMES[name]
                return calendar, month, None, rest
            if name in _SEASON_NAMES:
                calendar, season = _SEASON_NAMES[name]
                return calendar, None, season, rest
    return None, None, None, words


def _season(year: int, season: int, calendar: Calendar | None) -> Iterator[_Stated]:
    if calendar == "solar_hijri" or year in _HIJRI_YEARS:
        yield _Stated(year, 3 * season - 2, None, "solar_hijri")
        yield _Stated(year, 3 * season, None, "solar_hijri")
    else:
        yield _Stated(year, 20 + season, None, "gregorian")


def _bounds(stated: _Stated, calendar: Calendar) -> tuple[Day, Day] | None:
    """Find the first and last day in the Gregorian calendar; None when there is no such day."""
    year, month, day = stated.year, stated.month, stated.day
    if calendar == "gregorian":
        parts = [f"{year:04d}", *(f"{part:02d}" for part in (month, day) if part is not None)]
        try:
            interval = DateInterval.parse("-".join(parts))
        except InvalidDate:
            return None
        if year < _OLDEST_YEAR or interval.earliest is None or interval.latest is None:
            return None
        return interval.earliest, interval.latest
    first_day = _solar_day if calendar == "solar_hijri" else _islamic_day
    first = first_day(year, month or 1, day or 1)
    if day:
        last = first
    else:
        last_month = month or 12
        last = next((found for n in (31, 30, 29) if (found := first_day(year, last_month, n))), None)
    return (first, last) if first and last else None


def days_of(calendar: Calendar, year: int, month: int | None = None, day: int | None = None) -> DateInterval | None:
    """Find the days of a year, month or day of a calendar; None when there is no such day.

    >>> days_of("solar_hijri", 1360, 3, 31).edtf, days_of("solar_hijri", 1360, 7, 31)
    ('1981-06-21', None)
    """
    bounds = _bounds(_Stated(year, month, day), calendar)
    return DateInterval.between(*bounds) if bounds else None


def _solar_day(year: int, month: int, day: int) -> Day | None:
    if year not in _HIJRI_YEARS or not JalaliDate.check_date(year, month, day):
        return None
    return Day.of(JalaliDate(year, month, day).to_gregorian())  # type: ignore[no-untyped-call]  # persiantools is partly typed


def _islamic_day(year: int, month: int, day: int) -> Day | None:
    if year not in _ISLAMIC_YEARS or not 1 <= month <= 12 or not 1 <= day <= 30:
        return None
    try:
        return Day.of(Hijri(year, month, day).to_gregorian())
    except (OverflowError, ValueError):
        return None
