"""The yardstick of width: the posterior of N under the very family of models that made a table.

Whoever knows how a table came about, but not the parameters, knows this much and no more. Families, over L lists:

    independent lists                                  rates p_j
    K classes of independent lists                     shares w_k, rates p_jk
    referral (avoidance) from list 1 to list 2         who is on list 1 is put on (taken off) list 2 with chance s
    continuous                                         logit p_j(person) = a_j + σ z, z ~ N(0, 1), by Gauss-Hermite

with w uniform on the simplex, s uniform, σ half-normal(1.5), p(N) ∝ 1/N, which leaves the conditional multinomial
∏ (p_x / (1 − p_0))^n_x; then N − n | p_0 ~ NegBin(n, 1 − p_0). For the rates there are two priors, for no prior is weak
where the table is:

* `generating`: logit p ~ N(−1.5, 1.5²), each on its own. With six lists that find 1–5 % it is two spreads off twelve
  times over, and its own interval held the truth of `sparse_classes` in 8 of 40 tables.
* `generating_shared`: logit p = −2 + common part + own part, of spreads 2 and 1.2: the lists say how well lists find.

Two families reduce to simpler ones. A list that works in one region only, while the other lists find people equally
everywhere, is independent of them: `regional` is independent lists. And whom no list can find leaves no trace:
`uncatchable` is independent lists too, the posterior of what can be known.

Computed by tempering a population of points from the prior to the posterior (sequential Monte Carlo, Del Moral, Doucet
& Jasra 2006, doi:10.1111/j.1467-9868.2006.00553.x) with moves along differences of other points (ter Braak 2006,
doi:10.1007/s11222-006-8769-1); classes are numbered alike in all points, so that differences mean the same.
"""

from __future__ import annotations

import itertools
import math
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from accounted.mse import CaptureTable
from benchmarks.mse.maker_density import evaluate_all, move_along, move_apart

__all__ = ["PRIORS", "MakerModel", "RatePrior", "draw_n", "model_of"]

Floats = NDArray[np.float64]
_Data = tuple[Floats, NDArray[np.int64], Floats, Floats]

_POINTS = 1_000
_MOVES = 4
_MOST_STEPS = 8
_LAST_MOVES = 100
_LEAST_EVEN = 0.5
_NODES = 20
_SIGMA_SCALE = 1.5


@dataclass(frozen=True, slots=True)
class MakerModel:
    """A family of models.

    Args:
        n_classes: Classes of independent lists.
        passes: 1 when list 1 passes people to list 2, −1 when it keeps them from it, 0 otherwise.
        continuous: Whether people differ continuously instead of by class.
    """

    n_classes: int = 1
    passes: int = 0
    continuous: bool = False

    def count_parameters(self, n_lists: int) -> int:
        """Rates by class; shares; the chance of being passed on or the spread."""
        return n_lists * self.n_classes + self.n_classes - 1 + int(self.passes != 0) + int(self.continuous)


_MODELS = {
    "independent": MakerModel(),
    "small_population": MakerModel(),
    "two_classes": MakerModel(n_classes=2),
    "crossed_classes": MakerModel(n_classes=3),
    "referral": MakerModel(passes=1),
    "avoidance": MakerModel(passes=-1),
    "sparse": MakerModel(),
    "large": MakerModel(n_classes=2),
    "six_lists": MakerModel(n_classes=2),
    "classes_and_referral": MakerModel(n_classes=2, passes=1),
    "sparse_classes": MakerModel(n_classes=2),
    "regional": MakerModel(),
    "continuous": MakerModel(continuous=True),
    "uncatchable": MakerModel(),
}


@dataclass(frozen=True, slots=True)
class RatePrior:
    """Normal prior of the logits of all capture rates: `centre`, own `spread`, and the spread of a part all share."""

    centre: float
    spread: float
    common: float


PRIORS = {"generating": RatePrior(-1.5, 1.5, 0.0), "generating_shared": RatePrior(-2.0, 1.2, 2.0)}
"""Priors by the name of the yardstick."""


def model_of(family: str) -> MakerModel:
    """The model that made a family."""
    return _MODELS[family]


