"""Find figures that replace an earlier one: "raising the toll to 41", "revised down from 41 to 38".

An update holds for the one who says it, and only for them: nobody else's figure is superseded. The figure that was
replaced is kept inside the update and is no claim of its own.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

from accounted.claims.counting_checks import Counted
from accounted.claims.figures import FoundFigure
from accounted.claims.hints import TOLL, hints_of
from accounted.model.claims import Figure
from accounted.model.documents import Span

__all__ = ["FoundUpdate", "find_updates"]

Direction = Literal["raised", "lowered", "revised"]

_TOLL = re.compile(
    r"\b(?:toll|numbers?|count|figures?|total|tally|estimates?|fatalities|deaths|casualties|dead)\b", re.IGNORECASE
)
_UP = (
    r"rais(?:e[sd]?|ing)|r[io]ses?|rising|risen|climb(?:s|ed|ing)?|increas(?:e[sd]?|ing)|jump(?:s|ed|ing)?|soar(?:s|ed|ing)?"
    r"|gr[eo]w(?:s|n|ing)?|mount(?:s|ed|ing)|doubl(?:ed|es|ing)|tripl(?:ed|es|ing)|br(?:ings?|inging|ought)|t(?:akes?|aking|ook)"
    r"|push(?:es|ed|ing)|revised up(?:wards?)?|upgraded"
)
_DOWN = (
    r"lower(?:s|ed|ing)?|cut(?:s|ting)?|reduc(?:e[sd]?|ing)|dropp(?:ed|ing)|drops|f[ae]ll(?:s|en)?"
    r"|revised down(?:wards?)?"
    r"|scaled (?:back|down)|downgraded"
)
_VERB = re.compile(
    rf"\b(?:(?P<raised>{_UP})|(?P<lowered>{_DOWN})|(?P<revised>correct(?:s|ed|ing)?|revis(?:e[sd]?|ing)|amend(?:s|ed|ing)?|updat(?:e[sd]|ing)))\b",
    re.IGNORECASE,
)
_TO = re.compile(
    r"(?:\b(?:to|at|past|above)|\b(?:tolls?|numbers?|count|figures?|total|tally|estimates?|fatalities|deaths|casualties)"
    r"(?: of \w+)?)\s*$",
    re.IGNORECASE,
)
_FROM_AFTER = re.compile(
    r"\s*,?\s*(?:\(?(?:(?P<raised>up|an increase)|(?P<lowered>down|a (?:drop|decrease))|revised|instead of"
    r"|rather than)\s*)?"
    r"from\s+(?:the |an? |its )?(?:earlier |previous |initial |original )?(?:figure |toll |estimate |count )?(?:of )?$",
    re.IGNORECASE,
)
_UP_FROM = re.compile(
    r"[^.;:()]{0,60},?\s*\(?(?:(?P<raised>up)|(?P<lowered>down))\s+from\s+(?:the |an? |its )?"
    r"(?:earlier |previous |initial |original )?(?:figure |toll |estimate |count )?(?:of )?",
    re.IGNORECASE,
)
_EARLIER = re.compile(
    r"\b(?:earlier|previously|initially|originally|first)\s+(?:given|put|reported|stated|estimated|set|thought|counted)"
    r"(?: as| at| to be)?\s*$|\b(?:an? |its |the )?(?:earlier|previous|initial|original) (?:figure|toll|count"
    r"|estimate|number) (?:of|was)\s*$",
    re.IGNORECASE,
)
_REACH = 110


@dataclass(frozen=True, slots=True)
class FoundUpdate:
    """One update, relative to its sentence: the i-th figure replaces another.

    Args:
        figure: Index of the new figure.
        direction: Whether it is higher, lower, or only said to be revised.
        previous: Index of the figure that it replaces, when the sentence gives it.
        span: The words that say so.
    """

    figure: int
    direction: Direction
    previous: int | None
    span: Span


def find_updates(
    view: str, figures: Sequence[FoundFigure], counted: Sequence[Counted | None]
) -> tuple[FoundUpdate, ...]:
    """Find which figures of a sentence replace an earlier one.

    Args:
        view: The flattened sentence.
        figures: Its figures.
        counted: What each counts.
    """
    if not hints_of(view) & TOLL or (not _TOLL.search(view) and " from " not in view):
        return ()
    found = []
    for i, figure in enumerate(figures):
        what = counted[i]
        if what is None or what.unit != "persons" or figure.is_mention or what.part_of is not None:
            continue
        update = _after(view, figures, i) or _between(view, figures, i) or _earlier(view, figures, i)
        update = update or _verb_before(view, figures, i)
        if update:
            found.append(update)
    return tuple(found)


def _verb_before(view: str, figures: Sequence[FoundFigure], i: int) -> FoundUpdate | None:
    """Read "raising the toll to" before the figure."""
    verb = _last_verb(view, figures, i)
    if verb is None or not _TO.search(view, verb.end(), figures[i].start):
        return None
    return FoundUpdate(i, _direction(verb), None, Span(*verb.span()))


def _between(view: str, figures: Sequence[FoundFigure], i: int) -> FoundUpdate | None:
    """Read "from 41 to 38" behind a verb of change."""
    if i == 0 or not re.fullmatch(r"\s*,?\s*to\s+", view[figures[i - 1].end : figures[i].start]):
        return None
    if not re.search(r"\bfrom\s+$", view[: figures[i - 1].start]):
        return None
    verb = _last_verb(view, figures, i - 1)
    if verb is None:
        return None
    return FoundUpdate(i, _compare(figures[i - 1].figure, figures[i].figure), i - 1, Span(*verb.span()))


def _after(view: str, figures: Sequence[FoundFigure], i: int) -> FoundUpdate | None:
    """Read "38, down from 41" and "to 120 from 95"."""
    if i + 1 >= len(figures):
        return None
    gap = _FROM_AFTER.fullmatch(view, figures[i].end, figures[i + 1].start)
    gap = gap or _UP_FROM.fullmatch(view, figures[i].end, figures[i + 1].start)
    if gap is None or not (gap["raised"] or gap["lowered"] or _last_verb(view, figures, i)):
        return None
    direction = _compare(figures[i + 1].figure, figures[i].figure)
    return FoundUpdate(i, direction, i + 1, Span(gap.start(), gap.end()))


def _earlier(view: str, figures: Sequence[FoundFigure], i: int) -> FoundUpdate | None:
    """Read "the toll, earlier given as 50, now stands at 54"."""
    if i == 0:
        return None
    words = _EARLIER.search(view, max(0, figures[i - 1].start - _REACH), figures[i - 1].start)
    if words is None:
        return None
    direction = _compare(figures[i - 1].figure, figures[i].figure)
    return FoundUpdate(i, direction, i - 1, Span(*words.span()))


def _last_verb(view: str, figures: Sequence[FoundFigure], i: int) -> re.Match[str] | None:
    begin = max(view.rfind(";", 0, figures[i].start) + 1, figures[i].start - _REACH)
    begin = max(begin, figures[i - 1].end if i else 0)
    verbs = list(_VERB.finditer(view, begin, figures[i].start))
    if not verbs:
        return None
    verb = verbs[-1]
    first = max(0, verb.start() - _REACH)
    has_toll = _TOLL.search(view, first, figures[i].start) or _TOLL.match(view, figures[i].end + 5, figures[i].end + 30)
    after = re.match(r"\s+(?:the )?(?:number|toll|total|count|tally)\b", view[figures[i].end :])
    return verb if has_toll or after else None


def _direction(verb: re.Match[str]) -> Direction:
    return "raised" if verb["raised"] else "lowered" if verb["lowered"] else "revised"


def _compare(before: Figure, now: Figure) -> Direction:
    values = [
        next((v for v in (f.best, f.low, f.high) if v is not None), None)  # R7: bounds as worded, compared only
        for f in (before, now)
    ]
    if values[0] is None or values[1] is None or values[0] == values[1]:
        return "revised"
    return "raised" if values[1] > values[0] else "lowered"
