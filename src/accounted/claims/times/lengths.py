"""Read lengths of time, alone ("three weeks") or counted from a date ("three weeks ago"), repetitions, clock times."""

from __future__ import annotations

import re
from dataclasses import replace

from accounted.claims.languages.calendar import Unit
from accounted.claims.times.context import Basis, Context, Reading, Tells
from accounted.claims.times.matches import Found, key_of, number_of, open_shift, told, unit_of, value_of
from accounted.claims.times.points import LENGTH_CODES, SEASON_CODES, Point, holding, within

__all__ = [
    "length", "read_ago", "read_and_half", "read_clock", "read_duration", "read_half", "read_long", "read_reference",
    "read_set", "read_shift", "read_stretch", "read_year_ago",
]  # fmt: skip

_UNITS_OF_DAY: tuple[Unit, ...] = ("second", "minute", "hour")
_ROUGH_UNITS: tuple[Unit, ...] = ("decade", "century", "week")


def length(number: float | None, unit: Unit) -> str:
    """Write a length of time as TIMEX3 does, X for a number that is not told.

    >>> length(3, "week"), length(2.5, "year"), length(None, "month"), length(2, "decade"), length(2, "hour")
    ('P3W', 'P2Y6M', 'PXM', 'P20Y', 'PT2H')
    """
    time = "T" if unit in _UNITS_OF_DAY else ""
    if number is None:
        return f"P{time}X{LENGTH_CODES[unit]}"
    if unit in ("decade", "century") and number != 1:
        return f"P{number * (10 if unit == 'decade' else 100):g}Y"
    whole, rest = int(number), number - int(number)
    smaller = {"year": ("M", 12), "hour": ("M", 60), "minute": ("S", 60)}.get(unit)
    if rest and smaller:
        return f"P{time}{f'{whole}{LENGTH_CODES[unit]}' if whole else ''}{round(rest * smaller[1])}{smaller[0]}"
    return f"P{time}{number:g}{LENGTH_CODES[unit]}"


def _duration(value: str) -> Reading:
    return Reading("duration", value, tells="nothing")


def _repetition(value: str) -> Reading:
    return Reading("set", value, tells="nothing")


def _number(found: Found, context: Context) -> tuple[bool, float | None]:
    """Whether a number is told, and which; "a" is one, "several" is none."""
    at = found.start("number") if "number" in found.re.groupindex else -1
    unit = context.tokens.codes[found.start("unit")]
    if at < 0 and unit == "y":
        return True, 2
    if at < 0:
        return False, None
    code, value = context.tokens.codes[at], context.tokens.values[at]
    if code == "a":
        return True, 1
    return True, value if isinstance(value, (int, float)) else None


def _is_rough(found: Found) -> bool:
    return any(code in "Qq" for code in found.group())


def _has_upper(found: Found) -> bool:
    return "upper" in found.re.groupindex and found["upper"] is not None


def read_duration(found: Found, context: Context) -> Reading | None:
    """Read a length of time."""
    unit = unit_of(found, "unit", context)
    plural = context.tokens.codes[found.start("unit")] in "uy"
    if "number" not in found.re.groupindex:
        following = "".join(context.tokens.keys[found.end() : found.end() + 1])
        led = context.before(found.start()) in context.words.plural_leads and following != "when"
        if not led or unit in ("weekend", "half", "quarter", "second"):
            return None
        return _duration(length(None, unit))
    _, number = _number(found, context)
    if unit in ("half", "season", "weekend"):
        return None
    if unit == "quarter" and (not plural or context.tokens.codes[found.end() : found.end() + 1] == "o"):
        return None  # a quarter of something
    if context.tokens.codes[found.end() - 1] == "k":
        return _duration("")  # an age
    if (
        context.tokens.codes[found.start("number")] == "a"
        and found.end() - found.start() == 2
        and _is_rate(found, context)
    ):
        return None
    return _duration(length(number, unit))


def _is_rate(found: Found, context: Context) -> bool:
    """Whether "a year" closes a rate ("700 seats a week"): then it tells how often, not how long."""
    at, tokens = found.start(), context.tokens
    last = tokens.keys[at - 1] if at else ""
    if tokens.codes[at - 1 : at] == "N" or last[:1].isdigit():
        return True
    if not last.isalpha() or last in context.words.year_leads or last in context.words.length_leads:
        return False
    before = range(max(0, at - 4), at)
    return any(
        tokens.codes[i] in "NY" or tokens.keys[i][:1].isdigit() or tokens.keys[i] in context.words.rates for i in before
    )


def read_and_half(found: Found, context: Context) -> Reading | None:
    """Read "a minute and a half"."""
    if unit_of(found, "half", context) != "half":
        return None
    return _duration(length(1.5, unit_of(found, "unit", context)))


