"""Find the times of a text: tokens, then the longest readable pattern at each place, from left to right."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace

from accounted.claims.languages.calendar import CalendarWords
from accounted.claims.languages.calendar_english import ENGLISH
from accounted.claims.times.context import Context, Reading, Time
from accounted.claims.times.rules import find_candidates
from accounted.claims.times.tokens import tokenise
from accounted.model.dates import DateInterval

__all__ = ["read_times"]

_LONGEST = 20_000
_BREAK = re.compile(r"\n|[.!?] ")


def read_times(
    text: str, dated: DateInterval | None = None, words: CalendarWords = ENGLISH, persons: frozenset[str] = frozenset()
) -> tuple[Time, ...]:
    """Find every time of a text, in its order.

    Args:
        text: A whole document, so that "a day earlier" can be counted from the time told before.
        dated: When it was published; None leaves relative times open.
        words: The table of its language.
        persons: Words after which digits are a count and no year.

    >>> text = "On 3 March 1999, and two days later; every year; last year for a week."
    >>> times = read_times(text, DateInterval.parse("2017-06-17"))
    >>> [(t.reading.kind, t.reading.value) for t in times[:3]], times[4].reading.value
    ([('date', '1999-03-03'), ('date', '1999-03-05'), ('set', 'P1Y')], 'P1W')
    """
    found: list[Time] = []
    told: Reading | None = None
    for start, end in _chunks(text):
        context = Context(text, tokenise(text, start, end, words), words, dated, told, persons=persons)
        found.extend(_read(context))
        told = context.told
    return tuple(found)


def _chunks(text: str) -> Iterator[tuple[int, int]]:
    """Cut a long text where a line or sentence ends, so that memory stays small."""
    start = 0
    while len(text) - start > _LONGEST:
        cut = max((m.end() for m in _BREAK.finditer(text, start + _LONGEST // 2, start + _LONGEST)), default=0)
        cut = cut or text.rfind(" ", start + _LONGEST // 2, start + _LONGEST) + 1 or start + _LONGEST
        yield start, cut
        start = cut
    yield start, len(text)


def _read(context: Context) -> Iterator[Time]:
    codes, tokens = context.tokens.codes, context.tokens
    position = 0
    last: Time | None = None
    for start, end, match, read in find_candidates(codes):
        reading = read(match, context) if start >= position else None
        if reading is None:
            continue
        if reading.kind in ("date", "time") and reading.tells == "when" and reading.anchors:
            context.told, context.told_at = reading if reading.point else None, start
        time = Time(tokens.starts[start], tokens.ends[end - 1], reading)
        joined = _join(last, time, codes[position:start]) if last else None
        if last and not joined:
            yield last
        position, last = end, joined or time
    if last:
        yield last


def _join(last: Time, time: Time, between: str) -> Time | None:
    """Join a clock time and the day beside it ("10 p.m. Wednesday", "Wednesday at 10 p.m.") to one time."""
    if between not in ("", ",", "@", ",@", "o"):
        return None
    first, second = last.reading, time.reading
    for clock, day in ((first, second), (second, first)):
        is_day = day.point is not None and day.point.unit == "day" and "/" not in day.value and ":" not in day.value
        if clock.kind == "time" and clock.point is None and "T" in clock.value and is_day:
            value = day.value.partition("T")[0] + clock.value[clock.value.index("T") :]
            return Time(last.start, time.end, replace(day, kind="time", value=value))
    return None
