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

from accounted.claims.bound_grammar import bound_grammar
from accounted.claims.counting_checks import Counted
from accounted.claims.figures import FoundFigure
from accounted.claims.languages.tables import BoundWords, Language, ViolationWords
from accounted.model.claims import ACTS, Act, Unit
from accounted.model.documents import Span
from accounted.text.lower import lower_alike
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
_NEXT = re.compile(r"[\s\u200c]*(?:(?:de|of|des|من|از|نفر)[\s\u200c]+|d[’']\s*)?(?P<noun>[^\W\d_]+)")
_YEAR = re.compile(r"1[0-9]{3}|20[0-9]{2}")
_NEAR = 70
_BESIDE = 3


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
    return tuple(
        None if _is_replaced(view, figures, i, language.bounds) else _count(view, figures, i, language)
        for i in range(len(figures))
    )


def _is_replaced(view: str, figures: Sequence[FoundFigure], i: int, words: BoundWords) -> bool:
    """Whether a figure is the earlier one of "climbed from 30 to 45"."""
    if i + 1 == len(figures):
        return False
    grammar, low = bound_grammar(words), lower_alike(view)
    has_from = grammar.from_.search(low[max(0, figures[i].start - _NEAR) : figures[i].start])
    return has_from is not None and grammar.to.fullmatch(low, figures[i].end, figures[i + 1].start) is not None


def _unknown(view: str, figure: FoundFigure) -> Counted | None:
    if _YEAR.fullmatch(view[figure.start : figure.end]):
        return None
    return Counted("other", "objects", None, figure.end, Span(figure.start, figure.end))


def _count(view: str, figures: Sequence[FoundFigure], i: int, language: Language) -> Counted | None:
    figure, words = figures[i], language.violations
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
    around = Span(max(first, figure.start - _NEAR), min(last, figure.end + _NEAR))
    act = _nearest(view, figure, noun.span("noun") if noun else None, around, language)
    if act is None:
        return None
    return Counted(act[0], unit, None, figure.end, act[1])


def _unit(head: str, words: ViolationWords) -> Unit:
    return next((unit for unit, forms in words.things if head and re.fullmatch(forms, head, re.IGNORECASE)), "persons")


def _nearest(
    view: str, figure: FoundFigure, noun: tuple[int, int] | None, around: Span, language: Language
) -> tuple[Act, Span] | None:
    """Find the act whose word lies nearest to the figure; a word behind it wins over one as far before it.

    A word before it that is joined to it by "and" says what happened to others, if one behind it says something; one
    that names those counted ("36 detainees") gives way to one that says what happened to them.
    """
    joiner = re.compile(rf"(?<!\w){re.escape(language.numbers.joiner)}(?!\w)")
    found: list[tuple[int, re.Match[str]]] = []
    joined: list[tuple[int, re.Match[str]]] = []
    named: list[tuple[int, re.Match[str]]] = []
    for state in _states(language.violations).finditer(view, around.start, around.end):
        is_after = state.start() >= figure.end
        distance = state.start() - figure.end if is_after else figure.start - state.end() + 1
        if distance < 0:
            continue
        if state.span() == noun:
            named.append((distance, state))
        elif named and joiner.search(view, named[0][1].end(), state.start()):
            continue
        elif not is_after and joiner.search(view, state.end(), figure.start):
            joined.append((distance, state))
        else:
            found.append((distance, state))
    own = [one for one in found if one[1].start() >= figure.end or one[0] <= _BESIDE] if named else found
    best = min(own or named or joined, key=lambda one: one[0], default=None)
    if best is None:
        return None
    state = best[1]
    name = next(name for name, value in state.groupdict().items() if value is not None).split("__")[0]
    return next(act for act in ACTS if act == name), Span(*state.span())
