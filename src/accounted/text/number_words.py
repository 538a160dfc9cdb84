"""How a language writes numbers, as data: the words, the marks inside digits, and what joins them.

`ENGLISH` stands here because numbers are read in English where no language is named; the other tables are data of
`accounted.claims.languages`.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

__all__ = ["ENGLISH", "NumberWords"]


@dataclass(frozen=True, slots=True, eq=False)
class NumberWords:
    """The number words of one language. Words are lower case; a space in a word stands for a space or a hyphen.

    Args:
        values: Words that add up, with their values ("five", "twenty", "quinientos").
        scales: Words that multiply what stands before them ("hundred", "thousand").
        plurals: Words that say "at least two of these" ("hundreds"), with the value of one.
        several: Words that make a scale vague before it ("several" thousand).
        few: Words that say "at least two" by themselves before a noun ("a few").
        whole: Wordings for an exact small number ("a pair of"), with their values.
        fractions: Parts of a scale ("half a million"), with their values.
        articles: Words that count one before a scale ("a" hundred).
        joiner: The word between parts of one number ("and").
        joins_anything: Whether the joiner stands between any two parts ("treinta y uno"), or only after a scale.
        joiner_is_glued: Whether the joiner is written together with the following word (Arabic).
        units_first: Whether units stand before tens (Arabic).
        link: The word between a plural and what it counts ("of").
        breaks: Scales after which a comma may stand before hundreds ("one thousand, two hundred").
        suffixes: Words that may hang on a number by a hyphen and leave it a number ("300-odd").
        thousands: Marks between groups of three digits; a space of any kind is always one.
        decimal: The mark before decimals; with three digits after it a number is ambiguous where `thousands` has none.
    """

    values: Mapping[str, int]
    scales: Mapping[str, int]
    plurals: Mapping[str, int]
    several: tuple[str, ...]
    few: tuple[str, ...] = ()
    whole: Mapping[str, int] = field(default_factory=dict)
    fractions: Mapping[str, float] = field(default_factory=dict)
    articles: tuple[str, ...] = ()
    joiner: str = "and"
    joins_anything: bool = False
    joiner_is_glued: bool = False
    units_first: bool = False
    link: str = "of"
    breaks: tuple[str, ...] = ()
    suffixes: tuple[str, ...] = ()
    thousands: str = ","
    decimal: str = "."


_SMALL = (
    *("zero", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve"),
    *("thirteen", "fourteen", "fifteen", "sixteen", "seventeen", "eighteen", "nineteen"),
)
_TENS = {"twenty": 20, "thirty": 30, "forty": 40, "fifty": 50, "sixty": 60, "seventy": 70, "eighty": 80, "ninety": 90}

ENGLISH = NumberWords(
    values={word: value for value, word in enumerate(_SMALL)} | _TENS,
    scales={
        "hundred": 100,
        "dozen": 12,
        "thousand": 1_000,
        "lakh": 100_000,
        "million": 1_000_000,
        "crore": 10_000_000,
        "billion": 1_000_000_000,
        "trillion": 1_000_000_000_000,
    },
    plurals={
        "tens": 10,
        "dozens": 12,
        "scores": 20,
        "hundreds": 100,
        "thousands": 1_000,
        "lakhs": 100_000,
        "millions": 1_000_000,
        "billions": 1_000_000_000,
    },
    several=("several", "many", "a few", "a couple of", "a couple"),
    few=("several", "a few", "a couple of", "a handful of", "a number of"),
    whole={"a pair of": 2, "a trio of": 3, "a score of": 20, "two score": 40, "three score": 60, "four score": 80},
    fractions={
        "half": 0.5,
        "a half": 0.5,
        "a quarter of": 0.25,
        "a quarter": 0.25,
        "three quarters of": 0.75,
    },
    articles=("a", "an", "an even"),
    breaks=("thousand", "million"),
    suffixes=("odd", "plus", "strong"),
)
