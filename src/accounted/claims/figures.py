"""Read figures with the bounds that their words give, and no others (R7).

`over 30,000` has a lower bound that is not itself meant and no upper one; `about 100,000` has a best value and no
bounds; `10,356 (9,002–12,122)` has all three. The order: numbers, then those joined as ranges or intervals, then the
words before and after that make a bound. `nearly 500` keeps 500 as the best value and says that it was not reached.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache
from itertools import pairwise

from accounted.claims.bound_grammar import BoundGrammar, bound_grammar
from accounted.claims.languages.english import ENGLISH
from accounted.claims.languages.tables import Language
from accounted.claims.sentences import flatten
from accounted.model.claims import Figure
from accounted.model.documents import Span
from accounted.text.lower import lower_alike
from accounted.text.number_words import NumberWords
from accounted.text.numbers import NumberSpan, find_numbers

__all__ = ["FoundFigure", "figures_of_numbers", "find_figures", "read_figure"]

_INNER = re.compile(r"\s*(?:–|—|-|−|,|;|\bto\b|\band\b)\s*")
_CLOSES = re.compile(r"\s*[)\]]")
_WINDOW = 48
_SHARED = frozenset({12, 100, 1_000, 1_000_000, 1_000_000_000})
_NOT_ONE = re.compile(r"\b(?:no|not|any|every|each|the|this|that|another|some|other)\s+$")
_AFTER_NAME = re.compile(r"[^\W\d_a-z][\w’'-]*\.?\s*[,(]\s*$")
_THEN_COMMA = re.compile(r"\s*(?:[,)]|from\b|of\b)")
_ADULT = re.compile(
    r"\b(?:children|people|those|girls|boys|persons|youths|women|men|minors|anyone|everyone)\s+"
    r"(?:(?:who (?:are|were)|aged)\s+)?(?:under|over|below|above|aged)\s+$",
)


@dataclass(frozen=True, slots=True)
class FoundFigure:
    """A figure with the place where the words for what it counts begin, all relative to the text given.

    Args:
        figure: The figure.
        counts_from: Where the words for what it counts begin.
        is_mention: Whether it is one person counted by an article, no number that the text states.
    """

    figure: Figure
    counts_from: int
    is_mention: bool = False

    @property
    def start(self) -> int:
        """Where the wording begins."""
        return self.figure.start

    @property
    def end(self) -> int:
        """Where the wording ends."""
        return self.figure.end


@dataclass(frozen=True, slots=True)
class _Bounds:
    """Values and flags before they get a wording; `after` is where the number itself ends."""

    start: int
    end: int
    after: int
    low: float | None = None
    best: float | None = None
    high: float | None = None
    low_inclusive: bool | None = None
    high_inclusive: bool | None = None
    convention: bool = False


def read_figure(text: str, language: Language = ENGLISH) -> Figure | None:
    """Read the first figure of a text; None when there is none.

    >>> figure = read_figure("over 30,000 prisoners")
    >>> figure.low, figure.low_inclusive, figure.best, figure.high, figure.wording
    (30000, False, None, None, 'over 30,000')
    """
    found = find_figures(text, language=language)
    return found[0].figure if found else None


def find_figures(
    text: str, masked: Sequence[Span] = (), *, language: Language = ENGLISH, vague: bool = True
) -> tuple[FoundFigure, ...]:
    """Find the figures of a sentence with their bounds.

    Args:
        text: One sentence.
        masked: Spans that hold times, ages and the like: numbers in them are no figures.
        language: Its language.
        vague: Whether vague plurals ("dozens") are read, by the named convention.

    >>> [(f.figure.low, f.figure.best, f.figure.high) for f in find_figures("10,356 (9,002–12,122), up to 5% of them")]
    [(9002, 10356, 12122)]
    """
    view = flatten(text)
    numbers = find_numbers(view, language.numbers, vague=vague)
    return figures_of_numbers(text, view, numbers, masked, language) if numbers else ()


def figures_of_numbers(
    text: str, view: str, numbers: Sequence[NumberSpan], masked: Sequence[Span], language: Language
) -> tuple[FoundFigure, ...]:
    """Find the figures among numbers that were found already.

    Args:
        text: One sentence.
        view: The sentence, flattened.
        numbers: Its numbers.
        masked: Spans that hold times, ages and the like.
        language: Its language.
    """
    reader = _Reader(view, lower_alike(view), bound_grammar(language.bounds), _scales(language.numbers))
    has_digits = any(number.style == "digits" for number in numbers)
    apart = [Span(*m.span()) for m in reader.grammar.told_apart.finditer(reader.low)] if has_digits else []
    countable = _one_by_one(view, [n for n in numbers if reader.is_countable(n, (*masked, *apart))])
    found, position, floor = [], 0, 0
    while position < len(countable):
        bounds, used = reader.bounds(countable, position, floor)
        position += used
        if bounds is not None:
            found.append(_finish(text, bounds))
            floor = bounds.end
    return tuple(found)


def _one_by_one(view: str, numbers: Sequence[NumberSpan]) -> list[NumberSpan]:
    """Leave out digits with nothing but a space between them ("5 0 people"): one number torn apart, or two?"""
    torn: set[int] = set()
    for one, two in pairwise(numbers):
        if one.style == two.style == "digits" and two.start - one.end == 1 and view[one.end].isspace():
            torn |= {one.start, two.start}
    return [number for number in numbers if number.start not in torn]


@lru_cache(maxsize=16)
def _scales(words: NumberWords) -> dict[str, int]:
    return {word: value for word, value in words.scales.items() if value in _SHARED}


@dataclass(frozen=True, slots=True)
class _Reader:
    """Reads the figures of one sentence; all but names are looked for in lower case, which is twice as quick."""

    view: str
    low: str
    grammar: BoundGrammar
    scales: Mapping[str, int]

    def is_countable(self, number: NumberSpan, masked: Sequence[Span]) -> bool:
        """Whether a number may be a figure: no part of a date, no share, measure, sum of money or label."""
        if any(span.start < number.end and number.start < span.end for span in masked):
            return False
        begin = max(0, number.start - _WINDOW)
        before = self.low[begin : number.start]
        if self.grammar.labels.search(self.view[begin : number.start]):
            return False
        if self.grammar.not_before.search(before) or self.grammar.not_after.match(self.low, number.end):
            return False
        if number.style == "digits" and number.value < 120 and _is_age(self.view, number):
            return False
        if number.value == 1 and _NOT_ONE.search(before):
            return False
        return _ADULT.search(before) is None

    def bounds(self, numbers: Sequence[NumberSpan], i: int, floor: int) -> tuple[_Bounds | None, int]:
        """Read the figure that begins with the i-th number; also how many numbers it uses."""
        one = numbers[i]
        if i + 2 < len(numbers):
            interval = self._interval(one, numbers[i + 1], numbers[i + 2])
            if interval:
                return self._with_cue_words(interval, floor), 3
        if i + 1 < len(numbers):
            pair, is_pair = self._pair(one, numbers[i + 1], floor)
            if is_pair:
                return pair, 2
        return self._single(one, floor, numbers[i + 1].start if i + 1 < len(numbers) else len(self.low)), 1

    def _interval(self, one: NumberSpan, two: NumberSpan, three: NumberSpan) -> _Bounds | None:
        opens = self.low[one.end : two.start]
        if not (self.grammar.opens.fullmatch(opens) and _INNER.fullmatch(self.low[two.end : three.start])):
            return None
        closes = _CLOSES.match(self.low, three.end)
        bracketed = "(" in opens or "[" in opens
        if bracketed != bool(closes) or (not bracketed and "interval" not in opens and "rang" not in opens):
            return None
        if not two.value <= one.value <= three.value:
            return None
        end = closes.end() if closes else three.end
        return _Bounds(one.start, end, end, two.value, one.value, three.value, True, True)

    def _with_cue_words(self, bounds: _Bounds, floor: int) -> _Bounds:
        """Let "about" before an interval belong to the wording; it changes no bound."""
        cue = self.grammar.before.search(self.low[max(floor, bounds.start - _WINDOW) : bounds.start])
        if cue and cue["about"]:
            return replace(bounds, start=bounds.start - (len(cue.string) - cue.start("cue")))
        return bounds

    def _pair(self, one: NumberSpan, two: NumberSpan, floor: int) -> tuple[_Bounds | None, bool]:
        gap = self.low[one.end : two.start]
        if len(gap) > _WINDOW:
            return None, False
        before = self.low[max(floor, one.start - _WINDOW) : one.start]
        offset = one.start - len(before)
        between = self.grammar.between.search(before)
        if between and self.grammar.between_and.fullmatch(gap):
            return self._range(one, two, offset + between.start()), True
        if self.grammar.plus_minus.fullmatch(gap):
            low, high = max(0, one.value - two.value), one.value + two.value
            return _Bounds(one.start, two.end, two.end, low, one.value, high, True, True), True
        if self.grammar.to.fullmatch(gap):
            from_ = self.grammar.from_.search(before)
            if from_ and self.grammar.changes.search(self.low, max(0, one.start - 2 * _WINDOW), one.start):
                return None, False
            lead = from_ or between or self.grammar.before.search(before)
            start = offset + lead.start() if lead else one.start
            return self._range(one, two, start), True
        if self.grammar.or_.fullmatch(gap) and one.value < two.value:
            return self._range(one, two, one.start), True
        return self._two_bounds(one, two, gap, floor)

    def _range(self, one: NumberSpan, two: NumberSpan, start: int) -> _Bounds | None:
        """Make a range; "2 to 3 million" shares its scale, "10–12,000" can be read in two ways and is not read."""
        low, high = one.value, two.value
        scale = self._shared_scale(one, two)
        if scale:
            low *= scale
        elif two.style == "digits" and one.style == "digits" and low < 100 and high >= 1000:
            return None
        if low > high:
            return None
        reached = not self.grammar.nearly.search(self.low, one.end, two.start)
        convention = "vague" in (one.style, two.style)
        return _Bounds(start, two.end, two.end, low, None, high, True, reached, convention)

    def _shared_scale(self, one: NumberSpan, two: NumberSpan) -> int | None:
        """Tell the scale that the upper number lends to the lower one ("two or three hundred")."""
        words = self.low[two.start : two.end].split()
        scale = self.scales.get(words[-1].split("-")[-1]) if words else None
        if scale is None or not one.value < two.value / scale or not one.value < scale:
            return None
        lead_is_plain = len(words) == 2 and "vague" not in (one.style, two.style)
        return scale if lead_is_plain else None

    def _two_bounds(self, one: NumberSpan, two: NumberSpan, gap: str, floor: int) -> tuple[_Bounds | None, bool]:
        join = self.grammar.joins_high.fullmatch(gap)
        if join is None or two.value <= one.value:
            return None, False
        lower = self._single(one, floor, two.start)
        if lower.high is not None:
            return None, False
        inclusive = not (join["high_open"] or join["nearly"])
        low, best, low_in = lower.low, lower.best, lower.low_inclusive
        return _Bounds(lower.start, two.end, two.end, low, best, two.value, low_in, inclusive), True

    def _single(self, number: NumberSpan, floor: int, limit: int) -> _Bounds:
        value, end = number.value, number.end
        plain = _Bounds(number.start, end, end, best=value)
        if number.style == "vague":
            plain = _Bounds(number.start, end, end, low=value, low_inclusive=True, convention=True)
        before = self.low[max(floor, number.start - _WINDOW) : number.start]
        cue = self.grammar.before.search(before)
        if cue:
            start = number.start - (len(before) - cue.start("cue"))
            plain = _cued(cue, plain, start, value)
        return self._after(plain, value, limit)

    def _after(self, bounds: _Bounds, value: float, limit: int) -> _Bounds:
        """Apply "or more", "at the most" after the number, or after the noun ("2,500 people at the most")."""
        if bounds.convention or bounds.low is not None or bounds.high is not None:
            return bounds
        after, end = self.grammar.after, bounds.end
        cue = after.match(self.low, end) or self.grammar.after_noun.match(self.low, end, limit)
        if cue is None:
            return bounds
        end = cue.end()
        if cue["about"]:
            return replace(bounds, end=end, after=end) if cue.re is after else replace(bounds, end=end)
        counts_from = end if cue.re is after else bounds.after
        if cue["high"]:
            return _Bounds(bounds.start, end, counts_from, high=value, high_inclusive=True)
        return _Bounds(bounds.start, end, counts_from, low=value, low_inclusive=True)


def _is_age(view: str, number: NumberSpan) -> bool:
    """Whether a number stands alone between commas after a name ("Carla Dorn, 34, a nurse")."""
    return _AFTER_NAME.search(view, max(0, number.start - _WINDOW), number.start) is not None and (
        _THEN_COMMA.match(view, number.end) is not None
    )


def _cued(cue: re.Match[str], plain: _Bounds, start: int, value: float) -> _Bounds:
    if plain.convention:
        return replace(plain, start=start)
    end = plain.end
    if cue["low"] or cue["low_open"]:
        return _Bounds(start, end, end, low=value, low_inclusive=bool(cue["low"]))
    if cue["nearly"]:
        return _Bounds(start, end, end, best=value, high=value, high_inclusive=False)
    if cue["high"] or cue["high_open"] or cue["high_nearly"]:
        return _Bounds(start, end, end, high=value, high_inclusive=bool(cue["high"]))
    return replace(plain, start=start)


def _finish(text: str, bounds: _Bounds) -> FoundFigure:
    stated = bounds.low is not None or bounds.high is not None
    figure = Figure(
        low=bounds.low,
        best=bounds.best,
        high=bounds.high,
        low_inclusive=bounds.low_inclusive,
        high_inclusive=bounds.high_inclusive,
        bounds="convention" if bounds.convention else "stated" if stated else "none",
        wording=text[bounds.start : bounds.end],
        start=bounds.start,
        end=bounds.end,
    )
    return FoundFigure(figure, bounds.after)
