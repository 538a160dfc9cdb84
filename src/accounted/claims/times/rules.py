"""The grammar: patterns over the letters of tokens (`tokens.CLASSES`), and which reader reads each.

At one place the longest pattern that its reader accepts is taken. The patterns hold for all languages; what a language
does not have, its table leaves empty. No pattern goes past a word that is in no table (x), so only the stretches
between such words are looked at, and in each only the rules whose letters are there.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from functools import lru_cache

from accounted.claims.times import days, lengths, units, years
from accounted.claims.times.context import Context, Reading

__all__ = ["Candidate", "find_candidates"]

Reader = Callable[[re.Match[str], Context], Reading | None]
Candidate = tuple[int, int, re.Match[str], Reader]

_PART = r"(?P<part>t?[BK]h?o?t?)?"
_YEAR = r"(?:,?o?(?:t?U)?(?P<year>Y)|,?o?t?(?P<that_year>[LH])(?P<that_unit>U))"
_WEEKDAY = r"(?:(?P<weekday>W),?)?"
_MANY = r"(?P<number>[NXa])(?:[hbn](?P<upper>N))?"
_ROUGH = r"(?:[Qq]o?){0,2}"

_RULES: tuple[tuple[str, str, Reader], ...] = (
    ("I", r"(?P<date>I)", days.read_numeric),
    ("M NO", rf"{_WEEKDAY}t?(?P<day>[NO])h?o?(?P<month>M){_YEAR}?", days.read_date),
    ("M NO", rf"{_WEEKDAY}(?P<month>M)t?(?P<day>[NO])(?!N){_YEAR}?", days.read_date),
    ("M NO", rf"t?(?P<day>[NO])[bhn](?P<last>[NO])o?(?P<month>M){_YEAR}?", days.read_days),
    ("M NO", rf"(?P<month>M)(?P<day>[NO])[bhn](?P<last>[NO]){_YEAR}?", days.read_days),
    ("T", rf"(?P<holiday>T){_YEAR}?", days.read_holiday),
    ("M", rf"{_PART}(?P<direction>L)?(?P<month>M){_YEAR}?", days.read_month),
    ("M O U", rf"t?(?P<ordinal>O)(?P<unit>U)o(?P<month>M){_YEAR}?", days.read_month),
    ("W", rf"{_PART}t?(?P<direction>[LFH])?(?P<weekday>W)(?:h?(?P<daypart>P))?", days.read_weekday),
    ("Y", rf"{_PART}(?:t?(?P<lead>U)|(?P<fiscal>f)U?)?(?P<year>Y)", years.read_year),
    ("N U", r"t?(?P<lead>U)(?P<year>N)", years.read_year),
    ("Y h N", r"(?P<year>Y)h(?P<last>N)", years.read_years),
    ("Y cU", r"t?(?P<year>Y)(?:c|U)", units.read_year_period),
    ("YN u", r"t?(?P<noun>u)(?P<year>[YN])", years.read_decade_noun),
    ("E", rf"{_PART}t?(?P<decade>E)", years.read_decade),
    ("O U", rf"{_PART}t?(?P<ordinal>O)h?(?P<unit>U)", years.read_century),
    (
        "O U",
        rf"{_PART}t?(?:(?P<before>Y)|(?P<direction>L)U'?)?f?h?(?P<ordinal>O)(?P<unit>U){_YEAR}?",
        units.read_quarter,
    ),
    (
        "O h U",
        rf"(?:(?P<before>Y)|(?P<direction>L)U'?)?f?h?(?P<ordinal>O)h(?P<unit>U){_YEAR}?",
        units.read_quarter,
    ),
    ("S", rf"{_PART}t?(?P<season>S)(?:{_YEAR}(?:h(?P<next>N))?)?", units.read_season),
    ("S LF", rf"{_PART}t?(?P<direction>[LF])f?(?P<season>S)", units.read_season),
    ("U LFH", rf"{_PART}t?(?P<direction>[LFH])f?(?P<unit>U)(?:h?(?P<daypart>P))?", units.read_relative),
    ("U L", rf"{_PART}t?(?P<unit>U)(?P<direction>L)(?P<daypart>P)?", units.read_relative),
    ("W L", r"t?(?P<weekday>W)(?P<direction>L)(?P<daypart>P)?", days.read_weekday),
    ("P LFH", rf"{_PART}t?(?P<direction>[LFH])(?P<daypart>P)", units.read_relative_daypart),
    ("U t", rf"{_PART}tf?A?(?P<unit>U)", units.read_definite),
    ("e", r"Q?(?P<end>e)", units.read_year_end),
    ("D", rf"{_PART}(?P<day>D)h?(?P<daypart>P)?", units.read_deictic),
    ("d", r"(?P<night>d)", units.read_deictic),
    ("LFr uUyc", rf"t?(?P<direction>[LFr])h?(?:{_MANY}s?)?A?h?(?P<unit>[uUyc])s?", lengths.read_stretch),
    ("L uU N", r"t?(?P<number>N)(?P<unit>[uU])(?P<direction>L)", lengths.read_stretch),
    ("L uU N", r"t?(?P<number>N)(?P<direction>L)(?P<unit>[uU])", lengths.read_stretch),
    ("L u N", r"(?P<unit>u)(?P<number>N)(?P<direction>L)", lengths.read_stretch),
    ("L y", r"(?P<unit>y)(?P<direction>L)", lengths.read_stretch),
    ("GJ uUy", rf"{_ROUGH}(?:{_MANY})?(?P<unit>[uUy])s?(?P<direction>[GJ])", lengths.read_ago),
    ("GJ uUy h", r"(?P<number>N)h(?P<unit>[uUy])h(?P<direction>[GJ])", lengths.read_ago),
    ("g uUy", rf"(?P<direction>g){_ROUGH}(?:{_MANY})?(?P<unit>[uUy])", lengths.read_ago),
    ("GK U h", r"(?P<unit>U)h(?P<shift>[GK])", lengths.read_year_ago),
    ("GK U h", r"t?(?P<unit>U)h(?P<shift>[GK])f?(?:O?h?U|c)", lengths.read_year_ago),
    ("Kz uUy", rf"{_ROUGH}{_MANY}(?P<unit>[uUy])(?P<shift>[Kz])", lengths.read_shift),
    ("z U t", r"t(?P<unit>U)(?P<shift>z)", lengths.read_shift),
    ("NXa uUy", rf"{_ROUGH}t?O?{_ROUGH}{_MANY}A?(?P<unit>[uUy])(?:nN|s|k)?", lengths.read_duration),
    ("NXa uUy h", rf"{_ROUGH}{_MANY}h(?P<unit>[uUy])(?:h?k)?", lengths.read_duration),
    ("N uUy c", rf"a{_MANY}h(?P<unit>[uUy])c", lengths.read_duration),
    ("uy", r"(?P<unit>[uy])", lengths.read_duration),
    ("n U", r"(?P<number>a)(?P<unit>U)na(?P<half>U)", lengths.read_and_half),
    ("A h uU", r"(?P<unit>[uU])hA", lengths.read_long),
    ("U", r"(?P<half>U)[ah]?(?P<unit>U)", lengths.read_half),
    ("V", r"V[NO]?(?P<unit>[UuWPSMyD])(?P<daypart>P)?", lengths.read_set),
    ("wp", r"(?P<unit>w)(?:P|p)?|(?P<weekday>W)p", lengths.read_set),
    ("v", r"(?P<unit>v)", lengths.read_set),
    ("R", r"(?P<reference>R)", lengths.read_reference),
    ("rL", r"(?P<attribute>[rL])", lengths.read_reference),
    ("lL t", r"t(?P<noun>[lL])", lengths.read_reference),
    ("CmZ", r"Q?(?P<clock>C|m|NZ)Z?", lengths.read_clock),
)
"""Letters of which a stretch needs one of each group; pattern; reader."""

_COMPILED = tuple(
    (tuple(frozenset(group) for group in needs.split()), re.compile(pattern), reader)
    for needs, pattern, reader in _RULES
)
_STRETCH = re.compile(r"[^x|]+")


@lru_cache(maxsize=4096)
def _rules_for(letters: frozenset[str]) -> tuple[tuple[int, re.Pattern[str], Reader], ...]:
    return tuple(
        (i, pattern, reader)
        for i, (needs, pattern, reader) in enumerate(_COMPILED)
        if all(group & letters for group in needs)
    )


def find_candidates(codes: str) -> Iterator[Candidate]:
    """Find what may be a time: from left to right, the longest first at each place.

    Yields:
        First token, the one after the last, the match, and its reader.
    """
    for stretch in _STRETCH.finditer(codes):
        start, end = stretch.span()
        rules = _rules_for(frozenset(stretch.group()))
        if not rules:
            continue
        found = [(m.start(), -m.end(), i, m, read) for i, rule, read in rules for m in rule.finditer(codes, start, end)]
        found.sort(key=lambda row: row[:3])
        for first, last, _, match, reader in found:
            yield first, -last, match, reader