def read_long(found: Found, context: Context) -> Reading | None:
    """Read "week-long", "decades-long"."""
    one = context.tokens.codes[found.start("unit")] == "U"
    return _duration(length(1 if one else None, unit_of(found, "unit", context)))


def read_half(found: Found, context: Context) -> Reading | None:
    """Read "half an hour"."""
    if unit_of(found, "half", context) != "half":
        return None
    return _duration(length(0.5, unit_of(found, "unit", context)))


def read_stretch(found: Found, context: Context) -> Reading | None:
    """Read "the past four decades", "the next two weeks", "recent years": a length of time that ends or begins now."""
    if context.tokens.codes[found.start("unit")] == "c":
        return _period(found, context)
    if found.start("direction") > found.start("unit") and not context.words.direction_follows:
        return None
    unit = unit_of(found, "unit", context)
    code = context.tokens.codes[found.start("direction")]
    stated, number = _number(found, context)
    singular = context.tokens.codes[found.start("unit")] == "U"
    if singular and (not stated or number != 1) and not context.words.direction_follows:
        return None
    direction = 0 if code == "r" else number_of(found, "direction", context) or 0
    value = length(number, unit)
    if unit == "hour" and number is not None and direction < 0 and number % 24 == 0:
        unit, number = "day", number / 24
    if code == "F" or direction == 0 or number is None or unit in _UNITS_OF_DAY:
        return replace(_duration(value), tells="nothing" if stated else "roughly")
    today, far = context.now("day"), _counted(context, direction * number, unit)
    if today is None or far is None or "/" in far.edtf:
        return Reading("duration", value)
    begin, end = (f"{far.edtf}~", today.edtf) if direction < 0 else (today.edtf, f"{far.edtf}~")
    return Reading("duration", value, f"{begin}/{end}", "document")


def _period(found: Found, context: Context) -> Reading | None:
    """Read "the latest period": the quarter told before, else the last one."""
    if key_of(found, "direction", context) not in context.words.directions or found["number"]:
        return None
    if context.told and context.told.point and context.told.point.unit == "quarter":
        return told(context.told.point, context.told.basis)
    now = context.now("quarter")
    return told(now.shift(-1), "document") if now else None


def _counted(context: Context, number: float, unit: Unit, base: Point | None = None) -> Point | None:
    """The point that many units away from now, or from a base, as finely as the unit allows."""
    finest: dict[Unit, Unit] = {"decade": "year", "century": "year", "week": "day", "weekend": "day"}
    step = {"decade": 10, "century": 100, "week": 7, "weekend": 7}.get(unit, 1)
    fine = finest.get(unit, unit)
    start = context.now(fine) if base is None else holding(base.first_day, fine)
    if start is None or number * step != int(number * step):
        return None
    point = start.shift(int(number * step))
    return point if point.is_possible else None


def read_ago(found: Found, context: Context) -> Reading | None:
    """Read "three years ago", "il y a trois ans", "two years from now"."""
    unit, (stated, number) = unit_of(found, "unit", context), _number(found, context)
    sign = 1 if context.tokens.codes[found.start("direction")] == "J" else -1
    if not stated and context.tokens.codes[found.start("unit")] == "U" and "h" in found.group():
        stated, number = True, 1  # "year-ago"
    if number is None:
        return Reading("date", "PAST_REF" if sign < 0 else "FUTURE_REF", tells="roughly")
    if unit in _UNITS_OF_DAY:
        return Reading("time", length(number, unit), tells="roughly")
    point = _counted(context, sign * number, unit)
    if point is None:
        return Reading("date", "XXXX-XX-XX" if unit in ("day", "week") else "XXXX")
    quarter = context.told.point if context.told else None
    if unit == "year" and number == 1 and quarter and quarter.unit == "quarter":
        return _shifted(context, sign, unit)
    rough = _is_rough(found) or unit in _ROUGH_UNITS or _has_upper(found)
    value = holding(point.first_day, unit).value if unit == "week" else point.value
    edtf = f"{point.edtf}~" if rough and "/" not in point.edtf else point.edtf
    return Reading("date", value, edtf, "document", point)


def read_shift(found: Found, context: Context) -> Reading | None:
    """Read "a day earlier", "two days later": counted from the time told before, never from today."""
    unit, (stated, number) = unit_of(found, "unit", context), _number(found, context)
    codes = context.tokens.codes
    if not stated and codes[found.start()] == "t":
        stated, number = True, 1  # "the day before"
    clause = codes[found.start("shift")] == "z"
    if not stated or (clause and not _ends_clause(found.end(), context)):
        return None  # "two days after the attack": an event that is not dated here
    shift = number_of(found, "shift", context) or 0
    if number is None or unit in _UNITS_OF_DAY:
        return _duration(length(number, unit))
    return _shifted(context, shift * number, unit, rough=_is_rough(found) or unit in _ROUGH_UNITS)


