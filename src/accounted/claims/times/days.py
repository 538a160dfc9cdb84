"""Read days and months: each reader takes a match over the letters of tokens and tells what it means.

None means that it is no time; a reading without an interval, that the words are a time but do not say which.
"""

from __future__ import annotations

from dataclasses import replace

from accounted.claims.times.context import Basis, Context, Reading
from accounted.claims.times.matches import Found, key_of, number_of, told, told_day, value_of, year_of
from accounted.claims.times.points import Point, day_point
from accounted.claims.times.years import YEARS_OF_TEXT
from accounted.text.calendar_words import Calendar
from accounted.text.dates import days_of
from accounted.text.dates import read_date as read_cell

__all__ = ["read_date", "read_days", "read_holiday", "read_month", "read_numeric", "read_weekday"]

_LONG_YEAR = 12 * 31
_SOON = 2 * 31
_LATEST, _NEXT = -2, 2


def read_numeric(found: Found, context: Context) -> Reading | None:
    """Read 1999-06-17 and 17/6/1999; a day and month that can be swapped are both kept."""
    wording = str(value_of(found, "date", context))
    if len(wording) == 7 and wording[:4].isdigit():
        year = int(wording[:4])
        if not (year in YEARS_OF_TEXT and (year + 1) % 100 == int(wording[5:])):
            return None  # a number of something else
        return Reading("date", f"{year}/{year + 1}", f"{year}/{year + 1}", "stated", Point("year", year + 1))
    reading = read_cell(wording[:10])
    if reading is None:
        return Reading("date", "")
    interval = reading.interval
    first = interval.earliest.to_date() if interval.earliest else None
    point = Point("day", first.toordinal()) if first and interval.is_one_day else None
    suffix = wording[10:16] if "T" in wording else ""
    return Reading("time" if suffix else "date", interval.edtf + suffix, interval.edtf, "stated", point)


def read_date(found: Found, context: Context) -> Reading | None:
    """Read a day of a month, with its year, or the year that its sentence and the document's date give it."""
    month = _month(found, context)
    day = number_of(found, "day", context)
    if month is None or day is None or not 1 <= day <= 31:
        return None
    if found.start("day") > found.start("month") and not found["year"] and _is_count(found.end("day"), context):
        return None
    year, basis = year_of(found, context)
    if year is None:
        return _without_year(found, context, month, day)
    return _in_calendar(month[0], year, month[1], day, basis)


def _month(found: Found, context: Context) -> tuple[Calendar, int] | None:
    value = value_of(found, "month", context)
    return value if isinstance(value, tuple) else None


def _is_count(at: int, context: Context) -> bool:
    keys = context.tokens.keys
    return at < len(keys) and keys[at] in context.persons


def _in_calendar(calendar: Calendar, year: int, month: int | None, day: int | None, basis: Basis) -> Reading:
    if calendar == "gregorian":
        point = day_point(year, month, day)
        nothing = Reading("date", "")  # 31 June: words for a day that does not exist
        return (told(point, basis) or nothing) if point else nothing
    interval = days_of(calendar, year, month, day)
    if interval is None:
        return Reading("date", "")
    first = interval.earliest.to_date() if interval.earliest else None
    point = Point("day", first.toordinal()) if first and interval.is_one_day else None
    return Reading("date", interval.edtf, interval.edtf, basis, point)


def _without_year(found: Found, context: Context, month: tuple[Calendar, int], day: int | None) -> Reading | None:
    """Give a date the nearest year on the side of time that its sentence speaks of."""
    calendar, number = month
    if calendar != "gregorian":
        return Reading("date", "") if day else None
    if day and day_point(2000, number, day) is None:
        return Reading("date", "")
    value = f"XXXX-{number:02d}" + (f"-{day:02d}" if day else "")
    now = context.now("year")
    open_reading = Reading("date", value, month_day=(number, day))
    if context.dated is None or context.dated.latest is None or now is None:
        return open_reading
    here = context.dated.latest.month * 31 + (context.dated.latest.day if day else 0)
    named = number_of(found, "weekday", context) if day and "weekday" in found.re.groupindex else None
    if named is not None and (matching := _with_weekday(now.index, number, day, named)):
        return replace(told(matching, "document") or open_reading, month_day=(number, day))
    wanted = number * 31 + (day or 0)  # in months of 31 days, which is near enough
    nearest = -1 if (wanted - here) % _LONG_YEAR >= _LONG_YEAR / 2 else 1
    tense = context.tense(found.start(), found.end())
    limit = context.before(found.start()) in context.words.up_to
    soon = 0 < (wanted - here) % _LONG_YEAR <= (_LONG_YEAR / 2 if limit else _SOON)
    doubtful = tense == -1 and soon
    ahead = (nearest if tense == 0 or doubtful else tense) > 0
    year = now.index + (wanted < here if ahead else -(wanted > here))
    point = day_point(year, number, day)
    if point is None or not point.is_possible:
        return open_reading
    if doubtful or _is_told_otherwise(found.start(), context, year):
        return Reading("date", point.value, month_day=(number, day))
    return Reading("date", point.value, point.edtf, "document", point, (number, day))


