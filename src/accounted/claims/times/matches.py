"""What every reader needs: the values of matched tokens, and the reading of a point of the calendar."""

from __future__ import annotations

import re

from accounted.claims.languages.calendar import Unit
from accounted.claims.times.context import Basis, Context, Reading
from accounted.claims.times.points import Point

__all__ = [
    "Found", "inherited", "key_of", "number_of", "open_shift", "told", "told_day", "unit_of", "value_of", "year_of",
]  # fmt: skip

Found = re.Match[str]


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


def open_shift(context: Context, unit: Unit, shift: int) -> Reading:
    """A time counted from one that was not told: open; valued from the document's date when it looks back."""
    now = context.now(unit)
    if shift < 0 and now is not None and now.shift(shift).is_possible:
        return Reading("date", now.shift(shift).value)
    return Reading("date", "XXXX" if unit in ("year", "decade", "century") else "XXXX-XX-XX")


def told_day(context: Context) -> tuple[Point | None, Basis]:
    """The day told before; None when no day was."""
    if context.told and context.told.point and context.told.point.unit == "day":
        return context.told.point, inherited(context.told)
    return None, "none"


def inherited(reading: Reading) -> Basis:
    """What a time counted from another one rests on."""
    return "document" if reading.basis == "document" else "text"
