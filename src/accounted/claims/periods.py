"""Compare when something is said to have happened with the period asked about.

Both are compared at the coarser of their two precisions: "March to June 1999" and 20 March to 22 June 1999 are the same
period, told to the month. Rounding must not stretch a period by more than half, so "in 1999" stays wider.
"""

from __future__ import annotations

import re

from accounted.model.dates import DateInterval, Day
from accounted.model.questions import Relation

__all__ = ["compare_as_of", "compare_periods"]

_MOST_STRETCH = 1.5
_PRECISIONS = ("day", "month", "year")


def compare_periods(
    claimed: DateInterval | None, wording: str | None, asked: DateInterval | None
) -> tuple[Relation, str]:
    """Tell how the period of a claim relates to the one asked about, with the reason.

    Args:
        claimed: The claim's period; None when it has none or it could not be resolved.
        wording: Its words, for the reason.
        asked: The question's period; None when it names none.

    >>> asked = DateInterval.parse("1999-03-20/1999-06-22")
    >>> compare_periods(DateInterval.parse("1999-03/1999-06"), "March to June 1999", asked)[0]
    'same'
    >>> compare_periods(DateInterval.parse("1999"), "in 1999", asked)[0]
    'wider'
    """
    if asked is None:
        return ("same", "neither names a period") if claimed is None else ("unclear", "the question names no period")
    if claimed is None:
        if wording:
            return "unclear", f"“{wording}” could not be resolved to a date"
        return "unclear", "the claim names no period"
    guessed = ", by a date of its document that nobody has confirmed" if set(claimed.edtf) & set("?%") else ""
    said = f"“{wording or claimed.edtf}” ({claimed.edtf}{guessed})"
    if not claimed.overlaps(asked):
        return "different", f"{said} lies outside {asked.edtf}"
    if claimed.earliest is None:
        return "unclear", f"{said} has no beginning; the question asks about {asked.edtf}"
    if claimed.latest is None:
        return "unclear", f"{said} has no end; the question asks about {asked.edtf}"
    if (claimed.earliest, claimed.latest) == (asked.earliest, asked.latest):
        return "same", f"{said} is the question's period"
    precision = _coarser(claimed, asked)
    if precision != "day" and _same_when_rounded(claimed, asked, precision):
        return "same", f"{said} and {asked.edtf} are the same period, compared to the {precision}"
    if claimed.contains(asked):
        return "wider", f"{said} goes beyond {asked.edtf}"
    if asked.contains(claimed):
        return "narrower", f"{said} is a part of {asked.edtf}"
    return "overlapping", f"{said} and {asked.edtf} share some days only"


def compare_as_of(
    claimed: DateInterval | None, said: DateInterval | None, asked: DateInterval | None
) -> tuple[Relation, str]:
    """Tell whether the claim could count all of the period asked about when it was made.

    Args:
        claimed: The claim's period; an open start makes its end the date up to which it counts.
        said: When it was said, or the date of its document.
        asked: The question's period.
    """
    if asked is None or asked.latest is None:
        return "same", "the question has no end to reach"
    if claimed is not None and claimed.earliest is None and claimed.latest is not None:
        known = min(claimed.latest, said.latest) if said and said.latest else claimed.latest
        if known < asked.latest:
            return "narrower", f"counts up to {known.isoformat()}, before the period asked about ends"
        return "same", f"counts up to {known.isoformat()}"
    if said is not None and said.latest is not None:
        if said.latest < asked.latest:
            return "narrower", f"said by {said.latest.isoformat()}, before the period asked about ends"
        return "same", f"said by {said.latest.isoformat()}, after the period asked about"
    if claimed is not None and claimed.latest is not None:
        return "same", "the period it names has an end"
    return "unclear", "it is not known when this was said"


def _coarser(one: DateInterval, two: DateInterval) -> str:
    return max(_precision(one), _precision(two), key=_PRECISIONS.index)


def _precision(interval: DateInterval) -> str:
    """The coarsest unit in which either end is written."""
    ends = [re.sub(r"[?~%]", "", end) for end in interval.edtf.split("/") if end not in ("", "..")]
    parts = min((len(end.lstrip("-").split("-")) for end in ends), default=3)
    return {1: "year", 2: "month"}.get(parts, "day")


def _same_when_rounded(claimed: DateInterval, asked: DateInterval, precision: str) -> bool:
    one, two = _rounded(claimed, precision), _rounded(asked, precision)
    lengths = [_days(claimed), _days(asked)]
    if one is None or two is None or one != two or None in lengths:
        return False
    return max(n for n in lengths if n) <= _MOST_STRETCH * min(n for n in lengths if n)


def _rounded(interval: DateInterval, precision: str) -> tuple[tuple[int, ...], tuple[int, ...]] | None:
    if interval.earliest is None or interval.latest is None:
        return None
    n = 1 if precision == "year" else 2
    return tuple(interval.earliest[:n]), tuple(interval.latest[:n])


def _days(interval: DateInterval) -> int | None:
    first, last = _date(interval.earliest), _date(interval.latest)
    return last - first + 1 if first is not None and last is not None else None


def _date(day: Day | None) -> int | None:
    date = day.to_date() if day else None
    return date.toordinal() if date else None
