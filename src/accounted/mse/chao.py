"""Chao's lower bound: at least how many there were, when people differ in how easily they are found.

With f_k people on exactly k of L lists, and lists that are independent for each person but find some people more
easily than others, Cauchy and Schwarz give (Chao 1987, doi:10.2307/2531532)

    N ≥ n + (L − 1)/L · f₁² / (2 f₂)                                            lists of equal reach   (`plain`)

Lists of different reach make that figure too high: the factor (L − 1)/L is then too large, and what is called a bound
can pass even the estimate of independent lists. The log-linear form lets every list have its own rate
(Rivest & Baillargeon 2007, doi:10.1111/j.1541-0420.2007.00779.x):

    log μ_x = α + Σ_j β_j x_j + Σ_k≥2 η_k max(|x| − k, 0),   η_k ≥ 0;      N ≥ n + exp(α)

Differences between people make log μ convex in |x| beyond the list effects, so every η is at least 0; one that would be
negative is set to 0. Its interval is the profile likelihood interval. `estimate_chao` answers with this form and shows
the plain figure beside.

**It is no bound** when being on one list keeps people off another: with negative dependence the figure can lie above
the truth. Seen people tell something about that: given at least one other list, pairs whose odds ratio is significantly
below 1 (Mantel & Haenszel 1959, doi:10.1093/jnci/22.4.719) are named.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from itertools import combinations
from typing import Literal

import numpy as np
from numpy.typing import NDArray
from scipy.special import ndtr, ndtri

from accounted.model.capture import CaptureTable
from accounted.mse.arguments import a_probability, a_table, check_arguments
from accounted.mse.chao_fit import ChaoFit, fit_bound

__all__ = ["Bound", "PlainBound", "estimate_chao", "find_avoidance"]

_CHANCE_OF_AVOIDANCE = 0.05
_LARGEST_COUNT = 10


@dataclass(frozen=True, slots=True)
class PlainBound:
    """Chao's figure from f₁ and f₂ alone, with its log-normal confidence interval."""

    point: float
    lower: float
    upper: float


@dataclass(frozen=True, slots=True)
class Bound:
    """At least how many people there were.

    Args:
        n_observed: People on at least one list.
        point: The bound; None when there is none to give.
        lower: Lower end of the confidence interval of the bound.
        upper: Its upper end. This is no upper limit on the number of people.
        prob: Probability of the interval.
        form: `list rates` (each list its own), `bias-corrected` (nobody is on exactly two lists), or `none`.
        is_lower_bound: False when the table shows that lists keep people off each other.
        plain: The figure that takes all lists for equal; None when nobody is on exactly two lists.
        reason: Why there is no bound, or empty.
        warnings: What a reader must know, in sentences.
    """

    n_observed: int
    point: float | None
    lower: float | None
    upper: float | None
    prob: float
    form: Literal["list rates", "bias-corrected", "none"]
    is_lower_bound: bool
    plain: PlainBound | None
    reason: str
    warnings: tuple[str, ...]


@check_arguments(table=a_table, prob=a_probability)
def estimate_chao(table: CaptureTable, prob: float = 0.95) -> Bound:
    """Find Chao's lower bound, and whether it is one.

    Args:
        table: People by capture history.
        prob: Probability of the confidence intervals.

    Raises:
        UsageError: A probability not between 0 and 1.

    >>> table = CaptureTable.of("ABC", {(1, 0, 0): 41, (0, 1, 0): 36, (0, 0, 1): 30, (1, 1, 0): 9, (1, 0, 1): 11,
    ...                                 (0, 1, 1): 8, (1, 1, 1): 3})
    >>> bound = estimate_chao(table)
    >>> bound.point, bound.lower, bound.upper, bound.is_lower_bound
    (271.0, 215.0, 369.0, True)
    >>> estimate_chao(CaptureTable.of("A", {(1,): 5})).reason
    'a single list: nothing overlaps'
    """
    n = table.n_observed
    held = [name for j, name in enumerate(table.lists) if any(history[j] for history, _ in table.cells)]
    reason = _find_reason(table, len(held))
    if reason:
        return Bound(n, None, None, None, prob, "none", False, None, reason, ())
    f_1, f_2 = (sum(count for history, count in table.cells if sum(history) == k) for k in (1, 2))
    avoiding = find_avoidance(table)
    warnings = [_describe_avoidance(a, b, ratio) for a, b, ratio in avoiding]
    if len(held) == 2:
        warnings.append("two lists cannot show whether they keep people off each other; if they do, this is no bound")
    if not f_2:
        point, lower, upper = _correct_bias(n, f_1, len(held), prob)
        warnings.insert(0, "nobody is on exactly two lists: the bias-corrected form is rough")
        limits = float(round(point)), float(round(lower)), float(round(upper))
        return Bound(n, *limits, prob, "bias-corrected", not avoiding, None, "", tuple(warnings))
    fit: ChaoFit = fit_bound(table, prob)
    plain = _bound_plainly(n, f_1, f_2, len(held), prob)
    limits = float(round(fit.point)), float(round(fit.lower)), float(round(fit.upper))
    return Bound(n, *limits, prob, "list rates", not avoiding, plain, "", tuple(warnings))


