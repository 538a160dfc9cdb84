"""Whether the figures of two claims are the same, and whether any number fits both.

A figure given as about so many stands for the numbers that round to it: "about 300" for 250 to 350, "some 1,200" for
1,150 to 1,250. Bounds stay what they are: "over 300" reaches up without end.
"""

from __future__ import annotations

import math
import re

from accounted.model.claims import Claim, Figure

__all__ = ["apart", "is_higher", "same_figure", "say_range"]

_ABOUT = re.compile(r"\b(?:about|around|some|approximately|roughly|estimated|circa|nearly|almost)\b|~", re.IGNORECASE)


def same_figure(one: Claim, two: Claim) -> bool:
    """Whether both give the same bounds, or both say that none occurred."""
    if one.figure is None or two.figure is None:
        return one.figure is two.figure and one.polarity == two.polarity == "none_occurred"
    return _bounds(one.figure) == _bounds(two.figure)


def apart(one: Claim, two: Claim) -> bool:
    """Whether no number fits both.

    >>> from accounted.claims.extract import extract_text
    >>> over, few, about = (extract_text(f"{n} people were killed.")[0] for n in ("Over 300", "290", "About 300"))
    >>> apart(over, few), apart(few, about), apart(over, about)
    (True, False, False)
    """
    first, second = _range(one), _range(two)
    return first is not None and second is not None and (_below(first, second) or _below(second, first))


def is_higher(one: Claim, two: Claim) -> bool:
    """Whether every number that fits the first claim is higher than every one that fits the second."""
    first, second = _range(one), _range(two)
    return first is not None and second is not None and _below(second, first)


def say_range(claim: Claim) -> str:
    """The words of the figure.

    >>> from accounted.claims.extract import extract_text
    >>> say_range(extract_text("Over 300 people were killed.")[0])
    '“Over 300”'
    """
    return f"“{claim.figure.wording}”" if claim.figure else "none"


def _bounds(figure: Figure) -> tuple[float | bool | None, ...]:
    return (figure.low, figure.best, figure.high, figure.low_inclusive, figure.high_inclusive)


def _range(claim: Claim) -> tuple[float, bool, float, bool] | None:
    """Low end, is it meant itself, high end, is it meant itself; None when there is no number."""
    figure = claim.figure
    if figure is None:
        return (0.0, True, 0.0, True) if claim.polarity == "none_occurred" else None
    low = -math.inf if figure.low is None else figure.low
    high = math.inf if figure.high is None else figure.high
    if figure.low is None and figure.best is not None:
        low = figure.best - _rounding(figure)
    if figure.high is None and figure.low is None and figure.best is not None:
        high = figure.best + _rounding(figure)
    return (low, figure.low_inclusive is not False, high, figure.high_inclusive is not False)


def _rounding(figure: Figure) -> float:
    """Half a unit of the last digit that is not zero, of a figure said to be about so many; else nothing."""
    if figure.best is None or not figure.best or not _ABOUT.search(figure.wording):
        return 0.0
    unit = 1.0
    while figure.best % (unit * 10) == 0:
        unit *= 10
    return unit / 2


def _below(one: tuple[float, bool, float, bool], two: tuple[float, bool, float, bool]) -> bool:
    return one[2] < two[0] or (one[2] == two[0] and not (one[3] and two[1]))
