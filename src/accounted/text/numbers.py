"""Find the numbers of an English text: digits, words, scales, and vague plurals, each with its span.

Only what can be read in one way is read. `30.000` (thirty, or thirty thousand?), `1,23,456`, digits glued to letters
and numbers of more than fifteen digits are left alone: a number that is not found can be looked up by a person, one
that is invented cannot be told from the others.

What a number counts, and whether it is a year or an age, is not decided here.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal
from typing import Literal

__all__ = ["VAGUE_CONVENTION", "NumberSpan", "find_numbers", "parse_number"]

VAGUE_CONVENTION = "a plural means at least two"
"""Name of the convention by which `dozens` is read as 24 or more: the words give no upper end, and get none."""

_SMALL = (
    *("zero", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve"),
    *("thirteen", "fourteen", "fifteen", "sixteen", "seventeen", "eighteen", "nineteen"),
)
_TENS = {"twenty": 20, "thirty": 30, "forty": 40, "fifty": 50, "sixty": 60, "seventy": 70, "eighty": 80, "ninety": 90}
_VALUES = {word: value for value, word in enumerate(_SMALL)} | _TENS
_SCALES = {
    "dozen": 12,
    "thousand": 1_000,
    "lakh": 100_000,
    "million": 1_000_000,
    "crore": 10_000_000,
    "billion": 1_000_000_000,
    "trillion": 1_000_000_000_000,
}
_PLURALS = {
    "tens": 10,
    "dozens": 12,
    "scores": 20,
    "hundreds": 100,
    "thousands": 1_000,
    "millions": 1_000_000,
    "billions": 1_000_000_000,
}
_MOST_DIGITS = 15

_SCALE = "|".join(("hundred", *_SCALES))
_WORD = "|".join((*_VALUES, "hundred", *_SCALES))
_SPACE = "[ \u00a0\u2009\u202f]"
_DIGITS = (
    r"(?<![\w$£€.,])(?<![^\W\d_]-)(?<![0-9][:/])"
    rf"(?P<digits>[0-9]{{1,3}}(?:,[0-9]{{3}})+|[0-9]{{1,3}}(?:{_SPACE}[0-9]{{3}})+(?![0-9])|[0-9]+)"
    r"(?P<decimals>\.[0-9]+)?(?![\w%])(?![.,:/][0-9])"
    rf"(?:[\s-](?P<scale>{_SCALE})\b)?"
)
_VAGUE = (
    r"\b(?P<tens>tens|dozens|scores|hundreds|thousands|millions|billions)(?:\s+of\s+(?P<of>thousands|millions"
    r"|billions))?\b"
    rf"|\b(?:several|many|a\s+few)\s+(?P<several>{_SCALE})\b"
)
_HALF = r"\b(?:(?P<whole>one|two|three|four|five|six|seven|eight|nine)\s+and\s+a\s+)?half(?:\s+an?)?\s+"
_HALVES = rf"{_HALF}(?P<halved>dozen|hundred|thousand|million|billion)\b"
_WORDS = (
    rf"(?<![\w-])(?P<words>(?:(?:an?\s+)(?={_SCALE})(?:{_SCALE})|(?:{_WORD}))"
    rf"(?:(?:\s+and\s+|[\s-]+)(?:{_WORD}))*)(?![\w-])"
)
_NUMBER = re.compile("|".join((_VAGUE, _HALVES, _WORDS, _DIGITS)), re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class NumberSpan:
    """A number as written, `text[start:end]`.

    Args:
        value: What it says; for a vague plural the lower end of the convention (`VAGUE_CONVENTION`).
        start: Where it begins.
        end: Where it ends.
        style: `digits`, `words`, or `vague`.
    """

    value: float
    start: int
    end: int
    style: Literal["digits", "words", "vague"]


def find_numbers(text: str) -> tuple[NumberSpan, ...]:
    """Find every number that can be read in one way, in the order of the text.

    >>> [(n.value, n.style) for n in find_numbers("Some thirty six of 12,500; tens of thousands, 2.5 million")]
    [(36, 'words'), (12500, 'digits'), (20000, 'vague'), (2500000, 'digits')]
    >>> find_numbers("30.000 and 1,23,456 and B52 and the 21st")
    ()
    """
    return tuple(_read(text))


def parse_number(text: str) -> float | None:
    """Read a text that is one exact number and nothing else; None when it is not.

    >>> parse_number("one hundred and five"), parse_number("12 000"), parse_number("dozens")
    (105, 12000, None)
    """
    wording = text.strip()
    for found in find_numbers(wording):
        if (found.start, found.end) == (0, len(wording)) and found.style != "vague":
            return found.value
    return None


def _read(text: str) -> Iterator[NumberSpan]:
    for match in _NUMBER.finditer(text):
        start, end = match.span()
        if match["digits"]:
            value = _from_digits(match["digits"], match["decimals"], match["scale"])
            if value is not None:
                yield NumberSpan(value, start, end, "digits")
        elif match["words"]:
            yield from _from_words(match["words"], start)
        elif match["halved"]:
            yield NumberSpan(_from_half(match["whole"], match["halved"]), start, end, "words")
        else:
            yield NumberSpan(_from_plural(match["tens"], match["of"], match["several"]), start, end, "vague")


def _from_digits(digits: str, decimals: str | None, scale: str | None) -> float | None:
    plain = re.sub(r"\D", "", digits)
    if len(plain) > _MOST_DIGITS or len(decimals or "") > _MOST_DIGITS:
        return None
    if decimals and len(decimals) == 4 and len(plain) <= 3 and not scale:
        return None  # 30.000 may be thirty or thirty thousand
    return _number(Decimal(plain + (decimals or "")) * _scale(scale))


def _from_half(whole: str | None, scale: str) -> float:
    count = Decimal(_VALUES[whole.lower()] if whole else 0) + Decimal("0.5")
    return _number(count * _scale(scale))


def _from_plural(tens: str | None, of: str | None, several: str | None) -> float:
    base = _PLURALS[tens.lower()] if tens else _scale(several)
    return 2 * base * (_PLURALS[of.lower()] if of else 1)


def _from_words(wording: str, offset: int) -> Iterator[NumberSpan]:
    """Read a run of number words; a run that is no number ("two three") is read as none."""
    words = [(m.group().lower(), m.start(), m.end()) for m in re.finditer(r"[A-Za-z]+", wording)]
    pieces = _split_at_and(words)
    for piece in pieces:
        value = _value([word for word, _, _ in piece])
        if value is not None:
            yield NumberSpan(value, offset + piece[0][1], offset + piece[-1][2], "words")


def _split_at_and(words: list[tuple[str, int, int]]) -> list[list[tuple[str, int, int]]]:
    """Cut where `and` joins two numbers ("ten and twelve") and not two parts of one ("a hundred and five")."""
    pieces: list[list[tuple[str, int, int]]] = [[]]
    for position, word in enumerate(words):
        joins = word[0] == "and" and words[position - 1][0] not in ("hundred", *_SCALES)
        if joins:
            pieces.append([])
        else:
            pieces[-1].append(word)
    return [piece for piece in pieces if piece]


def _value(words: list[str]) -> float | None:
    total, current, smallest = 0, 0, _SCALES["trillion"] * 10
    for word in words:
        if word in ("and", "a", "an"):
            current = current if word == "and" else 1
        elif word == "hundred":
            if not 1 <= current <= 99:
                return None
            current *= 100
        elif word in _SCALES:
            scale = _SCALES[word]
            if current == 0 or scale >= smallest:
                return None
            total, current, smallest = total + current * scale, 0, scale
        elif not _fits(current, _VALUES[word]):
            return None
        else:
            current += _VALUES[word]
    return total + current if smallest > 12 or current == 0 else None


def _fits(current: int, value: int) -> bool:
    if value < 10:
        return current % 10 == 0 and current % 100 != 10 and not (value == 0 and current)
    return current % 100 == 0


def _scale(word: str | None) -> int:
    if word is None:
        return 1
    return 100 if word.lower() == "hundred" else _SCALES[word.lower()]


def _number(value: Decimal) -> float:
    return int(value) if value == value.to_integral_value() else float(value)
