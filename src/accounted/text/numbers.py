"""Find the numbers of a text: digits, words, scales, and vague plurals, each with its span.

Only what can be read in one way is read. `30.000` (thirty, or thirty thousand?), `1,23,456`, digits glued to letters
and numbers of more than fifteen digits are left alone: a number that is not found can be looked up by a person, one
that is invented cannot be told from the others. `find_unread` lists what was left alone, with the reason.

What a number counts, and whether it is a year or an age, is not decided here. The words are those of a language's
`NumberWords`; English is read where none is given.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal
from functools import lru_cache
from typing import Literal

from accounted.text.lower import lower_alike
from accounted.text.number_words import ENGLISH, NumberWords

__all__ = ["VAGUE_CONVENTION", "NumberSpan", "UnreadNumber", "find_numbers", "find_unread", "parse_number"]

VAGUE_CONVENTION = "a plural means at least two"
"""Name of the convention by which `dozens` is read as 24 or more: the words give no upper end, and get none."""

_MOST_DIGITS = 15
_SPACE = "[ \u00a0\u2009\u202f]"
_UNSEEN = "\u00ad\u200b-\u200d\u2060\ufeff"
"""Marks without width: digits beside one belong together, and to what number cannot be told."""
_EASTERN = str.maketrans("٠١٢٣٤٥٦٧٨٩۰۱۲۳۴۵۶۷۸۹", "01234567890123456789")
_TOKEN = re.compile(r"(?<!\S)\S{0,12}?[0-9]\S{0,200}")
_GROUPED = r"[0-9]{{1,3}}(?:{mark}[0-9]{{3}})*(?:\.[0-9]{{1,2}}|\.[0-9]{{4,}})?"
_AMBIGUOUS_RANGE = re.compile(r"[0-9]{1,2}[-–][0-9]{1,3},[0-9]{3}")
_RUN = re.compile(r"\w+")
_TRIMMED = " \t\n\"“”„«»‘’'()[]{}<>,;:!?.…*"
_TOLD_APART = re.compile(
    r"[^\W\d_]+[-‐–/.]?[0-9][\w./-]*|[0-9]+(?:st|nd|rd|th)|(?:[0-9]{2,4})[’']?s|[0-9]{1,2}[:.][0-9]{2}(?:[ap]m)?"
    r"|[0-9]{1,4}[-/.][0-9]{1,2}[-/.][0-9]{1,4}|[0-9]{4}[-/][0-9]{2,4}|[0-9.,]+(?:%|°[CF]?|km|kg|m|cm|mm|am|pm|h|ha|kw|mw|g|k|bn|mn|px"
    r"|x)|[0-9]+[-–‐][^\W\d_].*|[$£€¥₹#§+~≈±<>≤≥=].*|[0-9]+(?:\.[0-9]+){2,}|[0-9]{1,2}[-–:][0-9]{1,2}"
    r"|[0-9]+/[0-9]+|[^\s]*(?:://|@|www\.).*|[0-9,.]+[-–—][0-9,.]+|.*[^\w.,].*",
    re.IGNORECASE,
)
_TORN = re.compile(r"(?<!\S)(?<!\d )[0-9] [0-9](?= [^\W\d_])")
_OCR = re.compile(r"(?=[0-9lIO]*[0-9])(?=[0-9lIO]*[lIO])[0-9lIO]{2,}")


UnreadReason = Literal["ambiguous mark", "irregular groups", "digits with letters", "too many digits"]


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


@dataclass(frozen=True, slots=True)
class UnreadNumber:
    """Something with digits that is no number, date or name we know: left alone, and said to be.

    Args:
        start: Where it begins.
        end: Where it ends.
        reason: Why it was not read.
    """

    start: int
    end: int
    reason: UnreadReason


def find_numbers(text: str, words: NumberWords = ENGLISH, *, vague: bool = True) -> tuple[NumberSpan, ...]:
    """Find every number that can be read in one way, in the order of the text.

    Args:
        text: The text.
        words: The number words of its language.
        vague: Whether vague plurals are read, by `VAGUE_CONVENTION`.

    >>> [(n.value, n.style) for n in find_numbers("Some thirty six of 12,500; tens of thousands, 2.5 million")]
    [(36, 'words'), (12500, 'digits'), (20000, 'vague'), (2500000, 'digits')]
    >>> find_numbers("30.000 and 1,23,456 and B52 and the 21st")
    ()
    """
    reader = _reader(words)
    return tuple(n for n in reader.read(text) if vague or n.style != "vague")


def find_unread(text: str, words: NumberWords | None = ENGLISH, start: int = 0) -> tuple[UnreadNumber, ...]:
    """List what has digits and is not read as a number, nor is an ordinal, a date, an amount of money or a name.

    Args:
        text: The text.
        words: The number words of its language; None where no language is covered.
        start: Added to every span.

    >>> [u.reason for u in find_unread("30.000 men, 1,23,456 women, 3OO dogs, 12abc, 12,500 and the 21st B52")]
    ['ambiguous mark', 'irregular groups', 'digits with letters', 'digits with letters']
    """
    is_grouped = re.compile(_GROUPED.format(mark=re.escape(words.thousands if words else ",")))
    found = []
    for token in _TOKEN.finditer(text):
        lead = len(token.group()) - len(token.group().lstrip(_TRIMMED))
        word = token.group().strip(_TRIMMED)
        reason = None if not word or is_grouped.fullmatch(word) else _why_unread(word, words)
        if reason:
            begin = start + token.start() + lead
            found.append(UnreadNumber(begin, begin + len(word), reason))
    found.extend(
        UnreadNumber(start + torn.start(), start + torn.end(), "irregular groups") for torn in _TORN.finditer(text)
    )
    return tuple(sorted(found, key=lambda unread: unread.start))


def _why_unread(word: str, words: NumberWords | None) -> UnreadReason | None:
    if _OCR.fullmatch(word):
        return "digits with letters"
    if re.fullmatch(r"[0-9]{1,3}(?:[.,][0-9]{3})+|[0-9]{1,3}(?:['’][0-9]{3})+", word) or _AMBIGUOUS_RANGE.fullmatch(
        word
    ):
        return "ambiguous mark"
    if len(word) > _MOST_DIGITS and re.fullmatch(r"[0-9.,]+", word):
        return "too many digits"
    if re.fullmatch(r"[0-9]+(?:,[0-9]+)+(?:\.[0-9]+)?", word):
        decimal = words is not None and words.decimal == "," and word.count(",") == 1
        return None if decimal else "irregular groups"
    if re.fullmatch(rf"[0-9.,]*(?:[.,]{{2,}}|[{_UNSEEN}])[0-9.,{_UNSEEN}]*[0-9]", word):
        return "irregular groups"
    if _TOLD_APART.fullmatch(word):
        return None
    return "digits with letters" if re.search(r"[^\W\d_]", word) else None


def parse_number(text: str, words: NumberWords = ENGLISH) -> float | None:
    """Read a text that is one exact number and nothing else; None when it is not.

    >>> parse_number("one hundred and five"), parse_number("12 000"), parse_number("dozens")
    (105, 12000, None)
    """
    wording = text.strip()
    for found in find_numbers(wording, words):
        if (found.start, found.end) == (0, len(wording)) and found.style != "vague":
            return found.value
    return None


@lru_cache(maxsize=16)
def _reader(words: NumberWords) -> _Reader:
    return _Reader(words)


class _Reader:
    """The patterns of one language, compiled once."""

    def __init__(self, words: NumberWords) -> None:
        self.words = words
        self.worded = re.compile("|".join((*_vague(words), _fraction(words), _number_words(words))))
        self.digits = re.compile(_digits(words))
        self.first_words = _first_words(words)
        self.tokens = re.compile(_alternatives((*words.values, *words.scales, words.joiner, *words.articles)))
        self.values = {_plain(word): value for word, value in words.values.items()}
        self.largest = max(words.scales.values(), default=1) * 10

    def read(self, text: str) -> Iterator[NumberSpan]:
        """Yield the numbers in order."""
        end, text = 0, lower_alike(text)
        glued = self.words.joiner if self.words.joiner_is_glued else ""
        for run in _RUN.finditer(text):
            start, word = run.start(), run.group()
            if start < end:
                continue
            if glued and word.startswith(glued) and word[len(glued) :][:1].isdigit():
                start, word = start + len(glued), word[len(glued) :]
            if word[0].isdigit():
                match = self.digits.match(text, start)
            elif word in self.first_words:
                match = self.worded.match(text, start)
            else:
                continue
            if match is None:
                continue
            end = match.end()
            if match.re is self.digits:
                value = self._from_digits(match["digits"], match["decimals"], match["scale"])
                if value is not None:
                    yield NumberSpan(value, start, end, "digits")
            elif match["words"]:
                yield from self._from_words(match["words"], start)
            elif match["fraction"]:
                whole = self.values[match["and_whole"].lower()] if match["and_whole"] else 0
                part = self.words.fractions[_plain(match["fraction"])]
                yield NumberSpan(
                    _number((Decimal(whole) + Decimal(str(part))) * self._scale(match["of_scale"])), start, end, "words"
                )
            elif match["whole"]:
                yield NumberSpan(self.words.whole[_plain(match["whole"])], start, end, "words")
            else:
                yield NumberSpan(self._from_plural(match), start, end, "vague")

    def _from_plural(self, match: re.Match[str]) -> int:
        if match["few"]:
            return 2
        base = self.words.plurals[match["plural"].lower()] if match["plural"] else self._scale(match["several"])
        return 2 * base * (self.words.plurals[match["of_plural"].lower()] if match["of_plural"] else 1)

    def _from_digits(self, digits: str, decimals: str | None, scale: str | None) -> float | None:
        plain = digits if digits.isascii() and digits.isdigit() else re.sub(r"\D", "", digits.translate(_EASTERN))
        if plain.startswith("0") and len(plain) > 1:
            return None  # a code, a telephone number
        if len(plain) > _MOST_DIGITS or len(decimals or "") > _MOST_DIGITS:
            return None
        if decimals and len(decimals) == 4 and len(plain) <= 3 and not scale and decimals[0] in ".,":
            return None  # 30.000 may be thirty or thirty thousand
        if not decimals and not scale:
            return int(plain)
        after = f".{decimals[1:].translate(_EASTERN)}" if decimals else ""
        return _number(Decimal(plain + after) * self._scale(scale))

    def _from_words(self, wording: str, offset: int) -> Iterator[NumberSpan]:
        """Read a run of number words; a run that is no number ("two three") is read as none."""
        tokens = [(_plain(m.group()), m.start(), m.end()) for m in self.tokens.finditer(wording)]
        for piece in self._split_at_joiner(tokens):
            value = self._value([word for word, _, _ in piece])
            if value is not None:
                yield NumberSpan(value, offset + piece[0][1], offset + piece[-1][2], "words")

    def _split_at_joiner(self, tokens: list[tuple[str, int, int]]) -> list[list[tuple[str, int, int]]]:
        """Cut where the joiner stands between two numbers ("ten and twelve"), not in one ("a hundred and five")."""
        pieces: list[list[tuple[str, int, int]]] = [[]]
        for i, token in enumerate(tokens):
            if token[0] != self.words.joiner:
                pieces[-1].append(token)
                continue
            ahead = [word for word, _, _ in tokens[i + 1 : i + 2]]
            before = [word for word, _, _ in pieces[-1]]
            joins = before and before[-1] in self.words.scales
            if self.words.joins_anything:
                joins = bool(before and ahead) and self._value([*before, *ahead]) is not None
            if not joins:
                pieces.append([])
        return [piece for piece in pieces if piece]

    def _value(self, words: Sequence[str]) -> float | None:
        total, current, smallest, started = 0, 0, self.largest, False
        for word in words:
            scale = self.words.scales.get(word)
            if word in self.words.articles and word not in self.values:
                current, started = 1, True
            elif scale == 100:
                if not 1 <= current <= 99 and not (current == 0 and self.words.joins_anything):
                    return None
                current = max(current, 1) * 100
            elif scale is not None:
                bare = current == 0 and self.words.joins_anything and not started
                if (current == 0 and not bare) or scale >= smallest:
                    return None
                total, current, smallest = total + max(current, 1) * scale, 0, scale
            elif not self._fits(current, self.values[word]):
                return None
            else:
                current += self.values[word]
            started = True
        return total + current if smallest > 12 or current == 0 else None

    def _fits(self, current: int, value: int) -> bool:
        if current == 0:
            return True
        if value == 0:
            return False
        if self.words.units_first and value in range(20, 100, 10) and current % 100:
            return current % 100 < 10
        if value < 10:
            return current % 10 == 0 and current % 100 != 10
        return current % 100 == 0 and value < 100 <= current

    def _scale(self, word: str | None) -> int:
        return 1 if word is None else self.words.scales[_plain(word)]


def _vague(words: NumberWords) -> tuple[str, ...]:
    plurals, scales = _alternatives(words.plurals), _alternatives(words.scales)
    link = re.escape(words.link)
    return (
        rf"(?<!\w)(?P<plural>{plurals})(?:\s+{link}\s+(?P<of_plural>{plurals}))?(?!\w)",
        rf"(?<!\w)(?:{_alternatives(words.several)})\s+(?P<several>{scales})(?!\w)",
        rf"(?<!\w)(?P<few>{_alternatives(words.few)})(?=\s+[^\W\d_])",
        rf"(?<!\w)(?P<whole>{_alternatives(words.whole)})(?=\s+[^\W\d_])",
    )


def _fraction(words: NumberWords) -> str:
    article = rf"(?:(?:{'|'.join(words.articles)})\s+)?" if words.articles else ""
    ones = _alternatives([word for word, value in words.values.items() if 1 <= value <= 9])
    large = _alternatives([word for word, value in words.scales.items()])
    return (
        rf"(?<![\w-])(?:(?P<and_whole>{ones})\s+{re.escape(words.joiner)}\s+)?(?P<fraction>{_alternatives(words.fractions)})"
        rf"[\s-]+{article}(?P<of_scale>{large})(?!\w)"
    )


def _number_words(words: NumberWords) -> str:
    scales, every = _alternatives(words.scales), _alternatives((*words.values, *words.scales))
    article = rf"(?:(?:{'|'.join(words.articles)})\s+)(?=(?:{scales})(?!\w))(?:{scales})|" if words.articles else ""
    joiner = rf"\s+{re.escape(words.joiner)}\s*" if words.joiner_is_glued else rf"\s+{re.escape(words.joiner)}\s+"
    hundred = _alternatives([word for word, value in words.scales.items() if value == 100])
    comma = "".join(
        rf"(?<={re.escape(word)}),\s+(?=(?:{_alternatives(words.values)})\s+(?:{hundred}))|" for word in words.breaks
    )
    return (
        rf"(?<![\w-])(?P<words>(?:{article}(?:{every}))(?:(?:{joiner}|{comma}[\s-]+)(?:{every}))*)(?!\w)"
        rf"(?!-(?!(?:{_alternatives(words.suffixes)})(?!\w))[^\W\d_])"
    )


def _digits(words: NumberWords) -> str:
    digit = "[0-9٠-٩۰-۹]" if words.thousands == "٬" else "[0-9]"
    marks = re.escape(words.thousands + ("," if words.thousands == "٬" else ""))
    decimal = re.escape(words.decimal + ("." if words.thousands == "٬" else ""))
    begin = r"(?<![\w$£€₹¥+.,])"
    if words.joiner_is_glued:
        begin = rf"(?:{begin}|(?<=\W{words.joiner}))"  # "between 60 and80"
    return (
        rf"{begin}(?<![^\W\d_]-)(?<!{digit}[:/'’{_UNSEEN}])(?P<digits>{digit}{{1,3}}(?:[{marks}]{digit}{{3}})+(?!{digit})"
        rf"|{digit}{{1,3}}(?:{_SPACE}{digit}{{3}})+(?!{digit})|{digit}+)(?P<decimals>[{decimal}]{digit}+)?(?![\w%])"
        rf"(?![.,:/'’{_UNSEEN}]+{digit})(?:[\s-](?P<scale>{_alternatives(words.scales)})(?!\w))?"
    )


def _first_words(words: NumberWords) -> frozenset[str]:
    """What a number in words can begin with: to look that up is several times as quick as to try every word."""
    tables = (words.values, words.scales, words.plurals, words.several, words.few, words.whole, words.fractions)
    every = (word for table in (*tables, words.articles) for word in table)
    return frozenset(first.group() for word in every if (first := _RUN.match(word)))


def _alternatives(words: Iterable[str]) -> str:
    listed = sorted(words, key=len, reverse=True)
    return "|".join(re.escape(word).replace(r"\ ", r"[\s-]+") for word in listed) or r"(?!)"


def _plain(word: str) -> str:
    return re.sub(r"[\s-]+", " ", word.lower())


def _number(value: Decimal) -> float:
    return int(value) if value == value.to_integral_value() else float(value)
