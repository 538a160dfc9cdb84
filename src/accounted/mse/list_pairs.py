"""What two lists say about all people, if they are independent among people who are alike.

The formulas stand in `accounted.mse.doubly_robust`.
"""

from __future__ import annotations

import math
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray
from scipy.special import ndtri

from accounted.mse.covariates import Design
from accounted.mse.crossfit import assign_folds, cross_fit
from accounted.mse.nuisance import LEARNERS

__all__ = [
    "Observed",
    "PairEstimate",
    "PairRefused",
    "correct",
    "estimate_pair",
    "find_obstacle",
    "find_thin",
    "log_scale",
]

Bools = NDArray[np.bool_]
Floats = NDArray[np.float64]

_LEAST_ON_BOTH = 10
_FLOOR_SHARE = 0.1  # of the chance that people have on average
_MOST_TRUNCATED = 0.2
_CERTAIN_OVERLAP = 10.0  # expected people on both lists: were overlap there even a quarter as likely, some would show
_LIKELY_OVERLAP = 3.0  # by chance none is then seen in 5 % of cases
_LEAST_UNLISTED = 0.01  # standard errors; keeps log(N − n) finite


@dataclass(frozen=True, slots=True, eq=False)
class Observed:
    """People in an order that does not depend on how they came in: their lists and covariates."""

    histories: NDArray[np.int8]
    lists: tuple[str, ...]
    design: Design


@dataclass(frozen=True, slots=True)
class PairEstimate:
    """What two lists say if they are independent given the covariates.

    Args:
        pair: The two lists.
        point: People in all.
        lower: Lower end of the confidence interval.
        upper: Upper end.
        plug_in: What the learnt chances say without correction (Alho 1990, doi:10.2307/2532083).
        standard_error: Of `point`, in people.
        n_both: People on both lists.
        truncated: Share of the people on either list for whom a chance was raised to the least one allowed.
        learners: Mean weight of each learner; empty without covariates.
    """

    pair: tuple[str, str]
    point: float
    lower: float
    upper: float
    plug_in: float
    standard_error: float
    n_both: int
    truncated: float
    learners: tuple[tuple[str, float], ...]


@dataclass(frozen=True, slots=True)
class PairRefused:
    """That two lists cannot say, and why."""

    pair: tuple[str, str]
    reason: str


@dataclass(frozen=True, slots=True)
class _Split:
    """The answer for one way of dealing people into folds."""

    point: float
    plug_in: float
    variance: float
    truncated: float
    weights: tuple[float, ...]


def find_obstacle(data: Observed, pair: tuple[str, str]) -> str:
    """Say why the two lists cannot tell, or nothing: there must be overlap everywhere that both lists reach for."""
    first, second = (data.histories[:, data.lists.index(name)].astype(bool) for name in pair)
    both = first & second
    n_both, n_first, n_second = int(both.sum()), int(first.sum()), int(second.sum())
    if not n_both:
        return "nobody is on both lists"
    for inner, outer, size in ((pair[0], pair[1], n_first), (pair[1], pair[0], n_second)):
        if size == n_both:
            return f"list {inner} lies inside list {outer}"
    if not data.design.groups:
        return ""
    if n_both < _LEAST_ON_BOTH:
        people = "person is" if n_both == 1 else "people are"
        return f"only {n_both} {people} on both lists, too few to learn from ({_LEAST_ON_BOTH} are needed)"
    bare = _find_bare(data, pair, _CERTAIN_OVERLAP)
    return f"no overlap: nobody is on both lists where {', nor where '.join(bare)}" if bare else ""


def find_thin(data: Observed, pair: tuple[str, str]) -> tuple[str, ...]:
    """Name the groups in which nobody is on both lists, though there was reason to expect some."""
    return tuple(_find_bare(data, pair, _LIKELY_OVERLAP))


def _find_bare(data: Observed, pair: tuple[str, str], n_expected: float) -> list[str]:
    first, second = (data.histories[:, data.lists.index(name)].astype(bool) for name in pair)
    both = first & second
    bare = []
    for group in data.design.groups:
        here = int(first[group.member].sum()), int(second[group.member].sum())
        expected = max(here[0] * both.sum() / first.sum(), here[1] * both.sum() / second.sum())
        if expected >= n_expected and not both[group.member].any():
            bare.append(f"{group.label} ({here[0]} on {pair[0]}, {here[1]} on {pair[1]})")
    return bare


