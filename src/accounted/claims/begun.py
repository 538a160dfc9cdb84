"""Read what a figure counts in a language whose tables are only begun, or in none that is covered.

With tables: the act is that of the nearest word that says what happened, in the same clause and not beyond another
figure. A sentence with a word of denial, doubt or condition is left alone, because nothing here could tell a denial
from a statement; a denial that `begun_speech` reads is no such word. Without tables, digits are kept with the act
`other` and the unit `objects`: what they count is not known, so no question takes them.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import lru_cache

from accounted.claims.counting_checks import Counted
from accounted.claims.figures import FoundFigure
from accounted.claims.languages.tables import BoundWords, Language, ViolationWords
from accounted.model.claims import ACTS, Act, Unit
from accounted.model.documents import Span
from accounted.text.number_words import NumberWords

__all__ = ["DIGITS_ONLY", "count_near"]

DIGITS_ONLY = Language(
    code="",
    name="not covered",
    reading="begun",
    numbers=NumberWords(values={}, scales={}, plurals={}, several=(), thousands="'", decimal="٫"),
    bounds=BoundWords(joins_high="", not_after=r"\s*(?:[%٪‰€$£°]|kg\b|km\b|m\b|cm\b|mm\b)", not_before=r"[$€£№§#]\s*"),
    violations=ViolationWords(),
)
"""Reads plain digits, where the marks between digits cannot be told from each other."""

_CLAUSE = re.compile(r"[.;:!?،؛؟…]|\s[–—-]\s")
_NEXT = re.compile(r"[\s\u200c]*(?:(?:de|of|des|d[’']|من|از|نفر)\s*)?(?P<noun>[^\W\d_]+)")
_YEAR = re.compile(r"1[0-9]{3}|20[0-9]{2}")
_NEAR = 70


@lru_cache(maxsize=16)
def _states(words: ViolationWords) -> re.Pattern[str]:
    groups = [f"(?P<other__c>{words.compounds})"]
    groups += [f"(?P<{act}__{n}>{forms})" for n, (act, forms) in enumerate(words.states)]
    return re.compile(rf"(?<!\w)(?:{'|'.join(groups)})(?!\w)", re.IGNORECASE)


@lru_cache(maxsize=16)
def _denials(words: ViolationWords) -> re.Pattern[str]:
    return re.compile(words.negations, re.IGNORECASE)


def count_near(view: str, figures: Sequence[FoundFigure], language: Language) -> tuple[Counted | None, ...]:
    """Tell what each figure of a sentence counts, by the words nearest to it.

    Args:
        view: The flattened sentence.
        figures: Its figures.
        language: Its language; `DIGITS_ONLY` where none is covered.
    """
    if language is DIGITS_ONLY:
        return tuple(_unknown(view, figure) for figure in figures)
    if _denials(language.violations).search(view):
        return (None,) * len(figures)
    return tuple(_count(view, figures, i, language.violations) for i in range(len(figures)))


def _unknown(view: str, figure: FoundFigure) -> Counted | None:
    if _YEAR.fullmatch(view[figure.start : figure.end]):
        return None
    return Counted("other", "objects", None, figure.end, Span(figure.start, figure.end))


def _count(view: str, figures: Sequence[FoundFigure], i: int, words: ViolationWords) -> Counted | None:
    figure = figures[i]
    first = figures[i - 1].end if i else 0
    last = figures[i + 1].start if i + 1 < len(figures) else len(view)
    for mark in _CLAUSE.finditer(view, first, last):
        if mark.end() <= figure.start:
            first = mark.end()
        elif mark.start() >= figure.end:
            last = mark.start()
            break
    noun = _NEXT.match(view, figure.end, last)
    head = noun["noun"].lower() if noun else ""
    if head in words.not_counted:
        return None
    unit = _unit(head, words)
    own = next((act for act, _, forms in words.nouns if head and re.fullmatch(forms, head, re.IGNORECASE)), None)
    if own and noun:
        return Counted(own, unit, None, noun.end(), Span(noun.start("noun"), noun.end("noun")))
    act = _nearest(view, figure, max(first, figure.start - _NEAR), min(last, figure.end + _NEAR), words)
    if act is None:
        return None
    return Counted(act[0], unit, None, figure.end, act[1])


def _unit(head: str, words: ViolationWords) -> Unit:
    return next((unit for unit, forms in words.things if head and re.fullmatch(forms, head, re.IGNORECASE)), "persons")


def _nearest(view: str, figure: FoundFigure, first: int, last: int, words: ViolationWords) -> tuple[Act, Span] | None:
    """Find the act whose word lies nearest to the figure; a word behind it wins over one as far before it."""
    found = []
    for state in _states(words).finditer(view, first, last):
        distance = state.start() - figure.end if state.start() >= figure.end else figure.start - state.end() + 1
        if distance >= 0:
            found.append((distance, state))
    if not found:
        return None
    state = min(found, key=lambda one: one[0])[1]
    name = next(name for name, value in state.groupdict().items() if value is not None).split("__")[0]
    return next(act for act in ACTS if act == name), Span(*state.span())