def draw_n(model: MakerModel, table: CaptureTable, rng: np.random.Generator, prior: RatePrior) -> Floats:
    """Draw N from the posterior under a maker's model.

    Args:
        model: The family that made the table.
        table: The table.
        rng: Source of randomness.
        prior: Of the capture rates.
    """
    n_lists = len(table.lists)
    counts = np.zeros(2**n_lists)
    for history, count in table.cells:
        counts[sum(x << j for j, x in enumerate(history))] = count
    places, weights = np.polynomial.hermite_e.hermegauss(_NODES)
    nodes = np.column_stack([places, np.log(weights / weights.sum())])
    shape = np.array([n_lists, model.n_classes, model.passes, int(model.continuous)])
    data = (counts, shape, np.array([prior.centre, prior.spread, prior.common, _SIGMA_SCALE]), nodes)
    points = _start(model, n_lists, rng, prior)
    values = np.empty((len(points), 3))
    evaluate_all(points, values, *data)
    heat, longest = 0.0, 0.5
    while heat < 1.0:
        step = _next_heat(values[:, 0], heat)
        weight = np.exp((step - heat) * (values[:, 0] - values[:, 0].max()))
        chosen = _resample(weight / weight.sum(), rng)
        points, values, heat = points[chosen], values[chosen], step
        _number_alike(points, int(values[:, 0].argmax()), model.n_classes, n_lists)
        root = _root(points)
        for _ in range(_MOVES):
            longest = _move(points, values, heat, root, longest, rng, data)
    kept = []
    for turn in range(_LAST_MOVES):
        if turn % 25 == 0:
            _number_alike(points, int(values[:, 0].argmax()), model.n_classes, n_lists)
            root = _root(points)
        longest = _move(points, values, 1.0, root, longest, rng, data)
        kept.append(values[:, 2].copy())
    unlisted_chance = np.concatenate(kept)
    return np.asarray(table.n_observed + rng.negative_binomial(table.n_observed, 1.0 - unlisted_chance), dtype=float)


def _root(points: Floats) -> Floats:
    """Lower triangle whose square is the covariance of the points."""
    covariance = np.cov(points.T).reshape(points.shape[1], -1)
    return np.asarray(np.linalg.cholesky(covariance + 1e-8 * np.eye(len(covariance))), dtype=np.float64)


def _move(
    points: Floats, values: Floats, heat: float, root: Floats, longest: float, rng: np.random.Generator, data: _Data
) -> float:
    """Move every point twice; the largest step of the next turn, nearer to three of four moves taken."""
    taken = move_along(points, values, heat, root, longest, _MOST_STEPS, rng, *data)
    move_apart(points, values, heat, rng, *data)
    return min(max(longest * math.exp(0.5 * (taken - 0.75)), 0.02), 1.5)


def _start(model: MakerModel, n_lists: int, rng: np.random.Generator, prior: RatePrior) -> Floats:
    """Points from the prior: logits of rates by class, log ratios of shares to the last, logit of s or log of σ."""
    rates = prior.centre + rng.normal(0.0, prior.spread, (_POINTS, model.n_classes * n_lists))
    rates += rng.normal(0.0, prior.common, (_POINTS, 1))
    shares = rng.standard_exponential((_POINTS, model.n_classes))
    ratios = np.log(shares[:, :-1] / shares[:, -1:])
    extra = [rng.logistic(size=(_POINTS, 1))] * (model.passes != 0)
    extra += [np.log(_SIGMA_SCALE * np.abs(rng.normal(size=(_POINTS, 1))))] * model.continuous
    return np.hstack([rates, ratios, *extra])


def _next_heat(log_likelihood: Floats, heat: float) -> float:
    """The step after which half of the points would still count evenly."""

    def even(step: float) -> float:
        weight = np.exp((step - heat) * (log_likelihood - log_likelihood.max()))
        return float(weight.sum() ** 2 / (weight @ weight)) / len(weight)

    if even(1.0) >= _LEAST_EVEN:
        return 1.0
    low, high = math.log(max(heat, 1e-12)), 0.0
    low = low if heat > 0.0 else math.log(1e-12)
    for _ in range(50):
        middle = (low + high) / 2
        low, high = (middle, high) if even(math.exp(middle)) >= _LEAST_EVEN else (low, middle)
    return max(math.exp(low), heat * (1.0 + 1e-9))


def _resample(weight: Floats, rng: np.random.Generator) -> NDArray[np.intp]:
    """Systematic resampling."""
    at = (np.arange(len(weight)) + rng.random()) / len(weight)
    return np.minimum(np.searchsorted(np.cumsum(weight), at), len(weight) - 1)


def _number_alike(points: Floats, best: int, n_classes: int, n_lists: int) -> None:
    """Number the classes of every point so that they are nearest to those of the best one."""
    if n_classes == 1:
        return
    n_rates = n_classes * n_lists
    rates = points[:, :n_rates].reshape(-1, n_classes, n_lists)
    shares = np.hstack([points[:, n_rates : n_rates + n_classes - 1], np.zeros((len(points), 1))])
    orders = list(itertools.permutations(range(n_classes)))
    apart = np.stack([((rates[:, order, :] - rates[best]) ** 2).sum(axis=(1, 2)) for order in orders])
    order = np.array(orders)[apart.argmin(axis=0)]
    points[:, :n_rates] = np.take_along_axis(rates, order[:, :, None], axis=1).reshape(len(points), -1)
    shares = np.take_along_axis(shares, order, axis=1)
    points[:, n_rates : n_rates + n_classes - 1] = shares[:, :-1] - shares[:, -1:]
