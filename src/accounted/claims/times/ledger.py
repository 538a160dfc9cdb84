"""From times as worded to the times of claims: ranges and open ends joined, as EDTF intervals; what holds no figure.

"From March to June 1999" is one period, "since 1988" an open one; the words that make it so belong to the wording. What
a guessed date of the document was needed for is written as uncertain (`2016?`), so that every claim says so.
"""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import timedelta
from typing import Protocol, TypeVar

from accounted.claims.languages.calendar import CalendarWords, Unit
from accounted.claims.times.context import Reading, Time
from accounted.claims.times.points import day_point, holding
from accounted.model.claims import When
from accounted.model.dates import DateInterval, Day
from accounted.model.documents import Span
from accounted.model.errors import InvalidDate
from accounted.text.dates import simplify

__all__ = ["DocumentTimes", "FoundTimes", "join_times"]

_OTHER_FIGURES = re.compile(
    r"\b(?=[Aa\d])(?:(?:[Aa]ged?|ages) (?:of |between |from |over |under )?\d{1,3}"
    r"(?:(?:, | and |, and | or | to |[-–])\d{1,3}(?=[,.;:)]|$| (?:and|or|to) \d| (?:were|was|years?|respectively)\b))*"
    r"(?:(?: to |[-–])\d{1,3})?\b"
    r"|\d{1,3}(?: to | or |[-–])\d{1,3}(?= ?-?(?:year|month|week|day|hour|minute|decade))"
    r"|\d{1,2}:\d{2}\b|(?:at|around) \d{1,2}\.\d{2}\b(?!%)|\d{1,2}\.\d{1,2}\.\d{2,4}\b"
    r"|\d{1,2}/\d{1,2}(?:/\d{2,4})?\b|\d{1,4}(?:st|nd|rd|th)\b"
    r"|\d+(?:[:/]\d+)+(?:[-–]\d+)?\b|10\.\d{4,}/\S+)"
)
"""Ages, hours, fractions, ordinals, pages of journals: digits that count nobody, whether or not they were read."""
_JOIN = re.compile(r"\s*([–—-])\s*|\s+(\S.*?)\s*(?:the\s+)?", re.DOTALL)
_LONGEST_JOIN = 16
_BEFORE = 12


@dataclass(frozen=True, slots=True)
class FoundTimes:
    """Times of a sentence, relative to it; those that only point ("recently"); and all spans that hold no figure."""

    whens: tuple[When, ...]
    masked: tuple[Span, ...]
    rough: tuple[When, ...] = ()


@dataclass(frozen=True, slots=True)
class DocumentTimes:
    """The times of a whole document, and how to find those of one sentence."""

    text: str
    whens: tuple[When, ...]
    rough: tuple[When, ...]
    masked: tuple[Span, ...]

    def within(self, start: int, end: int) -> FoundTimes:
        """The times of `text[start:end]`, with spans relative to `start`."""
        masked = [Span(s.start - start, s.end - start) for s in _inside(self.masked, start, end)]
        others = (Span(*m.span()) for m in _OTHER_FIGURES.finditer(self.text[start:end]))
        return FoundTimes(
            tuple(_moved(when, -start) for when in _inside(self.whens, start, end)),
            (*masked, *others),
            tuple(_moved(when, -start) for when in _inside(self.rough, start, end)),
        )


class _HasSpan(Protocol):
    @property
    def start(self) -> int: ...
    @property
    def end(self) -> int: ...


_T = TypeVar("_T", bound=_HasSpan)


def _inside(items: Sequence[_T], start: int, end: int) -> Sequence[_T]:
    first = bisect_left(items, start, key=lambda item: item.start)
    last = bisect_right(items, end, key=lambda item: item.end)
    return items[first:last]


def _moved(when: When, by: int) -> When:
    return When(when.interval, when.wording, when.start + by, when.end + by)


def join_times(
    text: str, times: Sequence[Time], words: CalendarWords, dated: DateInterval | None, *, guessed: bool = False
) -> DocumentTimes:
    """Join times to periods.

    Args:
        text: The document.
        times: What was found in it, in order.
        words: The table of its language.
        dated: Its date.
        guessed: Whether nobody has confirmed that date.
    """
    lengths = {time.end: time for time in times if time.reading.kind == "duration"}
    joiner = _Joiner(text, words, dated, guessed, lengths)
    masked = tuple(Span(time.start, time.end) for time in times)
    rough = tuple(joiner.when(time) for time in times if time.reading.tells == "roughly")
    telling = [time for time in times if time.reading.tells == "when"]
    return DocumentTimes(text, tuple(joiner.join(telling)), rough, masked)