def _find_reason(table: CaptureTable, n_held: int) -> str:
    if not table.cells:
        return "the table is empty: nobody is on any list"
    if n_held == 1:
        return "a single list: nothing overlaps"
    if n_held > _LARGEST_COUNT:
        return f"the bound is computed for up to {_LARGEST_COUNT} lists, not {n_held}"
    if table.impossible:
        return "some capture histories could not occur: lists that cannot meet make the figure no lower bound"
    if n_held == 2 and all(sum(history) == 1 for history, _ in table.cells):
        return "no overlap: every person is on one list only"
    return ""


def _bound_plainly(n: int, f_1: int, f_2: int, n_lists: int, prob: float) -> PlainBound:
    """The figure of 1987; variance for finitely many lists (Chao & Chiu 2016, doi:10.1002/9781118445112.stat03432)."""
    factor, ratio = (n_lists - 1) / n_lists, f_1 / f_2
    unlisted = factor * f_1 * ratio / 2.0
    variance = f_2 * (factor**2 * ratio**4 / 4.0 + factor**2 * ratio**3 + factor * ratio**2 / 2.0)
    return PlainBound(*(float(round(v)) for v in _spread(n, unlisted, variance, prob)))


def _correct_bias(n: int, f_1: int, n_lists: int, prob: float) -> tuple[float, float, float]:
    """The form for f₂ = 0, with 1 added to it (Chao & Chiu 2016, doi:10.1002/9781118445112.stat03432)."""
    factor = (n_lists - 1) / n_lists
    unlisted = factor * f_1 * (f_1 - 1) / 2.0
    spread = f_1 * (2.0 * f_1 - 1.0) ** 2 / 4.0 - (f_1**4 / (4.0 * (n + unlisted)) if unlisted else 0.0)
    return _spread(n, unlisted, unlisted + factor**2 * max(spread, 0.0), prob)


def _spread(n: int, unlisted: float, variance: float, prob: float) -> tuple[float, float, float]:
    """Point and log-normal limits."""
    if unlisted <= 0.0:
        return float(n), float(n), float(n)
    width = math.exp(float(ndtri(0.5 + prob / 2.0)) * math.sqrt(math.log1p(variance / unlisted**2)))
    return n + unlisted, n + unlisted / width, n + unlisted * width


def find_avoidance(table: CaptureTable) -> tuple[tuple[str, str, float], ...]:
    """Find pairs of lists that share significantly fewer people than chance would give.

    Among people on the same other lists, at least one, all four ways of being on the two lists are seen. The common
    odds ratio over these groups is estimated and tested as by Mantel and Haenszel; pairs are named when it is below 1
    at 5 %, one-sided, divided by the number of pairs.

    Returns:
        The two lists and their odds ratio.

    >>> apart = {(1, 0, 1): 60, (0, 1, 1): 60, (1, 1, 1): 4, (0, 0, 1): 20, (1, 0, 0): 50, (0, 1, 0): 50}
    >>> find_avoidance(CaptureTable.of("ABC", apart))
    (('A', 'B', 0.02),)
    """
    n_lists = len(table.lists)
    pairs = list(combinations(range(n_lists), 2))
    found = []
    for a, b in pairs:
        groups: dict[tuple[int, ...], NDArray[np.float64]] = {}
        for history, count in table.cells:
            others = tuple(v for j, v in enumerate(history) if j not in (a, b))
            if any(others):
                groups.setdefault(others, np.zeros((2, 2)))[history[a], history[b]] += count
        ratio, p = _test_odds(list(groups.values()))
        if p < _CHANCE_OF_AVOIDANCE / len(pairs):
            found.append((table.lists[a], table.lists[b], round(ratio, 2)))
    return tuple(found)


def _test_odds(groups: list[NDArray[np.float64]]) -> tuple[float, float]:
    """Common odds ratio, and the probability of one as low when it is 1, with continuity correction."""
    excess = variance = above = below = 0.0
    for group in groups:
        total = float(group.sum())
        if total < 2.0:
            continue
        on_a, on_b = float(group[1].sum()), float(group[:, 1].sum())
        excess += float(group[1, 1]) - on_a * on_b / total
        variance += on_a * (total - on_a) * on_b * (total - on_b) / (total**2 * (total - 1.0))
        above += float(group[1, 1] * group[0, 0]) / total
        below += float(group[1, 0] * group[0, 1]) / total
    if variance <= 0.0 or below <= 0.0:
        return 1.0, 1.0
    return above / below, float(ndtr(min(excess + 0.5, 0.0) / math.sqrt(variance)))


def _describe_avoidance(a: str, b: str, ratio: float) -> str:
    return (
        f"lists {a} and {b} share fewer people than chance would give (odds ratio {ratio:.2f}): being on one "
        "keeps people off the other, and the figure is then no lower bound"
    )