def _is_told_otherwise(at: int, context: Context, year: int) -> bool:
    """Whether the paragraph has just told of another year: then the document's date says nothing for sure."""
    told = context.told
    if (
        told is None
        or told.point is None
        or told.basis != "stated"
        or "|" in context.tokens.codes[context.told_at : at]
    ):
        return False
    since = told.point.unit == "year" and context.before(context.told_at) in context.words.since
    return told.point.year != year and not since


def _with_weekday(year: int, month: int, day: int | None, weekday: int) -> Point | None:
    """The day of that month in the nearest year in which it falls on the weekday; a tie goes to the past."""
    for other in (year, year - 1, year + 1):
        point = day_point(other, month, day)
        if point is not None and point.first_day.weekday() == weekday:
            return point
    return None


def read_holiday(found: Found, context: Context) -> Reading | None:
    """Read "Christmas Eve 1999"."""
    value = value_of(found, "holiday", context)
    month, day = value if isinstance(value, tuple) else (1, 1)
    year, basis = year_of(found, context)
    if year is None:
        return _without_year(found, context, ("gregorian", month), day)
    return _in_calendar("gregorian", year, month, day, basis)


def read_days(found: Found, context: Context) -> Reading | None:
    """Read "1–15 June 1999" as the days from the first to the last."""
    month, first, last = _month(found, context), number_of(found, "day", context), number_of(found, "last", context)
    if month is None or first is None or last is None or not 1 <= first < last <= 31:
        return None
    if found.start("day") > found.start("month") and _is_count(found.end("last"), context):
        return None
    year, basis = year_of(found, context)
    end = _in_calendar(month[0], year, month[1], last, basis) if year else _without_year(found, context, month, last)
    if end is None or end.edtf is None or end.point is None:
        return end
    begin = end.point.shift(first - last)
    interval = f"{begin.edtf}/{end.edtf}"
    return Reading("date", interval, interval, end.basis, end.point)


def read_month(found: Found, context: Context) -> Reading | None:
    """Read a month; one that is also a common word or a given name needs a word before it that says so."""
    month = _month(found, context)
    if month is None:
        return None
    calendar, number = month
    year, basis = year_of(found, context)
    if year is not None:
        return _in_calendar(calendar, year, number, None, basis)
    direction = number_of(found, "direction", context) if "direction" in found.re.groupindex else None
    if direction is not None and calendar == "gregorian":
        now = context.now("month")
        if now is None:
            return Reading("date", f"XXXX-{number:02d}")
        point = Point("month", now.index // 12 * 12 + number - 1)
        if direction < 0 and point.index >= now.index:
            point = point.shift(-12)
        elif direction > 0 and point.index <= now.index:
            point = point.shift(12)
        return told(point, "document")
    led = "part" in found.re.groupindex and found["part"]
    if not led and not _leads_to_time(found.start("month"), context):
        short = context.tokens.ends[found.start("month")] - context.tokens.starts[found.start("month")] <= 3
        if calendar != "gregorian" or short or key_of(found, "month", context) in context.words.capital:
            return None
    if calendar != "gregorian":
        return None
    return _without_year(found, context, month, None)


def _leads_to_time(at: int, context: Context) -> bool:
    leads, before = context.words.year_leads, context.before(at, 2)
    return before in leads or before.rpartition(" ")[2] in leads


def read_weekday(found: Found, context: Context) -> Reading | None:
    """Read a weekday: the nearest one on the side of time that its sentence speaks of."""
    weekday = number_of(found, "weekday", context)
    if weekday is None or key_of(found, "weekday", context) in context.words.capital:
        return None
    if _is_name(found, context):
        return None
    daypart = str(value_of(found, "daypart", context) or "")
    suffix = f"T{daypart}" if daypart else ""
    kind = "time" if daypart else "date"
    open_value = f"XXXX-WXX-{weekday + 1}{suffix}"
    relative = key_of(found, "direction", context)
    if relative in context.words.that or relative in context.words.following:
        base, basis = told_day(context)
        direction = context.words.following.get(relative, -1)
    else:
        base, basis = context.now("day"), "document"
        given = number_of(found, "direction", context)
        direction = given if given is not None else 0
        if given is None:
            direction = _NEXT if context.tense(*found.span()) > 0 else _LATEST
    if base is None:
        return Reading("time" if daypart else "date", open_value)
    ahead = (weekday - base.first_day.weekday()) % 7
    back = ahead - 7 if ahead else 0
    shifts = {_LATEST: back, _NEXT: ahead, 0: ahead, -1: back or -7, 1: ahead or 7}  # "last" and "next" leave today out
    return told(base.shift(shifts[direction]), basis, kind=kind, suffix=suffix)


def _is_name(found: Found, context: Context) -> bool:
    """Whether a weekday is part of a name ("The Sunday Times")."""
    tokens, after = context.tokens, found.end()
    if tokens.codes[found.start() : found.start() + 1] != "t" or after >= len(tokens.keys):
        return False
    begin = tokens.starts[after]
    return context.text[begin].isupper() and context.text[tokens.ends[after - 1] : begin] == " "
