"""The words that one language tells times with: a type for the tables beside this module, and no rule.

A key is a word, or words with single spaces between, in lower case; `claims.times` simplifies accents and Arabic letter
forms before it looks anything up. A language is read as far as its table goes: an empty field is not read.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Literal

from accounted.text.calendar_words import Calendar
from accounted.text.dates import simplify

__all__ = ["CalendarWords", "Reference", "Unit", "words"]

Unit = Literal[
    "second", "minute", "hour", "day", "week", "weekend", "month", "quarter", "half", "season", "year", "decade",
    "century", "millennium",
]  # fmt: skip
Reference = Literal["past", "present", "future"]


def words(text: str) -> frozenset[str]:
    """Read a table of entries separated by commas, simplified where they are not plain English letters.

    >>> sorted(words("early, at the end of"))
    ['at the end of', 'early']
    """
    entries = (entry.strip() for entry in text.split(","))
    return frozenset(entry if entry.isascii() else simplify(entry) for entry in entries if entry)


@dataclass(frozen=True, slots=True, eq=False)
class CalendarWords:
    """The words for times of one language.

    Args:
        months: Word → calendar and number.
        weekdays: Word → 0 (Monday) to 6.
        weekday_plurals: "Mondays" → 0: every one of them.
        holidays: Name of a day of every year → month and day.
        seasons: Word → EDTF season 21–24.
        units: Word → unit, in the singular.
        unit_plurals: Likewise in the plural.
        unit_pairs: A word for two units (Arabic "عامين") → unit.
        days: "yesterday" → −1.
        dayparts: "morning" → TIMEX3 code (MO, MI, AF, EV, NI, DT).
        daypart_plurals: "nights" → code.
        moments: "noon" → clock time.
        nights: "tonight" → code: a part of the day of the document by itself.
        zones: Time zones after a clock time.
        year_ends: "year-end".
        directions: "last" → −1, "this" → 0, "next" → 1, beside a unit, month, weekday or season.
        until_now: Those of them that mean the stretch up to now, not the last whole unit ("the past year").
        direction_follows: Whether such words stand behind the unit ("l'année dernière").
        following: "the following" → 1: counted from the time told before.
        that: "that", "the same": the time told before.
        ago: Words after a length of time that count back from the document.
        ago_before: Words before a length of time that count back from the document (French "il y a").
        hence: Words after a length of time that count forward from the document.
        shifts: "earlier" → −1, "later" → 1: counted from the time told before.
        clauses: "before" → −1, "after" → 1: shifts only where a clause ends, else they belong to what follows.
        more: "more", "full": between a number and its unit.
        or_so: "or so", after a unit.
        periods: "period", for whatever unit was told.
        parts: "early", "the end of": a part of what follows.
        about: Words that make what follows approximate; `bounds` those that make it a bound ("more than").
        bounds: See `about`.
        references: Words that point to the past, present or future and say no more.
        attributes: Likewise as adjectives ("current").
        nouns: Likewise as nouns with an article ("the past").
        quantities: "several" → None, "a couple of" → 2, before a unit.
        every: "every", "each".
        sets: "daily" → unit.
        numbers: Word → number.
        ordinals: Word → number.
        decades: "nineties" → 90.
        fiscal: "fiscal".
        old: "old" after a length of time.
        articles: "the".
        one: "a", "an": one, before a unit.
        of: "of", between the parts of a date.
        at: "on", "at", between a clock time and a day.
        conjunctions: "and", "or" between numbers.
        until: "to" between the ends of a range.
        range_and: "and" between the ends of a range that `between` opened.
        between: See `range_and`.
        ranges: "from", which may open any range.
        during: Words before a length of time that ends now, which belong to its wording ("during the past decade").
        since: Words that open an interval without an end.
        up_to: Words that open an interval without a beginning.
        before: Likewise, the time itself left out.
        after: Like `since`, the time itself left out.
        year_leads: Words after which four digits are a year, unless persons follow.
        firm_year_leads: Those after which they are a year whatever follows.
        count_leads: Words after which they are a count ("more than 2000").
        definite_leads: Words before "the year", "the quarter" that make it a time.
        length_leads: Words before a length of time, which keep "a year" from closing a rate ("700 a year").
        plural_leads: Words after which a bare plural is a length of time ("for years").
        rates: Words that make "a year" close a rate ("twice a year").
        decade_nouns: "années" before the digits of a decade.
        after_counts: Words that follow a count and no year ("2000 were").
        future: Words that tell that a sentence speaks of what is to come.
        past: Words and, in `past_endings`, endings of words that tell that it speaks of what has been.
        past_endings: See `past`.
        infinitive: "to", which after a word of `to_come` tells of what is to come ("is to resume", "set to begin").
        to_come: See `infinitive`.
        determiners: Words after which such an ending belongs to a noun ("an unspecified date").
        now: Words after which a word with an ending of `goes_on` tells of neither side ("is calling for").
        goes_on: See `now`.
        to_be: "be", after which such an ending tells of what is to come ("to be paid").
        abbreviations: Short forms that a full stop belongs to.
        capital: Words of these tables that are read only with a capital letter.
        doubtful: Seasons that are common words too ("fall"): read only with a year or a direction.
        year_calendar: The calendar of a year of 1200 to 1500 that stands without a month.
        prefixes: Letters that are written together with the following word (Arabic و, ب, ل).
    """

    months: Mapping[str, tuple[Calendar, int]]
    weekdays: Mapping[str, int] = field(default_factory=dict)
    weekday_plurals: Mapping[str, int] = field(default_factory=dict)
    holidays: Mapping[str, tuple[int, int]] = field(default_factory=dict)
    seasons: Mapping[str, int] = field(default_factory=dict)
    units: Mapping[str, Unit] = field(default_factory=dict)
    unit_plurals: Mapping[str, Unit] = field(default_factory=dict)
    unit_pairs: Mapping[str, Unit] = field(default_factory=dict)
    days: Mapping[str, int] = field(default_factory=dict)
    dayparts: Mapping[str, str] = field(default_factory=dict)
    daypart_plurals: Mapping[str, str] = field(default_factory=dict)
    moments: Mapping[str, str] = field(default_factory=dict)
    nights: Mapping[str, str] = field(default_factory=dict)
    zones: frozenset[str] = frozenset()
    year_ends: frozenset[str] = frozenset()
    directions: Mapping[str, int] = field(default_factory=dict)
    until_now: frozenset[str] = frozenset()
    direction_follows: bool = False
    following: Mapping[str, int] = field(default_factory=dict)
    that: frozenset[str] = frozenset()
    ago: frozenset[str] = frozenset()
    ago_before: frozenset[str] = frozenset()
    hence: frozenset[str] = frozenset()
    shifts: Mapping[str, int] = field(default_factory=dict)
    clauses: Mapping[str, int] = field(default_factory=dict)
    more: frozenset[str] = frozenset()
    or_so: frozenset[str] = frozenset()
    periods: frozenset[str] = frozenset()
    parts: frozenset[str] = frozenset()
    about: frozenset[str] = frozenset()
    bounds: frozenset[str] = frozenset()
    references: Mapping[str, Reference] = field(default_factory=dict)
    attributes: Mapping[str, Reference] = field(default_factory=dict)
    nouns: Mapping[str, Reference] = field(default_factory=dict)
    quantities: Mapping[str, int | None] = field(default_factory=dict)
    every: frozenset[str] = frozenset()
    sets: Mapping[str, Unit] = field(default_factory=dict)
    numbers: Mapping[str, int] = field(default_factory=dict)
    ordinals: Mapping[str, int] = field(default_factory=dict)
    decades: Mapping[str, int] = field(default_factory=dict)
    fiscal: frozenset[str] = frozenset()
    old: frozenset[str] = frozenset()
    articles: frozenset[str] = frozenset()
    one: frozenset[str] = frozenset()
    of: frozenset[str] = frozenset()
    at: frozenset[str] = frozenset()
    conjunctions: frozenset[str] = frozenset()
    until: frozenset[str] = frozenset()
    range_and: frozenset[str] = frozenset()
    between: frozenset[str] = frozenset()
    ranges: frozenset[str] = frozenset()
    during: frozenset[str] = frozenset()
    since: frozenset[str] = frozenset()
    up_to: frozenset[str] = frozenset()
    before: frozenset[str] = frozenset()
    after: frozenset[str] = frozenset()
    year_leads: frozenset[str] = frozenset()
    firm_year_leads: frozenset[str] = frozenset()
    count_leads: frozenset[str] = frozenset()
    definite_leads: frozenset[str] = frozenset()
    length_leads: frozenset[str] = frozenset()
    plural_leads: frozenset[str] = frozenset()
    rates: frozenset[str] = frozenset()
    decade_nouns: frozenset[str] = frozenset()
    after_counts: frozenset[str] = frozenset()
    future: frozenset[str] = frozenset()
    past: frozenset[str] = frozenset()
    past_endings: tuple[str, ...] = ()
    to_be: frozenset[str] = frozenset()
    infinitive: frozenset[str] = frozenset()
    to_come: frozenset[str] = frozenset()
    determiners: frozenset[str] = frozenset()
    now: frozenset[str] = frozenset()
    goes_on: tuple[str, ...] = ()
    abbreviations: frozenset[str] = frozenset()
    capital: frozenset[str] = frozenset()
    doubtful: frozenset[str] = frozenset()
    year_calendar: Calendar = "gregorian"
    prefixes: str = ""
