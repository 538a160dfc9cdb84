"""Read dates: each reader takes a match over the letters of tokens and tells what it means, or None: it is no time."""

from __future__ import annotations

import re
from dataclasses import replace

from accounted.claims.languages.calendar import Unit
from accounted.claims.times.context import Basis, Context, Reading
from accounted.claims.times.points import Point, day_point
from accounted.text.calendar_words import Calendar
from accounted.text.dates import days_of
from accounted.text.dates import read_date as read_cell

__all__ = [
    "HIJRI_YEARS", "Found", "inherited", "key_of", "number_of", "read_century", "read_date", "read_days", "read_decade",
    "read_decade_noun", "read_month", "read_numeric", "read_weekday", "read_year", "read_years", "told", "told_day",
    "unit_of", "value_of", "year_of",
]  # fmt: skip

Found = re.Match[str]
HIJRI_YEARS = range(1200, 1501)
"""Years that may be those of a Hijri calendar."""

_YEARS_OF_TEXT = range(1000, 2100)
_FIRST_BARE_YEAR = 1800  # without a word that says so
_LONG_YEAR = 12 * 31


def value_of(found: Found, name: str, context: Context) -> object:
    """The value of the token that a group matched; None when it matched nothing."""
    at = found.start(name)
    return context.tokens.values[at] if at >= 0 else None


def number_of(found: Found, name: str, context: Context) -> int | None:
    """Likewise, when the value is a whole number."""
    value = value_of(found, name, context)
    return int(value) if isinstance(value, (int, float)) and value == int(value) else None


def key_of(found: Found, name: str, context: Context) -> str:
    """The words of the token that a group matched; empty when it matched nothing."""
    at = found.start(name)
    return context.tokens.keys[at] if at >= 0 else ""


def unit_of(found: Found, name: str, context: Context) -> Unit:
    """The unit that a group matched."""
    unit: Unit = context.tokens.values[found.start(name)]
    return unit


def told(point: Point | None, basis: Basis, *, kind: str = "date", suffix: str = "") -> Reading | None:
    """Make the reading of a point of the calendar; None without one."""
    if point is None or not point.is_possible:
        return None
    time = kind == "time"
    return Reading("time" if time else "date", point.value + suffix, point.edtf, basis, point)


def year_of(found: Found, context: Context) -> tuple[int | None, Basis]:
    """The year that a date names: in digits, or as "this year", "that year"."""
    if "year" in found.re.groupindex and found["year"]:
        return number_of(found, "year", context), "stated"
    if "that_unit" in found.re.groupindex and found["that_unit"] and unit_of(found, "that_unit", context) == "year":
        direction = value_of(found, "that_year", context)
        if direction is None:
            return (context.told.point.year, "text") if context.told and context.told.point else (None, "none")
        now = context.now("year")
        return (now.index + int(str(direction)), "document") if now else (None, "none")
    return None, "none"


def read_numeric(found: Found, context: Context) -> Reading | None:
    """Read 1999-06-17 and 17/6/1999; a day and month that can be swapped are both kept."""
    wording = str(value_of(found, "date", context))
    if len(wording) == 7:
        year = int(wording[:4])
        if not (year in _YEARS_OF_TEXT and (year + 1) % 100 == int(wording[5:])):
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
    nearest = -1 if (wanted - here) % _LONG_YEAR > _LONG_YEAR / 2 else 1
    tense = context.tense(found.start(), found.end())
    soon = 0 < (wanted - here) % _LONG_YEAR <= _SOON
    doubtful = tense == -1 and soon
    ahead = (nearest if tense == 0 or doubtful else tense) > 0
    year = now.index + (wanted < here if ahead else -(wanted > here))
    point = day_point(year, number, day)
    if point is None:
        return open_reading
    if doubtful or _is_told_otherwise(found.start(), context, year):
        return Reading("date", point.value, month_day=(number, day))
    return Reading("date", point.value, point.edtf, "document", point, (number, day))


_SOON = 2 * 31


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


_LATEST, _NEXT = -2, 2