def estimate_pair(
    data: Observed, pair: tuple[str, str], n_splits: int, seeds: np.random.SeedSequence, prob: float
) -> PairEstimate | PairRefused:
    """Estimate from two lists that `find_obstacle` has nothing against.

    Args:
        data: People.
        pair: Two of the lists.
        n_splits: How often people are dealt into folds; point and variance are medians over the deals, the variance
            with the squared distance from the point (Chernozhukov et al. 2018, definition 3.3). In each deal, how far
            the learners lie from each other adds to the variance, by their weights (Buckland, Burnham & Augustin 1997,
            doi:10.2307/2533961).
        seeds: Seeds of the deals.
        prob: Probability of the interval.
    """
    first, second = (data.histories[:, data.lists.index(name)].astype(bool) for name in pair)
    n, rng = len(first), np.random.default_rng(seeds)
    has_covariates = bool(data.design.groups)
    splits = [_estimate_split(data, first, second, rng) for _ in range(n_splits if has_covariates else 1)]
    point = float(np.median([s.point for s in splits]))
    error = math.sqrt(float(np.median([s.variance + (s.point - point) ** 2 for s in splits])))
    truncated = float(np.mean([s.truncated for s in splits]))
    z = float(ndtri(0.5 + prob / 2))
    if truncated > _MOST_TRUNCATED:
        share = f"{100 * truncated:.0f} %"
        return PairRefused(pair, f"for {share} of the people there is no telling a chance to be on a list from none")
    if point + z * error < n:
        return PairRefused(pair, "more people are on both than independence given the covariates allows")
    weights = np.mean([s.weights for s in splits], axis=0)
    made = PairEstimate(
        pair,
        max(point, float(n)),
        0.0,
        0.0,
        float(np.median([s.plug_in for s in splits])),
        error,
        int((first & second).sum()),
        truncated,
        tuple((name, round(float(w), 3)) for name, w in zip(LEARNERS, weights, strict=False)),
    )
    centre, spread = log_scale(n, made)
    return replace(made, lower=n + math.exp(centre - z * spread), upper=n + math.exp(centre + z * spread))


def log_scale(n: int, made: PairEstimate) -> tuple[float, float]:
    """Centre and spread of log(N − n) (Chao 1987, doi:10.2307/2531532).

    Args:
        n: People observed.
        made: Point and standard error.
    """
    unlisted = max(made.point - n, _LEAST_UNLISTED * made.standard_error)
    return math.log(unlisted), math.sqrt(math.log1p((made.standard_error / unlisted) ** 2))


def _estimate_split(data: Observed, first: Bools, second: Bools, rng: np.random.Generator) -> _Split:
    n, n_both = len(first), int((first & second).sum())
    means = n_both / int(second.sum()), n_both / int(first.sum())
    least = [_FLOOR_SHARE * mean for mean in means]
    if data.design.groups:
        fit = cross_fit(data.design, first, second, assign_folds(2 * first + second, rng))
        first_only, second_only, weights = fit.first, fit.second, tuple(fit.weights.tolist())
    else:
        fit, first_only, second_only, weights = None, np.full((1, n), means[0]), np.full((1, n), means[1]), ()
    p_1, p_2 = np.maximum(first_only, least[0]), np.maximum(second_only, least[1])
    terms = correct(first, second, p_1, p_2).mean(axis=0)
    point = float(terms.sum())
    variance = n * float(terms.var()) + max(point * (point / n - 1.0), 0.0)
    if fit is not None:
        each = correct(first, second, np.maximum(fit.first_by, least[0]), np.maximum(fit.second_by, least[1]))
        variance += float(fit.weights @ (each.mean(axis=1).sum(axis=1) - point) ** 2)
    either = first | second
    low = ((first_only < least[0]) | (second_only < least[1]))[:, either]
    plug_in = (1.0 / (p_1 + p_2 - p_1 * p_2))[:, either].mean(axis=0).sum()
    return _Split(point, float(plug_in), variance, float(low.mean()), weights)


def correct(first: Bools, second: Bools, p_1: Floats, p_2: Floats) -> Floats:
    """Terms that add up to the number of people, 1 − (1 − Y₁ / p₁) (1 − Y₂ / p₂).

    Args:
        first: Who is on the first list.
        second: Who is on the second.
        p_1: Chance to be on the first, among people on the second who are alike; people last.
        p_2: Chance to be on the second, among people on the first.

    >>> correct(np.array([True, False, True]), np.array([True, True, False]), *np.full((2, 1, 3), 0.5)).tolist()
    [[0.0, 2.0, 2.0]]
    """
    return np.asarray(1.0 - (1.0 - first / p_1) * (1.0 - second / p_2), dtype=np.float64)
