"""Find when something is said to have happened, as worded and as an interval of days.

Absolute dates stand by themselves; relative ones ("last year", "some thirty six years ago") need the date of the
document and stay unresolved without it: no date is guessed. The order: dates and periods, then relative times, then
what only looks like a figure (ages, lengths of time, hours), which is masked so that nobody counts it.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import timedelta

from accounted.claims.languages.english import PERSONS, word_set
from accounted.claims.sentences import flatten
from accounted.model.claims import When
from accounted.model.dates import DateInterval, Day
from accounted.model.documents import Span
from accounted.model.errors import InvalidDate
from accounted.text.numbers import find_numbers

__all__ = ["FoundTimes", "find_times"]

_MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
_SEASONS = {"spring": 21, "summer": 22, "autumn": 23, "fall": 23, "winter": 24}
_WEEKDAYS = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")

_MONTH = (
    r"(?:January|February|March|April|May|June|July|August|September|October|November|December"
    r"|(?:Jan|Feb|Mar|Apr|Jun|Jul|Aug|Sept|Sep|Oct|Nov|Dec)\b\.?)"
)
_DAY = r"(?:[12][0-9]|3[01]|0?[1-9])(?:st|nd|rd|th)?"
_YEAR = r"(?:1[0-9]{3}|20[0-9]{2})"
_SEASON = r"(?:[Ss]pring|[Ss]ummer|[Aa]utumn|[Ff]all|[Ww]inter)"
_POINT = (
    rf"(?:{_YEAR}-[01][0-9](?:-[0-3][0-9])?(?![0-9])"
    rf"|{_DAY} (?:of )?{_MONTH}(?:,? {_YEAR})?(?![0-9])"
    rf"|{_MONTH} {_DAY}(?![0-9])(?:,? {_YEAR})?(?![0-9])"
    rf"|(?:{_SEASON} (?:of )?{_YEAR})(?![0-9])"
    rf"|{_MONTH}(?:,? (?:of )?{_YEAR}(?![0-9]))?"
    rf"|{_YEAR}s(?!\w)"
    rf"|{_YEAR}(?![\w%]|[.,:/][0-9]))"
)
_PART = r"(?:(?:the )?(?:early|late|mid|middle of|beginning of|end of|month of|year)[ -])?(?:the )?"
_COUNT = r"[^\W_](?:[\w,. -]*[\w])?"
_SOME = r"(?:(?:some|about|around|over|nearly|almost|more than|roughly|approximately|at least) )?"
_UNIT = r"(?:decade|year|month|week|day|hour|minute|centur(?:y|ie))s?"
_SMALL = (
    r"(?:[0-9]{1,3}(?:\.[0-9])?|(?:twenty|thirty|forty|fifty|sixty|seventy|eighty|ninety)(?:[ -](?:one|two|three"
    r"|four|five"
    r"|six|seven|eight|nine))?|one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|thirteen|fourteen|fifteen"
    r"|sixteen|seventeen|eighteen|nineteen|a hundred|several|an?|a few|a couple of|many)"
)
_TIME = re.compile(
    rf"(?<![\w$])(?P<range>(?:(?P<lead>[Ff]rom|[Bb]etween) )?{_PART}"
    rf"(?:(?P<first>{_POINT}|{_DAY})(?P<join> ?[–—] ?| ?- ?| (?:to|and|until|till|through|up to) )"
    rf"{_PART}(?P<last>{_POINT})))"
    rf"|(?<![\w$])(?P<years>{_YEAR}[-–][0-9]{{2}})(?![0-9-])"
    rf"|(?<![\w$,.-])(?P<open>(?:(?:[Ss]ince|[Uu]ntil|[Tt]ill|[Uu]p to|[Bb]y|[Aa]s of|[Bb]efore|[Aa]fter|[Tt]o) )?)"
    rf"(?P<article>{_PART})(?P<point>{_POINT})"
    rf"|\b(?P<past>(?:[Dd]uring|[Oo]ver|[Ii]n|[Ff]or|[Ww]ithin) the (?:past|last|previous) (?:(?P<n_past>{_SMALL}) )?"
    r"(?P<unit_past>decade|year|month|week|day)s?)\b"
    rf"|\b(?P<ago>{_SOME}(?P<n_ago>{_SMALL})[ -](?P<unit_ago>decade|year|month|week|day)s?[ -](?:ago|earlier"
    rf"|before|later))\b"
    r"|\b(?P<relative>(?:[Ll]ast|[Tt]his) (?:year|month|week)|[Yy]esterday|[Tt]oday|to date|so far"
    rf"|(?:[Oo]n |[Ll]ast )(?:{'|'.join(day.title() for day in _WEEKDAYS)}))\b"
)
_MASK = re.compile(
    rf"\b(?:[Aa]ged?|ages) (?:of |between |from )?{_SMALL}(?:(?: to | and |[-–]){_SMALL})?\b"
    rf"|\b{_SMALL}[ -](?:and a half[ -])?(?:year|month|week|day|hour|minute|decade|century)s?(?:[ -]olds?)?\b"
    rf"|\b{_SMALL}(?: to | or |[-–]){_SMALL} {_UNIT}\b|\b[0-9,.]+ {_UNIT}\b|\b[0-9]{{1,2}}[:.][0-9]{{2}}\b"
    r"|\b[0-9]{1,2} ?[ap]\.?m\b|\b[0-9]{1,2}/[0-9]{1,2}(?:/[0-9]{2,4})?\b|\b[0-9]{1,4}(?:st|nd|rd|th)\b"
    r"|\b[0-9]+(?:[:/][0-9]+)+(?:[-–][0-9]+)?\b|\b10\.[0-9]{4,}/\S+"
)
_STRONG = re.compile(
    r"(?:\b(?:in|In|since|during|until|from|between|before|after|early|late|mid|year|of|the|and|for|through"
    r"|[Ss]ummer|[Ss]pring"
    r"|[Aa]utumn|[Ww]inter|by|to|[Aa]s of)|[(,;–-])\s*$"
)
_FIRM = re.compile(r"\b(?:in|In|since|Since|during|During|until|year|[Ss]ummer|[Ss]pring|[Aa]utumn|[Ww]inter)\s*$")
_NEXT_WORD = re.compile(r"\s+([^\W\d_][\w'’-]*)")
_COUNTING = word_set("were was are have had has been dead killed missing injured wounded more other political")
_MONTH_LEAD = re.compile(r"\b(?:in|since|until|by|early|late|mid|last|of|during|from|before|after)[ -]$", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class FoundTimes:
    """Times of a sentence, relative to it, and all spans that hold no figure."""

    whens: tuple[When, ...]
    masked: tuple[Span, ...]


def find_times(text: str, dated: DateInterval | None = None) -> FoundTimes:
    """Find the times of one sentence.

    Args:
        text: One sentence.
        dated: When the document was published; None leaves relative times unresolved.

    >>> when = find_times("killed in the summer of 1988, aged 30").whens[0]
    >>> when.wording, when.interval.edtf
    ('the summer of 1988', '1988-22')
    >>> find_times("last year").whens[0].interval is None
    True
    """
    view = flatten(text)
    whens = tuple(_whens(view, text, dated))
    masked = [Span(when.start, when.end) for when in whens]
    for found in _MASK.finditer(view):
        masked.append(Span(found.start(), found.end()))
    return FoundTimes(whens, tuple(masked))


def _whens(view: str, text: str, dated: DateInterval | None) -> Iterator[When]:
    position = 0
    while found := _TIME.search(view, position):
        position = found.end()
        start, edtf = _read(view, found, dated)
        if start is None and found["range"]:
            position = found.start("join")  # no range after all: read the first point by itself
            single = _TIME.fullmatch(view, found.start("first"), found.end("first"))
            start, edtf = _read(view, single, dated) if single and single["point"] else (None, None)
        if start is not None:
            yield When(_interval(edtf), text[start:position], start, position)
        position = max(position, found.start() + 1)


def _interval(edtf: str | None) -> DateInterval | None:
    if edtf is None:
        return None
    try:
        return DateInterval.parse(edtf)
    except InvalidDate:
        return None


def _read(view: str, found: re.Match[str], dated: DateInterval | None) -> tuple[int | None, str | None]:
    """Tell where the wording begins (None: this is no time) and what it means (None: cannot be told)."""
    if found["range"]:
        return _read_range(view, found)
    if found["years"]:
        first, last = int(found["years"][:4]), int(found["years"][-2:])
        last += first // 100 * 100
        return (found.start(), f"{first}/{last}") if last > first else (None, None)
    if found["point"]:
        return _read_point(view, found, dated)
    if found["past"]:
        return found.start(), _past(found["n_past"], found["unit_past"], dated)
    if found["ago"]:
        rough = found["ago"].split()[0].lower() in ("some", "about", "around", "nearly", "almost", "roughly", "over")
        return found.start(), _ago(found["n_ago"], found["unit_ago"], dated, rough, found["ago"])
    return _start_of_relative(found), _relative(found["relative"].lower(), dated)


def _start_of_relative(found: re.Match[str]) -> int:
    return found.start() + (3 if found["relative"].lower().startswith("on ") else 0)


def _read_range(view: str, found: re.Match[str]) -> tuple[int | None, str | None]:
    first, last = _point(found["first"]), _point(found["last"])
    join, lead = found["join"].strip(), (found["lead"] or "").lower()
    years = len(found["first"]) == len(found["last"]) == 4 and found["first"].isdigit()
    if join == "and" and lead != "between" and not (years and _FIRM.search(view[: found.start()][-12:])):
        return None, None
    if first.year is None and last.year is None:
        return None, None
    bare_day = found["first"].strip().rstrip("sthndr").isdigit() and not years and len(found["first"]) < 5
    if bare_day and first.year is None:
        first = _Point(last.year, last.month, int(re.sub(r"\D", "", found["first"])))
        if last.day is None:
            return None, None
    elif first.year is None:
        first = _Point(last.year, first.month, first.day)
    elif last.year is None:
        last = _Point(first.year, last.month, last.day)
    if years and int(found["last"]) <= int(found["first"]):
        return None, None
    return found.start(), f"{first.edtf}/{last.edtf}"


@dataclass(frozen=True, slots=True)
class _Point:
    year: int | None = None
    month: int | None = None
    day: int | None = None
    decade: bool = False

    @property
    def edtf(self) -> str | None:
        if self.year is None:
            return None
        if self.decade:
            return f"{self.year // 10}X"
        month = f"-{self.month:02d}" if self.month else ""
        return f"{self.year:04d}{month}{f'-{self.day:02d}' if self.day else ''}"


def _point(text: str) -> _Point:
    iso = re.fullmatch(r"([0-9]{4})-([0-9]{2})(?:-([0-9]{2}))?", text)
    if iso:
        return _Point(int(iso[1]), int(iso[2]), int(iso[3]) if iso[3] else None)
    if re.fullmatch(r"[0-9]{4}s", text):
        return _Point(int(text[:4]), decade=True)
    words = re.findall(r"[A-Za-z]+|[0-9]+", text)
    month = next((_MONTHS.index(w[:3].lower()) + 1 for w in words if w[:3].lower() in _MONTHS and w[0].isupper()), None)
    season = next((_SEASONS[w.lower()] for w in words if w.lower() in _SEASONS), None)
    numbers = [int(w) for w in words if w.isdigit()]
    year = next((n for n in numbers if n >= 1000), None)
    day = next((n for n in numbers if n < 32), None)
    return _Point(year, season or month, None if season else day)


def _read_point(view: str, found: re.Match[str], dated: DateInterval | None) -> tuple[int | None, str | None]:
    wording, before = found["point"], view[max(0, found.start("point") - 24) : found.start("point")]
    if wording.isdigit() and not _is_year(view, found, before):
        return None, None
    point = _point(wording)
    if point.year is None and point.day is None and not _MONTH_LEAD.search(before):
        return None, None
    opening = found["open"].strip().lower()
    start = found.start("article") if found["article"].lower().startswith("the ") else found.start("point")
    if point.year is None:
        point = _latest_before(point, dated) or point
    edtf = point.edtf
    if not opening or edtf is None:
        return start, edtf
    if opening == "to" and not re.search(r"(?:up |until )$", before):
        return start, edtf if wording.isdigit() else f"../{edtf}"
    return found.start(), _opened(opening, edtf, dated)


def _is_year(view: str, found: re.Match[str], before: str) -> bool:
    """Tell the year 2000 from 2000 people; what can be both is a year, so that nobody is counted who was not."""
    following = _NEXT_WORD.match(view, found.end())
    word = following[1].lower() if following else ""
    counted = word in PERSONS or word in _COUNTING
    if _FIRM.search(before):
        return True
    if _STRONG.search(before) or found["open"]:
        return word not in PERSONS
    return not counted and not re.search(
        r"[=]\s*$|\b(?:than|least|about|some|around|killed|killing|nearly)\s+$", before
    )


def _opened(opening: str, edtf: str, dated: DateInterval | None) -> str | None:
    if opening == "since":
        known = dated is not None and dated.is_one_day
        return f"{edtf}/{dated.edtf if dated is not None and known else '..'}"
    if opening == "after":
        interval = _interval(edtf)
        following = _shift(interval.latest, 1) if interval and interval.latest else None
        return f"{following}/.." if following else None
    if opening == "before":
        interval = _interval(edtf)
        previous = _shift(interval.earliest, -1) if interval and interval.earliest else None
        return f"../{previous}" if previous else None
    return f"../{edtf}"


def _latest_before(point: _Point, dated: DateInterval | None) -> _Point | None:
    """Give a day or month without a year its latest occurrence that the document can have known."""
    if dated is None or dated.latest is None or point.month is None:
        return None
    year = dated.latest.year
    if (point.month, point.day or 1) > (dated.latest.month, dated.latest.day):
        year -= 1
    return _Point(year, point.month, point.day)


def _shift(day: Day | None, days: int) -> str | None:
    date = day.to_date() if day else None
    try:
        return (date + timedelta(days=days)).isoformat() if date else None
    except OverflowError:
        return None


def _count(words: str | None) -> int | None:
    if words is None or words in ("a", "an"):
        return 1
    found = find_numbers(words)
    return int(found[0].value) if found and found[0].style != "vague" else None


def _past(words: str | None, unit: str, dated: DateInterval | None) -> str | None:
    """Resolve "during the past four decades": from about then to the day of the document."""
    count = _count(words)
    if count is None or dated is None or not dated.is_one_day:
        return None
    start = _back(count, unit, dated)
    return f"{start}~/{dated.edtf}" if start else None


def _ago(words: str, unit: str, dated: DateInterval | None, rough: bool, wording: str) -> str | None:
    count = _count(words)
    if count is None or dated is None or not wording.endswith("ago"):
        return None
    start = _back(count, unit, dated)
    return f"{start}{'~' if rough or unit in ('decade', 'week') else ''}" if start else None


def _back(count: int, unit: str, dated: DateInterval) -> str | None:
    """Count back from the document's date, no more finely than its date and the unit allow."""
    day = dated.latest
    if day is None or dated.earliest is None:
        return None
    if unit in ("decade", "year"):
        year = day.year - count * (10 if unit == "decade" else 1)
        return f"{year:04d}" if dated.earliest.year == day.year and year > 0 else None
    if unit == "month":
        months = day.year * 12 + day.month - 1 - count
        same_month = dated.earliest[:2] == day[:2]
        return f"{months // 12:04d}-{months % 12 + 1:02d}" if same_month and months >= 12 else None
    return _shift(day, -count * (7 if unit == "week" else 1)) if dated.is_one_day else None


def _relative(wording: str, dated: DateInterval | None) -> str | None:
    if dated is None or dated.latest is None:
        return None
    if wording in ("to date", "so far"):
        return f"../{dated.latest.isoformat()}"
    if wording.endswith(("year", "month")):
        unit = wording.split()[1]
        return _back(0 if wording.startswith("this") else 1, unit, dated)
    if not dated.is_one_day:
        return None
    if wording in ("yesterday", "today"):
        return _shift(dated.latest, -1 if wording == "yesterday" else 0)
    date = dated.latest.to_date()
    if date is None:
        return None
    if wording.endswith("week"):
        monday = -date.weekday() - (7 if wording.startswith("last") else 0)
        return f"{_shift(dated.latest, monday)}/{_shift(dated.latest, monday + 6)}"
    back = (date.weekday() - _WEEKDAYS.index(wording.split()[1])) % 7
    return _shift(dated.latest, -(back or 7) if wording.startswith("last") else -back)
