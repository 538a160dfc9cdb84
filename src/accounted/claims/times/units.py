"""Read times that name a unit of the calendar: "the third quarter", "last summer", "this week", "yesterday"."""

from __future__ import annotations

from dataclasses import replace

from accounted.claims.languages.calendar import Unit
from accounted.claims.times.context import Context, Reading
from accounted.claims.times.matches import (
    Found,
    inherited,
    key_of,
    number_of,
    open_shift,
    told,
    told_day,
    unit_of,
    value_of,
    year_of,
)
from accounted.claims.times.points import SEASON_CODES, Point, day_point, holding, within
from accounted.claims.times.years import HIJRI_YEARS
from accounted.model.dates import DateInterval
from accounted.text.dates import days_of

__all__ = [
    "read_definite", "read_deictic", "read_quarter", "read_relative", "read_relative_daypart", "read_season",
    "read_year_end", "read_year_period",
]  # fmt: skip


def read_quarter(found: Found, context: Context) -> Reading | None:
    """Read "the third quarter of 1990", "the first half"; without a year, the last one that had ended or the next."""
    unit, ordinal = unit_of(found, "unit", context), number_of(found, "ordinal", context)
    most = {"quarter": 4, "half": 2}.get(unit, 0)
    if ordinal is None or not 1 <= ordinal <= most:
        return None
    year, basis = year_of(found, context)
    if year is None and found["before"]:
        year, basis = number_of(found, "before", context), "stated"
    now_year = context.now("year")
    if year is None and found["direction"] and now_year:
        year, basis = now_year.index + (number_of(found, "direction", context) or 0), "document"
    if year is not None:
        return told(Point(unit, year * most + ordinal - 1), basis)
    now = context.now(unit)
    if now is None or unit == "half":
        return Reading("date", f"XXXX-{unit[0].upper()}{ordinal}") if unit == "quarter" else None
    point = Point(unit, now.index // most * most + ordinal - 1)
    if point.index == now.index - 1:
        return told(point, "document")
    if context.tense(found.start(), found.end()) > 0:
        point = point.shift(4 if point.index < now.index else 0)
    else:
        point = point.shift(-4 if point.index > now.index else 0)
    return told(point, "document")


def read_season(found: Found, context: Context) -> Reading | None:
    """Read "the summer of 1988", "last summer"; a season without a year needs an article or a direction."""
    season = number_of(found, "season", context)
    if season is None:
        return None
    year, basis = year_of(found, context)
    following = number_of(found, "next", context) if "next" in found.re.groupindex else None
    if following is not None and (year is None or (year + 1) % 100 != following):
        return None
    if year is not None and year in HIJRI_YEARS and context.words.year_calendar == "solar_hijri":
        return _solar_season(year, season)
    if year is not None:
        return told(Point("season", year * 4 + season - 21), basis)
    direction = number_of(found, "direction", context) if "direction" in found.re.groupindex else None
    before = context.tokens.codes[found.start("season") - 1 : found.start("season")]
    if direction is None and (not before or before not in "tKB"):
        return None
    if key_of(found, "season", context) in context.words.doubtful and direction is None:
        return None
    code = SEASON_CODES[season - 21]
    now = context.now("year")
    today = context.now("day") or context.now("month")
    if now is None or today is None:
        return Reading("date", f"XXXX-{code}")
    here = holding(today.first_day, "season")
    point = Point("season", now.index * 4 + season - 21)
    ahead = (direction or 0) > 0 or (direction is None and context.tense(found.start(), found.end()) > 0)
    if direction == 0:
        pass
    elif ahead:
        point = point.shift(4 if point.index <= here.index - (direction is None) else 0)
    else:
        point = point.shift(-4 if point.index >= here.index + (direction is None) else 0)
    return told(point, "document")


def _solar_season(year: int, season: int) -> Reading | None:
    first, last = (days_of("solar_hijri", year, 3 * (season - 21) + month) for month in (1, 3))
    if first is None or last is None:
        return None
    edtf = DateInterval.between(first.earliest, last.latest).edtf
    return Reading("date", edtf, edtf, "stated")


def read_relative(found: Found, context: Context) -> Reading | None:
    """Read "last year", "this week", "the following day", "that year"."""
    unit = unit_of(found, "unit", context)
    key = key_of(found, "direction", context)
    if unit in ("second", "minute", "hour", "half", "season"):
        return None
    daypart = str(value_of(found, "daypart", context) or "")
    suffix, kind = (f"T{daypart}", "time") if daypart else ("", "date")
    next_day = unit == "day" and value_of(found, "direction", context) == 1
    if key in context.words.that or key in context.words.following or next_day:
        base = _as_unit(context.told, unit)
        if base is None or context.told is None:
            if key in context.words.that:
                return None
            return open_shift(context, unit, context.words.following.get(key, 1))
        return told(
            base.shift(int(next_day) or context.words.following.get(key, 0)),
            inherited(context.told),
            kind=kind,
            suffix=suffix,
        )
    direction = number_of(found, "direction", context)
    follows = found.start("direction") > found.start("unit")
    if direction is None or (follows and not context.words.direction_follows):
        return None
    now = context.now(unit)
    if now is None:
        open_values = {"year": "XXXX", "month": "XXXX-XX", "week": "XXXX-WXX", "day": "XXXX-XX-XX"}
        return Reading("date", open_values.get(unit, "XXXX"))
    reading = told(now.shift(direction), "document", kind=kind, suffix=suffix)
    return _until_now(reading, context, unit) if reading and key in context.words.until_now else reading


def _until_now(reading: Reading, context: Context, unit: Unit) -> Reading:
    """Read "the past year" as the stretch from about a year ago until now."""
    today = context.now("day")
    steps: dict[Unit, tuple[Unit, int]] = {
        "year": ("month", 12),
        "decade": ("year", 10),
        "century": ("year", 100),
        "quarter": ("month", 3),
        "week": ("day", 7),
    }
    fine, step = steps.get(unit, (unit, 1))
    begin = context.now(fine)
    if today is None or begin is None:
        return replace(reading, edtf=None, point=None, basis="none")
    begin = begin.shift(-step)
    if not begin.is_possible:
        return replace(reading, edtf=None, point=None, basis="none")
    return replace(reading, edtf=f"{begin.edtf}~/{today.edtf}", point=None)


def _as_unit(reading: Reading | None, unit: Unit) -> Point | None:
    """The unit that the time told before lies in; None when it was told more roughly."""
    return within(reading.point, unit) if reading and reading.point else None


def read_relative_daypart(found: Found, context: Context) -> Reading | None:
    """Read "this morning", "last night"."""
    direction, daypart = number_of(found, "direction", context), str(value_of(found, "daypart", context))
    if direction is None:
        day, basis = told_day(context)
        return told(day, basis, kind="time", suffix=f"T{daypart}") if day else None
    now = context.now("day")
    if now is None:
        return Reading("time", f"XXXX-XX-XXT{daypart}")
    return told(now.shift(direction), "document", kind="time", suffix=f"T{daypart}")


def read_deictic(found: Found, context: Context) -> Reading | None:
    """Read "yesterday", "late yesterday", "yesterday evening", "tonight"."""
    night = "night" in found.re.groupindex
    shift = 0 if night else number_of(found, "day", context) or 0
    daypart = str(value_of(found, "night" if night else "daypart", context) or "")
    now = context.now("day")
    suffix = f"T{daypart}" if daypart else ""
    if now is None:
        return Reading("time" if daypart else "date", f"XXXX-XX-XX{suffix}")
    return told(now.shift(shift), "document", kind="time" if daypart else "date", suffix=suffix)


def read_year_end(_: Found, context: Context) -> Reading | None:
    """Read "year-end" as the last day of the document's year."""
    now = context.now("year")
    if now is None:
        return Reading("date", "XXXX-12-31")
    return told(day_point(now.index, 12, 31), "document")


def read_definite(found: Found, context: Context) -> Reading | None:
    """Read "the quarter", "the end of the year", "the weekend": the one that the text tells of."""
    unit, part = unit_of(found, "unit", context), found["part"]
    led = context.before(found.start()) in context.words.definite_leads
    if unit not in ("weekend", "week", "month", "quarter", "year", "day") or not (part or led):
        return None
    if unit == "day" and not part:
        return None
    base = _as_unit(context.told, unit) if unit != "weekend" else None
    if base is not None and context.told is not None:
        return told(base, inherited(context.told))
    now = context.now(unit)
    if now is None:
        return None
    if unit == "weekend" and context.tense(*found.span()) <= 0:
        now = now.shift(-1)
    if unit == "quarter" and not part:
        now = now.shift(-1)
    reading = told(now, "document")
    return replace(reading, tells="roughly") if reading and unit != "weekend" else reading


def read_year_period(found: Found, context: Context) -> Reading | None:
    """Read "the 1988 period", "the 1988 quarter"."""
    year = number_of(found, "year", context)
    base = context.told.point if context.told else None
    if year is None or context.tokens.keys[found.end() - 1] not in ("period", "quarter"):
        return None
    if base is not None and base.unit == "quarter":
        return told(Point("quarter", year * 4 + base.index % 4), "stated")
    return told(day_point(year), "stated")
