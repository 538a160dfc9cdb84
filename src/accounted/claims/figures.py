"""Read figures with the bounds that their words give, and no others (R7).

`over 30,000` has a lower bound that is not itself meant and no upper one; `about 100,000` has a best value and no
bounds; `10,356 (9,002–12,122)` has all three. The order: numbers, then those joined as ranges or intervals, then the
words before and after that make a bound. `nearly 500` keeps 500 as the best value and says that it was not reached.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from accounted.claims.sentences import flatten
from accounted.model.claims import Figure
from accounted.model.documents import Span
from accounted.text.numbers import NumberSpan, find_numbers

__all__ = ["FoundFigure", "find_figures", "read_figure"]

_LOW_OPEN = (
    r"more than|greater than|higher than|in excess of|upwards? of|exceed(?:s|ed|ing)|surpass(?:es|ed|ing)"
    r"|over|above|beyond"
)
_LOW = (
    r"(?:at least|at the very least|at a minimum|no fewer than|not fewer than|no less than|not less than|"
    r"a minimum of|minimum of|a low of|as few as|≥|>=)"
)
_HIGH_OPEN = r"fewer than|less than|lower than|under|below|<"
_HIGH = (
    r"(?:up to(?: as many as)?|as many as|as much as|as high as|at most|at the most|at the very most|no more than|"
    r"not more than|no higher than|a maximum of|maximum of|a high of|≤|<=)"
)
_NEARLY = r"nearly|almost|approaching|just under|just below|a little under|slightly under|just short of|not quite"
_ABOUT = (
    r"about|around|approximately|roughly|some|an estimated|circa|ca?\.|close to|in the region of|"
    r"on the order of|in the order of|of the order of|~|≈|perhaps|possibly|probably|maybe"
)
_DEGREE = (
    r"(?:(?:well|far|just(?! (?:under|below|short))|slightly(?! under)|significantly|considerably|substantially"
    r"|perhaps|possibly|probably|even|much)\s+)?"
)
_FILLER = r"(?:\s*(?:a|the)?\s*total of)?"
_BEFORE = re.compile(
    rf"(?:(?<![\w])|(?<=[<>≥≤~≈]))(?P<cue>{_DEGREE}(?:"
    rf"(?P<high_nearly>{_HIGH}\s+(?:{_NEARLY}))|(?P<low>{_LOW})|(?P<high>{_HIGH})|(?P<nearly>{_NEARLY})"
    rf"|(?P<low_open>{_LOW_OPEN}|>)|(?P<high_open>{_HIGH_OPEN})|(?P<about>{_ABOUT})){_FILLER})\s*$",
    re.IGNORECASE,
)
_AFTER = re.compile(
    r"(?:\s*,)?\s*(?:(?P<low>or (?:even )?(?:more|higher)|and (?:more|upwards?|above)|or above|\+|-plus\b)"
    r"|(?P<high>or (?:fewer|less|lower|under|below))|(?P<about>or so\b|or thereabouts|give or take a few)"
    r"|(?P<least>at (?:the )?(?:very )?least)|(?P<most>at (?:the )?(?:very )?most))",
    re.IGNORECASE,
)
_AFTER_NOUN = re.compile(
    r"(?P<noun>(?:\s+(?!or\b|at\b|and\b)[^\W\d_][\w’'-]*){1,4})(?P<cue>,?\s+(?:or (?:more|fewer|less|so)\b"
    r"|at (?:the )?(?:very )?(?:least|most)\b))",
    re.IGNORECASE,
)
_BETWEEN = re.compile(r"\bbetween\s+(?:about|around|some|roughly|an estimated)?\s*$", re.IGNORECASE)
_FROM = re.compile(r"\bfrom\s+(?:a low of|about|around|some|between)?\s*$", re.IGNORECASE)
_TO = re.compile(
    r"\s*(?:(?:…|\.\.\.)\s*)?(?:–|—|-|−|\bto\b|\bup to\b|\bthrough\b)\s*"
    r"(?:a high of|nearly|almost|about|around|some)?\s*"
)
_AND = re.compile(r"\s+and\s+(?:about|around|some|perhaps)?\s*")
_OR = re.compile(r"\s+or\s+(?:even\s+)?")
_OPENS = re.compile(
    r",?\s*(?:[(\[]|,)\s*(?:(?:with |an? |the )*(?:[0-9]{2}(?:\.[0-9])?\s*(?:%|per cent|percent)\s*)?"
    r"(?:CI|CrI|confidence interval|credible interval|interval|uncertainty interval|range|ranging)?"
    r"(?:\s+(?:of|from|between))?|between|from)[\s:,=]*",
    re.IGNORECASE,
)
_INNER = re.compile(r"\s*(?:–|—|-|−|,|;|\bto\b|\band\b)\s*")
_CLOSES = re.compile(r"\s*[)\]]")
_PLUS_MINUS = re.compile(r"\s*(?:±|\+/-|plus or minus|give or take)\s*")
_HIGH_JOIN = re.compile(
    rf"\s*(?:…|\.\.\.|,)?\s*(?:(?:and|but|or|to|if not)\s+)?(?:perhaps|possibly|maybe|probably)?\s*"
    rf"(?:(?P<nearly>{_HIGH}\s+(?:{_NEARLY}))|(?P<high>{_HIGH})|(?P<high_open>{_HIGH_OPEN}))\s*",
    re.IGNORECASE,
)
_SHARED = {"thousand": 1_000, "million": 1_000_000, "billion": 1_000_000_000}
_WINDOW = 48
_NOT_A_FIGURE_BEFORE = re.compile(
    r"(?:\b(?:Articles?|Resolutions?|Nos?\.|Numbers?|pages?|pp?\.|sections?|chapters?|paragraphs?|Rooms?|Route"
    r"|Flight|Boeing|"
    r"Highway|Protocol|ISBN|HC|Case|Figure|Table|Unit|Update|Order|Law|Decree|Issue|Volume|vol\.|Camp|Block"
    r"|Group of|version)"
    r"\s*|[$£€]\s*|\b(?:aged?|ages)\s+(?:between\s+)?|§\s*|#"
    r"|\b(?:[0-9]+|one|two|three|four|five|nine) (?:in|out of)(?: every)?\s*)$"
)
_NOT_ONE = re.compile(r"\b(?:no|any|every|each|the|this|that|another|some|which)\s+$", re.IGNORECASE)
_NOT_A_FIGURE_AFTER = re.compile(
    r"\s*(?:%|per ?cent\b|percent\b|percentage\b|in (?:every )?(?:[0-9]+|two|three|four|five|ten|a hundred)\b"
    r"|of the\s+(?:[0-9]|two|three|four|five|six|seven|eight|nine|ten)|of (?:the|these|those|its|his|her|their"
    r"|our) most\b"
    r"|[°′″]|[-–]?year|[-‐][^\W\d_])",
    re.IGNORECASE,
)
_ADULT = re.compile(
    r"\b(?:children|people|those|girls|boys|persons|youths|women|men|minors|anyone|everyone)\s+"
    r"(?:(?:who (?:are|were)|aged)\s+)?(?:under|over|below|above|aged)\s+$",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class FoundFigure:
    """A figure with the place where the words for what it counts begin, all relative to the text given."""

    figure: Figure
    counts_from: int

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


def read_figure(text: str) -> Figure | None:
    """Read the first figure of a text; None when there is none.

    >>> figure = read_figure("over 30,000 prisoners")
    >>> figure.low, figure.low_inclusive, figure.best, figure.high, figure.wording
    (30000, False, None, None, 'over 30,000')
    """
    found = find_figures(text)
    return found[0].figure if found else None


def find_figures(text: str, masked: Sequence[Span] = ()) -> tuple[FoundFigure, ...]:
    """Find the figures of a sentence with their bounds.

    Args:
        text: One sentence.
        masked: Spans that hold times, ages and the like: numbers in them are no figures.

    >>> [(f.figure.low, f.figure.best, f.figure.high) for f in find_figures("10,356 (9,002–12,122), up to 5% of them")]
    [(9002, 10356, 12122)]
    """
    view = flatten(text)
    numbers = [n for n in find_numbers(view) if _is_countable(view, n, masked)]
    found, position, floor = [], 0, 0
    while position < len(numbers):
        bounds, used = _bounds(view, numbers, position, floor)
        position += used
        if bounds is not None:
            found.append(_finish(text, bounds))
            floor = bounds.end
    return tuple(found)


def _is_countable(view: str, number: NumberSpan, masked: Sequence[Span]) -> bool:
    if any(span.start < number.end and number.start < span.end for span in masked):
        return False
    before = view[max(0, number.start - _WINDOW) : number.start]
    if _NOT_A_FIGURE_BEFORE.search(before) or _NOT_A_FIGURE_AFTER.match(view, number.end):
        return False
    if number.value == 1 and _NOT_ONE.search(before):
        return False
    return _ADULT.search(before) is None


def _bounds(view: str, numbers: Sequence[NumberSpan], i: int, floor: int) -> tuple[_Bounds | None, int]:
    """Read the figure that begins with the i-th number; also how many numbers it uses."""
    one = numbers[i]
    if i + 2 < len(numbers):
        interval = _interval(view, one, numbers[i + 1], numbers[i + 2])
        if interval:
            return _with_cue_words(view, interval, floor), 3
    if i + 1 < len(numbers):
        pair, is_pair = _pair(view, one, numbers[i + 1], floor)
        if is_pair:
            return pair, 2
    return _single(view, one, floor), 1


def _interval(view: str, one: NumberSpan, two: NumberSpan, three: NumberSpan) -> _Bounds | None:
    opens = view[one.end : two.start]
    if not (_OPENS.fullmatch(opens) and _INNER.fullmatch(view[two.end : three.start])):
        return None
    closes = _CLOSES.match(view, three.end)
    bracketed = "(" in opens or "[" in opens
    if bracketed != bool(closes) or (not bracketed and "interval" not in opens and "rang" not in opens):
        return None
    if not two.value <= one.value <= three.value:
        return None
    end = closes.end() if closes else three.end
    return _Bounds(one.start, end, end, two.value, one.value, three.value, True, True)


def _with_cue_words(view: str, bounds: _Bounds, floor: int) -> _Bounds:
    """Let "about" before an interval belong to the wording; it changes no bound."""
    cue = _BEFORE.search(view[max(floor, bounds.start - _WINDOW) : bounds.start])
    if cue and cue["about"]:
        return _moved(bounds, start=bounds.start - (len(cue.string) - cue.start("cue")))
    return bounds


def _pair(view: str, one: NumberSpan, two: NumberSpan, floor: int) -> tuple[_Bounds | None, bool]:
    gap = view[one.end : two.start]
    if len(gap) > _WINDOW:
        return None, False
    before = view[max(floor, one.start - _WINDOW) : one.start]
    offset = one.start - len(before)
    between = _BETWEEN.search(before)
    if between and _AND.fullmatch(gap):
        return _range(view, one, two, offset + between.start()), True
    if _PLUS_MINUS.fullmatch(gap):
        low, high = max(0, one.value - two.value), one.value + two.value
        return _Bounds(one.start, two.end, two.end, low, one.value, high, True, True), True
    if _TO.fullmatch(gap):
        lead = _FROM.search(before) or between or _BEFORE.search(before)
        start = offset + lead.start() if lead else one.start
        return _range(view, one, two, start), True
    if _OR.fullmatch(gap) and one.style == "words" and two.style == "words" and one.value < two.value:
        return _range(view, one, two, one.start), True
    return _two_bounds(view, one, two, gap, floor)


def _range(view: str, one: NumberSpan, two: NumberSpan, start: int) -> _Bounds | None:
    """Make a range; "2 to 3 million" shares its scale, "10–12,000" can be read in two ways and is not read."""
    low, high = one.value, two.value
    scale = re.search(r"[^\W\d_]+$", view[two.start : two.end])
    if scale and scale.group().lower() in _SHARED and one.style == two.style and low < 1000 <= high:
        low *= _SHARED[scale.group().lower()]
    elif two.style == "digits" and not scale and low < 100 and high >= 1000:
        return None
    if low > high:
        return None
    reached = not re.search(r"\b(?:nearly|almost)\b", view[one.end : two.start])
    return _Bounds(start, two.end, two.end, low, None, high, True, reached)


def _two_bounds(view: str, one: NumberSpan, two: NumberSpan, gap: str, floor: int) -> tuple[_Bounds | None, bool]:
    join = _HIGH_JOIN.fullmatch(gap)
    if join is None or two.value <= one.value:
        return None, False
    lower = _single(view, one, floor)
    if lower.high is not None:
        return None, False
    inclusive = not (join["high_open"] or join["nearly"])
    return (
        _Bounds(lower.start, two.end, two.end, lower.low, lower.best, two.value, lower.low_inclusive, inclusive),
        True,
    )


def _single(view: str, number: NumberSpan, floor: int) -> _Bounds:
    value, end = number.value, number.end
    plain = _Bounds(number.start, end, end, best=value)
    if number.style == "vague":
        plain = _Bounds(number.start, end, end, low=value, low_inclusive=True, convention=True)
    before = view[max(floor, number.start - _WINDOW) : number.start]
    cue = _BEFORE.search(before)
    if cue:
        start = number.start - (len(before) - cue.start("cue"))
        plain = _cued(cue, plain, start, value)
    return _after(view, plain, value)


def _cued(cue: re.Match[str], plain: _Bounds, start: int, value: float) -> _Bounds:
    if plain.convention:
        return _moved(plain, start=start)
    end = plain.end
    if cue["low"] or cue["low_open"]:
        return _Bounds(start, end, end, low=value, low_inclusive=bool(cue["low"]))
    if cue["nearly"]:
        return _Bounds(start, end, end, best=value, high=value, high_inclusive=False)
    if cue["high"] or cue["high_open"] or cue["high_nearly"]:
        return _Bounds(start, end, end, high=value, high_inclusive=bool(cue["high"]))
    return _moved(plain, start=start)


def _after(view: str, bounds: _Bounds, value: float) -> _Bounds:
    """Apply "or more", "at the most" after the number, or after the noun ("2,500 people at the most")."""
    if bounds.convention or bounds.low is not None or bounds.high is not None:
        return bounds
    cue = _AFTER.match(view, bounds.end)
    wording, end = (cue.group(), cue.end()) if cue else ("", bounds.end)
    if cue is None:
        later = _AFTER_NOUN.match(view, bounds.end)
        if later is None:
            return bounds
        wording, end = later["cue"], later.end()
    word = wording.lower()
    if any(mark in word for mark in ("fewer", "less", "lower", "under", "below", "most")):
        return _Bounds(bounds.start, end, bounds.after, high=value, high_inclusive=True)
    if "or so" in word or "thereabouts" in word or "take" in word:
        return _moved(bounds, end=end)
    return _Bounds(bounds.start, end, bounds.after, low=value, low_inclusive=True)


def _moved(bounds: _Bounds, *, start: int | None = None, end: int | None = None) -> _Bounds:
    return _Bounds(
        bounds.start if start is None else start,
        bounds.end if end is None else end,
        bounds.after,
        bounds.low,
        bounds.best,
        bounds.high,
        bounds.low_inclusive,
        bounds.high_inclusive,
        bounds.convention,
    )


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