@dataclass(frozen=True, slots=True)
class _Joiner:
    text: str
    words: CalendarWords
    dated: DateInterval | None
    guessed: bool
    lengths: Mapping[int, Time]

    def join(self, times: Sequence[Time]) -> Iterator[When]:
        """Join each time with the next one, or with the word before it, where the words say so."""
        i = 0
        while i < len(times):
            pair = self._range(times[i], times[i + 1]) if i + 1 < len(times) else None
            if pair:
                yield pair
                i += 2
            else:
                yield self._opened(times[i]) or self.when(times[i])
                i += 1

    def when(self, time: Time) -> When:
        """The time by itself."""
        interval = _parsed(self._marked(time.reading))
        return When(interval, self.text[time.start : time.end], time.start, time.end)

    def _marked(self, reading: Reading) -> str | None:
        """The EDTF of a reading, uncertain when a guessed date was needed for it."""
        if reading.edtf and reading.basis == "document" and self.guessed:
            return _uncertain(reading.edtf)
        return reading.edtf

    def _before(self, at: int) -> tuple[str, int]:
        """The word before a position, in lower case, and where it begins; an entry of two words goes first."""
        found = re.search(r"(?:(\w+)\s+)?(\w+)\s+$", self.text[max(0, at - _BEFORE - 8) : at])
        if found is None:
            return "", at
        offset = max(0, at - _BEFORE - 8)
        one = _plain(found[2])
        two = f"{_plain(found[1] or '')} {one}"
        if any(two in table for table in (self.words.up_to, self.words.before, self.words.since, self.words.after)):
            return two, offset + found.start(1)
        return one, offset + found.start(2)

    def _range(self, first: Time, last: Time) -> When | None:
        if "duration" in (first.reading.kind, last.reading.kind):
            return None
        between = self.text[first.end : last.start]
        found = _JOIN.fullmatch(between) if len(between) <= _LONGEST_JOIN else None
        if found is None:
            return None
        lead, at = self._before(first.start)
        join = _plain(found[2] or "")
        opened = lead in self.words.between or lead in self.words.ranges
        if join and join in self.words.range_and:
            years = all(re.fullmatch(r"\d{4}", self.text[t.start : t.end]) for t in (first, last))
            if lead not in self.words.between and not (years and lead in self.words.year_leads):
                return None
        elif join and join not in self.words.until:
            return None
        start = at if opened else first.start
        one, two = _lend_year(first.reading, last.reading)
        interval = _between(self._marked(one), self._marked(two))
        if interval is None and one.edtf and two.edtf:
            return None  # it ends before it begins: two times, no range
        return When(interval, self.text[start : last.end], start, last.end)

    def _counted(self, time: Time, length: Time, direction: int) -> When | None:
        """Read "a week after 3 March 1999"."""
        found = re.fullmatch(r"P(\d+)([DWMY])", length.reading.value)
        point = time.reading.point
        if found is None or point is None:
            return None
        unit: Unit = {"M": "month", "Y": "year"}.get(found[2], "day")  # type: ignore[assignment]
        if point.unit not in (unit, "day"):
            return None
        step = 7 if found[2] == "W" else 1
        there = holding(point.first_day, unit).shift(direction * step * int(found[1]))
        edtf = self._marked(replace(time.reading, edtf=there.edtf)) if there.is_possible else None
        return When(_parsed(edtf), self.text[length.start : time.end], length.start, time.end)

    def _opened(self, time: Time) -> When | None:
        lead, at = self._before(time.start)
        words = self.words
        edtf = self._marked(time.reading)
        if time.reading.kind == "duration":
            return self.when(replace(time, start=at)) if lead in words.during else None
        if lead in words.since:
            end = self.dated.edtf if self.dated is not None and self.dated.is_one_day else ".."
            end = _uncertain(end) if self.guessed else end
            opened = f"{_end(edtf, 0)}/{end}" if edtf else None
        elif lead in words.up_to:
            opened = f"../{_end(edtf, 1)}" if edtf else None
        elif lead in words.before or lead in words.after:
            direction = -1 if lead in words.before else 1
            length = self.lengths.get(at - 1)
            if length is not None and time.reading.point is not None:
                return self._counted(time, length, direction)
            opened = self._marked(replace(time.reading, edtf=_outside(time.reading.edtf, direction)))
        else:
            return None
        if opened is not None and _parsed(opened) is None:
            return None
        return When(_parsed(opened), self.text[at : time.end], at, time.end)


def _plain(word: str) -> str:
    return word.lower() if word.isascii() else simplify(word)


def _end(edtf: str, which: int) -> str:
    return edtf.split("/")[which if "/" in edtf else 0]


def _uncertain(edtf: str) -> str:
    """Mark every end as uncertain.

    >>> _uncertain("1977~/2017-06-17"), _uncertain("../2016")
    ('1977%/2017-06-17?', '../2016?')
    """
    ends = [
        end if end in ("", "..") or end[-1] in "?%" else end.rstrip("~") + ("%" if "~" in end else "?")
        for end in edtf.split("/")
    ]
    return "/".join(ends)


def _parsed(edtf: str | None) -> DateInterval | None:
    if edtf is None:
        return None
    try:
        return DateInterval.parse(edtf)
    except InvalidDate:
        return None


def _between(first: str | None, last: str | None) -> DateInterval | None:
    """The interval from one time to the other; None when it would end before it begins."""
    if first is None or last is None:
        return None
    return _parsed(f"{_end(first, 0)}/{_end(last, 1)}")


def _lend_year(first: Reading, last: Reading) -> tuple[Reading, Reading]:
    """Give a date without a year that of the other end of its range."""
    if first.month_day and not last.month_day and last.point is not None:
        return _with_year(first, last.point.year, last), last
    if last.month_day and first.point is not None:
        year = first.point.year
        later = first.month_day is None or (last.month_day[0], last.month_day[1] or 32) >= (
            first.month_day[0],
            first.month_day[1] or 0,
        )
        return first, _with_year(last, year if later else year + 1, first)
    return first, last


def _with_year(reading: Reading, year: int, other: Reading) -> Reading:
    month, day = reading.month_day or (1, None)
    point = day_point(year, month, day)
    return replace(reading, edtf=point.edtf if point else None, basis=other.basis, point=point)


def _outside(edtf: str | None, direction: int) -> str | None:
    """Everything before, or after, a time; the time itself left out."""
    interval = _parsed(edtf)
    if interval is None:
        return None
    if direction < 0:
        day = _shifted(interval.earliest, -1)
        return f"../{day}" if day else None
    day = _shifted(interval.latest, 1)
    return f"{day}/.." if day else None


def _shifted(day: Day | None, days: int) -> str | None:
    date = day.to_date() if day else None
    try:
        return (date + timedelta(days=days)).isoformat() if date else None
    except OverflowError:
        return None