def _shifted(context: Context, number: float, unit: Unit, *, rough: bool = False) -> Reading:
    """Count from the time told before; not at all when that was told more roughly."""
    fine: Unit = "day" if unit == "week" else "year" if unit == "decade" else unit
    unknown = open_shift(context, fine, int(number * (7 if unit == "week" else 10 if unit == "decade" else 1)))
    base = context.told.point if context.told else None
    if base is None or context.told is None:
        return unknown
    basis: Basis = "document" if context.told.basis == "document" else "text"
    if base.unit == "quarter" and unit == "year":
        return replace(told(base.shift(int(4 * number)), basis) or unknown, anchors=number > 0)
    point = _counted(context, number, unit, base) if within(base, fine) else None
    if point is None or not point.is_possible:
        return unknown
    rough = rough or "~" in (context.told.edtf or "")
    edtf = f"{point.edtf}~" if rough and "/" not in point.edtf else point.edtf
    return Reading("date", point.value, edtf, basis, point, anchors=number > 0)


def read_year_ago(found: Found, context: Context) -> Reading | None:
    """Read "the year-ago quarter", "the year-earlier period": as long as the time told before, a year earlier."""
    if unit_of(found, "unit", context) != "year":
        return None
    if context.told and context.told.point and context.told.point.unit == "quarter":
        return _shifted(context, -1, "year")
    now = context.now("year")
    return told(now.shift(-1), "document") if now else Reading("date", "XXXX")


def _ends_clause(at: int, context: Context) -> bool:
    keys = context.tokens.keys
    return at >= len(keys) or keys[at] in (".", ",", ";", "", "-")


def read_set(found: Found, context: Context) -> Reading | None:
    """Read "every year", "each Thursday", "Tuesday nights", "daily"."""
    name = "unit" if found.start("unit") >= 0 else "weekday"
    at = found.start(name)
    code, value = context.tokens.codes[at], context.tokens.values[at]
    if code in "Ww":
        night = re.search(r"[Pp]", found.group())
        part = f"T{context.tokens.values[found.start() + night.start()]}" if night else ""
        return _repetition(f"XXXX-WXX-{int(value) + 1}{part}")
    if (
        code == "v"
        and context.tokens.codes[found.end() : found.end() + 1] == "x"
        and context.tokens.keys[found.end()].isalpha()
    ):
        return _repetition("")  # an adjective ("daily flights"): no time, and no figure
    if code in "Uuvy":
        number = next((context.tokens.values[i] for i in range(*found.span()) if context.tokens.codes[i] in "NO"), 1)
        return _repetition(length(number, value))
    if code == "M":
        return _repetition(f"XXXX-{value[1]:02d}")
    if code == "S":
        return _repetition(f"XXXX-{SEASON_CODES[value - 21]}")
    return _repetition(f"XXXX-XX-XXT{value}" if code == "P" else "XXXX-XX-XX")


def read_reference(found: Found, context: Context) -> Reading | None:
    """Read words that only point: "recently", "now", "the past"; the document's day for the present."""
    words = context.words
    name = next(name for name, at in found.re.groupindex.items() if found[at])
    table = {"reference": words.references, "attribute": words.attributes, "noun": words.nouns}[name]
    reference = table.get(key_of(found, name, context))
    after = context.tokens.codes[found.end() : found.end() + 1]
    if reference is None or context.before(found.start()) == "as" or (after and after in "zK"):
        return None
    now = context.now("day") if reference == "present" and name == "reference" else None
    basis: Basis = "document" if now else "none"
    tells: Tells = "nothing" if name == "attribute" or reference == "future" else "roughly"
    return Reading("date", f"{reference.upper()}_REF", now.edtf if now else None, basis, tells=tells)


def read_clock(found: Found, context: Context) -> Reading | None:
    """Read a time of day; joined to a day beside it later."""
    wording = key_of(found, "clock", context)
    numbers = [int(part) for part in re.findall(r"\d+", wording)]
    if context.tokens.codes[found.start("clock")] == "m":
        return Reading("time", f"XXXX-XX-XXT{value_of(found, 'clock', context)}:00", tells="nothing")
    if context.tokens.codes[found.start("clock")] == "N":
        numbers = [number_of(found, "clock", context) or 0]
    day = context.now("day")
    date = day.value if day else "XXXX-XX-XX"
    hour, minute = numbers[0], numbers[1] if len(numbers) > 1 else 0
    half = re.search(r"[ap](?=\.?m)", wording.lower())
    if half and hour <= 12:
        hour = hour % 12 + (12 if half[0] == "p" else 0)
    if hour > 24 or minute > 59:
        return None
    return Reading("time", f"{date}T{hour:02d}:{minute:02d}", tells="nothing")