def _is_name(found: Found, context: Context) -> bool:
    """Whether a weekday is part of a name ("The Sunday Times")."""
    tokens, after = context.tokens, found.end()
    if tokens.codes[found.start() : found.start() + 1] != "t" or after >= len(tokens.keys):
        return False
    begin = tokens.starts[after]
    return context.text[begin].isupper() and context.text[tokens.ends[after - 1] : begin] == " "


def told_day(context: Context) -> tuple[Point | None, Basis]:
    """The day told before; None when no day was."""
    if context.told and context.told.point and context.told.point.unit == "day":
        return context.told.point, inherited(context.told)
    return None, "none"


def inherited(reading: Reading) -> Basis:
    """What a time counted from another one rests on."""
    return "document" if reading.basis == "document" else "text"


def read_year(found: Found, context: Context) -> Reading | None:
    """Tell the year 2000 from 2000 people; what can be both is a year, so that nobody is counted who was not."""
    year = number_of(found, "year", context)
    digits = context.tokens.codes[found.start("year")] == "Y"
    noun = found["lead"] is not None and unit_of(found, "lead", context) == "year"
    if year is None or year not in _YEARS_OF_TEXT or not (digits or noun) or (found["lead"] and not noun):
        return None
    at, end = found.start("year"), found.end("year")
    written = key_of(found, "year", context)[0].isdigit()
    if not noun and not found["fiscal"] and written and not _is_year(at, end, context, led=bool(found["part"])):
        return None
    if year in HIJRI_YEARS and context.words.year_calendar != "gregorian":
        return _in_calendar(context.words.year_calendar, year, None, None, "stated")
    return told(day_point(year), "stated")


def _is_year(at: int, end: int, context: Context, *, led: bool) -> bool:
    tokens = context.tokens
    following = tokens.keys[end] if end < len(tokens.keys) else ""
    before = tokens.keys[at - 1].rpartition(" ")[2] if at else ""
    if tokens.codes[end : end + 1] in ("u", "y") or tokens.codes[at - 1 : at] == "N":
        return False
    if led or before in context.words.firm_year_leads:
        return True
    if before == "=" or before in context.words.count_leads or tokens.codes[at - 1 : at] in ("Q", "q"):
        return False
    if following in context.persons:
        return False
    table = context.words
    if before in table.year_leads:
        return True
    recent = int(tokens.values[at]) >= _FIRST_BARE_YEAR
    return recent and bool(table.after_counts) and following not in table.after_counts


def read_years(found: Found, context: Context) -> Reading | None:
    """Read "1998-99" as the years from the first to the last."""
    first, last = number_of(found, "year", context), number_of(found, "last", context)
    if first is None or last is None or len(key_of(found, "last", context)) != 2:
        return None
    end = first // 100 * 100 + last
    if end <= first or context.tokens.ends[found.end() - 1] - context.tokens.starts[found.start()] != 7:
        return None
    return Reading("date", f"{first}/{end}", f"{first}/{end}", "stated", Point("year", end))


def read_decade(found: Found, context: Context) -> Reading | None:
    """Read "the 1980s", "the '80s", "the nineties"."""
    decade = number_of(found, "decade", context)
    return _decade(decade)


def _decade(decade: int | None) -> Reading | None:
    if decade is not None and decade < 100:
        if decade == 20:
            return Reading("date", "")  # of which century?
        decade += 2000 if decade < 20 else 1900
    return told(Point("decade", decade // 10), "stated") if decade is not None else None


def read_decade_noun(found: Found, context: Context) -> Reading | None:
    """Read "années 1980", "años 80"."""
    year = number_of(found, "year", context)
    if year is None or year % 10 or key_of(found, "noun", context) not in context.words.decade_nouns:
        return None
    return _decade(year)


def read_century(found: Found, context: Context) -> Reading | None:
    """Read "the 20th century"."""
    ordinal = number_of(found, "ordinal", context)
    if ordinal is None or unit_of(found, "unit", context) != "century" or not 1 < ordinal <= 30:
        return None
    return told(Point("century", ordinal - 1), "stated")
